"""What is between a server and a worker of another machine: an address, a token, and nothing without it."""

import asyncio
import socket
import threading

import pytest

from core.places import wire
from core.places.wire import CALL, TOKEN, GoneError, Tcp, called, framed, heard, receive
from core.places.worker import Worker

TOKEN_SET = "t" * 64


class Trains:
    """As much of an engine as is asked here."""

    runs = ()
    done = ()

    def get(self, name):
        return None

    def figures(self):
        return {"runs": []}


@pytest.fixture
def listening():
    """The address of a worker of no runs, which a cluster would have on another machine."""
    line = socket.create_server(("127.0.0.1", 0))
    loop, worker = asyncio.new_event_loop(), Worker(Trains())

    loop.add_signal_handler = lambda *args: None  # a thread has none
    serving = worker.serve_at(line, TOKEN_SET)
    thread = threading.Thread(target=loop.run_until_complete, args=[serving])
    thread.start()
    yield Tcp("127.0.0.1", line.getsockname()[1], TOKEN_SET)
    loop.call_soon_threadsafe(worker._ending.set)
    thread.join(10)
    assert not thread.is_alive()
    loop.close()


def test_a_worker_is_asked_by_address_and_token(listening):
    assert wire.ask(listening, {"ask": "facts", "run": "x"}, None, 10.0) == ({"ok": None}, {})

    async def asks():
        reader, writer = await wire.connected(listening)
        writer.write(called({"ask": "facts", "run": "x"}))
        kind, content = await receive(reader)
        writer.close()
        return kind, heard(content)

    assert asyncio.run(asks()) == (CALL, ({"ok": None}, {}))
    assert TOKEN_SET not in repr(listening)


@pytest.mark.parametrize(
    "said",
    [
        called({"ask": "facts", "run": "x"}) * 9,  # as over a Unix socket
        framed(TOKEN, b"u" * 64) + called({"ask": "facts", "run": "x"}),
        framed(TOKEN, b"t" * 63 + b"\0") + called({"ask": "facts", "run": "x"}),
        framed(CALL, TOKEN_SET.encode()) + called({"ask": "facts", "run": "x"}),
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 9,
    ],
)
def test_a_connection_without_the_token_is_closed_unanswered(listening, said):
    with socket.create_connection((listening.host, listening.port), 10.0) as line:
        line.sendall(said)
        with pytest.raises(GoneError):
            wire.receive_now(line)


def test_a_stranger_who_says_nothing_is_not_waited_for(listening, monkeypatch):
    monkeypatch.setattr(wire, "GREETED", 0.2)
    with socket.create_connection((listening.host, listening.port), 10.0) as line:
        line.sendall(framed(TOKEN, TOKEN_SET.encode())[:20])
        with pytest.raises(GoneError):
            wire.receive_now(line)


def test_a_worker_ends_with_the_life_of_its_server(listening):
    with wire.line(listening, 10.0) as life:
        life.sendall(wire.greeting(listening) + called({"ask": "life"}))
        assert life.recv(2**16).startswith(b'{"figures"')
        life.shutdown(socket.SHUT_WR)
        while life.recv(2**16):
            pass
    with pytest.raises(GoneError):
        wire.ask(listening, {"ask": "facts", "run": "x"}, None, 10.0)


def test_nobody_listening_is_said_the_same_way_for_both_kinds_of_address(tmp_path):
    free = socket.create_server(("127.0.0.1", 0))
    address = Tcp("127.0.0.1", free.getsockname()[1], TOKEN_SET)
    free.close()
    for one in (address, str(tmp_path / "none")):
        with pytest.raises(GoneError):
            wire.ask(one, {"ask": "facts"}, None, 5.0)
        with pytest.raises(GoneError):
            asyncio.run(wire.connected(one))
