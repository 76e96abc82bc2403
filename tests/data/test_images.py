"""Image sets: scikit-learn's digits, sets in idx files, and what is said of halves that don't match."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits

from core.data.images import FIRST, IMAGE_SETS, load, present
from core.data.official import AbsentError
from core.params import ParamError
from tests.data.idxfiles import encoded, write

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LEARNSCOPE_DATA", str(tmp_path))
    return tmp_path / "mnist"


def test_digits_fill_the_range_and_keep_a_fifth_apart():
    digits = load("digits")
    assert digits.x.shape == (1437, 8, 8)
    assert digits.x_test.shape == (360, 8, 8)
    assert (digits.x.min(), digits.x.max()) == (0, 255)
    assert np.bincount(digits.y, minlength=10).min() > 100
    assert np.bincount(digits.y_test, minlength=10).min() > 20
    assert load("digits") is digits, "read once per process"


def test_arrays_are_bytes_that_nobody_can_change():
    digits = load("digits")
    for array in (digits.x, digits.y, digits.x_test, digits.y_test):
        assert array.dtype == np.uint8
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_idx_sets_are_read_from_the_folder(folder):
    x, y = write(folder)
    found = load("mnist")
    assert np.array_equal(found.x, x)
    assert np.array_equal(found.y_test, y)
    assert found.about is IMAGE_SETS["mnist"]
    assert load("mnist") is found


def test_without_the_variable_the_cache_is_looked_at_and_the_variable_named(tmp_path, monkeypatch):
    monkeypatch.delenv("LEARNSCOPE_DATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(ParamError, match=r"dataset = mnist: .* LEARNSCOPE_DATA names") as caught:
        load("mnist")
    assert caught.value.nearest == "digits"
    if sys.platform == "linux":
        write(tmp_path / "learnscope" / "mnist")
        assert len(load("mnist").x) == 60


def test_a_folder_that_is_missing_is_named_and_asked_for_again_later(folder):
    with pytest.raises(
        ParamError, match=r"t10k-labels-idx1-ubyte\.gz belong into mnist/"
    ) as caught:
        load("mnist")
    assert str(folder) not in str(caught.value), (
        "a visitor need not know where the server's files lie"
    )
    write(folder)
    assert len(load("mnist").x) == 60


PLACES = {
    "mnist": ["mnist", "MNIST/raw", "mnist/MNIST/raw", "MNIST dataset", "."],
    "fashion-mnist": ["fashion-mnist", "FashionMNIST/raw", "fashion_mnist", "Fashion MNIST/data/raw",
                      "mnist-fashion"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "place"), [(name, one) for name, every in PLACES.items() for one in every]
)
@pytest.mark.parametrize("spelling", ["author", "kaggle", "kaggle's folders", "gzipped"])
def test_the_names_and_folders_that_people_have(folder, name, place, spelling):
    home = folder.parent / place
    x, y = write(home)
    for path in sorted(home.glob("*ubyte")):
        if spelling == "gzipped":
            path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
            path.unlink()
        elif spelling == "kaggle":
            path.rename(path.with_name(path.name.replace("-idx", ".idx")))
        elif spelling == "kaggle's folders" and place != ".":
            data = path.read_bytes()
            path.unlink()
            path.mkdir()
            (path / path.name).write_bytes(data)
    found = load(name)
    assert np.array_equal(found.x, x)
    assert np.array_equal(found.y, y)
    assert present(name)
    other = next(one for one in PLACES if one != name)
    if place != ".":
        assert not present(other), "what lies in a set's own folder is no other set"


def test_loose_files_are_told_apart_by_what_they_hold(folder):
    write(folder.parent)
    labels = np.r_[FIRST["fashion-mnist"], np.zeros(50)]
    (folder.parent / "train-labels-idx1-ubyte").write_bytes(encoded(labels))
    with pytest.raises(AbsentError):
        load("mnist")
    assert len(load("fashion-mnist").x) == 60


def test_a_set_in_the_folder_of_another_is_named(folder):
    write(folder)
    labels = np.r_[FIRST["fashion-mnist"], np.zeros(50)]
    (folder / "train-labels-idx1-ubyte").write_bytes(encoded(labels))
    with pytest.raises(
        ParamError, match="mnist/train-labels-idx1-ubyte holds the labels of fashion-mnist"
    ):
        load("mnist")


def test_the_real_files_where_they_are_here(monkeypatch):
    real = Path("/work/shared/data")
    if not (real / "mnist").is_dir():
        pytest.skip("the real images are not here")
    monkeypatch.setenv("LEARNSCOPE_DATA", str(real))
    for name, first in FIRST.items():
        found = load(name)
        assert (len(found.x), len(found.x_test)) == (60_000, 10_000)
        assert tuple(found.y[:10]) == first


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("t10k-labels-idx1-ubyte", None, "mnist/t10k-labels-idx1-ubyte is missing"),
        (
            "train-labels-idx1-ubyte",
            np.zeros(59),
            "mnist/train-labels-idx1-ubyte holds 59 labels, but train-images-idx3-ubyte holds 60 images",
        ),
        (
            "train-labels-idx1-ubyte",
            np.r_[np.zeros(58), 12, 11],
            "mnist/train-labels-idx1-ubyte: label 59 is 12, but the classes are 0–9",
        ),
        ("train-images-idx3-ubyte", np.zeros((60, 28, 27)), "28×27 pixels, but 28×28"),
    ],
)
def test_what_does_not_fit_together_is_named(folder, file, content, said):
    write(folder)
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(encoded(content))
    with pytest.raises(ParamError, match=said):
        load("mnist")


def test_neither_listing_the_sets_nor_reading_digits_imports_torch_or_scikit_learn():
    check = """
import sys, core.data.images
core.data.images.load("digits")
sys.exit("torch" in sys.modules or "sklearn" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", check], cwd=ROOT).returncode == 0


def test_digits_are_scikit_learns():
    theirs, digits = load_digits(), load("digits")
    mine = [np.append(x.ravel(), y) for x, y in zip(digits.x, digits.y, strict=True)]
    mine += [np.append(x.ravel(), y) for x, y in zip(digits.x_test, digits.y_test, strict=True)]
    bytes_of = np.rint(theirs.data * (255 / 16)).astype(np.uint8)
    assert sorted(map(bytes, mine)) == sorted(
        bytes(np.append(x, y))
        for x, y in zip(bytes_of, theirs.target.astype(np.uint8), strict=True)
    )
