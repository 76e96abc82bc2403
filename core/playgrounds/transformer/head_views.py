"""What each head does, on some rows of the validation set: how far back it looks, what is lost without it.

All heads and then all layers are tried with the weights of one moment, one at each look, so that nobody
waits; `left` says how many are still to be tried.

L layers, H heads, D distances, B rows of the sample, T places, E measurements.
"""

from __future__ import annotations

import math
from typing import cast
from weakref import WeakKeyDictionary

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from core.playgrounds.arguments import index
from core.playgrounds.contract import Array, Arrays, Options, View
from core.playgrounds.transformer import asked, scores
from core.playgrounds.transformer.ablation import Score, means_of, score, score_of
from core.playgrounds.transformer.edits import without
from core.playgrounds.transformer.gpt import GPT
from core.playgrounds.transformer.learner import Learner
from core.playgrounds.transformer.look import Look, LookAt
from core.playgrounds.transformer.patching import streams

DISTANCES = 16
KEPT = 8  # choices of heads whose score is known, of one moment


class Tried:
    """What came of taking heads and layers away: loss and share of rows right, with and without."""

    def __init__(self, look: LookAt, by_mean: bool) -> None:
        layers, heads = look.heads
        self.by_mean, self.rows, self.shape = by_mean, look.sample(), (layers, heads)
        self.twin = look.learner.net.twin()  # with the weights of the moment
        self.told = np.full((layers, heads, 2, 2), np.nan, np.float32)
        self.layers = np.full((layers, 2, 2), np.nan, np.float32)
        self.left: list[tuple[int, list[int]]] = []  # layer, and heads of it to take away
        self.update = -1  # whose weights these are
        self.now: dict[str, tuple[float, float]] = {}

    @property
    def model(self) -> GPT:
        return cast(GPT, self.twin.module)

    def step(self, look: LookAt, update: int) -> None:
        """Try one more; begin anew where all are tried and the weights are others."""
        if self.left:
            self._take_away(*self.left.pop(0))
        elif self.update != update:
            self._begin(look, update)

    def _begin(self, look: LookAt, update: int) -> None:
        layers, heads = self.shape
        self.twin.take(look.learner.net)
        self.update, self.now = update, {}
        told = self.model.trace(self.rows.inputs)
        shares = torch.stack([told[f"{n}.weights"].mean(0) for n in range(layers)])  # [L, H, T, T]
        self.profile = profile(shares).cpu().numpy()
        for part, kind in enumerate(self.model.sizes.parts):
            if kind in ("encoder", "cross"):  # which look ahead, or at another sequence
                self.profile[part] = 0
        self.whole = told_of(score_of(told["logits"], self.rows))
        self.streams = streams(told, layers)  # [L + 1, B, T, W]
        self.means = means_of(told, layers) if self.by_mean else None
        every = list(range(heads))
        self.left = [(layer, [head]) for layer in range(layers) for head in every]
        self.left += [(layer, every) for layer in range(layers)]

    def _take_away(self, layer: int, heads: list[int]) -> None:
        edits = without(*self.shape, [(layer, head) for head in heads], self.means)
        if self.model.sizes.kind == "transformer":  # what comes before that layer is known
            logits = self.model.run(self.streams[layer], first=layer, edits=edits)
        else:
            logits = self.model.edited(self.rows.inputs, edits)
        found = self.whole, told_of(score_of(logits, self.rows))
        if len(heads) == self.shape[1]:
            self.layers[layer] = found
        if len(heads) == 1:
            self.told[layer, heads[0]] = found

    def chosen(self, off: list[tuple[int, int]]) -> tuple[float, float]:
        """Without the heads that a viewer has taken away."""
        if not off:
            return math.nan, math.nan
        key = repr(sorted(off))
        if key not in self.now:
            if len(self.now) >= KEPT:
                self.now.clear()
            edits = without(*self.shape, off, self.means)
            self.now[key] = told_of(score(self.model, self.rows, edits))
        return self.now[key]


_tried: WeakKeyDictionary[Learner, dict[bool, Tried]] = WeakKeyDictionary()


def heads(of: Look, options: Options) -> Arrays:
    index(options, "round", 0, 2**31, 0)
    look = of.at(options)
    if not isinstance(look.model, GPT):
        return {}
    by_mean, shape = asked.by_mean(options), look.heads
    each = _tried.setdefault(look.learner, {})
    if by_mean not in each:
        each[by_mean] = Tried(look, by_mean)
    tried, update = each[by_mean], of.of.update
    tried.step(look, update)
    now = [tried.whole, tried.chosen(asked.off(options, *shape))]
    layer, head = (
        asked.place(options, name, count) or 0
        for name, count in zip(("layer", "head"), shape, strict=True)
    )
    evaluation = look.learner.evaluation
    when, past = evaluation.past.of(layer, head)
    return {
        "heads.profile": tried.profile.copy(),
        "heads.scores": evaluation.heads.nan_to_num(0).float().numpy().copy(),
        "heads.whole": tried.told[:, :, 0].copy(),
        "heads.without": tried.told[:, :, 1].copy(),
        "heads.layers": tried.layers.copy(),
        "heads.now": np.array(now, np.float32),
        "heads.left": np.array([len(tried.left) + (tried.update != update)], np.int32),
        "heads.when": when,
        "heads.past": past,
    }


def told_of(found: Score) -> tuple[float, float]:
    return found.loss, found.exact


def profile(weights: Tensor) -> Tensor:
    """The mean weight 0, 1, … places back, [L, H, D], of weights [L, H, T, T]; 0 beyond the row."""
    found = scores.offsets(weights, DISTANCES)
    return F.pad(found, (0, DISTANCES - found.shape[-1])).nan_to_num(0)


ATTENDS = "a transformer"
HEAD_VIEWS = {
    "heads": View(
        heads,
        {
            "heads.profile": Array("f4", "L H D", coding="weight 0, 1, … places back", only=ATTENDS),
            "heads.scores": Array("f4", "L H 3", coding="previous, prefix, same token", only=ATTENDS),
            "heads.whole": Array("f4", "L H 2", coding="loss, share right; NaN: not yet", only=ATTENDS),
            "heads.without": Array("f4", "L H 2", coding="likewise without this head", only=ATTENDS),
            "heads.layers": Array("f4", "L 2 2", coding="with, and without all of a layer", only=ATTENDS),
            "heads.now": Array(
                "f4", "2 2", coding="with all, and without those of `off`; NaN: none", only=ATTENDS
            ),
            "heads.left": Array("i4", "1", coding="still to be tried with these weights", only=ATTENDS),
            "heads.when": Array("i4", "E", coding="updates at which scores were taken", only=ATTENDS),
            "heads.past": Array(
                "f4", "E 3", coding="scores of `layer` and `head` there, as heads.scores", only=ATTENDS
            ),
        },
        asked.MODEL
        | asked.OFF
        | {"layer": "which layer", "head": "which head"}
        | {"round": "a number that rises: so it is asked for again"},
        rolling=True,
        rest=0.3,
    )
}  # fmt: skip
