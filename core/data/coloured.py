"""One picture of a visitor's in colour: the middle square of an image file, small enough to be kept.

What a file is, its content says (core/data/picture.py); a photograph is turned as its camera says, and what
is transparent lies on white. Of an upload (core/data/uploads.py) only the square is kept, and the name it
came by.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageOps

from core.data import picture, uploads
from core.data.named import short
from core.data.uploads import refusal
from core.i18n import N_
from core.params.messages import Message, ParamError

SIDE = 256  # pixels of a side that are kept, at most
MAGIC = b"learnscope picture "  # what files that are stored already begin with


@dataclass(frozen=True, eq=False)
class Coloured:
    """`pixels` uint8 [S, S, 3], read-only; `size`: width and height of the file's picture."""

    pixels: np.ndarray
    name: str
    size: tuple[int, int]

    def report(self) -> list[Message]:
        """What was made of the file, in a sentence."""
        text = N_(
            "{file} has {width}×{height} pixels; its middle square is kept with {side}×{side}."
        )
        values = {"file": self.name, "width": self.size[0], "height": self.size[1]}
        return [Message("upload", text, values | {"side": len(self.pixels)})]


def read(name: str, data: bytes) -> Coloured:
    """The picture in a file. Raises ParamError about `upload`, with a sentence about the file."""
    file = short(name)
    uploads.check_size(len(data))
    if not data:
        raise refusal(N_("{file} is empty."), file=file)
    with picture.opened(data, file) as image:
        size = image.size
        image.draft("RGB", (2 * SIDE, 2 * SIDE))  # a JPEG can be unpacked at a fraction
        made = ImageOps.exif_transpose(image)
        side = min(SIDE, *made.size)
        made = ImageOps.fit(_opaque(made), (side, side), Image.Resampling.LANCZOS)
        pixels = np.array(made)
    if (pixels == pixels[0, 0]).all():
        raise refusal(N_("{file} has one colour everywhere: there is nothing to learn."), file=file)
    return Coloured(_frozen(pixels), file, size)


def _opaque(image: Image.Image) -> Image.Image:
    """In red, green and blue; 16 or 32 bits from the darkest to the brightest, nothing see-through."""
    if image.mode.startswith(("I", "F")):
        values = np.nan_to_num(np.asarray(image, np.float32), posinf=0, neginf=0)
        low, high = float(values.min()), float(values.max())
        shades = (values - low) * (255 / (high - low) if high > low else 0)
        return Image.fromarray(shades.round().astype(np.uint8)).convert("RGB")
    if not image.has_transparency_data:
        return image.convert("RGB")
    layers = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layers.size, "white"), layers).convert("RGB")


def resized(pixels: np.ndarray, side: int) -> np.ndarray:
    """Pixels uint8 [S, S, 3] as uint8 [side, side, 3]: means, where there are fewer."""
    if len(pixels) == side:
        return pixels
    how = Image.Resampling.BOX if side < len(pixels) else Image.Resampling.BICUBIC
    return np.array(Image.fromarray(pixels).resize((side, side), how))


# ---- what is kept -------------------------------------------------------------------------------
def packed(found: Coloured) -> bytes:
    """One line that says what follows, then the pixels."""
    header = {"side": len(found.pixels), "name": found.name, "size": found.size}
    return MAGIC + json.dumps(header).encode() + b"\n" + found.pixels.tobytes()


def unpacked(data: bytes) -> Coloured:
    """The picture that `packed` made these bytes of. Raises ParamError where it did not."""
    header, _, body = data.partition(b"\n")
    try:
        if not header.startswith(MAGIC):
            raise ValueError("another kind of file")
        told = json.loads(header.removeprefix(MAGIC))
        side, name, (width, height) = told["side"], told["name"], told["size"]
        sizes = all(isinstance(one, int) for one in (side, width, height))
        if not (sizes and 1 <= side <= SIDE and len(body) == 3 * side**2 and isinstance(name, str)):
            raise ValueError("its parts do not fit together")
        pixels = np.frombuffer(body, np.uint8).reshape(side, side, 3)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise refusal(N_("This upload holds no picture: upload one on this page.")) from None
    return Coloured(_frozen(pixels), short(name), (width, height))


def stored(upload: str) -> Coloured:
    """The picture of an upload. ParamError where there is none."""
    uploads.find(upload)
    return _stored(upload)


@lru_cache(maxsize=4)  # what an id stands for never changes
def _stored(upload: str) -> Coloured:
    return unpacked(uploads.read(upload))


def taken(name: str, data: bytes) -> tuple[str, Coloured]:
    """Stores the picture of a file: its id, and what was made of it. ParamError with the file's name."""
    try:
        found = read(name, data)
        return uploads.store(packed(found)), found
    except ParamError as error:
        if "file" in error.message.values:
            raise
        values = {"file": short(name), "problem": error.message}
        raise ParamError(Message("upload", N_("{file}: {problem}"), values), "") from None


def _frozen(pixels: np.ndarray) -> np.ndarray:
    pixels = pixels.copy()
    pixels.flags.writeable = False
    return pixels
