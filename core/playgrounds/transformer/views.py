"""What can be seen of a model on sequences: its views, the numbers of a run, and what a viewer is told once.

T places, V symbols, L layers, H heads, S symbols that are added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from core.i18n import N_
from core.playgrounds.arguments import existing
from core.playgrounds.contract import Array, Arrays, Metric, Options, View
from core.playgrounds.transformer.config import KINDS
from core.playgrounds.transformer.gpt import GPT
from core.playgrounds.transformer.learner import Learner, chance
from core.playgrounds.transformer.sampling import go_on
from core.playgrounds.transformer.sizes import parameters

if TYPE_CHECKING:
    from core.playgrounds.transformer.algorithm import Transformer

LAYERS, LENGTH = 4, 100  # layers of any build; symbols of a sample
SCALARS = ("train_loss", "train_accuracy", "gradient_norm", "lr_now")
ATTENDS, CONTINUES = "a transformer", "tasks that go on"


def first(of: Transformer) -> Learner:
    """The one model, or the first of a contest."""
    return next(iter(of.learners.values()))


def attention(of: Transformer, options: Options) -> Arrays:
    """The weights of one layer's heads for the task's prompt."""
    layer = existing(options, "layer", of.config.layers, LAYERS) or 0
    model = first(of).model
    if not isinstance(model, GPT):
        return {}
    ids = of.task.encode(of.task.prompt)
    weights = model.trace(ids.to(of.device))[f"{layer}.weights"]
    return {
        "attention.ids": ids.numpy().astype(np.int32),
        "attention.weights": weights.cpu().numpy().astype(np.float32),
    }


def sample(of: Transformer, options: Options) -> Arrays:
    """What the model goes on with behind the task's prompt."""
    if not of.task.continues:
        return {}
    ids = of.task.encode(of.task.prompt)
    count = LENGTH if not of.task.answers else max(1, of.task.context + 1 - len(ids))
    found = go_on(first(of).model, ids.to(of.device), count, of.update)
    p = found.logits.softmax(-1).gather(-1, found.ids[:, None])[:, 0]
    return {
        "sample.prompt": ids.numpy().astype(np.int32),
        "sample.ids": found.ids.cpu().numpy().astype(np.int32),
        "sample.p": p.cpu().numpy().astype(np.float32),
    }


def heads(of: Transformer, options: Options) -> Arrays:
    """What the heads do, as of the last measurement."""
    if not isinstance(first(of).model, GPT):
        return {}
    return {"heads.scores": first(of).evaluation.heads.numpy().astype(np.float32)}


VIEWS = {
    "attention": View(
        attention,
        {
            "attention.ids": Array("i4", "T", coding="the prompt's symbols", only=ATTENDS),
            "attention.weights": Array("f4", "H T T", coding="row looks at column", only=ATTENDS),
        },
        {"layer": "which layer, 0 the lowest"},
    ),
    "sample": View(
        sample,
        {
            "sample.prompt": Array("i4", "P", coding="symbols", only=CONTINUES),
            "sample.ids": Array("i4", "S", coding="symbols drawn", only=CONTINUES),
            "sample.p": Array("f4", "S", coding="how likely each was", only=CONTINUES),
        },
        rest=1.0,
    ),
    "heads": View(
        heads,
        {"heads.scores": Array("f4", "L H 3", coding="previous, prefix, same", only=ATTENDS)},
    ),
}
PROBES: dict[str, Any] = {}
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
    f"{name}.{kind}": metric for name, metric in ONE.items() for kind in KINDS
} | {
    "tokens_per_s": Metric(N_("symbols/s"), N_("Symbols learned from per second"), "count", better="higher"),
}  # fmt: skip


def static(of: Transformer) -> Arrays:
    """The arrays of STATIC."""
    return {}


def metrics(of: Transformer) -> list[str]:
    """Those that this run has, in the order in which to show them."""
    found = []
    for kind, one in of.learners.items():
        names = ["exact_accuracy"] * of.task.answers + ["val_loss", "val_accuracy"]
        if isinstance(one.model, GPT):
            names += ["prefix_score", "previous_score", "same_score"]
            names += ["blind_loss"] * (not one.sizes.causal)
        found += [f"{name}.{kind}" if of.members else name for name in names]
    return found


def describe(of: Transformer) -> dict[str, Any]:
    """What a viewer must know once per build."""
    task = of.task
    return {
        "dataset": of.config.dataset,
        "symbols": list(task.symbols),
        "context": task.context,
        "prompt": task.prompt,
        "continues": task.continues,
        "answers": task.answers,
        "chance": chance(task),
        "models": [
            {
                "kind": kind, "label": KINDS[kind], "layers": one.sizes.layers, "width": one.sizes.width,
                "heads": one.sizes.heads if kind == "transformer" else 0, "params": parameters(one.sizes),
            }
            for kind, one in of.learners.items()
        ],
        "members": list(of.members),
        "metrics": metrics(of),
        "scalars": [
            f"{name}.{kind}" if of.members else name for kind in of.learners for name in SCALARS
        ],
    }  # fmt: skip
