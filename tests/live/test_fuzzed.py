"""Whatever a browser sends: a sentence at most. A small share of benchmarks/fuzz.py, without a server."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import malformed
from core.live.cookie import viewer_among, viewer_of
from core.live.gate import host_allowed
from core.live.heard import BadMessageError
from core.live.origin import host_of, same_origin
from core.live.pulse import Pulse
from core.live.viewer import Viewer
from core.playgrounds import lookup
from core.training.run import Run

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
KEYS = [
    "n",
    "id",
    "name",
    "args",
    "value",
    "step",
    "line",
    "before",
    "gear",
    "beat",
    "panels",
    "visible",
]
KINDS = [one["type"] for one in malformed.PROPER]


@pytest.fixture(scope="module")
def viewer():
    mlp = lookup("mlp")
    run = Run(mlp, mlp.Config(), device="cpu")
    run.obey()
    return Viewer(run, lambda message: None)


def heard(viewer, text):
    """Whether it was understood. The run then obeys what it was told."""
    said = None
    try:
        viewer.hear(text)
    except BadMessageError as error:
        said = error.message.say()
    viewer._run.obey()
    assert viewer._run.status != "failed", viewer._run.reason
    assert said != ""
    return said is None


def test_three_thousand_malformed_messages_break_nothing(viewer):
    dice = random.Random(1)
    texts = [one for one in (malformed.message(dice) for _ in range(3000)) if isinstance(one, str)]
    understood = sum(heard(viewer, text) for text in texts)
    assert 0 < understood < len(texts)
    viewer._run.advance_by(1)
    viewer._run.obey()
    before = viewer._run.step
    viewer._run.advance(1.0, 1)
    assert viewer._run.step == before + 1


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(KINDS), st.dictionaries(st.sampled_from(KEYS), JSON, max_size=5))
def test_any_values_in_a_message_are_obeyed_or_refused_in_words(viewer, kind, values):
    heard(viewer, json.dumps({**values, "type": kind}))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_header_is_read(one, other):
    assert viewer_of(one) in (None, one) or len(viewer_of(one)) == 32
    assert viewer_among([one, other]) in (None, one, other)
    assert host_allowed(one, ("learn.example", "*.uni.example")) in (True, False)
    assert same_origin(one, other) in (True, False)
    assert host_of(one) is None or isinstance(host_of(one), str)


@given(JSON | st.just(-1), st.booleans())
def test_any_beat_is_read(beat, begun):
    pulse = Pulse()
    if begun:
        pulse.beat()
    assert pulse.late({"type": "play", "beat": beat}) in (True, False)


@pytest.mark.parametrize("kind", ["csv", "png", "zip", "txt"])
def test_damaged_files_are_read_or_refused_in_words(kind):
    from benchmarks.fuzz import _read

    (name,) = [one for one in malformed.files() if one.endswith(kind)]
    dice, data = random.Random(2), malformed.files()[name]
    assert _read(name, data)
    for _ in range(100):
        _read(name, malformed.damaged(dice, data))
