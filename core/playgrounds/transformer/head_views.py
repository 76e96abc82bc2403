"""What each head does, on some rows of the validation set: how far back it looks, what is lost without it.

One head is tried at each look, so that nobody waits for it; `left` says how many are still to be tried with
the weights of this moment. L layers, H heads, D distances, B rows of the sample, T places.
"""

from __future__ import annotations

import math
from weakref import WeakKeyDictionary

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from core.data.sequences.task import Batch
from core.playgrounds.arguments import index
from core.playgrounds.contract import Array, Arrays, Options, View
from core.playgrounds.transformer import asked, scores
from core.playgrounds.transformer.ablation import Score, score
from core.playgrounds.transformer.edits import without
from core.playgrounds.transformer.gpt import GPT
from core.playgrounds.transformer.learner import Learner
from core.playgrounds.transformer.look import Look, LookAt
from core.playgrounds.transformer.sizes import parameters

DISTANCES = 16
WORK, FEWEST, MOST = 3e8, 2, 16  # multiply-adds of one try; rows of the sample


class Tried:
    """What came of taking heads away, one after another: loss and share of rows right, with and without."""

    def __init__(self, layers: int, heads: int) -> None:
        self.told = np.full((layers, heads, 2, 2), np.nan, np.float32)
        self.when = np.full(layers * heads, -1)  # update at which each was tried
        self.next = 0
        self.profile = np.zeros(0, np.float32)  # [L, H, D]
        self.update = -1  # of the profile and of the score of all heads together
        self.whole = (math.nan, math.nan)


_tried: WeakKeyDictionary[Learner, Tried] = WeakKeyDictionary()


def heads(of: Look, options: Options) -> Arrays:
    index(options, "round", 0, 2**31, 0)
    look = of.at(options)
    if not isinstance(look.model, GPT):
        return {}
    layers, count = look.heads
    rows = sample(look)
    if look.learner not in _tried:
        _tried[look.learner] = Tried(layers, count)
    tried, update = _tried[look.learner], of.of.update
    if tried.update != update:
        told = look.model.trace(rows.inputs)
        shares = torch.stack([told[f"{n}.weights"].mean(0) for n in range(layers)])  # [L, H, T, T]
        tried.profile = profile(shares).cpu().numpy()
        for part, kind in enumerate(look.sizes.parts):
            if kind in ("encoder", "cross"):  # which look ahead, or at another sequence
                tried.profile[part] = 0
        tried.whole, tried.update = told_of(score(look.model, rows)), update
    if tried.when[tried.next] != update:
        at = divmod(tried.next, count)
        alone = score(look.model, rows, without(layers, count, [at]))
        tried.told[at] = tried.whole, told_of(alone)
        tried.when[tried.next] = update
        tried.next = (tried.next + 1) % (layers * count)
    named = look.learner.evaluation.heads.nan_to_num(0)
    return {
        "heads.profile": tried.profile.copy(),
        "heads.scores": named.float().numpy().copy(),
        "heads.whole": tried.told[:, :, 0].copy(),
        "heads.without": tried.told[:, :, 1].copy(),
        "heads.left": np.array([(tried.when != update).sum()], np.int32),
    }


def sample(look: LookAt) -> Batch:
    """As many rows of validation as can be tried at once."""
    of = look.task.validation
    each = parameters(look.sizes) * look.task.context
    count = int(max(FEWEST, min(MOST, WORK / each)))
    return Batch(*(part[:count].to(look.of.device) for part in of))


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
            "heads.left": Array("i4", "1", coding="heads not yet tried with these weights", only=ATTENDS),
        },
        asked.MODEL | {"round": "a number that rises: so it is asked for again"},
        rolling=True,
        rest=0.3,
    )
}  # fmt: skip
