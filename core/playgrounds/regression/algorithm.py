"""Linear regression by gradient descent: β goes against the gradient of the mean loss of the residuals.

    model        ŷ_i = β₀ + β₁ x_i + … + β_d x_i^d,   or ŷ = X β with X [N, P]
    loss         L = (1/N) Σ (ŷ_i − y_i)²
    gradient     ∂L/∂β_k = (2/N) Σ (ŷ_i − y_i) x_i^k
    update       β ← β − lr · ∂L/∂β
    closed form  β* = (XᵀX)⁻¹ Xᵀ y

Gauss 1809, Theoria motus; Legendre 1805. On the squared error the steps shrink as long as lr < 2/λmax, the
largest eigenvalue of the Hessian (2/N) XᵀX. Huber's loss (doi:10.1214/aoms/1177703732) and the absolute
error care less for far points. The mathematics is in least_squares.py; float64 throughout.

A step is one update with all N points. Several losses are several members on one clock.

Metrics: `train_loss`, `test_loss` (means without penalties) and `closed_form_gap` = max |β − β*|, each
`METRIC.MEMBER` where three losses are descended.
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
from core.playgrounds.regression import least_squares as ls
from core.playgrounds.regression import views
from core.playgrounds.regression.config import LOSSES, RegressionConfig
from core.playgrounds.regression.cost import cost
from core.playgrounds.regression.path import Paths
from core.playgrounds.regression.points import LIMIT, Points, draw
from core.playgrounds.regression.presets import PRESETS

TESTED = 100  # held-out points
EVERY = 5  # steps between two evaluations


class Regression(Algorithm):
    """The points, and one fit per loss."""

    NAME = "regression"
    LABEL = N_("Regression")
    UNIT = N_("update")
    Config: ClassVar[type[params.Config]] = RegressionConfig
    PRESETS = PRESETS
    COST = staticmethod(cost)
    VIEWS, METRICS = views.VIEWS, views.METRICS
    EXPLODED = 1e4  # a loss over the untrained one, or over 1

    config: RegressionConfig

    def __init__(self, config: RegressionConfig, device: torch.device | str = "cpu") -> None:
        self.config, self.device = config, torch.device(device)
        c = config
        for_points, for_test, for_start = streams(c.seed, 3)
        self.points = Points(*draw(c.dataset, c.points, c.noise, for_points))
        self.test = draw(c.dataset, TESTED, c.noise, for_test)
        start = torch.randn(c.size, generator=for_start).double().numpy()
        start[:2] += (-1.5, -1.0)  # away from where it is going
        start[2:] *= 0.1
        self.betas = np.tile(start, (len(c.losses), 1))  # [M, P]
        self.updates = 0
        self.gone: dict[
            str, tuple[int, float]
        ] = {}  # loss → the step and the loss it exploded with
        self.paths = Paths(self.betas)
        self.trace_of = Trace()
        self._known = (-1, 0.0)
        self._limits = {
            loss: self.EXPLODED * max(1.0, value)
            for loss, value in zip(c.losses, self._losses(self.betas), strict=True)
        }

    # ---- the points, as they are now --------------------------------------------------------
    def refresh(self) -> None:
        """Works out what the points decide, once for every change of them: X, β*, the Hessian, the bound."""
        known = (self.points.version, self.config.weight_decay)
        if known == self._known:
            return
        self._known = known
        c, p = self.config, self.points
        self._features = ls.Features.of(p.x, c.degree, standardise=c.standardise == "on")
        self._design = self._features(p.x)  # [N, P]
        self._test_design = self._features(self.test[0])
        self._rank = int(np.linalg.matrix_rank(self._design, rtol=1e-10))
        self._best = ls.closed_form(self._design, p.y, c.weight_decay)
        self._steepest = float(np.linalg.eigvalsh(ls.hessian(self._design, c.weight_decay))[-1])

    @property
    def features(self) -> ls.Features:
        self.refresh()
        return self._features

    @property
    def design(self) -> np.ndarray:
        """X [N, P]."""
        self.refresh()
        return self._design

    @property
    def best(self) -> np.ndarray:
        """β* [P]: the least squares, with L2."""
        self.refresh()
        return self._best

    @property
    def bound(self) -> float:
        """2/λmax: with a longer learning rate the squared error grows."""
        self.refresh()
        return 2.0 / self._steepest

    def gradients_now(self) -> np.ndarray:
        """[M, P], at the coefficients as they are, L2 included."""
        x, y, pairs = self.design, self.points.y, zip(self.config.losses, self.betas, strict=True)
        found = np.stack([ls.gradient(loss, x, x @ beta - y) for loss, beta in pairs])
        found[:, 1:] += self.config.weight_decay * self.betas[:, 1:]
        return found

    # ---- learning ---------------------------------------------------------------------------
    def step(self) -> Scalars:
        """One update of every fit that has not exploded, with all points."""
        c = self.config
        told: dict[str, float] = {}
        x = self.design
        for m, loss in enumerate(c.losses):
            name = f"loss.{loss}" if self.members else "loss"
            told[name] = float("nan")
            if loss in self.gone:
                continue
            beta = self.betas[m]
            r = x @ beta - self.points.y  # [N]
            told[name] = float(ls.each(loss, r).mean())
            g = ls.gradient(loss, x, r)
            g[1:] += c.weight_decay * beta[1:]
            after = beta - c.lr * g
            if c.l1:
                after = ls.soft_threshold(after, c.lr * c.l1)
            self.trace_of.tell("residuals", m, prediction=r + self.points.y, residual=r)
            self.trace_of.tell("gradient", m, loss=told[name], gradient=g)
            self.trace_of.tell("update", m, before=beta, after=after)
            self.betas[m] = after
            if not told[name] <= self._limits[loss]:
                self.gone[loss] = (self.updates + 1, told[name])
        self.updates += 1
        self.paths.walk(self.betas)
        return {**told}

    def configure(self, config: params.Config) -> None:
        assert isinstance(config, RegressionConfig)
        self.config = config

    # ---- how well ---------------------------------------------------------------------------
    def _losses(self, betas: np.ndarray, *, test: bool = False) -> list[float]:
        self.refresh()
        x, y = (self._test_design, self.test[1]) if test else (self._design, self.points.y)
        pairs = zip(self.config.losses, betas, strict=True)
        return [float(ls.each(loss, x @ beta - y).mean()) for loss, beta in pairs]

    def evaluate(self) -> Scalars:
        """The mean losses without penalties, and how far the coefficients are from the closed form's."""
        self.refresh()
        found = {
            "train_loss": self._losses(self.betas),
            "test_loss": self._losses(self.betas, test=True),
            "closed_form_gap": [float(gap) for gap in np.abs(self.betas - self._best).max(1)],
        }
        if not self.members:
            return {name: values[0] for name, values in found.items()}
        return {
            f"{name}.{loss}": value
            for name, values in found.items()
            for loss, value in zip(self.config.losses, values, strict=True)
        }

    @property
    def evaluate_now(self) -> bool:
        return self.updates % EVERY == 0

    @property
    def members(self) -> Mapping[str, str]:
        return (
            {loss: LOSSES[loss] for loss in self.config.losses} if self.config.loss == "all" else {}
        )

    def _exploded(self, loss: str) -> Message:
        seen = {"value": f"{self.gone[loss][1]:.3g}", "lr": f"{self.config.lr:.3g}",
                "bound": f"{self.bound:.3g}"}  # fmt: skip
        if loss == "mse":
            text = N_("its loss was {value}. The learning rate {lr} against 2/λmax = {bound}: "
                      "above it, every step lands higher.")  # fmt: skip
        else:
            text = N_("its loss was {value}, with the learning rate {lr}.")
        return Message("loss", text, seen)

    @property
    def left(self) -> Mapping[str, tuple[int, Message]]:
        if not self.members:
            return {}
        return {loss: (step, self._exploded(loss)) for loss, (step, _) in self.gone.items()}

    def diverged(self, scalars: Mapping[str, np.ndarray]) -> tuple[int, Message] | None:
        """The loss over 10,000 times the one before training (at least 1): with the bound of the steps."""
        if self.members or not self.gone:
            return super().diverged(scalars)
        (loss,) = self.gone
        over = np.flatnonzero(~(scalars["loss"] <= self._limits[loss]))
        return (int(over[0]), self._exploded(loss)) if over.size else None

    def finished(self, metrics: Mapping[str, float]) -> Message | None:
        if self.config.stop_steps and self.updates >= self.config.stop_steps:
            text = N_("{steps} steps are done.")
            return Message("stop_steps", text, {"steps": self.config.stop_steps})
        return None

    def notes(self) -> list[Message]:
        """Who has left; and that there is no single best fit, where there is none."""
        self.refresh()
        said = super().notes()
        if self._rank < self.config.size and not self.config.weight_decay:
            values = {"rank": self._rank, "size": self.config.size, "points": len(self.points.x)}
            text = N_("The regression is singular: {points} points determine only {rank} of the {size} "
                      "coefficients, so many fits are equally good. The closed form is the shortest of "
                      "them. Other x, more points or some L2 would decide it.")  # fmt: skip
            said.append(Message("singular", text, values))
        return said

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

    def predict(self, args: Args) -> Answer:
        """`predict {x}`: what every fit and the closed form say there."""
        row = self.features(np.array([finite(args, "x", LIMIT)]))[0]
        return {"fits": (self.betas @ row).tolist(), "closed_form": float(self.best @ row)}, {}

    PROBES: ClassVar = {"predict": predict}
    ACTS: ClassVar = {
        "add_point": add_point,
        "move_point": move_point,
        "remove_point": remove_point,
        "undo_points": undo_points,
    }

    def trace(self) -> list[Stage]:
        return self.trace_of.of(self.step)

    # ---- to go on later ---------------------------------------------------------------------
    def state(self) -> State:
        return State.of(
            {
                "betas": self.betas,
                "updates": self.updates,
                "gone": {loss: list(seen) for loss, seen in self.gone.items()},
                "points": self.points.state(),
                "paths": self.paths.state(),
                "live": self._live(),
            }
        )

    def load_state(self, state: State) -> None:
        kept = state.tree()
        self._take_live(kept["live"])
        self.betas = kept["betas"]
        self.updates = kept["updates"]
        self.gone = {loss: (step, value) for loss, (step, value) in kept["gone"].items()}
        self.points.load_state(kept["points"])
        self.paths.load_state(kept["paths"])
        self._known = (-1, 0.0)  # the same version of other points
