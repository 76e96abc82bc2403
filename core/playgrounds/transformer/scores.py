"""What attention heads do, as numbers: to whom they look, told from their weights.

L layers, H heads, T places, n rows.
"""

from __future__ import annotations

import torch
from torch import Generator, Tensor

SCORES = ("previous", "prefix", "same")  # the last axis of `of_heads`


def repeated(symbols: int, context: int, rows: int, seed: int) -> Tensor:
    """Random symbols over and over: [n, T], as in Olsson et al. 2022 (arXiv:2209.11895), but in pieces of a
    third of the row: who looks back by half a row, whatever stands there, is no induction head."""
    length = max(2, context // 3)
    generator = Generator().manual_seed(seed + 2**42)
    if symbols >= length:
        piece = torch.rand(rows, symbols, generator=generator).argsort(1)[:, :length]
    else:
        piece = torch.randint(symbols, (rows, length), generator=generator)
    return piece[:, torch.arange(context) % length]


def previous_token(weights: Tensor) -> Tensor:
    """How much each place looks one back, on average: [..., H, T, T] -> [..., H]."""
    return weights.diagonal(-1, -2, -1).mean(-1)


def looked_at(weights: Tensor, where: Tensor) -> Tensor:
    """The weight that falls on `where` bool [..., T, T], mean over the rows of it that have any: [..., H]."""
    some = where.any(-1)  # [..., T]
    found = (weights * where[..., None, :, :]).sum(-1)  # [..., H, T]
    return found.sum(-1) / some.sum(-1)[..., None].clamp(min=1)


def same_token(weights: Tensor, ids: Tensor) -> Tensor:
    """How much each place looks at the same symbol further back: [n, H, T, T], [n, T] -> [n, H]."""
    return looked_at(weights, _same(ids))


def prefix_matching(weights: Tensor, ids: Tensor) -> Tensor:
    """How much each place looks at what followed its own symbol further back, as an induction head does:
    [n, H, T, T], [n, T] -> [n, H]."""
    after = torch.zeros_like(_same(ids))
    after[..., 1:] = _same(ids)[..., :-1]
    T = ids.shape[-1]
    return looked_at(weights, after & torch.ones(T, T, dtype=torch.bool).tril().to(ids.device))


def of_heads(layers: list[Tensor], ids: Tensor) -> Tensor:
    """Previous token, prefix matching and same token of every head: [L, H, 3], from weights [n, H, T, T] of
    every layer and the symbols [n, T]."""
    found = [
        torch.stack((previous_token(w), prefix_matching(w, ids), same_token(w, ids)), -1).mean(0)
        for w in layers
    ]
    return torch.stack(found)


def offsets(weights: Tensor, furthest: int) -> Tensor:
    """How much is looked 0, 1, … places back, the mean of the places that can: [..., T, T] -> [..., D]."""
    T = weights.shape[-1]
    return torch.stack(
        [weights.diagonal(-back, -2, -1).mean(-1) for back in range(min(furthest, T))], -1
    )


def _same(ids: Tensor) -> Tensor:
    """bool [n, T, T]: whether the column, further back, has the row's symbol."""
    T = ids.shape[-1]
    back = torch.ones(T, T, dtype=torch.bool, device=ids.device).tril(-1)
    return (ids[..., :, None] == ids[..., None, :]) & back
