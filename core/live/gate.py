"""What stands before every page and socket: by which names the server is called, who may frame its pages,
and what every answer tells a browser about handling it.

Both settings are of whoever runs the server: LEARNSCOPE_HOSTS and LEARNSCOPE_FRAMES.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = 1008
log = logging.getLogger(__name__)
NAME = re.compile(r"(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*")
SITE = re.compile(r"https?://(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*(:[0-9]{1,5})?")
ALWAYS = {
    "x-content-type-options": "nosniff",  # a file is what the server says it is
    "referrer-policy": "same-origin",  # an address has somebody's settings in it
}


def host_names(setting: str) -> tuple[str, ...]:
    """The names in LEARNSCOPE_HOSTS: `learn.example, *.course.example`. Raises ValueError for others."""
    return tuple(_parts("LEARNSCOPE_HOSTS", setting, NAME, "names such as learn.example"))


def frame_rule(setting: str) -> str:
    """The policy for LEARNSCOPE_FRAMES: `none`, `self`, or the sites that may frame a page; "" allows all.

    Raises ValueError for what is none of these.
    """
    if setting.strip().lower() in ("none", "self"):
        return f"frame-ancestors '{setting.strip().lower()}'"
    sites = _parts(
        "LEARNSCOPE_FRAMES", setting, SITE, "none, self, or sites such as https://learn.example"
    )
    return " ".join(["frame-ancestors 'self'", *sites]) if sites else ""


def _parts(setting: str, value: str, pattern: re.Pattern[str], wanted: str) -> list[str]:
    found = value.lower().replace(",", " ").split()
    for one in found:
        if not pattern.fullmatch(one):  # half a rule would be none
            raise ValueError(f"{setting}: {one} is not understood; give {wanted}.")
    return found


def host_allowed(host: str, names: Sequence[str]) -> bool:
    """Whether a server that is called by `names` answers to this Host header.

    It always does to an address and to localhost: what can be misled to them is a name.
    """
    try:
        called = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    called = called.rstrip(".")
    if called == "localhost" or called.endswith(".localhost"):
        return True
    try:
        ip_address(called)
    except ValueError:
        return any(
            called.endswith(name[1:]) if name.startswith("*") else called == name for name in names
        )
    return True


class AllowedHosts:
    """ASGI middleware: refuses who calls the server by another name. Without `names` any will do."""

    def __init__(self, app: ASGIApp, names: Sequence[str]) -> None:
        self.app = app
        self.names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = Headers(scope=scope).get("host", "") if scope["type"] != "lifespan" else ""
        if not self.names or not host or host_allowed(host, self.names):
            await self.app(scope, receive, send)
            return
        log.info("a request for host %s refused", host[:100])
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY})
        else:
            said = f"This server does not answer to {host[:100]}: LEARNSCOPE_HOSTS must name it."
            await PlainTextResponse(said, 421, headers=ALWAYS)(scope, receive, send)


class SecurityHeaders:
    """ASGI middleware: adds ALWAYS to every answer, and `policy` to pages."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self.app = app
        self.policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
                if self.policy and headers.get("content-type", "").startswith("text/html"):
                    headers.append("content-security-policy", self.policy)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)
