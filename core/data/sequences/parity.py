"""Whether there is an odd number of ones among bits: the sum modulo 2, in three ways of asking.

final: 0110=0, one answer for all bits. scratchpad: 0110=0100, the parity after each bit written
down, so that every step needs two symbols only (Nye et al. 2021, arXiv:2112.00114). running: at every bit the
parity so far, without its being read again, which is easy for whoever has a memory of one bit.
"""

from __future__ import annotations

import torch
from torch import Generator, Tensor

from core.data.sequences.task import Batch, Generated, continued

EQUALS = 2
KINDS = ("final", "running", "scratchpad")


class Parity(Generated):
    """Of `length` bits."""

    def __init__(self, kind: str, length: int, seed: int) -> None:
        self.kind, self.length = kind, length
        self.continues = kind != "running"
        self.symbols = [*"01"] if kind == "running" else [*"01="]
        self.context = {"final": length + 1, "running": length, "scratchpad": 2 * length}[kind]
        self._hold(seed, 2.0**length)
        shown = length + 1 if self.continues else length
        self.prompt = self.decode(self.validation.inputs[0, :shown])

    def draw(self, generator: Generator, n: int) -> Tensor:
        return torch.randint(2, (n, self.length), generator=generator)

    def rows(self, questions: Tensor) -> Batch:
        parity = questions.cumsum(1) % 2
        if self.kind == "running":
            return Batch(questions, parity, torch.ones(questions.shape))
        answer = parity if self.kind == "scratchpad" else parity[:, -1:]
        sign = torch.full((len(questions), 1), EQUALS)
        rows = torch.cat((questions, sign, answer), 1)
        return continued(rows, torch.arange(rows.shape[1]) > self.length)
