"""One race since its start: who runs, where all have been, who has left, and the plane that shows it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.i18n import N_
from core.nn.plane import Plane
from core.params import Message
from core.playgrounds.optimizers.landscape import Landscape
from core.playgrounds.optimizers.paths import Paths
from core.playgrounds.optimizers.range_test import RangeTest
from core.playgrounds.optimizers.runner import Runner

SOON = 4  # steps from a start to the first plane through its paths; then a quarter of the way each


class Race:
    """n runners with P parameters each. `raced` counts steps since the start [P]."""

    def __init__(self, landscape: Landscape, names: Sequence[str], horizon: int) -> None:
        self.landscape, self.plane = landscape, landscape.plane
        self.runners = [Runner(name, landscape.start, landscape.matrices) for name in names]
        self.paths = Paths(len(names), len(landscape.start))
        self.begin(landscape.start, horizon)

    def begin(self, start: Tensor, horizon: int) -> None:
        """Everybody at the `start`, with nothing remembered; `horizon` steps are those of a range test."""
        self.start, self.raced, self._due = start, 0, SOON
        self.left: dict[str, tuple[int, Message]] = {}
        self.tested = RangeTest(len(self.runners), horizon)
        for runner in self.runners:
            runner.begin(start)
        self.paths.begin()
        self.paths.add(self.points)

    @property
    def here(self) -> list[Runner]:
        """Those who have not left."""
        return [runner for runner in self.runners if runner.name not in self.left]

    @property
    def points(self) -> np.ndarray:
        """Where everybody is, [n, P]; not-a-number for who has left."""
        found = torch.stack([runner.point for runner in self.runners]).numpy()
        found[[runner.name in self.left for runner in self.runners]] = math.nan
        return found

    def losses(self, points: np.ndarray) -> np.ndarray:
        """Of everybody at their `points`, [n]."""
        here = np.isfinite(points).all(1)
        found = np.full(len(points), math.nan)
        if here.any():
            found[here] = self.landscape.losses(points[here])
        return found

    def went_on(self, step: int, kind: str) -> np.ndarray:
        """After an update of everybody, the step since the build: where all are now, [n, P].

        Also who has left, and the plane, if one is due.
        """
        self.raced += 1
        for runner in self.here:
            if self.landscape.gone(runner.theta):
                self.left[runner.name] = step, self._seen(runner)
        points = self.points
        self.paths.add(points)
        if self.raced == self._due:
            self._due += max(SOON, self.raced // 4)
            self.look_anew(kind)
        return points

    def _seen(self, runner: Runner) -> Message:
        """Where somebody was seen last."""
        with np.errstate(invalid="ignore"):
            x1, x2 = self.plane.at(runner.theta.numpy())
        text = N_("it was at x₁ = {x1}, x₂ = {x2}, with learning rate {lr}.")
        seen = {"x1": f"{x1:.3g}", "x2": f"{x2:.3g}", "lr": f"{runner.lr:.3g}"}
        return Message(runner.name, text, seen)

    def look_anew(self, kind: str) -> None:
        """The plane for where everybody who is still there has been."""
        there = [i for i, runner in enumerate(self.runners) if runner.name not in self.left]
        places = self.paths.places[there, : self.paths.count].reshape(-1, len(self.start))
        self.plane = self.landscape.replaned(places, self.plane, kind)

    def state(self) -> dict[str, Any]:
        return {
            "runners": [runner.state() for runner in self.runners],
            "paths": self.paths.state(),
            "tested": self.tested.state(),
            "plane": vars(self.plane),
            "start": self.start,
            "raced": self.raced,
            "due": self._due,
            "left": {n: [s, m.param, m.text, dict(m.values)] for n, (s, m) in self.left.items()},
        }

    def load_state(self, kept: dict[str, Any]) -> None:
        for runner, one in zip(self.runners, kept["runners"], strict=True):
            runner.load_state(one)
        self.paths.load_state(kept["paths"])
        self.tested.load_state(kept["tested"])
        self.plane = Plane(**kept["plane"])
        self.start, self.raced, self._due = kept["start"], kept["raced"], kept["due"]
        self.left = {n: (s, Message(*rest)) for n, (s, *rest) in kept["left"].items()}
