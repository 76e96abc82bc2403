"""The hyperparameters of the regression. Live are those of training and of the penalties."""

from __future__ import annotations

from dataclasses import dataclass

from core.i18n import N_
from core.params import Config, choice, integer, number
from core.playgrounds.regression.points import LABELS, MOST

DATA, MODEL, TRAINING, STOP = N_("Data"), N_("Model"), N_("Training"), N_("Stop")
REGULARISATION = N_("Regularisation")
LOSSES = {
    "mse": N_("Squared error"),
    "huber": N_("Huber"),
    "absolute": N_("Absolute error"),
}
SWITCH = {"off": N_("Off"), "on": N_("On")}
DEGREES = 15


@dataclass(frozen=True)
class RegressionConfig(Config):
    """The default: a line through twenty points by gradient descent on the mean squared error."""

    # fmt: off
    dataset: str = choice(
        "line", LABELS, N_("Points"), N_("What the points are drawn from."), DATA,
    )
    points: int = integer(
        20, 2, MOST, N_("Number of points"),
        N_("For training. A hundred others of the same kind only test."), DATA,
    )
    noise: float = number(
        0.6, 0.0, 3.0, N_("Noise"), N_("How far the points stray from their curve, up and down."), DATA,
        step=0.1,
    )
    degree: int = integer(
        1, 1, DEGREES, N_("Degree"),
        N_("The highest power of x: 1 is a line, 2 a parabola. The model stays linear in β."), MODEL,
    )
    standardise: str = choice(
        "off", SWITCH, N_("Standardise the inputs"),
        N_("Every power of x minus its mean and over its spread: the bowl becomes round."), MODEL,
    )
    loss: str = choice(
        "mse", LOSSES | {"all": N_("All three")}, N_("Loss"),
        N_("What a residual costs: its square, its size, or Huber's square for small ones and size for "
           "large ones."), TRAINING,
    )
    lr: float = number(
        0.05, 1e-5, 10.0, N_("Learning rate"),
        N_("How far to go against the gradient. Above 2/λmax the steps of the squared error grow."),
        TRAINING, live=True, scale="log",
    )
    l1: float = number(
        0.0, 0.0, 1.0, N_("L1"), N_("Draws coefficients to exactly zero; β₀ is spared."),
        REGULARISATION, live=True, step=0.001,
    )
    weight_decay: float = number(
        0.0, 0.0, 1.0, N_("L2"), N_("Draws coefficients towards zero, large ones most; β₀ is spared."),
        REGULARISATION, live=True, step=0.001,
    )
    stop_steps: int = integer(
        0, 0, 1_000_000, N_("Stop after"), N_("The run ends after this many steps; 0: never."), STOP,
        live=True, unit=N_("steps"),
    )
    # fmt: on

    @property
    def losses(self) -> tuple[str, ...]:
        """Those that are descended, each by a fit of its own."""
        return tuple(LOSSES) if self.loss == "all" else (self.loss,)

    @property
    def size(self) -> int:
        """P, the number of coefficients."""
        return self.degree + 1
