"""Logistic regression and softmax: the class of a point (x₁, x₂) as a probability.

    scores         z = X W with X [N, 3], column 0 is 1, and W [3, C]; C = 1 for two classes, else C = K
    probabilities  p = σ(z) = 1/(1 + e⁻ᶻ), or p_k = e^{z_k} / Σ_j e^{z_j}
    cross-entropy  L = −mean log p(the right class),   ∂L/∂W = (1/N) Xᵀ (p − t)
    squared error  L = mean Σ_k (p_k − t_k)²,          ∂L/∂W = (1/N) Xᵀ (2 (p − t) ∂p/∂z)

The factor ∂p/∂z = p (1 − p) is what is wrong with the squared error: it is nearly zero where the answer is
sure, also where it is sure and wrong. Cross-entropy cancels it, and its loss is convex in W.
Bishop, Pattern Recognition and Machine Learning (2006), sections 4.3.2 and 4.3.4.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Generator

from core.i18n import N_
from core.params import Message
from core.playgrounds.contract import Trace
from core.playgrounds.regression.fits import Fits
from core.playgrounds.regression.least_squares import soft_threshold
from core.playgrounds.regression.sets import CLOUDS, Sample

SURE = 12.0  # |z| in the middle of a class at a wrong start
NEAR = 0.1  # standard deviation of the weights at a start near zero


def design(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """X [N, 3] = 1, x₁, x₂."""
    return np.stack((np.ones_like(x), x, y), 1)


def targets(label: np.ndarray, classes: int) -> np.ndarray:
    """t [N, C]: 1 for class 1 of two, one column for each of more."""
    return (label[:, None] == (np.arange(classes) if classes > 2 else 1)).astype(float)


def probabilities(z: np.ndarray) -> np.ndarray:
    """p of scores z [… C]: σ where C = 1, else softmax."""
    if z.shape[-1] == 1:
        return 0.5 * (1.0 + np.tanh(0.5 * z))  # σ without an overflow
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def each(loss: str, z: np.ndarray, t: np.ndarray) -> np.ndarray:
    """The loss of every point, [… C] → […]."""
    if loss == "mse":
        return ((probabilities(z) - t) ** 2).sum(-1)
    if z.shape[-1] == 1:  # softplus(z) − t z
        return (np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z))) - t * z).sum(-1)
    top = z.max(-1, keepdims=True)
    return (top + np.log(np.exp(z - top).sum(-1, keepdims=True)) - (t * z).sum(-1, keepdims=True))[
        ..., 0
    ]


def slope(loss: str, z: np.ndarray, t: np.ndarray) -> np.ndarray:
    """d`each`/dz, [N, C]."""
    p = probabilities(z)
    off = p - t
    if loss == "cross_entropy":
        return off
    if z.shape[-1] == 1:
        return 2 * off * p * (1 - p)
    return 2 * p * (off - (p * off).sum(-1, keepdims=True))  # through softmax, all p hang together


class Logistic(Fits):
    """M fits, `theta` float64 [M, 3, C]."""

    theta: np.ndarray

    def begin(self, rng: Generator) -> None:
        self.classes = len(CLOUDS[self.config.dataset][1])
        columns = self.classes if self.classes > 2 else 1
        start = NEAR * torch.randn(3, columns, generator=rng).double().numpy()
        if self.config.start == "wrong":
            start += wrong(CLOUDS[self.config.dataset][1])
        self.theta = np.tile(start, (len(self.losses), 1, 1))
        self._known = -1

    def refresh(self) -> None:
        """Works out what the points decide, once for every change of them."""
        if self._known == self.points.version:
            return
        self._known = self.points.version
        p = self.points
        self._design, self._targets = design(p.x, p.y), targets(p.label, self.classes)

    @property
    def learned(self) -> tuple[np.ndarray, np.ndarray]:
        """X [N, 3] and t [N, C] of the training points."""
        self.refresh()
        return self._design, self._targets

    def gradient(self, m: int) -> np.ndarray:
        """[3, C], at the weights as they are, L2 included; the first row, the bias, is spared."""
        x, t = self.learned
        found: np.ndarray = x.T @ slope(self.losses[m], x @ self.theta[m], t) / len(x)
        found[1:] += self.config.weight_decay * self.theta[m, 1:]
        return found

    def step(self, m: int, trace: Trace) -> float:
        c, (x, t), before = self.config, self.learned, self.theta[m].copy()
        z = x @ before
        value = float(each(self.losses[m], z, t).mean())
        g = self.gradient(m)
        after = before - c.lr * g
        if c.l1:
            after = np.stack([soft_threshold(one, c.lr * c.l1) for one in after.T], 1)
        trace.tell("probabilities", m, scores=z, probability=probabilities(z), target=t)
        trace.tell("gradient", m, loss=value, gradient=g)
        trace.tell("update", m, before=before, after=after)
        self.theta[m] = after
        return value

    def _sample(self, test: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """X, t and labels."""
        one: Sample = self.test if test else Sample(self.points.x, self.points.y, self.points.label)
        return design(one.x, one.y), targets(one.label, self.classes), one.label

    def errors(self, *, test: bool = False) -> list[float]:
        x, t, _ = self._sample(test)
        pairs = zip(self.losses, self.theta, strict=True)
        return [float(each(loss, x @ w, t).mean()) for loss, w in pairs]

    def metrics(self) -> dict[str, list[float]]:
        """The share of test points whose most probable class is theirs."""
        x, _, label = self._sample(True)
        return {"test_accuracy": [float((chosen(x @ w) == label).mean()) for w in self.theta]}

    def parted(self) -> list[int]:
        """The fits that put every training point on its own side: a proof that lines part the classes."""
        x, _ = self.learned
        return [m for m, w in enumerate(self.theta) if (chosen(x @ w) == self.points.label).all()]

    def notes(self) -> list[Message]:
        """That there is no best fit, where the weights grow for ever."""
        if self.config.weight_decay:
            return []
        if len(np.unique(self.points.label)) == 1:
            text = N_("All points are of one class: a bias that grows for ever explains them. A point of "
                      "another class, or some L2, would give it something to learn.")  # fmt: skip
            return [Message("one-class", text)]
        parted = self.parted()
        if not parted:
            return []
        length = float(np.linalg.norm(self.theta[parted[0], 1:]))
        text = N_("A line parts the classes, so there is no best fit: longer weights are always better, and "
                  "they grow without bound (‖w‖ is {length} now). Some L2 would hold them.")  # fmt: skip
        return [Message("separable", text, {"length": f"{length:.2g}"})]

    def walked(self) -> np.ndarray:
        """w₁ and w₂, of the first class where there are several columns."""
        return self.theta[:, 1:, 0]

    def state(self) -> dict[str, Any]:
        return {"theta": self.theta}

    def load_state(self, kept: dict[str, Any]) -> None:
        self.theta = kept["theta"]
        self._known = -1  # the same version of other points


def chosen(z: np.ndarray) -> np.ndarray:
    """The most probable class of scores [N, C], int [N]."""
    return (z[:, 0] > 0).astype(int) if z.shape[1] == 1 else z.argmax(1)


def wrong(centres: np.ndarray) -> np.ndarray:
    """Weights [3, C] that take every class for the next one: the scores in the middles [K, 2] are ±SURE."""
    if len(centres) == 2:
        across = centres[1] - centres[0]
        w = -2 * SURE * across / (across @ across)
        return np.array([-w @ centres.mean(0), *w])[:, None]
    following = np.roll(
        centres, -1, 0
    )  # column k of W is the linear discriminant of the next class
    scores = np.stack((-(following**2).sum(1) / 2, *following.T))  # [3, K]
    x = design(*centres.T)
    margin = float((x @ scores).max(1).mean() - (x @ scores).mean())
    return SURE / margin * scores
