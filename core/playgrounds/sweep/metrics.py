"""The numbers of a sweep: of every network, and of all that are there together."""

from __future__ import annotations

import numpy as np
from torch import Tensor

from core.i18n import N_
from core.playgrounds.contract import Metric
from core.playgrounds.sweep.axes import CELLS
from core.playgrounds.sweep.cells import named

KINDS = ("test_loss", "train_loss", "test_accuracy")


def _of_all() -> dict[str, Metric]:
    return {
        "batch_loss": Metric(
            N_("minibatch loss"), N_("The mean over all networks of the newest minibatch's loss"),
            better="lower", evaluated_on="minibatch",
        ),
        "test_loss_best": Metric(
            N_("best test loss"), N_("The lowest test loss of all networks"), better="lower",
            evaluated_on="test", headline=True,
        ),
        "test_loss_worst": Metric(
            N_("worst test loss"), N_("The highest test loss of all networks that are there"),
            better="lower", evaluated_on="test",
        ),
        "test_loss_mean": Metric(
            N_("mean test loss"), N_("The mean over all networks that are there"), better="lower",
            evaluated_on="test",
        ),
        "test_loss_sd": Metric(
            N_("standard deviation"), N_("Of the test losses of all networks that are there"),
            evaluated_on="test",
        ),
        "test_accuracy_best": Metric(
            N_("best accuracy"), N_("The highest test accuracy of all networks"), "percent",
            better="higher", evaluated_on="test", headline=True,
        ),
        "test_accuracy_worst": Metric(
            N_("worst accuracy"), N_("The lowest test accuracy of all networks that are there"), "percent",
            better="higher", evaluated_on="test",
        ),
        "test_accuracy_mean": Metric(
            N_("mean accuracy"), N_("The mean over all networks that are there"), "percent",
            better="higher", evaluated_on="test",
        ),
        "test_accuracy_sd": Metric(
            N_("standard deviation"), N_("Of the test accuracies of all networks that are there"), "percent",
            evaluated_on="test",
        ),
        "diverged": Metric(
            N_("diverged"), N_("How many networks have exploded and left"), "count", better="lower",
            headline=True,
        ),
    }  # fmt: skip


def _of_each() -> dict[str, Metric]:
    found: dict[str, Metric] = {}
    for name in named(CELLS):
        found[f"test_loss.{name}"] = Metric(
            N_("test loss"),
            N_("Of one network, numbered row by row"),
            better="lower",
            evaluated_on="test",
        )
        found[f"train_loss.{name}"] = Metric(
            N_("train loss"), N_("Of one network, without penalties and dropout"), better="lower",
            evaluated_on="train",
        )  # fmt: skip
        found[f"test_accuracy.{name}"] = Metric(
            N_("test accuracy"), N_("Of one network: the share of test points classified right"), "percent",
            better="higher", evaluated_on="test",
        )  # fmt: skip
    return found


METRICS = _of_all() | _of_each()
OF_ALL = tuple(name for name in METRICS if "." not in name and name != "batch_loss")


def measured(loss: Tensor, right: Tensor, train: int, there: list[bool]) -> dict[str, float]:
    """The metrics, from every network's loss and right or wrong at every point, [M, P] each."""
    kinds = {
        "test_loss": loss[:, train:].mean(1),
        "train_loss": loss[:, :train].mean(1),
        "test_accuracy": right[:, train:].float().mean(1),
    }
    rows = {name: values.cpu().tolist() for name, values in kinds.items()}
    found: dict[str, float] = {}
    for kind, values in rows.items():
        for name, value, here in zip(named(len(values)), values, there, strict=True):
            found[f"{kind}.{name}"] = value if here else float("nan")
    for kind, best, worst in (("test_loss", min, max), ("test_accuracy", max, min)):
        known = np.array([v for v, here in zip(rows[kind], there, strict=True) if here and v == v])
        some = known if len(known) else np.array([np.nan])
        found[f"{kind}_best"], found[f"{kind}_worst"] = float(best(some)), float(worst(some))
        found[f"{kind}_mean"], found[f"{kind}_sd"] = float(some.mean()), float(some.std())
    return found | {"diverged": float(there.count(False))}
