"""Nothing leaves the machine: the real server, with every connection that it makes written down."""

import asyncio
import os
import subprocess
import sys

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.e2e.conftest import running
from tests.e2e.visitors import visit

WATCH = """
import os, sys

HERE = ("127.0.0.1", "::1", "localhost", "0.0.0.0", "", None)

def watch(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        where = args[1] if event in ("socket.connect", "socket.sendto") else args
        if isinstance(where, tuple) and where[0] not in HERE:  # a text is a socket in the file system
            with open(os.environ["OUTSIDE"], "a") as log:
                print(event, where, file=log)

sys.addaudithook(watch)
"""
FOREIGN = ("https://evil.example", "http://192.0.2.7:8501", "http://localhost.evil.example", "null")


@pytest.fixture
def outside(tmp_path, monkeypatch):
    """The file in which every connection of a Python process to another machine is written down."""
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    log = tmp_path / "outside.log"
    log.touch()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("OUTSIDE", str(log))
    return log


def test_what_goes_outside_would_be_seen(outside):
    tried = "from streamlit.net_util import get_internal_ip; get_internal_ip()"
    subprocess.run([sys.executable, "-c", tried], check=True, env=os.environ, timeout=60)
    assert "8.8.8.8" in outside.read_text()


def test_a_foreign_page_is_refused_and_the_server_asks_nobody_about_it(outside, tmp_path):
    async def knock(address, origin):
        stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
        with pytest.raises(InvalidStatus) as refused:
            async with connect(stream, subprotocols=["streamlit"], origin=origin):
                pytest.fail("it was let in")
        return refused.value.response.status_code

    with running(tmp_path / "server.log") as address:
        for origin in FOREIGN:
            assert asyncio.run(knock(address, origin)) == 403
        seen = asyncio.run(visit(address, "mlp"))
        assert (bool(seen.run), seen.wrong) == (True, [])
    assert outside.read_text() == ""
