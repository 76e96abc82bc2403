"""A picture in colour of a visitor's: its middle square, turned and on white, or a sentence about it."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from core.data import coloured, uploads
from core.data.coloured import SIDE, packed, read, resized, taken, unpacked
from core.params import ParamError
from tests.data.archives import encoded

PIXELS = np.random.default_rng(0).integers(0, 255, (40, 60, 3), np.uint8)


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    monkeypatch.setenv("LEARNSCOPE_UPLOADS", str(tmp_path / "uploads"))


def test_the_middle_square_is_kept_as_it_is():
    found = read("wide.png", encoded(Image.fromarray(PIXELS)))
    np.testing.assert_array_equal(found.pixels, PIXELS[:, 10:50])
    assert (found.name, found.size) == ("wide.png", (60, 40))
    assert "60×40" in found.report()[0].say()
    large = read("large.png", encoded(Image.fromarray(PIXELS).resize((900, 600))))
    assert large.pixels.shape == (SIDE, SIDE, 3)


def test_a_photograph_is_turned_as_its_camera_says():
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    data = BytesIO()
    Image.fromarray(PIXELS[:, 10:50]).save(data, "PNG", exif=exif)
    found = read("turned.png", data.getvalue())
    np.testing.assert_array_equal(found.pixels, PIXELS[::-1, 49:9:-1])


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "LA", "CMYK", "YCbCr", "1", "I;16", "F"])
def test_every_mode_becomes_red_green_and_blue(mode):
    ramp = np.tile(np.linspace(0, 255, 40, dtype=np.uint8), (40, 1))
    deep = Image.fromarray(ramp.astype(np.uint16) * 257)
    image = deep if mode == "I;16" else Image.fromarray(ramp).convert(mode)
    data = BytesIO()
    image.save(data, "TIFF")
    found = read("ramp.tif", data.getvalue()).pixels
    assert found.shape == (40, 40, 3)
    assert found[:, -3:].mean() > 230
    assert found[:, :3].mean() < 25


def test_what_is_transparent_lies_on_white():
    layers = np.zeros((20, 20, 4), np.uint8)
    layers[5:15, 5:15] = (200, 0, 0, 255)
    found = read("clear.png", encoded(Image.fromarray(layers))).pixels
    assert found[0, 0].tolist() == [255, 255, 255]
    assert found[10, 10].tolist() == [200, 0, 0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"these are words", "no image in one of these formats"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (encoded(Image.fromarray(PIXELS))[:900], "damaged or cut short"),
        (encoded(Image.new("RGB", (20, 20), "red")), "one colour everywhere"),
        (encoded(Image.fromarray(PIXELS[:3])), "at least 4"),
        (encoded(Image.new("1", (6000, 5000))), "million"),
        (b"\x89PNG" + bytes(uploads.LARGEST), "at most 10 MB"),
    ],
    ids=range(8),
)
def test_a_bad_file_gets_one_sentence_with_its_name(data, said):
    with pytest.raises(ParamError) as caught:
        taken("mine.png", data)
    sentence = caught.value.message.say()
    assert said in sentence
    assert "mine.png" in sentence
    assert not uploads.folder().exists() or not any(uploads.folder().iterdir())


def test_what_is_stored_comes_back_and_anything_else_is_refused():
    upload, found = taken("mine.png", encoded(Image.fromarray(PIXELS)))
    again = coloured.stored(upload)
    np.testing.assert_array_equal(again.pixels, found.pixels)
    assert (again.name, again.size) == ("mine.png", (60, 40))
    whole = packed(found)
    for bad in (b"", b"x", whole[:-1], whole.replace(b'"side": 40', b'"side": 41'), b"1,2\n3,4\n",
                whole.replace(b'"size": [60, 40]', b'"size": "ab"')):  # fmt: skip
        with pytest.raises(ParamError, match="no picture"):
            unpacked(bad)
    with pytest.raises(ParamError, match="isn't here any more"):
        coloured.stored("0" * 16)


def test_fewer_pixels_are_means_and_as_many_stay():
    board = np.zeros((4, 4, 3), np.uint8)
    board[::2] = 200
    assert resized(board, 4) is board
    np.testing.assert_array_equal(resized(board, 2), 100)
    assert resized(board, 8).shape == (8, 8, 3)
