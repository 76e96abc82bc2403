"""Strings to be copied, turned round, sorted, or copied after a long wait.

abcde=abcde, abcde=edcba, cabde=abcde, abcde·········=abcde
"""

from __future__ import annotations

import string

import torch
from torch import Generator, Tensor

from core.data.sequences.task import Batch, Generated, continued

LETTERS = string.ascii_lowercase
BLANK = "·"
KINDS = ("copy", "reverse", "sort", "delay")


class Strings(Generated):
    """`length` letters out of `alphabet` ones, `blanks` of waiting (delay only), "=", and the answer."""

    def __init__(self, kind: str, length: int, alphabet: int, blanks: int, seed: int) -> None:
        self.kind, self.length, self.alphabet = kind, length, alphabet
        self.blanks = blanks if kind == "delay" else 0
        self.symbols = [*LETTERS[:alphabet], "=", *([BLANK] * (kind == "delay"))]
        self.context = 2 * length + self.blanks
        self._hold(seed, float(alphabet) ** length)
        self.prompt = self.decode(self.validation.inputs[0, : length + self.blanks + 1])

    def draw(self, generator: Generator, n: int) -> Tensor:
        return torch.randint(self.alphabet, (n, self.length), generator=generator)

    def answer(self, questions: Tensor) -> Tensor:
        """[n, length] -> [n, length]"""
        if self.kind == "reverse":
            return questions.flip(1)
        return questions.sort(1).values if self.kind == "sort" else questions

    def rows(self, questions: Tensor) -> Batch:
        n, equals = len(questions), self.alphabet
        wait = torch.full((n, self.blanks), equals + 1)
        sign = torch.full((n, 1), equals)
        rows = torch.cat((questions, wait, sign, self.answer(questions)), 1)
        counts = torch.arange(rows.shape[1]) > self.length + self.blanks
        return continued(rows, counts)
