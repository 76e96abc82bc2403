"""Frames in the file of a run: of which moments, how large they get, and that nobody trips over them."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from safetensors.numpy import save

from core.params import ParamError
from core.saved import archive, frames
from core.saved.archive import FRAMES
from core.saved.file import from_bytes, to_bytes
from core.training.moments import Moment
from tests.saved.runs import packed, trained, unzipped, zipped


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch):
    monkeypatch.setattr(frames, "LONGEST", 60.0)  # on a machine with much to do


@pytest.fixture(scope="module")
def run():
    made = trained("mlp", 30, hidden=(3,), points=60)
    made.session.EVERY, made.session.SHARE = 0.0, 1e9  # however long a copy takes
    for _ in range(40):
        made.advance(60.0, 5)
    return made


def test_a_file_has_the_main_picture_of_moments_from_first_to_last(run):
    whole = packed(run)
    moments = run.session.moments.line.sample(24, whole.step)
    assert 12 < len(moments) <= 24
    parts = unzipped(to_bytes(whole, moments=moments))
    steps, arrays = frames.read(parts[FRAMES])
    assert steps == sorted({one.step for one in moments} | {whole.step})
    assert (steps[0], steps[-1]) == (0, 230)
    with run.computing():
        now = run.algorithm.views({"map": {}})
    assert now.keys() == {name.split("/")[-1] for name in arrays}
    assert np.array_equal(arrays["230/map/map"], now["map"])
    assert not np.array_equal(arrays["0/map/map"], now["map"])
    assert unzipped(to_bytes(whole)).keys() == parts.keys() - {FRAMES}


def test_frames_stop_where_the_file_would_get_too_long(run, monkeypatch):
    whole, most = packed(run), dict(archive.MOST)
    moments = run.session.moments.line.sample(24, whole.step)
    monkeypatch.setitem(archive.MOST, FRAMES, 60_000)
    parts = unzipped(to_bytes(whole, moments=moments))
    assert len(parts[FRAMES]) <= 60_000 < most[FRAMES]
    assert 1 < len(frames.read(parts[FRAMES])[0]) < len(moments)


def test_a_moment_that_cannot_be_shown_leaves_the_file_with_what_can(run):
    whole = packed(run)
    broken = Moment(3, run.session.good.state.__class__({}, {}), run.session.config, {})
    parts = unzipped(to_bytes(whole, moments=[broken]))
    assert frames.read(parts[FRAMES])[0] == [whole.step]
    assert frames.made("mlp", []) == frames.made("mlp", [broken]) == b""


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x" * 100,
        (4 * 2**30).to_bytes(8, "little") + b"{}",
        (2).to_bytes(8, "little") + b"[]",
        save({"0/map/map": np.zeros(3, np.float32)}),
        save({"0/map/map": np.zeros(3, np.float32)}, {"steps": "[1]"}),
        save({"0/map/map": np.zeros(3, np.float32)}, {"steps": '{"0": 1}'}),
        save({"0/map/map": np.zeros(3, np.float32)}, {"steps": "[true, NaN]"}),
        save({"0/map/map": np.zeros(3, np.float32)}, {"steps": "[" * 100_000}),
        b"\0" * (archive.MOST[FRAMES] + 1),
    ],
    ids=range(10),
)
def test_hostile_frames_are_refused_with_a_sentence_and_harm_no_run(run, content):
    with pytest.raises(ParamError, match=r"frames.safetensors in the file can't be read"):
        frames.read(content)
    parts = unzipped(to_bytes(packed(run)))
    file = zipped((parts | {FRAMES: content}).items())
    if len(content) <= archive.MOST[FRAMES]:
        assert from_bytes(file).packed.step == run.step  # what is not needed is not even unpacked
    else:
        with pytest.raises(ParamError, match="at most 8 MB"):
            from_bytes(file)


def test_making_frames_leaves_the_run_as_it_was(run):
    before = packed(run)
    moments = run.session.moments.line.sample(24, before.step)
    draws = torch.get_rng_state()
    to_bytes(before, moments=moments)
    assert torch.equal(torch.get_rng_state(), draws)
    after = packed(run)
    assert after.facts == before.facts
    for name, array in before.arrays.items():
        assert np.array_equal(array, after.arrays[name], equal_nan=True), name
