"""What breaks without the smallest weights: magnitude pruning after Han et al. 2015 (arXiv:1506.02626).

Of all weights of all layers (biases stay, as do γ and β of batch normalisation) a share is set to zero, those
of smallest size first. S shares at once, as S copies of the network; nothing of the training changes.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from core.nn.batched import BatchedNet
from core.nn.dense import DenseNet
from core.nn.losses import Loss

SHARES = 21  # 0, 5, …, 100 %


def without_smallest(net: DenseNet, shares: Tensor) -> tuple[Tensor, Tensor]:
    """theta [S, P] without the given shares [S] of its smallest weights, and how many are left, [S]."""
    places = net.is_weight.nonzero().view(-1)  # [W]
    order = net.theta[places].abs().argsort(stable=True)
    rank = torch.empty_like(order)
    rank[order] = torch.arange(len(order), device=order.device)
    gone = (shares.to(order.device) * len(order)).round()[:, None]  # [S, 1]
    theta = net.theta.repeat(len(shares), 1)
    theta[:, places] *= rank >= gone
    return theta, len(order) - gone[:, 0].long()


class Pruning:
    """Judges a network without its smallest weights."""

    def __init__(self, net: DenseNet) -> None:
        self.net = net
        self._shares = torch.linspace(0, 1, SHARES)
        self._many = BatchedNet(net.sizes, SHARES, net.device)
        self._one = DenseNet(net.sizes, net.device)
        self._many.skips = self._one.skips = net.skips

    def losses(self, loss: type[Loss], x: Tensor, t: Tensor) -> np.ndarray:
        """The mean loss over x [N, n_0] for every share, f4 [S]."""
        self._many.activations = self.net.activations
        self._many.theta.copy_(self.net.folded(without_smallest(self.net, self._shares)[0]))
        _, z = self._many.answer(x)  # [S, N, K]
        each = loss.each(z.flatten(0, 1), t.repeat(SHARES, 1)).view(SHARES, -1)
        found: np.ndarray = each.mean(1).cpu().numpy()
        return found

    def left(self, share: float) -> tuple[DenseNet, int, int]:
        """The network without this share, how many weights are left and how many there were."""
        theta, left = without_smallest(self.net, torch.tensor([share]))
        self._one.activations = self.net.activations
        self._one.theta.copy_(self.net.folded(theta[0]))
        return self._one, int(left[0]), int(self.net.is_weight.sum())
