"""Going on from a prompt: symbol after symbol, each drawn from what the model says comes next.

T places, V symbols, S symbols that are added.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Generator, Tensor

from core.playgrounds.transformer.decoding import decoder
from core.playgrounds.transformer.edits import NOTHING, Edits
from core.playgrounds.transformer.gpt import GPT
from core.playgrounds.transformer.models import Model


class Continuation(NamedTuple):
    """`ids` [S] that follow the prompt, and the `logits` [S, V] that each was drawn from."""

    ids: Tensor
    logits: Tensor


def probabilities(
    logits: Tensor, temperature: float = 1.0, top_k: int = 0, top_p: float = 1.0
) -> Tensor:
    """What is drawn from, [..., V]: sharper below temperature 1, at 0 the likeliest alone; of the `top_k`
    likeliest (0: all), and of the fewest that together have `top_p` (Holtzman et al. 2020, arXiv:1904.09751).
    """
    if temperature <= 0:
        return torch.zeros_like(logits).scatter_(-1, logits.argmax(-1, keepdim=True), 1.0)
    scaled = logits / temperature
    if not top_k and top_p >= 1:
        return scaled.softmax(-1)
    order = scaled.argsort(-1, descending=True)
    p = scaled.gather(-1, order).softmax(-1)
    drop = p.cumsum(-1) - p >= top_p  # the first one stays in any case
    if top_k:
        drop[..., top_k:] = True
    drop[..., 0] = False
    p = p.masked_fill(drop, 0.0)
    p = p / p.sum(-1, keepdim=True)
    return torch.zeros_like(p).scatter_(-1, order, p)


def _drawn_from(logits: np.ndarray, temperature: float, top_k: int, top_p: float) -> np.ndarray:
    """`probabilities` of logits [V]."""
    if temperature <= 0 or top_k or top_p < 1:
        found: np.ndarray = probabilities(
            torch.from_numpy(logits), temperature, top_k, top_p
        ).numpy()
        return found
    e = np.exp((logits - logits.max()) / temperature)
    shares: np.ndarray = e / e.sum()
    return shares


@torch.no_grad()
def go_on(
    model: Model,
    prompt: Tensor,
    count: int,
    seed: int = 0,
    *,
    temperature: float = 1.0,
    top_k: int = 0,
    top_p: float = 1.0,
    end: int | None = None,
    edits: Edits = NOTHING,
) -> Continuation:
    """`count` symbols behind `prompt` [T], fewer where `end` is drawn. A transformer that has filled its
    context goes on from the later half of it."""
    rng, device = Generator().manual_seed(seed), prompt.device
    context = model.sizes.context if isinstance(model, GPT) else None
    seen = prompt[-context:] if context else prompt
    known, reader = len(seen), decoder(model, edits)
    # Whoever has the largest p / e, with e drawn from the exponential distribution, is drawn with chance p.
    chance = torch.empty(count, model.sizes.symbols).exponential_(generator=rng).numpy()
    ids: list[int] = []
    told = []
    with np.errstate(all="ignore"):  # of a model that has exploded, numbers are none
        logits = reader.read(seen)
        for place in range(count):
            told.append(np.nan_to_num(logits))
            p = _drawn_from(told[-1], temperature, top_k, top_p)
            ids.append(int((p / chance[place]).argmax()))
            if ids[-1] == end or place == count - 1:
                break
            known += 1
            if context and known > context:
                every = torch.cat((seen, torch.tensor(ids, device=device)))
                known = context // 2
                logits = reader.read(every[-known:])
            else:
                logits = reader.more(ids[-1])
    return Continuation(
        torch.tensor(ids, device=device), torch.from_numpy(np.stack(told)).to(device)
    )
