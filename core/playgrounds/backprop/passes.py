"""Both passes of one minibatch, written out, with every number that occurs kept.

B rows, n_k neurons in layer k (0 the features, L the output), W_k [n_{k-1} + 1, n_k] with the biases as its
last row. f is the activation of the hidden layers; the output is a sigmoid, o = σ(z_L).

    forward    z_k = a_{k-1} W_k + b_k,   a_k = f(z_k)
    loss       L = mean over the rows of ½ Σ (o − t)², or of the cross-entropy −Σ t log o + (1 − t) log(1 − o)
    backward   δ_L = (o − t) · o(1 − o) / B for the squared error, (o − t) / B for the cross-entropy
               δ_{k-1} = f′(z_{k-1}) · (δ_k W_kᵀ)
    gradient   dL/dW_k = a_{k-1}ᵀ δ_k

Rumelhart, Hinton & Williams 1986 (doi:10.1038/323533a0), equations 4–7. All of it works in the precision
of the weights: finite differences are taken in double precision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import softplus

from core.nn.activations import Activation


@dataclass(frozen=True)
class Pass:
    """Everything of one minibatch; lists go over the layers 1…L."""

    x: Tensor  # [B, n_0] features
    z: list[Tensor]  # [B, n_k]
    a: list[Tensor]  # [B, n_k]
    slope: list[Tensor]  # [B, n_k] da/dz
    delta: list[Tensor]  # [B, n_k] dL/dz
    each: Tensor  # [B] the loss of every row
    loss: Tensor  # [] their mean
    grad: Tensor  # [P]


def forward(
    weights: Sequence[Tensor], x: Tensor, activation: Activation
) -> tuple[list[Tensor], list[Tensor]]:
    """z and a of every layer, [B, n_k] each."""
    zs, answers, a = [], [], x
    for k, weight in enumerate(weights):
        z = torch.addmm(weight[-1], a, weight[:-1])
        last = k == len(weights) - 1
        a = torch.sigmoid(z) if last else activation.forward(z, torch.empty_like(z))
        zs.append(z)
        answers.append(a)
    return zs, answers


def losses(z: Tensor, o: Tensor, t: Tensor, name: str) -> Tensor:
    """The loss of every row, [B], from z, o and t [B, K]; t in 0…1."""
    if name == "mse":
        return (o - t).square().sum(1) / 2
    return (softplus(z) - t * z).sum(1)  # −t log σ(z) − (1 − t) log(1 − σ(z)) for any z


def both(
    weights: Sequence[Tensor], x: Tensor, t: Tensor, activation: Activation, name: str
) -> Pass:
    """Forward and backward pass of the features x [B, n_0] with the targets t [B, K]."""
    zs, answers = forward(weights, x, activation)
    o, rows = answers[-1], len(x)
    each = losses(zs[-1], o, t, name)
    ones = [torch.ones_like(z) for z in zs]
    slopes = [activation.backward(*of) for of in zip(ones, zs, answers, strict=True)][:-1]
    slopes.append(o * (1 - o))
    delta = (o - t) / rows
    if name == "mse":
        delta = delta * slopes[-1]
    deltas, grads = [delta], []
    for k in range(len(weights) - 1, -1, -1):
        before = answers[k - 1] if k else x
        grads.append(torch.cat([before.t() @ delta, delta.sum(0, keepdim=True)]).view(-1))
        if k:
            delta = slopes[k - 1] * (delta @ weights[k][:-1].t())
            deltas.append(delta)
    grad = torch.cat(grads[::-1])
    return Pass(x, zs, answers, slopes, deltas[::-1], each, each.mean(), grad)


def slope_between(
    weights: Sequence[Tensor], place: tuple[int, int, int], eps: float, x: Tensor, t: Tensor,
    activation: Activation, name: str,
) -> tuple[float, float, float]:  # fmt: skip
    """(L(w + eps) − L(w − eps)) / 2 eps for the weight at `place` (layer from 0, row, column), in double
    precision; with it L(w + eps) and L(w − eps)."""
    found = []
    for by in (eps, -eps):
        moved = [weight.double().clone() for weight in weights]
        layer, row, column = place
        moved[layer][row, column] += by
        z, a = forward(moved, x.double(), activation)
        found.append(float(losses(z[-1], a[-1], t.double(), name).mean()))
    return (found[0] - found[1]) / (2 * eps), found[0], found[1]
