"""Connections that begin and do not go on: neither the server nor the framework closes those by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from starlette.types import ASGIApp, Message, Receive, Scope, Send

PATIENCE = 10.0  # seconds
SILENT = 4408  # as HTTP's 408


class FirstWord:
    """Middleware: a WebSocket over which the browser says nothing for so many seconds is closed.

    Who has once said something may be silent for as long as it likes: a lost peer answers no ping.
    """

    def __init__(self, app: ASGIApp, patience: float = PATIENCE) -> None:
        self._app = app
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            receive = self._impatient(receive, send)
        await self._app(scope, receive, send)

    def _impatient(self, receive: Receive, send: Send) -> Receive:
        said = False

        async def hear() -> Message:
            nonlocal said
            if said:
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), self._patience)
            except TimeoutError:
                said = True
                await send({"type": "websocket.close", "code": SILENT})
                return {"type": "websocket.disconnect", "code": SILENT}
            said = message["type"] != "websocket.connect"
            return message

        return hear


def limit_requests(protocol: type[Any], patience: float = PATIENCE) -> Callable[[], None]:
    """Has uvicorn's HTTP `protocol` close connections on which no request is completed in so many seconds.

    Uvicorn has a limit for the time between two requests, and none for half a request or none at all.
    A body may take as long as it likes. Returns what takes the limit away again.
    """
    deadlines: WeakKeyDictionary[Any, asyncio.TimerHandle] = WeakKeyDictionary()
    made, received = protocol.connection_made, protocol.data_received

    def close(connection: Any) -> None:
        if connection.transport.get_protocol() is connection:  # else it is a WebSocket by now
            connection.transport.abort()

    def connection_made(connection: Any, transport: asyncio.Transport) -> None:
        made(connection, transport)
        wait(connection)

    def wait(connection: Any) -> None:
        if connection not in deadlines:
            loop = asyncio.get_running_loop()
            deadlines[connection] = loop.call_later(patience, close, connection)

    def data_received(connection: Any, data: bytes) -> None:
        before = connection.cycle  # of request and response
        received(connection, data)
        if connection.cycle is before and (before is None or before.response_complete):
            wait(connection)
        elif (deadline := deadlines.pop(connection, None)) is not None:
            deadline.cancel()

    def take_away() -> None:
        protocol.connection_made, protocol.data_received = made, received

    protocol.connection_made, protocol.data_received = connection_made, data_received
    return take_away
