"""Images and archives made for tests."""

import io
import zipfile

import numpy as np
from PIL import Image


def encoded(image, format="PNG", **rest):
    """An image, or an array that is to be one, as the bytes of a file."""
    if isinstance(image, np.ndarray):
        image = Image.fromarray(image)
    stored = io.BytesIO()
    image.save(stored, format, **rest)
    return stored.getvalue()


def photo(number, size=(20, 20), bright=256):
    """A grey picture of noise, another for each number."""
    dice = np.random.default_rng(number)
    return encoded(dice.integers(0, bright, size[::-1]).astype(np.uint8))


def zipped(entries, method=zipfile.ZIP_DEFLATED):
    """An archive of {name: bytes}."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return stored.getvalue()


def two_classes(each=25):
    """{name: bytes} of dark and bright pictures in folders of their own."""
    dark = {f"mine/dark/{i}.png": photo(i, bright=90) for i in range(each)}
    return dark | {f"mine/noise/{i}.png": photo(100 + i) for i in range(each)}
