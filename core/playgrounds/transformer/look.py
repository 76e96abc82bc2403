"""One look at a model as it stands: what several views of a frame need is computed once.

T places, V symbols, L layers, H heads.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import torch
from torch import Tensor

from core.data.sequences.task import Task
from core.params.messages import ParamError
from core.playgrounds.contract import Options
from core.playgrounds.transformer import asked
from core.playgrounds.transformer.config import TransformerConfig
from core.playgrounds.transformer.edits import NOTHING, Edits, moved, without
from core.playgrounds.transformer.learner import Learner

SHOWN, READ = 48, 32  # tokens that are looked at, at most; of a text without a prompt


class Looked(Protocol):
    """What can be looked at: the algorithm."""

    task: Task
    device: torch.device
    config: TransformerConfig
    learners: dict[str, Learner]
    update: int

    @property
    def members(self) -> Mapping[str, str]: ...


class Look:
    """Looks at the algorithm `of`; changes nothing of it, and draws from none of its generators."""

    def __init__(self, of: Looked) -> None:
        self.of, self.task = of, of.task
        self._looks: dict[str, LookAt] = {}

    def at(self, options: Options) -> LookAt:
        """The model that a viewer has chosen, the first where nothing is said."""
        kinds = list(self.of.learners)
        kind = asked.model(options)
        kind = kind if kind in kinds else kinds[0]
        if kind not in self._looks:
            self._looks[kind] = LookAt(self.of, kind)
        return self._looks[kind]


class LookAt:
    """Looks at one model."""

    def __init__(self, of: Looked, kind: str) -> None:
        self.of, self.task, self.learner = of, of.task, of.learners[kind]
        self.model = self.learner.model
        self.sizes = self.model.sizes
        self._told: dict[object, dict[str, Tensor]] = {}

    @property
    def heads(self) -> tuple[int, int]:
        """Layers, of an encoder–decoder attentions, and heads; no heads where nothing attends."""
        s = self.sizes
        return (len(s.parts), s.heads) if self.attends else (s.layers, 0)

    @property
    def attends(self) -> bool:
        return self.sizes.attends

    def typed(self, options: Options) -> Tensor | None:
        """A viewer's own prompt [T], its end where it is too long; None without, or of another vocabulary."""
        text = asked.prompt(options)
        if not text:
            return None
        try:
            ids = self.task.encode(text)
        except ParamError:
            return None
        return ids[-self.task.context :] if len(ids) else None

    def shown(self, options: Options) -> Tensor:
        """The tokens that are looked at, [T]: the viewer's own, else a row of the validation set."""
        ids = self.typed(options)
        if ids is None:
            ids = self.task.validation.inputs[0]
            ids = ids if self.task.answers else ids[:READ]
        return ids[-SHOWN:].to(self.of.device)

    def edits(self, options: Options) -> Edits:
        """What the viewer has changed by hand."""
        if not self.attends:
            return NOTHING
        layers, heads = self.heads
        off = asked.off(options, layers, heads)
        found = without(layers, heads, off) if off else NOTHING
        hand = asked.hand(options, layers, heads)
        if hand is None:
            return found
        layer, head, row, column, weight = hand
        ids = self.shown(options)
        if max(row, column) >= len(ids):
            return found
        with torch.no_grad():
            weights = self.model.trace(ids, found)[f"{layer}.weights"][head, row]
        if self.sizes.causal and column > row:
            return found
        seen = row + 1 if self.sizes.causal else len(ids)  # what is hidden gets nothing
        given = torch.zeros_like(weights)
        given[:seen] = moved(weights[:seen].cpu(), column, weight).to(given.device)
        return Edits(kept=found.kept, rows={(layer, head, row): given})

    def told(self, options: Options) -> dict[str, Tensor]:
        """Every number on the way from the tokens that are shown."""
        key = repr([asked.prompt(options), options.get("off"), options.get("hand")])
        if key not in self._told:
            with torch.no_grad():
                self._told[key] = self.model.trace(self.shown(options), self.edits(options))
        return self._told[key]
