"""Going on from a prompt: symbol after symbol, each drawn from what the model says comes next.

T places, V symbols, S symbols that are added.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from torch import Generator, Tensor

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
    order = scaled.argsort(-1, descending=True)
    p = scaled.gather(-1, order).softmax(-1)
    drop = p.cumsum(-1) - p >= top_p  # the first one stays in any case
    if top_k:
        drop[..., top_k:] = True
    drop[..., 0] = False
    p = p.masked_fill(drop, 0.0)
    p = p / p.sum(-1, keepdim=True)
    return torch.zeros_like(p).scatter_(-1, order, p)


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
) -> Continuation:
    """`count` symbols behind `prompt` [T], fewer where `end` is drawn. A transformer that has filled its
    context goes on from the later half of it."""
    rng, device = Generator().manual_seed(seed), prompt.device
    context = model.sizes.context if isinstance(model, GPT) else None
    seen = prompt[-context:] if context else prompt
    logits, cache = _read(model, seen, None)
    ids: list[int] = []
    told = []
    for place in range(count):
        told.append(logits[0])
        p = probabilities(logits[0], temperature, top_k, top_p).cpu()
        ids.append(int(torch.multinomial(p, 1, generator=rng)))
        if ids[-1] == end or place == count - 1:
            break
        new = torch.tensor(ids[-1:], device=device)
        seen = torch.cat((seen, new))
        if context and len(seen) > context:
            seen = seen[-(context // 2) :]
            logits, cache = _read(model, seen, None)
        else:
            logits, cache = _read(model, new, cache)
    return Continuation(torch.tensor(ids, device=device), torch.stack(told))


def _read(model: Any, ids: Tensor, cache: Any) -> tuple[Tensor, Any]:
    """What comes after `ids` [T], which follow what the cache knows."""
    found: tuple[Tensor, Any] = model.step(ids[None], cache)
    return found


@torch.no_grad()
def forced(model: Model, ids: Tensor) -> Tensor:
    """Logits [T, V] at every place of `ids` [T], which is given and not drawn; of a transformer at most the
    last `context` places."""
    if isinstance(model, GPT):
        ids = ids[-model.sizes.context :]
    return model(ids[None])[0]
