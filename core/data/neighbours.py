"""The nearest of many images, without looking at all of them every time.

Projected onto a few orthonormal directions, two images can only come closer: the projections' distance
is a lower bound of the images' own. So the few candidates with the smallest bounds are measured, and
then whoever else's bound is still smaller than the best distance found. The directions are those in
which the images vary most: their principal components (Pearson 1901).

The answer is exact for whatever looks like the data. A picture like none of them, noise say, is about
equally far from all: then only the MOST with the smallest bounds are measured, which keeps a live view
live, and the distance told is that of the nearest of those.

N images of P pixels, 0…1 inside; distances are root mean squares per pixel.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

DIRECTIONS = 32
CANDIDATES = 48
MOST = 2000  # images measured for one query
SAMPLE = 5000  # images that decide the directions
ROUNDING = 1e-3  # a bound may be wrong by this much: sums of squares in float32


class Neighbours:
    """An index over images, uint8 [N, h, w], which it keeps as they are."""

    def __init__(self, x: Tensor) -> None:
        self.x = x.flatten(1)  # uint8 [N, P]
        some = self._unit(self.x[:: max(1, len(x) // SAMPLE)])
        centred = some - some.mean(0)
        basis = torch.linalg.eigh(centred.t() @ centred)[1]  # columns, the greatest variance last
        self.basis = basis[:, -DIRECTIONS:]  # [P, k]
        parts = [self._unit(part) @ self.basis for part in self.x.split(SAMPLE)]
        self.shadows = torch.cat(parts)  # [N, k]
        self.squares = self.shadows.square().sum(1)  # [N]

    def nearest(self, queries: Tensor, beside: int = 0) -> tuple[Tensor, Tensor]:
        """For queries [n, h, w] in 0…1: which image is nearest, int64 [n], and how far, [n].

        `beside` passes over that many nearer ones: 1 where the queries are images of the index.
        """
        q = queries.flatten(1)
        shadows = q @ self.basis  # [n, k]
        bounds = torch.addmm(self.squares, shadows, self.shadows.t(), alpha=-2)
        bounds = (bounds + shadows.square().sum(1, keepdim=True)).clamp_(min=0)  # [n, N] squared
        found = [self._exact(*pair, beside) for pair in zip(q, bounds, strict=True)]
        rows, squares = (torch.stack(column) for column in zip(*found, strict=True))
        return rows, (squares / q.shape[1]).sqrt()

    def usual(self, count: int = 200) -> float:
        """The median distance of an image to its nearest fellow, of `count` images looked at."""
        some = self._unit(self.x[:: max(1, len(self.x) // count)][:count])
        return float(np.median(self.nearest(some, beside=1)[1].cpu().numpy()))

    def _exact(self, q: Tensor, bounds: Tensor, beside: int) -> tuple[Tensor, Tensor]:
        """q [P], bounds [N] -> the image sought and its squared distance."""
        rows = bounds.topk(min(CANDIDATES, len(bounds)), largest=False).indices
        best = self._squares(q, rows).kthvalue(beside + 1).values
        rows = torch.nonzero(bounds <= best + ROUNDING).squeeze(1)
        if len(rows) > MOST:
            rows = bounds.topk(MOST, largest=False).indices
        squares = self._squares(q, rows)
        value, place = squares.kthvalue(beside + 1)
        return rows[place], value

    def _squares(self, q: Tensor, rows: Tensor) -> Tensor:
        return (self._unit(self.x[rows]) - q).square().sum(1)

    @staticmethod
    def _unit(x: Tensor) -> Tensor:
        return x.float() / 255
