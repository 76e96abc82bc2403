"""Image sets: scikit-learn's digits, sets in idx files, and what is said of halves that don't match."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core.data.images import IMAGE_SETS, load
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


def test_without_the_variable_it_is_named(monkeypatch):
    monkeypatch.delenv("LEARNSCOPE_DATA", raising=False)
    with pytest.raises(ParamError, match=r"dataset = mnist needs .* LEARNSCOPE_DATA") as caught:
        load("mnist")
    assert caught.value.nearest == "digits"


def test_a_folder_that_is_missing_is_named_and_asked_for_again_later(folder):
    with pytest.raises(ParamError, match="folder mnist is missing"):
        load("mnist")
    write(folder)
    assert len(load("mnist").x) == 60


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


def test_listing_the_sets_imports_neither_torch_nor_scikit_learn():
    check = (
        "import sys, core.data.images; sys.exit('torch' in sys.modules or 'sklearn' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", check], cwd=ROOT).returncode == 0
