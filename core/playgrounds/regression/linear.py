"""Lines and polynomials by gradient descent: one fit for the squared, Huber's and the absolute error.

The mathematics is in least_squares.py. On the squared error the steps shrink as long as lr < 2/λmax, the
largest eigenvalue of the Hessian (2/N) XᵀX.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Generator

from core.i18n import N_
from core.params import Message
from core.playgrounds.contract import Trace
from core.playgrounds.regression import least_squares as ls
from core.playgrounds.regression.fits import Fits


class Linear(Fits):
    """M fits ŷ = X β with X [N, P]; `theta` float64 [M, P] are the β."""

    theta: np.ndarray

    def begin(self, rng: Generator) -> None:
        start = torch.randn(self.config.size, generator=rng).double().numpy()
        start[:2] += (-1.5, -1.0)  # away from where it is going
        start[2:] *= 0.1
        self.theta = np.tile(start, (len(self.losses), 1))
        self._known = (-1, 0.0)

    # ---- what the points decide -------------------------------------------------------------
    def refresh(self) -> None:
        """Works it out once for every change of the points: X, β*, the rank, the Hessian."""
        c, p = self.config, self.points
        known = (p.version, c.weight_decay)
        if known == self._known:
            return
        self._known = known
        self._features = ls.Features.of(p.x, c.degree, standardise=c.standardise == "on")
        self._design = self._features(p.x)  # [N, P]
        self._test_design = self._features(self.test.x)
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
        x, y, pairs = self.design, self.points.y, zip(self.losses, self.theta, strict=True)
        found = np.stack([ls.gradient(loss, x, x @ beta - y) for loss, beta in pairs])
        found[:, 1:] += self.config.weight_decay * self.theta[:, 1:]
        return found

    # ---- learning ---------------------------------------------------------------------------
    def step(self, m: int, trace: Trace) -> float:
        c, x, loss, beta = self.config, self.design, self.losses[m], self.theta[m]
        r = x @ beta - self.points.y  # [N]
        value = float(ls.each(loss, r).mean())
        g = ls.gradient(loss, x, r)
        g[1:] += c.weight_decay * beta[1:]
        after = beta - c.lr * g
        if c.l1:
            after = ls.soft_threshold(after, c.lr * c.l1)
        trace.tell("residuals", m, prediction=r + self.points.y, residual=r)
        trace.tell("gradient", m, loss=value, gradient=g)
        trace.tell("update", m, before=beta, after=after)
        self.theta[m] = after
        return value

    def errors(self, *, test: bool = False) -> list[float]:
        self.refresh()
        x, y = (self._test_design, self.test.y) if test else (self._design, self.points.y)
        pairs = zip(self.losses, self.theta, strict=True)
        return [float(ls.each(loss, x @ beta - y).mean()) for loss, beta in pairs]

    def metrics(self) -> dict[str, list[float]]:
        """How far the coefficients are from the closed form's: max |β − β*|."""
        return {"closed_form_gap": [float(gap) for gap in np.abs(self.theta - self.best).max(1)]}

    def walked(self) -> np.ndarray:
        return self.theta[:, :2]

    # ---- to be told -------------------------------------------------------------------------
    def exploded(self, loss: str, value: float) -> Message:
        if loss != "mse":
            return super().exploded(loss, value)
        seen = {"value": f"{value:.3g}", "lr": f"{self.config.lr:.3g}",
                "bound": f"{self.bound:.3g}"}  # fmt: skip
        text = N_("its loss was {value}. The learning rate {lr} against 2/λmax = {bound}: "
                  "above it, every step lands higher.")  # fmt: skip
        return Message("loss", text, seen)

    def notes(self) -> list[Message]:
        """That there is no single best fit, where there is none."""
        self.refresh()
        if self._rank == self.config.size or self.config.weight_decay:
            return []
        values = {"rank": self._rank, "size": self.config.size, "points": len(self.points.x)}
        text = N_("The regression is singular: {points} points determine only {rank} of the {size} "
                  "coefficients, so many fits are equally good. The closed form is the shortest of "
                  "them. Other x, more points or some L2 would decide it.")  # fmt: skip
        return [Message("singular", text, values)]

    def state(self) -> dict[str, Any]:
        return {"theta": self.theta}

    def load_state(self, kept: dict[str, Any]) -> None:
        self.theta = kept["theta"]
        self._known = (-1, 0.0)  # the same version of other points
