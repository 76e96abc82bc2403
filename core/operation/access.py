"""Who may read the server's figures: by default this machine alone.

The address of whoever asks is not enough: behind a proxy on the same machine every visitor comes from it. So
what a proxy has passed on is refused, by the headers that proxies add and by the name that was called.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from core.live.gate import host_allowed

SETTING = "LEARNSCOPE_METRICS"
LOCAL = ("127.0.0.0/8", "::1/128")
PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip",
             "via")  # fmt: skip
PATHS = ("/metrics", "/_stcore/metrics")  # ours, and the framework's
Networks = tuple[IPv4Network | IPv6Network, ...]
log = logging.getLogger(__name__)


def networks(setting: str) -> Networks:
    """Those in LEARNSCOPE_METRICS beside this machine: `10.0.0.7, 172.18.0.0/16`; `off` leaves not even that.

    Raises ValueError for what is none.
    """
    if setting.strip().lower() == "off":
        return ()
    found = list(map(ip_network, LOCAL))
    for one in setting.replace(",", " ").split():
        try:
            found.append(ip_network(one, strict=False))
        except ValueError:
            text = "is not understood; give off, or addresses and networks such as 172.18.0.0/16"
            raise ValueError(f"{SETTING}: {one} {text}.") from None
    return tuple(found)


def may_read(scope: Scope, allowed: Sequence[IPv4Network | IPv6Network]) -> bool:
    """Whether a request comes straight from one of the `allowed` networks."""
    headers = Headers(scope=scope)
    if any(name in headers for name in PASSED_ON) or not host_allowed(headers.get("host", ""), ()):
        return False
    try:
        asking = ip_address((scope.get("client") or ("", 0))[0])
    except ValueError:
        return False
    plain = getattr(asking, "ipv4_mapped", None) or asking
    return any(plain in network for network in allowed)


class OwnFigures:
    """ASGI middleware before PATHS, our own and the framework's: refuses whoever may not read them."""

    def __init__(self, app: ASGIApp, allowed: Networks, base: str = "") -> None:
        self.app = app
        self.allowed = allowed
        self.paths = {f"{base}{path}" for path in PATHS}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        guarded = scope["type"] == "http" and scope["path"].rstrip("/") in self.paths
        if not guarded or may_read(scope, self.allowed):
            await self.app(scope, receive, send)
            return
        log.info("figures refused to %s", (scope.get("client") or ("?",))[0])
        said = f"The server's figures are for the machine it runs on; {SETTING} may name others."
        await PlainTextResponse(said, 403)(scope, receive, send)
