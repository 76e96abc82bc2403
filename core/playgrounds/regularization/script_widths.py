"""The networks of many widths as plain PyTorch, those that have a name, and their errors."""

from __future__ import annotations

import numpy as np

from core.playgrounds.regularization.algorithm import Regularization
from core.playgrounds.regularization.widths import GAIN, Widths
from core.playgrounds.script import Script, weights

BODY = """
WIDTHS = {widths!r}  # neurons of the one hidden layer


def network(width):
    hidden = nn.Linear(2, width)  # random features, which are never learned
    return nn.Sequential(hidden, nn.Tanh(), nn.Linear(width, 1, bias=False))


def build():
    return nn.ModuleList([network(width) for width in WIDTHS.values()])


def metrics(model, data):
    x, t = data["x"], data["y"].float() * 2 - 1  # [N, 2], [N]
    found = {{}}
    for name, net in zip(WIDTHS, model):
        o = net(x)[:, 0]
        losses = 0.5 * (o - t) ** 2
        found[f"train_loss.{{name}}"] = losses[data["train"]].mean().item()
        found[f"test_loss.{{name}}"] = losses[data["test"]].mean().item()
    return found
"""


def script(algorithm: Regularization, of: Widths) -> Script:
    """Every network that has a name."""
    split, widths, found = algorithm.split, {}, {}
    for i, (name, theta) in enumerate(zip(of.members, of.weights(), strict=True)):
        widths[name] = width = len(theta)
        found[f"{i}.0.weight"] = GAIN * of._direction[:, :width].t()
        found[f"{i}.0.bias"] = -GAIN * of._offset[:width]
        found[f"{i}.2.weight"] = theta[None]
    rows = np.arange(len(split.x))
    data = {"x": split.x.cpu().numpy(), "y": split.y.cpu().numpy(),
            "train": rows[split.train], "test": rows[split.test]}  # fmt: skip
    told = tuple(f"{kind}.{name}" for name in widths for kind in ("train_loss", "test_loss"))
    return Script(BODY.format(widths=widths), weights(found), data, told)
