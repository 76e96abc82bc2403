"""What is kept of a visitor's images: small squares, their classes, what these are called, and a name.

One line that says what follows, then the images' bytes, then the labels'. N images, C channels.
"""

from __future__ import annotations

import json

import numpy as np

from core.data.image_upload import CLASSES, FEWEST, MOST, NAMED, ImageUpload, Left
from core.data.named import short
from core.data.picture import SIDE
from core.data.uploads import refusal
from core.i18n import N_
from core.params.messages import Message

MAGIC = b"learnscope album "  # what files that are stored already begin with
CHANNELS = 1, 3


def packed(upload: ImageUpload) -> bytes:
    """The upload as the bytes of a file: grey ones as ever, so that they keep their ids."""
    told: dict[str, object] = {
        "images": len(upload.x),
        "classes": upload.classes,
        "name": upload.name,
    }
    told["left_out"] = [one.file for one in upload.left_out[:NAMED]]
    if upload.x.shape[1] > 1:
        told["channels"] = upload.x.shape[1]
    if upload.folders:
        told["folders"] = upload.folders
    header = json.dumps(told)
    return MAGIC + header.encode() + b"\n" + upload.x.tobytes() + upload.y.tobytes()


def unpacked(data: bytes) -> ImageUpload:
    """The upload that `packed` made these bytes of. Raises ParamError where it did not."""
    header, _, body = data.partition(b"\n")
    try:
        if not header.startswith(MAGIC):
            raise ValueError("another kind of file")
        told = json.loads(header.removeprefix(MAGIC))
        n, classes = told["images"], tuple(told["classes"])
        name, left_out = told.get("name", ""), told.get("left_out", [])
        channels, many = told.get("channels", 1), told.get("folders", 0)
        x = np.frombuffer(body, np.uint8, n * channels * SIDE**2)
        x = x.reshape(n, channels, SIDE, SIDE)
        y = np.frombuffer(body, np.uint8, n, offset=x.size)
        if not (
            FEWEST <= n <= MOST
            and channels in CHANNELS
            and type(many) is int
            and len(body) == x.size + n
            and len(classes) <= CLASSES
            and all(isinstance(one, str) for one in (name, *classes, *left_out))
            and y.max() < max(1, len(classes))
        ):
            raise ValueError("its parts do not fit together")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise refusal(N_("This upload holds no images: upload them on this page.")) from None
    left = tuple(
        Left(one, Message("upload", N_("{file} was left out."), {"file": one}))
        for one in left_out[:NAMED]
    )
    return ImageUpload(x, y, classes, left, short(name), folders=many)
