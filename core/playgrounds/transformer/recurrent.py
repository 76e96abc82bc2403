"""RNN, GRU and LSTM on sequences: torch's own cells, one embedding before and one layer behind them.

B rows, T places, L layers, W numbers of state.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from core.nn.flat import blank
from core.playgrounds.transformer import cells
from core.playgrounds.transformer.edits import NOTHING, Edits
from core.playgrounds.transformer.gpt import dropout_mask
from core.playgrounds.transformer.sizes import Sizes

Carried = tuple[Tensor, ...]  # h [L, B, W], of an LSTM also c
CELLS = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}


class Recurrent(nn.Module):
    """`generator` is dropout's; None while nothing is learned."""

    def __init__(self, sizes: Sizes, generator: Generator) -> None:
        super().__init__()
        s = self.sizes = sizes
        self.dropout, self.generator = 0.0, None  # type: float, Generator | None
        # Numbers of size 1, as torch.nn.Embedding has: of smaller ones the gates hear little at first.
        self.embedding = nn.Parameter(torch.randn(s.symbols, s.width, generator=generator))
        more = {"nonlinearity": s.nonlinearity} if s.kind == "rnn" else {}
        kind = CELLS[s.kind]
        # Made without numbers: torch would draw them from its global generator.
        self.cell: nn.RNNBase = blank(kind, s.width, s.width, s.layers, batch_first=True, **more)
        limit = 1 / math.sqrt(s.width)
        with torch.no_grad():
            for param in self.cell.parameters():
                param.copy_((2 * torch.rand(param.shape, generator=generator) - 1) * limit)
            if s.kind == "lstm":
                self._bias_forgetting(s.forget_bias)
        self.unembedding = nn.Parameter(torch.randn(s.symbols, s.width, generator=generator) * 0.02)
        self.bias = nn.Parameter(torch.zeros(s.symbols))

    def _bias_forgetting(self, bias: float) -> None:
        W = self.sizes.width
        for layer in range(self.sizes.layers):
            getattr(self.cell, f"bias_ih_l{layer}")[W : 2 * W] = bias
            getattr(self.cell, f"bias_hh_l{layer}")[W : 2 * W] = 0.0

    # ---- to learn ---------------------------------------------------------------------------
    def forward(self, ids: Tensor) -> Tensor:
        """Logits [B, T, V] for symbols [B, T]."""
        return self.run(self.embed(ids))

    def embed(self, ids: Tensor, start: int = 0) -> Tensor:
        """[B, T, W]"""
        return self.dropped(F.embedding(ids, self.embedding))

    def run(self, x: Tensor) -> Tensor:
        """Logits [B, T, V] from the embedded symbols."""
        states, _ = self.cell(x)
        return F.linear(self.dropped(states), self.unembedding, self.bias)

    def dropped(self, x: Tensor) -> Tensor:
        if self.generator is None or not self.dropout:
            return x
        return x * dropout_mask(x, self.dropout, self.generator)

    # ---- to go on, and to look at -----------------------------------------------------------
    def step(self, ids: Tensor, cache: Carried | None = None) -> tuple[Tensor, Carried]:
        """Logits [B, V] of what follows after `ids` [B, t], read behind what made the states `cache`."""
        before = None if cache is None else cache[0] if len(cache) == 1 else cache
        states, after = self.cell(self.embed(ids), before)
        logits = F.linear(states[:, -1], self.unembedding, self.bias)
        return logits, after if isinstance(after, tuple) else (after,)

    def edited(self, ids: Tensor, edits: Edits) -> Tensor:
        """There are no heads to take away."""
        return self(ids)

    def weights_of(self, layer: int) -> dict[str, Tensor]:
        """As cells.py has them."""
        names = {
            "in": "weight_ih",
            "back": "weight_hh",
            "in_bias": "bias_ih",
            "back_bias": "bias_hh",
        }
        return {mine: getattr(self.cell, f"{name}_l{layer}") for mine, name in names.items()}

    def trace(self, ids: Tensor, edits: Edits = NOTHING) -> dict[str, Tensor]:
        """Every number on the way for symbols [T]: `embedding` [T, W], `states` [L, T, W], the gates by the
        names of cells.py [L, T, W], `logits` [T, V]."""
        s = self.sizes
        x = self.embedding[ids]  # [T, W]
        told: dict[str, list[Tensor]] = {name: [] for name in (*cells.GATES[s.kind], "states")}
        found = {"embedding": x}
        for layer in range(s.layers):
            w, nothing = self.weights_of(layer), torch.zeros(s.width).to(x)
            now: cells.State = {"h": nothing, "c": nothing}
            rows = []
            for one in x:
                now = cells.advance(s.kind, w, one, now, s.nonlinearity == "relu")
                rows.append(now)
            for name in cells.GATES[s.kind]:
                told[name].append(torch.stack([row[name] for row in rows]))
            x = torch.stack([row["h"] for row in rows])
            told["states"].append(x)
        found |= {name: torch.stack(layers) for name, layers in told.items()}
        return found | {"logits": x @ self.unembedding.T + self.bias}
