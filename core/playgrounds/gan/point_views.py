"""The main picture of a GAN in the plane, layer by layer: only what is switched on is worked out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from core.playgrounds.contract import Arrays
from core.playgrounds.gan.domain import Players

if TYPE_CHECKING:
    from core.playgrounds.gan.points import Points

FAKES, ARROWS = 300, 150
SIDE = 60  # pixels on a side of the discriminator's surface
LINES = 21  # lines of the warped grid, each way
LAYERS = ("fake", "surface", "manifold", "arrows")


def layers(domain: Points, players: Players, wanted: Sequence[str]) -> Arrays:
    """The arrays of the panel `samples` (core/live/PROTOCOL.md), in the data's units."""
    edge = domain.data.edge
    arrays: Arrays = {}
    if "surface" in wanted:
        arrays |= surface(players, domain.device)
    if "manifold" in wanted:
        z = grid(domain.config.noise_kind, domain.config.latent_dim).to(domain.device)
        x = players.generate(z.flatten(0, -2)) * edge
        arrays["manifold"] = x.view(*z.shape[:-1], 2).cpu().numpy()
    if "fake" in wanted or "arrows" in wanted:
        x = players.generate(domain.noise(FAKES, domain.fixed(2)))  # [300, 2]
        with torch.no_grad():
            scores = players.answer(players.judge(x))  # [300]
        arrays |= {"fake": (x * edge).cpu().numpy(), "fake.score": scores.cpu().numpy()}
        if "arrows" in wanted:
            arrows = players.blame(x[:ARROWS]) * edge  # seen in the data's units
            arrays["arrows"] = arrows.cpu().numpy()
    return arrays


@torch.no_grad()
def surface(players: Players, device: torch.device) -> Arrays:
    """D's answer at every pixel of the box, row 0 at the top: uint8 [60, 60], and what 0 and 255 mean."""
    at = (torch.arange(SIDE) + 0.5) * (2 / SIDE) - 1
    x2, x1 = torch.meshgrid(-at, at, indexing="ij")
    x = torch.stack((x1, x2), -1).view(-1, 2).to(device)
    said = players.answer(players.judge(x)).nan_to_num()
    low, high = (0.0, 1.0) if players.probability else (float(said.min()), float(said.max()))
    bytes_ = (said - low) * (255 / max(high - low, 1e-9)) + 0.5  # + ½ rounds
    picture = bytes_.clamp(0, 255).to(torch.uint8).view(SIDE, SIDE)
    return {
        "surface": picture.cpu().numpy(),
        "surface.range": np.array([low, high], np.float32),
    }


def grid(kind: str, dims: int) -> Tensor:
    """Noise on a grid in its first two dimensions [21, 21, z], or on a line [101, 1]; the rest is 0.

    The lines are quantiles, so that every cell holds the same share of the noise; the outermost of
    Gaussian noise stand at 1 % and 99 %.
    """
    count = LINES if dims > 1 else 5 * (LINES - 1) + 1
    if kind == "uniform":
        at = torch.linspace(-1, 1, count)
    else:
        at = torch.special.ndtri(torch.linspace(0.01, 0.99, count))
    if dims == 1:
        return at[:, None]
    z = torch.zeros(count, count, dims)
    z[..., 0], z[..., 1] = at[None, :], at[:, None]
    return z
