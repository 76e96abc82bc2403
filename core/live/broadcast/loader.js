// What the framework does for a playground's page, in a watcher's: fetches the modules and mounts the view.
const given = JSON.parse(document.getElementById("given").textContent);
const about = JSON.parse(document.getElementById("about").textContent);
const at = (path) => new URL(path, window.location.href).pathname;
const data = {
  ...given,
  ...Object.fromEntries(["home", "assets", "style"].map((name) => [name, at(given[name])])),
  files: given.files.map(at),
  url: new URL(about.url, window.location.href).href,
  copy: at(about.copy.split("?")[0]) + "?" + about.copy.split("?")[1],
};
const here = new Map();
try {
  const all = await Promise.all(data.files.map(async (href) => {
    const answer = await fetch(href);
    if (!answer.ok) throw new Error(`${href}: ${answer.status}`);
    return answer.json();
  }));
  for (const [path, text] of all.flat()) {
    if (here.has(path)) continue;
    const named = text.replace(/"module:([^"]+)"/g, (_, one) => `"${here.get(one)}"`);
    const source = `${named}\n//# sourceURL=${window.location.origin}${data.assets}${path}`;
    here.set(path, URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  }
  const [watching, own] = await Promise.all(data.entries.map((path) => import(here.get(path))));
  watching.attend(data, own);
} catch (error) {
  console.error(error);
  const said = document.createElement("p");
  said.setAttribute("role", "alert");
  said.textContent = data.texts["view.unreachable"].replace("{path}", data.home);
  document.querySelector(".ls-root").replaceChildren(said);
}
