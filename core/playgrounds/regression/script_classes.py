"""Logistic regression or softmax as plain PyTorch, and its mean loss and accuracy on both sets of points."""

from __future__ import annotations

import numpy as np
import torch

from core.playgrounds.regression.algorithm import Regression
from core.playgrounds.regression.logistic import Logistic
from core.playgrounds.script import Script, weights

BODY = """
def build():
    return nn.Linear(2, {columns}).double()


def losses(z, label):
    {loss}


def metrics(model, data):
    found = {{}}
    for name in ("train", "test"):
        z, label = model(data[f"{{name}}_x"]), data[f"{{name}}_label"]  # [N, C], [N]
        found[f"{{name}}_loss{member}"] = losses(z, label).mean().item()
    right = {chosen} == label  # on the test points
    found["test_accuracy{member}"] = right.double().mean().item()
    return found
"""
LOSSES = {
    ("cross_entropy", False): "return F.binary_cross_entropy_with_logits(z[:, 0], label.double(), "
    'reduction="none")',
    ("cross_entropy", True): 'return F.cross_entropy(z, label, reduction="none")',
    ("mse", False): "return (torch.sigmoid(z[:, 0]) - label) ** 2",
    ("mse", True): "return ((z.softmax(1) - F.one_hot(label, z.shape[1])) ** 2).sum(1)",
}


def script(algorithm: Regression, fits: Logistic) -> Script:
    """The fit of the first loss."""
    loss, several = fits.losses[0], fits.classes > 2
    member = f".{loss}" if algorithm.members else ""
    theta = torch.from_numpy(fits.theta[0].copy())  # [3, C], the bias first
    data = {}
    for name, one in (("train", fits.points), ("test", fits.test)):
        data[f"{name}_x"] = np.stack((one.x, one.y), 1).astype(float)
        data[f"{name}_label"] = np.asarray(one.label, np.int64)
    body = BODY.format(
        columns=theta.shape[1], loss=LOSSES[loss, several], member=member,
        chosen="z.argmax(1)" if several else "(z[:, 0] > 0).long()",
    )  # fmt: skip
    names = tuple(f"{name}{member}" for name in ("train_loss", "test_loss", "test_accuracy"))
    return Script(body, weights({"weight": theta[1:].t(), "bias": theta[0]}), data, names)
