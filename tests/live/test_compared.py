"""What is commanded on one socket is for all runs of a comparison, and frames say what each has cost."""

import json

import pytest

from core.live.heard import BadMessageError
from core.live.packing import Packer, Unpacker
from core.live.viewer import Viewer
from core.training.clock import Clock
from core.training.run import Run
from tests.training.descent import Descent, DescentConfig


def made(count):
    runs = [Run(Descent, DescentConfig(start=1.0 + k), device="cpu") for k in range(count)]
    for run in runs:
        run.obey()
    return runs


def shown(run):
    """The header of the frame that its viewer gets, and the viewer."""
    packer, unpacker, sent = Packer(), Unpacker(), []

    def send(message):
        sent.append(
            unpacker.unpack(message if isinstance(message, bytes) else packer.pack(message))
        )

    viewer = Viewer(run, send)
    viewer.hear(json.dumps({"type": "watch", "panels": {}, "visible": True}))
    viewer.show(run)
    return sent[-1][0], viewer


def test_commands_are_for_all_and_questions_for_one():
    runs = made(2)
    Clock(runs)
    _, viewer = shown(runs[1])
    for message, status, steps in (
        ({"type": "step", "n": 3}, "paused", 3),
        ({"type": "seek", "step": 0}, "ready", 0),
        ({"type": "play"}, "running", 0),
        ({"type": "reset"}, "ready", 0),
    ):
        viewer.hear(json.dumps(message))
        for run in runs:
            run.obey()
            while run._pending_steps:
                run.advance(1.0, run.allowance(0.0))
            assert (run.status, run.step) == (status, steps), message
    viewer.hear(json.dumps({"type": "set", "name": "lr", "value": 0.2}))
    for run in runs:
        run.obey()
    assert [run.config.lr for run in runs] == [0.1, 0.2]  # the other run's own
    _, leading = shown(runs[0])
    for name, value in (("lr", 0.3), ("width", 2)):
        leading.hear(json.dumps({"type": "set", "name": name, "value": value}))
    assert [(run.config.lr, run.config.width) for run in runs] == [(0.3, 2), (0.2, 2)]
    with pytest.raises(BadMessageError):
        viewer.hear(json.dumps({"type": "seek", "step": 99}))


def test_what_it_took_is_told_where_it_is_compared_alone():
    runs = made(2)
    assert "worked" not in shown(runs[0])[0]
    Clock(runs)
    assert shown(runs[0])[0]["per_step"] is None
    runs[0].advance_by(4)
    runs[0].obey()
    runs[0].advance(1.0, 4)
    header, _ = shown(runs[0])
    assert header["per_step"] == pytest.approx(header["worked"] / 4)
