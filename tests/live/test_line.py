"""A line of 1 Mbit/s with 150 ms round trip: what comes is in order, new, and does not stop."""

import json
import threading
import time
from contextlib import contextmanager
from itertools import pairwise
from typing import ClassVar

import numpy as np
import pytest
import uvicorn
from starlette.applications import Starlette
from websockets.sync.client import connect

from core.live.cookie import NAME
from core.live.link import MOST
from core.live.packing import Unpacker
from core.live.route import routes
from core.playgrounds.contract import View
from tests.live.line import Line, lying
from tests.training.descent import Descent, DescentConfig

ME = "m" * 32
RATE, DELAY = 125_000, 0.075
WATCH = json.dumps({"type": "watch", "panels": {"noise": {}}, "visible": True})


def picture(step):
    """One that no packing makes small: 10 KB, of which the line carries a dozen a second."""
    return np.random.default_rng(step).integers(0, 256, 10_000).astype(np.uint8)


class Noisy(Descent):
    VIEWS: ClassVar = {"noise": View(lambda of, options: {"noise": picture(of.t)}, {})}

    t = 0

    def step(self):
        self.t += 1
        return super().step()


@contextmanager
def serving():
    server = uvicorn.Server(
        uvicorn.Config(Starlette(routes=routes("")), port=0, log_level="warning")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def port(engine):
    with serving() as direct, lying(Line(direct, RATE, DELAY)) as long:
        yield long


@pytest.fixture
def run(engine):
    run = engine.create(ME, Noisy, DescentConfig())
    run.play("flat")
    return run


@contextmanager
def joined(port, run):
    url = f"ws://127.0.0.1:{port}/learnscope/live/{run.id}"
    headers = {"cookie": f"{NAME}={ME}"}
    with connect(url, additional_headers=headers, open_timeout=30) as socket:
        socket.send(WATCH)
        yield socket


def frames(socket):
    """Every frame, acknowledged as it comes."""
    unpacker = Unpacker()
    while True:
        header, arrays = unpacker.unpack(socket.recv(timeout=30))
        if header["type"] == "frame":
            socket.send(json.dumps({"type": "ack", "n": header["n"]}))
            yield header, arrays


def test_frames_come_in_order_each_as_it_was_and_with_no_queue_before_it(port, run):
    with joined(port, run) as socket:
        coming = frames(socket)
        seen, behind = [], []
        for _ in range(60):
            header, arrays = next(coming)
            seen.append((header["n"], header["step"]))
            (watcher,) = run.watchers
            behind.append(watcher.link.newest - header["n"])
            assert np.array_equal(arrays["noise"], picture(header["step"]))
        assert [n for n, _ in seen] == list(range(1, 61))
        assert all(later > earlier for (_, earlier), (_, later) in pairwise(seen))
        # Frames that have left and not come: without a limit hundreds, in the end.
        assert max(behind) < MOST


def test_what_is_pressed_shows_in_one_of_the_next_frames(port, run):
    with joined(port, run) as socket:
        coming = frames(socket)
        for _ in range(30):
            last, _ = next(coming)
        for press, wanted in (("pause", "paused"), ("play", "running")) * 2:
            socket.send(json.dumps({"type": press}))
            waited = 0
            while last["status"] != wanted:
                last, _ = next(coming)
                waited += 1
            assert waited <= MOST + 2


def test_a_browser_that_stops_reading_is_sent_little_more_and_one_that_leaves_is_forgotten(
    port, run
):
    with joined(port, run) as socket:
        next(frames(socket))
        (watcher,) = run.watchers
        while not watcher.link.full:
            time.sleep(0.01)
        before = run.step
        while run.step < before + 1000:
            time.sleep(0.01)
        assert watcher.link.newest <= MOST + 1
    while run.watchers:
        time.sleep(0.01)
