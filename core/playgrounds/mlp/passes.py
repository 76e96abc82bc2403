"""What goes through a network for all training points at once, only to look at: nothing is learned from it.

N training points, n_k neurons in layer k (0 the inputs, 1…L hidden, L + 1 the output), K outputs. The same
mathematics as core/nn/dense.py, without its buffers: those hold the newest minibatch. Layers are normalised
by the running means, which are taken for constants; z is then what reaches the activation.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
import torch
from torch import Tensor

from core.nn.dense import DenseNet
from core.nn.losses import Loss
from core.nn.minibatches import Minibatches
from core.playgrounds.mlp.config import MlpConfig
from core.playgrounds.mlp.descent import Descent
from core.playgrounds.mlp.points import Points

MOST = 2000  # points: of more, evenly many are left out, so that looking stays cheap


class Inside(Protocol):
    """The algorithm, as far as looking inside its network needs it."""

    config: MlpConfig
    net: DenseNet
    points: Points
    loss: type[Loss]
    targets: Tensor  # [M, K]
    descent: Descent
    batches: Minibatches[Any]


def training(of: Inside) -> tuple[Tensor, Tensor]:
    """Features x [N, n_0] and targets t [N, K] of the training points, at most MOST of them."""
    n = of.points.train
    some = slice(0, n, max(1, -(-n // MOST)))
    return of.points.x[some], of.targets[some]


class Passes(NamedTuple):
    """Of every layer with weights, output last: what it is fed, z, and dL/dz of each point's own loss; of the
    hidden ones f(z), which is what the next is fed unless something was added to it."""

    a: list[np.ndarray]  # [N, n_{k−1}]: the features first
    z: list[np.ndarray]  # [N, n_k]
    delta: list[np.ndarray]  # [N, n_k]
    o: np.ndarray  # [N, K]: what the output shows
    bent: list[np.ndarray]  # [N, n_k]
    factors: list[np.ndarray]  # [n_k] each, of normalised layers: how much of a·W is in z

    def gradients(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Of the mean loss: dL/dW [n_{k−1}, n_k] and dL/db [n_k] of every layer."""
        n = len(self.o)
        rows = zip(self.a, self._inward(), self.delta, strict=True)
        return [(a.T @ inward / n, d.mean(0)) for a, inward, d in rows]

    def signal(self) -> list[float]:
        """The norm of a point's own gradient in every layer, with biases: root mean square over the points.

        That gradient is the outer product of a with dL/dz, so its norm is the product of theirs. Unlike the
        gradient of the mean loss it does not fade where points pull against each other.
        """
        found = []
        for a, inward, d in zip(self.a, self._inward(), self.delta, strict=True):
            if inward is d:
                squares = ((a * a).sum(1) + 1) * (d * d).sum(1)
            else:
                squares = (a * a).sum(1) * (inward * inward).sum(1) + (d * d).sum(1)
            found.append(math.sqrt(float(squares.mean())))
        return found

    def _inward(self) -> list[np.ndarray]:
        """Of every layer, dL/d(a·W) [N, n_k]: dL/dz, unless something comes between."""
        scaled = zip(self.delta, self.factors, strict=False)
        return [*(d * factor for d, factor in scaled), *self.delta[len(self.factors) :]]


def passes(of: Inside) -> Passes:
    """Forward and backward (Rumelhart, Hinton & Williams 1986), without dropout and penalties."""
    net, rest = of.net, of.net.at_rest()
    x, t = training(of)
    a, z, bent = [x], [], []
    for k, activation in enumerate(net.activations):
        z.append(torch.addmm(rest.biases[k], a[k], rest.kernels[k]))
        bent.append(activation.forward(z[k], torch.empty_like(z[k])))
        a.append(bent[k] + a[k] if net.skips[k] else bent[k])
    z.append(torch.addmm(rest.biases[-1], a[-1], rest.kernels[-1]))
    delta = [of.loss.learn(z[-1], t)[1] * len(x)]  # `learn` is of the mean; here each point's own
    handed = delta[0]
    for k in range(len(net.activations) - 1, -1, -1):
        back = torch.mm(delta[0], rest.backwards[k + 1])
        if k + 1 < len(net.skips) and net.skips[k + 1]:
            back = back + handed
        handed = back
        delta.insert(0, net.activations[k].backward(back, z[k], bent[k]))
    o = of.loss.predict(z[-1]).cpu().numpy()
    factors = (
        [net.norm.factor(k, gamma) for k, gamma in enumerate(net.norm.gamma)] if net.norm else []
    )
    return Passes(
        a=_numbers(a), z=_numbers(z), delta=_numbers(delta), o=o,
        bent=_numbers(bent), factors=_numbers(factors),
    )  # fmt: skip


def _numbers(tensors: Sequence[Tensor]) -> list[np.ndarray]:
    return [tensor.cpu().numpy() for tensor in tensors]
