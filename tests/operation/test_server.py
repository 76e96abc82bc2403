"""A whole server: what it says of itself while people are there, and how it ends when it is told to."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import sqlite3
import time
import urllib.request

from core.live.codec import head
from tests.e2e.conftest import begun, end, tail
from tests.e2e.visitors import staying
from tests.operation.test_log import LINE


def get(url, **headers):
    request = urllib.request.Request(url, headers=headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read().decode(), answer.headers


async def steps_seen(live, least):
    """The step of the first frame from `least` on."""
    while True:
        told = head(await asyncio.wait_for(live.recv(), 30))
        if told["type"] == "frame":
            await live.send(json.dumps({"type": "ack", "n": told["n"]}))
            if told["step"] >= least:
                return told["step"]


async def visit(address, process):
    async with (
        staying(address, "mlp", "play=true&gear=flat") as live,
        staying(address, "regression", "play=true") as deaf,
    ):
        deaf.transport.pause_reading()  # connected, and never reads again
        await steps_seen(live, 500)
        facts = json.loads((await asyncio.to_thread(get, f"{address}/healthz"))[0])
        text, headers = await asyncio.to_thread(get, f"{address}/metrics")
        seen = await steps_seen(live, 1500)
        process.send_signal(signal.SIGTERM)
        told = time.monotonic()
        assert await asyncio.to_thread(process.wait, 5) in (0, -signal.SIGTERM)
        return facts, text, headers, seen, time.monotonic() - told


def test_a_server_tells_of_itself_and_ends_in_time_with_what_it_has(tmp_path, monkeypatch):
    file = tmp_path / "runs.db"
    monkeypatch.setenv("LEARNSCOPE_STORE", f"sqlite:///{file}")
    monkeypatch.setenv("LEARNSCOPE_STORE_EVERY", "3600")  # what is stored is from the end
    process, address = begun(log := tmp_path / "server.log")
    try:
        facts, text, headers, seen, took = asyncio.run(visit(address, process))
    finally:
        end(process)
    assert took < 5, tail(log)
    assert (facts["live"], facts["runs"], facts["viewers"]) == (True, 2, 2)
    assert facts["store"] == "reachable"
    assert 'learnscope_runs{playground="mlp",state="running"} 1.0' in text
    assert float(re.search(r'learnscope_steps_total\{lane="light"\} (\S+)', text)[1]) >= 500
    assert "set-cookie" not in headers
    with sqlite3.connect(file) as rows:
        assert rows.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        stored = dict(rows.execute("SELECT algorithm, step FROM learnscope_runs"))
    assert stored["mlp"] >= seen  # its very last moment, though nobody had written it for an hour
    lines = log.read_text().splitlines()
    ours = [line for line in lines if LINE.fullmatch(line)]
    for words in (
        "the server is ready",
        "(mlp) started",
        "(regression) started",
        "the server ends with 2",
    ):
        assert sum(words in line for line in ours) == 1, log.read_text()
    assert "Traceback" not in log.read_text()
