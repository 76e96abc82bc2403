// Small helpers around the DOM: everything here is used by several panels.

/** An element with attributes, listeners (`on: {click: …}`) and children; a null attribute is left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    if (name === "on") {
      for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
    } else if (name === "text") node.textContent = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Fills `{name}` in a translated sentence. */
export function fill(text, values = {}) {
  return (text ?? "").replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Writes a text only if it differs: an unchanged write would still cost style and layout. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function setAttribute(node, name, value) {
  const text = String(value);
  if (node.getAttribute(name) !== text) node.setAttribute(name, text);
}

/** A button that says what it does in words: `label` for assistive technology, `tip` in the tooltip. */
export function button(action, { label, tip, content, className = "", ...rest }, onClick) {
  const attributes = {
    type: "button",
    class: `ls-button ${className}`.trim(),
    "data-action": action,
    ...rest,
  };
  if (label) attributes["aria-label"] = label;
  if (tip) attributes["data-tip"] = tip;
  return el("button", { ...attributes, on: { click: onClick } }, ...[content].flat());
}

/** One panel of the grid: a titled section with room for tools on the right of the title. */
export function panelFrame(name, title, tools = []) {
  const heading = el("h3", { class: "ls-title", text: title });
  const head = el("header", { class: "ls-head" }, heading, el("div", { class: "ls-tools" }, ...tools));
  const root = el(
    "section",
    { class: `ls-panel ls-panel-${name}`, "data-panel": name, "aria-label": title },
    head,
  );
  return { root, heading, head };
}

/** Sets a canvas to a CSS size at the screen's own resolution and returns its 2-D context, scaled. */
export function sizeCanvas(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/** A picture of many cells with thin lines between them; `columns` and `rows` may change later. */
export function cells(canvas, columns, rows = 1) {
  const root = el("div", { class: "ls-cells" }, canvas);
  root.style.setProperty("--ls-columns", columns);
  root.style.setProperty("--ls-rows", rows);
  return root;
}

/** Says beside a panel's title that its pictures come from an averaged generator. */
export function markAveraged(root, averaged, text) {
  const title = root.querySelector(".ls-title");
  const mark = title.parentElement.querySelector(".ls-averaged") ??
    el("span", { class: "ls-quiet ls-averaged" });
  setText(mark, text);
  mark.hidden = !averaged;
  title.after(mark);
}
