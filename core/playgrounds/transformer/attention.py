"""A transformer written out once in plain tensors, from symbols to predictions: this is what is shown.

Read it from top to bottom. Training takes the fast path in gpt.py, which gives the same numbers (a test holds
it to 1e-6). Vaswani et al. 2017 (arXiv:1706.03762), as a decoder alone: Radford et al. 2019, nanoGPT.

V symbols, T places, L layers, H heads, W numbers per place, d = W / H per head, M units of the MLP;
everything may have further axes in front. Weight matrices are [out, in].
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

import torch
from torch import Tensor

from core.playgrounds.transformer.edits import NOTHING, Edits
from core.playgrounds.transformer.positions import allowed, penalties, rotated, sinusoidal
from core.playgrounds.transformer.sizes import Sizes

EPS = 1e-5
Told = dict[str, Tensor]  # every number on the way, by its name

ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": lambda z: z.clamp(min=0),
    "gelu": lambda z: z * 0.5 * (1 + torch.erf(z / math.sqrt(2))),
    "silu": lambda z: z * torch.sigmoid(z),
    "tanh": torch.tanh,
}


def written_out(
    w: Mapping[str, Tensor], s: Sizes, ids: Tensor, edits: Edits = NOTHING
) -> tuple[Tensor, Told]:
    """Logits [..., T, V] for symbols `ids` [..., T], and every number on the way."""
    told: Told = {}
    x = told["embedding"] = w["embedding"][ids]  # [..., T, W]: each symbol has a vector of its own
    where = place_vectors(w, s, ids.shape[-1])
    if where is not None:
        told["position"] = where.expand_as(x)
        x = x + where
    x = told["residual"] = edits.patched(0, x)
    for layer in range(s.layers):
        x = block(own(w, layer), s, x, layer, edits, told)
    if s.norm_place == "pre":
        x = normed(x, w, "norm", s)
    told["final"] = x  # [..., T, W]
    logits = told["logits"] = x @ unembedding(w).T  # [..., T, V]: how well each symbol would fit
    return logits, told


def own(w: Mapping[str, Tensor], layer: int) -> dict[str, Tensor]:
    """The weights of one layer, by their names in it."""
    of = f"{layer}."
    return {name.removeprefix(of): v for name, v in w.items() if name.startswith(of)}


class Where(NamedTuple):
    """`seen` bool [..., T, T]: which column a row may look at, rows without any stay as they are; `source`
    [..., T, W]: what is looked at, where it is not the stream itself."""

    seen: Tensor
    source: Tensor | None = None


def block(
    w: Mapping[str, Tensor],
    s: Sizes,
    x: Tensor,
    layer: int,
    edits: Edits,
    told: Told,
    where: Where | None = None,
) -> Tensor:
    """One layer: every place looks around, then thinks for itself. Both add to the stream x [..., T, W]."""
    before = x
    pre, post = s.norm_place == "pre", s.norm_place == "post"
    h = told[f"{layer}.normed"] = normed(x, w, "norm1", s) if pre else x
    x = x + attention(w, s, h, layer, edits, told, where)
    if post:
        x = normed(x, w, "norm1", s)
    told[f"{layer}.middle"] = x
    if "up" in w:
        h = told[f"{layer}.mlp.normed"] = normed(x, w, "norm2", s) if pre else x
        z = told[f"{layer}.mlp.pre"] = h @ w["up"].T + w["up_bias"]  # [..., T, M]
        a = told[f"{layer}.mlp.post"] = ACTIVATIONS[s.activation](z)
        out = told[f"{layer}.mlp.out"] = a @ w["down"].T + w["down_bias"]  # [..., T, W]
        x = x + out
        if post:
            x = normed(x, w, "norm2", s)
    if where is not None:
        x = torch.where(where.seen.any(-1, keepdim=True), x, before)
    x = told[f"{layer}.residual"] = edits.patched(layer + 1, x)
    return x


def attention(
    w: Mapping[str, Tensor],
    s: Sizes,
    h: Tensor,
    layer: int,
    edits: Edits,
    told: Told,
    where: Where | None = None,
) -> Tensor:
    """softmax(q kᵀ / √d) v of every head, put together again: [..., T, W] -> [..., T, W]."""
    crossing = where is not None and where.source is not None
    source = where.source if where is not None and where.source is not None else h
    # What a place looks for, what it has to offer to those who look, and what it hands over.
    q, k, v = (
        by_heads(x @ weight.T + bias, s.heads)  # [..., H, T, d]
        for x, weight, bias in zip(
            (h, source, source), w["qkv"].split(s.width), w["qkv_bias"].split(s.width), strict=True
        )
    )
    if s.positions == "rope" and not crossing:
        q, k = rotated(q, 0), rotated(k, 0)
    T = h.shape[-2]
    scores = q @ k.transpose(-1, -2) / math.sqrt(s.head)  # [..., H, T, T]: row looks at column
    if s.positions == "alibi" and not crossing:
        scores = scores + penalties(s.heads, 0, T, T).to(scores.device)
    told |= {f"{layer}.q": q, f"{layer}.k": k, f"{layer}.v": v, f"{layer}.scores": scores}
    if where is not None:
        scores = scores.masked_fill(~where.seen[..., None, :, :], -math.inf)
    elif s.causal:
        scores = scores.masked_fill(
            ~allowed(0, T, T).to(scores.device), -math.inf
        )  # nobody looks ahead
    shares = softmax(scores)  # each row sums to 1
    if where is not None:  # rows that may look at nothing
        shares = shares.masked_fill(~where.seen.any(-1)[..., None, :, None], 0.0)
    shares = edits.looked(layer, shares)
    mixed = edits.kept_heads(layer, shares @ v)  # [..., H, T, d]
    together = mixed.transpose(-2, -3).flatten(-2)  # [..., T, W]
    projected = together @ w["out"].T + w["out_bias"]
    told |= {f"{layer}.weights": shares, f"{layer}.mixed": mixed, f"{layer}.projected": projected}
    return projected


def softmax(scores: Tensor) -> Tensor:
    """e^score, divided by their sum along the last axis. The largest is taken off first: e⁸⁰⁰ is none."""
    e = torch.exp(scores - scores.amax(-1, keepdim=True))
    return e / e.sum(-1, keepdim=True)


def by_heads(x: Tensor, heads: int) -> Tensor:
    """[..., T, W] -> [..., H, T, d]: every head gets d of the W numbers."""
    return x.unflatten(-1, (heads, -1)).transpose(-2, -3)


def normed(x: Tensor, w: Mapping[str, Tensor], name: str, s: Sizes) -> Tensor:
    """Each place by itself: mean 0 and variance 1 (Ba et al. 2016, arXiv:1607.06450), or only its length
    (Zhang & Sennrich 2019, arXiv:1910.07467); then a gain and a shift per number."""
    if s.norm == "layer":
        x = x - x.mean(-1, keepdim=True)
    x = x / torch.sqrt((x * x).mean(-1, keepdim=True) + EPS)
    x = x * w[f"{name}_gain"]
    return x + w[f"{name}_shift"] if s.norm == "layer" else x


def place_vectors(w: Mapping[str, Tensor], s: Sizes, count: int, start: int = 0) -> Tensor | None:
    """What is added to the embeddings of `count` places from `start`: [T, W], or None."""
    if s.positions == "learned":
        return w["position"][start : start + count]
    if s.positions == "sinusoidal":
        return sinusoidal(start, count, s.width).to(w["embedding"].device)
    return None


def unembedding(w: Mapping[str, Tensor]) -> Tensor:
    """[V, W]: the embedding once more, where both are tied."""
    return w["unembedding"] if "unembedding" in w else w["embedding"]
