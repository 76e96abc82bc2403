"""The Python half of the live view: mounts the browser component that lies in `web/`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import streamlit as st

from core.live.assets import SHARED, entries, version

# The height keeps the page from jumping while the component's own files are on their way.
HTML = """
<div class="ls-root" data-learnscope="" data-status="" role="region" style="min-height: 40rem"></div>
"""

# Streamlit calls this at every change of `data` and of the theme, and keeps only the last cleanup
# returned: it is always the same one, and does nothing while the element still stands in the page.
# Files that fail to come, or take too long, are spoken of: an empty box says nothing.
LOADER = """
const ADDRESSES = ["home", "url", "assets", "style"];
const PATIENCE = 4000; // ms
const mounted = new WeakMap();
const files = new Map(); // address → what was asked for there
const here = new Map(); // address of a module → the object address under which it can be imported

// Addresses are those below the folder in which the page stands: a proxy may have put that anywhere.
function placed(data) {
  const folder = window.location.pathname.replace(/\\/[^/]*\\/?$/, "");
  const at = (path) => folder + path;
  const found = Object.fromEntries(ADDRESSES.map((name) => [name, at(data[name])]));
  return { ...data, ...found, files: data.files.map(at) };
}

function complain(root, data) {
  const said = document.createElement("p");
  said.setAttribute("role", "alert");
  said.textContent = data.texts["view.unreachable"].replace("{path}", data.home);
  root.replaceChildren(said);
}

function asked(href) {
  if (!files.has(href)) {
    files.set(href, fetch(href).then((answer) => {
      if (!answer.ok) throw new Error(`${href}: ${answer.status}`);
      return answer.json();
    }));
    files.get(href).catch(() => files.delete(href)); // the next one may try again
  }
  return files.get(href);
}

// A file of ours holds many modules; what one imports stands before it, in this file or in an earlier one.
async function entries({ assets, files, entries }) {
  for (const modules of await Promise.all(files.map(asked))) {
    for (const [path, text] of modules) {
      if (here.has(assets + path)) continue;
      const named = text.replace(/"module:([^"]+)"/g, (_, one) => `"${here.get(assets + one)}"`);
      const source = `${named}\n//# sourceURL=${window.location.origin}${assets}${path}`;
      here.set(assets + path, URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    }
  }
  return Promise.all(entries.map((path) => import(here.get(assets + path))));
}

// Files that a page needs only sometimes.
async function more(given, part, path) {
  const { assets, style, page } = placed(given);
  const [found] = await entries({ assets, files: [`${assets}modules/${part}.json`], entries: [path] });
  return { module: found, style: style.replace(`${page}.css`, `${part}.css`) };
}

async function load(place, data) {
  const root = place.component.parentElement.querySelector(".ls-root");
  const overdue = setTimeout(() => place.view || place.gone || complain(root, data), PATIENCE);
  const current = () => !place.gone && place.page === data.page;
  try {
    const [live, own] = await entries(data);
    const view = current() ? await live.mount(place.component, own) : null;
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
  component.more = (part, path) => more(given.data, part, path);
  const { parentElement, data } = component;
  let place = mounted.get(parentElement);
  if (!place) {
    place = { view: null, page: null, gone: false };
    place.cleanup = () => {
      if (parentElement.isConnected) return;
      place.gone = true;
      place.view?.close();
      mounted.delete(parentElement);
    };
    mounted.set(parentElement, place);
  }
  place.component = component;
  if (place.page === data.page) place.view?.update(component);
  else {
    place.page = data.page;
    load(place, data);
  }
  return place.cleanup;
}
"""


@cache
def _component() -> Any:
    """Registered once per process: a registration per run would make Streamlit warn and re-send."""
    return st.components.v2.component("learnscope_live", html=HTML, js=LOADER, isolate_styles=False)


HOME = "/learnscope/"


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
    present: bool = False,
    compare: Mapping[str, Any] | None = None,
    tabs: Sequence[str] = (),
) -> None:
    """The live view of `run`.

    `token` shows that this page may watch it where the browser keeps no cookie for us; else it is empty.
    `page` is the playground's name and `panels` what its page.py lists, as JSON. `fields` are the page's
    numbers, by style class: `{"name", "live", "low", "high", "whole", "step"}`, with no step on a log scale.
    `present` fills the window with the stage; `tabs` are panels that come forward among those of their place;
    `compare` has the runs beside this one (core/ui/comparison.py). Before the page's script runs again,
    `on_edit` and `on_lost` are called; what happened is in `st.session_state[key]["edit"]` and `["lost"]`.
    The same arguments give the same view: it is not mounted anew, and its socket stays open.
    """
    assets = f"{HOME}assets/{version()}/"
    _component()(
        key=key,
        data={
            "home": HOME,
            "url": f"{HOME}live/{run}?lang={lang}",
            "token": token,
            "assets": assets,
            "page": page,
            "files": [f"{assets}modules/{part}.json" for part in (SHARED, page)],
            "entries": entries(page),
            "style": f"{assets}style/{page}.css",
            "panels": list(panels),
            "texts": dict(texts),
            "fields": dict(fields),
            "palette": dict(palette),
            "present": present,
            "compare": compare,
            "tabs": list(tabs),
        },
        on_edit_change=on_edit,
        on_lost_change=on_lost,
    )
