"""Many minibatches of many networks in one call: core/nn/batched.py's mathematics, compiled, for speed.

M networks of equal sizes, B rows, n_k neurons in layer k, P parameters each, all laid out as
core/nn/batched.py has it: activations are [M, n_k + 1, B], the last row ones. What core/nn/fast.py is to one
network this is to many, and the tests hold it against both. Networks with fewer neurons than others have
zeros where those have weights, and a `mask` [M, P] that keeps them there.

Two classes, one output: binary cross-entropy. Learning rate and momentum are a number per network, [M, 1].
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

import torch
from torch import Tensor

from core.nn.batched import ONE_BLOCK, BatchedNet, BatchedWorkspace
from core.nn.fast import FUNCTIONS, OPTIMISERS, bend, straighten
from core.nn.optimisers import SGD, Adam
from core.nn.scripted import scripted


class Rates(NamedTuple):
    """What an update is told, per network: [M, 1], penalties per parameter [M, P]; None: none."""

    lr: Tensor
    mu: Tensor
    decay: Tensor | None = None
    threshold: Tensor | None = None  # lr · l1
    mask: Tensor | None = None  # 0 where a weight stays zero


# ---- compiled: only what TorchScript knows --------------------------------------------------------
def update(
    optimiser: int, slots: list[Tensor], t: int, theta: Tensor, grad: Tensor, lr: Tensor, mu: Tensor,
    decay: Tensor | None, threshold: Tensor | None, mask: Tensor | None,
) -> None:  # fmt: skip
    """One step of every network's optimiser, number t from 1, as in optimisers.py."""
    if mask is not None:
        grad.mul_(mask)
    g = grad
    if decay is not None:
        if optimiser == 5:
            theta.addcmul_(theta, lr * decay, value=-1)
        else:
            g = torch.addcmul(g, theta, decay)
    if optimiser == 0:
        theta.addcmul_(g, lr, value=-1)
    elif optimiser == 1:
        slots[0].mul_(mu).add_(g)
        theta.addcmul_(slots[0], lr, value=-1)
    elif optimiser == 2:
        slots[0].mul_(mu).add_(g)
        theta.addcmul_(torch.addcmul(g, slots[0], mu), lr, value=-1)
    elif optimiser == 3:
        slots[0].mul_(0.99).addcmul_(g, g, value=1 - 0.99)
        theta.addcdiv_(lr * g, slots[0].sqrt().add_(1e-8), value=-1)
    else:
        slots[0].lerp_(g, 1 - 0.9)
        slots[1].mul_(0.999).addcmul_(g, g, value=1 - 0.999)
        warm1, warm2 = 1 - 0.9**t, (1 - 0.999**t) ** 0.5
        theta.addcdiv_(lr * slots[0], slots[1].sqrt().add_(1e-8 * warm2), value=-warm2 / warm1)
    if threshold is not None:
        theta.copy_(theta.sign() * (theta.abs() - threshold).clamp_(min=0.0))


def descend(
    x: list[Tensor], t: list[Tensor], masks: list[list[Tensor]],
    z: list[Tensor], a: list[Tensor], a_ones: list[Tensor], a_transposed: list[Tensor],
    weights: list[Tensor], kernels: list[Tensor], gradients: list[Tensor], whole: list[bool],
    theta: Tensor, grad: Tensor, function: int, optimiser: int, slots: list[Tensor], done: int,
    lr: Tensor, mu: Tensor, decay: Tensor | None, threshold: Tensor | None, mask: Tensor | None,
) -> tuple[Tensor, list[Tensor]]:  # fmt: skip
    """A step with each of n minibatches of one length: losses [n, M], and the newest step's deltas.

    x is [M, n_0 + 1, B] each, t [M, 1, B]; weights and gradients are transposed, [M, n_{k+1}, n_k + 1].
    """
    losses: list[Tensor] = []
    last, share = len(a), 1.0 / t[0].shape[2]
    deltas: list[Tensor] = []
    for i in range(len(x)):
        inward = x[i]
        bent: list[Tensor] = []
        for k in range(last):
            torch.bmm(weights[k], inward, out=z[k])
            bend(function, z[k], a[k])
            if len(masks) > 0:
                bent.append(a[k].clone())
                a[k].mul_(masks[i][k])
            else:
                bent.append(a[k])
            inward = a_ones[k]
        o = torch.bmm(weights[last], inward, out=z[last])
        losses.append(
            torch.nn.functional.softplus(torch.addcmul(o, o, t[i], value=-2)).mean([1, 2])
        )
        delta = torch.sigmoid(o).sub_(t[i]).mul_(share)
        deltas = [delta]
        for j in range(last):
            k = last - 1 - j
            product(delta, a_transposed[k], gradients[k + 1], whole[k + 1])
            delta = torch.bmm(kernels[k + 1], delta)
            if len(masks) > 0:
                delta.mul_(masks[i][k])
            straighten(function, delta, z[k], bent[k])
            deltas.append(delta)
        product(delta, x[i].transpose(1, 2), gradients[0], whole[0])
        update(optimiser, slots, done + i + 1, theta, grad, lr, mu, decay, threshold, mask)
    return torch.stack(losses), deltas


def product(left: Tensor, right: Tensor, out: Tensor, whole: bool) -> None:
    """left [M, m, B] times right [M, B, n] into a window [M, m, n]; `whole`: through a block of its own."""
    if whole:
        out.copy_(torch.bmm(left, right))
    else:
        torch.bmm(left, right, out=out)


# ---- for others -----------------------------------------------------------------------------------
@cache
def compiled() -> Callable[..., Any]:
    """`descend` without the interpreter; as it stands where torch can't compile it."""
    return scripted(descend)


class FastBatchedDescent:
    """Steps of all networks of `net` with one optimiser."""

    def __init__(self, net: BatchedNet, optimiser: SGD) -> None:
        self.net, self.optimiser = net, optimiser
        self._optimiser = OPTIMISERS.index(type(optimiser))
        self._weights = [weight.transpose(1, 2) for weight in net.weights]
        self._gradients = [gradient.transpose(1, 2) for gradient in net.gradients]

    def descend(
        self,
        x: Sequence[Tensor],
        t: Sequence[Tensor],
        work: BatchedWorkspace,
        rates: Rates,
        masks: Sequence[Sequence[Tensor]] = (),
    ) -> Tensor:
        """A step with each of n minibatches x [M, n_0 + 1, B], t [M, 1, B]; the losses before them, [n, M].

        `masks` are dropout's, for each minibatch and hidden layer [M, n_k, B]. `work` then holds what the
        last of the steps computed.
        """
        net, optimiser = self.net, self.optimiser
        slots = [getattr(optimiser, slot) for slot in optimiser.SLOTS]
        done = optimiser.t if isinstance(optimiser, Adam) else 0
        function = FUNCTIONS[net.activations[0].name] if net.activations else 0
        rows = t[0].shape[2]
        whole = [weight.shape[1] * weight.shape[2] * rows >= ONE_BLOCK for weight in net.weights]
        losses, deltas = compiled()(
            list(x), list(t), [list(each) for each in masks],
            work.z, work.a, work.with_ones, work.transposed,
            self._weights, net.kernels, self._gradients, whole,
            net.theta, net.grad, function, self._optimiser, slots, done, *rates,
        )  # fmt: skip
        if isinstance(optimiser, Adam):
            optimiser.t += len(x)
        work.delta = deltas[::-1]
        return losses
