"""What each head does, on some rows of the validation set: how far back it looks, what is lost without it.

One head is tried at each look, so that nobody waits for it; `left` says how many are still to be tried with
the weights of this moment. L layers, H heads, D distances, B rows of the sample, T places.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np
import torch
from torch import Tensor

from core.data.sequences.task import Batch
from core.playgrounds.arguments import index
from core.playgrounds.contract import Array, Arrays, Options, View
from core.playgrounds.transformer import asked
from core.playgrounds.transformer.ablation import score
from core.playgrounds.transformer.attention import written_out
from core.playgrounds.transformer.edits import NOTHING, Edits, without
from core.playgrounds.transformer.gpt import GPT
from core.playgrounds.transformer.learner import Learner
from core.playgrounds.transformer.look import Look, LookAt
from core.playgrounds.transformer.sizes import parameters

DISTANCES = 16
WORK, FEWEST, MOST = 3e8, 2, 16  # multiply-adds of one try; rows of the sample


@dataclass
class Tried:
    """What came of taking heads away, one after another: loss and share of rows right, with and without."""

    told: np.ndarray  # [L, H, 2, 2]
    when: np.ndarray = field(
        default_factory=lambda: np.zeros(0)
    )  # [L · H] update at which each was tried
    next: int = 0


_tried: WeakKeyDictionary[Learner, Tried] = WeakKeyDictionary()


def heads(of: Look, options: Options) -> Arrays:
    index(options, "round", 0, 2**31, 0)
    look = of.at(options)
    if not isinstance(look.model, GPT):
        return {}
    layers, count = look.heads
    rows = sample(look)
    tried = _tried.setdefault(
        look.learner,
        Tried(np.full((layers, count, 2, 2), np.nan, np.float32), np.full(layers * count, -1)),
    )
    update = of.of.update
    if tried.when[tried.next] != update:
        at = divmod(tried.next, count)
        off = without(layers, count, [at])
        off = Edits(kept=None if off.kept is None else off.kept.to(of.of.device))
        both = [score(look.model, rows, one) for one in (NOTHING, off)]
        tried.told[at] = [(one.loss, one.exact) for one in both]
        tried.when[tried.next] = update
        tried.next = (tried.next + 1) % (layers * count)
    told = written_out(look.model.weights, look.sizes, rows.inputs)[1]
    shares = torch.stack([told[f"{n}.weights"] for n in range(layers)])  # [L, B, H, T, T]
    scores = look.learner.evaluation.heads.nan_to_num(0)
    return {
        "heads.profile": profile(shares).detach().cpu().numpy(),
        "heads.scores": scores.float().numpy().copy(),
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


def profile(shares: Tensor) -> Tensor:
    """The mean weight of the token 0, 1, … places back, [L, H, D], of weights [L, B, H, T, T]."""
    found = torch.zeros(shares.shape[0], shares.shape[2], DISTANCES, device=shares.device)
    for back in range(min(DISTANCES, shares.shape[-1])):
        found[..., back] = shares.diagonal(-back, -2, -1).mean((1, -1))
    return found.nan_to_num(0)


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
