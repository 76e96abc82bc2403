"""idx files: what is read from good ones, and the sentence for each kind of damage."""

from __future__ import annotations

import gzip
import struct

import numpy as np
import pytest

from core.data import idx
from core.params import ParamError
from tests.data.idxfiles import encoded

ANY_IMAGES = (None, 4, 4)
IMAGES = np.arange(48).reshape(3, 4, 4)
GOOD = encoded(IMAGES)


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzipped"])
def test_reads_what_was_written(tmp_path, pack):
    path = tmp_path / "train-images-idx3-ubyte"  # gzip is known by its first bytes, not by a name
    path.write_bytes(pack(GOOD))
    found = idx.read(path, ANY_IMAGES)
    assert found.dtype == np.uint8
    assert np.array_equal(found, IMAGES)
    assert not found.flags.writeable


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"PNG\x00" + GOOD, "does not start with 00 00 08 03, as images"),
        (encoded(np.zeros(3)), "does not start with 00 00 08 03, as images"),
        (GOOD[:9], "ends within its header"),
        (GOOD[:-1], "cut short: 47 of 48 bytes are there"),
        (GOOD + b"x", "goes on after the 3 entries"),
        (encoded(np.zeros((3, 5, 4))), "images of 5×4 pixels, but 4×4 were expected"),
        (
            struct.pack(">4B3I", 0, 0, 8, 3, 2**32 - 1, 4, 4),
            "sizes in its header that can't be right",
        ),
        (encoded(np.zeros((0, 4, 4))), "sizes in its header that can't be right"),
        (gzip.compress(GOOD, mtime=0)[:-12], "cut short: its gzip stream ends too early"),
        (gzip.compress(GOOD, mtime=0)[:10] + b"\xff" * 30, "is damaged: gzip can't unpack it"),
        (
            gzip.compress(GOOD, mtime=0)[:-8] + b"\0" * 8,
            "is damaged: gzip can't unpack it",
        ),  # wrong CRC
    ],
)
def test_every_damage_has_a_sentence_that_names_the_file(tmp_path, data, said):
    folder = tmp_path / "mnist"
    folder.mkdir()
    path = folder / "train-images-idx3-ubyte"
    path.write_bytes(data)
    with pytest.raises(ParamError, match=said) as caught:
        idx.read(path, ANY_IMAGES)
    assert str(caught.value).startswith("mnist/train-images-idx3-ubyte")
    assert str(tmp_path) not in str(caught.value), (
        "a visitor need not know where the server's files lie"
    )
    assert caught.value.message.param == "dataset"
    assert "50 4e 47" not in str(caught.value), "what the file holds is nobody's business"


def test_labels_say_labels(tmp_path):
    path = tmp_path / "labels"
    path.write_bytes(GOOD)
    with pytest.raises(
        ParamError, match="does not start with 00 00 08 01, as labels in idx format do"
    ):
        idx.read(path, (None,))


@pytest.mark.parametrize(
    ("file", "what"),
    [
        ("train-images-idx3-ubyte", "train-images"),
        ("t10k-labels-idx1-ubyte.gz", "t10k-labels"),
        ("train-labels.idx1-ubyte", "train-labels"),
        ("T10K-IMAGES.IDX3-UBYTE.gz", "t10k-images"),
        ("emnist-train-images-idx3-ubyte", ""),
        ("train-images-idx3-ubyte.gz.part", ""),
        ("train-images-idx2-ubyte", ""),
    ],
)
def test_a_file_is_known_by_every_name_that_it_is_handed_out_under(file, what):
    assert idx.key(file) == what
