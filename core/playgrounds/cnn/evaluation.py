"""How good the network is, measured a few images at a time so that training never waits long for it.

A measurement begins with a copy of the weights and goes on for a slice after each of the next updates; what
comes out belongs to the weights of its beginning. M test images, K classes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from core.nn.flat import Flat
from core.playgrounds.cnn.architecture import Layer
from core.playgrounds.cnn.config import CnnConfig
from core.playgrounds.cnn.network import Network
from core.playgrounds.cnn.pictures import Pictures
from core.playgrounds.cnn.whole import WholeTest

MOST = {"test": 2000, "validation": 1000, "train": 1000}  # images measured while it trains
WORK, NUMBERS = 3e8, 2e7  # multiply-adds and numbers of a slice: a few hundredths of a second
LARGEST = 500  # images of a slice
OTHER = "other "  # what sums of an ensemble's other networks begin with
FIRST, FEWEST = 5e9, 32  # multiply-adds of a measurement at once, and images of each set at least


def slice_of(layers: list[Layer], batch: int = 1) -> int:
    """How many images go through the network in one slice: few enough that nobody waits, but where the step
    itself takes long, half as many as are learned from (a sixth of the work)."""
    work, numbers = (sum(getattr(one, what) for one in layers) for what in ("products", "size"))
    return int(max(1, batch // 2, min(LARGEST, WORK / max(work, 1), NUMBERS / max(numbers, 1))))


@dataclass(frozen=True)
class Nets:
    """The networks that are measured: the one shown on all sets, the others on test images alone."""

    shown: Flat
    others: tuple[Flat, ...] = ()  # of its ensemble
    scratch: Flat | None = (
        None  # the same from scratch, where the one shown has learned a source before
    )

    @property
    def every(self) -> list[Flat]:
        return [self.shown, *self.others, *([] if self.scratch is None else [self.scratch])]

    def twins(self) -> Nets:
        """Copies that only answer."""
        scratch = None if self.scratch is None else self.scratch.twin()
        return Nets(self.shown.twin(), tuple(one.twin() for one in self.others), scratch)

    def take(self, other: Nets) -> None:
        """Become equal to `other`."""
        for mine, theirs in zip(self.every, other.every, strict=True):
            mine.take(theirs)


class Evaluation:
    """`metrics` and `probabilities` [M, K] of test images are of the last measurement that was completed;
    so is `each` [E], the test accuracy of every network of the ensemble, the one shown first."""

    def __init__(
        self, nets: Nets, pictures: Pictures, layers: list[Layer], *, whole: bool = True
    ) -> None:
        """`whole`: measure all test images too, after an epoch, of the network shown."""
        self.twins, self.pictures, self.layers = nets.twins(), pictures, layers
        self.slice = slice_of(layers)
        self.rows = {name: getattr(pictures, name)[:most] for name, most in MOST.items()}
        self.rows = {name: rows for name, rows in self.rows.items() if len(rows)}
        self.metrics: dict[str, float] = {}
        self.each: list[float] = []
        self.probabilities = torch.zeros(len(self.rows["test"]), len(pictures.classes))
        whole = whole and len(pictures.test) > MOST["test"]  # else they are all measured anyway
        self.whole = WholeTest(nets.shown, pictures, _of_one) if whole else None
        self._done: int | None = None  # images of the measurement under way
        self._sums: dict[str, list[float]] = {}
        self._answers: list[Tensor] = []
        self.step = 0  # of the weights being measured, or measured last
        self.of_epoch = False  # whether it began at the end of an epoch

    @property
    def total(self) -> int:
        return sum(len(rows) for rows in self.rows.values())

    @property
    def busy(self) -> bool:
        return self._done is not None

    def configure(self, c: CnnConfig) -> None:
        """The live values that decide what a network answers."""
        for net in [*self.twins.every, *([] if self.whole is None else [self.whole.twin])]:
            assert isinstance(net.module, Network)
            net.module.activation, net.module.dropout = c.activation, c.dropout

    def begin(self, nets: Nets, step: int, of_epoch: bool) -> None:
        self.twins.take(nets)
        self._done, self.step, self.of_epoch = 0, step, of_epoch
        self._sums = {}
        self._answers = []

    def rest(self, metrics: Mapping[str, float]) -> None:
        """Nothing is under way, and `metrics` were measured last."""
        self._done, self.metrics = None, dict(metrics)

    def begin_whole(self, net: Flat, step: int) -> int:
        """The whole test set too, unless that is under way; how many more images that is."""
        if self.whole is None or self.whole.busy:
            return 0
        self.whole.begin(net, step)
        return len(self.whole.rows)

    def whole_goes_on(self) -> bool:
        """One slice of the whole test set, where nothing else is measured; whether that was the last."""
        if (
            self.whole is None
            or self.busy
            or not self.whole.busy
            or not self.whole.go_on(self.slice)
        ):
            return False
        self.metrics = self.metrics | self.whole.metrics
        return True

    def go_on(self) -> bool:
        """One slice more; whether that was the last."""
        assert self._done is not None, "begun"
        room, first = max(1, self.slice // len(self.twins.every)), 0
        for name, rows in self.rows.items():
            start = max(self._done - first, 0)
            some = rows[start : start + room] if start < len(rows) else rows[:0]
            first += len(rows)
            if len(some):
                self._measure(name, some)
                self._done, room = self._done + len(some), room - len(some)
            if not room:
                break
        if self._done < self.total:
            return False
        self._complete()
        return True

    def at_once(self, nets: Nets, step: int) -> None:
        """All of it, of the weights as they are; of a large network as many images as take a moment."""
        every = self.rows
        most = FIRST / max(sum(one.products for one in self.layers), 1) / len(every)
        self.rows = {name: rows[: int(max(FEWEST, most))] for name, rows in every.items()}
        self.begin(nets, step, of_epoch=False)
        while not self.go_on():
            pass
        self.rows = every

    def _measure(self, name: str, rows: Tensor) -> None:
        log_p = tallied(self.twins, self.pictures, rows, name, self._sums)
        if name == "test":
            self._answers.append(log_p.exp().cpu())

    def _complete(self) -> None:
        self.metrics, self.each = summary(self._sums)
        self.metrics |= self.whole.metrics if self.whole is not None else {}
        self.probabilities = torch.cat(self._answers)
        self._done, self._answers = None, []

    def state(self) -> dict[str, Any]:
        answers = torch.cat(self._answers) if self._answers else self.probabilities[:0]
        return {
            "twins": [one.state() for one in self.twins.every], "done": self._done,
            "metrics": dict(self.metrics), "each": self.each,
            "probabilities": self.probabilities, "answers": answers, "sums": self._sums,
            "step": self.step, "of_epoch": self.of_epoch,
            "whole": None if self.whole is None else self.whole.state(),
        }  # fmt: skip

    def load_state(self, state: Mapping[str, Any]) -> None:
        for twin, kept in zip(self.twins.every, state["twins"], strict=True):
            twin.load_state(kept)
        self.each = list(state["each"])
        self.metrics, self._done = dict(state["metrics"]), state["done"]
        self.probabilities = state["probabilities"].clone()
        self._answers = [state["answers"].clone()] if len(state["answers"]) else []
        self._sums = {name: list(sums) for name, sums in state["sums"].items()}
        self.step, self.of_epoch = state["step"], state["of_epoch"]
        if self.whole is not None:
            self.whole.load_state(state["whole"])


Sums = dict[str, list[float]]  # of losses, of right answers, of images


@torch.no_grad()
def tallied(nets: Nets, pictures: Pictures, rows: Tensor, name: str, sums: Sums) -> Tensor:
    """Log probabilities [B, K] that the network shown gives to images of the set `name`; what all make of
    them is added to `sums`. An ensemble answers with the mean of its probabilities: Lakshminarayanan et al.
    2017 (arXiv:1612.01474), section 2.4."""
    test = name == "test"
    x, y = pictures.normalised(pictures.pixels(rows, test)), pictures.labels(rows, test)
    log_p = nets.shown(x).log_softmax(1)
    _add(sums, name, log_p, y)
    if test and nets.others:
        every = [log_p, *(net(x).log_softmax(1) for net in nets.others)]
        for i, one in enumerate(every[1:]):
            _add(sums, f"{OTHER}{i}", one, y)
        _add(sums, "ensemble", torch.stack(every).logsumexp(0) - math.log(len(every)), y)
    if test and nets.scratch is not None:
        _add(sums, "scratch_test", nets.scratch(x).log_softmax(1), y)
    return log_p


def _of_one(net: Flat, pictures: Pictures, rows: Tensor, sums: Sums) -> Tensor:
    return tallied(Nets(net), pictures, rows, "test", sums)


def _add(sums: Sums, name: str, log_p: Tensor, y: Tensor) -> None:
    mine = sums.setdefault(name, [0.0, 0.0, 0.0])
    mine[0] += float(-log_p.gather(1, y[:, None]).double().sum())
    mine[1] += float((log_p.argmax(1) == y).sum())
    mine[2] += len(y)


def summary(sums: Mapping[str, list[float]]) -> tuple[dict[str, float], list[float]]:
    """Loss and accuracy of each set, and the test accuracy of each network of the ensemble."""
    found: dict[str, float] = {}
    each = [right / count for _, right, count in [sums["test"]]]
    for name, (loss, right, count) in sums.items():
        if name.startswith(OTHER):
            each.append(right / count)
        else:
            found |= {f"{name}_accuracy": right / count, f"{name}_loss": loss / count}
    if len(each) > 1:
        found["members_accuracy"] = sum(each) / len(each)
    return found, each


def everything(nets: Nets, pictures: Pictures, size: int) -> dict[str, float]:
    """The metrics on all test and validation images, and on as many training images as there are tests."""
    rows = {"test": pictures.test, "validation": pictures.validation}
    rows["train"] = pictures.train[: len(pictures.test)]
    sums: Sums = {}
    for name in [name for name, some in rows.items() if len(some)]:
        for some in rows[name].split(size):
            tallied(nets, pictures, some, name, sums)
    return summary(sums)[0]
