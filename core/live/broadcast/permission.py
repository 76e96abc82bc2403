"""Who may let others watch a run: who knows the server's token; where there is none, who sits at the machine.

LEARNSCOPE_BROADCAST_TOKEN is of whoever runs the server. It is compared in constant time, and wrong ones are
counted by address.
"""

from __future__ import annotations

import hmac
import os
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import Request

SETTING = "LEARNSCOPE_BROADCAST_TOKEN"
LONGEST = 500  # characters of a token
PASSED_ON = ("x-forwarded-for", "x-forwarded-proto", "forwarded", "x-real-ip")  # by a proxy


def token() -> str:
    return os.environ.get(SETTING, "").strip()


def needed(request: Request) -> str:
    """What is needed here: "token", "nothing", or "setting": nobody may before the server has a token."""
    if token():
        return "token"
    return "nothing" if local(request) else "setting"


def local(request: Request) -> bool:
    """Whether a browser on this machine asks for it as localhost, with no proxy between."""
    if any(name in request.headers for name in PASSED_ON) or request.client is None:
        return False
    try:
        called = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
        return (called == "localhost" or _loopback(called)) and _loopback(request.client.host)
    except ValueError:
        return False


def _loopback(address: str) -> bool:
    found = ip_address(address)
    mapped = getattr(found, "ipv4_mapped", None)  # where the server listens to both kinds
    return (mapped or found).is_loopback


def right(given: object) -> bool:
    """Whether this is the server's token."""
    wanted = token()
    if not wanted or not isinstance(given, str) or len(given) > LONGEST:
        return False
    return hmac.compare_digest(given.strip().encode(), wanted.encode())
