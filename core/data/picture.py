"""One image file of a visitor's, whatever its size and mode, as a small square of grey bytes.

The header says how large a picture is and is read first: nothing is unpacked that is too large. What is
transparent lies on white, 16 bits become 8, of a moving picture the first frame is taken, and what is
not square gets a border in the shade of its edge.
"""

from __future__ import annotations

from io import BytesIO

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
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".bmp",
    ".webp",
    ".tif",
    ".tiff",
    ".ppm",
    ".pgm",
    ".pbm",
)
FULL = (1, 255, 65_535)  # what may be white where the mode does not say


def square(data: bytes, file: str) -> tuple[np.ndarray, int]:
    """The picture, uint8 [SIDE, SIDE], and how many pixels were unpacked for it.

    Raises ParamError about `upload`, with a sentence about the `file`.
    """
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            _check(image.size, file)
            image.draft("L", (2 * SIDE, 2 * SIDE))  # a JPEG can be unpacked at a fraction
            return _small(image), image.width * image.height
    except ParamError:
        raise
    except Image.DecompressionBombError:
        text = N_("{file} has far too many pixels: at most {most:.0f} million are allowed.")
        raise refusal(text, file=file, most=PIXELS / 1e6) from None
    except UnidentifiedImageError:
        text = N_("{file} is no image in one of these formats: {formats}.")
        raise refusal(text, file=file, formats=", ".join(FORMATS)) from None
    except Exception as error:  # decoders raise whatever they stumble over
        text = N_("{file} can't be read as an image ({error}).")
        raise refusal(text, file=file, error=str(error)[:80] or type(error).__name__) from None


def _check(size: tuple[int, int], file: str) -> None:
    values = {"file": file, "width": size[0], "height": size[1]}
    if min(size) < SMALLEST:
        text = N_("{file} has {width}×{height} pixels: each side needs at least {least}.")
        raise refusal(text, **values, least=SMALLEST)
    if size[0] * size[1] > PIXELS:
        text = N_("{file} has {width}×{height} pixels: at most {most:.0f} million are allowed.")
        raise refusal(text, **values, most=PIXELS / 1e6)


def _small(image: Image.Image) -> np.ndarray:
    grey = _grey(ImageOps.exif_transpose(image))
    shades = np.asarray(grey)
    edge = np.concatenate((shades[0], shades[-1], shades[:, 0], shades[:, -1]))
    return np.array(ImageOps.pad(grey, (SIDE, SIDE), color=int(np.median(edge))))


def _grey(image: Image.Image) -> Image.Image:
    """The picture in mode L."""
    if image.mode.startswith(("I", "F")):  # 16 or 32 bits
        values = np.nan_to_num(np.asarray(image, np.float64)).clip(min=0)
        most = 65_535 if ";16" in image.mode else values.max()
        full = next((one for one in FULL if most <= one), most)
        return Image.fromarray((values.clip(max=full) * (255 / full)).round().astype(np.uint8))
    if image.has_transparency_data:
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image.convert("RGBA"))
    return image.convert("L")
