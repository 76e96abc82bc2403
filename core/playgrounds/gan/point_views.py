"""What can be seen of a GAN of points: the plane, layer by layer; only what is switched on is worked out.

n generated points, M modes; everything in the data's units.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Generator, Tensor

from core.i18n import N_
from core.params import Message
from core.playgrounds.contract import ActError, Array, Arrays, Metric, Options, View, as_array
from core.playgrounds.gan.look import Look
from core.playgrounds.gan.metrics import MODES
from core.playgrounds.gan.points import PointDomain

REAL, FAKES, ARROWS = 500, 300, 150  # points drawn
SIDE = 60  # pixels on a side of the discriminator's surface
LINES = 21  # lines of the warped grid, each way
LAYERS = ("fake", "surface", "manifold", "arrows")


class PointLook(Look):
    """One frame of a GAN of points."""

    domain: PointDomain

    def describe(self) -> dict[str, Any]:
        data = self.domain.data
        modes = len(data.modes)
        return {
            "box": [-data.edge, data.edge],
            "modes": modes or None,
            "metrics": [name for name in SHOWN if modes or name not in MODES],
        }

    def static(self) -> Arrays:
        data = self.domain.data
        return {
            "real": data.sample(REAL, Generator().manual_seed(1)).numpy(),
            "modes": data.modes.astype(np.float32),
            "modes.radius": np.array([3 * data.sigma], np.float32),
        }

    def thumbs(self, x: Tensor) -> np.ndarray:
        return self.traced(x)

    def traced(self, x: Tensor) -> np.ndarray:
        return as_array(x * self.domain.data.edge)


def samples(look: Look, options: Options) -> Arrays:
    """Generated points, D's answer over the plane, noise as G bends it, and where G is pulled."""
    if not isinstance(look, PointLook):
        return {}
    layers, arrays = _layers(options), Arrays()
    if "surface" in layers:
        arrays |= _surface(look)
    if "manifold" in layers:
        arrays["manifold"] = _manifold(look)
    if "fake" in layers or "arrows" in layers:
        arrays |= _points(look, arrows="arrows" in layers)
    return arrays


def _layers(options: Options) -> list[str]:
    """Which layers are asked for; none where nothing is said. Raises ActError."""
    layers = options.get("layers")
    if layers is None:
        return []
    if not isinstance(layers, list) or not all(layer in LAYERS for layer in layers):
        values = {"value": str(layers)[:60], "known": ", ".join(LAYERS)}
        text = N_("layers = {value}: give a list with some of these: {known}.")
        raise ActError(Message("layers", text, values))
    return layers


def _points(look: PointLook, arrows: bool) -> Arrays:
    domain, pair, edge = look.domain, look.pair, look.domain.data.edge
    x = pair.generate(domain.noise(FAKES, domain.fixed(2)))  # [300, 2]
    with torch.no_grad():
        scores = pair.answer(pair.scores(x))  # [300]
    arrays = {"fake": as_array(x * edge), "fake.score": as_array(scores)}
    if arrows:
        arrays["arrows"] = as_array(-pair.input_gradient(x[:ARROWS]) * edge)
    return arrays


@torch.no_grad()
def _surface(look: PointLook) -> Arrays:
    """D's answer at every pixel of the box, row 0 at the top, and what 0 and 255 mean."""
    at = (torch.arange(SIDE) + 0.5) * (2 / SIDE) - 1
    x2, x1 = torch.meshgrid(-at, at, indexing="ij")
    x = torch.stack((x1, x2), -1).view(-1, 2).to(look.domain.device)
    said = look.pair.answer(look.pair.scores(x)).nan_to_num()
    low, high = (0.0, 1.0) if look.pair.probability else (float(said.min()), float(said.max()))
    bytes_ = (said - low) * (255 / max(high - low, 1e-9)) + 0.5  # + ½ rounds
    picture = bytes_.clamp(0, 255).to(torch.uint8).view(SIDE, SIDE)
    return {"surface": as_array(picture), "surface.range": np.array([low, high], np.float32)}


def _manifold(look: PointLook) -> np.ndarray:
    domain = look.domain
    z = noise_grid(domain.config.noise_kind, domain.config.latent_dim).to(domain.device)
    x = look.pair.generate(z.flatten(0, -2)) * domain.data.edge
    return as_array(x.view(*z.shape[:-1], 2))


def noise_grid(kind: str, dims: int) -> Tensor:
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


POINT_STATIC = {
    "real": Array("f4", "500 2", only="points"),
    "modes": Array("f4", "M 2", coding="none where no modes stand apart", only="points"),
    "modes.radius": Array("f4", "1", coding="3 σ of a mode", only="points"),
}

ANSWERS = "D's answers: a belief in 0…1, or a raw score"
GRID = "a grid of noise pushed through G, every cell of which holds the same share of the noise"
POINT_VIEWS = {
    "samples": View(
        samples,
        {
            "fake": Array(
                "f4", "n 2", coding="from fixed noise", only='points; layer "fake" or "arrows"'
            ),
            "fake.score": Array("f4", "n", coding=ANSWERS, only='points; layer "fake" or "arrows"'),
            "surface": Array(
                "u1", "60 60", coding=f"row 0 = top; 0…255 = surface.range; {ANSWERS}",
                only='points; layer "surface"',
            ),
            "surface.range": Array(
                "f4", "2", coding="0 and 1 for beliefs", only='points; layer "surface"'
            ),
            "manifold": Array(
                "f4", "21 21 2", coding=GRID,
                only='points; layer "manifold", 2 or more dimensions of noise',
                otherwise=Array(
                    "f4", "101 2", coding=GRID, only='points; layer "manifold", 1 dimension of noise'
                ),
            ),
            "arrows": Array(
                "f4", "m 2", coding="−∂(G's loss)/∂x at the first m of `fake`",
                only='points; layer "arrows"',
            ),
        },
        {"layers": f"a list with some of {', '.join(LAYERS)}: only these are worked out"},
        {"layers": list(LAYERS)},
    ),
}  # fmt: skip

POINT_METRICS = {
    "modes_covered": Metric(
        N_("modes"),
        N_("How many of the data's clusters the generator reaches, with at least a few good samples each"),
        "of", better="higher", evaluated_on="generated", beside="modes_total",
    ),
    "modes_covered_pacgan": Metric(
        N_("modes by PacGAN's rule"),
        N_("How many of the data's clusters have at least one good sample among 2,500"),
        "of", better="higher", evaluated_on="generated", beside="modes_total",
    ),
    "modes_total": Metric(
        N_("modes there are"), N_("How many clusters the data have"), "count", evaluated_on="data"
    ),
    "high_quality_fraction": Metric(
        N_("good samples"),
        N_(
            "Share of generated samples within 3 standard deviations of a cluster; a perfect generator has"
            " 98.9 %"
        ),
        "percent", better="higher", evaluated_on="generated",
    ),
    "mode_std_ratio": Metric(
        N_("width"),
        N_(
            "Spread of the samples around their cluster over that of the data: 1 is right, near 0 is a"
            " collapse"
        ),
        "weight", evaluated_on="generated",
    ),
    "effective_modes": Metric(
        N_("effective modes"),
        N_("As how many equally frequent clusters the samples look; 1 is a collapse"),
        "weight", better="higher", evaluated_on="generated",
    ),
    "js_divergence": Metric(
        N_("JS"),
        N_(
            "Jensen–Shannon divergence between data and generator on a grid, in nats: 0 is best, 0.69 the"
            " worst"
        ),
        better="lower", evaluated_on="generated",
    ),
    "kl_divergence": Metric(
        N_("KL"),
        N_("Kullback–Leibler divergence between data and generator on a grid, in nats: 0 is perfect"),
        better="lower", evaluated_on="generated",
    ),
    "spread_ratio": Metric(
        N_("spread"),
        N_("Deviation of all samples over that of the data: 1 is right, 0 is a single point"),
        "weight", evaluated_on="generated",
    ),
}  # fmt: skip
# In the diagnosis, in this order; the other metrics are for the command line and the alarm.
SHOWN = (
    "modes_covered", "modes_total", "high_quality_fraction", "mode_std_ratio",
    "js_divergence", "kl_divergence", "sliced_wasserstein",
)  # fmt: skip
