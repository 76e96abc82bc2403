"""Many minibatches in one call: what dense.py, losses.py and optimisers.py explain, for speed.

A tiny network's step is twenty calls of a microsecond each, and Python's own part of them is as long as
theirs. Here the same passes stand as one function in the part of Python that TorchScript compiles: it runs
without the interpreter, and lets go of its lock. The operators are the same in both forms, so the plain
function gives the same bits (tests/nn/test_fast.py), and is what runs where torch compiles no more.

Two things are said shorter than in the files that explain: every activation's derivative is torch's own
operator for it, and z and the deltas go into buffers that were made before. The same test holds the one form
to the other.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any

import torch
from torch import Tensor

from core.nn.activations import ACTIVATIONS
from core.nn.dense import DenseNet, Workspace
from core.nn.losses import (
    BinaryCrossEntropy,
    Huber,
    Loss,
    SoftmaxCrossEntropy,
    SquaredError,
    SquaredErrorOnClasses,
)
from core.nn.minibatches import Minibatch
from core.nn.normalisation import normalise, normalise_backward
from core.nn.optimisers import SGD, Adam, AdamW, Momentum, Nesterov, RMSProp
from core.nn.scripted import scripted
from core.nn.unrolled import text

log = logging.getLogger(__name__)
# As the compiled functions know them: by number.
FUNCTIONS = {name: number for number, name in enumerate(ACTIVATIONS)}
LOSSES = {
    loss: number
    for number, loss in enumerate(
        (BinaryCrossEntropy, SoftmaxCrossEntropy, SquaredError, SquaredErrorOnClasses, Huber)
    )
}
OPTIMISERS = (SGD, Momentum, Nesterov, RMSProp, Adam, AdamW)


# ---- compiled: only what TorchScript knows --------------------------------------------------------
def bend(function: int, z: Tensor, a: Tensor) -> None:
    """a = f(z), as in activations.py."""
    if function == 0:
        torch.clamp_min(z, 0.0, out=a)
    elif function == 1:
        torch.maximum(z, z * 0.01, out=a)
    elif function == 2:
        torch.tanh(z, out=a)
    elif function == 3:
        torch.sigmoid(z, out=a)
    elif function == 4:
        torch.mul(z, 0.5 + 0.5 * torch.erf(z / 1.4142135623730951), out=a)
    elif function == 5:
        torch.mul(z, torch.sigmoid(z), out=a)
    elif function == 6:
        torch.sin(z, out=a)
    else:
        a.copy_(z)


def straighten(function: int, delta: Tensor, z: Tensor, a: Tensor) -> None:
    """dL/da becomes dL/dz, in place."""
    if function == 0:
        torch.ops.aten.threshold_backward(delta, a, 0.0, grad_input=delta)
    elif function == 1:
        torch.ops.aten.leaky_relu_backward(delta, z, 0.01, False, grad_input=delta)
    elif function == 2:
        torch.ops.aten.tanh_backward(delta, a, grad_input=delta)
    elif function == 3:
        torch.ops.aten.sigmoid_backward(delta, a, grad_input=delta)
    elif function == 4:
        torch.ops.aten.gelu_backward(delta, z, grad_input=delta)
    elif function == 5:
        torch.ops.aten.silu_backward(delta, z, grad_input=delta)
    elif function == 6:
        delta.mul_(torch.cos(z))


def judge(loss: int, z: Tensor, t: Tensor, share: float, delta: Tensor) -> Tensor:
    """The mean loss [], of squared errors twice that; dL/dz [B, K] goes into delta. As in losses.py.

    share is 1 / B.
    """
    if loss == 0:
        torch.sigmoid(z, out=delta)
        delta.sub_(t).mul_(share)
        return torch.nn.functional.softplus(torch.addcmul(z, z, t, value=-2)).mean()
    if loss == 1:
        log_p = torch.log_softmax(z, 1)
        torch.exp(log_p, out=delta)
        delta.sub_(t).mul_(share)
        return -(log_p * t).sum() * share
    if loss == 2:
        error = z - t
        torch.mul(error, share, out=delta)
        return torch.dot(error.view(-1), delta.view(-1))
    if loss == 3:
        o = torch.tanh(z)
        error = o - t
        torch.mul(error, share, out=delta)
        twice = torch.dot(error.view(-1), delta.view(-1))
        torch.ops.aten.tanh_backward(delta, o, grad_input=delta)
        return twice
    error = z - t
    pull = error.clamp(-0.25, 0.25)
    torch.mul(pull, share, out=delta)
    return (pull * (error - 0.5 * pull)).sum(1).mean()


def update(
    optimiser: int, slots: list[Tensor], mu: float, t: int,
    theta: Tensor, grad: Tensor, lr: float,
    decay: Tensor | None, clip: float, threshold: Tensor | None,
) -> None:  # fmt: skip
    """One step of the optimiser, number t from 1, as in optimisers.py."""
    g = grad
    if clip > 0:
        g = g * (clip / (torch.linalg.vector_norm(g) + 1e-6)).clamp(max=1.0)
    if decay is not None:
        if optimiser == 5:
            theta.addcmul_(theta, decay, value=-lr)
        else:
            g = torch.addcmul(g, theta, decay)
    if optimiser == 0:
        theta.add_(g, alpha=-lr)
    elif optimiser == 1:
        torch.add(g, slots[0], alpha=mu, out=slots[0])
        theta.add_(slots[0], alpha=-lr)
    elif optimiser == 2:
        torch.add(g, slots[0], alpha=mu, out=slots[0])
        theta.add_(torch.add(g, slots[0], alpha=mu), alpha=-lr)
    elif optimiser == 3:
        slots[0].mul_(0.99).addcmul_(g, g, value=1 - 0.99)
        theta.addcdiv_(g, slots[0].sqrt().add_(1e-8), value=-lr)
    else:
        slots[0].lerp_(g, 1 - 0.9)
        slots[1].mul_(0.999).addcmul_(g, g, value=1 - 0.999)
        warm1, warm2 = 1 - 0.9**t, (1 - 0.999**t) ** 0.5
        theta.addcdiv_(slots[0], slots[1].sqrt().add_(1e-8 * warm2), value=-lr * warm2 / warm1)
    if threshold is not None:
        theta.copy_(theta.sign() * (theta.abs() - threshold).clamp_(min=0.0))


def ahead(
    inward: Tensor, z: list[Tensor], y: list[Tensor], a: list[Tensor], a_ones: list[Tensor],
    weights: list[Tensor], functions: list[int], bent: list[Tensor], skips: list[bool],
    normed_by: list[list[Tensor]],
) -> list[Tensor]:  # fmt: skip
    """The pass forward, to z; what normalised layers need on the way back, two tensors of each."""
    last = len(functions)
    seen: list[Tensor] = []
    for k in range(last):
        if len(normed_by) > 0:
            n = normed_by[k]
            torch.mm(inward[:, :-1], n[0], out=z[k])
            y[k], x, scale = normalise(z[k], n[2], n[4], n[6], n[7])
            seen.append(x)
            seen.append(scale)
        else:
            torch.mm(inward, weights[k], out=z[k])
        bend(functions[k], y[k], bent[k])
        if skips[k]:
            torch.add(bent[k], a[k - 1], out=a[k])
        inward = a_ones[k]
    torch.mm(inward, weights[last], out=z[last])
    return seen


def back(
    x_transposed: Tensor, y: list[Tensor], seen: list[Tensor], a_transposed: list[Tensor],
    backwards: list[Tensor], gradients: list[Tensor], functions: list[int], bent: list[Tensor],
    skips: list[bool], normed_by: list[list[Tensor]], deltas: list[Tensor],
) -> None:  # fmt: skip
    """From the last of the deltas to all of them, and to the gradients."""
    last = len(functions)
    torch.mm(
        a_transposed[last - 1] if last > 0 else x_transposed, deltas[last], out=gradients[last]
    )
    handed = deltas[last]
    for k in range(last - 1, -1, -1):
        delta = deltas[k]
        torch.mm(deltas[k + 1], backwards[k + 1], out=delta)
        if k + 1 < last and skips[k + 1]:
            delta.add_(handed)
        if skips[k]:
            handed = delta.clone()
        straighten(functions[k], delta, y[k], bent[k])
        inward = a_transposed[k - 1] if k > 0 else x_transposed
        if len(normed_by) > 0:
            n = normed_by[k]
            delta.copy_(normalise_backward(delta, seen[2 * k], seen[2 * k + 1], n[2], n[3], n[5]))
            torch.mm(inward[:-1], delta, out=n[1])
        else:
            torch.mm(inward, delta, out=gradients[k])


def descend(
    x: list[Tensor], x_transposed: list[Tensor], t: list[Tensor],
    z: list[Tensor], a: list[Tensor], a_ones: list[Tensor], a_transposed: list[Tensor],
    weights: list[Tensor], backwards: list[Tensor], gradients: list[Tensor],
    theta: Tensor, grad: Tensor, functions: list[int], loss: int,
    optimiser: int, slots: list[Tensor], mu: float, done: int, lr: float,
    decay: Tensor | None, clip: float, threshold: Tensor | None,
    bent: list[Tensor], skips: list[bool], normed_by: list[list[Tensor]], deltas: list[Tensor],
) -> tuple[Tensor, list[Tensor]]:  # fmt: skip
    """A step with each minibatch, all of one length: losses [n], and what was bent in the last of them.

    `normed_by` is what DenseNet's `norm_parts` gives.
    """
    losses: list[Tensor] = []
    y, share = z[:-1], 1.0 / len(x[0])
    for i in range(len(x)):
        seen = ahead(x[i], z, y, a, a_ones, weights, functions, bent, skips, normed_by)
        losses.append(judge(loss, z[-1], t[i], share, deltas[-1]))
        back(
            x_transposed[i], y, seen, a_transposed, backwards, gradients, functions, bent, skips,
            normed_by, deltas,
        )  # fmt: skip
        update(optimiser, slots, mu, done + i + 1, theta, grad, lr, decay, clip, threshold)
    found = torch.stack(losses)
    return found * 0.5 if loss == 2 or loss == 3 else found, y


# ---- for others -----------------------------------------------------------------------------------
@cache
def compiled() -> Callable[..., Any]:
    """`descend` without the interpreter; as it stands where torch can't compile it."""
    return scripted(descend)


@lru_cache(maxsize=64)
def unrolled(functions: tuple[int, ...], loss: int, optimiser: int) -> Callable[..., Any]:
    """The same for hidden layers with these functions alone: a fifth faster (unrolled.py)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            unit = torch.jit.CompilationUnit(text(functions, loss, optimiser))
    except Exception as error:
        log.warning("training goes on with loops: %s", error)
        return compiled()
    found: Callable[..., Any] = unit.descend
    return found


class FastDescent:
    """Steps of `net` with one loss and one optimiser, whose numbers may change between two calls."""

    def __init__(self, net: DenseNet, loss: type[Loss], optimiser: SGD) -> None:
        self.net, self.optimiser = net, optimiser
        self._loss = LOSSES[loss]
        self._optimiser = OPTIMISERS.index(type(optimiser))
        self._functions = [FUNCTIONS[one.name] for one in net.activations]
        self._norms = net.norm_parts()
        self._plain = not self._norms and not any(net.skips)

    def descend(
        self,
        batches: Sequence[Minibatch[Workspace]],
        lr: float,
        decay: Tensor | None = None,
        clip: float = 0.0,
        threshold: Tensor | None = None,
    ) -> Tensor:
        """A step with each of n minibatches of one length; the losses before them, [n].

        decay and threshold [P] are the L2 and L1 penalties per parameter, clip the greatest length of a
        gradient (0: any). The workspace then holds what the last of the steps computed.
        """
        work, net, optimiser = batches[0].work, self.net, self.optimiser
        slots = [getattr(optimiser, slot) for slot in optimiser.SLOTS]
        done = optimiser.t if isinstance(optimiser, Adam) else 0
        form = tuple(self._functions), self._loss, self._optimiser
        steps = unrolled(*form) if self._plain else compiled()
        losses, y = steps(
            [one.x for one in batches], [one.x_transposed for one in batches], [one.t for one in batches],
            work.kept, work.a, work.with_ones, work.transposed,
            net.weights, net.backwards, net.gradients, net.theta, net.grad,
            self._functions, self._loss, self._optimiser, slots,
            optimiser.mu if isinstance(optimiser, Momentum) else 0.0, done, lr, decay, clip, threshold,
            work.bent, net.skips, self._norms, work.slopes,
        )  # fmt: skip
        if isinstance(optimiser, Adam):
            optimiser.t += len(batches)
        work.z, work.sums = [*y, work.kept[-1]], work.kept
        work.delta, work.undropped = list(work.slopes), work.bent
        return losses
