"""A dense network whose forward and backward pass are written out, laid out for speed.

B rows, n_k neurons in layer k (0 the inputs, 1…L hidden, L + 1 the output). Tiny networks spend their
time on calls, not on arithmetic, so there are as few calls as possible:

- All parameters lie in one vector theta [P] and all gradients in another; a layer is a window on it.
- W_k [n_k + 1, n_{k+1}] has the biases as its last row, and every layer's activations carry a last
  column of ones: a W adds the bias by itself, and aᵀ delta gives the gradient of weights and biases.
- The buffers for a minibatch are made once: a Workspace.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Generator, Tensor

from core.nn.activations import Activation
from core.nn.initialisers import INITIALISERS


class Workspace:
    """The buffers for a minibatch of `rows` rows; after a step they still hold every number of it."""

    def __init__(self, sizes: Sequence[int], rows: int, device: torch.device) -> None:
        hidden = sizes[1:-1]
        self.with_ones = [torch.ones(rows, n + 1, device=device) for n in hidden]  # [B, n_k + 1]
        self.a = [a[:, :-1] for a in self.with_ones]  # [B, n_k]: windows on with_ones
        self.transposed = [a.t() for a in self.with_ones]  # [n_k + 1, B]
        self.undropped = self.a  # [B, n_k] before dropout, where there is any
        self.kept = [
            torch.empty(rows, n, device=device) for n in sizes[1:]
        ]  # [B, n_k]: fast.py's z
        self.z = [torch.empty(0)] * (len(hidden) + 1)  # [B, n_k], output last
        self.delta = [torch.empty(0)] * (len(hidden) + 1)  # [B, n_k] dL/dz, output last


class DenseNet:
    """Layers of the given sizes, inputs first, output last; the output's activation is the loss's affair."""

    def __init__(self, sizes: Sequence[int], device: torch.device | str = "cpu") -> None:
        self.sizes = tuple(sizes)
        self.device = torch.device(device)
        shapes = [(n_in + 1, n_out) for n_in, n_out in pairwise(self.sizes)]
        counts = [rows * columns for rows, columns in shapes]

        def windows(flat: Tensor) -> list[Tensor]:
            parts = flat.split(counts)
            return [part.view(shape) for part, shape in zip(parts, shapes, strict=True)]

        self.theta = torch.zeros(sum(counts), device=self.device)  # [P]
        self.grad = torch.zeros_like(self.theta)  # [P]
        self.weights = windows(self.theta)  # W_k [n_k + 1, n_{k+1}]
        self.gradients = windows(self.grad)
        self.kernels = [weight[:-1] for weight in self.weights]  # [n_k, n_{k+1}], no biases
        self.biases = [weight[-1] for weight in self.weights]  # [n_{k+1}]
        self.backwards = [kernel.t() for kernel in self.kernels]  # [n_{k+1}, n_k]
        self.is_weight = torch.ones_like(self.theta)  # [P]: 1 for weights, 0 for biases
        for window in windows(self.is_weight):
            window[-1] = 0
        self.activations: list[Activation] = []  # one per hidden layer; set by the owner

    def initialise(self, name: str, generator: Generator) -> None:
        """Fresh weights from INITIALISERS[name]."""
        for weight in self.weights:
            n_in, n_out = weight.shape[0] - 1, weight.shape[1]
            weight.copy_(INITIALISERS[name](n_in, n_out, generator))

    def workspace(self, rows: int) -> Workspace:
        return Workspace(self.sizes, rows, self.device)

    def answer(self, x: Tensor) -> tuple[list[Tensor], Tensor]:
        """Only to look at: x [M, n_0] -> a of every hidden layer [M, n_k], and z of the output."""
        hidden, a = [], x
        for k, activation in enumerate(self.activations):
            z = torch.mm(a, self.kernels[k]).add_(self.biases[k])
            a = activation.forward(z, z)
            hidden.append(a)
        return hidden, torch.mm(a, self.kernels[-1]).add_(self.biases[-1])

    def forward(self, x: Tensor, work: Workspace, masks: Sequence[Tensor] = ()) -> Tensor:
        """The pass to learn from: x [B, n_0 + 1], last column ones -> z of the output [B, n_{L+1}].

        `masks` [B, n_k] are dropout's, one per hidden layer: 0, or 1 / (1 − p) for those that stay.
        """
        if masks:
            work.undropped = [torch.empty(0)] * len(masks)
        else:
            work.undropped = work.a
        a = x
        for k, activation in enumerate(self.activations):
            z = work.z[k] = torch.mm(a, self.weights[k])  # weights and biases in one product
            activation.forward(z, work.a[k])
            if masks:
                work.undropped[k] = work.a[k].clone()
                work.a[k].mul_(masks[k])
            a = work.with_ones[k]
        work.z[-1] = torch.mm(a, self.weights[-1])
        return work.z[-1]

    def backward(
        self, x_transposed: Tensor, delta: Tensor, work: Workspace, masks: Sequence[Tensor] = ()
    ) -> None:
        """Backpropagation: from delta = dL/dz of the output [B, n_{L+1}] to `grad`.

        Rumelhart, Hinton & Williams 1986. x_transposed is [n_0 + 1, B]; `work` is what forward used.
        """
        for k in range(len(self.activations) - 1, -1, -1):
            work.delta[k + 1] = delta
            # What a weight answers for: what came in through it, times what went wrong behind it.
            torch.mm(work.transposed[k], delta, out=self.gradients[k + 1])
            delta = torch.mm(
                delta, self.backwards[k + 1]
            )  # the error handed back along the same weights
            if masks:
                delta.mul_(masks[k])
            delta = self.activations[k].backward(delta, work.z[k], work.undropped[k])
        work.delta[0] = delta
        torch.mm(x_transposed, delta, out=self.gradients[0])

    def input_gradient(self, delta: Tensor, work: Workspace, columns: int) -> Tensor:
        """dL/dx of the first `columns` inputs [B, columns], from delta [B, n_{L+1}], and nothing else.

        For a network that only hands on what it is told: no gradient of its weights is computed.
        """
        for k in range(len(self.activations) - 1, -1, -1):
            delta = torch.mm(delta, self.backwards[k + 1])
            delta = self.activations[k].backward(delta, work.z[k], work.undropped[k])
        return torch.mm(delta, self.kernels[0][:columns].t())

    def dropout_masks(self, rows: int, p: float, generator: Generator) -> list[Tensor]:
        """Which neurons stay, [rows, n_k] per hidden layer; inverted: the rest speaks up for them.

        Srivastava et al. 2014 (JMLR 15). Drawn on the CPU: the same seed drops the same neurons.
        """
        found = []
        for n in self.sizes[1:-1]:
            stays = torch.rand(rows, n, generator=generator) >= p
            found.append((stays / (1 - p)).to(self.device))
        return found


def with_ones(x: Tensor) -> Tensor:
    """x [B, n] with a last column of ones, [B, n + 1]: what DenseNet takes."""
    return torch.cat([x, torch.ones_like(x[:, :1])], 1)


def streams(seed: int, count: int) -> list[Generator]:
    """`count` independent generators on the CPU, all decided by `seed`; torch's global one is never used."""
    root = Generator().manual_seed(seed)
    seeds = torch.randint(2**62, (count,), generator=root)
    return [Generator().manual_seed(int(one)) for one in seeds]
