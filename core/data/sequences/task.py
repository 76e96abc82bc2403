"""What every task on sequences promises: symbols, minibatches to learn from, and rows that are kept apart.

V symbols, T places of a row, n rows of a minibatch, M rows of validation. A model reads `inputs` [n, T] and
says at every place what it expects there: `targets` [n, T]. Only places with weight 1 count.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Generator, Tensor

from core.i18n import N_
from core.params.messages import Message, ParamError


class Batch(NamedTuple):
    """`inputs` and `targets` int64 [n, T], `weights` float [n, T]: 1 where the target counts, else 0."""

    inputs: Tensor
    targets: Tensor
    weights: Tensor


DIVIDER = "="  # between a question and its answer


class Task(ABC):
    """`continues`: whether the target at a place is the next symbol, so that a model can go on by itself;
    `answers`: whether a row has one right answer, so that `exact_accuracy` means something; `where` bool [T]:
    the places that may count, those of the answer; `words`: where symbols are words, those of a question;
    `grouped`: characters so rare that they have one symbol together."""

    symbols: list[str]
    context: int  # T
    prompt: str  # what a viewer sees it go on from at first
    continues = True
    answers = True
    where: Tensor
    validation: Batch
    train_rows: int | None = None  # where there are finitely many
    words: Sequence[str] = ()
    grouped: Sequence[str] = ()

    @abstractmethod
    def batch(self, generator: Generator, n: int) -> Batch:
        """n rows to learn from, none of them of validation."""

    @property
    def end(self) -> str:
        """The symbol at which an answer is over; "" where there is none."""
        return ""

    @property
    def divider(self) -> int | None:
        """The symbol between the question and its answer; None where a row is not divided."""
        divides = self.answers and DIVIDER in self.symbols
        return self.symbols.index(DIVIDER) if divides else None

    def __len__(self) -> int:
        return len(self.symbols)

    def encode(self, text: str) -> Tensor:
        """The symbols of `text` as numbers [T]. ParamError that names the first character there is not."""
        numbers = {symbol: i for i, symbol in enumerate(self.symbols)}
        unknown = next((one for one in text if one not in numbers), None)
        if unknown is not None:
            known = "".join(self.symbols)
            said = N_("The model does not know the character {character}: it has learned {known}.")
            values = {
                "character": shown(unknown),
                "known": known if len(known) <= 80 else known[:79] + "…",
            }
            raise ParamError(Message("prompt", said, values), self.prompt)
        return torch.tensor([numbers[one] for one in text], dtype=torch.long)

    def decode(self, ids: Sequence[int] | Tensor) -> str:
        """The text of numbers [T]."""
        return "".join(self.symbols[int(i)] for i in ids)

    def fits(self, prompt: str) -> Tensor:
        """`encode`, and ParamError too where nothing is given or no place is left for an answer."""
        ids = self.encode(prompt)
        if not len(ids):
            raise ParamError(
                Message("prompt", N_("The prompt is empty: give at least one character.")),
                self.prompt,
            )
        if len(ids) > self.context:
            said = N_("The prompt has {length} characters: at most {most} fit the context.")
            raise ParamError(
                Message("prompt", said, {"length": len(ids), "most": self.context}), self.prompt
            )
        return ids


def shown(character: str) -> str:
    """A character so that it can be seen: control characters and spaces by their code."""
    if character.isprintable() and not character.isspace():
        return character
    return {"\n": "↵", "\t": "⇥", " ": "␣"}.get(character, f"U+{ord(character):04X}")


def keys(rows: Tensor) -> Tensor:
    """A number [n] for each row [n, k] of small whole numbers: equal rows have equal ones."""
    found = torch.zeros(len(rows), dtype=torch.long)
    for column in rows.T:
        found = found * 1_000_003 + column + 1  # wraps around, which does no harm
    return found


class Generated(Task):
    """A task whose rows are drawn: a question, of which equal ones are never in both sets, and its answer.

    Subclasses set `symbols`, `context` and `prompt`, then call `_hold`.
    """

    HELD = 1000  # rows of validation
    held: Tensor  # [M] sorted keys of their questions

    @abstractmethod
    def draw(self, generator: Generator, n: int) -> Tensor:
        """The questions of n rows, [n, k]."""

    @abstractmethod
    def rows(self, questions: Tensor) -> Batch:
        """Whole rows from questions [n, k]."""

    def _hold(self, seed: int, distinct: float) -> None:
        """Draw the rows of validation: different ones, at most a fifth of the `distinct` ones there are."""
        generator = Generator().manual_seed(seed + 2**41)
        most = int(max(1, min(self.HELD, distinct // 5)))
        found, known = torch.empty(0, dtype=torch.long), torch.empty(0, dtype=torch.long)
        while len(found) < most:
            drawn = self.draw(generator, 2 * most)
            found = drawn if not len(found) else torch.cat((found, drawn))
            known = keys(found)
            order = torch.argsort(known, stable=True)
            first = torch.ones(len(known), dtype=torch.bool)
            first[order[1:]] = known[order][1:] != known[order][:-1]
            found = found[first]
        found = found[:most]
        self.held = keys(found).sort().values
        self.validation = self.rows(found)
        self.where = self.validation.weights.amax(0) > 0

    def batch(self, generator: Generator, n: int) -> Batch:
        questions = self.draw(generator, n)
        while True:
            bad = self._is_held(questions)
            if not bad.any():
                return self.rows(questions)
            questions[bad] = self.draw(generator, int(bad.sum()))

    def _is_held(self, questions: Tensor) -> Tensor:
        """bool [n]: whose question is one of validation."""
        found = keys(questions)
        place = torch.searchsorted(self.held, found).clamp_(max=len(self.held) - 1)
        return self.held[place] == found


def continued(rows: Tensor, answer: Tensor) -> Batch:
    """Rows [n, T + 1] as a batch in which everything is read and the next symbol expected; `answer` bool
    [T + 1] or [n, T + 1] are the symbols that count."""
    weights = answer[..., 1:].float().expand(len(rows), rows.shape[1] - 1)
    return Batch(rows[:, :-1].contiguous(), rows[:, 1:].contiguous(), weights.contiguous())
