"""Regression by gradient descent: a line or polynomial, classes from two features, or a small network.

    line, polynomial  ŷ = X β,  L = (1/N) Σ (ŷ_i − y_i)²,  ∂L/∂β_k = (2/N) Σ (ŷ_i − y_i) x_i^k
    closed form       β* = (XᵀX)⁻¹ Xᵀ y
    classes           p = σ(X W), L = −mean log p(the right class),  ∂L/∂W = (1/N) Xᵀ (p − t)
    network           ŷ = Σ_j v_j f(w_j x + b_j) + c, by backpropagation
    update            θ ← θ − lr · ∂L/∂θ

Gauss 1809, Theoria motus; Legendre 1805; Cox 1958 (doi:10.1111/j.2517-6161.1958.tb00292.x). Huber's loss
(doi:10.1214/aoms/1177703732) and the absolute error care less for far points. The mathematics is in
linear.py, logistic.py and network.py.

A step is one update with all N points. Several losses are several members on one clock.

Metrics: `train_loss`, `test_loss` (means without penalties); of lines and polynomials `closed_form_gap` =
max |β − β*|, of classes `test_accuracy`; each `METRIC.MEMBER` where several losses are descended.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import torch

from core import params
from core.i18n import N_
from core.nn.dense import streams
from core.params import Message
from core.playgrounds.arguments import finite
from core.playgrounds.contract import Algorithm, Answer, Args, Scalars, Stage, State, Trace
from core.playgrounds.regression import sets, views
from core.playgrounds.regression.config import CLASS_LOSSES, LOSSES, RegressionConfig
from core.playgrounds.regression.cost import cost
from core.playgrounds.regression.fits import Fits
from core.playgrounds.regression.linear import Linear
from core.playgrounds.regression.logistic import Logistic, design, probabilities
from core.playgrounds.regression.network import Network
from core.playgrounds.regression.points import Points
from core.playgrounds.regression.presets import PRESETS
from core.playgrounds.regression.sets import LIMIT

EVERY = 5  # steps between two evaluations
FAMILIES: dict[str, type[Fits]] = {"polynomial": Linear, "network": Network, "classes": Logistic}


class Regression(Algorithm):
    """The points, and one fit per loss."""

    NAME = "regression"
    LABEL = N_("Regression")
    UNIT = N_("update")
    AUTOGRAD = False
    Config: ClassVar[type[params.Config]] = RegressionConfig
    PRESETS = PRESETS
    COST = staticmethod(cost)
    VIEWS, METRICS = views.VIEWS, views.METRICS
    EXPLODED = 1e4  # a loss over the untrained one, or over 1

    config: RegressionConfig

    def __init__(self, config: RegressionConfig, device: torch.device | str = "cpu") -> None:
        self.config, self.device = config, torch.device(device)
        for_points, for_test, for_start = streams(config.seed, 3)
        self.drawn = sets.draw(config, for_points, for_test)
        self.points = Points(self.drawn.train, sets.classes(config.dataset))
        family = FAMILIES[config.family]
        self.fits = family(config, self.points, self.drawn.test, for_start, self.device)
        self.updates = 0
        # loss → the step and the loss it exploded with
        self.gone: dict[str, tuple[int, float]] = {}
        self.trace_of = Trace()
        self._bound_losses()

    def _bound_losses(self) -> None:
        untrained = zip(self.fits.losses, self.fits.errors(), strict=True)
        self._limits = {loss: self.EXPLODED * max(1.0, value) for loss, value in untrained}

    def inherit(self, former: Algorithm) -> None:
        """Points that were edited by hand stay, or can be brought back where others were asked for."""
        assert isinstance(former, Regression)
        alike = self.config.drawn_alike(former.config)
        self.points.inherit(former.points, alike=alike)
        self._bound_losses()

    # ---- learning ---------------------------------------------------------------------------
    def step(self) -> Scalars:
        """One update of every fit that has not exploded, with all points."""
        told: dict[str, float] = {}
        for m, loss in enumerate(self.fits.losses):
            name = f"loss.{loss}" if self.members else "loss"
            told[name] = float("nan")
            if loss in self.gone:
                continue
            told[name] = self.fits.step(m, self.trace_of)
            if not told[name] <= self._limits[loss]:
                self.gone[loss] = (self.updates + 1, told[name])
        self.updates += 1
        self.fits.paths.walk(self.fits.walked())
        return {**told}

    def configure(self, config: params.Config) -> None:
        assert isinstance(config, RegressionConfig)
        self.config = self.fits.config = config

    # ---- how well ---------------------------------------------------------------------------
    def evaluate(self) -> Scalars:
        """The mean losses without penalties, and what else is known of this kind of fit."""
        found = {"train_loss": self.fits.errors(), "test_loss": self.fits.errors(test=True)}
        found |= self.fits.metrics()
        if not self.members:
            return {name: values[0] for name, values in found.items()}
        return {
            f"{name}.{loss}": value
            for name, values in found.items()
            for loss, value in zip(self.fits.losses, values, strict=True)
        }

    @property
    def evaluate_now(self) -> bool:
        return self.updates % EVERY == 0

    @property
    def members(self) -> Mapping[str, str]:
        losses, labels = self.fits.losses, LOSSES | CLASS_LOSSES
        return {loss: labels[loss] for loss in losses} if len(losses) > 1 else {}

    @property
    def left(self) -> Mapping[str, tuple[int, Message]]:
        if not self.members:
            return {}
        found = self.gone.items()
        return {loss: (step, self.fits.exploded(loss, value)) for loss, (step, value) in found}

    def diverged(self, scalars: Mapping[str, np.ndarray]) -> tuple[int, Message] | None:
        """The loss over 10,000 times the one before training (at least 1): with the bound of the steps."""
        if self.members or not self.gone:
            return super().diverged(scalars)
        ((loss, (_, value)),) = self.gone.items()
        over = np.flatnonzero(~(scalars["loss"] <= self._limits[loss]))
        return (int(over[0]), self.fits.exploded(loss, value)) if over.size else None

    def finished(self, metrics: Mapping[str, float]) -> Message | None:
        if self.config.stop_steps and self.updates >= self.config.stop_steps:
            text = N_("{steps} steps are done.")
            return Message("stop_steps", text, {"steps": self.config.stop_steps})
        return None

    def notes(self) -> list[Message]:
        """Who has left; what the fits say of themselves; and how a file became points."""
        return [*super().notes(), *self.fits.notes(), *self.drawn.notes]

    # ---- to look at, and to change ----------------------------------------------------------
    def describe(self) -> dict[str, Any]:
        return views.describe(self)

    def add_point(self, args: Args) -> dict[str, Any]:
        return self.points.add(dict(args))

    def move_point(self, args: Args) -> dict[str, Any]:
        return self.points.move(dict(args))

    def remove_point(self, args: Args) -> dict[str, Any]:
        return self.points.remove(dict(args))

    def undo_points(self, args: Args) -> dict[str, Any]:
        return self.points.undo()

    def restore_points(self, args: Args) -> dict[str, Any]:
        return self.points.restore()

    def predict(self, args: Args) -> Answer:
        """`predict {x, y}`: what every fit says there: ŷ, or of classes the probability of each."""
        x, fits = np.array([finite(args, "x", LIMIT)]), self.fits
        if isinstance(fits, Logistic):
            row = design(x, np.array([finite(args, "y", LIMIT)]))
            return {"probabilities": [probabilities(row @ w)[0].tolist() for w in fits.theta]}, {}
        if isinstance(fits, Linear):
            row = fits.features(x)[0]
            return {"fits": (fits.theta @ row).tolist(), "closed_form": float(fits.best @ row)}, {}
        assert isinstance(fits, Network)
        return {"fits": fits.curves(x)[:, 0].tolist()}, {}

    PROBES: ClassVar = {"predict": predict}
    ACTS: ClassVar = {
        "add_point": add_point,
        "move_point": move_point,
        "remove_point": remove_point,
        "undo_points": undo_points,
        "restore_points": restore_points,
    }

    def trace(self) -> list[Stage]:
        return self.trace_of.of(self.step)

    # ---- to go on later ---------------------------------------------------------------------
    def state(self) -> State:
        return State.of(
            {
                "fits": self.fits.state(),
                "updates": self.updates,
                "gone": {loss: list(seen) for loss, seen in self.gone.items()},
                "limits": self._limits,
                "points": self.points.state(),
                "paths": self.fits.paths.state(),
                "live": self._live(),
            }
        )

    def load_state(self, state: State) -> None:
        kept = state.tree()
        self._take_live(kept["live"])
        self.updates = kept["updates"]
        self.gone = {loss: (step, value) for loss, (step, value) in kept["gone"].items()}
        self._limits = kept["limits"]
        self.points.load_state(kept["points"])
        self.fits.load_state(kept["fits"])
        self.fits.paths.load_state(kept["paths"])
