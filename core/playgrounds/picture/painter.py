"""A network that paints: from a place to red, green and blue in 0…1, learned by squared error.

B pixels of a minibatch, N that are learned from, P places asked about, n_0 inputs. The passes are those of
core/nn/dense.py in their fast form. Sines (SIREN, Sitzmann et al. 2020, arXiv:2006.09661) compute
sin(ω₀ (W x + b)); here ω₀ = 30 lies in W and b from the beginning, which is the same function.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator, Tensor

from core.nn.activations import ACTIVATIONS
from core.nn.dense import DenseNet, Workspace
from core.nn.fast import FastDescent
from core.nn.initialisers import INITIALISERS
from core.nn.losses import SquaredError
from core.nn.minibatches import Minibatch, Minibatches
from core.nn.optimisers import OPTIMIZERS, SGD, scheduled
from core.playgrounds.picture.config import PictureConfig
from core.playgrounds.picture.features import encoded, on_grid

COLOURS = 3
OMEGA = 30.0  # ω₀
AT_ONCE = 4096  # places that are answered in one go: more would not stay in the cache
TO_MEAN = 2 / COLOURS  # from ½ Σ over the colours to their mean


class Painter:
    """One network with its inputs, its minibatches and the optimiser that takes its steps."""

    optimizer: SGD

    def __init__(
        self, c: PictureConfig, activation: str, b: Tensor | None, v: Tensor, device: torch.device
    ) -> None:
        """`b`: its waves [2, m], or None; `v`: all pixels' middles [P, 2]."""
        self.b = None if b is None else b.to(device)
        self.inputs = encoded(v.to(device), self.b)  # [P, n_0]
        self.net = DenseNet((self.inputs.shape[1], *c.hidden, COLOURS), device)
        self.net.activations = [ACTIVATIONS[activation]] * len(c.hidden)
        self._siren = activation == "sine" and bool(c.hidden)
        self._usual = "he" if activation == "relu" and c.hidden else "xavier"

    def initialise(self, seeds: list[int]) -> None:
        """A seed per layer: networks with other inputs begin alike in all layers but the first."""
        for layer, (weight, seed) in enumerate(zip(self.net.weights, seeds, strict=True)):
            n_in, n_out = weight.shape[0] - 1, weight.shape[1]
            generator = Generator().manual_seed(seed)
            made = siren if self._siren else INITIALISERS[self._usual]
            drawn = made(n_in, n_out, generator)
            if self._siren and layer == 0:
                drawn *= OMEGA * math.sqrt(1 / (6 * n_in))  # U(−1/n, 1/n), times ω₀
            if layer == len(self.net.weights) - 1:
                drawn *= 1 / OMEGA if self._siren else 1
                drawn[-1] = 0.5  # the middle of all colours
            weight.copy_(drawn)

    def begin(self, c: PictureConfig, colours: Tensor, learned: Tensor, order: int) -> None:
        """Learn from the pixels `learned` [N] of `colours` [P, 3]; `order` is the seed of their order."""
        x, t = self.inputs[learned], colours[learned]
        self.batches: Minibatches[Workspace] = Minibatches(
            x, t, c.rows, self.net.workspace, Generator().manual_seed(order)
        )
        self.take(c, anew=True)

    def take(self, c: PictureConfig, *, anew: bool) -> None:
        """Other live values; `anew`: an optimiser without memory."""
        self.config = c
        if anew:
            self.optimizer = OPTIMIZERS[c.optimizer](self.net.theta)
            self._fast = FastDescent(self.net, SquaredError, self.optimizer)
        if c.rows != self.batches.size:
            self.batches.resize(c.rows)

    def learn(self) -> tuple[Minibatch[Workspace], Tensor]:
        """A step with the next minibatch, and the mean squared error before it, []."""
        if self.batches.done:
            self.batches.begin_epoch()
        c = self.config
        lr = scheduled(c.schedule, c.lr, max(self.batches.begun - 1, 0), c.schedule_epochs)
        (batch,) = self.batches.run(1)
        return batch, self._fast.descend([batch], lr)[0] * TO_MEAN

    # ---- to look at ---------------------------------------------------------------------------
    def answer(self) -> Tensor:
        """The colours of all pixels as the network has them, which may leave 0…1: [P, 3]."""
        parts = self.inputs.split(AT_ONCE)
        return torch.cat([self.net.answer(part)[1] for part in parts])

    def on_grid(self, x: Tensor, y: Tensor) -> Tensor:
        """The colours at all places (x, y) of a grid, row by row, for x [W] and y [H]: [H · W, 3]."""
        device = self.net.device
        return self.net.answer(on_grid(x.to(device), y.to(device), self.b))[1]

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> dict[str, Any]:
        return {
            "theta": self.net.theta,
            "optimizer": self.optimizer.state(),
            "batches": self.batches.state(),
        }

    def load_state(self, kept: Mapping[str, Any]) -> None:
        self.net.theta.copy_(kept["theta"])
        self.optimizer.load_state(kept["optimizer"])
        self.batches.load_state(kept["batches"])


def siren(n_in: int, n_out: int, generator: Generator) -> Tensor:
    """SIREN's hidden layer with ω₀ in the weights, section 3.2: U(−√(6/n), √(6/n)), biases zero."""
    bound = math.sqrt(6 / n_in)
    weights = (torch.rand(n_in, n_out, generator=generator) * 2 - 1) * bound
    return torch.cat([weights, torch.zeros(1, n_out)])
