"""Arithmetic modulo p: a + b = c, where every number is a symbol of its own.

There are p² questions; a share of them is learned from, all others are kept apart. Power et al. 2022
(arXiv:2201.02177) saw networks know the first by heart and get the others right long after: grokking.
"""

from __future__ import annotations

import torch
from torch import Generator, Tensor

from core.data.sequences.task import Batch, Task, continued
from core.i18n import N_
from core.params.messages import Message, ParamError

OPERATIONS = {"add": "+", "subtract": "−", "multiply": "×", "divide": "÷"}
SMALLEST, FEWEST = 5, 10  # of p; of rows that are kept apart


class Modular(Task):
    """All (a, b) in the order a·p + b, for ÷ without b = 0; `learned` bool [p, p] tells which are learned."""

    def __init__(self, p: int, operation: str, share: float, seed: int) -> None:
        refused = why_not(p, operation, share)
        if refused is not None:
            raise refused
        self.p, self.operation = p, operation
        self.symbols = [*map(str, range(p)), OPERATIONS[operation], "="]
        self.context = 4
        self.where = torch.tensor([False, False, False, True])
        a, b = (
            one.flatten() for one in torch.meshgrid(torch.arange(p), torch.arange(p), indexing="ij")
        )
        self.pairs = torch.stack((a, b), 1)  # [p², 2]
        if operation == "divide":
            self.pairs = self.pairs[b > 0]
        order = torch.randperm(len(self.pairs), generator=Generator().manual_seed(seed + 2**41))
        self.train_rows = round(share * len(self.pairs))
        self.train, kept = order[: self.train_rows], order[self.train_rows :]
        self.everything = self.rows(self.pairs)
        self.validation = self.rows(self.pairs[kept])
        self.learned = torch.zeros(p, p, dtype=torch.bool)
        self.learned[tuple(self.pairs[self.train].T)] = True
        self.prompt = " ".join(self.symbols[i] for i in self.validation.inputs[0])

    def answer(self, pairs: Tensor) -> Tensor:
        """c [n] of (a, b) [n, 2]."""
        a, b = pairs.T
        if self.operation == "divide":
            inverse = torch.tensor([0, *(pow(i, -1, self.p) for i in range(1, self.p))])
            return a * inverse[b] % self.p
        c = {"add": a + b, "subtract": a - b, "multiply": a * b}[self.operation]
        return c % self.p

    def rows(self, pairs: Tensor) -> Batch:
        n = len(pairs)
        sign, equals = torch.full((n, 1), self.p), torch.full((n, 1), self.p + 1)
        rows = torch.cat((pairs[:, :1], sign, pairs[:, 1:], equals, self.answer(pairs)[:, None]), 1)
        return continued(rows, torch.arange(5) == 4)

    def batch(self, generator: Generator, n: int) -> Batch:
        """All rows to learn from, or n different ones where these are fewer."""
        if n >= len(self.train):
            chosen = self.train
        else:
            chosen = self.train[torch.randperm(len(self.train), generator=generator)[:n]]
        return Batch(*(part[chosen] for part in self.everything))

    def encode(self, text: str) -> Tensor:
        """Numbers and signs, with or without spaces between them: `12 + 5 =`."""
        numbers = {symbol: i for i, symbol in enumerate(self.symbols)}
        parts = text.replace("-", "−").replace("*", "×").replace("/", "÷")
        for sign in (*OPERATIONS.values(), "="):
            parts = parts.replace(sign, f" {sign} ")
        unknown = next((one for one in parts.split() if one not in numbers), None)
        if unknown is not None:
            said = N_(
                "{symbol} is no symbol of this task: give numbers from 0 to {last}, {sign} and =."
            )
            values = {"symbol": unknown[:20], "last": self.p - 1, "sign": self.symbols[self.p]}
            raise ParamError(Message("prompt", said, values), self.prompt)
        return torch.tensor([numbers[one] for one in parts.split()], dtype=torch.long)

    def decode(self, ids: Tensor | list[int]) -> str:  # type: ignore[override]
        return " ".join(self.symbols[int(i)] for i in ids)


def prime(p: int) -> bool:
    return p > 1 and all(p % k for k in range(2, int(p**0.5) + 1))


def why_not(p: int, operation: str, share: float) -> ParamError | None:
    """What is wrong with this arithmetic, with the nearest p or share that is right."""
    if operation == "divide" and not prime(p):
        near = min((q for q in range(SMALLEST, 2 * p) if prime(q)), key=lambda q: abs(q - p))
        said = N_("{name} = {value}: dividing needs a prime, such as {near}.")
        return ParamError(Message("modulus", said, {"value": p, "near": near}), near)
    count = p * (p - 1) if operation == "divide" else p * p
    if count - round(share * count) < FEWEST:
        said = N_(
            "{name} = {value} leaves no pairs to test with: {count} there are, and {fewest} must stay."
        )
        values = {"value": share, "count": count, "fewest": FEWEST}
        return ParamError(Message("share", said, values), round(1 - 2 * FEWEST / count, 2))
    return None
