"""A small classifier, trained here, that says whether generated pictures look like the real ones.

It learns the classes of the training images once per process, always the same way, and then serves
as a measuring instrument: which class does it see, how sure is it, and how do its features of
generated pictures differ from those of real ones? It is not the Inception network that papers
measure with: its numbers can be compared with each other, here, and with nobody else's.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from core.data.images import load
from core.nn.flat import Flat
from core.nn.optimisers import Adam
from core.playgrounds.gan.convolutional import Conv
from core.playgrounds.gan.layers import Linear

FEATURES = 32
ROWS, STEPS, LR = 64, 500, 3e-3  # about a second for 8×8 pixels, three for 28×28
MANY = 500  # images through the network at a time
MOST = 10_000  # training images whose features stand for all


class Moments(NamedTuple):
    """Where features lie: their mean [f] and covariance [f, f], float64."""

    mean: Tensor
    covariance: Tensor


class ClassifierNet(nn.Module):
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


class Classifier:
    """The trained classifier, on the CPU, and what it makes of the real images.

    `accuracy` is its share of right answers on the held-out images, `real` where its features of the
    training images lie.
    """

    def __init__(self, x: Tensor, y: Tensor, x_test: Tensor, y_test: Tensor, classes: int) -> None:
        """x uint8 [N, side, side], y int64 [N]; the held-out ones likewise."""
        g = Generator().manual_seed(0)
        self.net = ClassifierNet(x.shape[1], classes, g)
        flat = Flat(self.net)
        adam = Adam(flat.theta)
        for step in range(STEPS):
            rows = torch.randint(len(x), (ROWS,), generator=g)
            flat.backward(F.cross_entropy(flat(signed(x[rows])), y[rows]))
            adam.update(flat.theta, flat.grad, LR * (1 - step / STEPS))
        self.net.eval().requires_grad_(False)
        _, logits = self.look(signed(x_test[:MOST]))
        self.accuracy = float((logits.argmax(1) == y_test[:MOST]).float().mean())
        self.real = moments(self.look(signed(x[:: max(1, len(x) // MOST)]))[0])

    @torch.no_grad()
    def look(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """x [n, side, side] in −1…1 -> features [n, FEATURES] and logits [n, K]."""
        features = torch.cat([self.net.features(part) for part in x.cpu().split(MANY)])
        return features, self.net.last(features)


def signed(x: Tensor) -> Tensor:
    """Bytes as numbers in −1…1, as the networks see pictures."""
    return x.float() / 127.5 - 1


def moments(features: Tensor) -> Moments:
    """features [n, f] -> their mean and covariance."""
    exact = features.double()
    return Moments(exact.mean(0), torch.cov(exact.t()))


def frechet(one: Moments, other: Moments) -> Tensor:
    """The squared Fréchet distance of two normal distributions, []: Dowson & Landau 1982.

    ‖μ₁ − μ₂‖² + tr(Σ₁ + Σ₂ − 2 (Σ₁ Σ₂)^½): what Heusel et al. 2017 (arXiv:1706.08500) take between
    the features of the Inception network, and call FID.
    """
    value, vector = torch.linalg.eigh(one.covariance)
    root = vector * value.clamp(min=0).sqrt() @ vector.t()  # Σ₁^½
    product = torch.linalg.eigvalsh(root @ other.covariance @ root)  # eigenvalues of Σ₁ Σ₂
    traces = one.covariance.trace() + other.covariance.trace()
    return (one.mean - other.mean).square().sum() + traces - 2 * product.clamp(min=0).sqrt().sum()


@lru_cache(maxsize=3)
def classifier_for(name: str) -> Classifier:
    """The classifier of the data set `name`, trained when it is first asked for. Raises ParamError."""
    images = load(name)
    x, y, x_test, y_test = map(torch.tensor, (images.x, images.y, images.x_test, images.y_test))
    return Classifier(x, y.long(), x_test, y_test.long(), len(images.about.classes))
