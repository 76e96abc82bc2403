"""Several small dense networks of equal sizes that learn as one: a batch of models.

M copies, B rows, n_k neurons in layer k (0 the inputs, 1…L hidden, L + 1 the output), K = n_{L+1}
outputs, P parameters per copy. A tiny network spends its time on calls and not on arithmetic, and a
call for M networks costs hardly more than a call for one: `torch.bmm` multiplies M pairs of matrices.
The mathematics is that of core/nn/dense.py, the tests hold the one against the other:

    forward      Z_k = A_{k−1} W_k,   A_k = f(Z_k)          each [M, …], the biases inside W_k
    backward     Delta_{k−1} = (Delta_k W_kᵀ) · f′(Z_{k−1})
    gradient     dL/dW_k = A_{k−1}ᵀ Delta_k

- theta [M, P] and grad [M, P]: row m is what DenseNet calls theta and grad, so optimisers that are
  written for vectors (core/nn/optimisers.py) serve all copies at once.
- W_k [M, n_k + 1, n_{k+1}] has the biases as its last row; activations carry a last column of ones.
- What differs between copies is a number per copy, [M]: learning rate, L1, L2, dropout.
- The copies never meet: whatever one of them does, infinities included, the others' numbers stay.

In memory the rows of a minibatch lie side by side, [M, n_k, B]: the activations without their ones
are then one block per copy, over which a function runs several times as fast.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import torch
from torch import Generator, Tensor

from core.nn.activations import Activation
from core.nn.initialisers import INITIALISERS
from core.nn.losses import Loss
from core.nn.normalisation import BatchNorm
from core.nn.optimisers import SGD, AdamW, soft_threshold

# torch.bmm writes products of fewer multiplications straight into a window; it works off larger ones
# matrix by matrix unless they lie in one block, so those are computed in one block and copied.
ONE_BLOCK = 400
EVERY = slice(None)


class BatchedWorkspace:
    """The buffers for a minibatch of `rows` rows; after a step they still hold every number of it."""

    def __init__(
        self,
        sizes: Sequence[int],
        copies: int,
        rows: int,
        device: torch.device | str = "cpu",
        dtype: torch.dtype = torch.float32,
    ) -> None:
        hidden = sizes[1:-1]
        like: dict[str, Any] = {"device": device, "dtype": dtype}
        made = [torch.ones(copies, n + 1, rows, **like) for n in hidden]
        self.x = torch.empty(0)  # [M, B, n_0 + 1], what forward was given
        self.with_ones = made  # [M, n_k + 1, B]
        self.transposed = [a.transpose(1, 2) for a in made]  # [M, B, n_k + 1]
        self.a = [a[:, :-1] for a in made]  # [M, n_k, B]: windows on with_ones
        self.undropped = self.a  # [M, n_k, B] before dropout, where there is any
        self.z = [torch.empty(copies, n, rows, **like) for n in sizes[1:]]  # output last
        self.delta = [torch.empty(0)] * len(self.z)  # [M, n_k, B] dL/dz, output last


class BatchedNet:
    """`copies` networks with layers of the given sizes, inputs first, output last."""

    def __init__(
        self,
        sizes: Sequence[int],
        copies: int,
        device: torch.device | str = "cpu",
        dtype: torch.dtype = torch.float32,
    ) -> None:
        self.sizes, self.copies = tuple(sizes), copies
        self.device = torch.device(device)
        shapes = [(n_in + 1, n_out) for n_in, n_out in pairwise(self.sizes)]
        counts = [rows * columns for rows, columns in shapes]

        def windows(flat: Tensor) -> list[Tensor]:
            parts = flat.split(counts, 1)
            return [part.unflatten(1, shape) for part, shape in zip(parts, shapes, strict=True)]

        self.theta = torch.zeros(copies, sum(counts), device=self.device, dtype=dtype)  # [M, P]
        self.grad = torch.zeros_like(self.theta)  # [M, P]
        self.weights = windows(self.theta)  # W_k [M, n_k + 1, n_{k+1}]
        self.gradients = windows(self.grad)
        self.kernels = [weight[:, :-1] for weight in self.weights]  # [M, n_k, n_{k+1}], no biases
        self.biases = [weight[:, -1:] for weight in self.weights]  # [M, 1, n_{k+1}]
        self._transposed = [weight.transpose(1, 2) for weight in self.weights]
        self._gradients_transposed = [g.transpose(1, 2) for g in self.gradients]
        is_weight = torch.ones(1, sum(counts), device=self.device)
        for window in windows(is_weight):
            window[:, -1] = 0
        self.is_weight = is_weight[0]  # [P]: 1 for weights, 0 for biases
        self.activations: list[Activation] = []  # one per hidden layer; set by the owner
        self.norm: BatchNorm | None = None  # of some of the copies, while they learn
        self.skips: Sequence[bool] = [False] * (len(self.sizes) - 2)  # as DenseNet's

    def initialise(self, name: str, generators: Sequence[Generator]) -> None:
        """Fresh weights from INITIALISERS[name], one generator per copy; equal seeds, equal copies."""
        for copy, generator in enumerate(generators):
            for weight in self.weights:
                n_in, n_out = weight.shape[1] - 1, weight.shape[2]
                weight[copy] = INITIALISERS[name](n_in, n_out, generator)

    def workspace(self, rows: int) -> BatchedWorkspace:
        return BatchedWorkspace(self.sizes, self.copies, rows, self.device, self.theta.dtype)

    def answer(self, x: Tensor, of: slice = EVERY) -> tuple[list[Tensor], Tensor]:
        """Only to look at: x [N, n_0] -> a of every hidden layer [M, N, n_k], and z [M, N, K].

        Or x is [M, N, n_0], where each is asked about points of its own. M are the copies `of`. Without
        `norm`: copies that have it answer through weights into which it is folded.
        """
        hidden, a = [], x if x.dim() == 3 else x.expand(len(self.theta[of]), *x.shape)
        for k, activation in enumerate(self.activations):
            z = torch.baddbmm(self.biases[k][of], a, self.kernels[k][of])
            bent = activation.forward(z, z)
            a = bent.add_(a) if self.skips[k] else bent
            hidden.append(a)
        return hidden, torch.baddbmm(self.biases[-1][of], a, self.kernels[-1][of])

    def forward(self, x: Tensor, work: BatchedWorkspace, masks: Sequence[Tensor] = ()) -> Tensor:
        """The pass to learn from: x, last column ones -> z of the output [M, B, K].

        x is [B, n_0 + 1] for all copies, or [M, B, n_0 + 1] where each sees inputs of its own.
        `masks` [M, n_k, B] are dropout's, one per hidden layer: 0, or 1 / (1 − p) for those that stay.
        """
        work.undropped = list(work.a)
        work.x = x if x.dim() == 3 else x.expand(self.copies, -1, -1)
        a = work.x.transpose(1, 2)  # [M, n_0 + 1, B]
        for k, activation in enumerate(self.activations):
            # Weights and biases in one product.
            z = torch.bmm(self._transposed[k], a, out=work.z[k])
            if self.norm is not None:
                self.norm.forward(k, z)
            activation.forward(z, work.a[k])
            if masks or self.skips[k]:
                work.undropped[k] = work.a[k].clone()
            if masks:
                work.a[k].mul_(masks[k])
            if self.skips[k]:
                work.a[k].add_(work.a[k - 1])
            a = work.with_ones[k]
        return torch.bmm(self._transposed[-1], a, out=work.z[-1]).transpose(1, 2)

    def backward(self, delta: Tensor, work: BatchedWorkspace, masks: Sequence[Tensor] = ()) -> None:
        """Backpropagation: from delta = dL/dz of the output [M, B, K] to `grad`.

        Rumelhart, Hinton & Williams 1986. `work` and `masks` are what forward used.
        """
        handed = delta = delta.transpose(1, 2)  # [M, K, B]
        for k in range(len(self.activations) - 1, -1, -1):
            work.delta[k + 1] = delta
            # What a weight answers for: what went wrong behind it, times what came in through it.
            _product(delta, work.transposed[k], self._gradients_transposed[k + 1])
            delta = torch.bmm(self.kernels[k + 1], delta)  # the error handed back
            if k + 1 < len(self.skips) and self.skips[k + 1]:
                delta.add_(handed)
            if self.skips[k]:
                handed = delta.clone()
            if masks:
                delta.mul_(masks[k])
            delta = self.activations[k].backward(delta, work.z[k], work.undropped[k])
            if self.norm is not None:
                self.norm.backward(k, delta)
        work.delta[0] = delta
        _product(delta, work.x, self._gradients_transposed[0])

    def dropout_masks(self, rows: int, p: Tensor, generator: Generator) -> list[Tensor]:
        """Which neurons stay, [M, n_k, rows] per hidden layer; copy m drops the share p[m] of them.

        Srivastava et al. 2014 (JMLR 15), inverted. One draw decides for all copies: two with the same
        share drop the same neurons, and a copy's neurons don't depend on how many others there are.
        """
        found, share = [], p.cpu()[:, None, None]
        for n in self.sizes[1:-1]:
            drawn = torch.rand(rows, n, generator=generator).t()  # as DenseNet draws
            found.append(((drawn >= share) / (1 - share)).to(self.device))
        return found


def _product(left: Tensor, right: Tensor, out: Tensor) -> None:
    """left [M, m, B] times right [M, B, n] into a window [M, m, n], see ONE_BLOCK."""
    if left.shape[1] * left.shape[2] * right.shape[2] < ONE_BLOCK:
        torch.bmm(left, right, out=out)
    else:
        out.copy_(torch.bmm(left, right))


def learn(loss: type[Loss], z: Tensor, t: Tensor) -> tuple[Tensor, Tensor]:
    """Every copy's mean loss [M], and delta = its derivative with respect to z, [M, B, K].

    z is [M, B, K]; t [B, K] for all copies, or [M, B, K] where targets differ (label smoothing).
    """
    copies, rows, outputs = z.shape
    again, share, factor = _constants(copies, rows, z.device, z.dtype)
    flat = z.reshape(-1, outputs)  # [M · B, K]
    flat_t = t.reshape(-1, outputs) if t.dim() == 3 else t.index_select(0, again)
    _, delta = loss.learn(flat, flat_t)
    losses = torch.mv(loss.each(flat, flat_t).view(copies, rows), share)
    return losses, delta.mul_(factor).view(copies, rows, outputs)


@cache
def _constants(
    copies: int, rows: int, device: torch.device, dtype: torch.dtype
) -> tuple[Tensor, Tensor, Tensor]:
    """The rows over and over [M · B]; each row's part of a mean [B]; M, as a loss divides by M · B rows."""
    again = torch.arange(rows, device=device).repeat(copies)
    return (
        again,
        torch.full((rows,), 1 / rows, device=device, dtype=dtype),
        torch.tensor(float(copies)),
    )


class BatchedUpdate:
    """One optimiser for all copies, with a learning rate and penalties per copy."""

    def __init__(self, net: BatchedNet, optimizer: type[SGD]) -> None:
        self.net = net
        self.optimizer = optimizer(net.theta)  # what it remembers is [M, P]
        self._step = torch.zeros_like(net.theta)  # [M, P], for learning rates that differ
        none = torch.zeros(net.copies)
        self.set(none, none, none)

    def set(self, lr: Tensor, decay: Tensor, l1: Tensor) -> None:
        """Learning rate, L2 penalty (½ decay Σ w²) and L1 penalty (l1 Σ |w|) of every copy, [M] each.

        Worked out once and not at every step. Biases aren't penalised.
        """
        is_weight, device = self.net.is_weight, self.net.device
        lr, decay, l1 = (each.to(device, torch.float32)[:, None] for each in (lr, decay, l1))
        same = bool((lr == lr[0]).all())
        self._lr = float(lr[0]) if same else None
        self.lrs = lr  # [M, 1]
        self.decay = decay * is_weight if decay.any() else None  # [M, P]
        self.threshold = lr * l1 * is_weight if l1.any() else None  # [M, P]

    def step(self) -> None:
        """One update of net.theta by net.grad."""
        theta, g = self.net.theta, self.net.grad
        if self._lr is not None:
            self.optimizer.update(theta, g, self._lr, self.decay)
        else:
            self._each_at_its_own_rate(theta, g)
        if self.threshold is not None:
            soft_threshold(theta, self.threshold)

    def _each_at_its_own_rate(self, theta: Tensor, g: Tensor) -> None:
        """The step for a learning rate of 1, taken from zero and then stretched: all are linear in it."""
        decay = self.decay
        if decay is not None and isinstance(self.optimizer, AdamW):
            theta.addcmul_(theta, self.lrs * decay, value=-1)  # AdamW's decay, apart from g
        elif decay is not None:
            g = torch.addcmul(g, theta, decay)
        self.optimizer.update(self._step.zero_(), g, 1.0)
        theta.addcmul_(self._step, self.lrs)
