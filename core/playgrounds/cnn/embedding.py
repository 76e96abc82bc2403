"""How the last hidden layer tells images apart: a fixed sample of test images in its principal plane.

M test images of the sample, n numbers in front of the output layer, C channels, h × w pixels.
"""

from __future__ import annotations

import numpy as np
import torch

from core.nn.principal import principal_plane
from core.playgrounds.cnn import options as asked
from core.playgrounds.cnn.look import Look, shades
from core.playgrounds.contract import Array, Arrays, Options, View

MOST, FEWEST = 300, 24  # images of the sample
WORK, NUMBERS = (
    1e8,
    2e7,
)  # multiply-adds and numbers of one look at it: about a hundredth of a second
REST = 0.5  # seconds between two looks


def sample(look: Look) -> torch.Tensor:
    """Which test images these are: evenly many of those that can be chosen, the same for a whole build."""
    work, numbers = (
        sum(getattr(one, what) for one in look.layers) for what in ("products", "size")
    )
    count = int(max(FEWEST, min(MOST, WORK / max(work, 1), NUMBERS / max(numbers, 1))))
    there = min(len(look.pictures.test), asked.IMAGES)
    count = min(count, there)
    return torch.arange(count) * there // count


def features(look: Look, rows: torch.Tensor) -> tuple[np.ndarray, torch.Tensor]:
    """What stands in front of the output layer, float64 [M, n], and the classes that are said, [M]."""
    x = look.pictures.normalised(look.pictures.pixels(rows, test=True))
    *hidden, output = look.module.stages
    for stage in hidden:
        x = stage(x)
    found = np.nan_to_num(x.flatten(1).cpu().numpy().astype(np.float64)).clip(-1e18, 1e18)
    return found, output(x).argmax(1)


def embedding(look: Look, _: Options) -> Arrays:
    rows = sample(look)
    x, said = features(look, rows)
    mean, basis = principal_plane(x)
    points = (x - mean) @ basis
    spread = x.var(0).sum()
    share = points.var(0) / spread if spread > 0 else np.zeros(2)
    return {
        "embedding.points": points.astype(np.float32),
        "embedding.share": share.astype(np.float32),
        "embedding.rows": rows.numpy().astype(np.int32),
        "embedding.labels": look.pictures.labels(rows, test=True).cpu().numpy().astype(np.int32),
        "embedding.said": said.cpu().numpy().astype(np.int32),
    }


def thumb(look: Look, options: Options) -> Arrays:
    return {"thumb": shades(look.pictures.pixels(torch.tensor([look.row(options)]), test=True)[0])}


EMBEDDING = {
    "embedding": View(
        embedding,
        {
            "embedding.points": Array("f4", "M 2", coding="in the principal plane of the last hidden layer"),
            "embedding.share": Array("f4", "2", coding="of the variance, along each of the two directions"),
            "embedding.rows": Array("i4", "M", coding="which test images these are"),
            "embedding.labels": Array("i4", "M", coding="their classes"),
            "embedding.said": Array("i4", "M", coding="the classes that are said"),
        },
        rest=REST,
    ),
    "thumb": View(
        thumb, {"thumb": Array("u1", "C h w", coding="one test image")}, {"image": "which test image"}
    ),
}  # fmt: skip
