"""Models that read a sequence and say what comes next: a small GPT, RNN, GRU, LSTM, alone or in a contest.

An encoder–decoder reads the part before "=" as its source, and says only what comes behind.

At every place t the model gives probabilities for the next symbol from those up to t, and training makes

    loss = − mean over places of log p(x_{t+1} | x_1 … x_t)

small, over the places of the answer where the task has one. How a transformer computes it stands in
attention.py, written out; recurrent cells in cells.py; what is measured in evaluation.py. n rows of a
minibatch, T places, V symbols. In a contest all learn from the same rows, each with about as many parameters.

Scalars: `train_loss` (nats), `train_accuracy` (of the minibatch, before its update), `gradient_norm`,
`lr_now`. Metrics, on rows kept apart: `val_loss`, `val_accuracy` (symbols), `exact_accuracy` (whole answers,
where there is one); of a transformer the best head's `previous_score`, `prefix_score`, `same_score`;
without a causal mask `blind_loss`. In a contest each is called METRIC.KIND. `tokens_per_s`: symbols learned
from a second.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import torch

from core import params
from core.data.sequences.characters import RARE
from core.data.sequences.task import Batch
from core.i18n import N_
from core.nn.dense import streams
from core.params import Message
from core.playgrounds.contract import (
    Algorithm,
    Answer,
    Args,
    Arrays,
    Scalars,
    Stage,
    State,
    Trace,
    Wanted,
    beyond,
    weights_left_bounds,
)
from core.playgrounds.transformer import views
from core.playgrounds.transformer.config import KINDS, TransformerConfig
from core.playgrounds.transformer.cost import cost
from core.playgrounds.transformer.evaluation import everything
from core.playgrounds.transformer.learner import TRACED, Learner
from core.playgrounds.transformer.look import Look
from core.playgrounds.transformer.presets import PRESETS
from core.playgrounds.transformer.sizes import equal_width

NAMED = 40  # rare characters
SLOW, SPEED = 1.0, 4e10  # seconds a step may take without a word; operations a second, about


class Transformer(Algorithm):
    """The models being trained, and the task that they learn."""

    NAME = "transformer"
    LABEL = N_("Transformer")
    UNIT = N_("update")
    Config: ClassVar[type[params.Config]] = TransformerConfig
    PRESETS = PRESETS
    COST = staticmethod(cost)
    VIEWS, STATIC, METRICS = views.VIEWS, views.STATIC, views.METRICS
    PROBES: ClassVar = views.PROBES
    EXPLODED = 1e4  # nats

    config: TransformerConfig

    def __init__(self, config: TransformerConfig, device: torch.device | str = "cpu") -> None:
        self.config, self.device = config, torch.device(device)
        self._data_rng, for_weights = streams(config.seed, 2)
        self.task = config.task()
        base = config.sizes(len(self.task), self.task.context, self.task.divider)
        seed = for_weights.initial_seed()
        self.learners = {
            kind: Learner(
                equal_width(base, kind), self.task, config, self.device,
                torch.Generator().manual_seed(seed),
            )
            for kind in config.kinds
        }  # fmt: skip
        self.update, self._rows = 0, 0
        self._left: dict[str, tuple[int, str]] = {}
        self._trace = Trace()

    # ---- learning ---------------------------------------------------------------------------
    def step(self) -> Scalars:
        """One update of everybody on one minibatch, and a slice of the measuring."""
        rows = Batch(*(part.to(self.device) for part in self._minibatch()))
        if self._trace.on:
            batch = np.array([len(rows.inputs)], np.float32)
            ids, targets, weights = (part[:TRACED].float() for part in rows)
            self._trace.tell("input", ids=ids, targets=targets, weights=weights, batch=batch)
        found: Scalars = {}
        for kind, learner in self.learners.items():
            suffix = f".{kind}" if self.members else ""
            if kind in self._left:
                found |= {f"{name}{suffix}": math.nan for name in views.SCALARS}
                continue
            told = learner.learn(rows, self.update, self._trace)
            found |= {f"{name}{suffix}": value for name, value in told.items()}
            self._watch(kind, told["train_loss"])
        self.update += 1
        for kind, learner in self.learners.items():
            if kind not in self._left:
                learner.measure(self.update)
        return found

    def _minibatch(self) -> Batch:
        rows = self.task.batch(self._data_rng, self.config.batch_size)
        self._rows += len(rows.inputs)
        return rows

    def _watch(self, kind: str, told: float | torch.Tensor) -> None:
        """Of a contest: who has exploded leaves it. Only there the loss is waited for."""
        if self.members and not abs(loss := float(told)) < self.EXPLODED:
            self._left[kind] = (self.update + 1, f"{loss:.3g}")

    @property
    def members(self) -> Mapping[str, str]:
        return {kind: KINDS[kind] for kind in self.config.kinds} if self.config.contest else {}

    @property
    def left(self) -> Mapping[str, tuple[int, Message]]:
        said = N_("{name} became {value}.")
        return {
            kind: (step, Message("train_loss", said, {"value": value}))
            for kind, (step, value) in self._left.items()
        }

    @property
    def epoch(self) -> float | None:
        """Passes over the rows there are; None where new ones are drawn for ever."""
        return self._rows / self.task.train_rows if self.task.train_rows else None

    @property
    def amounts(self) -> Mapping[str, float]:
        return {"tokens": float(self._rows * self.task.context)}

    def configure(self, config: params.Config) -> None:
        assert isinstance(config, TransformerConfig)
        for learner in self.learners.values():
            learner.configure(config, self.config)
        self.config = config

    # ---- how well ---------------------------------------------------------------------------
    def _named(self, of: Mapping[str, Mapping[str, float]]) -> Scalars:
        """Metrics per kind under the names of a contest, or of one alone."""
        members = self.members
        return {
            f"{name}.{kind}" if members else name: math.nan if kind in self._left else value
            for kind, metrics in of.items()
            for name, value in metrics.items()
        }

    def evaluate(self) -> Scalars:
        """What was measured last."""
        return self._named({kind: one.evaluation.metrics for kind, one in self.learners.items()})

    def final(self) -> Scalars:
        """The metrics on all rows that are kept apart."""
        found: dict[str, dict[str, float]] = {}
        for kind, one in self.learners.items():
            one.evaluation.at_once(one.net, self.update)
            found[kind] = one.evaluation.metrics | everything(one.net, self.task)
        return self._named(found)

    @property
    def evaluate_now(self) -> bool:
        return any(one.completed for one in self.learners.values())

    @property
    def smooth_steps(self) -> int:
        return 2

    def diverged(self, scalars: Mapping[str, np.ndarray]) -> tuple[int, Message] | None:
        """Not finite, or a loss beyond 10⁴ nats."""
        if self.members:
            return None
        losses = scalars["train_loss"]
        (learner,) = self.learners.values()
        return (
            super().diverged(scalars)
            or beyond("train_loss", losses, self.EXPLODED)
            or weights_left_bounds(learner.finite, len(losses))
        )

    def notes(self) -> list[Message]:
        """Who has left a contest, that a step of a large model takes long, and what of a text is rare."""
        found, rare = super().notes(), self.task.grouped
        seconds = self.cost(self.config).flops / SPEED
        if seconds >= SLOW:
            said = N_(
                "A step of this model takes about {seconds} s: fewer rows, layers or places take less."
            )
            found = [*found, Message("batch_size", said, {"seconds": f"{seconds:.1f}"})]
        if rare:
            said = N_("{count} rare characters are read as one symbol, {symbol}: {characters}")
            some = "".join(rare[:NAMED]) + "…" * (len(rare) > NAMED)
            values = {"count": len(rare), "symbol": RARE, "characters": some}
            found = [*found, Message("dataset", said, values)]
        return found

    def finished(self, metrics: Mapping[str, float]) -> Message | None:
        stop = self.config.stop_steps
        if stop and self.update >= stop:
            return Message("stop_steps", N_("{updates} updates are done."), {"updates": stop})
        return None

    # ---- to look at ---------------------------------------------------------------------------
    def describe(self) -> dict[str, Any]:
        return views.describe(self)

    def static_views(self) -> Arrays:
        return views.static(self)

    def look(self) -> Look:
        return Look(self)

    @torch.no_grad()
    def views(self, wanted: Wanted) -> Arrays:
        return super().views(wanted)

    @torch.no_grad()
    def probe(self, name: str, args: Args) -> Answer:
        return super().probe(name, args)

    def trace(self) -> list[Stage]:
        """One step, recorded while it happens."""
        return self._trace.of(self.step)

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> State:
        return State.of(
            {
                "learners": {kind: one.state() for kind, one in self.learners.items()},
                "update": self.update, "rows": self._rows,
                "left": {kind: list(one) for kind, one in self._left.items()},
                "data_rng": self._data_rng.get_state(), "live": self._live(),
            }
        )  # fmt: skip

    def load_state(self, state: State) -> None:
        """Takes over the live values of that time too."""
        kept = state.tree()
        self._take_live(kept["live"])
        for kind, one in self.learners.items():
            one.load_state(kept["learners"][kind])
        self.update, self._rows = kept["update"], kept["rows"]
        self._left = {kind: (step, value) for kind, (step, value) in kept["left"].items()}
        self._data_rng.set_state(kept["data_rng"])
