"""Batch normalisation written out, for a network of its own (core/nn/dense.py) and for copies that learn as
one batch (core/nn/batched.py).

m copies are normalised, B rows in a minibatch, n_k neurons in hidden layer k. Every neuron's weighted sum
z is brought to mean 0 and variance 1 over the minibatch, and then to a scale and a shift that are learned:

    forward      x = (z − mean) / √(variance + ε),   y = γ x + β
    backward     dL/dz = γ / √(variance + ε) · (d − mean(d) − x · mean(d x)),   where d = dL/dy
    gradient     dL/dγ = Σ d x,   dL/dβ = Σ d

Ioffe & Szegedy 2015 (arXiv:1502.03167): algorithm 1 and section 3; the backward pass is theirs, collected.
Once learned, running means of mean and variance take the minibatch's place (algorithm 2), so that an answer
does not depend on who else is asked. Then it is linear, and `folded` puts it into the weights.

A minibatch of one row has no variance: it is normalised by the running means, which it leaves as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

EPS = 1e-5  # as PyTorch has it
MOMENTUM = 0.1  # of the running means: the share of the newest minibatch, as PyTorch has it


def normalise(
    z: Tensor, gamma: Tensor, beta: Tensor, mean: Tensor, variance: Tensor,
    eps: float = EPS, momentum: float = MOMENTUM,
) -> tuple[Tensor, Tensor, Tensor]:  # fmt: skip
    """z [B, n] -> y and x [B, n], 1 / √(variance + ε) [n]; the running means [n] move, in place.

    TorchScript compiles it, and its way back, as they stand (core/nn/fast.py).
    """
    rows = z.shape[0]
    if rows > 1:
        spread, middle = torch.var_mean(z, [0], correction=0)
        mean.lerp_(middle, momentum)
        variance.lerp_(spread * (rows / (rows - 1)), momentum)
    else:
        spread, middle = variance, mean
    scale = torch.rsqrt(spread + eps)
    x = (z - middle) * scale
    return torch.addcmul(beta, gamma, x), x, scale


def normalise_backward(
    d: Tensor, x: Tensor, scale: Tensor, gamma: Tensor, gamma_slope: Tensor, beta_slope: Tensor
) -> Tensor:
    """dL/dz [B, n] from d = dL/dy; dL/dγ and dL/dβ [n] go into the slopes."""
    torch.sum(d * x, [0], out=gamma_slope)
    torch.sum(d, [0], out=beta_slope)
    rows = d.shape[0]
    if rows > 1:  # the mean and the variance, too, are made of these rows
        d = d - torch.addcmul(beta_slope, x, gamma_slope) / rows
    return d * (scale * gamma)


class LayerNorms:
    """All hidden layers of one network; γ [n_k] and its slopes are windows on the network's own vectors.

    β stands where a layer has its biases, in the last row of W_k: a bias added before would be taken away
    again with the mean, so it is added afterwards, and is β.
    """

    def __init__(self, gamma: Sequence[Tensor], slopes: Sequence[Tensor]) -> None:
        counts = [len(one) for one in gamma]
        self.gamma, self.slopes = gamma, slopes  # [n_k] each
        self.running = torch.zeros(2, sum(counts), device=gamma[0].device)
        self.mean, self.variance = (flat.split(counts) for flat in self.running)  # [n_k] each
        self.x = [torch.empty(0)] * len(counts)  # [B, n_k], as backward needs it
        self.scale = [torch.empty(0)] * len(counts)  # 1 / √(variance + ε) [n_k]
        self.begin()

    def begin(self) -> None:
        """γ = 1, running mean 0, running variance 1."""
        for gamma in self.gamma:
            gamma.fill_(1)
        self.running.copy_(torch.tensor([[0.0], [1.0]]))

    def forward(self, k: int, z: Tensor, beta: Tensor) -> Tensor:
        """y [B, n_k] of hidden layer k, which learns."""
        y, self.x[k], self.scale[k] = normalise(
            z, self.gamma[k], beta, self.mean[k], self.variance[k]
        )
        return y

    def backward(self, k: int, d: Tensor, beta_slope: Tensor) -> Tensor:
        """dL/dz [B, n_k] from dL/dy, after `forward`."""
        return normalise_backward(
            d, self.x[k], self.scale[k], self.gamma[k], self.slopes[k], beta_slope
        )

    def told(self) -> Tensor:
        """Running mean, √(running variance + ε) and γ of all hidden neurons, [3, Σ n_k]."""
        mean, variance = self.running
        return torch.stack((mean, (variance + EPS).sqrt(), torch.cat(list(self.gamma))))

    def factor(self, k: int, gamma: Tensor) -> Tensor:
        """What a normalised layer multiplies z with, once learned: γ / √(running variance + ε)."""
        return gamma * torch.rsqrt(self.variance[k] + EPS)


class BatchNorm:
    """All hidden layers of the `copies` of a batch; theta [m, 2 Σ n_k] holds γ and β, layer by layer."""

    def __init__(
        self, hidden: Sequence[int], copies: slice, device: torch.device | str = "cpu"
    ) -> None:
        self.copies = copies
        count = copies.stop - copies.start
        self.theta = torch.zeros(count, 2 * sum(hidden), device=device)
        self.grad = torch.zeros_like(self.theta)
        counts = [n for n in hidden for _ in range(2)]
        values, slopes = self.theta.split(counts, 1), self.grad.split(counts, 1)
        self.gamma, self.beta = values[::2], values[1::2]  # [m, n_k]
        self._gamma_slope, self._beta_slope = slopes[::2], slopes[1::2]
        for gamma in self.gamma:
            gamma.fill_(1)
        self.mean = [torch.zeros(count, n, device=device) for n in hidden]  # running, [m, n_k]
        self.variance = [torch.ones(count, n, device=device) for n in hidden]
        self._x = [torch.empty(0)] * len(hidden)  # [m, n_k, B], as backward needs it
        self._scale = [torch.empty(0)] * len(hidden)  # 1 / √(variance + ε) [m, n_k, 1]

    def forward(self, k: int, z: Tensor) -> None:
        """z of hidden layer k [M, n_k, B] becomes y, in place, for those copies that are normalised."""
        z = z[self.copies]
        rows = z.shape[2]
        variance, mean = torch.var_mean(z, 2, correction=0, keepdim=True)
        self._scale[k] = torch.rsqrt(variance + EPS)
        self._x[k] = (z - mean).mul_(self._scale[k])
        torch.addcmul(self.beta[k][:, :, None], self.gamma[k][:, :, None], self._x[k], out=z)
        unbiased = variance[:, :, 0] * (rows / max(rows - 1, 1))
        self.mean[k].lerp_(mean[:, :, 0], MOMENTUM)
        self.variance[k].lerp_(unbiased, MOMENTUM)

    def backward(self, k: int, delta: Tensor) -> None:
        """dL/dy [M, n_k, B] becomes dL/dz, in place, and gives the gradients of γ and β."""
        d, x = delta[self.copies], self._x[k]
        dx = d * x
        torch.sum(dx, 2, out=self._gamma_slope[k])
        torch.sum(d, 2, out=self._beta_slope[k])
        d.sub_(d.mean(2, keepdim=True)).sub_(x * dx.mean(2, keepdim=True))
        d.mul_(self._scale[k] * self.gamma[k][:, :, None])

    def layers(self) -> list[list[Tensor]]:
        """Of every layer γ, β, their slopes, running mean and variance, [m, n_k] each."""
        kept = (
            self.gamma,
            self.beta,
            self._gamma_slope,
            self._beta_slope,
            self.mean,
            self.variance,
        )
        return [list(each) for each in zip(*kept, strict=True)]

    def folded(self, k: int, weight: Tensor) -> Tensor:
        """The W_k [m, n_in + 1, n_k], last row biases, that answers by itself as W_k and this layer do."""
        scale = (self.gamma[k] * torch.rsqrt(self.variance[k] + EPS))[:, None]  # [m, 1, n_k]
        made = weight * scale
        made[:, -1] += self.beta[k] - self.mean[k] * scale[:, 0]
        return made

    def state(self) -> dict[str, Any]:
        """γ, β and the running means, copied."""
        mean, variance = ([each.clone() for each in kept] for kept in (self.mean, self.variance))
        return {"theta": self.theta.clone(), "mean": mean, "variance": variance}

    def load_state(self, kept: Mapping[str, Any]) -> None:
        self.theta.copy_(kept["theta"])
        for mine, theirs in zip(self.mean, kept["mean"], strict=True):
            mine.copy_(theirs)
        for mine, theirs in zip(self.variance, kept["variance"], strict=True):
            mine.copy_(theirs)
