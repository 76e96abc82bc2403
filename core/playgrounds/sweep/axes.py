"""What may differ from network to network, and which values an axis takes.

Names are those of the hyperparameters, here and on /mlp. A value is rounded to what its label says, so that
what is read off an axis is what was trained.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.i18n import N_

NEURONS = 16  # in a layer at most, as /mlp has it
DIGITS = 2  # of a value
CELLS = 64  # networks at most
SIDE = 8  # values on an axis at most, where there are two axes
NONE = "none"


@dataclass(frozen=True)
class Axis:
    """A hyperparameter that can be swept: its bounds, a usual range, whether it takes whole numbers alone."""

    label: str
    low: float
    high: float
    usual: tuple[float, float]
    whole: bool = False
    unit: str = ""


AXES: Mapping[str, Axis] = {
    "lr": Axis(N_("Learning rate"), 1e-5, 10.0, (0.001, 3.0)),
    "weight_decay": Axis(N_("L2"), 0.0, 1.0, (1e-4, 0.1)),
    "l1": Axis(N_("L1"), 0.0, 1.0, (1e-4, 0.1)),
    "momentum": Axis(N_("Momentum"), 0.0, 0.99, (0.0, 0.99)),
    "dropout": Axis(N_("Dropout"), 0.0, 0.9, (0.0, 0.7)),
    "initial_scale": Axis(N_("Initial scale"), 0.0, 10.0, (0.1, 10.0)),
    "noise": Axis(N_("Noise"), 0.0, 50.0, (0.0, 50.0), unit="%"),
    "label_noise": Axis(N_("Wrong labels"), 0.0, 50.0, (0.0, 40.0), unit="%"),
    "batch_size": Axis(N_("Batch size"), 1, 512, (2, 128), whole=True),
    "width": Axis(N_("Neurons per hidden layer"), 1, NEURONS, (1, 8), whole=True),
    "seed": Axis(N_("Seed"), 0, 2**31 - 1, (0, 7), whole=True),
}
LABELS = {name: axis.label for name, axis in AXES.items()} | {NONE: N_("None")}
SPACINGS = {"log": N_("Equal factors"), "linear": N_("Equal steps")}


def spaced(name: str, low: float, high: float, count: int, spacing: str) -> list[float]:
    """The values of an axis, `count` of them; of seeds those from `low` on."""
    axis = AXES[name]
    if name == "seed":
        return [float(round(low) + i) for i in range(count)]
    if count == 1:
        return [rounded(low, axis.whole)]
    spread = np.geomspace if spacing == "log" else np.linspace
    return [rounded(float(value), axis.whole) for value in spread(low, high, count)]


def rounded(value: float, whole: bool) -> float:
    """To a whole number, or to DIGITS digits."""
    return float(round(value)) if whole else float(f"{value:.{DIGITS}g}")


def written(value: float) -> str:
    """As it stands at an axis and in an address."""
    return f"{value:.10g}"
