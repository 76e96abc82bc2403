"""One image file of a visitor's, whatever its size and mode, as a small square, grey or in colours.

The header says how large a picture is and is read first: nothing is unpacked that is too large. What a file
is, its content says and not its name. Of a moving picture the first frame is taken, and what is not square
gets a border in the shade of its edge. Which number is white, and what lies below a transparent picture,
depends on the album that it belongs to: core/data/album.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from core.data.uploads import refusal
from core.i18n import N_
from core.params.messages import ParamError

SIDE = 32  # pixels of the square
SMALLEST = 4  # pixels of a side
PIXELS = 25_000_000  # of one picture
# Formats that Pillow decodes by itself. Not among them: EPS, for which it would run another program.
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM")
ENDINGS = (
    ".png", ".jpg", ".jpeg", ".jfif", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm", ".pbm",
    ".heic", ".heif", ".avif",
)  # fmt: skip
OTHERS = {  # format → how it begins; HEIC and AVIF say so a little later
    "SVG": (b"<svg",), "PSD": (b"8BPS",), "PDF": (b"%PDF",), "EPS": (b"%!PS",), "DICOM": (b"DICM",),
    "JPEG 2000": (b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51"), "JPEG XL": (b"\0\0\0\x0cJXL ", b"\xff\x0a"),
    "ICO": (b"\0\0\1\0",),
}  # fmt: skip
BRANDS = {
    "AVIF": (b"avif", b"avis"),
    "HEIC": (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"),
}
TINT = 2  # of 255: where red, green and blue differ by no more, there is no colour
GREY = np.array((0.299, 0.587, 0.114), np.float32)  # of red, green and blue: ITU-R 601

Scale = Literal["bytes", "high bytes", "whole", "share"]


@dataclass(frozen=True, eq=False)
class Square:
    """A picture's shades [SIDE, SIDE, C], multiplied by the opacity `alpha` [SIDE, SIDE], 0…1, if any.

    C is 3 (red, green, blue) or, where these are the same, 1. `scale` says what shades are: bytes; the upper
    bytes of 16 bits; whole numbers of more bits; floats. uint8 where they can be, else float32.
    """

    shades: np.ndarray
    alpha: np.ndarray | None
    scale: Scale
    pixels: int  # that were unpacked


def square(data: bytes, file: str) -> Square:
    """The picture in a file. Raises ParamError about `upload`, with a sentence about the `file`."""
    with opened(data, file) as image:
        deep = any(";16" in str(tile[3]) for tile in getattr(image, "tile", ()))
        image.draft(None, (2 * SIDE, 2 * SIDE))  # a JPEG can be unpacked at a fraction
        found = _square(image, deep)
    if found.alpha is not None and found.alpha.max() < 0.01:
        raise refusal(N_("{file} is wholly transparent."), file=file)
    return found


@contextmanager
def opened(data: bytes, file: str) -> Iterator[Image.Image]:
    """The image in a file, not too large and not unpacked yet: what goes wrong with it is a ParamError."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            _check(image.size, file)
            yield image
    except ParamError:
        raise
    except Image.DecompressionBombError:
        text = N_("{file} has far too many pixels: at most {most:.0f} million are allowed.")
        raise refusal(text, file=file, most=PIXELS / 1e6) from None
    except UnidentifiedImageError:
        raise _unknown(data, file) from None
    except Exception:  # decoders raise whatever they stumble over, and quote what the file holds
        text = N_("{file} can't be read as an image: it is damaged or cut short.")
        raise refusal(text, file=file) from None


def foreign(data: bytes) -> str:
    """The name of an image format that can't be read here; "" for anything else."""
    if data[4:8] == b"ftyp":
        brands = data[8:40]
        return next(
            (name for name, those in BRANDS.items() if any(one in brands for one in those)), ""
        )
    if data[128:132] == b"DICM":
        return "DICOM"
    if b"<svg" in data[:300]:
        return "SVG"
    return next((name for name, starts in OTHERS.items() if data.startswith(starts)), "")


def _unknown(data: bytes, file: str) -> ParamError:
    name = foreign(data)
    if name:
        text = N_("{file} is {format}, which can't be read here: save it as PNG or JPEG.")
        return refusal(text, file=file, format=name)
    text = N_("{file} is no image in one of these formats: {formats}.")
    return refusal(text, file=file, formats=", ".join(FORMATS))


def _check(size: tuple[int, int], file: str) -> None:
    values = {"file": file, "width": size[0], "height": size[1]}
    if min(size) < SMALLEST:
        text = N_("{file} has {width}×{height} pixels: each side needs at least {least}.")
        raise refusal(text, **values, least=SMALLEST)
    if size[0] * size[1] > PIXELS:
        text = N_("{file} has {width}×{height} pixels: at most {most:.0f} million are allowed.")
        raise refusal(text, **values, most=PIXELS / 1e6)


def _square(image: Image.Image, deep: bool) -> Square:
    pixels = image.width * image.height
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith(("I", "F")):  # 16 or 32 bits
        values = np.nan_to_num(np.asarray(image, np.float32), posinf=0, neginf=0)
        scale: Scale = "share" if image.mode.startswith("F") else "whole"
        return Square(_padded(Image.fromarray(values)), None, scale, pixels)
    scale = "high bytes" if deep else "bytes"
    if not image.has_transparency_data:
        layers = _padded(image.convert("L" if image.mode in ("1", "L") else "RGB"))
        return Square(_colours(layers), None, scale, pixels)
    layers = _padded(image.convert("RGBA").convert("RGBa"))  # small "a": multiplied by the opacity
    shades = _colours(layers[..., :3]).astype(np.float32)
    return Square(shades, layers[..., 3].astype(np.float32) / 255, scale, pixels)


def _colours(layers: np.ndarray) -> np.ndarray:
    """Bytes [SIDE, SIDE, 1 or 3] as they are, or as one channel where three say the same."""
    if layers.shape[-1] == 1 or np.ptp(layers, axis=-1).max() > TINT:
        return layers
    return np.rint(layers @ GREY)[..., None].astype(np.uint8)


def _padded(image: Image.Image) -> np.ndarray:
    """The picture at SIDE × SIDE within the shade of its edge, [SIDE, SIDE, channels]."""
    width, height = image.size
    boxes = (
        (0, 0, width, 1),
        (0, height - 1, width, height),
        (0, 0, 1, height),
        (width - 1, 0, width, height),
    )
    sides = [np.asarray(image.crop(box)) for box in boxes]
    edge = np.concatenate([side.reshape(max(side.shape[:2]), -1) for side in sides])
    colour = tuple(np.median(edge, 0).tolist())
    if image.mode != "F":
        colour = tuple(map(int, colour))
    small = ImageOps.pad(image, (SIDE, SIDE), color=colour if len(colour) > 1 else colour[0])
    return np.array(small).reshape(SIDE, SIDE, -1)
