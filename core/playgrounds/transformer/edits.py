"""What is changed by hand in a transformer, to see what depends on it: heads, attention weights, the stream.

L layers, H heads, T places, W numbers per place, d per head.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import torch
from torch import Tensor


@dataclass(frozen=True)
class Edits:
    """`kept` [L, H]: what each head's answer is multiplied with, 0 to take it away; what is missing is filled
    with `means` [L, H, T, d], where they are given. `rows`: (layer, head, row) → the weights [T] with which
    that row looks. `patches`: (layer, place) → the stream [W] there: before layer 0, 1, … and behind all.
    """

    kept: Tensor | None = None
    means: Tensor | None = None
    rows: Mapping[tuple[int, int, int], Tensor] = field(default_factory=dict)
    patches: Mapping[tuple[int, int], Tensor] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        return self.kept is not None or bool(self.rows) or bool(self.patches)

    def looked(self, layer: int, weights: Tensor) -> Tensor:
        """Attention weights [..., H, T, T] with the rows that are given."""
        mine = {(head, row): w for (at, head, row), w in self.rows.items() if at == layer}
        if not mine:
            return weights
        weights = weights.clone()
        for (head, row), given in mine.items():
            if row < weights.shape[-2]:
                count = min(len(given), weights.shape[-1])
                weights[..., head, row, :] = 0.0
                weights[..., head, row, :count] = given[:count]
        return weights

    def kept_heads(self, layer: int, mixed: Tensor) -> Tensor:
        """Each head's answer [..., H, T, d] as far as it is kept."""
        if self.kept is None or layer >= len(self.kept):
            return mixed
        kept = self.kept[layer][:, None, None].to(mixed)
        found = mixed * kept
        if self.means is not None:
            found = found + self.means[layer][:, : mixed.shape[-2]] * (1 - kept)
        return found

    def patched(self, layer: int, x: Tensor) -> Tensor:
        """The stream [..., T, W] before layer `layer`."""
        mine = {place: vector for (at, place), vector in self.patches.items() if at == layer}
        if not mine:
            return x
        x = x.clone()
        for place, vector in mine.items():
            if place < x.shape[-2]:
                x[..., place, :] = vector
        return x


NOTHING = Edits()


def without(
    layers: int, heads: int, off: list[tuple[int, int]], means: Tensor | None = None
) -> Edits:
    """The edits that take away these heads (layer, head)."""
    kept = torch.ones(layers, heads)
    for layer, head in off:
        kept[layer, head] = 0.0
    return Edits(kept=kept, means=means)


def moved(row: Tensor, column: int, value: float) -> Tensor:
    """Attention weights [T] of a row in which one is set to `value` in 0…1 and the others share the rest in
    their old proportions (evenly among those that count, where they were all 0)."""
    found, rest = row.clone(), row.sum() - row[column]
    value = min(max(value, 0.0), 1.0)
    others = torch.ones(len(row), dtype=torch.bool)
    others[column] = False
    if rest > 0:
        found[others] = row[others] * ((1 - value) / rest)
    elif others.any():
        found[others] = (1 - value) / int(others.sum())
    found[column] = value
    return found
