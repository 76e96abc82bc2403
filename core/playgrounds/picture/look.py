"""What one frame is made from: the pictures that the networks paint, and which of their waves are right.

S pixels a side, M networks, R whole frequencies: 1 … S/2 cycles along the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np

from core.playgrounds.picture.painter import Painter

GREY = np.array((0.299, 0.587, 0.114), np.float32)  # of red, green and blue: ITU-R 601


class Look:
    """Answers each question once, however many views share it."""

    def __init__(self, original: np.ndarray, painters: Sequence[Painter]) -> None:
        self.original, self._painters = original, painters

    @cached_property
    def painted(self) -> list[np.ndarray]:
        """Every network's picture, cut off at 0 and 1: float32 [S, S, 3] each."""
        shape = self.original.shape
        answers = [painter.answer().nan_to_num_(0.5).clamp_(0, 1) for painter in self._painters]
        return [answer.cpu().numpy().reshape(shape) for answer in answers]

    @property
    def bytes(self) -> list[np.ndarray]:
        """The same as uint8 [S, S, 3]."""
        return [as_bytes(one) for one in self.painted]


def as_bytes(colours: np.ndarray) -> np.ndarray:
    """Colours in 0…1 as uint8."""
    return (colours * 255 + 0.5).astype(np.uint8)


def spectra(original: np.ndarray, painted: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Power per frequency of the original and of every picture [1 + M, R], and the share learned [M, R].

    Of their brightness: a ring around the origin holds the waves of about k cycles in all directions. The
    share learned is 1 − |F(picture) − F(original)|² / |F(original)|², summed over the ring: 1 where all waves
    are right, 0 where none is there, below where wrong ones have been added.
    """
    side = len(original)
    waves = [np.fft.rfft2(_brightness(one)) for one in (original / np.float32(255), *painted)]
    true = waves[0]
    power = np.stack([_rings(one, side) for one in waves])
    wrong = [_rings(one - true, side) for one in waves[1:]]
    floor = np.maximum(power[0], 1e-12)
    return power.astype(np.float32), np.stack([1 - one / floor for one in wrong]).astype(np.float32)


def _brightness(picture: np.ndarray) -> np.ndarray:
    grey = picture @ GREY
    return grey - grey.mean()


def _rings(waves: np.ndarray, side: int) -> np.ndarray:
    """The sum of |waves|² over each ring, as a share of one picture's pixels: [R]."""
    rings, weights = _places(side)
    power = (waves.real**2 + waves.imag**2).ravel() * weights
    return np.bincount(rings, power, side // 2 + 1)[1 : side // 2 + 1] / side**4


@lru_cache(maxsize=4)
def _places(side: int) -> tuple[np.ndarray, np.ndarray]:
    """The ring of every wave of `rfft2`, and how often it counts: the half left out is its mirror image."""
    down, across = np.fft.fftfreq(side, 1 / side)[:, None], np.fft.rfftfreq(side, 1 / side)[None]
    rings = np.rint(np.hypot(down, across)).astype(np.intp)
    weights = np.where((across > 0) & (across < side / 2), 2.0, 1.0) * (rings <= side // 2)
    return np.minimum(rings, side // 2).ravel(), np.broadcast_to(weights, rings.shape).ravel()
