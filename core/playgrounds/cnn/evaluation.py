"""How good the network is, measured a few images at a time so that training never waits long for it.

A measurement begins with a copy of the weights and goes on for a slice after each of the next updates; what
comes out belongs to the weights of its beginning. M test images, K classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from core.nn.flat import Flat
from core.playgrounds.cnn.architecture import Layer
from core.playgrounds.cnn.pictures import Pictures
from core.playgrounds.cnn.whole import WholeTest

MOST = {"test": 2000, "validation": 1000, "train": 1000}  # images measured while it trains
WORK, NUMBERS = 3e8, 2e7  # multiply-adds and numbers of a slice: a few hundredths of a second
LARGEST = 500  # images of a slice
FIRST, FEWEST = 5e9, 32  # multiply-adds of a measurement at once, and images of each set at least


def slice_of(layers: list[Layer], batch: int = 1) -> int:
    """How many images go through the network in one slice: few enough that nobody waits, but where the step
    itself takes long, half as many as are learned from (a sixth of the work)."""
    work, numbers = (sum(getattr(one, what) for one in layers) for what in ("products", "size"))
    return int(max(1, batch // 2, min(LARGEST, WORK / max(work, 1), NUMBERS / max(numbers, 1))))


class Evaluation:
    """`metrics` and `probabilities` [M, K] of test images are of the last measurement that was completed."""

    def __init__(self, net: Flat, pictures: Pictures, layers: list[Layer]) -> None:
        self.twin, self.pictures, self.layers = net.twin(), pictures, layers
        self.slice = slice_of(layers)
        self.rows = {name: getattr(pictures, name)[:most] for name, most in MOST.items()}
        self.rows = {name: rows for name, rows in self.rows.items() if len(rows)}
        self.metrics: dict[str, float] = {}
        self.probabilities = torch.zeros(len(self.rows["test"]), len(pictures.classes))
        beyond = len(pictures.test) > MOST["test"]  # else they are all measured anyway
        self.whole = WholeTest(net, pictures, tallied) if beyond else None
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

    def begin(self, net: Flat, step: int, of_epoch: bool) -> None:
        self.twin.take(net)
        self._done, self.step, self.of_epoch = 0, step, of_epoch
        self._sums = {name: [0.0, 0.0] for name in self.rows}
        self._answers = []

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
        room, first = self.slice, 0
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

    def at_once(self, net: Flat, step: int) -> None:
        """All of it, of the weights as they are; of a large network as many images as take a moment."""
        every = self.rows
        most = FIRST / max(sum(one.products for one in self.layers), 1) / len(every)
        self.rows = {name: rows[: int(max(FEWEST, most))] for name, rows in every.items()}
        self.begin(net, step, of_epoch=False)
        while not self.go_on():
            pass
        self.rows = every

    def _measure(self, name: str, rows: Tensor) -> None:
        log_p = tallied(self.twin, self.pictures, rows, name == "test", self._sums[name])
        if name == "test":
            self._answers.append(log_p.exp().cpu())

    def _complete(self) -> None:
        self.metrics = summary(self._sums, {name: len(rows) for name, rows in self.rows.items()})
        self.metrics |= self.whole.metrics if self.whole is not None else {}
        self.probabilities = torch.cat(self._answers)
        self._done, self._answers = None, []

    def state(self) -> dict[str, Any]:
        answers = torch.cat(self._answers) if self._answers else self.probabilities[:0]
        return {
            "twin": self.twin.state(), "metrics": dict(self.metrics), "done": self._done,
            "probabilities": self.probabilities, "answers": answers, "sums": self._sums,
            "step": self.step, "of_epoch": self.of_epoch,
            "whole": None if self.whole is None else self.whole.state(),
        }  # fmt: skip

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.twin.load_state(state["twin"])
        self.metrics, self._done = dict(state["metrics"]), state["done"]
        self.probabilities = state["probabilities"].clone()
        self._answers = [state["answers"].clone()] if len(state["answers"]) else []
        self._sums = {name: list(sums) for name, sums in state["sums"].items()}
        self.step, self.of_epoch = state["step"], state["of_epoch"]
        if self.whole is not None:
            self.whole.load_state(state["whole"])


@torch.no_grad()
def tallied(net: Flat, pictures: Pictures, rows: Tensor, test: bool, sums: list[float]) -> Tensor:
    """Log probabilities [B, K] of images, training or test ones; their losses and how many are told right are
    added to `sums`."""
    log_p = net(pictures.normalised(pictures.pixels(rows, test))).log_softmax(1)
    y = pictures.labels(rows, test)
    sums[0] += float(-log_p.gather(1, y[:, None]).double().sum())
    sums[1] += float((log_p.argmax(1) == y).sum())
    return log_p


def summary(sums: Mapping[str, list[float]], counts: Mapping[str, int]) -> dict[str, float]:
    """Loss and accuracy of each set, from sums of losses and of right answers."""
    found: dict[str, float] = {}
    for name, (loss, right) in sums.items():
        found |= {f"{name}_accuracy": right / counts[name], f"{name}_loss": loss / counts[name]}
    return found


def everything(net: Flat, pictures: Pictures, size: int) -> dict[str, float]:
    """The metrics on all test and validation images, and on as many training images as there are tests."""
    rows = {"test": pictures.test, "validation": pictures.validation}
    rows["train"] = pictures.train[: len(pictures.test)]
    sums: dict[str, list[float]] = {}
    for name in [name for name, some in rows.items() if len(some)]:
        sums[name] = [0.0, 0.0]
        for some in rows[name].split(size):
            tallied(net, pictures, some, name == "test", sums[name])
    return summary(sums, {name: len(some) for name, some in rows.items()})
