"""Which commands come too late, told by the beats that their sender had heard."""

import json

import pytest

from core.live.codec import decode
from core.live.pulse import LATEST, REMEMBERED, Pulse
from core.live.viewer import Viewer
from core.training.run import Run
from tests.training.descent import Descent, DescentConfig


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def pulse(clock):
    made = Pulse(clock)
    for second in range(10):  # beat 10 is sent at 9 s
        clock.now = float(second)
        made.beat()
    return made


def test_a_command_is_late_when_the_next_beat_was_sent_long_ago(pulse, clock):
    assert not pulse.late({"type": "pause", "beat": 10})
    assert not pulse.late({"type": "pause", "beat": 9 - int(LATEST)})  # its next was sent 3 s ago
    assert pulse.late({"type": "pause", "beat": 9 - int(LATEST) - 1})
    clock.now = 60.0
    assert not pulse.late({"type": "pause", "beat": 10})  # nothing has been sent since
    assert pulse.late({"type": "pause", "beat": 9})


@pytest.mark.parametrize("beat", [None, True, "7", 10**9])
def test_a_command_without_a_beat_is_taken_as_it_comes(pulse, beat):
    assert not pulse.late({"type": "pause", "beat": beat})


@pytest.mark.parametrize("kind", ["ack", "watch", "probe"])
def test_what_changes_nothing_is_never_late(pulse, clock, kind):
    clock.now = 60.0
    assert not pulse.late({"type": kind, "beat": 1})


def test_old_beats_are_forgotten_and_count_as_old(pulse, clock):
    for second in range(10, 10 * REMEMBERED):
        clock.now = float(second)
        pulse.beat()
    assert pulse.late({"type": "step", "beat": -(10**9)})
    assert pulse.late({"type": "step", "beat": 1})


def test_a_late_command_is_refused_in_words_and_not_carried_out(clock):
    run = Run(Descent, DescentConfig(), owner="me")
    run.play = run.act = lambda *_: pytest.fail("it was carried out")
    said = []
    viewer = Viewer(run, said.append)
    viewer.pulse = Pulse(clock)
    viewer.pulse.beat()
    clock.now = 30.0
    for message in ({"type": "play"}, {"type": "act", "id": 7, "name": "nothing"}):
        viewer.hear(json.dumps({**message, "beat": 0}))
    notice, answer = (decode(one)[0] for one in said)
    assert "not carried out" in notice["text"]
    assert (answer["id"], answer["ok"], answer["text"]) == (7, False, notice["text"])
