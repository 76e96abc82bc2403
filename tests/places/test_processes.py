"""Runs in worker processes: the bits of threads, one worker's end is nobody else's, all come back."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

import core.places.member as member
import core.training.engine as module
from core.live.broadcast.broadcast import Broadcast
from core.live.codec import head
from core.live.cookie import NAME
from core.live.route import routes
from core.places.processes import Processes
from core.places.relay import AGAIN
from core.places.settings import Settings
from core.playgrounds import lookup
from core.store import start
from core.training.places import Distant
from tests.places.crews import ME, fresh, reads_on, sees, trains_as_a_thread, until

ROOT = Path(__file__).resolve().parents[2]
SERVER = """
import sys, time
from core.places.processes import Processes
from core.places.settings import Settings
made = Processes(Settings(workers=1, spare=False))
made.begin()
print(made.slots[0].worker.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Two workers and a spare one, which store what they have twice a second."""
    with pytest.MonkeyPatch.context() as patch:
        url = f"sqlite:///{tmp_path_factory.mktemp('store')}/runs.db"
        patch.setenv("LEARNSCOPE_STORE", url)
        patch.setenv("LEARNSCOPE_STORE_EVERY", "0.5")
        made = Processes(Settings(workers=2))
        start(made)
        made.begin()
        yield made
        pids = [slot.worker.pid for slot in made.slots]
        assert made.close(), "a worker did not end by itself"
        assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]


@pytest.fixture
def config():
    algorithm = lookup("mlp")
    return algorithm, algorithm.Config()


def ready(place):
    """Once a spare worker stands by, so that a test of replacing takes no minute."""
    until(lambda: place._crew._spare is not None and place._crew._spare.ready.wait(0.1))


@pytest.mark.parametrize("name", ["mlp", "qlearning", "gan"])
def test_a_worker_and_a_thread_train_the_same_bits(place, name):
    trains_as_a_thread(place, name)


def test_a_run_is_told_found_and_adopted_as_one_of_this_process(place, config):
    algorithm, settings = config
    run = place.create(ME, algorithm, settings.changed(seed=11), "cpu")
    assert isinstance(run, Distant)
    until(lambda: fresh(place, run).built)
    run.configure(run.config.changed(lr=0.5))
    run.advance_by(5)
    until(lambda: fresh(place, run).step == 5)
    assert run.config.lr == 0.5
    assert run.been(5)
    assert not run.been(6)
    assert run.latest.keys() >= {"train_loss"}
    assert place.adopt(ME, "mlp", run.config) is run
    assert place.adopt("y" * 32, "mlp", run.config) is None
    run.configure(run.config.changed(hidden=(3,)))
    until(lambda: fresh(place, run).step == 0)
    assert run.undo().hidden == settings.hidden
    packed, moments = run.copy(30.0, 4)
    saved = place.create(ME, algorithm, run.config, "cpu", packed)
    until(lambda: fresh(place, saved).step == packed.step)
    assert all(one.config == run.config or one.step < packed.step for one in moments)
    for one in (run, saved):
        place.stop(one.id)
    assert place.get(run.id) is None
    until(lambda: place.figures()["runs"] == [])


def test_a_killed_worker_costs_nobody_else_anything_and_its_runs_go_on(place, config):
    algorithm, settings = config
    ready(place)
    first = place.create(ME, algorithm, settings.changed(seed=1), "cpu")
    beside = place.create(ME, algorithm, settings.changed(seed=2), "cpu", beside=first)
    unborn = place.create(ME, algorithm, settings.changed(seed=3), "cpu", beside=first)
    other = place.create(ME, algorithm, settings.changed(seed=4), "cpu")
    assert other.slot is not first.slot
    place.together([first, beside], "steps")
    for run in (first, other):
        (run.clock or run).play()
    until(lambda: fresh(place, first).step > 0 and fresh(place, other).step > 0)
    time.sleep(1.5)  # by then it has been written
    before, kept, lost = fresh(place, first).step, other.slot.worker.pid, place._crew.lost
    os.kill(first.slot.worker.pid, signal.SIGKILL)
    until(lambda: fresh(place, first).step > before)
    assert first.kept
    assert fresh(place, beside).clock is not None
    until(lambda: fresh(place, unborn).built)
    assert unborn.step == 0
    assert other.slot.worker.pid == kept
    assert place.figures()["lost"] == lost + 1
    for run in (first, beside, unborn, other):
        place.stop(run.id)


def test_a_hung_worker_is_replaced(place, config, monkeypatch):
    algorithm, settings = config
    ready(place)
    monkeypatch.setattr(member, "HUNG", 3.0)
    time.sleep(1.0)  # from its next word on
    run = place.create(ME, algorithm, settings, "cpu")
    until(lambda: fresh(place, run).built)
    gone = run.slot.worker
    os.kill(gone.pid, signal.SIGSTOP)
    until(lambda: run.slot.worker is not gone and run.slot.up.is_set())
    until(lambda: fresh(place, run).built)
    assert gone.process.poll() is not None
    place.stop(run.id)


def test_a_page_speaks_with_its_run_and_comes_again_when_the_worker_is_lost(
    place, config, monkeypatch
):
    algorithm, settings = config
    ready(place)
    monkeypatch.setattr(module, "engine", lambda: place)
    run = place.create(ME, algorithm, settings.changed(seed=5), "cpu")
    with TestClient(Starlette(routes=routes(""))) as client:

        def joined(owner=ME):
            return client.websocket_connect(
                f"/learnscope/live/{run.id}", headers={"cookie": f"{NAME}={owner}"}
            )

        with joined("y" * 32) as socket, pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_bytes()
        assert closed.value.code == 4403
        with joined() as socket:
            sees(socket, lambda header: header["step"] == 0)
            socket.send_text('{"type": "play"}')
            sees(socket, lambda header: header["step"] > 0)
            assert run.attended
            os.kill(run.slot.worker.pid, signal.SIGKILL)
            with pytest.raises(WebSocketDisconnect) as closed:
                reads_on(socket)
        assert closed.value.code == AGAIN
        with joined() as socket:
            found = sees(socket, lambda header: header["type"] == "frame")
        assert found["n"] > 0
    place.stop(run.id)


def test_watchers_of_a_broadcast_stay_when_the_worker_is_lost(place, config):
    algorithm, settings = config
    ready(place)
    run = place.create(ME, algorithm, settings.changed(seed=6), "cpu")
    run.views = 1  # the lecturer's page
    run.play("smooth")
    builds = []

    async def watches():
        broadcast = Broadcast(run)
        seat = broadcast.join("en")
        seat.hear(json.dumps({"type": "watch", "panels": {"curves": {}}, "visible": True}))
        async with asyncio.timeout(60):
            builds.append((await _key(seat, -1))["build"])
            await asyncio.sleep(1.5)  # by then it has been written
            os.kill(run.slot.worker.pid, signal.SIGKILL)
            builds.append((await _key(seat, builds[0]))["build"])
        broadcast.over()

    asyncio.run(watches())
    assert builds[1] > builds[0]  # the browser takes it for another model, and asks for all of it
    place.stop(run.id)


async def _key(seat, build):
    """The next frame that stands for itself, of a build after that."""
    while True:
        message = await seat.get()
        header = head(message)
        if header["type"] == "frame":
            seat.hear(json.dumps({"type": "ack", "n": header["n"]}))
            if header.get("key") and header["build"] > build:
                return header


def test_no_worker_outlives_a_killed_server():
    command = [sys.executable, "-c", SERVER]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        pid = int(server.stdout.readline())
        assert Path(f"/proc/{pid}").exists()
        server.kill()
    until(lambda: not Path(f"/proc/{pid}").exists(), 10.0)
