"""Optimisers written out on flat vectors, and what else happens to a step before it is taken.

P parameters lie in one vector theta [P], their gradient in g [P]: an update is a few operations on
whole vectors, however many layers there are. `decay` [P] is the L2 penalty per parameter, zero for
biases, or None. Betas and epsilons are PyTorch's defaults; so are the formulas.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from core.i18n import N_


class SGD:
    """Stochastic gradient descent: a step straight downhill. Robbins & Monro 1951."""

    SLOTS: tuple[str, ...] = ()  # the vectors that it remembers from step to step

    def __init__(self, theta: Tensor) -> None:
        for slot in self.SLOTS:
            setattr(self, slot, torch.zeros_like(theta))

    def update(self, theta: Tensor, g: Tensor, lr: float, decay: Tensor | None = None) -> None:
        """One update of theta in place; g is left as it is."""
        theta.add_(penalised(g, theta, decay), alpha=-lr)

    def point(self, theta: Tensor) -> Tensor:
        """The parameters that count: theta, unless an average of them does."""
        return theta

    def state(self) -> dict[str, Any]:
        """What it remembers, copied."""
        return {slot: getattr(self, slot).clone() for slot in self.SLOTS}

    def load_state(self, state: Mapping[str, Any]) -> None:
        for slot in self.SLOTS:
            getattr(self, slot).copy_(state[slot])


class Momentum(SGD):
    """A ball that rolls: past gradients keep pushing. Polyak 1964; the form of Sutskever et al. 2013."""

    SLOTS = ("velocity",)
    velocity: Tensor  # [P]
    mu = 0.9  # the share of the velocity that is kept; a live hyperparameter

    def update(self, theta: Tensor, g: Tensor, lr: float, decay: Tensor | None = None) -> None:
        g = penalised(g, theta, decay)
        torch.add(g, self.velocity, alpha=self.mu, out=self.velocity)
        theta.add_(self.velocity, alpha=-lr)


class Nesterov(Momentum):
    """Momentum that looks ahead: the velocity counts once more. Nesterov 1983; Sutskever et al. 2013."""

    def update(self, theta: Tensor, g: Tensor, lr: float, decay: Tensor | None = None) -> None:
        g = penalised(g, theta, decay)
        torch.add(g, self.velocity, alpha=self.mu, out=self.velocity)
        theta.add_(torch.add(g, self.velocity, alpha=self.mu), alpha=-lr)


class RMSProp(SGD):
    """Steps measured against each gradient's usual size. Hinton 2012, Coursera lecture 6e."""

    SLOTS = ("square",)
    square: Tensor  # [P], running mean of g²
    alpha, eps = 0.99, 1e-8

    def update(self, theta: Tensor, g: Tensor, lr: float, decay: Tensor | None = None) -> None:
        g = penalised(g, theta, decay)
        self.square.mul_(self.alpha).addcmul_(g, g, value=1 - self.alpha)
        theta.addcdiv_(g, self.square.sqrt().add_(self.eps), value=-lr)


class Adam(SGD):
    """Momentum and RMSProp together. Kingma & Ba 2015 (arXiv:1412.6980), algorithm 1."""

    SLOTS: tuple[str, ...] = ("mean", "square")
    mean: Tensor  # [P], running mean of g
    square: Tensor  # [P], running mean of g²
    beta1, beta2, eps = 0.9, 0.999, 1e-8
    t = 0  # updates so far

    def update(self, theta: Tensor, g: Tensor, lr: float, decay: Tensor | None = None) -> None:
        g = penalised(g, theta, decay)
        self.t += 1
        self.mean.lerp_(g, 1 - self.beta1)
        self.square.mul_(self.beta2).addcmul_(g, g, value=1 - self.beta2)
        # Both means start at zero, so at first they are too small: by the factors of `warm`.
        warm1, warm2 = 1 - self.beta1**self.t, math.sqrt(1 - self.beta2**self.t)
        theta.addcdiv_(
            self.mean, self.square.sqrt().add_(self.eps * warm2), value=-lr * warm2 / warm1
        )

    def state(self) -> dict[str, Any]:
        return super().state() | {"t": self.t}

    def load_state(self, state: Mapping[str, Any]) -> None:
        super().load_state(state)
        self.t = state["t"]


class AdamW(Adam):
    """Adam whose weights decay by themselves, not through g. Loshchilov & Hutter 2019 (arXiv:1711.05101)."""

    def update(self, theta: Tensor, g: Tensor, lr: float, decay: Tensor | None = None) -> None:
        if decay is not None:
            theta.addcmul_(theta, decay, value=-lr)
        super().update(theta, g, lr)


class AdaGrad(SGD):
    """Every parameter's steps shrink with what it has already seen. Duchi, Hazan & Singer 2011 (JMLR 12)."""

    SLOTS = ("total",)
    total: Tensor  # [P], sum of g²
    eps = 1e-10

    def update(self, theta: Tensor, g: Tensor, lr: float, decay: Tensor | None = None) -> None:
        g = penalised(g, theta, decay)
        self.total.addcmul_(g, g)
        theta.addcdiv_(g, self.total.sqrt().add_(self.eps), value=-lr)


class Lion(SGD):
    """Only the sign of a momentum counts. Chen et al. 2023 (arXiv:2302.06675), algorithm 2.

    The decay is decoupled, as in AdamW. Its betas are the paper's.
    """

    SLOTS = ("mean",)
    mean: Tensor  # [P], running mean of g
    beta1, beta2 = 0.9, 0.99

    def update(self, theta: Tensor, g: Tensor, lr: float, decay: Tensor | None = None) -> None:
        if decay is not None:
            theta.addcmul_(theta, decay, value=-lr)
        theta.add_(torch.lerp(self.mean, g, 1 - self.beta1).sign_(), alpha=-lr)
        self.mean.lerp_(g, 1 - self.beta2)


class ScheduleFree(SGD):
    """SGD with an average in place of a schedule. Defazio et al. 2024 (arXiv:2405.15682), equations 3–5.

    theta is y, where the gradient is taken; what counts in the end is the average x, `point`.
    """

    SLOTS = ("z", "x")
    z: Tensor  # [P], where plain SGD is
    x: Tensor  # [P], the mean of all z so far
    beta = 0.9
    t = 0  # updates so far

    def __init__(self, theta: Tensor) -> None:
        self.z, self.x = theta.clone(), theta.clone()

    def update(self, theta: Tensor, g: Tensor, lr: float, decay: Tensor | None = None) -> None:
        self.t += 1
        self.z.add_(penalised(g, theta, decay), alpha=-lr)
        self.x.lerp_(self.z, 1 / self.t)
        torch.lerp(self.z, self.x, self.beta, out=theta)

    def point(self, theta: Tensor) -> Tensor:
        return self.x

    def state(self) -> dict[str, Any]:
        return super().state() | {"t": self.t}

    def load_state(self, state: Mapping[str, Any]) -> None:
        super().load_state(state)
        self.t = state["t"]


OPTIMIZERS: dict[str, type[SGD]] = {
    "sgd": SGD,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "rmsprop": RMSProp,
    "adam": Adam,
    "adamw": AdamW,
}
LABELS = {
    "sgd": N_("SGD"),
    "momentum": N_("Momentum"),
    "nesterov": N_("Nesterov"),
    "rmsprop": N_("RMSProp"),
    "adam": N_("Adam"),
    "adamw": N_("AdamW"),
}
SCHEDULES = {"constant": N_("Constant"), "step": N_("Steps"), "cosine": N_("Cosine")}


def penalised(g: Tensor, theta: Tensor, decay: Tensor | None) -> Tensor:
    """The gradient of loss + ½ Σ decay · theta²: L2 regularisation, Krogh & Hertz 1991."""
    return g if decay is None else torch.addcmul(g, theta, decay)


def clipped(g: Tensor, norm: float) -> Tensor:
    """g, cut to length `norm` where it is longer. Pascanu et al. 2013 (arXiv:1211.5063), algorithm 1."""
    return g * (norm / (torch.linalg.vector_norm(g) + 1e-6)).clamp(max=1.0)


def soft_threshold(theta: Tensor, threshold: Tensor) -> None:
    """The proximal step of the L1 penalty, in place: every weight moves towards zero and stops there.

    w ← sign(w) · max(|w| − threshold, 0). A plain subgradient would make weights jitter around zero;
    this makes them exactly zero. Parikh & Boyd 2014, "Proximal Algorithms", section 6.5.2.
    """
    theta.copy_(theta.sign() * (theta.abs() - threshold).clamp_(min=0.0))


RISE, LOWEST = (
    0.3,
    0.04,
)  # of one cycle: the share of it that goes up, and the factor it begins with


def one_cycle(done: float, last: float = 0.0) -> float:
    """The factor of the learning rate after the share `done` of a cycle: up for three tenths, then down to
    `last`, both along half a cosine. Smith & Topin 2017 (arXiv:1708.07120)."""
    if done < RISE:
        return LOWEST + (1 - LOWEST) * (1 - math.cos(math.pi * done / RISE)) / 2
    return last + (1 - last) * (1 + math.cos(math.pi * (done - RISE) / (1 - RISE))) / 2


def scheduled(name: str, lr: float, epoch: float, horizon: int) -> float:
    """The learning rate in epoch 0, 1, … of a schedule meant for `horizon` epochs.

    step: a tenth from half of the horizon on, a hundredth from three quarters on (He et al. 2016,
    arXiv:1512.03385, section 4.2). cosine: from lr down to a hundredth of it along half a cosine
    (Loshchilov & Hutter 2017, arXiv:1608.03983, equation 5), and there it stays.
    """
    done = min(epoch / horizon, 1.0)
    if name == "step":
        return lr * (1.0 if done < 0.5 else 0.1 if done < 0.75 else 0.01)
    if name == "cosine":
        return lr * (0.01 + 0.99 * (1 + math.cos(math.pi * done)) / 2)
    return lr
