"""A GAN as it is seen: one kind of data each in point_views.py, image_views.py and signal_views.py."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
from torch import Tensor

from core.playgrounds.contract import Arrays
from core.playgrounds.gan.domain import Domain
from core.playgrounds.gan.pair import NetworkPair


class Look(ABC):
    """What views are filled from, made anew for every frame: nothing here changes or draws from training."""

    def __init__(self, domain: Domain, pair: NetworkPair) -> None:
        self.domain, self.pair = domain, pair

    @abstractmethod
    def describe(self) -> dict[str, Any]:
        """What the page must know about this kind of data; `metrics` names those shown, in their order."""

    @abstractmethod
    def static(self) -> Arrays:
        """Arrays that never change: real samples to compare with, say."""

    @abstractmethod
    def thumbs(self, x: Tensor) -> np.ndarray:
        """A few of the samples x [n, *S] as the data-flow drawing shows them."""

    @abstractmethod
    def traced(self, x: Tensor) -> np.ndarray:
        """The samples of a batch x [B, *S] that slow motion shows."""
