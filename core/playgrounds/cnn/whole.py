"""All test images, where those that are measured all the time are a part: after an epoch, a slice per update.

The weights are those of the end of that epoch, kept in a network of their own, so that the other measuring
goes first and on as if this were not there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from torch import Tensor

from core.nn.flat import Flat
from core.playgrounds.cnn.pictures import Pictures

Sums = dict[str, list[float]]
Tally = Callable[[Flat, Pictures, Tensor, Sums], Tensor]  # evaluation.py's, of one network


class WholeTest:
    """`metrics` are of the last epoch whose test images have all been measured; none before."""

    def __init__(self, net: Flat, pictures: Pictures, tally: Tally) -> None:
        self.pictures, self.rows, self._tally = pictures, pictures.test, tally
        self.twin = net.twin()
        self.metrics: dict[str, float] = {}
        self._done: int | None = None  # images of the measurement under way
        self._sums: Sums = {}
        self._step = 0  # of the weights being measured

    @property
    def busy(self) -> bool:
        return self._done is not None

    def begin(self, net: Flat, step: int) -> None:
        self.twin.take(net)
        self._done, self._step, self._sums = 0, step, {}

    def go_on(self, size: int) -> bool:
        """One slice of `size` images more; whether that was the last."""
        assert self._done is not None, "begun"
        some = self.rows[self._done : self._done + size]
        self._tally(self.twin, self.pictures, some, self._sums)
        self._done += len(some)
        if self._done < len(self.rows):
            return False
        loss, right, count = self._sums["test"]
        self.metrics = {
            "test_accuracy_all": right / count,
            "test_loss_all": loss / count,
            "test_all_step": float(self._step),
        }
        self._done = None
        return True

    def state(self) -> dict[str, Any]:
        return {
            "twin": self.twin.state(), "metrics": dict(self.metrics), "done": self._done,
            "sums": {name: list(sums) for name, sums in self._sums.items()}, "step": self._step,
        }  # fmt: skip

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.twin.load_state(state["twin"])
        self.metrics, self._done = dict(state["metrics"]), state["done"]
        self._sums = {name: list(sums) for name, sums in state["sums"].items()}
        self._step = state["step"]
