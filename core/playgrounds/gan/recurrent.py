"""Generator and discriminator of signals: gated recurrent networks, after C-RNN-GAN.

B signals of T samples, heard in T/4 chunks of 4: a step of the recurrence is four samples long, which
makes it four times faster and what it must remember four times shorter. w units, z numbers of noise.
From Mogren 2016 (arXiv:1611.09904): recurrence in both networks, D listens in both directions and
averages its verdicts. Unlike there cells are GRUs (Cho et al. 2014, arXiv:1406.1078), and one noise
decides the whole signal, so that a place in noise space has one signal.
"""

from __future__ import annotations

import math

import torch
from torch import Generator, Tensor, nn

from core.nn.flat import blank, fill
from core.playgrounds.gan.layers import BatchDeviation, Linear

CHUNK = 4  # samples per step of the recurrence


class SignalGenerator(nn.Module):
    """G: noise -> a first state, from which a GRU goes on by itself."""

    def __init__(self, noise: int, length: int, width: int, generator: Generator) -> None:
        super().__init__()
        self.steps = length // CHUNK
        self.start = Linear(noise, width, generator)
        self.gru = recurrent(noise, width, generator)
        self.last = Linear(width, CHUNK, generator, gain=1.0)

    def forward(self, z: Tensor, labels: Tensor | None = None) -> Tensor:
        """z [B, z] -> signals [B, T] in −1…1."""
        first = torch.tanh(self.start(z)).unsqueeze(0)  # [1, B, w]
        again = z.expand(self.steps, *z.shape)  # [T/4, B, z]: the noise is heard at every step
        h, _ = self.gru(again, first)  # [T/4, B, w]
        return torch.tanh(self.last(h)).transpose(0, 1).flatten(1)


class SignalDiscriminator(nn.Module):
    """D: hears a signal forwards and backwards and averages its verdicts."""

    def __init__(self, width: int, generator: Generator, deviation: bool = False) -> None:
        super().__init__()
        self.gru = recurrent(CHUNK, width, generator, both_ways=True)
        self.last = Linear(2 * width + deviation, 1, generator, gain=1.0)
        self.deviation = BatchDeviation() if deviation else None

    def forward(self, x: Tensor, labels: Tensor | None = None) -> Tensor:
        """Signals x [B, T] -> scores [B]."""
        chunks = x.unflatten(1, (-1, CHUNK)).transpose(0, 1)  # [T/4, B, 4]
        h = self.gru(chunks)[0].mean(0)  # [B, 2w]: a mean of verdicts is a verdict on the mean
        if self.deviation is not None:
            h = self.deviation(h)
        return self.last(h).squeeze(1)


def recurrent(n_in: int, width: int, generator: Generator, both_ways: bool = False) -> nn.GRU:
    """A layer of GRUs whose weights `generator` decides."""
    gru: nn.GRU = blank(nn.GRU, n_in, width, bidirectional=both_ways)
    with torch.no_grad():
        for name, weight in gru.named_parameters():
            if name.startswith("bias"):
                weight.zero_()
            else:
                fill(weight, generator, weight.shape[1], gain=1.0 if "hh" in name else math.sqrt(2))
    return gru
