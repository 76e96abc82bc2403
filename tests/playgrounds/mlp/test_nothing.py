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


@pytest.mark.parametrize("then", ["iris", "wine", "circle", "own"])
@pytest.mark.parametrize("now", ["iris", "wine", "circle"])
def test_a_run_follows_another_on_whatever_data(then, now):
    """Points drawn by hand go with the set they were drawn on, and a table has none."""
    former, mlp = Mlp(MlpConfig(dataset=then)), Mlp(MlpConfig(dataset=now))
    if then == "circle":
        former.act("draw", {"points": [[1.0, 1.0, 0]]})
    mlp.inherit(former)
    mlp.stretch(10, float("inf"))
    expected = {"iris": 150, "wine": 178, "circle": 500 + (then == "circle")}[now]
    assert len(mlp.points.x) == expected
    mlp.load_state(mlp.state())
