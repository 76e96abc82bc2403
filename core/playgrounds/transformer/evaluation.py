"""How good a model is on rows it has not learned from, measured a few at a time so that nobody waits for it.

A measurement begins with a copy of the weights and goes on for a slice after each of the next updates; what
comes out belongs to the weights of its beginning. M rows of T places, V symbols, L layers, H heads.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from core.data.sequences.characters import Text
from core.data.sequences.task import Batch, Task
from core.nn.flat import Flat
from core.playgrounds.transformer import scores
from core.playgrounds.transformer.gpt import GPT
from core.playgrounds.transformer.models import Model
from core.playgrounds.transformer.seq2seq import EncoderDecoder
from core.playgrounds.transformer.sizes import parameters

MOST = 2000  # rows measured while it trains
WORK, PRODUCTS = 4096, 4e8  # places of a slice, and multiply-adds: a few hundredths of a second
PROBE = 8  # rows that the heads are told by
POINTS = 200  # of scores over time: then every other one goes


class Past:
    """Scores [L, H, 3] of all heads at the updates `when`, ever farther apart, so that they stay few."""

    def __init__(self) -> None:
        self.when: list[int] = []
        self.scores: list[Tensor] = []

    def add(self, update: int, found: Tensor) -> None:
        if self.when and self.when[-1] >= update:
            self.when.pop(), self.scores.pop()
        self.when.append(update)
        self.scores.append(found)
        if len(self.when) > POINTS:  # the first and the last stay
            del self.when[1:-1:2], self.scores[1:-1:2]

    def of(self, layer: int, head: int) -> tuple[np.ndarray, np.ndarray]:
        """Updates [E] and the scores [E, 3] of one head."""
        if not self.scores:
            return np.zeros(0, np.int32), np.zeros((0, 3), np.float32)
        rows: np.ndarray = torch.stack(self.scores)[:, layer, head].nan_to_num(0).numpy().copy()
        return np.array(self.when, np.int32), rows

    def state(self) -> dict[str, Any]:
        return {
            "when": list(self.when),
            "scores": torch.stack(self.scores) if self.scores else None,
        }

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.when = list(state["when"])
        self.scores = list(state["scores"].clone()) if self.when else []


class Evaluation:
    """`metrics` and `heads` [L, H, 3] (of a transformer) are of the last measurement that was completed."""

    def __init__(self, net: Flat, task: Task, seed: int) -> None:
        self.twin, self.task = net.twin(), task
        self.rows = Batch(*(part[:MOST].to(net.theta.device) for part in task.validation))
        self.model = cast(Model, self.twin.module)
        places = min(WORK, PRODUCTS / parameters(self.model.sizes))
        self.slice = int(max(1, places // task.context))
        self.probe = scores.repeated(len(task), task.context, PROBE, seed).to(net.theta.device)
        self.metrics: dict[str, float] = {}
        sizes = self.model.sizes
        heads = sizes.heads if self._attends else 0
        self.heads = torch.zeros(len(sizes.parts), heads, len(scores.SCORES))
        self.past = Past()
        self._done: int | None = None
        self._update = 0  # at which this measurement began
        self._sums = [0.0] * 4

    @property
    def _attends(self) -> bool:
        return isinstance(self.model, GPT)

    @property
    def busy(self) -> bool:
        return self._done is not None

    @property
    def slices(self) -> int:
        """How many a measurement takes."""
        return -(-len(self.rows.inputs) // self.slice) + 1

    def begin(self, net: Flat, update: int) -> None:
        self.twin.take(net)
        self._update = update
        self._done, self._sums = 0, [0.0] * 4

    def go_on(self) -> bool:
        """One slice more; whether that was the last."""
        assert self._done is not None, "begun"
        if self._done < len(self.rows.inputs):
            some = Batch(*(part[self._done : self._done + self.slice] for part in self.rows))
            add(self._sums, tallied(self.twin, some))
            self._done += self.slice
            return False
        self.metrics = summary(self._sums, self.task)
        self._look()
        self._done = None
        return True

    def at_once(self, net: Flat, update: int) -> None:
        self.begin(net, update)
        while not self.go_on():
            pass

    @torch.no_grad()
    def _look(self) -> None:
        """What the heads do, and what is left of a model without a mask that may not look ahead."""
        if not isinstance(self.model, GPT) or isinstance(self.model, EncoderDecoder):
            return  # a row that repeats itself is no source with an answer
        told = self.model.trace(self.probe)
        weights = [told[f"{layer}.weights"] for layer in range(self.model.sizes.layers)]
        self.heads = scores.of_heads(weights, self.probe).cpu()
        self.past.add(self._update, self.heads)
        best = self.heads.amax((0, 1)).tolist()
        self.metrics |= {
            f"{name}_score": value for name, value in zip(scores.SCORES, best, strict=True)
        }
        if not self.model.sizes.causal:
            self.metrics["blind_loss"] = blind_loss(self.twin, self.rows)

    def state(self) -> dict[str, Any]:
        return {
            "twin": self.twin.state(), "metrics": dict(self.metrics), "heads": self.heads,
            "done": self._done, "sums": list(self._sums), "update": self._update,
            "past": self.past.state(),
        }  # fmt: skip

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.twin.load_state(state["twin"])
        self.metrics, self.heads = dict(state["metrics"]), state["heads"].clone()
        self._done, self._sums = state["done"], list(state["sums"])
        self._update = state["update"]
        self.past.load_state(state["past"])


@torch.no_grad()
def tallied(net: Flat, rows: Batch) -> list[float]:
    """Sums over rows: the loss, places that count, right ones among them, rows that are right throughout."""
    logits = net(rows.inputs)  # [n, T, V]
    each = F.cross_entropy(logits.flatten(0, 1), rows.targets.flatten(), reduction="none")
    right = (logits.argmax(-1) == rows.targets) | (rows.weights == 0)  # [n, T]
    weights = rows.weights
    return [
        float((each * weights.flatten()).sum()), float(weights.sum()),
        float((right * weights).sum()), float(right.all(1).sum()),
    ]  # fmt: skip


def add(sums: list[float], more: list[float]) -> None:
    sums[:] = [one + other for one, other in zip(sums, more, strict=True)]


def summary(sums: list[float], task: Task, rows: int | None = None) -> dict[str, float]:
    """Metrics from sums over `rows` rows."""
    rows = min(len(task.validation.inputs), MOST) if rows is None else rows
    found = {"val_loss": sums[0] / max(sums[1], 1), "val_accuracy": sums[2] / max(sums[1], 1)}
    return found | ({"exact_accuracy": sums[3] / max(rows, 1)} if task.answers else {})


@torch.no_grad()
def blind_loss(net: Flat, rows: Batch) -> float:
    """The loss at half of each row, without anything behind it to look at."""
    half = rows.inputs.shape[1] // 2
    logits = net(rows.inputs[:64, : half + 1])[:, -1]
    return float(F.cross_entropy(logits, rows.targets[:64, half]))


def everything(net: Flat, task: Task) -> dict[str, float]:
    """The metrics on all rows of validation."""
    rows = task.all_held() if isinstance(task, Text) else task.validation
    sums, size = [0.0] * 4, max(1, 4 * WORK // task.context)
    for start in range(0, len(rows.inputs), size):
        some = Batch(*(part[start : start + size].to(net.theta.device) for part in rows))
        add(sums, tallied(net, some))
    return summary(sums, task, len(rows.inputs))


def counted(task: Task) -> slice:
    """The places from the first to the last at which anything may count."""
    places = task.where.nonzero()[:, 0]
    return slice(int(places[0]), int(places[-1]) + 1)


def weighted_loss(logits: Tensor, rows: Batch, places: slice) -> Tensor:
    """The mean loss over the places that count, all of them among `places`, in nats: [n, T, V] -> []."""
    some = logits[:, places].flatten(0, 1)
    each = F.cross_entropy(some, rows.targets[:, places].flatten(), reduction="none")
    weights = rows.weights[:, places].flatten()
    return (each * weights).sum() / weights.sum()
