"""The broadcasts' routes, which import torch only when they are first asked."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket

if TYPE_CHECKING:
    from core.live.broadcast.desk import Desk


@cache
def _desk() -> Desk:
    from core.live.broadcast.desk import Desk

    return Desk()


async def cast(request: Request) -> Response:
    return await _desk()(request)


async def page(request: Request) -> Response:
    from core.live.broadcast.page import page as shown

    return await shown(request)


async def watch(socket: WebSocket) -> None:
    from core.live.broadcast.watching import live

    await live(socket)
