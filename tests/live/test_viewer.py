"""What one viewer is sent and told, without a socket: panels that cannot be shown, floods, broken runs."""

import json
from typing import ClassVar

import numpy as np
import pytest

from core.live.heard import MOST_PROBES, BadMessageError
from core.live.packing import Packer, Unpacker
from core.live.viewer import Viewer
from core.params import Message
from core.playgrounds.contract import ActError, View
from core.training.run import Run
from tests.training.descent import Descent, DescentConfig

AGAIN = Message("odd", "even = 3: give an even number.")


def even(of, options):
    if options.get("even", 0) % 2:
        raise ActError(AGAIN)
    return {}


def crash(of, args):
    raise ZeroDivisionError("nothing to divide by")


TYPED = {"typed": np.zeros(1, np.float16)}  # no type that travels


class Fragile(Descent):
    """Has panels, a probe and notes that break."""

    VIEWS: ClassVar = Descent.VIEWS | {
        "even": View(even, {}),
        "crash": View(crash, {}),
        "typed": View(lambda of, options: TYPED, {}),
        "costly": View(even, {}, rest=1000.0),
    }
    PROBES: ClassVar = Descent.PROBES | {"crash": crash, "typed": lambda of, args: ({}, TYPED)}
    broken = ""

    def notes(self):
        if self.broken:
            raise ZeroDivisionError(self.broken)
        return []


@pytest.fixture
def run():
    made = Run(Fragile, DescentConfig(), device="cpu")
    made.obey()
    return made


@pytest.fixture
def sent():
    return []


@pytest.fixture
def viewer(run, sent):
    packer, unpacker = Packer(), Unpacker()

    def send(message):
        packed = message if isinstance(message, bytes) else packer.pack(message)
        sent.append(unpacker.unpack(packed))

    return Viewer(run, send)


def say(viewer, kind, **more):
    viewer.hear(json.dumps({"type": kind, **more}))


def watch(viewer, **panels):
    say(viewer, "watch", panels=panels, visible=True)


def shown(viewer, run, sent, frames=1):
    """The panels of each of the next frames, and the notices that came with them."""
    del sent[:]
    for _ in range(frames):
        viewer.show(run)
    headers = [header for header, _ in sent]
    return (
        [header["panels"] for header in headers if header["type"] == "frame"],
        [header["text"] for header in headers if header["type"] == "notice"],
    )


@pytest.mark.parametrize(
    ("panel", "options", "why"),
    [
        ("even", {"even": 3}, "even = 3: give an even number."),
        ("crash", {}, "nothing to divide by"),
        ("typed", {}, "float16"),
    ],
)
def test_a_panel_that_cannot_be_shown_is_stopped_with_a_sentence_and_the_others_go_on(
    run, viewer, sent, panel, options, why
):
    watch(viewer, map={})
    viewer.show(run)
    watch(viewer, **{panel: options}, map={})
    frames, notices = shown(viewer, run, sent, 3)
    assert frames == [["map"]] * 3
    assert sent[-1][1]["map"][0] == 1.0
    (notice,) = notices
    assert panel in notice
    assert why in notice
    assert run.status == "ready"


def test_other_options_bring_a_stopped_panel_back_and_the_same_ones_are_not_told_again(
    run, viewer, sent
):
    watch(viewer, map={})
    viewer.show(run)
    watch(viewer, even={"even": 3})
    assert shown(viewer, run, sent)[1]
    watch(viewer, even={"even": 3}, map={})
    assert shown(viewer, run, sent) == ([["map"]], [])
    watch(viewer, even={"even": 4})
    assert shown(viewer, run, sent) == ([["even"]], [])


def test_options_meant_for_the_model_before_a_rebuild_are_left_out_of_one_frame_in_silence(
    run, viewer, sent
):
    watch(viewer, even={"even": 3}, map={})
    assert shown(viewer, run, sent) == ([["map"]], [])
    assert viewer.stale(run)
    assert len(shown(viewer, run, sent)[1]) == 1


def test_a_frame_that_cannot_be_made_is_told_and_the_next_build_is_shown(run, viewer, sent):
    watch(viewer, map={})
    viewer.show(run)
    run.algorithm.broken = "notes are torn"
    with pytest.raises(ZeroDivisionError) as raised:
        viewer.show(run)
    run.fail(raised.value)
    del sent[:]
    viewer.break_off(run)
    (notice, _), (frame, _) = sent
    assert "notes are torn" in notice["text"]
    assert (frame["status"], frame["panels"]) == ("failed", [])
    assert "notes are torn" in frame["reason"]["text"]
    assert not viewer.stale(run)
    run.reset()
    run.obey()
    assert viewer.stale(run)
    assert shown(viewer, run, sent) == ([["map"]], [])


@pytest.mark.parametrize("name", ["crash", "typed"])
def test_a_question_that_breaks_is_answered_and_frees_its_place(run, viewer, sent, name):
    for number in range(2 * MOST_PROBES):
        say(viewer, "probe", id=number, name=name)
        run.obey()
    assert [header["id"] for header, _ in sent] == list(range(2 * MOST_PROBES))
    assert not any(header["ok"] for header, _ in sent)
    assert all(name in header["text"] for header, _ in sent)
    assert run.status == "ready"


def test_looking_and_acknowledging_leave_no_commands_behind(run, viewer):
    watch(viewer, map={})
    viewer.show(run)
    for _ in range(1000):
        watch(viewer, map={})
        say(viewer, "ack", n=1)
    assert not run.has_orders


def test_a_run_is_drawn_once_a_browser_has_drawn_a_frame_of_it(run, viewer):
    watch(viewer, map={})
    viewer.show(run)
    assert not run.drawn.is_set()
    say(viewer, "ack", n=1)
    assert run.drawn.is_set()


def test_a_flood_of_commands_is_refused_in_words(run, viewer):
    def flood():
        for _ in range(1000):
            say(viewer, "play")
            say(viewer, "pause")

    with pytest.raises(BadMessageError, match="Too many commands"):
        flood()
    run.obey()
    assert run.status in ("running", "paused")


def test_a_dragged_value_reaches_the_run_and_is_stamped(viewer, run):
    run.play()
    for value in (0.2, 0.3, 0.4):
        say(viewer, "set", name="lr", value=value)
    run.obey()
    assert run.config.lr == run.algorithm.config.lr == 0.4
    (event,) = run.history.events  # the newest counts
    assert (event.kind, event.name, event.old, event.new) == ("set", "lr", "0.1", "0.4")
    run.configure(run.config)  # what the page's script does at the end of the drag
    run.obey()
    assert (run.build, len(run.history.events)) == (1, 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [("depth", 2), ("nothing", 1), ("lr", -5), ("lr", True), ("lr", "0.5"), (7, 0.5), ("lr", None)],
)
def test_only_a_live_number_within_its_bounds_can_be_dragged(name, value, viewer, run):
    with pytest.raises(BadMessageError):
        say(viewer, "set", name=name, value=value)
    run.obey()
    assert run.config == DescentConfig()


def test_a_view_that_rests_comes_with_a_frame_now_and_then_while_the_run_goes_on(run, viewer, sent):
    watch(viewer, map={}, costly={})
    both, one = ["map", "costly"], ["map"]
    assert shown(viewer, run, sent, 2)[0] == [both, both]  # nothing goes on: every frame has all
    run.play()
    run.obey()
    assert run.status == "running"
    assert shown(viewer, run, sent, 3)[0] == [both, one, one]
    watch(viewer, map={}, costly={"even": 2})  # other options are answered at once
    assert shown(viewer, run, sent, 2)[0] == [both, one]
    run.pause()
    run.obey()
    assert shown(viewer, run, sent, 1)[0] == [both]  # what is left to look at is as new as the rest


def test_what_rests_is_not_made_again_where_something_else_is_pointed_at(run, viewer, sent):
    watch(viewer, map={}, costly={"even": 2})
    both, one = ["map", "costly"], ["map"]
    assert shown(viewer, run, sent, 1)[0] == [both]
    watch(viewer, map={"at": 1}, costly={"even": 2})
    assert shown(viewer, run, sent, 1)[0] == [one]  # paused, and nothing but the map is another
    watch(viewer, map={"at": 1})
    watch(viewer, map={"at": 1}, costly={"even": 2})  # a page that was rebuilt in between
    assert shown(viewer, run, sent, 1)[0] == [both]
    run.play()
    run.obey()
    assert shown(viewer, run, sent, 1)[0] == [both]
    watch(viewer, map={"at": 2}, costly={"even": 2})
    assert shown(viewer, run, sent, 1)[0] == [one]  # running


def test_who_asks_for_something_else_has_it_a_frame_early_and_the_next_one_waits(run, viewer):
    watch(viewer, map={})
    assert viewer.due(run, 10.0, 1.0)
    viewer.show(run)
    watch(viewer, map={"at": 1})
    assert viewer.due(run, 10.1, 1.0)
    viewer.show(run)
    say(viewer, "ack", n=2)
    watch(viewer, map={"at": 2})
    assert not viewer.due(run, 10.2, 1.0)
    assert viewer.due(run, 11.0, 1.0)


def framed(viewer, run, sent):
    """The newest frame's header and arrays."""
    run.obey()
    del sent[:]
    viewer.show(run)
    return next((one, arrays) for one, arrays in reversed(sent) if one["type"] == "frame")


def advance(run, steps):
    run.session.EVERY, run.session.SHARE = 0.0, float("inf")
    for _ in range(steps // 10):
        run.advance_by(10)
        run.obey()
        run.advance(1.0, 10)


def test_a_viewer_goes_back_and_is_told_of_moments_and_of_other_lines_once(run, viewer, sent):
    watch(viewer)
    advance(run, 50)
    header, _ = framed(viewer, run, sent)
    assert header["timeline"] == {
        "first": 0, "last": 50, "line": 0, "lines": [], "moments": [0, 10, 20, 30, 40, 50],
    }  # fmt: skip
    say(viewer, "seek", step=25)
    header, arrays = framed(viewer, run, sent)
    assert (header["step"], header["timeline"]) == (20, {"first": 0, "last": 50, "line": 0})
    assert arrays == {}, "the browser has the curves already"
    advance(run, 10)
    header, arrays = framed(viewer, run, sent)
    told = {"line": 0, "last": 50, "diverged": False}
    assert header["timeline"]["lines"] == [told]
    assert header["timeline"]["moments"] == [0, 10, 20, 30]
    assert arrays["curve.batch_loss.x"][-1] == 30
    assert arrays["line.0.batch_loss.x"].tolist() == list(range(20, 51))
    header, arrays = framed(viewer, run, sent)
    assert "lines" not in header["timeline"]
    say(viewer, "seek", line=0)
    header, arrays = framed(viewer, run, sent)
    assert (header["step"], header["timeline"]["line"]) == (50, 0)
    assert arrays["line.1.batch_loss.x"][-1] == 30


def test_moments_are_not_listed_while_the_run_goes_on(run, viewer, sent):
    watch(viewer)
    run.play("flat")
    assert "moments" not in framed(viewer, run, sent)[0]["timeline"]


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ('{"type": "seek", "step": NaN}', "not JSON"),
        ('{"type": "seek", "step": "5"}', "step: a whole number"),
        ('{"type": "seek", "step": 2.5}', "step: a whole number"),
        ('{"type": "seek", "step": -1}', "step: a whole number"),
        ('{"type": "seek", "step": true}', "step: a whole number"),
        ('{"type": "seek", "step": 11}', "Step 11 has not been reached"),
        ('{"type": "seek", "line": 3}', "no line 4"),
        ('{"type": "seek", "line": null}', "line: a whole number"),
        ('{"type": "seek", "step": 0, "before": 1}', "before: true or false"),
    ],
)
def test_what_nobody_can_go_to_is_refused_in_words(message, why, run, viewer):
    advance(run, 10)
    with pytest.raises(BadMessageError, match=why):
        viewer.hear(message)
    assert not run.has_orders


def test_a_flood_of_moments_leaves_one_to_go_to(run, viewer):
    advance(run, 50)
    for n in range(1000):
        say(viewer, "seek", step=n % 50)
    assert run._inbox.take() is not None
    assert not run.has_orders
