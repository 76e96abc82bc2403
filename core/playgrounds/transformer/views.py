"""What can be seen of models on sequences: views, the numbers of a run, and what a viewer is told once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.i18n import N_
from core.playgrounds.contract import Array, Arrays, Metric
from core.playgrounds.transformer import equal
from core.playgrounds.transformer.apart_views import APART
from core.playgrounds.transformer.config import KINDS
from core.playgrounds.transformer.head_views import HEAD_VIEWS
from core.playgrounds.transformer.learner import chance
from core.playgrounds.transformer.lens_views import LENS_VIEWS
from core.playgrounds.transformer.look import Looked
from core.playgrounds.transformer.mistakes import MISTAKES
from core.playgrounds.transformer.pace_view import PACE
from core.playgrounds.transformer.patch_views import PATCH
from core.playgrounds.transformer.prompt_views import PROMPT_VIEWS
from core.playgrounds.transformer.reach_views import REACH_VIEWS
from core.playgrounds.transformer.references import references
from core.playgrounds.transformer.sizes import parameters

SCALARS = ("train_loss", "train_accuracy", "gradient_norm", "lr_now")
VIEWS = PROMPT_VIEWS | APART | HEAD_VIEWS | LENS_VIEWS | PATCH | REACH_VIEWS | PACE | MISTAKES
PROBES = equal.PROBES
STATIC: dict[str, Array] = {}

ONE = {
    "train_loss": Metric(
        N_("training loss"), N_("What training makes small, in nats per symbol of the minibatch"), "loss",
        "nats",
        better="lower", evaluated_on="minibatch", headline=True,
    ),
    "train_accuracy": Metric(
        N_("training accuracy"), N_("How many symbols of the minibatch's answers are the likeliest"),
        "percent", better="higher", evaluated_on="minibatch",
    ),
    "gradient_norm": Metric(N_("gradient norm"), N_("How long the gradient is, before it is clipped")),
    "lr_now": Metric(N_("learning rate now"), N_("As warm-up and schedule have it"), "weight"),
    "val_loss": Metric(
        N_("validation loss"), N_("The same loss on rows kept apart, in nats per symbol"), "loss", "nats",
        better="lower", evaluated_on="validation", headline=True,
    ),
    "val_accuracy": Metric(
        N_("validation accuracy"), N_("How many symbols of the answers kept apart are the likeliest"),
        "percent", better="higher", evaluated_on="validation",
    ),
    "exact_accuracy": Metric(
        N_("exact answers"), N_("How many answers kept apart are right from end to end"), "percent",
        better="higher", evaluated_on="validation", headline=True,
    ),
    "previous_score": Metric(
        N_("previous token"), N_("How much the head that does it most looks one place back"), "weight",
    ),
    "prefix_score": Metric(
        N_("prefix matching"),
        N_("How much the head that does it most looks at what followed the same symbol last time"), "weight",
        better="higher", evaluated_on="a repeated random row",
    ),
    "same_score": Metric(
        N_("same token"), N_("How much the head that does it most looks at the same symbol further back"),
        "weight",
    ),
    "blind_loss": Metric(
        N_("loss without looking ahead"),
        N_("Of a model without a mask, where nothing stands behind the place: what it would write"), "loss",
        "nats", better="lower", evaluated_on="validation",
    ),
}  # fmt: skip
METRICS = ONE | {
    f"{name}.{kind}": replace(metric, label=label, headline=name == "val_loss")
    for name, metric in ONE.items() for kind, label in KINDS.items()
} | {
    "tokens_per_s": Metric(N_("symbols/s"), N_("Symbols learned from per second"), "count", better="higher"),
}  # fmt: skip


def static(of: Looked) -> Arrays:
    """The arrays of STATIC."""
    return {}


def metrics(of: Looked) -> list[str]:
    """Those that this run has, in the order in which to show them."""
    found = []
    for kind, one in of.learners.items():
        names = ["exact_accuracy"] * of.task.answers + ["val_loss", "val_accuracy"]
        if one.sizes.kind == "transformer":
            names += ["prefix_score", "previous_score", "same_score"]
            names += ["blind_loss"] * (not one.sizes.causal)
        found += [f"{name}.{kind}" if of.members else name for name in names]
    return found


def describe(of: Looked) -> dict[str, Any]:
    """What a viewer must know once per build."""
    task = of.task
    return {
        "dataset": of.config.dataset,
        "symbols": list(task.symbols),
        "context": task.context,
        "prompt": task.prompt,
        "continues": task.continues,
        "answers": task.answers,
        "words": list(task.words),
        "grouped": list(task.grouped),
        "chance": chance(task),
        "references": [{"name": name, "value": value} for name, value in references(task).items()],
        "models": [
            {
                "kind": kind, "label": KINDS[kind], "layers": len(one.sizes.parts) or one.sizes.layers,
                "parts": list(one.sizes.parts), "width": one.sizes.width,
                "heads": one.sizes.heads if one.sizes.attends else 0, "params": parameters(one.sizes),
            }
            for kind, one in of.learners.items()
        ],
        "members": list(of.members),
        "metrics": metrics(of),
        "scalars": [
            f"{name}.{kind}" if of.members else name for kind in of.learners for name in SCALARS
        ],
    }  # fmt: skip
