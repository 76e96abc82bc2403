"""What each head does, on a sample of the validation set: how far back it looks, and what is lost without it.

L layers, H heads, D distances, B rows of the sample, T places.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from core.playgrounds.contract import Array, Arrays, Options, View
from core.playgrounds.transformer.attention import written_out
from core.playgrounds.transformer.edits import Edits, without
from core.playgrounds.transformer.gpt import GPT
from core.playgrounds.transformer.look import Look

DISTANCES, SAMPLE = 16, 16


def heads(look: Look, _: Options) -> Arrays:
    if not isinstance(look.model, GPT):
        return {}
    layers, count = look.heads
    batch = look.task.validation
    inputs, targets, weights = (part[:SAMPLE] for part in batch)
    with torch.no_grad():
        _logits, told = written_out(look.model.weights, look.sizes, inputs)
        shares = torch.stack([told[f"{n}.weights"] for n in range(layers)])  # [L, B, H, T, T]
        every = [Edits(), *(without(layers, count, [(n // count, n % count)]) for n in range(layers * count))]
        lost = torch.stack([judged(look, inputs, targets, weights, one) for one in every])
    return {
        "heads.profile": profile(shares).numpy(),
        "heads.scores": scores(shares, inputs).nan_to_num(0).numpy(),
        "heads.whole": lost[0].numpy().copy(),
        "heads.without": lost[1:].reshape(layers, count, 2).numpy().copy(),
    }


def judged(look: Look, inputs: Tensor, targets: Tensor, weights: Tensor, edits: Edits) -> Tensor:
    """Loss in nats and share of rows answered without a mistake, [2], with something changed by hand."""
    logits = look.model.edited(inputs, edits)
    each = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="none").view_as(targets)
    right = ((logits.argmax(-1) == targets) | (weights == 0)).all(1).float().mean()
    return torch.stack(((each * weights).sum() / weights.sum(), right))


def profile(shares: Tensor) -> Tensor:
    """The mean weight of the token 0, 1, … places back, [L, H, D], of weights [L, B, H, T, T]."""
    T = shares.shape[-1]
    found = torch.zeros(*shares.shape[:1], shares.shape[2], DISTANCES)
    for back in range(min(DISTANCES, T)):
        found[..., back] = shares.diagonal(-back, -2, -1).mean((1, -1))
    return found


def scores(shares: Tensor, inputs: Tensor) -> Tensor:
    """[L, H, 3]: the mean weight of the token before; of what followed when the same token stood there before
    (prefix matching, Olsson et al. 2022, arXiv:2209.11895); and of the same token itself further back."""
    T = inputs.shape[1]
    before = shares.diagonal(-1, -2, -1).mean((1, -1)) if T > 1 else torch.zeros(shares.shape[0], shares.shape[2])
    same = (inputs[:, :, None] == inputs[:, None, :]).float().tril(-1)  # [B, T, T]: j < i and equal
    follows = F.pad(same, (1, 0))[..., :-1]  # [i, j]: the token before j is the one at i
    follows = follows.tril()
    means = [before]
    for mask in (follows, same):
        there = mask.sum(-1) > 0  # places where there is such a token
        total = (shares * mask[None, :, None]).sum(-1)  # [L, B, H, T]
        counted = there.float()[None, :, None]
        means.append((total * counted).sum((1, 3)) / counted.sum((1, 3)).clamp(min=1))
    return torch.stack(means, -1)


HEAD_VIEWS = {
    "heads": View(
        heads,
        {
            "heads.profile": Array("f4", "L H D", coding="mean weight 0, 1, … places back", only="a transformer"),
            "heads.scores": Array(
                "f4", "L H 3", coding="token before, what followed last time, same token", only="a transformer"
            ),
            "heads.whole": Array("f4", "2", coding="loss, share of rows right", only="a transformer"),
            "heads.without": Array("f4", "L H 2", coding="likewise without this head", only="a transformer"),
        },
        rest=3.0,
    )
}  # fmt: skip
