"""The Python half of the live view: mounts the browser component that lies in `web/`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import streamlit as st

from core.live.assets import entries, modules, version

# The height keeps the page from jumping while the component's own files are on their way.
HTML = """
<div class="ls-root" data-learnscope="" data-status="" role="region" style="min-height: 40rem"></div>
"""

# Streamlit calls this at every change of `data` and of the theme, and keeps only the last cleanup
# returned: it is always the same one, and does nothing while the element still stands in the page.
# Files that fail to come, or take too long, are spoken of: an empty box says nothing.
LOADER = """
const ADDRESSES = ["home", "url", "assets", "view", "own", "style"];
const PATIENCE = 4000; // ms
const mounted = new WeakMap();

// Addresses are those below the folder in which the page stands: a proxy may have put that anywhere.
function placed(data) {
  const folder = window.location.pathname.replace(/\\/[^/]*\\/?$/, "");
  const at = (path) => folder + path;
  const found = Object.fromEntries(ADDRESSES.map((name) => [name, at(data[name])]));
  return { ...data, ...found, modules: data.modules.map(at) };
}

function complain(root, data) {
  const said = document.createElement("p");
  said.setAttribute("role", "alert");
  said.textContent = data.texts["view.unreachable"].replace("{path}", data.home);
  root.replaceChildren(said);
}

async function load(place, data) {
  const root = place.component.parentElement.querySelector(".ls-root");
  const overdue = setTimeout(() => place.view || place.gone || complain(root, data), PATIENCE);
  const current = () => !place.gone && place.own === data.own;
  // All at once, where the page came by another way than its address (preload.py): else each module is asked
  // for only when the one that imports it has arrived.
  for (const href of data.modules) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
  }
  try {
    const module = await import(new URL(data.view, window.location.href).href);
    const view = current() ? await module.mount(place.component) : null;
    if (!view) return;
    if (!current()) return view.close();
    place.view?.close();
    place.view = view;
    if (view.component !== place.component) view.update(place.component);
  } catch (error) {
    console.error(error);
    if (current() && !place.view) complain(root, data);
  } finally {
    clearTimeout(overdue);
  }
}

export default function (given) {
  const component = { ...given, data: placed(given.data) };
  const { parentElement, data } = component;
  let place = mounted.get(parentElement);
  if (!place) {
    place = { view: null, own: null, gone: false };
    place.cleanup = () => {
      if (parentElement.isConnected) return;
      place.gone = true;
      place.view?.close();
      mounted.delete(parentElement);
    };
    mounted.set(parentElement, place);
  }
  place.component = component;
  if (place.own === data.own) place.view?.update(component);
  else {
    place.own = data.own;
    load(place, data);
  }
  return place.cleanup;
}
"""


@cache
def _component() -> Any:
    """Registered once per process: a registration per run would make Streamlit warn and re-send."""
    return st.components.v2.component("learnscope_live", html=HTML, js=LOADER, isolate_styles=False)


def live_view(
    *,
    run: str,
    token: str,
    panels: Sequence[Mapping[str, Any]],
    texts: Mapping[str, str],
    fields: Mapping[str, Mapping[str, Any]],
    palette: Mapping[str, Any],
    page: str,
    key: str,
    on_edit: Callable[[], None],
    on_lost: Callable[[], None],
    lang: str = "en",
) -> None:
    """The live view of `run`.

    `token` shows that this page may watch it where the browser keeps no cookie for us; else it is empty.
    `page` is the playground's name and `panels` what its page.py lists, as JSON. `fields` are the page's
    typed numbers, by style class: `{"low", "high", "whole", "step"}` with no step on a log scale.
    Before the page's script runs again, `on_edit` and `on_lost` are called; what happened is in
    `st.session_state[key]["edit"]` and `["lost"]`. The same arguments give the same view: it is not
    mounted anew, and its socket stays open.
    """
    home = "/learnscope/"
    assets = f"{home}assets/{version()}/"
    view, own = entries(page)
    _component()(
        key=key,
        data={
            "home": home,
            "url": f"{home}live/{run}?lang={lang}",
            "token": token,
            "assets": assets,
            "view": assets + view,
            "own": assets + own,
            "style": f"{assets}style/{page}.css",
            "modules": [assets + path for path in modules(page)],
            "panels": list(panels),
            "texts": dict(texts),
            "fields": dict(fields),
            "palette": dict(palette),
        },
        on_edit_change=on_edit,
        on_lost_change=on_lost,
    )
