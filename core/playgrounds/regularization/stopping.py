"""Early stopping: learning ends when validation data say so, and the best weights until then are kept.

Prechelt 1998, "Early Stopping, But When?" (doi:10.1007/3-540-49430-8_3): patience counts the epochs in
which the validation loss was no better than the best so far.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from torch import Tensor


class EarlyStopping:
    """Looks on while a network learns; `kept` [P] is what it would be had it been stopped."""

    def __init__(self, theta: Tensor) -> None:
        self.kept = theta.clone()
        self.best, self.waited = math.inf, 0  # validation loss, and epochs since
        self.stopped: int | None = None  # at which step

    def look(self, loss: float, theta: Tensor, patience: int, step: int) -> None:
        """Once per epoch: the validation loss of theta [P]. After it has stopped, nothing changes."""
        if self.stopped is not None:
            return
        if loss < self.best:
            self.best, self.waited = loss, 0
            self.kept.copy_(theta)
            return
        self.waited += 1
        if self.waited >= patience:
            self.stopped = step

    def state(self) -> dict[str, Any]:
        best = self.best if math.isfinite(self.best) else None
        return {"kept": self.kept, "best": best, "waited": self.waited, "stopped": self.stopped}

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.kept.copy_(state["kept"])
        self.best = math.inf if state["best"] is None else state["best"]
        self.waited, self.stopped = state["waited"], state["stopped"]
