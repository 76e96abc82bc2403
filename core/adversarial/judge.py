"""A small classifier, trained here, that says whether generated pictures look like the real ones.

It learns the classes of the training images once per process, always the same way, and then serves
as a measuring instrument: which class does it see, how sure is it, and how do its features of
generated pictures differ from those of real ones? It is not the Inception network that papers
measure with: its numbers can be compared with each other, here, and with nobody else's.
"""

from __future__ import annotations

from functools import lru_cache

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from core.adversarial.convolutional import Conv
from core.adversarial.flat import Flat
from core.adversarial.layers import Linear
from core.data.images import Images, load
from core.optim import Adam

FEATURES = 32
ROWS, STEPS = 64, {8: 500, 28: 500}  # a minibatch; steps by the side of the pictures
LR = 3e-3


class Classifier(nn.Module):
    """Two strided convolutions, a layer of FEATURES, and a logit for each of K classes."""

    def __init__(self, side: int, classes: int, generator: Generator) -> None:
        super().__init__()
        stride = 1 if side <= 8 else 2
        self.convs = nn.ModuleList(
            [
                Conv(1, 16, generator, stride=stride),
                Conv(16, 32, generator, stride=2),
            ]
        )
        self.hidden = Linear(32 * (-(-side // (2 * stride))) ** 2, FEATURES, generator)
        self.last = Linear(FEATURES, classes, generator, gain=1.0)

    def features(self, x: Tensor) -> Tensor:
        """x [n, side, side] in −1…1 -> [n, FEATURES]."""
        h = x.unsqueeze(1)
        for conv in self.convs:
            h = F.relu(conv(h))
        return F.relu(self.hidden(h.flatten(1)))

    def forward(self, x: Tensor) -> Tensor:
        """x [n, side, side] -> logits [n, K]."""
        return self.last(self.features(x))


class Judge:
    """The trained classifier, and what it makes of the real images."""

    def __init__(self, images: Images) -> None:
        g = Generator().manual_seed(0)
        side, classes = images.about.side, len(images.about.classes)
        self.net = Classifier(side, classes, g)
        flat = Flat(self.net)
        adam = Adam(flat.theta)
        steps = STEPS[side]
        x, y = torch.from_numpy(images.x), torch.from_numpy(images.y)
        for step in range(steps):
            rows = torch.randint(len(x), (ROWS,), generator=g)
            logits = flat(scaled(x[rows]))
            flat.backward(F.cross_entropy(logits, y[rows].long(), label_smoothing=0.05))
            adam.update(flat.theta, flat.grad, LR * (1 - step / steps))
        self.net.eval().requires_grad_(False)
