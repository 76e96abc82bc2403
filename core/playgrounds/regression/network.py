"""A curve from a small network: y = Σ_j v_j f(w_j x + b_j) + c, one hidden layer of H neurons.

Forward and backward pass are those of core/nn/dense.py. Each neuron gives the curve one piece of the shape
f, moved by b, stretched by w and weighed by v: Cybenko 1989 (doi:10.1007/BF02551274) for why that is enough.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Generator, Tensor

from core.nn.activations import ACTIVATIONS
from core.nn.dense import DenseNet, with_ones
from core.nn.optimisers import OPTIMIZERS, soft_threshold
from core.playgrounds.contract import Trace
from core.playgrounds.regression import least_squares as ls
from core.playgrounds.regression.fits import Fits

STEEP = 1.5  # standard deviation of w at the start


def column(values: np.ndarray) -> Tensor:
    """[N] → float32 [N, 1]."""
    return torch.from_numpy(values).float()[:, None]


def doubles(values: Tensor) -> np.ndarray:
    """A copy in float64."""
    return values.detach().cpu().double().numpy()


class Network(Fits):
    """M networks of the same start, one for each loss."""

    def begin(self, rng: Generator) -> None:
        """Neurons bend within the points: with biases of zero all would bend at x = 0."""
        n = self.config.neurons
        w, share, v = (
            torch.randn(n, generator=rng),
            torch.rand(n, generator=rng),
            torch.randn(n, generator=rng),
        )
        low, high = float(self.points.x.min()), float(self.points.x.max())
        w, where = STEEP * w, low + (high - low) * share
        self.nets = [DenseNet((1, n, 1), self.device) for _ in self.losses]
        for net in self.nets:
            net.activations = [ACTIVATIONS[self.config.activation]]
            net.weights[0].copy_(torch.stack((w, -w * where)))
            net.kernels[1].copy_(v[:, None] / n**0.5)
        self.optimisers = [OPTIMIZERS[self.config.optimizer](net.theta) for net in self.nets]
        self._known = -1

    def refresh(self) -> None:
        """Makes tensors of the points, once for every change of them."""
        if self._known == self.points.version:
            return
        self._known = self.points.version
        self._x = with_ones(column(self.points.x)).to(self.device)  # [N, 2]
        self._y = column(self.points.y).to(self.device)  # [N, 1]
        self._work = [net.workspace(len(self._x)) for net in self.nets]

    def step(self, m: int, trace: Trace) -> float:
        self.refresh()
        c, loss, net, work = self.config, self.losses[m], self.nets[m], self._work[m]
        r = net.forward(self._x, work) - self._y  # [N, 1]
        residuals = doubles(r[:, 0])
        value = float(ls.each(loss, residuals).mean())
        net.backward(self._x.t(), self._delta(loss, residuals), work)
        trace.tell("residuals", m, prediction=r + self._y, residual=r)
        trace.tell("gradient", m, loss=value, gradient=net.grad)
        trace.tell("update", m, before=net.theta)
        decay = c.weight_decay * net.is_weight if c.weight_decay else None
        self.optimisers[m].update(net.theta, net.grad, c.lr, decay)
        if c.l1:
            soft_threshold(net.theta, c.lr * c.l1 * net.is_weight)
        trace.tell("update", m, after=net.theta)
        return value

    def _delta(self, loss: str, residuals: np.ndarray) -> Tensor:
        """The mean loss's derivative for what the network says, [N, 1]."""
        return column(ls.slope(loss, residuals) / len(residuals)).to(self.device)

    def errors(self, *, test: bool = False) -> list[float]:
        x, y = (self.test.x, self.test.y) if test else (self.points.x, self.points.y)
        every = zip(self.losses, self.curves(x), strict=True)
        return [float(ls.each(loss, curve - y).mean()) for loss, curve in every]

    # ---- to look at ---------------------------------------------------------------------------
    def curves(self, x: np.ndarray) -> np.ndarray:
        """What every network says at x [N]: float64 [M, N]."""
        at = column(x).to(self.device)
        return np.stack([doubles(net.answer(at)[1][:, 0]) for net in self.nets])

    def parts(self, x: np.ndarray) -> tuple[np.ndarray, float]:
        """Of the first network: what every neuron adds at x [N], v_j f(w_j x + b_j), [H, N]; and c."""
        net = self.nets[0]
        (a,), _ = net.answer(column(x).to(self.device))  # [N, H]
        return doubles((a * net.kernels[1].t()).t()), float(net.biases[1])

    def neurons(self) -> tuple[np.ndarray, np.ndarray]:
        """Of the first network: w, b, v of every neuron, and the loss's gradient for them, both [H, 3]."""
        self.refresh()
        net = self.nets[0]
        (w, b), v = net.weights[0], net.kernels[1][:, 0]
        z = torch.addmm(b, self._x[:, :1], w[None])  # [N, H]
        a = net.activations[0].forward(z, torch.empty_like(z))
        r = doubles(torch.mv(a, v) + net.biases[1] - self._y[:, 0])
        delta = self._delta(self.losses[0], r)  # [N, 1]
        behind = net.activations[0].backward(delta * v, z, a)  # dL/dz [N, H]
        gradient = torch.stack(
            ((behind * self._x[:, :1]).sum(0), behind.sum(0), (delta * a).sum(0)), 1
        )
        return doubles(torch.stack((w, b, v), 1)), doubles(gradient)

    def walked(self) -> np.ndarray:
        """Nowhere: its loss has too many directions for a map."""
        return np.zeros((len(self.losses), 2))

    def state(self) -> dict[str, Any]:
        return {
            "theta": [net.theta for net in self.nets],
            "optimisers": [one.state() for one in self.optimisers],
        }

    def load_state(self, kept: dict[str, Any]) -> None:
        for net, theta in zip(self.nets, kept["theta"], strict=True):
            net.theta.copy_(theta)
        for one, state in zip(self.optimisers, kept["optimisers"], strict=True):
            one.load_state(state)
        self._known = -1
