"""The fast path of the transformer in attention.py: one product for q, k and v, fused attention, a cache.

B rows, T places, H heads, W numbers per place, d per head.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple, cast

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from core.playgrounds.transformer import attention
from core.playgrounds.transformer.attention import EPS, place_vectors, written_out
from core.playgrounds.transformer.edits import NOTHING, Edits
from core.playgrounds.transformer.positions import allowed, penalties, rotated
from core.playgrounds.transformer.sizes import Sizes

FUNCTIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": F.relu,
    "gelu": F.gelu,
    "silu": F.silu,
    "tanh": torch.tanh,
}


class Cache(NamedTuple):
    """Keys and values [B, H, S, d] of every layer, for the S symbols read so far, `ids` [B, S]."""

    ids: Tensor
    layers: list[tuple[Tensor, Tensor]]


class GPT(nn.Module):
    """`generator` is dropout's; None while nothing is learned. Its parameters are named as attention.py has
    them."""

    def __init__(self, sizes: Sizes, generator: Generator) -> None:
        super().__init__()
        s = self.sizes = sizes
        self.dropout, self.generator = 0.0, None  # type: float, Generator | None
        W, deep = s.width, 1 / math.sqrt(2 * s.layers)

        def normal(name: str, deviation: float, *shape: int) -> None:
            values = torch.randn(shape, generator=generator) * deviation
            self.register(name, values)

        normal("embedding", 0.02 if s.tied else 1 / math.sqrt(W), s.symbols, W)
        if s.positions == "learned":
            normal("position", 0.02 if s.tied else 1 / math.sqrt(W), s.context, W)
        for layer, part in enumerate(s.parts):
            normal(f"{layer}.qkv", 1 / math.sqrt(W), 3 * W, W)
            self.register(f"{layer}.qkv_bias", torch.zeros(3 * W))
            normal(f"{layer}.out", deep / math.sqrt(W), W, W)
            self.register(f"{layer}.out_bias", torch.zeros(W))
            if s.norm_place != "none":
                self._norm(f"{layer}.norm1")
            if s.mlp and part != "decoder":
                if s.norm_place != "none":
                    self._norm(f"{layer}.norm2")
                normal(f"{layer}.up", 1 / math.sqrt(W), s.mlp, W)
                self.register(f"{layer}.up_bias", torch.zeros(s.mlp))
                normal(f"{layer}.down", deep / math.sqrt(s.mlp), W, s.mlp)
                self.register(f"{layer}.down_bias", torch.zeros(W))
        if s.norm_place == "pre" and s.kind == "encdec":
            self._norm("encoded")
        if s.norm_place == "pre":
            self._norm("norm")
        if not s.tied:
            # Small, so that at first every symbol is held equally likely.
            normal("unembedding", 0.02, s.symbols, W)

    def register(self, name: str, values: Tensor) -> None:
        self.register_parameter(name.replace(".", "_"), nn.Parameter(values))

    def _norm(self, name: str) -> None:
        self.register(f"{name}_gain", torch.ones(self.sizes.width))
        if self.sizes.norm == "layer":
            self.register(f"{name}_shift", torch.zeros(self.sizes.width))

    @property
    def own(self) -> dict[str, Tensor]:
        """The parameters by their names in the module."""
        return cast(dict[str, Tensor], self._parameters)

    @property
    def weights(self) -> dict[str, Tensor]:
        """The parameters by their names in attention.py."""
        return {_named(name): param for name, param in self.own.items()}

    # ---- to learn ---------------------------------------------------------------------------
    def forward(self, ids: Tensor) -> Tensor:
        """Logits [B, T, V] for symbols [B, T]."""
        return self.run(self.embed(ids))

    def embed(self, ids: Tensor, start: int = 0) -> Tensor:
        """[B, T, W], the places with it."""
        x = F.embedding(ids, self.own["embedding"])
        where = place_vectors(self.own, self.sizes, ids.shape[1], start)
        return self.dropped(x if where is None else x + where)

    def run(
        self,
        x: Tensor,
        cache: Cache | None = None,
        first: int = 0,
        edits: Edits = NOTHING,
        last: bool = False,
    ) -> Tensor:
        """Logits [B, T, V] from the stream before layer `first`: before 0 the embedded symbols, with a cache
        the last ones read; `last`: of the last place alone, [B, 1, V]."""
        s, p = self.sizes, self.own
        x = edits.patched(first, x)
        for layer in range(first, s.layers):
            look = partial(self._looking, layer=layer, cache=cache, edits=edits)
            alone = last and layer == s.layers - 1 and not edits.patches  # nobody looks at others
            x = edits.patched(layer + 1, self.through(x, layer, look, alone))
        x = x[:, -1:] if last else x
        if s.norm_place == "pre":
            x = self._normed(x, "norm")
        return F.linear(x, p["embedding" if s.tied else "unembedding"])

    def through(
        self, x: Tensor, layer: int, look: Callable[[Tensor], Tensor], last: bool = False
    ) -> Tensor:
        """One layer: what `look` finds of all heads for [B, T, W], and the MLP, each added to x.

        `last`: of the last place alone."""
        s, p = self.sizes, self.own
        post, act = s.norm_place == "post", FUNCTIONS[s.activation]
        h = self._normed(x, f"{layer}_norm1") if s.norm_place == "pre" else x
        mixed = look(h)
        if last:
            x, mixed = x[:, -1:], mixed[:, -1:]
        x = x + self.dropped(F.linear(mixed, p[f"{layer}_out"], p[f"{layer}_out_bias"]))
        x = self._normed(x, f"{layer}_norm1") if post else x
        if f"{layer}_up" in p:
            h = self._normed(x, f"{layer}_norm2") if s.norm_place == "pre" else x
            a = act(F.linear(h, p[f"{layer}_up"], p[f"{layer}_up_bias"]))
            out = F.linear(a, p[f"{layer}_down"], p[f"{layer}_down_bias"])
            x = x + self.dropped(out)
            x = self._normed(x, f"{layer}_norm2") if post else x
        return x

    def _looking(self, h: Tensor, layer: int, cache: Cache | None, edits: Edits) -> Tensor:
        past = cache.layers[layer] if cache is not None and layer < len(cache.layers) else None
        mixed, now = self._attention(h, layer, past, edits)
        if cache is not None:
            self._keep(cache, layer, now)
        return mixed

    @staticmethod
    def _keep(cache: Cache, layer: int, now: tuple[Tensor, Tensor]) -> None:
        if layer < len(cache.layers):
            cache.layers[layer] = now
        else:
            cache.layers.append(now)

    def _attention(
        self, h: Tensor, layer: int, past: tuple[Tensor, Tensor] | None, edits: Edits
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """[B, T, W] -> [B, T, W], and the keys and values of everything read."""
        s, (B, T, W) = self.sizes, h.shape
        p = self.own
        qkv = F.linear(h, p[f"{layer}_qkv"], p[f"{layer}_qkv_bias"])
        q, k, v = qkv.view(B, T, 3, s.heads, s.head).permute(2, 0, 3, 1, 4)
        start = past[0].shape[2] if past is not None else 0
        if s.positions == "rope":
            q, k = rotated(q, start), rotated(k, start)
        if past is not None:
            k, v = torch.cat((past[0], k), 2), torch.cat((past[1], v), 2)
        seen = start + T
        mask = self._mask(start, T, seen, h)
        plain = s.causal and start == 0 and mask is None
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=plain)
        mixed = edits.kept_heads(layer, mixed)
        return mixed.transpose(1, 2).reshape(B, T, W), (k, v)

    def _mask(self, start: int, count: int, seen: int, like: Tensor) -> Tensor | None:
        """What is added to the scores, or who may be looked at; None where nothing or the causal mask is."""
        s = self.sizes
        if s.positions == "alibi":
            taken = penalties(s.heads, start, count, seen)
            if s.causal:
                taken = taken.masked_fill(~allowed(start, count, seen), -math.inf)
            return taken.to(like)
        if s.causal and start and count > 1:
            return allowed(start, count, seen).to(like.device)
        return None

    def _normed(self, x: Tensor, name: str) -> Tensor:
        gain = self.own[f"{name}_gain"]
        if self.sizes.norm == "layer":
            return F.layer_norm(x, x.shape[-1:], gain, self.own[f"{name}_shift"], EPS)
        return F.rms_norm(x, x.shape[-1:], gain, EPS)

    def dropped(self, x: Tensor) -> Tensor:
        """Dropout with a generator of its own: torch's takes none."""
        if self.generator is None or not self.dropout:
            return x
        return x * dropout_mask(x, self.dropout, self.generator)

    # ---- to go on, and to look at -----------------------------------------------------------
    def step(self, ids: Tensor, cache: Cache | None = None) -> tuple[Tensor, Cache]:
        """Logits [B, V] of what follows after `ids` [B, t], read behind what `cache` has seen.

        At most `context` symbols fit. Without the causal mask all is read again.
        """
        if cache is None:
            cache = Cache(ids[:, :0], [])
        start, seen = cache.ids.shape[1], torch.cat((cache.ids, ids), 1)
        if not self.sizes.causal:
            return self.run(self.embed(seen), last=True)[:, -1], Cache(seen, [])
        known = Cache(seen, list(cache.layers))
        return self.run(self.embed(ids, start), known, last=True)[:, -1], known

    def edited(self, ids: Tensor, edits: Edits) -> Tensor:
        """Logits [B, T, V] with something changed by hand."""
        if edits.rows:  # the fused attention takes no weights
            return written_out(self.weights, self.sizes, ids, edits)[0]
        return self.run(self.embed(ids), edits=edits)

    def trace(self, ids: Tensor, edits: Edits = NOTHING) -> dict[str, Tensor]:
        """Every number on the way for symbols [..., T], by the names of attention.py."""
        return attention.written_out(self.weights, self.sizes, ids, edits)[1]

    def sees(self, ids: Tensor) -> Tensor:
        """bool [L, T, T]: which column each row of symbols [T] may look at, in every layer."""
        T = len(ids)
        seen = allowed(0, T, T) if self.sizes.causal else torch.ones(T, T, dtype=torch.bool)
        return seen.to(ids.device).expand(self.sizes.layers, T, T)


def _named(name: str) -> str:
    first, _, rest = name.partition("_")
    return f"{first}.{rest}" if first.isdigit() else name


def dropout_mask(x: Tensor, share: float, generator: Generator) -> Tensor:
    """0 with chance `share`, else 1 / (1 − share), in the shape of x. Srivastava et al. 2014."""
    stays = torch.rand(x.shape, generator=generator) >= share
    return (stays / (1 - share)).to(x.device)
