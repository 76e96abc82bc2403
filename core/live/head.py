"""Scripts in a page's head: what is known before Streamlit starts is never seen to change."""

from __future__ import annotations

# Streamlit asks the system whether it is dark, and listens for changes: what the visitor has chosen instead
# (core/ui/appearance.py) is answered in the system's place. Its own choice would be kept for one page alone
# and read only at the start.
THEME = """<script>
{
  const key = "learnscope.theme";
  const dark = "(prefers-color-scheme: dark)";
  const ask = window.matchMedia.bind(window);
  const scheme = ask(dark);
  const system = Object.getOwnPropertyDescriptor(MediaQueryList.prototype, "matches").get.bind(scheme);
  let kept = null;
  try {
    kept = window.localStorage.getItem(key);
  } catch { /* without storage it holds as long as the page */ }
  window.learnscopeTheme = {
    value: ["light", "dark"].includes(kept) ? kept : "system",
    choose(value) {
      this.value = value;
      try {
        window.localStorage.setItem(key, value);
      } catch { /* as above */ }
      scheme.dispatchEvent(new Event("change"));
    },
  };
  Object.defineProperty(scheme, "matches", {
    get: () => window.learnscopeTheme.value === "system" ? system() : window.learnscopeTheme.value === "dark",
  });
  window.matchMedia = (query) => query === dark ? scheme : ask(query);
}
</script>"""

# Embedded in another page, or for a hall, there is the stage alone from the first moment.
STAGE = """<script>
for (const name of ["embed", "present"]) {
  const asked = new URLSearchParams(window.location.search).get(name);
  if (asked?.toLowerCase() === "true") document.documentElement.classList.add(`ls-${name}`);
}
</script>"""
