"""What truly follows the beginning of a row: the answer of a task that has one, or how the text goes on."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import torch
from torch import Tensor

from core.data.sequences.addition import Addition
from core.data.sequences.brackets import Brackets
from core.data.sequences.characters import Text
from core.data.sequences.induction import SHORTEST, Induction
from core.data.sequences.modular import Modular
from core.data.sequences.parity import Parity
from core.data.sequences.strings import Strings
from core.data.sequences.task import Task
from core.data.sequences.translation import Translation

_bytes: WeakKeyDictionary[Text, bytes] = WeakKeyDictionary()


def after(task: Task, ids: Tensor, most: int) -> Tensor:
    """At most `most` symbols [N] that follow `ids` [T]; none where nobody knows."""
    if not task.continues or not len(ids):
        return ids[:0]
    if isinstance(task, Text):
        return _in_text(task, ids, most)
    question = _question(task, ids)
    if question is None:
        return ids[:0]
    batch = task.rows(question[None])  # type: ignore[attr-defined]
    row = torch.cat((batch.inputs[0], batch.targets[0, -1:]))
    row = row[: int(batch.weights[0].nonzero()[-1, 0]) + 2]  # what fills it up is none of it
    # What has no answer, or begins otherwise than its question says, is no row of this task.
    return row[len(ids) :][:most] if torch.equal(row[: len(ids)], ids) else ids[:0]


def _question(task: Task, ids: Tensor) -> Tensor | None:
    """What `rows` of the task takes, as these symbols have it; None where they have not."""
    if isinstance(task, Addition):
        d = task.digits
        if len(ids) < 2 * d + 2:
            return None
        powers = 10 ** torch.arange(d - 1, -1, -1)
        return torch.stack(((ids[:d] * powers).sum(), (ids[d + 1 : 2 * d + 1] * powers).sum()))
    if isinstance(task, Strings | Parity | Brackets):
        whole = len(ids) > task.length and bool((ids[: task.length] < _letters(task)).all())
        return ids[: task.length] if whole else None
    if isinstance(task, Modular):
        fits = len(ids) >= 4 and int(ids[0]) < task.p and int(ids[2]) < task.p
        undefined = fits and task.operation == "divide" and int(ids[2]) == 0
        return ids[[0, 2]] if fits and not undefined else None
    if isinstance(task, Translation):
        return task.question(ids)
    return _repeated(task, ids) if isinstance(task, Induction) else None


def _letters(task: Strings | Parity | Brackets) -> int:
    """How many of the first symbols may stand in a question."""
    if isinstance(task, Strings):
        return task.alphabet
    return 2 if isinstance(task, Parity) else 4


def _repeated(task: Induction, ids: Tensor) -> Tensor | None:
    """The shortest piece of which these symbols are repetitions."""
    low = task.longest if task.fixed else SHORTEST
    for length in range(low, min(task.longest, len(ids) - 1) + 1):
        if torch.equal(ids[length:], ids[:-length]):
            piece = torch.zeros(task.longest, dtype=torch.long)
            piece[:length] = ids[:length]
            return torch.cat((torch.tensor([length]), piece))
    return None


def _in_text(task: Text, ids: Tensor, most: int) -> Tensor:
    """Where they stand in the part of the text that is kept apart, else in what is learned from."""
    if task not in _bytes:
        _bytes[task] = task.ids.numpy().tobytes()
    text, wanted = _bytes[task], ids.to(torch.int16).numpy().tobytes()
    for start in (2 * task.cut, 0):
        at = text.find(wanted, start)
        while at >= 0 and at % 2:  # two bytes are one symbol
            at = text.find(wanted, at + 1)
        if at >= 0:
            end = at // 2 + len(ids)
            return task.ids[end : end + most].long()
    return ids[:0]
