"""The small pictures in the drawing of a GAN's data flow: what is there at this moment."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from core.playgrounds.contract import Arrays
from core.playgrounds.gan.domain import Domain
from core.playgrounds.gan.pair import Pair

SAMPLES, BINS = 64, 16


@torch.no_grad()
def pictures(domain: Domain, pair: Pair) -> Arrays:
    """The arrays of the panel `flow` (core/live/PROTOCOL.md): the same samples at every look."""
    dice = domain.fixed(1)
    x, labels = domain.real(SAMPLES, dice)
    z = domain.noise(SAMPLES, dice)
    fake = pair.generate(z, labels)
    on_real = pair.answer(pair.judge(x, labels))  # [64]
    on_fake = pair.answer(pair.judge(fake, labels))  # [64]
    both = torch.cat((on_real, on_fake)).nan_to_num()
    low, high = (0.0, 1.0) if pair.probability else (float(both.min()), float(both.max()))
    arrays = {
        "flow.noise": F.pad(z[:, :2], (0, max(0, 2 - z.shape[1]))).cpu().numpy(),  # [64, 2]
        "flow.real": domain.thumbs(x),
        "flow.fake": domain.thumbs(fake),
        "flow.d_real": _histogram(on_real, low, high),
        "flow.d_fake": _histogram(on_fake, low, high),
        "flow.range": np.array([low, high], np.float32),
    }
    for name, net in (("g", pair.generator), ("d", pair.discriminator)):
        arrays[f"flow.{name}_gradient"] = _length(net.grad)
        arrays[f"flow.{name}_weights"] = _length(net.theta)
    return arrays


def _histogram(values: Tensor, low: float, high: float) -> np.ndarray:
    """How many values [n] fall in each of 16 equal bins, int32 [16]."""
    counts, _ = np.histogram(values.nan_to_num().cpu().numpy(), BINS, (low, high))
    return counts.astype(np.int32)


def _length(vector: Tensor) -> np.ndarray:
    return np.array([float(torch.linalg.vector_norm(vector))])
