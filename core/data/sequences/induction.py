"""A random piece, repeated: what comes next stands where the present symbol stood before.

Whoever solves this at any length of the piece looks for the same symbol further back, and says what followed:
an induction head (Elhage et al. 2021, Olsson et al. 2022, arXiv:2209.11895).
"""

from __future__ import annotations

import torch
from torch import Generator, Tensor

from core.data.sequences.task import Batch, Generated, continued

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef"
SHORTEST = 4


class Induction(Generated):
    """A piece of different symbols, 4 to half of `context` of them, over and over until the row is full.

    `fixed`: the piece is always half a row long, so that looking back by a fixed distance is enough.
    Questions are [n, 1 + longest]: the piece's length, and its symbols.
    """

    def __init__(self, context: int, fixed: bool, seed: int) -> None:
        self.context, self.fixed = context, fixed
        self.longest = min(context // 2, len(ALPHABET))
        self.symbols = [*ALPHABET]
        self._hold(seed, float(len(ALPHABET)) ** SHORTEST)
        self.prompt = self.decode(self.validation.inputs[0, : self.longest + 3])

    def draw(self, generator: Generator, n: int) -> Tensor:
        low = self.longest if self.fixed else SHORTEST
        length = torch.randint(low, self.longest + 1, (n, 1), generator=generator)
        order = torch.rand(n, len(ALPHABET), generator=generator).argsort(1)
        piece = order[:, : self.longest]
        # What lies behind a piece's end is not part of the question.
        piece = torch.where(torch.arange(self.longest) < length, piece, 0)
        return torch.cat((length, piece), 1)

    def rows(self, questions: Tensor) -> Batch:
        length, piece = questions[:, :1], questions[:, 1:]
        place = torch.arange(self.context + 1)[None, :]
        rows = piece.gather(1, place % length)
        return continued(rows, place > length)  # the first of the repeat cannot be known
