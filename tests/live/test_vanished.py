"""Browsers that go without a word: the network is cut, and no end of the connection is ever told."""

import json
import socket
import threading
import time
from contextlib import ExitStack, closing, contextmanager

import pytest
import uvicorn
from starlette.applications import Starlette
from websockets.sync.client import connect

from core.live.cookie import NAME
from core.live.route import routes
from tests.training.descent import Descent, DescentConfig

ME = "m" * 32
WATCH = json.dumps({"type": "watch", "panels": {}, "visible": True})


@contextmanager
def serving(ping):
    """As Streamlit has uvicorn serve, whose pings are half a minute apart."""
    app = Starlette(routes=routes(""))
    config = uvicorn.Config(app, port=0, log_level="warning", ws="websockets-sansio",
                            ws_ping_interval=ping, ws_ping_timeout=ping)  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


class Cable:
    """Carries one connection until it is cut: after that nothing arrives, and nothing is closed."""

    def __init__(self, port):
        self.port, self.whole, self.kept = port, True, []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.threads = [threading.Thread(target=self._carry, daemon=True)]
        self.threads[0].start()

    def _carry(self):
        inner, _ = self.listening.accept()
        outer = socket.create_connection(("127.0.0.1", self.port))
        self.kept = [inner, outer]
        for way in ((inner, outer), (outer, inner)):
            thread = threading.Thread(target=self._one_way, args=way, daemon=True)
            thread.start()

    def _one_way(self, a, b):
        try:
            while self.whole and (data := a.recv(2**16)) and self.whole:
                b.sendall(data)
        except OSError:
            return

    def close(self):
        for one in (self.listening, *self.kept):
            one.close()


@pytest.mark.parametrize("half", [False, True])
def test_who_vanished_is_no_viewer_any_more_and_the_others_see_on(engine, half):
    run = engine.create(ME, Descent, DescentConfig())
    run.play("flat")
    headers = {"cookie": f"{NAME}={ME}"}
    with serving(0.3) as port, closing(Cable(port)) as cable, ExitStack() as ended:
        url = f"ws://127.0.0.1:%d/learnscope/live/{run.id}"
        with connect(url % port, additional_headers=headers) as other:
            other.send(WATCH)
            there = cable.listening.getsockname()[1]
            cut = connect(url % there, additional_headers=headers, close_timeout=0.1)
            lost = ended.enter_context(cut)
            lost.send(WATCH)
            lost.recv(timeout=10)
            assert len(run.watchers) == 2
            cable.whole = False
            if half:  # the browser's machine has ended its side; ours still thinks that it is open
                cable.kept[0].close()
            end = time.monotonic() + 10
            while len(run.watchers) > 1:
                assert time.monotonic() < end, "who vanished is still looked after"
                other.recv(timeout=10)
            before = run.step
            while run.step == before:
                other.recv(timeout=10)
    while run.watchers:
        time.sleep(0.01)
