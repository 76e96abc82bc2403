"""Generator and discriminator of small square pictures: a DCGAN cut down to two processor cores.

B pictures of side × side pixels in −1…1, z numbers of noise, K classes (0: not conditional), w the
width. After Radford et al. 2016 (arXiv:1511.06434): strided convolutions down, transposed ones up,
tanh at G's end. Unlike there no batch normalisation, so that no picture depends on its company.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from core.nn.flat import fill
from core.playgrounds.gan.layers import ACTIVATED, BatchDeviation, Linear, Spectral


class Conv(Spectral):
    """A convolution of size × size pixels that keeps the side, or halves it with stride 2."""

    def __init__(
        self, n_in: int, n_out: int, generator: Generator, *, size: int = 3, stride: int = 1,
        gain: float = 2**0.5,
    ) -> None:  # fmt: skip
        super().__init__()
        self.weight = nn.Parameter(torch.empty(n_out, n_in, size, size))
        self.bias = nn.Parameter(torch.zeros(n_out))
        fill(self.weight, generator, n_in * size * size, gain)
        self.remember(generator)
        self.stride, self.padding = stride, (size - 1) // 2

    def forward(self, x: Tensor) -> Tensor:
        """x [B, n_in, h, w] -> [B, n_out, h / stride, w / stride]."""
        return F.conv2d(x, self.weight_now(), self.bias, self.stride, self.padding)


class Transposed(nn.Module):
    """A convolution run backwards: every pixel stamps 4 × 4 new ones, and the side doubles."""

    def __init__(self, n_in: int, n_out: int, generator: Generator, gain: float = 2**0.5) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(n_in, n_out, 4, 4))
        self.bias = nn.Parameter(torch.zeros(n_out))
        fill(self.weight, generator, n_in * 4, gain)  # 2 × 2 of the stamps meet at a pixel

    def forward(self, x: Tensor) -> Tensor:
        """x [B, n_in, h, w] -> [B, n_out, 2h, 2w]."""
        return F.conv_transpose2d(x, self.weight, self.bias, stride=2, padding=1)


class ImageGenerator(nn.Module):
    """G: noise, and the class as a one-hot row -> a coarse picture that twice grows."""

    def __init__(
        self, noise: int, classes: int, side: int, width: int, activation: str, generator: Generator
    ) -> None:
        super().__init__()
        self.classes, self.activation = classes, activation
        self.coarse = side // 4  # 2 → 4 → 8, or 7 → 14 → 28
        self.first = Linear(noise + classes, 4 * width * self.coarse**2, generator)
        self.grow = Transposed(4 * width, 2 * width, generator)
        self.last = Transposed(2 * width, 1, generator, gain=1.0)

    def forward(self, z: Tensor, labels: Tensor | None = None) -> Tensor:
        """z [B, z], labels [B] -> pictures [B, side, side]."""
        activation = ACTIVATED[self.activation]
        if self.classes:
            assert labels is not None, "a conditional generator needs the class"
            z = torch.cat([z, F.one_hot(labels, self.classes).to(z.dtype)], 1)
        x = activation(self.first(z)).view(len(z), -1, self.coarse, self.coarse)
        return torch.tanh(self.last(activation(self.grow(x)))).squeeze(1)


class ImageDiscriminator(nn.Module):
    """D: halve the picture until little is left, then one score.

    The class enters as a projection: the score is b + ⟨v + e_y, h⟩ with features h and a vector e_y
    per class. Miyato & Koyama 2018 (arXiv:1802.05637), equation 3.
    """

    def __init__(
        self, classes: int, side: int, width: int, activation: str, generator: Generator,
        deviation: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self.activation = activation
        self.shrink = nn.ModuleList(
            [
                Conv(1, width, generator, size=4, stride=2),
                Conv(width, 2 * width, generator, size=4, stride=2),
            ]
        )
        features = 2 * width * (side // 4) ** 2
        self.last = Linear(features + deviation, 1, generator, gain=1.0)
        self.project = Linear(features, classes, generator, gain=1.0) if classes else None
        self.deviation = BatchDeviation() if deviation else None

    def forward(self, x: Tensor, labels: Tensor | None = None) -> Tensor:
        """Pictures x [B, side, side], labels [B] -> scores [B]."""
        activation = ACTIVATED[self.activation]
        h = x.unsqueeze(1)
        for conv in self.shrink:
            h = activation(conv(h))
        h = h.flatten(1)  # [B, features]
        with_deviation = h if self.deviation is None else self.deviation(h)
        score = self.last(with_deviation).squeeze(1)  # [B]
        if self.project is not None:
            assert labels is not None, "a conditional discriminator needs the class"
            score = score + self.project(h).gather(1, labels.unsqueeze(1)).squeeze(1)
        return score
