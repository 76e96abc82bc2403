"""Visitors without a browser: they speak Streamlit's own WebSocket, so that many can come in one second.

One is served when its page's script ran to the end, nothing on the page is an error, and the run that the
page mounted sent its description over the live socket.
"""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from core.live.codec import decode

PATIENCE = 60.0  # seconds for one page


@dataclass
class Visit:
    """What one visitor saw; `run` is the run's id once its description came, `wrong` what was amiss,
    `session` what Streamlit calls this visit."""

    page: str
    run: str = ""
    session: str = ""
    wrong: list[str] = field(default_factory=list)


async def crowd(address: str, pages: Collection[str], each: int) -> list[Visit]:
    """`each` visitors of every page, all at once, with a cookie each."""
    wanted = [page for page in pages for _ in range(each)]
    return list(await asyncio.gather(*(visit(address, page) for page in wanted)))


async def visit(address: str, page: str) -> Visit:
    seen = Visit(page)
    try:
        async with asyncio.timeout(PATIENCE):
            headers = {"Cookie": await asyncio.to_thread(cookie, f"{address}/{page}")}
            await _read_page(address, seen, headers)
    except (OSError, TimeoutError, WebSocketException) as error:
        seen.wrong.append(repr(error))
    return seen


def cookie(url: str) -> str:
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        return answer.headers["set-cookie"].split(";")[0]


async def _read_page(address: str, seen: Visit, headers: dict[str, str]) -> None:
    """Runs the page's script; what it mounts is joined while the page is still open."""
    async with opened(address, seen, headers) as live:
        if live:
            seen.run = await _described(live, headers)


@asynccontextmanager
async def staying(address: str, page: str, query: str) -> AsyncIterator[ClientConnection]:
    """The live socket of a visitor who stays on a page, who came with these settings and watches curves."""
    seen = Visit(page)
    headers = {"Cookie": await asyncio.to_thread(cookie, f"{address}/{page}")}
    async with opened(address, seen, headers, query) as live:
        assert live, seen.wrong
        async with connect(live, additional_headers=headers, max_size=None) as socket:
            await socket.send(
                json.dumps({"type": "watch", "panels": {"curves": {}}, "visible": True})
            )
            yield socket


@asynccontextmanager
async def opened(
    address: str, seen: Visit, headers: dict[str, str], query: str = "", before: str = ""
) -> AsyncIterator[str]:
    """An open page whose script has run: where its live view's socket is, if it has one.

    `before` is the session of a page that only connects again.
    """
    socket, live = address.replace("http", "ws", 1), ""
    offered = ["streamlit", "no-token", before] if before else ["streamlit"]
    async with connect(
        f"{socket}/_stcore/stream",
        subprotocols=[Subprotocol(one) for one in offered],
        additional_headers=headers,
        max_size=None,
    ) as stream:
        asked = BackMsg()
        asked.rerun_script.page_name = seen.page
        asked.rerun_script.query_string = query
        await stream.send(asked.SerializeToString())
        message = ForwardMsg()
        while message.WhichOneof("type") != "script_finished":
            message = ForwardMsg.FromString(await stream.recv())
            if message.WhichOneof("type") == "new_session":
                seen.session = message.new_session.initialize.session_id
            element = message.delta.new_element
            kind = element.WhichOneof("type")
            if kind == "exception":
                seen.wrong.append(f"{element.exception.type}: {element.exception.message}")
            elif kind == "alert":
                seen.wrong.append(element.alert.body)
            elif kind == "bidi_component":
                data = element.bidi_component
                live = json.loads(data.json or data.mixed.json).get(
                    "url", live
                )  # or the theme's switch
        yield live and f"ws://{urlsplit(address).netloc}{live}"


async def _described(url: str, headers: dict[str, str]) -> str:
    """The id in the run's description, the first thing but beats that a live socket sends to who looks."""
    async with connect(url, additional_headers=headers, max_size=None) as socket:
        await socket.send(json.dumps({"type": "watch", "panels": {}, "visible": True}))
        header: dict[str, Any] = {"type": "beat"}
        while header["type"] == "beat":
            header, _ = decode(await socket.recv())
        return str(header["run"]) if header["type"] == "meta" else ""
