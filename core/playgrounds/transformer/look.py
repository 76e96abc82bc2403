"""One look at a model as it stands: what several views of a frame need is computed once.

T places, V symbols, L layers, H heads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

import torch
from torch import Tensor

from core.data.sequences.task import Batch, Task
from core.params.messages import ParamError
from core.playgrounds.contract import Options
from core.playgrounds.transformer import asked
from core.playgrounds.transformer.ablation import mean_answers
from core.playgrounds.transformer.config import TransformerConfig
from core.playgrounds.transformer.edits import NOTHING, Edits, moved, without
from core.playgrounds.transformer.gpt import GPT
from core.playgrounds.transformer.learner import Learner
from core.playgrounds.transformer.sampling import go_on
from core.playgrounds.transformer.sizes import parameters

SHOWN, READ = 48, 32  # tokens that are looked at, at most; of a text without a prompt
WORK, FEWEST, MOST = 3e8, 2, 16  # multiply-adds of a sample; its rows


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
        self._rows: dict[str, tuple[Tensor, Tensor]] = {}

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
        if self.translates:
            ids = self.closed(ids)
        return ids[-self.task.context :] if len(ids) else None

    def closed(self, ids: Tensor) -> Tensor:
        """A source [T] with the divider behind it, where it has none."""
        if len(ids) and self.sizes.divider not in ids[1:]:
            ids = torch.cat((ids, torch.tensor([self.sizes.divider])))
        return ids

    @property
    def translates(self) -> bool:
        """Whether it reads one sequence and writes another: an encoder–decoder."""
        return self.sizes.kind == "encdec"

    def shown(self, options: Options) -> Tensor:
        """The tokens that are looked at, [T]: the viewer's own, else a row of the validation set."""
        return self._row(options)[0]

    def following(self, options: Options) -> Tensor:
        """What stands behind each of them, [T]; −1 where nothing is known."""
        return self._row(options)[1]

    def _row(self, options: Options) -> tuple[Tensor, Tensor]:
        text = asked.prompt(options)
        if text not in self._rows:
            self._rows[text] = self._read(options)
        return self._rows[text]

    def _read(self, options: Options) -> tuple[Tensor, Tensor]:
        ids, last = self.typed(options), -1
        if ids is None:
            inputs, targets, weights = (part[0] for part in self.task.validation)
            if not self.task.answers:
                inputs, targets = inputs[:READ], targets[:READ]
            elif self.task.continues:  # what fills a row up is none of it
                until = int(weights.nonzero()[-1, 0]) + 1
                inputs, targets = inputs[:until], targets[:until]
            ids, last = inputs, int(targets[-1]) if self.task.continues else -1
        elif self.translates:
            ids, last = self._translated(ids)
        shown = ids[-SHOWN:].to(self.of.device)
        return shown, torch.cat((shown[1:], torch.full_like(shown[:1], last)))

    def _translated(self, ids: Tensor) -> tuple[Tensor, int]:
        """A viewer's own source and what the model makes of it, its likeliest; the last symbol apart."""
        task = self.task
        count = min(task.context + 1 - len(ids), len(ids) + 1)  # no answer is longer than that
        if count < 1:
            return ids, -1
        end = task.symbols.index(task.end) if task.end else None
        start = ids.to(self.of.device)
        found = go_on(self.model, start, count, temperature=0, end=end).ids.cpu()
        return torch.cat((ids, found[:-1])), int(found[-1])

    def sample(self) -> Batch:
        """As many rows of validation as can be tried at once."""
        count = int(max(FEWEST, min(MOST, WORK / (parameters(self.sizes) * self.task.context))))
        return Batch(*(part[:count].to(self.of.device) for part in self.task.validation))

    def without(self, options: Options) -> Edits:
        """The heads that the viewer has taken away."""
        layers, heads = self.heads
        off, by_mean = asked.off(options, layers, heads), asked.by_mean(options)
        if not off:
            return NOTHING
        means = None
        if by_mean:
            assert isinstance(self.model, GPT)
            means = mean_answers(self.model, self.sample().inputs)
        return without(layers, heads, off, means)

    def edits(self, options: Options) -> Edits:
        """What the viewer has changed by hand."""
        if not isinstance(self.model, GPT):
            return NOTHING
        found = self.without(options)
        hand = asked.hand(options, *self.heads)
        if hand is None:
            return found
        layer, head, row, column, weight = hand
        ids = self.shown(options)
        if max(row, column) >= len(ids):
            return found
        with torch.no_grad():
            weights = self.model.trace(ids, found)[f"{layer}.weights"][head, row]
        seen = self.model.sees(ids)[layer, row].nonzero()[:, 0]  # what is hidden gets nothing
        if column not in seen:
            return found
        given, at = torch.zeros_like(weights), int((seen == column).nonzero()[0, 0])
        given[seen] = moved(weights[seen].cpu(), at, weight).to(given.device)
        return replace(found, rows={(layer, head, row): given})

    def told(self, options: Options) -> dict[str, Tensor]:
        """Every number on the way from the tokens that are shown."""
        key = repr([options.get(name) for name in ("prompt", "off", "by", "hand")])
        if key not in self._told:
            with torch.no_grad():
                self._told[key] = self.model.trace(self.shown(options), self.edits(options))
        return self._told[key]
