"""Everybody who learns: the network that is shown, the others of its ensemble, and its twin from scratch.

All see the same minibatches. The ensemble's networks differ in their initial weights (Lakshminarayanan et
al. 2017, arXiv:1612.01474); the twin has those of the network shown, but learns no source before (source.py).
They learn one after the other: as one batch of networks (torch.func.vmap) five took as long on the default's
images, 35 ms, and on Fashion-MNIST 426 ms in place of 232.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

import torch
from torch import Generator

from core.playgrounds.cnn import architecture
from core.playgrounds.cnn.config import MEMBERS, CnnConfig
from core.playgrounds.cnn.evaluation import Nets
from core.playgrounds.cnn.learner import Learner
from core.playgrounds.cnn.network import Network
from core.playgrounds.cnn.pictures import Pictures
from core.playgrounds.cnn.source import Source

STREAMS = 3 + 2 * (MEMBERS - 1)  # generators that are needed beside those of the network shown


class Copies:
    """`learners` is the ensemble, the network shown first; `scratch` and `source` are there with transfer
    learning alone."""

    def __init__(
        self,
        c: CnnConfig,
        pictures: Pictures,
        layers: list[architecture.Layer],
        device: torch.device,
        rngs: Sequence[Generator],
    ) -> None:
        """`rngs`: of weights and dropout of the network shown, then STREAMS more. Raises ParamError where the
        source's images are not there, or are of another shape."""
        own, (for_twin, for_order, for_heads, *others) = rngs[:2], rngs[2:]
        pairs = [own, *zip(others[::2], others[1::2], strict=True)][: c.ensemble]
        image, self._layers = pictures.image, layers
        self.learners: list[Learner] = []
        for weights, drop in pairs:
            module = Network(layers, image[0], image[1], c.activation, weights)
            self.learners.append(Learner(module, device, drop, c))
        self.scratch: Learner | None = None
        self.source: Source | None = None
        if c.transfer != "off":
            twin = copy.deepcopy(self.learners[0].module)
            self.scratch = Learner(twin, device, for_twin, c)
            self.source = Source(c, self.learners, image, device, (for_order, for_heads))
        scratch = None if self.scratch is None else self.scratch.net
        beside = tuple(one.net for one in self.learners[1:])
        self.nets = Nets(self.learners[0].net, beside, scratch)

    @property
    def every(self) -> list[Learner]:
        """Who learns the target."""
        return self.learners if self.scratch is None else [*self.learners, self.scratch]

    @property
    def before(self) -> Source | None:
        """The source, as long as it is learned."""
        return None if self.source is None or self.source.done else self.source

    @property
    def frozen(self) -> int:
        """Layers of the ensemble that stand still once the source is learned."""
        return self.learners[0].frozen

    @property
    def finite(self) -> bool:
        return all(bool(net.theta.isfinite().all()) for net in self.nets.every)

    def configure(self, c: CnnConfig) -> None:
        frozen = 0 if self.source is None else architecture.written(self._layers, c.freeze)
        for one in self.learners:
            one.configure(c, frozen)
        if self.source is not None:
            self.source.configure(c)
        if self.scratch is not None:
            self.scratch.configure(c)

    def state(self) -> dict[str, Any]:
        return {
            "copies": [one.state() for one in self.every],
            "source": None if self.source is None else self.source.state(),
        }

    def load_state(self, state: dict[str, Any]) -> None:
        """Of copies that are configured as these are."""
        for one, kept in zip(self.every, state["copies"], strict=True):
            one.load_state(kept)
        if self.source is not None:
            self.source.load_state(state["source"])
