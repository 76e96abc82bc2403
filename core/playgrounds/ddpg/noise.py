"""Exploration noise on actions: without it a deterministic policy only ever sees its own opinion.

The Ornstein–Uhlenbeck process (Uhlenbeck & Ornstein 1930) remembers: what it pushes now it pushes for a
while, so that a body with inertia gets somewhere. Lillicrap et al. 2015 write dx = −θ x dt + σ dW; sampled
every step this is exactly x ← ρ x + √(1 − ρ²) ε with ρ = exp(−1 / memory). x has unit deviation here and
is multiplied by the scale, so that both kinds of noise are equally strong at the same scale.

m numbers in an action, each −1…1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from core.i18n import N_

KINDS = {"ou": N_("Ornstein–Uhlenbeck"), "gaussian": N_("Gaussian"), "none": N_("None")}
SCHEDULES = {"constant": N_("Constant"), "linear": N_("Linear")}
REMEMBERED = 200  # steps that a viewer can look back


class Noise:
    """One stream of noise [m] with a generator of its own."""

    def __init__(self, m: int, rng: np.random.Generator) -> None:
        self._rng = rng
        self._x = np.zeros(m)  # the process, unit deviation
        self._past = np.zeros((REMEMBERED, m), np.float32)
        self._at = 0

    def restart(self) -> None:
        """A new episode: the process begins anywhere, as if it had run for ever."""
        self._x = self._rng.standard_normal(len(self._x))

    def draw(self, kind: str, scale: float, memory: float) -> np.ndarray:
        """The noise [m] of the next step; `memory` in steps is after how many e⁻¹ of a push is left."""
        fresh = self._rng.standard_normal(len(self._x))
        if kind == "ou":
            keep = math.exp(-1 / memory)
            self._x = keep * self._x + math.sqrt(1 - keep * keep) * fresh
            return scale * self._x
        return scale * fresh if kind == "gaussian" else 0.0 * fresh

    def anything(self) -> np.ndarray:
        """An action [m] drawn uniformly from all there are: for the warm-up."""
        return self._rng.uniform(-1.0, 1.0, len(self._x))

    def remember(self, noise: np.ndarray) -> None:
        """Keep what was added to the actor's choice [m] for the viewer."""
        self._past[self._at % REMEMBERED] = noise
        self._at += 1

    def past(self) -> np.ndarray:
        """The noise of the last steps, oldest first, float32 [200, m]; zeros where there were none."""
        return np.roll(self._past, -self._at % REMEMBERED, axis=0)

    def state(self) -> dict[str, Any]:
        return {
            "x": self._x.copy(),
            "past": self._past.copy(),
            "at": self._at,
            "rng": self._rng.bit_generator.state,
        }

    def load_state(self, state: Mapping[str, Any]) -> None:
        self._x, self._past = state["x"].copy(), state["past"].copy()
        self._at = state["at"]
        self._rng.bit_generator.state = state["rng"]


def scale_at(schedule: str, scale: float, final: float, steps: int, step: int) -> float:
    """The noise's scale at `step`: constant, or on a straight line to `final` · scale within `steps`."""
    if schedule == "constant":
        return scale
    return scale * (1 + (final - 1) * min(step / steps, 1.0))
