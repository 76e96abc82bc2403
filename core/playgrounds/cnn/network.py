"""The network itself: blocks in a row, then one output per class. Weights after He et al. 2015.

B images, C channels of h × w pixels, K classes. `walk` gives what every block made on the way, which the
views show; `forward` gives the outputs alone. Dropout draws from the generator given, nothing else does.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from core.nn.flat import fill
from core.nn.normalisation import EPS, MOMENTUM
from core.playgrounds.cnn.architecture import Layer
from core.playgrounds.cnn.blocks import Block

Parts = dict[str, Tensor]  # what a block made, in order; the last one is what it hands on
ACTIVATED: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": F.relu,
    "leaky_relu": lambda z: F.leaky_relu(z, 0.01),
    "gelu": F.gelu,
    "silu": F.silu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
}
GAINS = {"tanh": 1.0, "sigmoid": 1.0}  # elsewhere √2, for the half that is cut off


def last(parts: Parts) -> Tensor:
    """What a block hands on."""
    return list(parts.values())[-1]


class Norm(nn.Module):
    """Batch normalisation: every channel gets mean 0 and deviation 1 over the minibatch, then γ and β.

    Ioffe & Szegedy 2015 (arXiv:1502.03167), algorithm 1. When it only answers, running means stand in.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(channels))
        self.beta = nn.Parameter(torch.zeros(channels))
        self.register_buffer("mean", torch.zeros(channels))
        self.register_buffer("variance", torch.ones(channels))

    def forward(self, x: Tensor) -> Tensor:
        """x [B, C, …] -> the same shape. A single number per channel has no deviation to be divided by."""
        mean, variance = self.get_buffer("mean"), self.get_buffer("variance")
        learns = self.training and x.numel() > x.shape[1]
        return F.batch_norm(x, mean, variance, self.gamma, self.beta, learns, MOMENTUM, EPS)


class Conv(nn.Module):
    """A convolution [B, C, h, w] -> [B, C', h', w'], then normalisation and activation, if any."""

    def __init__(
        self, n_in: int, n_out: int, kernel: int, stride: int, padding: int, normalised: bool,
        gain: float, generator: Generator,
    ) -> None:  # fmt: skip
        super().__init__()
        self.weight = nn.Parameter(torch.empty(n_out, n_in, kernel, kernel))
        fill(self.weight, generator, n_in * kernel**2, gain)
        self.bias = None if normalised else nn.Parameter(torch.zeros(n_out))
        self.norm = Norm(n_out) if normalised else None
        self.stride, self.padding = stride, padding
        self.layout = (
            torch.contiguous_format
        )  # or channels_last: of the weights, and so of what comes out

    def forward(self, x: Tensor) -> Tensor:
        weight = self.weight.contiguous(memory_format=self.layout)
        z = F.conv2d(x, weight, self.bias, self.stride, self.padding)
        return z if self.norm is None else self.norm(z)


class Stage(nn.Module):
    """A block of the network. `parts` gives what it makes of x step by step."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self._network = (network,)  # no submodule

    @property
    def network(self) -> Network:
        return self._network[0]

    def activated(self, z: Tensor) -> Tensor:
        return ACTIVATED[self.network.activation](z)

    def parts(self, x: Tensor) -> Parts:
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        return last(self.parts(x))


class Convolution(Stage):
    """`z` is the sum of products, `out` what the activation makes of it."""

    def __init__(self, network: Network, block: Block, n_in: int, generator: Generator) -> None:
        super().__init__(network)
        gain = GAINS.get(network.activation, math.sqrt(2))
        self.conv = Conv(
            n_in, block.size, block.kernel, block.stride, block.padding, block.normalised, gain, generator
        )  # fmt: skip

    def parts(self, x: Tensor) -> Parts:
        z = self.conv(x)
        return {"z": z, "out": self.activated(z)}


class Residual(Stage):
    """He et al. 2015 (arXiv:1512.03385): what the convolutions make is added to what came in."""

    def __init__(self, network: Network, block: Block, n_in: int, generator: Generator) -> None:
        super().__init__(network)
        n, s, gain = block.size, block.stride, GAINS.get(network.activation, math.sqrt(2))
        self.first = Conv(n_in, n, 3, s, 1, True, gain, generator)
        self.second = Conv(n, n, 3, 1, 1, True, gain, generator)
        changes = n_in != n or s > 1
        self.shortcut = Conv(n_in, n, 1, s, 0, True, 1.0, generator) if changes else None

    def parts(self, x: Tensor) -> Parts:
        inside = self.activated(self.first(x))
        z = self.second(inside) + (x if self.shortcut is None else self.shortcut(x))
        return {"inside": inside, "z": z, "out": self.activated(z)}


class Pool(Stage):
    """The largest value of every window, or its mean."""

    def __init__(self, network: Network, block: Block) -> None:
        super().__init__(network)
        self.kernel, self.stride, self.largest = block.kernel, block.stride, block.kind == "pool"

    def parts(self, x: Tensor) -> Parts:
        pool = F.max_pool2d if self.largest else F.avg_pool2d
        return {"out": pool(x, self.kernel, self.stride)}


class Average(Stage):
    """The mean of each map: [B, C, h, w] -> [B, C]. Lin et al. 2013 (arXiv:1312.4400)."""

    def parts(self, x: Tensor) -> Parts:
        return {"out": x.mean((2, 3))}


class Flatten(Stage):
    """Maps as a row of numbers: [B, C, h, w] -> [B, C · h · w]."""

    def parts(self, x: Tensor) -> Parts:
        return {"out": x.flatten(1)}


class Dense(Stage):
    """A dense layer of a row of numbers; the last one has no activation."""

    def __init__(
        self, network: Network, n_in: int, n_out: int, normalised: bool, last: bool, generator: Generator
    ) -> None:  # fmt: skip
        super().__init__(network)
        self.weight = nn.Parameter(torch.empty(n_out, n_in))
        gain = 1.0 if last else GAINS.get(network.activation, math.sqrt(2))
        fill(self.weight, generator, n_in, gain)
        self.bias = None if normalised else nn.Parameter(torch.zeros(n_out))
        self.norm = Norm(n_out) if normalised else None
        self.last = last

    def parts(self, x: Tensor) -> Parts:
        x = self.network.dropped(x, self.network.dropout)
        z = F.linear(x, self.weight, self.bias)
        z = z if self.norm is None else self.norm(z)
        return {"z": z} if self.last else {"z": z, "out": self.activated(z)}


class Dropout(Stage):
    """Srivastava et al. 2014 (JMLR 15): what is left is enlarged, so that sums keep their size."""

    def __init__(self, network: Network, share: float) -> None:
        super().__init__(network)
        self.share = share

    def parts(self, x: Tensor) -> Parts:
        return {"out": self.network.dropped(x, self.share)}


class Network(nn.Module):
    """Blocks and output. `activation` and `dropout`, the share in front of dense layers, are live."""

    def __init__(
        self, layers: Sequence[Layer], channels: int, side: int, activation: str, generator: Generator
    ) -> None:  # fmt: skip
        super().__init__()
        self.activation, self.dropout = activation, 0.0
        self.generator: Generator | None = None  # of dropout while training
        stages: list[Stage] = []
        shape: tuple[int, ...] = (channels, side, side)
        for layer in layers:
            stages.append(self._stage(layer, shape, generator))
            shape = layer.shape
        self.stages = nn.ModuleList(stages)
        self.eval()

    def _stage(self, layer: Layer, shape: tuple[int, ...], generator: Generator) -> Stage:
        block = layer.block
        if layer.flattens:
            return Flatten(self)
        if block is None or block.kind == "dense":
            normalised = block is not None and block.normalised
            n_in = math.prod(shape)
            return Dense(self, n_in, layer.shape[0], normalised, block is None, generator)
        if block.kind == "conv":
            return Convolution(self, block, shape[0], generator)
        if block.kind == "res":
            return Residual(self, block, shape[0], generator)
        if block.kind == "dropout":
            return Dropout(self, block.share)
        return Average(self) if block.kind == "gap" else Pool(self, block)

    def forward(self, x: Tensor) -> Tensor:
        """Normalised images [B, C, h, w] -> outputs before the softmax (logits), [B, K]."""
        for stage in self.stages:
            x = stage(x)
        return x

    def walk(self, x: Tensor) -> list[Parts]:
        """What every block makes of x, the output layer last."""
        found: list[Parts] = []
        for stage in self.stages:
            assert isinstance(stage, Stage)
            found.append(stage.parts(x))
            x = last(found[-1])
        return found

    def dropped(self, x: Tensor, share: float) -> Tensor:
        if not self.training or not share:
            return x
        kept = torch.rand(x.shape, generator=self.generator) >= share
        return x * (kept.to(x.device) / (1 - share))
