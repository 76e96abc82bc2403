"""What can be seen of a GAN of pictures: a grid, a strip, the nearest training images.

h×w pixels a picture, `u1`: 0 black … 255 white; pictures laid side by side make one of H×W.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from core.i18n import N_
from core.params import Message
from core.playgrounds.arguments import finite, index
from core.playgrounds.contract import ActError, Array, Arrays, Metric, Options, View, as_array
from core.playgrounds.gan.images import ImageDomain, index_for
from core.playgrounds.gan.look import Look
from core.playgrounds.gan.mosaic import as_bytes, mosaic

COLUMNS = 10  # of the grid: one per class where classes are asked for
ROWS = {8: 8, 28: 6}  # of the grid, by the side of a picture
STRIP = 9  # pictures from one end of the strip to the other
REACH = 2.0  # how far the strip's plane goes from its middle, in deviations of the noise
ENDS = ((-0.7, -0.7), (0.7, 0.7))
Place = tuple[float, float]  # on the strip's plane, the square ±1


class ImageLook(Look):
    """One frame of a GAN of pictures: always of the same noise."""

    domain: ImageDomain

    @property
    def rows(self) -> int:
        return ROWS[self.domain.side]

    @cached_property
    def noise(self) -> Tensor:
        """The noise of the grid, [rows · 10, z]."""
        return self.domain.noise(self.rows * COLUMNS, self.domain.fixed(1))

    @property
    def labels(self) -> Tensor | None:
        """The class that each picture of the grid is to show, [rows · 10]: its column."""
        if not self.domain.classes:
            return None
        return torch.arange(self.rows * COLUMNS, device=self.domain.device) % COLUMNS

    def describe(self) -> dict[str, Any]:
        d = self.domain
        return {
            "metrics": [name for name in IMAGE_METRICS if d.classes or name != CONDITIONAL],
            "size": list(d.shape),
            "grid": [self.rows, COLUMNS],
            "neighbours": COLUMNS,
            "strip": STRIP,
            "class_names": list(d.names),
        }

    def static(self) -> Arrays:
        """Training images laid out as the generated ones are."""
        d, found = self.domain, []
        for k in range(self.rows * COLUMNS):
            rows = torch.nonzero(d.y == k % COLUMNS).squeeze(1) if d.classes else None
            found.append(d.x[k if rows is None else rows[k // COLUMNS]])
        return {"grid.real": mosaic(torch.stack(found), COLUMNS)}

    def thumbs(self, x: Tensor) -> np.ndarray:
        """Four pictures in a square, u1 [2h, 2w]."""
        return mosaic(as_bytes(x[:4]), 2)

    def traced(self, x: Tensor) -> np.ndarray:
        """The first four pictures in 0…1, f4 [≤ 4, h, w]."""
        return as_array((x[:4] + 1) / 2)


def grid(look: Look, options: Options) -> Arrays:
    if not isinstance(look, ImageLook):
        return {}
    return {"grid": mosaic(as_bytes(look.pair.generate(look.noise, look.labels)), COLUMNS)}


def strip(look: Look, options: Options) -> Arrays:
    """Pictures on the way from one end to the other.

    A place (u, v) stands for the noise (n₀ + r u n₁ + r v n₂) / √(1 + r² u² + r² v²): as long as
    noise usually is, wherever on the plane. The middle of two noises would be shorter, and no
    picture that the generator has learned (White 2016, arXiv:1609.04468).
    """
    if not isinstance(look, ImageLook):
        return {}
    domain = look.domain
    start, end = (torch.tensor(place) for place in _ends(options))
    label = _label(options, domain.classes)
    plane = domain.noise(3, domain.fixed(2))  # [3, z]: the middle and two directions
    along = torch.linspace(0, 1, STRIP).unsqueeze(1)
    places = REACH * (start + along * (end - start))  # [9, 2]
    weights = nn.functional.normalize(torch.cat([torch.ones(STRIP, 1), places], 1))  # [9, 3]
    z = weights.to(domain.device) @ plane  # [9, z]
    if domain.config.noise_kind == "uniform":
        z = z.clamp(-1, 1)
    labels = torch.full((STRIP,), label, device=domain.device) if domain.classes else None
    return {"strip": mosaic(as_bytes(look.pair.generate(z, labels)), STRIP)}


def _ends(options: Options) -> tuple[Place, Place]:
    """The two places between which the strip lies. Raises ActError."""
    ends = options.get("ends")
    if ends is None:
        return ENDS
    if not _is_pair(ends) or not all(map(_is_pair, ends)):
        text = N_("ends = {value}: give two places, each of them two numbers in ±1.")
        raise ActError(Message("ends", text, {"value": str(ends)[:60]}))
    one, other = ((finite({"u": u}, "u", 1), finite({"v": v}, "v", 1)) for u, v in ends)
    return one, other


def _is_pair(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 2


def _label(options: Options, classes: int) -> int:
    """The class that the strip is to show; the first where none is named. Raises ActError."""
    if not classes or options.get("label") is None:
        return 0
    return index(options, "label", 0, classes - 1)


def neighbours(look: Look, options: Options) -> Arrays:
    """Each picture of the grid's first row beside the training image nearest to it."""
    if not isinstance(look, ImageLook):
        return {}
    labels = None if look.labels is None else look.labels[:COLUMNS]
    return beside(look.domain, look.pair.generate(look.noise[:COLUMNS], labels))


def beside(domain: ImageDomain, fake: Tensor) -> Arrays:
    """Pictures fake [10, h, w] beside their nearest training images."""
    real, distance = domain.nearest(fake)
    return {
        "neighbours.fake": mosaic(as_bytes(fake), COLUMNS),
        "neighbours.real": mosaic(real, COLUMNS),
        "neighbours.distance": as_array(distance).astype(np.float32),
        "neighbours.usual": np.array([index_for(domain.config.dataset)[1]], np.float32),
    }


IMAGE_STATIC = {
    "grid.real": Array(
        "u1", "H W", coding="training images, laid out as the generated ones", only="images"
    ),
}

IMAGE_VIEWS = {
    "grid": View(
        grid,
        {
            "grid": Array(
                "u1", "H W",
                coding="rows of 10 from fixed noise; a column is a class where classes are asked for",
                only="images",
            )
        },
    ),
    "strip": View(
        strip,
        {"strip": Array("u1", "h W", coding="9 from the first end to the second", only="images")},
        {
            "ends": "[[u, v], [u, v]], each in ±1: places on a plane through noise space",
            "label": "the class, or null",
        },
    ),
    "neighbours": View(
        neighbours,
        {
            "neighbours.fake": Array("u1", "h W", coding="10 pictures", only="images"),
            "neighbours.real": Array("u1", "h W", coding="the nearest training images", only="images"),
            "neighbours.distance": Array(
                "f4", "10", coding="root mean square per pixel, pixels 0…1", only="images"
            ),
            "neighbours.usual": Array(
                "f4", "1", coding="from a training image to its nearest fellow, usually", only="images"
            ),
        },
    ),
}  # fmt: skip

CONDITIONAL = "recognised_fraction"  # where classes are asked for
IMAGE_METRICS = {
    CONDITIONAL: Metric(
        N_("recognised"),
        N_(
            "Share of generated images in which a small classifier, trained here on the same data, sees the"
            " class asked for"
        ),
        "percent", better="higher", evaluated_on="generated",
    ),
    "fid_like": Metric(
        N_("feature distance"),
        N_(
            "Distance between real and generated images in the classifier's own features. It follows the idea"
            " of FID but not its network, so it compares with nothing outside this page"
        ),
        better="lower", evaluated_on="generated",
    ),
    "classes_seen": Metric(
        N_("classes seen"),
        N_("As how many equally frequent classes the images look to the classifier; 1 is a collapse"),
        "weight", better="higher", evaluated_on="generated",
    ),
    "confidence": Metric(
        N_("confidence"), N_("How sure the classifier is of what it sees, on average"),
        "percent", better="higher", evaluated_on="generated",
    ),
    "judge_accuracy": Metric(
        N_("classifier"),
        N_("How often the classifier itself is right, on real images it has never seen"),
        "percent", better="higher", evaluated_on="test",
    ),
}  # fmt: skip
