"""The states before the last steps and edits: what going back restores, bit for bit.

A ring of at most MOST rows. A row of W numbers is one state: the weights, the optimiser's vectors, the
inputs and the targets, one after the other; beside it stand its whole numbers and its kind.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

MOST = 200


class Past:
    """Earlier states, newest last."""

    def __init__(self, width: int) -> None:
        self.rows = torch.zeros(MOST, width)  # [MOST, W]
        self.facts: list[list[Any]] = []  # one per state: its whole numbers and its kind
        self.begin = 0  # where the oldest stands

    def __len__(self) -> int:
        return len(self.facts)

    def push(self, row: Tensor, facts: list[Any]) -> None:
        """Keeps the state `row` [W]; the oldest is forgotten where there is no room."""
        if len(self.facts) == MOST:
            self.facts.pop(0)
            self.begin = (self.begin + 1) % MOST
        self.rows[(self.begin + len(self.facts)) % MOST] = row
        self.facts.append(facts)

    def pop(self) -> tuple[Tensor, list[Any]]:
        """The newest state, which is taken out. Raises IndexError where there is none."""
        facts = self.facts.pop()
        row = self.rows[(self.begin + len(self.facts)) % MOST]
        kept = row.clone()
        row.zero_()
        return kept, facts

    def clear(self) -> None:
        self.rows.zero_()
        self.facts, self.begin = [], 0

    def state(self) -> dict[str, Any]:
        return {"rows": self.rows, "facts": self.facts, "begin": self.begin}

    def load_state(self, state: dict[str, Any]) -> None:
        self.rows.copy_(state["rows"])
        self.facts = [list(one) for one in state["facts"]]
        self.begin = state["begin"]
