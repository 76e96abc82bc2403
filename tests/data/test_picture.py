"""One image of a visitor's: every mode and size becomes a small grey square, or a sentence."""

import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.data.picture import SIDE, square
from core.params import ParamError
from tests.data.archives import encoded

RAMP = np.tile(
    np.linspace(0, 255, 40, dtype=np.uint8), (40, 1)
)  # black on the left, white on the right
GREY = Image.fromarray(RAMP)


def seen(data):
    found, pixels = square(data, "x.png")
    assert found.shape == (SIDE, SIDE)
    assert found.dtype == np.uint8
    assert pixels > 0
    return found.astype(int)


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "LA", "CMYK", "YCbCr"])
def test_modes_of_eight_bits(mode):
    data = encoded(GREY.convert(mode), "TIFF" if mode in ("CMYK", "YCbCr") else "PNG")
    np.testing.assert_allclose(seen(data), seen(encoded(GREY)), atol=2)


@pytest.mark.parametrize(
    "values",
    [
        RAMP.astype(np.uint16) * 257,
        RAMP.astype(np.int32) * 257,
        RAMP.astype(np.int32),
        RAMP.astype(np.float32) / 255,
        RAMP.astype(np.float32),
    ],
    ids=["16 bit", "32 bit", "32 bit, few used", "share", "float"],
)
def test_modes_of_more_bits(values):
    np.testing.assert_allclose(seen(encoded(values, "TIFF")), seen(encoded(GREY)), atol=2)


def test_sixteen_bits_in_a_png_keep_their_scale():
    dim = np.full((9, 9), 6553, np.uint16)  # a tenth of white
    np.testing.assert_allclose(seen(encoded(dim)), 25.5, atol=0.5)


def test_two_shades():
    bits = Image.fromarray(RAMP > 127)
    assert bits.mode == "1"
    found = seen(encoded(bits))
    assert (found[:, 0].max(), found[:, -1].min()) == (0, 255)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_lies_on_white(mode):
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), (5, 5, 15, 15))
    if mode == "P":
        data = encoded(clear.convert("RGBA").quantize(8), "GIF", transparency=0)
        assert seen(data).max() >= 250
        return
    found = seen(encoded(clear.convert(mode)))
    assert found[0, 0] == 255
    assert found[SIDE // 2, SIDE // 2] == 0


def test_a_wide_picture_keeps_its_shape_within_the_shade_of_its_edge():
    wide = np.full((10, 40), 200, np.uint8)
    wide[4:6, 18:22] = 0
    found = seen(encoded(wide))
    assert set(found[0]) == {200}
    rows, columns = np.nonzero(found < 100)
    assert np.ptp(columns) + 1 <= 6
    assert np.ptp(rows) + 1 <= 4


def test_a_photograph_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 3  # lies upside down
    turned = seen(encoded(GREY, "JPEG", exif=exif))
    assert turned[:, 0].min() > 200
    assert turned[:, -1].max() < 50


def test_a_very_thin_picture_is_one_line():
    assert seen(encoded(np.zeros((4, 2_000_000), np.uint8))).max() == 0


def test_a_moving_picture_shows_its_first_frame():
    film = [Image.new("L", (8, 8), shade) for shade in (0, 255)]
    assert seen(encoded(film[0], "GIF", save_all=True, append_images=film[1:])).max() == 0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"these are words, not pixels", "x.png is no image in one of these formats: PNG, JPEG"),
        (b"", "x.png is no image"),
        (encoded(np.zeros((1, 1), np.uint8)), "x.png has 1×1 pixels: each side needs at least 4"),
        (encoded(np.zeros((3, 900), np.uint8)), "x.png has 900×3 pixels"),
        (encoded(GREY)[:-30], "x.png can't be read as an image"),
        (encoded(GREY, "JPEG")[:300], "x.png can't be read as an image"),
        (encoded(GREY, "TIFF")[:-1500], "x.png can't be read as an image"),
        (encoded(GREY.convert("RGB"), "EPS"), "x.png is no image"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_what_cannot_be_used_gets_a_sentence(data, said):
    with pytest.raises(ParamError, match=said) as caught:
        square(data, "x.png")
    assert caught.value.message.param == "upload"


@pytest.mark.parametrize(
    ("side", "said"),
    [(6000, "has 6000×6000 pixels: at most 25 million"), (20_000, "has far too many pixels")],
)
@pytest.mark.parametrize(
    ("format", "places", "order"),
    [("PNG", (slice(16, 20), slice(20, 24)), "big"),
     ("GIF", (slice(6, 8), slice(8, 10)), "little"),
     ("BMP", (slice(18, 22), slice(22, 26)), "little")],
)  # fmt: skip
def test_a_huge_picture_is_refused_before_it_is_unpacked(
    format, places, order, side, said, monkeypatch
):
    data = bytearray(encoded(Image.new("L", (10, 10)), format))
    for place in places:
        data[place] = side.to_bytes(place.stop - place.start, order)
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big") if format == "PNG" else data[29:33]
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("it was unpacked"))
    with pytest.raises(ParamError, match=said):
        square(bytes(data), "x.png")


@given(st.binary(max_size=200), st.integers(0, 400))
def test_whatever_is_handed_in_gives_a_square_or_a_sentence(noise, at):
    data = bytearray(encoded(GREY))
    data[at : at + len(noise)] = noise
    try:
        said = str(square(bytes(data), "x.png")[0].shape)
    except ParamError as error:
        said = error.message.say()
    assert "x.png" in said or said == f"({SIDE}, {SIDE})"
