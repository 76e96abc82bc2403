"""What a page's head gets beyond Streamlit's own: what the live view will need is asked for while
Streamlit is still starting, but after its own files; where the server is; in a narrow window the sidebar
starts closed; and what is to be said when nothing can be fetched."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.live.assets import SHARED, version
from core.live.head import STAGE, THEME
from core.live.outage import outage
from core.playgrounds import names

# Headers that ask for an answer that could not be changed: a packed one, or none at all.
ASKED = {b"accept-encoding", b"if-none-match", b"if-modified-since"}


# Streamlit closes it on phones alone, and keeps what a visitor has done to it under this key, which it
# reads when it starts: so there is no sidebar to be seen closing. What we have put there goes again in a
# wide window.
SIDEBAR = """<script>
try {
  const [kept, ours] = ["stSidebarCollapsed-", "learnscope.sidebar"];
  const at = window.localStorage;
  if (at.getItem(ours) && at.getItem(kept) === "true") at.removeItem(kept);
  at.removeItem(ours);
  if (at.getItem(kept) === null && window.innerWidth < 1100) {
    at.setItem(kept, "true");
    at.setItem(ours, "true");
  }
} catch { /* without storage it starts as Streamlit has it */ }
</script>"""

# On a deep link Streamlit first looks for the server below the page's own path, and logs two answers 404,
# unless it is told where the server is. That is one level up, also where a proxy has stripped a path that
# nobody here knows.
SERVER = """<script>
window.__streamlit = {
  ...window.__streamlit,
  BACKEND_BASE_URL: new URL(location.pathname.replace(/[^/]*\\/*$/, ""), location.href).href,
};
</script>"""


def links(base: str, path: str) -> bytes:
    """Elements for the head of the page at `path`: of a playground's its modules and its style, of low
    priority, so that they wait for the framework's own. Empty for what is no page of ours."""
    page = path.removeprefix(base).strip("/")
    if not page:
        return (THEME + SIDEBAR).encode()
    page = page.rpartition("/")[2]
    if page == "runs":
        return (SERVER + THEME + SIDEBAR).encode()
    if page not in names():
        return b""
    # Relative: what a proxy has taken off the path, the browser still has.
    assets = f"{'../' * path.endswith('/')}learnscope/assets/{version()}"
    found = [
        f'<link rel="preload" as="fetch" crossorigin href="{assets}/modules/{part}.json" fetchpriority="low">'
        for part in (SHARED, page)
    ]
    found.append(
        f'<link rel="preload" as="style" href="{assets}/style/{page}.css" fetchpriority="low">'
    )
    return "".join([SERVER, THEME, SIDEBAR, STAGE, *found]).encode()


def nearby(path: str, location: str) -> str:
    """Where a page with a slash behind its name is sent to, as seen from there: Streamlit names the place as
    the server has it, and a proxy may have taken a path off."""
    found = urlsplit(location)
    if not path.endswith("/") or found.path != path.rstrip("/"):
        return location
    query = f"?{found.query}" if found.query else ""
    return f"../{found.path.rpartition('/')[2]}{query}"


def language(scope: Scope) -> str:
    """The one that the address asks for, else the browser's first."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[0]
    accepted = Headers(scope=scope).get("accept-language", "")
    return asked or accepted.partition(",")[0].partition(";")[0].strip() or "en"


class Preload:
    """ASGI middleware: puts `links(path)` at the end of a page's head."""

    def __init__(self, app: ASGIApp, links: Callable[[str], bytes]) -> None:
        self.app = app
        self.links = links

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        added = self.links(scope["path"]) if scope["type"] == "http" else b""
        if not added:
            await self.app(scope, receive, send)
            return
        added = outage(language(scope)) + added
        scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in ASKED]}
        start: Message = {}
        body = b""

        async def send_with_links(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    del headers["etag"], headers["last-modified"]  # of the page without links
                    start = message
                    return
                if "location" in headers:
                    headers["location"] = nearby(scope["path"], headers["location"])
            elif start and message["type"] == "http.response.body":
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                body = body.replace(b"</head>", added + b"</head>", 1)
                MutableHeaders(scope=start)["content-length"] = str(len(body))
                await send(start)
                message = {"type": "http.response.body", "body": body}
            await send(message)

        await self.app(scope, receive, send_with_links)
