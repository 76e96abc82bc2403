"""Early stopping: the weights with the lowest validation loss are kept, and patience says when to give up.

Prechelt 1998, "Early Stopping, But When?" (doi:10.1007/3-540-49430-8_3). P parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.playgrounds.cnn.evaluation import Nets


class EarlyStopping:
    """`best` is the lowest validation loss of an epoch, seen at `step`; `kept` the networks' states then."""

    def __init__(self) -> None:
        self.kept: list[dict[str, Any]] | None = None
        self.best: float | None = None
        self.step, self.waited = 0, 0
        self.stopped = False

    def look(self, loss: float, measured: Nets, step: int, patience: int) -> None:
        """At the end of each epoch: the validation loss of the network shown, as all were `measured`."""
        if self.best is None or loss < self.best:
            self.best, self.step, self.waited = loss, step, 0
            self.kept = [net.state() for net in measured.every]
            return
        self.waited += 1
        self.stopped = self.waited >= patience

    def restore(self, nets: Nets) -> None:
        """The best weights, where there are any, of all: they are compared at one step."""
        for net, kept in zip(nets.every, self.kept or (), strict=self.kept is not None):
            net.load_state(kept)

    def state(self) -> dict[str, Any]:
        return {
            "kept": self.kept, "best": self.best, "step": self.step, "waited": self.waited,
            "stopped": self.stopped,
        }  # fmt: skip

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.kept, self.best = state["kept"], state["best"]
        self.step, self.waited, self.stopped = state["step"], state["waited"], state["stopped"]
