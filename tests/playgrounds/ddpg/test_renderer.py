"""Pictures from a process of their own: one that draws, one that crashes, one that hangs. None is MuJoCo."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import numpy as np
import pytest

from core.playgrounds.ddpg import renderer as module
from core.playgrounds.ddpg import rollouts
from core.playgrounds.ddpg.algorithm import Ddpg
from core.playgrounds.ddpg.env_specs import Pendulum
from core.playgrounds.ddpg.renderer import AHEAD, MOST, Renderer, living

READ = """
import os, struct, sys, time
def scene():
    head = sys.stdin.buffer.read(4)
    if not head: sys.exit(0)
    n, = struct.unpack("<I", head)
    return struct.unpack(f"<{n}d", sys.stdin.buffer.read(8 * n))
def answer(data):
    sys.stdout.buffer.write(struct.pack("<I", len(data)) + data); sys.stdout.buffer.flush()
"""
FAKES = {
    "draws": "while True: answer(repr(scene()).encode())",
    "large": "while True: scene(); answer(b'x' * 300_000)",
    "aborts": "scene(); os.abort()",
    "aborts later": "answer(repr(scene()).encode()); scene(); os.abort()",
    "aborts with egl": "os.environ['MUJOCO_GL'] == 'egl' and os.abort()\nwhile True: answer(b'drawn')",
    "leaves at once": "scene()",
    "hangs": "scene(); time.sleep(600)",
    "hangs later": "answer(repr(scene()).encode()); time.sleep(600)",
    "lies": "scene(); sys.stdout.buffer.write(b'\\xff' * 5000); sys.stdout.buffer.flush(); time.sleep(600)",
    "rests": "answer(repr(scene()).encode()); sys.exit(0)",
}


def command(kind: str) -> list[str]:
    return [sys.executable, "-S", "-E", "-c", READ + FAKES[kind]]


@pytest.fixture(autouse=True)
def no_child_is_left(monkeypatch) -> Iterator[None]:
    monkeypatch.delenv("MUJOCO_GL", raising=False)
    yield
    for one in list(living):
        one.close()


def fetched(of: Renderer, least: int = 1, seconds: float = 20.0) -> list[bytes]:
    """What comes until there are so many pictures, or until none will come."""
    found: list[bytes] = []
    until = time.monotonic() + seconds
    while len(found) < least and of.unseen in ("", "starting") and time.monotonic() < until:
        began = time.monotonic()
        found += of.fetch()
        assert time.monotonic() - began < 2, "nobody waits for a picture"
        time.sleep(0.01)
    return found


def test_pictures_come_in_the_order_they_were_asked_for():
    one = Renderer(command("draws"))
    assert one.unseen == "starting"
    one.ask(np.array([1.0, 2.0]))
    one.ask(np.array([3.0]))
    assert fetched(one, 2) == [b"(1.0, 2.0)", b"(3.0,)"]
    assert one.unseen == ""


def test_pictures_larger_than_a_pipe_come_in_pieces():
    one = Renderer(command("large"))
    for _ in range(3):
        one.ask(np.zeros(2))
    assert [len(picture) for picture in fetched(one, 3)] == [300_000] * 3


def test_only_a_few_are_on_their_way():
    one = Renderer(command("draws"))
    for number in range(3 * AHEAD):
        one.ask(np.array([float(number)]))
    assert len(fetched(one, AHEAD)) == AHEAD
    assert fetched(one, 1, seconds=0.3) == []


def test_an_episode_that_is_over_is_not_shown():
    one = Renderer(command("draws"))
    one.ask(np.array([1.0]))
    one.restart()
    one.ask(np.array([2.0]))
    assert fetched(one) == [b"(2.0,)"]


def insist(of: Renderer) -> None:
    """Ask as a page does, again and again, until a picture or the sentence comes."""
    until = time.monotonic() + 20
    while of.unseen == "starting" and time.monotonic() < until:
        of.ask(np.ones(1))
        of.fetch()
        time.sleep(0.01)


def test_a_crash_is_told_of_and_ends_nothing_else():
    one = Renderer(command("aborts"))
    insist(one)
    assert one.unseen == "failed"
    one.ask(np.ones(1))
    assert one.fetch() == []
    assert not list(living), "it is not tried again"


def test_another_way_to_draw_is_tried_after_a_crash():
    one = Renderer(command("aborts with egl"))
    insist(one)
    assert one.unseen == ""


def test_a_crash_after_some_pictures():
    one = Renderer(command("aborts later"))
    one.ask(np.ones(1))
    assert len(fetched(one)) == 1
    for _ in range(500):
        one.ask(np.ones(1))
        one.fetch()
        if one.unseen == "failed":
            break
        time.sleep(0.01)
    assert one.unseen == "failed"


def test_one_that_leaves_without_a_picture_has_failed():
    one = Renderer(command("leaves at once"))
    insist(one)
    assert one.unseen == "failed"


@pytest.mark.parametrize("kind", ["hangs", "hangs later", "lies"])
def test_one_that_hangs_is_ended(kind):
    one = Renderer(command(kind), start=2.0, answer=0.3)
    one.ask(np.ones(1))
    fetched(one, 1)
    process = one._child
    one.ask(np.ones(1))
    until = time.monotonic() + 20
    while one.unseen != "hung" and time.monotonic() < until:
        one.fetch()
        time.sleep(0.01)
    assert one.unseen == "hung"
    assert process is None or process.returncode is not None, "the process is gone"
    one.ask(np.ones(1))
    assert one.fetch() == []


def test_one_that_went_to_rest_is_woken():
    one = Renderer(command("rests"))
    one.ask(np.array([1.0]))
    assert fetched(one) == [b"(1.0,)"]
    until, found = time.monotonic() + 20, []
    while not found and time.monotonic() < until:
        one.ask(np.array([2.0]))
        found = one.fetch()
        time.sleep(0.02)
    assert found == [b"(2.0,)"]


def test_a_command_that_is_not_there():
    one = Renderer(["/nowhere/at/all"])
    one.ask(np.ones(1))
    assert one.unseen == "failed"


def test_there_are_only_so_many_processes_and_the_next_comes_when_one_goes():
    several = [Renderer(command("draws")) for _ in range(MOST + 1)]
    for one in several:
        one.ask(np.ones(1))
    assert several[-1].unseen == "crowded"
    several[0].close()
    several[-1].ask(np.ones(1))
    assert len(fetched(several[-1])) == 1


def test_the_process_goes_with_the_one_who_asked():
    one = Renderer(command("hangs"))
    one.ask(np.ones(1))
    process = one._child
    del one
    assert process.wait(5) is not None


# ---- in an episode ------------------------------------------------------------------------------
class Apart(Pendulum):
    """A world whose pictures come from elsewhere."""

    DRAWING, APART = "picture", True

    def scene(self, env):
        return np.asarray(env.state, float)


@pytest.fixture
def run(monkeypatch):
    def build(kind: str) -> Ddpg:
        monkeypatch.setattr(
            "core.playgrounds.ddpg.environment.spec_of", lambda name, mujoco: Apart()
        )
        monkeypatch.setattr(rollouts, "child", lambda name: command(kind))
        return Ddpg(Ddpg.Config(hidden=(8,)))

    return build


def shown(made: Ddpg, until: str) -> tuple[list[int], int]:
    """Sizes of the pictures until `unseen` says so, and how many probes that took."""
    sizes: list[int] = []
    for count in range(1, 1000):
        made.step()
        said, arrays = made.probe("show", {"steps": 4})
        sizes += arrays["show.sizes"].tolist()
        assert len(arrays["show.reward"]) == 4 or said["over"]
        if said["unseen"] == until:
            return sizes, count
        if said["over"]:
            made.probe("show", {"steps": 2, "restart": True})
        time.sleep(0.02)
    raise AssertionError(f"never {until or 'a picture'}")


def test_a_demonstration_has_pictures_when_they_come(run):
    made = run("draws")
    assert made.describe()["drawing"] == "picture"
    sizes, _ = shown(made, "")
    assert sizes


@pytest.mark.parametrize("kind", ["aborts", "aborts later"])
def test_training_and_demonstration_go_on_without_it(run, kind):
    made = run(kind)
    shown(made, "failed")
    steps = made.steps
    made.step()
    assert made.steps == steps + 1


def test_the_real_child_says_what_is_missing_or_draws():
    pytest.importorskip("mujoco")
    one = Renderer(module.child("HalfCheetah-v5"))
    scene = np.zeros(18)
    until = time.monotonic() + 60
    while one.unseen == "starting" and time.monotonic() < until:
        one.ask(scene)
        found = one.fetch()
        time.sleep(0.05)
    if one.unseen:
        pytest.skip(f"no picture on this machine: {one.unseen}")
    assert found[0][:2] == b"\xff\xd8"  # how a JPEG begins
