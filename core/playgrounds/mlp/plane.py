"""The map's plane in the space of a table: two of its columns, or its first two principal components.

A table has more columns than a picture has sides. Where two are chosen, the others stand still: at their
medians, or where a viewer has moved them. Which plane is looked at is each viewer's own affair. C columns,
D inputs, S rows shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.data.encoding import Prepared
from core.nn.dense import DenseNet
from core.playgrounds.arguments import finite, one_of, within
from core.playgrounds.mlp.maps import NeuronMaps

SHOWN = 1000  # rows that are drawn as points
ROOM = 0.06  # of a column's span, around the rows
LOADS = 3  # columns named of a component
LARGEST = 1e300  # value that may stand in a column


class Plane:
    """Places in the plane and what they stand for: values [N, C] in the columns' own units."""

    def __init__(self, table: Prepared) -> None:
        self.table, self.encoder = table, table.encoder
        self.inputs = table.plan.inputs
        shown, count = min(SHOWN, len(table.y)), len(table.y)
        learned = min(table.train, max(1, round(shown * table.train / count)))
        # Rows lie in random order: the first of either part are a sample of it.
        self.rows = np.r_[0:learned, table.train : min(count, table.train + shown - learned)]  # [S]
        values = table.values[self.rows]
        gaps = np.isnan(values)
        self.values = np.where(gaps, self.encoder.medians, values)  # [S, C]
        self.spans = [self._span(column) for column in range(len(self.inputs))]
        self.first = self._telling()
        self.centre, self.directions, self.shares = components(table.x[: table.train])
        self.scores = (table.x[self.rows] - self.centre) @ self.directions.T  # [S, 2]

    def _span(self, column: int) -> tuple[float, float]:
        kinds = self.encoder.kinds[column]
        if kinds:
            return -0.5, kinds - 0.5
        return _roomy(self.values[:, column])

    def _telling(self) -> list[int]:
        """The two columns that tell most about the target, by themselves, in the training rows: the share
        of the target's variance, or of theirs between the classes. One where there is no other."""
        table = self.table
        x, y = table.x[: table.train].astype(np.float64), table.y[: table.train].astype(np.float64)
        sides = np.eye(len(table.plan.classes))[y.astype(int)] if table.plan.classes else y[:, None]
        told = _explained(x, sides)
        best = [
            (not kinds, told[start : start + max(1, kinds)].max(), -column)
            for column, (start, kinds) in enumerate(zip(self.encoder.starts, self.encoder.kinds, strict=True))
        ]  # fmt: skip
        return [-place for _, _, place in sorted(best, reverse=True)[:2]]

    # ---- what a viewer asks for ------------------------------------------------------------------
    def axes(self, options: Mapping[str, Any]) -> tuple[int, ...]:
        """The two columns, one where there is but one; none for the principal components."""
        if options.get("components") is True and len(self.directions) == 2:
            return ()
        most = len(self.inputs) - 1
        x, y = options.get("x"), options.get("y")
        if within(x, 0, most) and within(y, 0, most) and x != y:
            return x, y
        return tuple(self.first)

    def stand(self, options: Mapping[str, Any]) -> np.ndarray:
        """The values [C] of the columns that stand still."""
        found, given = self.encoder.medians.copy(), options.get("at")
        if isinstance(given, list) and len(given) == len(found):
            for column, value in enumerate(given):
                if isinstance(value, (int, float)) and abs(value) <= LARGEST:
                    found[column] = float(value)
        return found

    def grid(self, side: int, options: Mapping[str, Any]) -> np.ndarray:
        """The centres of side × side pixels, row by row from the top left, encoded: float32 [side², D]."""
        axes = self.axes(options)
        share = (np.arange(side) + 0.5) / side
        up, across = (one.ravel() for one in np.meshgrid(share[::-1], share, indexing="ij"))
        if not axes:
            low, high = np.array([_roomy(one) for one in self.scores.T]).T
            places = low + np.stack((across, up), 1) * (high - low)
            return (self.centre + places @ self.directions).astype(np.float32)
        values = np.tile(self.stand(options), (side * side, 1))
        for column, where in zip(axes, (across, up), strict=False):
            low, high = self.spans[column]
            values[:, column] = low + where * (high - low)
        return self.encoder.encode(values)

    # ---- what a viewer is told ---------------------------------------------------------------------
    def describe(self) -> dict[str, Any]:
        """The columns with their numbers, and the components with their loads."""
        plan, encoder = self.table.plan, self.encoder
        columns = [
            {
                "name": one.name, "kinds": list(one.kinds), "low": low, "high": high,
                "median": float(encoder.medians[column]),
                "mean": float(encoder.means[start]), "deviation": float(encoder.deviations[start]),
            }
            for column, (one, start, (low, high)) in enumerate(
                zip(self.inputs, encoder.starts, self.spans, strict=True)
            )
        ]  # fmt: skip
        names = plan.names
        found = []
        for direction, share, scores in zip(
            self.directions, self.shares, self.scores.T, strict=True
        ):
            order = np.argsort(-np.abs(direction), kind="stable")[:LOADS]
            loads = [[names[k], round(float(direction[k]), 3)] for k in order]
            low, high = _roomy(scores)
            found.append({"share": float(share), "loads": loads, "low": low, "high": high})
        target = {"name": plan.target.name, "shift": self.table.shift, "factor": self.table.factor}
        return {
            "columns": columns, "axes": self.first, "target": target,
            "components": found if len(found) == 2 else [],
            "rows": len(self.table.y), "shown": len(self.rows), "trained": self.table.train,
        }  # fmt: skip

    def first_two(self) -> np.ndarray:
        """Where the rows shown lie in the plane that is looked at first, float32 [S, 2]."""
        found = np.zeros((len(self.rows), 2), np.float32)
        found[:, : len(self.first)] = np.clip(self.values[:, self.first], -3e38, 3e38)
        return found

    def shown(self) -> np.ndarray:
        """The columns of the rows shown, and behind them their two scores, float32 [S, C + 2]."""
        scores = np.zeros((len(self.rows), 2))
        scores[:, : self.scores.shape[1]] = self.scores
        return np.clip(np.hstack((self.values, scores)), -3e38, 3e38).astype(np.float32)


class TableMaps(NeuronMaps):
    """The pictures of neurons over the plane that a viewer has chosen."""

    def __init__(self, net: DenseNet, plane: Plane) -> None:
        self.net, self.plane = net, plane
        self._kept: dict[int, tuple[str, Tensor]] = {}  # of each size the plane looked at last

    def inputs(self, side: int, options: Mapping[str, Any]) -> Tensor:
        asked = str((self.plane.axes(options), self.plane.stand(options).tolist()))
        kept = self._kept.get(side)
        if kept is None or kept[0] != asked:
            grid = torch.from_numpy(self.plane.grid(side, options)).to(self.net.device)
            kept = self._kept[side] = (asked, grid)
        return kept[1]

    def place(self, args: Mapping[str, Any]) -> Tensor:
        """The row of `{values: {column: value}}`, where a column that isn't named stands still."""
        given = args.get("values", {})
        values = self.plane.encoder.medians.copy()
        for column, one in enumerate(self.plane.inputs):
            if isinstance(given, dict) and one.name in given:
                kinds = {kind: place for place, kind in enumerate(one.kinds)}
                values[column] = (
                    kinds[one_of(given, one.name, kinds)]
                    if one.kinds
                    else finite(given, one.name, LARGEST)
                )
        unknown = set(given) - {one.name for one in self.plane.inputs}
        if unknown:
            names = [one.name for one in self.plane.inputs]
            one_of({"values": sorted(unknown)[0]}, "values", names)
        return torch.from_numpy(self.plane.encoder.encode(values[None])).to(self.net.device)

    def told(self, output: list[float]) -> list[float]:
        table = self.plane.table
        return [table.shift + table.factor * one for one in output]


def components(x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of x [N, D]: the mean [D], the first two principal directions [≤ 2, D], their shares of the variance.

    The sign is that with which the largest load is positive, so that it does not depend on chance.
    """
    centre = x.mean(0, dtype=np.float64)
    away = x - centre
    values, vectors = np.linalg.eigh(away.T @ away / len(x))
    directions = vectors[:, ::-1][:, :2].T
    largest = np.abs(directions).argmax(1)
    signs = np.sign(directions[np.arange(len(directions)), largest])
    shares = values[::-1][:2] / max(values.sum(), 1e-12)
    return centre, directions * signs[:, None], shares


def _explained(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The largest squared correlation of each column of x [N, D] with one of y [N, K], [D]."""
    x, y = x - x.mean(0), y - y.mean(0)
    both = np.sqrt((x**2).sum(0))[:, None] * np.sqrt((y**2).sum(0))[None]
    return ((x.T @ y) / np.maximum(both, 1e-12)).__pow__(2).max(1)


def _roomy(values: np.ndarray) -> tuple[float, float]:
    """From below the lowest to above the highest."""
    low, high = float(values.min()), float(values.max())
    room = ROOM * (high - low) or 0.5 * abs(low) or 1.0
    return low - room, high + room
