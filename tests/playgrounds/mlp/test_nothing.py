"""A network without a point: everything can still be looked at, and it begins to learn with the first."""

from __future__ import annotations

import math

import pytest
import torch

from core.playgrounds.mlp.algorithm import Mlp
from core.playgrounds.mlp.config import MlpConfig

LESS = [
    (),
    ((1.0, 1.0, 0),),
    ((1.0, 1.0, 0), (1.0, 1.0, 0)),
    ((1.0, 1.0, 1), (1.0, 1.0, 1), (-2.0, 0.0, 1)),
]


@pytest.mark.parametrize("points", LESS, ids=["none", "one", "two alike", "one class"])
@pytest.mark.parametrize(
    "more", [{}, {"ensemble": 2, "dropout": 0.2, "hidden": (4,)}, {"classes": 4}]
)
def test_everything_can_be_looked_at(points, more):
    mlp = Mlp(MlpConfig(dataset="own", **more))
    if points:
        mlp.act("draw", {"points": [list(one) for one in points]})
    for _ in range(3):
        mlp.stretch(20, 0.0)
        mlp.views({name: view.example for name, view in mlp.VIEWS.items()})
    losses = mlp.columns()["batch_loss"]
    assert all(math.isfinite(loss) == bool(points) for loss in losses.tolist())
    assert mlp.diverged({"batch_loss": losses.numpy()}) is None
    assert torch.isfinite(mlp.net.theta).all()
    assert math.isfinite(float(mlp.evaluate()["train_loss"])) == bool(points)
    assert bool(mlp.trace()) == bool(points)
