"""Where a network does not know: an ensemble that disagrees, and dropout that is kept up.

An ensemble are networks that differ in their initial weights alone: where they were told nothing, each says
something else (Lakshminarayanan et al. 2017, arXiv:1612.01474). MC dropout asks one network T times, each
time without other neurons (Gal & Ghahramani 2016, arXiv:1506.02142). Either picture is the standard
deviation of what is said, in −1…1, for several classes the largest of the classes'.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Generator, Tensor

from core.nn.dense import DenseNet

TIMES = 24  # T
SEED = 1  # of the masks: the same in every frame, so that learning alone moves the picture
Signed = Callable[[Tensor], Tensor]  # z [M, K] as values in −1…1


def disagreement(nets: Sequence[DenseNet], x: Tensor, signed: Signed) -> Tensor:
    """Of the answers of several networks to x [M, n_0], [M]."""
    return _spread(torch.stack([signed(net.answer(x)[1]) for net in nets]))


def mc_dropout(net: DenseNet, x: Tensor, signed: Signed, p: float) -> Tensor:
    """Of a network's answers to x [M, n_0] while the share p of its neurons is dropped, [M]."""
    generator = Generator().manual_seed(SEED)
    # For one time the same neurons at every point, or the picture would be noise.
    masks = [(torch.rand(TIMES, 1, n, generator=generator) >= p) / (1 - p) for n in net.sizes[1:-1]]
    a, net = x.expand(TIMES, *x.shape), net.at_rest()
    for k, activation in enumerate(net.activations):
        z = torch.matmul(a, net.kernels[k]).add_(net.biases[k])
        bent = activation.forward(z, z) * masks[k].to(net.device)
        a = bent.add_(a) if net.skips[k] else bent
    z = torch.matmul(a, net.kernels[-1]).add_(net.biases[-1])
    return _spread(signed(z.flatten(0, 1)).view(TIMES, len(x), -1))


def _spread(said: Tensor) -> Tensor:
    """[T, M, K] → [M]."""
    return said.std(0, correction=0).amax(1).nan_to_num()
