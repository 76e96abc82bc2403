"""A step of all copies in one call: what copies.py and core/nn/batched.py explain, for speed.

Of a step as they write it more than half is Python's own part of some ninety small calls. Here it is one
function in the part of Python that TorchScript compiles, as core/nn/fast.py is for one network; a test holds
it to the explained one (tests/playgrounds/regularization/test_fast.py). Two things are shorter: dropout and
jitter touch the one row they are for, and an activation's derivative is torch's own operator for it.

R networks in the batch, B rows of a minibatch, P parameters each; layers as core/nn/batched.py has them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import torch
from torch import Tensor

from core.nn import fast, fast_batched
from core.nn.batched import ONE_BLOCK, BatchedNet, BatchedUpdate, BatchedWorkspace
from core.nn.fast import FUNCTIONS, OPTIMISERS, bend, straighten
from core.nn.fast_batched import product
from core.nn.normalisation import EPS, MOMENTUM
from core.nn.optimisers import SGD, Adam, Momentum
from core.nn.scripted import scripted

update_all, update_one = fast_batched.update, fast.update


# ---- compiled: only what TorchScript knows --------------------------------------------------------
def normalised(z: Tensor, n: list[Tensor], eps: float, momentum: float) -> list[Tensor]:
    """z [m, n_k, B] becomes y, in place; x and 1 / √(variance + ε), for the way back.

    n: γ, β, their slopes, running mean and variance, [m, n_k] each.
    """
    rows = z.shape[2]
    variance, mean = torch.var_mean(z, [2], correction=0, keepdim=True)
    scale = torch.rsqrt(variance + eps)
    x = (z - mean).mul_(scale)
    torch.addcmul(n[1].unsqueeze(2), n[0].unsqueeze(2), x, out=z)
    n[4].lerp_(mean.squeeze(2), momentum)
    n[5].lerp_(variance.squeeze(2) * (rows / max(rows - 1, 1)), momentum)
    return [x, scale]


def normalised_back(d: Tensor, seen: list[Tensor], n: list[Tensor]) -> None:
    """dL/dy [m, n_k, B] becomes dL/dz, in place, and gives the slopes of γ and β."""
    x, rows = seen[0], d.shape[2]
    torch.sum(d * x, [2], out=n[2])
    torch.sum(d, [2], out=n[3])
    d.sub_(torch.addcmul(n[3].unsqueeze(2), x, n[2].unsqueeze(2)) / rows)
    d.mul_(seen[1] * n[0].unsqueeze(2))


def descend(
    x: Tensor, t: Tensor, z: list[Tensor], a: list[Tensor], a_ones: list[Tensor],
    a_transposed: list[Tensor], bent: list[Tensor], weights: list[Tensor], kernels: list[Tensor],
    gradients: list[Tensor], whole: list[bool], theta: Tensor, grad: Tensor, function: int,
    optimiser: int, slots: list[Tensor], mu: float, done: int, lrs: Tensor, lr: float,
    decay: Tensor | None, threshold: Tensor | None, masks: list[Tensor], dropped: int,
    normed: int, norms: list[list[Tensor]], eps: float, momentum: float,
    norm_theta: Tensor, norm_grad: Tensor, norm_slots: list[Tensor], is_weight: Tensor,
) -> tuple[Tensor, Tensor, Tensor]:  # fmt: skip
    """One step: losses [R], delta of the output [R, 1, B], the norms of all weights [R].

    x is [R, n_0 + 1, B], t [R, 1, B]. masks [n_k, B] are those of row `dropped`; `normed` is the row that
    is normalised, −1: none.
    """
    last, inward = len(a), x
    seen: list[list[Tensor]] = []
    for k in range(last):
        torch.bmm(weights[k], inward, out=z[k])
        if normed >= 0:
            seen.append(normalised(z[k][normed : normed + 1], norms[k], eps, momentum))
        bend(function, z[k], bent[k])
        if len(masks) > 0:
            a[k].copy_(bent[k])
            a[k][dropped].mul_(masks[k])
        inward = a_ones[k]
    o = torch.bmm(weights[last], inward, out=z[last])
    losses = torch.nn.functional.softplus(torch.addcmul(o, o, t, value=-2)).mean([1, 2])
    top = torch.sigmoid(o).sub_(t).mul_(1.0 / t.shape[2])
    delta = top
    for j in range(last):
        k = last - 1 - j
        product(delta, a_transposed[k], gradients[k + 1], whole[k + 1])
        delta = torch.bmm(kernels[k + 1], delta)
        if len(masks) > 0:
            delta[dropped].mul_(masks[k])
        straighten(function, delta, z[k], bent[k])
        if normed >= 0:
            normalised_back(delta[normed : normed + 1], seen[k], norms[k])
    product(delta, x.transpose(1, 2), gradients[0], whole[0])
    mus = torch.full_like(lrs, mu)
    update_all(optimiser, slots, done + 1, theta, grad, lrs, mus, decay, threshold, None)
    if normed >= 0:
        update_one(optimiser, norm_slots, mu, done + 1, norm_theta, norm_grad, lr, None, 0.0, None)
    return losses, top, torch.linalg.vector_norm(theta * is_weight, dim=1)


def validated(
    x: Tensor, t: Tensor, kernels: list[Tensor], biases: list[Tensor], function: int, row: int
) -> float:
    """The mean loss of one row at x [N, n_0], t [N, 1], without dropout and normalisation."""
    a = x
    for k in range(len(kernels) - 1):
        z = torch.addmm(biases[k][row], a, kernels[k][row])
        a = torch.empty_like(z)
        bend(function, z, a)
    z = torch.addmm(biases[-1][row], a, kernels[-1][row])
    return float(torch.nn.functional.softplus(torch.addcmul(z, z, t, value=-2)).mean())


# ---- for others -----------------------------------------------------------------------------------
@cache
def compiled() -> tuple[Callable[..., Any], Callable[..., Any]]:
    """`descend` and `validated` without the interpreter; as they stand where torch can't compile them."""
    return scripted(descend), scripted(validated)


class FastCopies:
    """Steps of all copies: their networks, their optimiser, and that of the normalised row."""

    def __init__(self, net: BatchedNet, update: BatchedUpdate, norm_update: SGD) -> None:
        self._net, self._update, self._norm_update = net, update, norm_update
        self._weights = [weight.transpose(1, 2) for weight in net.weights]
        self._gradients = [gradient.transpose(1, 2) for gradient in net.gradients]
        self._function = FUNCTIONS[net.activations[0].name] if net.activations else 0
        self._bent: dict[int, list[Tensor]] = {}  # B → f(z) before dropout, [R, n_k, B] each

    def step(
        self,
        x: Tensor,
        t: Tensor,
        work: BatchedWorkspace,
        lr: float,
        masks: Sequence[Tensor] = (),
        dropped: int = -1,
    ) -> tuple[Tensor, Tensor, Tensor]:
        """One step with x [R, B, n_0 + 1], t [R, B, 1]: losses [R], delta [R, B, 1], norms [R].

        `masks` [n_k, B] are dropout's for the row `dropped`.
        """
        net, optimiser, norm = self._net, self._update.optimizer, self._net.norm
        rows = x.shape[1]
        whole = [w.shape[1] * w.shape[2] * rows >= ONE_BLOCK for w in net.weights]
        none = torch.empty(0)
        losses, delta, norms = compiled()[0](
            x.transpose(1, 2), t.transpose(1, 2), work.z, work.a, work.with_ones, work.transposed,
            self._undropped(work, rows) if masks else work.a, self._weights, net.kernels,
            self._gradients, whole, net.theta, net.grad, self._function,
            OPTIMISERS.index(type(optimiser)), _slots(optimiser),
            optimiser.mu if isinstance(optimiser, Momentum) else 0.0,
            optimiser.t if isinstance(optimiser, Adam) else 0, self._update.lrs, lr,
            self._update.decay, self._update.threshold, list(masks), dropped,
            norm.copies.start if norm else -1, norm.layers() if norm else [], EPS, MOMENTUM,
            norm.theta if norm else none, norm.grad if norm else none, _slots(self._norm_update),
            net.is_weight,
        )  # fmt: skip
        for one in (optimiser, self._norm_update) if norm else (optimiser,):
            if isinstance(one, Adam):
                one.t += 1
        return losses, delta.transpose(1, 2), norms

    def loss(self, x: Tensor, t: Tensor, row: int) -> float:
        """The mean loss of one row at x [N, n_0], t [N, 1], as it answers without dropout."""
        net = self._net
        found: float = compiled()[1](x, t, net.kernels, net.biases, self._function, row)
        return found

    def _undropped(self, work: BatchedWorkspace, rows: int) -> list[Tensor]:
        if rows not in self._bent:
            self._bent[rows] = [torch.empty_like(z) for z in work.z[:-1]]
        return self._bent[rows]


def _slots(optimiser: SGD) -> list[Tensor]:
    return [getattr(optimiser, slot) for slot in optimiser.SLOTS]
