"""`/healthz`, `/healthz/ready` and `/metrics`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

if TYPE_CHECKING:
    from core.operation.metrics import Metrics

NO_STORE = {"cache-control": "no-store"}


def routes(base: str) -> list[BaseRoute]:
    """Both below `base`, which is "" or begins with a slash. access.py stands before the figures.

    The figures are no coroutine: they are gathered on a thread, and the event loop does not wait for them.
    """
    return [
        Route(f"{base}/healthz", alive),
        Route(f"{base}/healthz/ready", ready),
        Route(f"{base}/metrics", metrics),
    ]


async def alive(_: Request) -> Response:
    """200 while it is alive; on the event loop, which is asked as well."""
    return _told("live")


async def ready(_: Request) -> Response:
    """200 while somebody can be taken in, 503 else: a proxy may send them elsewhere."""
    return _told("ready")


def metrics(_: Request) -> Response:
    made = _metrics()
    return Response(made.text(), media_type=made.TYPE, headers=NO_STORE)


def _told(what: str) -> Response:
    from core.operation.health import health
    from core.training.engine import engine

    facts = health(engine())
    return JSONResponse(facts, 200 if facts[what] else 503, headers=NO_STORE)


@cache
def _metrics() -> Metrics:
    from core.operation.metrics import Metrics
    from core.training.engine import engine

    return Metrics(engine())
