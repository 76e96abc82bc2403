"""Closing brackets of two kinds in the right order: the language Dyck-2. ([]{=}) is how ([]{ is completed.

Whoever closes them needs a stack, or must find for every place which bracket is still open: Hao, Angluin &
Frank 2022 (arXiv:2204.06618) say which transformers can.
"""

from __future__ import annotations

import torch
from torch import Generator, Tensor

from core.data.sequences.task import Batch, Generated, continued

OPEN, CLOSE = "([", ")]"
SYMBOLS = [*"([)]=·"]
EQUALS, NOTHING = 4, 5


class Brackets(Generated):
    """A beginning of `length` brackets, of which at most `depth` are open, "=", what closes it, and · up to
    the end. The walk goes up and down with equal chance, where both can be."""

    def __init__(self, length: int, seed: int) -> None:
        self.length, self.depth = length, max(1, length // 2)
        self.symbols = list(SYMBOLS)
        self.context = length + 1 + self.depth
        self._hold(seed, 2.0**length)
        self.prompt = self.decode(self.validation.inputs[0, : length + 1])

    @property
    def end(self) -> str:
        return SYMBOLS[NOTHING]

    def draw(self, generator: Generator, n: int) -> Tensor:
        up = torch.rand(n, self.length, generator=generator) < 0.5
        kind = torch.randint(2, (n, self.length), generator=generator)
        return walked(up, kind, self.depth)[0]

    def rows(self, questions: Tensor) -> Batch:
        n = len(questions)
        stack, height = _stacked(questions, self.depth)
        places = height[:, None] - 1 - torch.arange(self.depth)  # the last opened closes first
        closers = stack.gather(1, places.clamp(min=0)) + 2
        closers = torch.where(places >= 0, closers, NOTHING)
        ends = torch.full((n, 1), NOTHING)
        rows = torch.cat((questions, torch.full((n, 1), EQUALS), closers, ends), 1)
        return continued(rows, torch.arange(rows.shape[1]) > self.length)


def walked(up: Tensor, kind: Tensor, depth: int) -> tuple[Tensor, Tensor]:
    """Brackets [n, k] that go up where `up` [n, k] says so and it is possible, opened ones of `kind` [n, k];
    and how many are open in the end, [n]."""
    n, k = up.shape
    stack, height = torch.zeros(n, depth + 1, dtype=torch.long), torch.zeros(n, dtype=torch.long)
    found, row = torch.empty(n, k, dtype=torch.long), torch.arange(n)
    for i in range(k):
        opens = (up[:, i] | (height == 0)) & (height < depth)
        top = stack[row, (height - 1).clamp(min=0)]
        found[:, i] = torch.where(opens, kind[:, i], top + 2)
        stack[row, height] = torch.where(opens, kind[:, i], stack[row, height])
        height += torch.where(opens, 1, -1)
    return found, height


def _stacked(brackets: Tensor, depth: int) -> tuple[Tensor, Tensor]:
    """The kinds of open brackets after [n, k], from below: [n, depth], and how many they are, [n]."""
    n, row = len(brackets), torch.arange(len(brackets))
    stack, height = torch.zeros(n, depth + 1, dtype=torch.long), torch.zeros(n, dtype=torch.long)
    for column in brackets.T:
        opens = column < 2
        stack[row, height] = torch.where(opens, column, stack[row, height])
        height += torch.where(opens, 1, -1)
    return stack[:, :depth], height
