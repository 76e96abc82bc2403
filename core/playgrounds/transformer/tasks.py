"""The tasks that can be chosen, and how a configuration makes one."""

from __future__ import annotations

from typing import Protocol

from core.data.sequences.addition import Addition
from core.data.sequences.brackets import Brackets
from core.data.sequences.characters import Text, own, shakespeare
from core.data.sequences.induction import Induction
from core.data.sequences.modular import Modular
from core.data.sequences.parity import Parity
from core.data.sequences.strings import Strings
from core.data.sequences.task import Task
from core.data.sequences.translation import LONGEST, Translation
from core.i18n import N_

TASKS = {
    "shakespeare": N_("Shakespeare, by character"),
    "own": N_("Your own text"),
    "addition": N_("Addition"),
    "copy": N_("Copy"),
    "reverse": N_("Reverse"),
    "sort": N_("Sort"),
    "brackets": N_("Close the brackets (Dyck-2)"),
    "parity": N_("Parity"),
    "delay": N_("Copy after a wait"),
    "induction": N_("Repeat (induction)"),
    "modular": N_("Arithmetic modulo p"),
    "translation": N_("Translation, English to French"),
}
TEXTS = ("shakespeare", "own")


class Wanted(Protocol):
    """What of a configuration decides the task; config.py says what each is."""

    @property
    def dataset(self) -> str: ...
    @property
    def upload(self) -> str: ...
    @property
    def characters(self) -> int: ...
    @property
    def context(self) -> int: ...
    @property
    def digits(self) -> int: ...
    @property
    def digit_order(self) -> str: ...
    @property
    def length(self) -> int: ...
    @property
    def alphabet(self) -> int: ...
    @property
    def blanks(self) -> int: ...
    @property
    def answer(self) -> str: ...
    @property
    def repeat(self) -> str: ...
    @property
    def operation(self) -> str: ...
    @property
    def modulus(self) -> int: ...
    @property
    def share(self) -> float: ...
    @property
    def seed(self) -> int: ...


def made(c: Wanted) -> Task:
    """The data. ParamError where a text is not there or too short."""
    if c.dataset in TEXTS:
        text = own(c.upload) if c.dataset == "own" else shakespeare()
        return Text(text[: c.characters or None], c.context)
    if c.dataset == "addition":
        return Addition(c.digits, c.digit_order == "reversed", c.seed)
    if c.dataset == "brackets":
        return Brackets(c.length, c.seed)
    if c.dataset == "parity":
        return Parity(c.answer, c.length, c.seed)
    if c.dataset == "induction":
        return Induction(c.context, c.repeat == "fixed", c.seed)
    if c.dataset == "modular":
        return Modular(c.modulus, c.operation, c.share, c.seed)
    if c.dataset == "translation":
        return Translation(c.seed)
    return Strings(c.dataset, c.length, c.alphabet, c.blanks, c.seed)


def divided(c: Wanted) -> bool:
    """Whether a row is a source and a target: what is read first, and what is written then."""
    if c.dataset == "parity":
        return c.answer != "running"
    return c.dataset not in (*TEXTS, "induction")


def about(c: Wanted) -> tuple[int, int]:
    """Symbols (of a text: about) and context of the task, without making it."""
    if c.dataset in TEXTS:
        return 65, c.context
    of_strings = c.alphabet + 1 + (c.dataset == "delay")
    return {
        "addition": (12, 3 * c.digits + 2),
        "brackets": (6, c.length + 1 + max(1, c.length // 2)),
        "parity": (3 - (c.answer == "running"),
                   {"final": c.length + 1, "running": c.length}.get(c.answer, 2 * c.length)),
        "induction": (32, c.context),
        "modular": (c.modulus + 2, 4),
        "translation": (68, 2 * LONGEST),
    }.get(c.dataset, (of_strings, 2 * c.length + (c.blanks if c.dataset == "delay" else 0)))  # fmt: skip
