"""The small picture of a kept run. A browser sends it, so nothing about it is believed: it is read as a
picture of a few kinds and sizes, and drawn anew."""

from __future__ import annotations

import io
import logging

SIZE = (320, 200)  # pixels, twice what is shown of them
LARGEST = 1280  # pixels of a side of what is sent
KINDS = ("PNG", "WEBP", "JPEG")
MOST = 20_000  # bytes
QUALITIES = (80, 55, 30, 10)
log = logging.getLogger(__name__)


def thumbnail(content: bytes) -> bytes:
    """A WebP of at most SIZE and MOST; b"" for what is no such picture."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as sent:
            if max(sent.size) > LARGEST:  # as it says of itself, before anything is unpacked
                return b""
            picture = sent.convert("RGB")
        picture.thumbnail(SIZE)
        for quality in QUALITIES:
            made = io.BytesIO()
            picture.save(made, "WEBP", quality=quality)
            if made.tell() <= MOST:
                return made.getvalue()
    except Exception as error:  # whatever bytes of any form do to the readers
        log.info("a picture of a run was none: %s", type(error).__name__)
    return b""
