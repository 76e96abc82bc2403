"""The page of a watcher: the live view alone, without the framework, so that a phone has it at once."""

from __future__ import annotations

import html
import json
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from core.i18n import N_, TEST, languages, translator
from core.live.assets import LATER_VIEWS, SHARED, WATCHING, entries, version
from core.live.broadcast.broadcast import broadcasts
from core.live.head import THEME
from core.live.preload import language
from core.live.texts import texts
from core.playgrounds import page as declaration

NONE = N_("There is no broadcast at this address: it has ended, or the address is not complete.")
TITLE = N_("Learnscope: you watch")
PLACE = Path(__file__).parent


async def page(request: Request) -> Response:
    """Of the broadcast that the address names; whoever has it may watch."""
    broadcast = broadcasts().get(request.path_params["id"])
    asked = language(request.scope)[:20]
    lang = next((one for one in (asked, asked.split("-")[0]) if one in [*languages(), TEST]), "en")
    if broadcast is None:
        said = html.escape(translator(lang)(NONE))
        return HTMLResponse(_shell(lang, f'<p role="alert">{said}</p>'), 404, _HEADERS)
    name = broadcast.run.algorithm_class.NAME
    return HTMLResponse(_watching(name, broadcast.id, lang), headers=_HEADERS)


_HEADERS = {"cache-control": "no-store"}


@lru_cache(maxsize=64)
def _parts(name: str, lang: str) -> str:
    """What the view of this playground is made from, as JSON that may stand in a page."""
    from core.figures import palette

    translate = translator(lang, name)
    assets = f"../assets/{version()}/"
    data = {
        "home": "../",
        "assets": assets,
        "page": name,
        "files": [f"{assets}modules/{part}.json" for part in (SHARED, WATCHING, name)],
        "entries": [LATER_VIEWS[WATCHING], entries(name)[1]],
        "style": f"{assets}style/{name}.css",
        "panels": [one.to_json() for one in declaration(name).panels(translate)],
        "texts": texts(name, translate),
        "fields": {},
        "palette": {"classes": [*palette.CLASSES, *palette.MORE], "middle": palette.MIDDLE},
        "present": False,
        "compare": None,
        "token": "",
    }
    return json.dumps(data).replace("<", "\\u003c")


def _watching(name: str, cast: str, lang: str) -> str:
    about = json.dumps({"url": f"{cast}?lang={lang}", "copy": f"../../{name}?copy={cast}"})
    data, style = _parts(name, lang), f"../assets/{version()}/style"
    links = "".join(
        f'<link rel="stylesheet" data-ls-style href="{style}/{part}.css">'
        for part in (name, WATCHING)
    )
    body = (
        '<div class="ls-root ls-watching" data-learnscope="" data-status="" role="region"></div>'
        f'<script id="given" type="application/json">{data}</script>'
        f'<script id="about" type="application/json">{about}</script>'
        f'<script type="module">{_loader()}</script>'
    )
    return _shell(lang, f"<main>{body}</main>", links)


@lru_cache(maxsize=1)
def _loader() -> str:
    return (PLACE / "loader.js").read_text(encoding="utf-8")


def _shell(lang: str, body: str, links: str = "") -> str:
    title = html.escape(translator(lang)(TITLE))
    return (
        f'<!doctype html><html lang="{html.escape(lang)}"><head><meta charset="utf-8">'
        f"<title>{title}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark">'
        f"{THEME}{links}</head><body>{body}</body></html>"
    )
