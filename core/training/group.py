"""Several models on one clock: who of them is still there.

An algorithm whose `members` are several models trains all of them in one step, from the same data and
seed, best as one batch (core/nn/batched.py). One that explodes leaves: its curves end there, a stamp says
so, and the others go on; only when nobody is left the run has diverged.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from core.params import Message
from core.playgrounds.contract import Algorithm, member_of
from core.training.history import Event


class Group:
    """Who of an algorithm's members had left when it was last looked at."""

    def __init__(self, algorithm: Algorithm) -> None:
        self._names = frozenset(algorithm.members)
        self._left = {name: step for name, (step, _) in algorithm.left.items()}

    def look(self, algorithm: Algorithm) -> tuple[list[Event], tuple[int, Message] | None]:
        """A stamp for all who have left since; and if nobody is left, when the last one went, and why."""
        left = algorithm.left
        new = sorted((step, name) for name, (step, _) in left.items() if name not in self._left)
        self._left = {name: step for name, (step, _) in left.items()}
        stamps = [Event(step, "left", name, "", "") for step, name in new]
        nobody = bool(self._names) and self._names <= left.keys()
        return stamps, max(left.values(), key=lambda one: one[0]) if nobody else None

    def present(
        self, columns: Mapping[str, np.ndarray]
    ) -> Iterator[tuple[float, dict[str, np.ndarray]]]:
        """Columns that go on equally long, with the last step that counts of them."""
        if not self._left:
            yield math.inf, dict(columns)
            return
        parts: dict[float, dict[str, np.ndarray]] = {}
        for name, values in columns.items():
            parts.setdefault(self._left.get(member_of(name), math.inf), {})[name] = values
        yield from parts.items()
