"""Losses written out: what a mistake costs, and in which direction the output should move.

B rows, K outputs (one for two classes or a number, one per class from three classes on). z [B, K] is
what the last layer computes, o [B, K] what it shows after the output's activation, t [B, K] the target.
Each loss knows the activation of its output, so delta = dL/dz comes out in one simple expression.
A minibatch's loss is the mean over its rows.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cache
from typing import ClassVar

import torch
from torch import Tensor
from torch.nn.functional import log_softmax, one_hot, softplus

HALF = torch.tensor(0.5)  # torch multiplies by a tensor faster than by a Python number
HUBER_DELTA = 0.25  # where the Huber loss turns from a parabola into a line; targets span −1…1


class Loss(ABC):
    """One loss with the activation of the output that belongs to it."""

    NAME: ClassVar[str]
    OUTPUT: ClassVar[str]  # the output's activation
    FORMULA: ClassVar[str]  # of that activation
    PROBABILITY: ClassVar[bool] = False  # whether o is a probability

    @staticmethod
    @abstractmethod
    def targets(y: Tensor, outputs: int) -> Tensor:
        """Class indices or numbers y [N] as targets t [N, outputs] float32."""

    @staticmethod
    @abstractmethod
    def predict(z: Tensor) -> Tensor:
        """The output o [B, K] for z [B, K]."""

    @staticmethod
    @abstractmethod
    def each(z: Tensor, t: Tensor) -> Tensor:
        """The loss of every row, [B]."""

    @staticmethod
    @abstractmethod
    def learn(z: Tensor, t: Tensor) -> tuple[Tensor, Tensor]:
        """The mean loss [] and delta = its derivative with respect to z, [B, K]."""


@cache
def _share(rows: int) -> Tensor:
    """1 / rows, every row's part of the mean."""
    return torch.tensor(1 / rows)


class BinaryCrossEntropy(Loss):
    """−log of the probability given to the right one of two classes; t is 0 or 1, p = σ(z)."""

    NAME, OUTPUT, FORMULA, PROBABILITY = "cross_entropy", "sigmoid", "1 / (1 + e⁻ᶻ)", True

    @staticmethod
    def targets(y: Tensor, outputs: int) -> Tensor:
        return y.float()[:, None]  # [N, 1]

    @staticmethod
    def predict(z: Tensor) -> Tensor:
        return torch.sigmoid(z)

    @staticmethod
    def each(z: Tensor, t: Tensor) -> Tensor:
        # How far the logit points to the wrong side: −z for class 1, z for class 0. Then
        # −log σ(−wrong) = log(1 + e^wrong) holds for any logit, and keeps its digits near zero.
        wrong = torch.addcmul(z, z, t, value=-2)
        return softplus(wrong).view(-1)

    @staticmethod
    def learn(z: Tensor, t: Tensor) -> tuple[Tensor, Tensor]:
        delta = (torch.sigmoid(z) - t) * _share(len(z))  # p − t: what was said less what is true
        return BinaryCrossEntropy.each(z, t).mean(), delta


class SoftmaxCrossEntropy(Loss):
    """−log of the probability given to the right one of K classes; t is one-hot, p = softmax(z)."""

    NAME, OUTPUT, FORMULA, PROBABILITY = "cross_entropy", "softmax", "eᶻₖ / Σ eᶻⱼ", True

    @staticmethod
    def targets(y: Tensor, outputs: int) -> Tensor:
        return one_hot(y, outputs).float()  # [N, K]

    @staticmethod
    def predict(z: Tensor) -> Tensor:
        return torch.softmax(z, 1)

    @staticmethod
    def each(z: Tensor, t: Tensor) -> Tensor:
        return -(log_softmax(z, 1) * t).sum(1)

    @staticmethod
    def learn(z: Tensor, t: Tensor) -> tuple[Tensor, Tensor]:
        share = _share(len(z))
        log_p = log_softmax(z, 1)  # [B, K]
        return -(log_p * t).sum() * share, (log_p.exp() - t) * share


class SquaredError(Loss):
    """½ (o − t)² with o = z: for numbers."""

    NAME, OUTPUT, FORMULA = "mse", "linear", "z"

    @staticmethod
    def targets(y: Tensor, outputs: int) -> Tensor:
        return y.float()[:, None]  # [N, 1]

    @staticmethod
    def predict(z: Tensor) -> Tensor:
        return z

    @staticmethod
    def each(z: Tensor, t: Tensor) -> Tensor:
        return (z - t).square_().sum(1) * HALF

    @staticmethod
    def learn(z: Tensor, t: Tensor) -> tuple[Tensor, Tensor]:
        error = z - t  # [B, K]
        delta = error * _share(len(z))
        return torch.dot(error.view(-1), delta.view(-1)) * HALF, delta


class SquaredErrorOnClasses(Loss):
    """½ (o − t)² with o = tanh z and t = ±1, summed over the outputs: for classes.

    Compare delta with cross-entropy's: the factor 1 − o² makes it vanish where the output is sure,
    also where it is sure and wrong. That is why cross-entropy learns faster from bad mistakes.
    """

    NAME, OUTPUT, FORMULA = "mse", "tanh", "tanh z"

    @staticmethod
    def targets(y: Tensor, outputs: int) -> Tensor:
        found = y[:, None] if outputs == 1 else one_hot(y, outputs)
        return found.float() * 2 - 1  # [N, K]

    @staticmethod
    def predict(z: Tensor) -> Tensor:
        return torch.tanh(z)

    @staticmethod
    def each(z: Tensor, t: Tensor) -> Tensor:
        return (torch.tanh(z) - t).square_().sum(1) * HALF

    @staticmethod
    def learn(z: Tensor, t: Tensor) -> tuple[Tensor, Tensor]:
        o = torch.tanh(z)  # [B, K]
        error = o - t
        pull = error * _share(len(z))
        loss = torch.dot(error.view(-1), pull.view(-1)) * HALF
        return loss, torch.addcmul(pull, pull * o, o, value=-1)  # times 1 − o²


class Huber(Loss):
    """½ e² for a small error e = z − t, a straight line beyond: outliers pull no harder than others.

    Huber 1964 (doi:10.1214/aoms/1177703732).
    """

    NAME, OUTPUT, FORMULA = "huber", "linear", "z"

    targets = SquaredError.targets
    predict = SquaredError.predict

    @staticmethod
    def each(z: Tensor, t: Tensor) -> Tensor:
        error = z - t
        pull = error.clamp(-HUBER_DELTA, HUBER_DELTA)
        return (pull * (error - 0.5 * pull)).sum(1)  # e·(e − e/2) inside, δ·(|e| − δ/2) outside

    @staticmethod
    def learn(z: Tensor, t: Tensor) -> tuple[Tensor, Tensor]:
        pull = (z - t).clamp_(-HUBER_DELTA, HUBER_DELTA)
        return Huber.each(z, t).mean(), pull * _share(len(z))


def loss_for(name: str, task: str, outputs: int) -> type[Loss]:
    """The loss called `cross_entropy`, `mse` or `huber` for a task with so many outputs.

    Raises KeyError where the two don't go together.
    """
    if task == "regression":
        return {"mse": SquaredError, "huber": Huber}[name]
    cross_entropy = BinaryCrossEntropy if outputs == 1 else SoftmaxCrossEntropy
    return {"cross_entropy": cross_entropy, "mse": SquaredErrorOnClasses}[name]
