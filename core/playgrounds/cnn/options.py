"""What a viewer may ask of the network's views: checked, with defaults for what is left out.

After a rebuild the options of the build before still arrive for a moment: an image, layer or class that this
build has not, but another one could have, counts as left out. What never makes sense raises ActError.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from core.i18n import N_
from core.params import Message
from core.playgrounds.arguments import existing
from core.playgrounds.cnn.blocks import CHANNELS, NEURONS
from core.playgrounds.contract import ActError, Options

IMAGES = 2000  # test images that can be chosen
SIDE, CLASSES = 32, 100  # the largest of any build
DRAWN = 2 * SIDE**2  # characters
CHOSEN = {  # what the views of one image are told of it
    "image": "which test image",
    "drawn": "instead of it, a picture made by hand: two hexadecimal digits a pixel",
}
MOST = {
    "layer": 64,
    "channel": max(NEURONS[1], CHANNELS[1] * SIDE**2),
    "y": SIDE,
    "x": SIDE,
    "target": CLASSES,
    "again": 100,
    "round": 2**31,
    "who": 2**31,
    "job": 2**31,
    "perplexity": 10_000,
    "cancel": 2,
}


def image(options: Options, count: int) -> int:
    """Which of `count` test images, 0 where nothing is said."""
    return existing(options, "image", count, IMAGES) or 0


def place(options: Options, name: str, count: int) -> int | None:
    """The number called `name`, 0…count − 1; None where it is left out, or of another build."""
    return existing(options, name, count, MOST[name])


def drawn(options: Options, side: int) -> np.ndarray | None:
    """A grey picture made by hand, uint8 [side, side], two hexadecimal digits a pixel; None without."""
    given: Any = options.get("drawn")
    if given is None or given == "":
        return None
    wrong = Message("drawn", N_("drawn: give two hexadecimal digits for each pixel."))
    if not isinstance(given, str) or len(given) > DRAWN or len(given) % 2:
        raise ActError(wrong)
    try:
        found = np.frombuffer(bytes.fromhex(given), np.uint8)
    except ValueError:
        raise ActError(wrong) from None
    return found.reshape(side, side) if len(found) == side**2 else None
