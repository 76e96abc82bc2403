"""A dense network whose forward and backward pass are written out, laid out for speed.

B rows, n_k neurons in layer k (0 the inputs, 1…L hidden, L + 1 the output). Tiny networks spend their
time on calls, not on arithmetic, so there are as few calls as possible:

- All parameters lie in one vector theta [P] and all gradients in another; a layer is a window on it.
- W_k [n_k + 1, n_{k+1}] has the biases as its last row, and every layer's activations carry a last
  column of ones: a W adds the bias by itself, and aᵀ delta gives the gradient of weights and biases.
- The buffers for a minibatch are made once: a Workspace.

Two switches, for hidden layers: `norm`, batch normalisation between z and the activation (normalisation.py),
and `residual`, where a layer as wide as the hidden layer before it adds what it was fed to what it answers:
a_k = f(z_k) + a_{k−1} (He et al. 2016, arXiv:1512.03385, equation 1). Then an error goes back along the
addition, too, unchanged: dL/da_{k−1} = delta_k W_kᵀ + dL/da_k. Dropout falls on f(z_k) before the addition,
as in Vaswani et al. 2017 (arXiv:1706.03762, section 5.4): what is handed on is never dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Generator, Tensor

from core.nn.activations import Activation
from core.nn.initialisers import INITIALISERS
from core.nn.normalisation import LayerNorms


class Workspace:
    """The buffers for a minibatch of `rows` rows; after a step they still hold every number of it."""

    def __init__(
        self,
        sizes: Sequence[int],
        rows: int,
        device: torch.device,
        skips: Sequence[bool] = (),
    ) -> None:
        hidden = sizes[1:-1]
        self.with_ones = [torch.ones(rows, n + 1, device=device) for n in hidden]  # [B, n_k + 1]
        self.a = [a[:, :-1] for a in self.with_ones]  # [B, n_k]: windows on with_ones
        self.transposed = [a.t() for a in self.with_ones]  # [n_k + 1, B]
        self.bent = [  # [B, n_k] f(z): the same as a, unless something is added to it
            torch.empty_like(a) if skip else a
            for a, skip in zip(self.a, skips or [False] * len(hidden), strict=True)
        ]
        self.undropped = self.bent  # [B, n_k] f(z) before dropout, where there is any
        self.kept = [
            torch.empty(rows, n, device=device) for n in sizes[1:]
        ]  # [B, n_k]: fast.py's z
        self.slopes = [torch.empty_like(one) for one in self.kept]  # [B, n_k]: fast.py's delta
        self.z = [torch.empty(0)] * (len(hidden) + 1)  # [B, n_k] what is bent, output last
        self.sums = self.z  # [B, n_k] before they are normalised, where they are
        self.delta = [torch.empty(0)] * (len(hidden) + 1)  # [B, n_k] dL/dz, output last


class DenseNet:
    """Layers of the given sizes, inputs first, output last; the output's activation is the loss's affair."""

    def __init__(
        self,
        sizes: Sequence[int],
        device: torch.device | str = "cpu",
        *,
        norm: bool = False,
        residual: bool = False,
    ) -> None:
        self.sizes = tuple(sizes)
        self.device = torch.device(device)
        shapes = [(n_in + 1, n_out) for n_in, n_out in pairwise(self.sizes)]
        counts = [rows * columns for rows, columns in shapes]
        hidden = self.sizes[1:-1]
        scales = list(hidden) if norm else []  # γ of the hidden layers, behind all weights

        def windows(flat: Tensor) -> list[Tensor]:
            parts = flat.split(counts + scales)
            return [part.view(shape) for part, shape in zip(parts, shapes, strict=False)]

        self.theta = torch.zeros(sum(counts + scales), device=self.device)  # [P]
        self.grad = torch.zeros_like(self.theta)  # [P]
        self.weights = windows(self.theta)  # W_k [n_k + 1, n_{k+1}]
        self.gradients = windows(self.grad)
        self.skips = [
            residual and k > 0 and n == hidden[k - 1] for k, n in enumerate(hidden)
        ]  # of every hidden layer, whether it adds what it was fed
        self.norm: LayerNorms | None = None
        self._rest: DenseNet | None = None
        if scales:
            gamma, slopes = (
                flat.split(counts + scales)[-len(hidden) :] for flat in (self.theta, self.grad)
            )
            self.norm = LayerNorms(gamma, slopes)
            self._rest = DenseNet(sizes, device, residual=residual)
        self.kernels = [weight[:-1] for weight in self.weights]  # [n_k, n_{k+1}], no biases
        self.biases = [weight[-1] for weight in self.weights]  # [n_{k+1}]
        self.backwards = [kernel.t() for kernel in self.kernels]  # [n_{k+1}, n_k]
        self.is_weight = torch.zeros_like(self.theta)  # [P]: 1 for weights, 0 for biases, γ and β
        for window in windows(self.is_weight):
            window[:-1] = 1
        self.activations: list[Activation] = []  # one per hidden layer; set by the owner

    def initialise(self, name: str, generator: Generator, scale: float = 1.0) -> None:
        """Fresh weights from INITIALISERS[name], but for biases `scale` times as large."""
        for weight in self.weights:
            n_in, n_out = weight.shape[0] - 1, weight.shape[1]
            weight.copy_(INITIALISERS[name](n_in, n_out, generator))
            if scale != 1:
                weight[:-1] *= scale
        if self.norm:
            self.norm.begin()

    def workspace(self, rows: int) -> Workspace:
        return Workspace(self.sizes, rows, self.device, self.skips)

    def norm_parts(self) -> list[list[Tensor]]:
        """Of every normalised layer kernel, γ and β, each with its slope, and both running means."""
        if self.norm is None:
            return []
        kept = self.norm
        return [
            [self.kernels[k], self.gradients[k][:-1], gamma, kept.slopes[k], self.biases[k],
             self.gradients[k][-1], kept.mean[k], kept.variance[k]]
            for k, gamma in enumerate(kept.gamma)
        ]  # fmt: skip

    def folded(self, theta: Tensor) -> Tensor:
        """theta [..., P] with the running means put into it: [..., P′], of a network without `norm`."""
        if self.norm is None:
            return theta
        counts = [weight.numel() for weight in self.weights]
        parts = theta.split([*counts, *self.sizes[1:-1]], -1)
        found, last = [], len(counts) - 1
        for k, (part, gamma) in enumerate(zip(parts, parts[last + 1 :], strict=False)):
            factor = self.norm.factor(k, gamma)  # [..., n_k]
            weight = part.unflatten(-1, self.weights[k].shape) * factor[..., None, :]
            beta = part[..., -len(self.biases[k]) :]
            weight[..., -1, :] = beta - self.norm.mean[k] * factor
            found.append(weight.flatten(-2))
        return torch.cat([*found, parts[last]], -1)

    def at_rest(self) -> DenseNet:
        """The network that answers as this one does once it is learned: the same, unless it is normalised."""
        if self._rest is None:
            return self
        self._rest.theta.copy_(self.folded(self.theta))
        self._rest.activations = self.activations
        return self._rest

    def answer(self, x: Tensor) -> tuple[list[Tensor], Tensor]:
        """Only to look at: x [M, n_0] -> a of every hidden layer [M, n_k], and z of the output."""
        net, hidden, a = self.at_rest(), [], x
        for k, activation in enumerate(self.activations):
            z = torch.mm(a, net.kernels[k]).add_(net.biases[k])
            bent = activation.forward(z, z)
            a = bent.add_(a) if self.skips[k] else bent
            hidden.append(a)
        return hidden, torch.mm(a, net.kernels[-1]).add_(net.biases[-1])

    def bent(self, x: Tensor) -> list[Tensor]:
        """Only to look at: f(z) of every hidden layer [M, n_k], before anything is added to it."""
        net, hidden = self.at_rest(), self.answer(x)[0]
        found = list(hidden)
        for k, skip in enumerate(self.skips):
            if skip:
                z = torch.addmm(net.biases[k], hidden[k - 1], net.kernels[k])
                found[k] = self.activations[k].forward(z, z)
        return found

    def forward(self, x: Tensor, work: Workspace, masks: Sequence[Tensor] = ()) -> Tensor:
        """The pass to learn from: x [B, n_0 + 1], last column ones -> z of the output [B, n_{L+1}].

        `masks` [B, n_k] are dropout's, one per hidden layer: 0, or 1 / (1 − p) for those that stay.
        """
        if masks:
            work.undropped = [torch.empty(0)] * len(masks)
        else:
            work.undropped = work.bent
        if self.norm:
            work.sums = [torch.empty(0)] * len(work.z)
        a = x
        for k, activation in enumerate(self.activations):
            if self.norm:
                work.sums[k] = torch.mm(a[:, :-1], self.kernels[k])
                z = work.z[k] = self.norm.forward(k, work.sums[k], self.biases[k])
            else:
                z = work.z[k] = torch.mm(a, self.weights[k])  # weights and biases in one product
            activation.forward(z, work.bent[k])
            if masks:
                work.undropped[k] = work.bent[k].clone()
                work.bent[k].mul_(masks[k])
            if self.skips[k]:
                torch.add(work.bent[k], work.a[k - 1], out=work.a[k])
            a = work.with_ones[k]
        work.z[-1] = work.sums[-1] = torch.mm(a, self.weights[-1])
        return work.z[-1]

    def backward(
        self, x_transposed: Tensor, delta: Tensor, work: Workspace, masks: Sequence[Tensor] = ()
    ) -> None:
        """Backpropagation: from delta = dL/dz of the output [B, n_{L+1}] to `grad`.

        Rumelhart, Hinton & Williams 1986. x_transposed is [n_0 + 1, B]; `work` is what forward used.
        """
        handed = delta  # dL/da of the layer above, where that one adds what it was fed
        for k in range(len(self.activations) - 1, -1, -1):
            work.delta[k + 1] = delta
            # What a weight answers for: what came in through it, times what went wrong behind it.
            self._slope(k + 1, work.transposed[k], delta)
            delta = torch.mm(
                delta, self.backwards[k + 1]
            )  # the error handed back along the same weights
            if k + 1 < len(self.skips) and self.skips[k + 1]:
                delta.add_(handed)
            if self.skips[k]:
                handed = delta.clone()
            if masks:
                delta.mul_(masks[k])
            delta = self.activations[k].backward(delta, work.z[k], work.undropped[k])
            if self.norm:
                delta = self.norm.backward(k, delta, self.gradients[k][-1])
        work.delta[0] = delta
        self._slope(0, x_transposed, delta)

    def _slope(self, k: int, inward: Tensor, delta: Tensor) -> None:
        """dL/dW_k, from what came in [n_k + 1, B] and delta; a normalised layer's last row is β's."""
        if self.norm and k < len(self.activations):
            torch.mm(inward[:-1], delta, out=self.gradients[k][:-1])
        else:
            torch.mm(inward, delta, out=self.gradients[k])

    def input_gradient(self, delta: Tensor, work: Workspace, columns: int) -> Tensor:
        """dL/dx of the first `columns` inputs [B, columns], from delta [B, n_{L+1}], and nothing else.

        For a network that only hands on what it is told: no gradient of its weights is computed. It has
        neither of the switches.
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
