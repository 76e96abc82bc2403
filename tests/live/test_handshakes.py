"""Connections that begin and do not go on, over a real server."""

import asyncio
import socket
import threading
import time
from contextlib import closing, contextmanager

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocketDisconnect
from uvicorn.protocols.http.auto import AutoHTTPProtocol
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from core.live.handshakes import SILENT, FirstWord, limit_requests

PATIENCE = 0.4
REQUEST = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"
ENDED = []  # how each conversation ended


async def hello(request):
    return PlainTextResponse("hello")


async def slow(request):
    await asyncio.sleep(2 * PATIENCE)
    return PlainTextResponse((await request.body()).decode())


async def echo(live):
    await live.accept()
    try:
        while True:
            await live.send_text(await live.receive_text())
    except WebSocketDisconnect as left:
        ENDED.append(left.code)


@contextmanager
def serving(app):
    config = uvicorn.Config(
        app, port=0, log_level="warning", http=AutoHTTPProtocol, timeout_keep_alive=60
    )
    config.load()
    server = uvicorn.Server(config)
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listening.getsockname()[1], server
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def server():
    app = Starlette(
        routes=[
            Route("/", hello),
            Route("/slow", slow, methods=["POST"]),
            WebSocketRoute("/echo", echo),
        ]
    )
    take_away = limit_requests(AutoHTTPProtocol, PATIENCE)
    try:
        with serving(FirstWord(app, PATIENCE)) as running:
            yield running
    finally:
        take_away()


@pytest.fixture
def port(server):
    return server[0]


@pytest.fixture
def line(port):
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20 * PATIENCE)) as made:
        yield made


def closed(line):
    """Whether the other end closes, before anything more is heard."""
    try:
        return line.recv(1000) == b""
    except ConnectionResetError:
        return True


def answer(line, body):
    heard = b""
    while not heard.endswith(body):
        more = line.recv(1000)
        assert more, heard
        heard += more
    return heard


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: here\r\n",
        b"GET /echo HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n",
    ],
)
def test_what_never_becomes_a_request_is_closed(line, said):
    line.sendall(said)
    assert closed(line)


def test_half_a_second_request_is_closed_too(line):
    line.sendall(REQUEST)
    answer(line, b"hello")
    line.sendall(REQUEST[:20])
    assert closed(line)


def test_a_connection_may_rest_between_requests_and_an_answer_and_a_body_may_take_long(line):
    line.sendall(REQUEST)
    answer(line, b"hello")
    time.sleep(2 * PATIENCE)
    line.sendall(b"POST /slow HTTP/1.1\r\nHost: here\r\nContent-Length: 4\r\n\r\n")
    line.sendall(b"bo")
    time.sleep(2 * PATIENCE)
    line.sendall(b"dy")
    assert b"200 OK" in answer(line, b"body")
    line.sendall(REQUEST)
    answer(line, b"hello")


def test_a_socket_that_says_nothing_is_closed_and_one_that_has_said_something_may_be_silent(port):
    del ENDED[:]
    with (
        connect(f"ws://127.0.0.1:{port}/echo") as talking,
        connect(f"ws://127.0.0.1:{port}/echo") as silent,
    ):
        talking.send("hello")
        assert talking.recv() == "hello"
        with pytest.raises(ConnectionClosed):
            silent.recv(timeout=20 * PATIENCE)
        assert silent.close_code == SILENT
        time.sleep(2 * PATIENCE)
        talking.send("still here")
        assert talking.recv() == "still here"
    while len(ENDED) < 2:
        time.sleep(0.01)
    assert sorted(ENDED)[-1] == SILENT


def test_nothing_is_left_of_those_that_were_closed(server):
    port, running = server
    lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(20)]
    for line in lines:
        line.sendall(b"GET")
    for line in lines:
        assert closed(line)
        line.close()
    while running.server_state.connections:
        time.sleep(0.01)
