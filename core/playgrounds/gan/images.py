"""A GAN of small pictures: convolutional networks, and a judge trained here to say how good they are.

Metrics: `recognised_fraction`: conditional only, the share that the judge (judge.py) takes for the
class asked for. `confidence`: how sure it is on average of what it sees, 0…1. `classes_seen`: e to the
entropy of its answers: 10 where all ten classes are as frequent, 1 where there is only one: collapse.
`fid_like`: the Fréchet distance to the training images in its feature space; 0 is perfect. It is made
as the literature's FID is, but of another network's features, and comparable only with itself.
`judge_accuracy`: how far the judge itself can be trusted, on held-out images.

B pictures [B, h, w] in −1…1; on the way to a viewer they become bytes, 0 black … 255 white.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import torch
from torch import Generator, Tensor, nn

from core.data.images import load
from core.data.neighbours import Neighbours
from core.playgrounds.arguments import within
from core.playgrounds.contract import Arrays, Scalars, Wanted
from core.playgrounds.gan.classifier import cloud, frechet, judge_for, signed
from core.playgrounds.gan.config import GanConfig
from core.playgrounds.gan.convolutional import Critic, Painter
from core.playgrounds.gan.domain import Domain, Players
from core.playgrounds.gan.mosaic import as_bytes, mosaic

COLUMNS = 10  # of the grid: one per class where classes are asked for
ROWS = {8: 8, 28: 6}  # of the grid, by the side of a picture
METRICS = ("recognised_fraction", "fid_like", "classes_seen", "confidence", "judge_accuracy")
STRIP = 9  # pictures from one end of the strip to the other
REACH = 2.0  # how far the strip's plane goes from its middle, in deviations of the noise
ENDS = ((-0.7, -0.7), (0.7, 0.7))


class Images(Domain):
    """Pictures of one of the sets in core/data/images.py, with their classes where wanted."""

    KIND = "images"
    quick = 500

    def __init__(self, config: GanConfig, device: torch.device) -> None:
        super().__init__(config, device)
        images = load(config.dataset)
        self.names, side = images.about.classes, images.about.side
        self.shape = (side, side)
        self.classes = len(self.names) if config.conditional == "on" else 0
        self.mixes = config.minibatch_std == "on"
        self.judge = judge_for(config.dataset)
        self.x = torch.tensor(images.x).to(device)  # uint8 [N, h, w]
        self.y = torch.tensor(images.y).long().to(device)  # [N]
        self.rows = ROWS[side]
        self._seen: tuple[bytes, Arrays] = (b"", {})  # the neighbours last looked up
        self._draw_noise()

    def configure(self, config: GanConfig) -> None:
        before, self.config = self.config, config
        if config.noise_kind != before.noise_kind:
            self._draw_noise()

    def _draw_noise(self) -> None:
        """The noise that is looked at, the same for the whole run."""
        self._grid = self.noise(self.rows * COLUMNS, self.fixed(1))  # [rows · 10, z]
        self._asked = torch.arange(len(self._grid), device=self.device) % COLUMNS
        self._plane = self.noise(3, self.fixed(2))  # [3, z]: the strip's middle and two directions

    def real(self, n: int, generator: Generator) -> tuple[Tensor, Tensor | None]:
        rows = torch.randint(len(self.x), (n,), generator=generator).to(self.device)
        return signed(self.x[rows]), self.y[rows] if self.classes else None

    def build(self, generator: Generator) -> tuple[nn.Module, nn.Module]:
        c, side = self.config, self.shape[0]
        return (
            Painter(c.latent_dim, self.classes, side, c.width, c.g_activation, generator),
            Critic(self.classes, side, c.width, c.d_activation, generator, self.mixes),
        )

    def trail(self, fake: Tensor) -> Tensor:
        """The mean picture in 2 × 2 patches: enough to see it swing, [4]."""
        return nn.functional.adaptive_avg_pool2d(fake.mean(0, keepdim=True), 2).flatten()

    # ---- how well ---------------------------------------------------------------------------
    def metrics(self, players: Players, n: int) -> Scalars:
        generator = self.fixed()
        asked = torch.arange(n) % len(self.names)
        parts = []
        for labels in asked.split(500):
            wanted = labels.to(self.device) if self.classes else None
            parts.append(players.sample(len(labels), generator, wanted).cpu())
        features, logits = self.judge.look(torch.cat(parts))  # [n, f], [n, K]
        sure, said = logits.softmax(1).max(1)  # [n], [n]
        share = torch.bincount(said, minlength=len(self.names)) / n  # [K]
        right = float((said == asked).float().mean()) if self.classes else math.nan
        return {
            "recognised_fraction": right,
            "confidence": sure.mean(),
            "classes_seen": torch.special.entr(share).sum().exp(),
            "fid_like": frechet(self.judge.real, cloud(features)) if n > 1 else math.nan,
            "judge_accuracy": self.judge.accuracy,
        }

    # ---- to look at ---------------------------------------------------------------------------
    def text(self, network: Literal["g", "d"]) -> str:
        w, side = self.config.width, self.shape[0]
        sizes = (f"{4 * w}×{side // 4}²", f"{2 * w}×{side // 2}²", f"1×{side}²")
        if network == "g":
            return " → ".join((str(self.config.latent_dim + self.classes), *sizes))
        return " → ".join((f"1×{side}²", f"{w}×{side // 2}²", f"{2 * w}×{side // 4}²", "1"))

    def describe(self) -> dict[str, Any]:
        return {
            "metrics": [name for name in METRICS if self.classes or name != "recognised_fraction"],
            "size": list(self.shape),
            "grid": [self.rows, COLUMNS],
            "neighbours": COLUMNS,
            "strip": STRIP,
            "class_names": list(self.names),
            "judge": {"accuracy": self.judge.accuracy, "fid_like_of_held_out": self.judge.apart},
        }

    def static_views(self) -> Arrays:
        """`grid.real`: training images laid out as the generated ones are."""
        found = []
        for k in range(self.rows * COLUMNS):
            rows = torch.nonzero(self.y == k % COLUMNS).squeeze(1) if self.classes else None
            found.append(self.x[k if rows is None else rows[k // COLUMNS]])
        return {"grid.real": mosaic(torch.stack(found), COLUMNS)}

    def views(self, wanted: Wanted, players: Players) -> Arrays:
        arrays: Arrays = {}
        labels = self._asked if self.classes else None
        if "grid" in wanted:
            arrays["grid"] = mosaic(as_bytes(players.generate(self._grid, labels)), COLUMNS)
        if "strip" in wanted:
            arrays["strip"] = self._strip(wanted["strip"], players)
        if "neighbours" in wanted:
            few = None if labels is None else labels[:COLUMNS]
            arrays |= self._neighbours(players.generate(self._grid[:COLUMNS], few))
        return arrays

    def thumbs(self, x: Tensor) -> np.ndarray:
        """Four pictures in a square, u1 [2h, 2w]."""
        return mosaic(as_bytes(x[:4]), 2)

    def told(self, x: Tensor) -> np.ndarray:
        """The first four pictures in 0…1, f4 [≤ 4, h, w]."""
        return ((x[:4] + 1) / 2).cpu().numpy()

    def _strip(self, options: Mapping[str, Any], players: Players) -> np.ndarray:
        """`{ends: [[u, v], [u, v]], label}`: pictures on the way from one end to the other.

        A place (u, v) stands for the noise (n₀ + r u n₁ + r v n₂) / √(1 + r² u² + r² v²): as long as
        noise usually is, wherever on the plane. The middle of two noises would be shorter, and no
        picture that the generator has learned (White 2016, arXiv:1609.04468).
        """
        start, end = (torch.tensor(place) for place in _ends(options.get("ends")))
        along = torch.linspace(0, 1, STRIP).unsqueeze(1)
        places = REACH * (start + along * (end - start))  # [9, 2]
        weights = nn.functional.normalize(torch.cat([torch.ones(STRIP, 1), places], 1))  # [9, 3]
        z = weights.to(self.device) @ self._plane  # [9, z]
        if self.config.noise_kind == "uniform":
            z = z.clamp(-1, 1)
        labels = None
        if self.classes:
            label = options.get("label")
            label = label if within(label, 0, self.classes - 1) else 0
            labels = torch.full((STRIP,), label, device=self.device)
        return mosaic(as_bytes(players.generate(z, labels)), STRIP)

    def _neighbours(self, fake: Tensor) -> Arrays:
        """Each generated picture beside the training image nearest to it; looked up when it changes."""
        shown = as_bytes(fake)
        key = shown.cpu().numpy().tobytes()
        if key != self._seen[0]:
            index, usual = index_for(self.config.dataset)
            rows, distance = index.nearest(((fake.float().cpu() + 1) / 2).nan_to_num())
            arrays = {
                "neighbours.fake": mosaic(shown, COLUMNS),
                "neighbours.real": mosaic(self.x[rows.to(self.device)], COLUMNS),
                "neighbours.distance": distance.numpy().astype(np.float32),
                "neighbours.usual": np.array([usual], np.float32),
            }
            self._seen = (key, arrays)
        return {name: array.copy() for name, array in self._seen[1].items()}


@lru_cache(maxsize=3)
def index_for(name: str) -> tuple[Neighbours, float]:
    """The training images of the set `name` to be searched, and how far apart fellows usually are."""
    index = Neighbours(torch.tensor(load(name).x))
    return index, index.usual()


def _ends(ends: Any) -> tuple[tuple[float, float], ...]:
    """Two places in the square ±1, or the usual ones where a viewer's wish makes no sense."""
    try:
        (a, b), (c, d) = ends
        places = ((float(a), float(b)), (float(c), float(d)))
    except (TypeError, ValueError, OverflowError):
        return ENDS
    if not all(math.isfinite(number) for place in places for number in place):
        return ENDS
    return tuple((max(-1.0, min(1.0, u)), max(-1.0, min(1.0, v))) for u, v in places)
