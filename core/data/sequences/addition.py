"""Adding two whole numbers digit by digit: 47+85=231 where the sum, 132, is written from its end."""

from __future__ import annotations

import torch
from torch import Generator, Tensor

from core.data.sequences.task import Batch, Generated, continued

PLUS, EQUALS = 10, 11


class Addition(Generated):
    """Two numbers of `digits` digits each, with zeros in front, and their sum of one digit more.

    `reversed`: the sum begins with its ones, so that every digit needs only the carry of the one before.
    """

    def __init__(self, digits: int, reversed: bool, seed: int) -> None:
        self.digits, self.reversed = digits, reversed
        self.symbols = [*"0123456789+="]
        self.context = 3 * digits + 2
        self._hold(seed, 100.0**digits)
        self.prompt = self.decode(self.validation.inputs[0, : 2 * digits + 2])

    def draw(self, generator: Generator, n: int) -> Tensor:
        return torch.randint(10**self.digits, (n, 2), generator=generator)

    def rows(self, questions: Tensor) -> Batch:
        n = len(questions)
        total = _digits(questions.sum(1), self.digits + 1)
        if self.reversed:
            total = total.flip(1)
        a, b = (_digits(one, self.digits) for one in questions.T)
        plus, equals = torch.full((n, 1), PLUS), torch.full((n, 1), EQUALS)
        rows = torch.cat((a, plus, b, equals, total), 1)
        counts = torch.arange(rows.shape[1]) > 2 * self.digits + 1
        return continued(rows, counts)


def _digits(values: Tensor, count: int) -> Tensor:
    """The last `count` decimal digits of whole numbers [n], the highest first: [n, count]."""
    powers = 10 ** torch.arange(count - 1, -1, -1)
    return values[:, None] // powers % 10
