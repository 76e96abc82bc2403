"""Images for a classifier: every set has its shape, is parted by class, and is told its constants."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data import labelled, uploads
from core.data.album_file import packed, unpacked
from core.data.image_upload import ImageUpload, collected
from core.params import ParamError
from tests.data.archives import photo, zipped
from tests.data.cifarfiles import put
from tests.data.idxfiles import write


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LEARNSCOPE_DATA", str(tmp_path))
    write(tmp_path / "mnist")
    write(tmp_path / "fashion-mnist")
    put(tmp_path / "cifar-10", "bin")
    return tmp_path


SHAPES = {
    "digits": (1, 8, 8), "shapes": (1, 32, 32), "mnist": (1, 28, 28), "fashion-mnist": (1, 28, 28),
    "cifar-10": (3, 32, 32),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_every_set_has_its_shape_and_is_shared(folder, name):
    found = labelled.load(name)
    assert found.x.shape[1:] == found.x_test.shape[1:] == SHAPES[name]
    assert (len(found.x), len(found.x_test)) == (len(found.y), len(found.y_test))
    assert max(found.y.max(), found.y_test.max()) < len(found.classes)
    assert found.x.dtype == found.y.dtype == np.uint8
    assert np.shares_memory(labelled.load(name).x, found.x), "read once for all runs"
    with pytest.raises(ValueError, match="read-only"):
        found.x[0] = 1
    assert (found.note, found.told) == ("", None)


def test_every_set_has_a_label():
    assert set(labelled.LABELS) == {*SHAPES, "upload"}


@given(
    st.lists(st.integers(0, 6), min_size=2, max_size=80), st.floats(0.01, 0.99), st.integers(0, 99)
)
@settings(deadline=None)
def test_of_each_class_the_same_share_and_at_least_one(classes, share, seed):
    y = np.array(classes, np.uint8)
    train, held = labelled.stratified(y, share, seed)
    assert sorted([*train, *held]) == list(range(len(y)))
    for k in set(classes):
        count, kept = classes.count(k), int((y[train] == k).sum())
        assert kept >= 1
        assert kept < count or count == 1
        if count > 1:
            assert abs((count - kept) - share * count) <= 1
    again = labelled.stratified(y, share, seed)
    assert np.array_equal(again[1], held)


def test_no_share_holds_nothing_out(folder):
    found = labelled.load("digits")
    train, held = labelled.split(found, 0.0, 0)
    assert (len(train), len(held)) == (len(found.x), 0)
    assert not np.array_equal(labelled.split(found, 0.2, 0)[1], labelled.split(found, 0.2, 1)[1])


@pytest.mark.parametrize("name", ["digits", "cifar-10"])
def test_constants_are_those_of_the_training_part(folder, name):
    found = labelled.load(name)
    rows, _ = labelled.split(found, 0.3, 1)
    mean, deviation = labelled.normalisation(found.x, rows)
    pixels = found.x[rows] / 255
    np.testing.assert_allclose(mean, pixels.mean((0, 2, 3)), atol=1e-6)
    np.testing.assert_allclose(deviation, pixels.std((0, 2, 3)), atol=1e-6)
    whole, _ = labelled.normalisation(found.x)
    np.testing.assert_allclose(whole, (found.x / 255).mean((0, 2, 3)), atol=1e-6)


def test_a_channel_that_never_changes_is_not_blown_up():
    _, deviation = labelled.normalisation(np.full((4, 2, 3, 3), 9, np.uint8))
    assert deviation.tolist() == pytest.approx([1 / 255] * 2)


# ---- a visitor's own ----------------------------------------------------------------------------
def album(classes: list[int], names: int, channels: int = 3, folders: int = 0) -> ImageUpload:
    x = np.random.default_rng(0).integers(0, 256, (len(classes), channels, 32, 32)).astype(np.uint8)
    called = tuple(f"class {k}" for k in range(names))
    return ImageUpload(x, np.array(classes, np.uint8), called, folders=folders)


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("names", [2, 7, 100])
def test_own_images_keep_their_channels_and_every_class_is_tested(
    tmp_path, monkeypatch, channels, names
):
    monkeypatch.setenv("LEARNSCOPE_UPLOADS", str(tmp_path))
    classes = [k for k in range(names) for _ in range(2 + k % 9)] + [0] * 26
    upload = uploads.store(packed(album(classes, names, channels)))
    found = labelled.load("upload", upload)
    assert found.x.shape[1:] == (channels, 32, 32)
    assert len(found.x) + len(found.x_test) == len(classes)
    assert np.bincount(found.y_test, minlength=names).min() >= 1
    assert np.bincount(found.y, minlength=names).min() >= 1
    assert 0.15 < len(found.x_test) / len(classes) < 0.45
    assert labelled.load("upload", upload) is found, "one copy for all runs"
    assert found.classes[1] == "class 1"


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (album([0] * 40, 1), "have no classes: put those of each class into a folder of its own"),
        (album([0] * 40, 0), "have no classes"),
        (album([0] * 40 + [1], 2), "The class class 1 has one image: each needs two at least"),
        (album([0] * 40, 0, folders=1000), "lie in 1000 folders: at most 100 can be classes"),
    ],
)
def test_own_images_without_classes_to_tell_apart_have_a_sentence(made, said):
    with pytest.raises(ParamError, match=said) as caught:
        labelled.of(unpacked(packed(made)))
    assert caught.value.message.param == "upload"


def test_a_thousand_folders_are_named_from_the_zip_to_the_page():
    entries = {f"{k}/a.png": photo(k) for k in range(1000)}
    found = unpacked(packed(collected([("my.zip", zipped(entries))])))
    with pytest.raises(ParamError, match="1000 folders: at most 100"):
        labelled.of(found)
