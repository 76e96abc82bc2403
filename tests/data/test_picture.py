"""One image of a visitor's: every mode and size becomes a small grey square, or a sentence."""

import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.data.album import developed, grey
from core.data.picture import SIDE, square
from core.params import ParamError
from tests.data.archives import encoded

RAMP = np.tile(
    np.linspace(0, 255, 40, dtype=np.uint8), (40, 1)
)  # black on the left, white on the right
GREY = Image.fromarray(RAMP)


def seen(data):
    found = square(data, "x.png")
    assert found.pixels > 0
    return album(found)[0].astype(int)


def album(*squares):
    found = developed(squares)
    assert found.shape[0] == len(squares)
    assert found.shape[1] in (1, 3)
    assert found.shape[2:] == (SIDE, SIDE)
    assert found.dtype == np.uint8
    return grey(found)


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


@pytest.mark.parametrize("bits", [8, 10, 12, 14, 16])
def test_of_more_than_eight_bits_the_brightest_of_the_album_is_white(bits):
    bright, dim = (np.full((9, 9), (2**bits - 1) // part, np.uint16) for part in (1, 5))
    found = album(square(encoded(bright), "a.png"), square(encoded(dim), "b.png"))
    assert found[0].min() == 255
    np.testing.assert_allclose(found[1], 51, atol=1)


def test_twelve_bits_of_colour_in_sixteen_are_seen():
    values = np.repeat((RAMP.astype(np.uint16) * 16)[..., None], 3, 2)
    found = seen(colour_of_sixteen_bits(values))
    assert found.max() == 255
    np.testing.assert_allclose(found, seen(encoded(GREY)), atol=20)


def colour_of_sixteen_bits(values):
    """A PNG of 48 bits per pixel, which Pillow reads but does not write."""
    height, width = values.shape[:2]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)
    header = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def test_bytes_keep_their_scale():
    dim = np.full((9, 9), 25, np.uint8)
    assert seen(encoded(dim)).max() == 25


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
        clear.paste((0, 0, 0, 255), (5, 5, 15, 15))
        found = seen(encoded(clear, "GIF"))
        assert found[0, 0] >= 250
        return
    found = seen(encoded(clear.convert(mode)))
    assert found[0, 0] == 255
    assert found[SIDE // 2, SIDE // 2] == 0


@pytest.mark.parametrize(
    ("shade", "ground"),
    [((255,) * 3, 0), ((0,) * 3, 255), ((200, 210, 190), 0), ((90, 30, 40), 255)],
)
@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA"])
def test_the_ground_of_what_is_transparent_contrasts(shade, ground, mode):
    found = seen(
        encoded(
            icon(shade).convert("LA" if mode == "LA" else "RGBA"),
            "WEBP" if mode == "PA" else "PNG",
            **({"lossless": True} if mode == "PA" else {}),
        )
    )
    assert found[0, 0] == ground
    assert abs(found[SIDE // 2, SIDE // 2] - ground) > 100


def test_one_ground_for_an_album_shows_white_and_black_shapes():
    squares = [square(encoded(icon((tone,) * 3)), "x.png") for tone in (0, 255) * 5]
    found = album(*squares).astype(int)
    assert len(set(found[:, 0, 0])) == 1
    assert (abs(found[:, SIDE // 2, SIDE // 2] - found[:, 0, 0]) > 100).all()


def icon(shade):
    """A square of that shade on nothing; what is hidden there has a shade of its own."""
    made = Image.new("RGBA", (20, 20), (120, 10, 200, 0))
    made.paste((*shade, 255), (5, 5, 15, 15))
    return made


def test_what_is_wholly_transparent_is_refused():
    with pytest.raises(ParamError, match="wholly transparent"):
        square(encoded(Image.new("RGBA", (20, 20), (255, 255, 255, 0))), "x.png")


@pytest.mark.parametrize("format", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM"])
def test_a_name_does_not_decide_what_a_file_is(format):
    np.testing.assert_allclose(seen(encoded(GREY, format)), seen(encoded(GREY)), atol=6)


def test_a_cmyk_photograph():
    np.testing.assert_allclose(
        seen(encoded(GREY.convert("CMYK"), "JPEG")), seen(encoded(GREY)), atol=6
    )


def test_a_palette_of_a_few_colours():
    found = seen(encoded(GREY.convert("RGB").quantize(16)))
    np.testing.assert_allclose(found, seen(encoded(GREY)), atol=20)


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
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "x.png is HEIC, which can't be read here"),
        (b"\0\0\0\x1cftypavif\0\0\0\0mif1avif", "x.png is AVIF, which can't be read here"),
        (b"<?xml version='1.0'?><svg></svg>", "x.png is SVG"),
        (encoded(GREY)[:-30], "x.png can't be read as an image"),
        (encoded(GREY, "JPEG")[:300], "x.png can't be read as an image"),
        (encoded(GREY, "TIFF")[:-1500], "x.png can't be read as an image"),
        (encoded(GREY.convert("RGB"), "EPS"), "x.png is EPS"),
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
        said = str(square(bytes(data), "x.png").shades.shape)
    except ParamError as error:
        said = error.message.say()
    assert "x.png" in said or said in (f"({SIDE}, {SIDE}, 1)", f"({SIDE}, {SIDE}, 3)")
