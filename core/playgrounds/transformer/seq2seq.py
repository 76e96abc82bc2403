"""The fast path of the encoder–decoder in encoder_decoder.py: source and target apart, a cache.

B rows, T places, of which the source has S at most and the decoder D; H heads, W numbers per place, d per
head.
"""

from __future__ import annotations

import math
from functools import partial
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from core.playgrounds.transformer import encoder_decoder
from core.playgrounds.transformer.attention import place_vectors
from core.playgrounds.transformer.edits import NOTHING, Edits
from core.playgrounds.transformer.encoder_decoder import divided, looks, numbered
from core.playgrounds.transformer.gpt import GPT, Cache
from core.playgrounds.transformer.positions import penalties, rotated

KeysValues = tuple[Tensor, Tensor]


class Masks(NamedTuple):
    """What is added to the scores of the encoder [B, 1, S, S], of the decoder on itself [B, 1, D, D] and on
    the source [B, 1, D, S], where it is not the same for all rows; else None."""

    encoder: Tensor | None
    decoder: Tensor | None
    cross: Tensor | None


class EncoderDecoder(GPT):
    """Its parameters are named as encoder_decoder.py has them: layer after layer of the encoder, then of the
    decoder, each with two attentions."""

    # ---- to learn ---------------------------------------------------------------------------
    def forward(self, ids: Tensor) -> Tensor:
        """Logits [B, T, V] for symbols [B, T]; 0 in the source, where nothing is said."""
        return self.reading(self.embed(ids), ids)

    def embed(self, ids: Tensor, start: int = 0) -> Tensor:
        """[B, T, W], the places with it. What is read from `start` on is the decoder's."""
        x = F.embedding(ids, self.own["embedding"])
        where = place_vectors(self.own, self.sizes, ids.shape[1], start)
        if where is not None:
            if not start:
                where = where[numbered(ids, self._split(ids)[:, None])]
            x = x + where
        return self.dropped(x)

    def _split(self, ids: Tensor) -> Tensor:
        return divided(ids, self.sizes.divider)

    def reading(self, x: Tensor, ids: Tensor, cache: Cache | None = None) -> Tensor:
        """Logits [B, T, V] from the embedded symbols [B, T, W] of `ids` [B, T]; a cache is filled."""
        s, split = self.sizes, self._split(ids)
        low, high = int(split.min()), int(split.max())
        masks = self._masks(x, split, low, high)
        source, target = x[:, :high], x[:, low:]
        for layer in range(s.layers):
            look = partial(self._itself, layer=layer, mask=masks.encoder, causal=False)
            source = self.through(source, layer, look)
        if s.norm_place == "pre":
            source = self._normed(source, "encoded")
        if low == ids.shape[1]:
            return x.new_zeros(*ids.shape, s.symbols)
        logits = self._writing(target, source, masks, cache)
        if low < high:
            begun = torch.arange(low, ids.shape[1], device=ids.device) >= split[:, None]
            logits = logits * begun[..., None]
        return F.pad(logits, (0, 0, low, 0))

    def _masks(self, x: Tensor, split: Tensor, low: int, high: int) -> Masks:
        s, count = self.sizes, x.shape[1]
        if low == high and s.positions != "alibi":
            return Masks(None, None, None)
        place = torch.arange(count, device=split.device)
        writes = place >= split[:, None]  # [B, T]

        def mask(part: str, rows: slice, columns: slice) -> Tensor:
            seen = looks(s, part, writes)[:, rows, columns]
            seen = seen | ~seen.any(
                -1, keepdim=True
            )  # where nothing is to be seen, nothing comes of it
            added = x.new_zeros(seen.shape).masked_fill(~seen, -math.inf)
            if s.positions == "alibi" and part != "cross":
                taken = penalties(s.heads, 0, seen.shape[1], seen.shape[2]).to(added)
                return added[:, None] + taken
            return added[:, None]

        sources, targets = slice(0, high), slice(low, count)
        return Masks(
            mask("encoder", sources, sources), mask("decoder", targets, targets),
            mask("cross", targets, sources) if low < high else None,
        )  # fmt: skip

    def _writing(
        self, target: Tensor, source: Tensor | None, masks: Masks, cache: Cache | None
    ) -> Tensor:
        """Logits [B, D, V] of the decoder's places; with a filled cache these are the last ones."""
        s = self.sizes
        begun = cache is not None and bool(cache.layers)
        for number in range(s.layers, len(s.parts)):
            at = number - s.layers  # in the cache
            past = cache.layers[at] if cache is not None and begun else None
            if s.parts[number] == "decoder":
                look = partial(
                    self._itself, layer=number, mask=masks.decoder, causal=s.causal, cache=cache,
                    at=at,
                )  # fmt: skip
            else:
                there = self._offered(source, number) if past is None else past
                if cache is not None:
                    self._keep(cache, at, there)
                look = partial(self._across, layer=number, there=there, mask=masks.cross)
            target = self.through(target, number, look)
        if s.norm_place == "pre":
            target = self._normed(target, "norm")
        return F.linear(target, self.own["embedding" if s.tied else "unembedding"])

    def _itself(
        self,
        h: Tensor,
        layer: int,
        mask: Tensor | None,
        causal: bool,
        cache: Cache | None = None,
        at: int = 0,
    ) -> Tensor:
        """[B, t, W] -> [B, t, W]: the source looks at itself, or what was written does."""
        s, p = self.sizes, self.own
        past = cache.layers[at] if cache is not None and at < len(cache.layers) else None
        q, k, v = self._heads(F.linear(h, p[f"{layer}_qkv"], p[f"{layer}_qkv_bias"]), 3)
        start = past[0].shape[2] if past is not None else 0
        if s.positions == "rope":
            q, k = rotated(q, start), rotated(k, start)
        if past is not None:
            k, v = torch.cat((past[0], k), 2), torch.cat((past[1], v), 2)
            mask = self._mask(start, h.shape[1], k.shape[2], h)
        if cache is not None:
            self._keep(cache, at, (k, v))
        plain = causal and mask is None and not start
        return _together(F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=plain))

    def _offered(self, source: Tensor | None, layer: int) -> KeysValues:
        """Keys and values [B, H, S, d] that the source has for one layer of the decoder."""
        assert source is not None, "read"
        W, p = self.sizes.width, self.own
        k, v = self._heads(F.linear(source, p[f"{layer}_qkv"][W:], p[f"{layer}_qkv_bias"][W:]), 2)
        return k, v

    def _across(self, h: Tensor, layer: int, there: KeysValues, mask: Tensor | None) -> Tensor:
        """[B, t, W] -> [B, t, W]: what was written looks at the source."""
        W, p = self.sizes.width, self.own
        (q,) = self._heads(F.linear(h, p[f"{layer}_qkv"][:W], p[f"{layer}_qkv_bias"][:W]), 1)
        return _together(F.scaled_dot_product_attention(q, *there, attn_mask=mask))

    def _heads(self, x: Tensor, count: int) -> Tensor:
        """[B, t, count · W] -> [count, B, H, t, d]"""
        s, (B, t, _) = self.sizes, x.shape
        return x.view(B, t, count, s.heads, s.head).permute(2, 0, 3, 1, 4)

    # ---- to go on, and to look at -----------------------------------------------------------
    def step(self, ids: Tensor, cache: Cache | None = None) -> tuple[Tensor, Cache]:
        """Logits [B, V] of what follows after `ids` [B, t], read behind what `cache` has seen.

        What the source offers is computed once, where all rows are divided at the same place; else all is
        read again.
        """
        if cache is None:
            cache = Cache(ids[:, :0], [])
        start, seen = cache.ids.shape[1], torch.cat((cache.ids, ids), 1)
        split = self._split(seen)
        first = int(split[0])
        together = self.sizes.causal and bool((split == first).all())
        if cache.layers and together:
            known = Cache(seen, list(cache.layers))
            target = self.embed(ids, start - first)
            return self._writing(target, None, Masks(None, None, None), known)[:, -1], known
        known = Cache(seen, [])
        keeps = known if together and first < seen.shape[1] else None
        return self.reading(self.embed(seen), seen, keeps)[:, -1], known

    def edited(self, ids: Tensor, edits: Edits) -> Tensor:
        """Logits [B, T, V] with something changed by hand."""
        if not edits.any:
            return self(ids)
        return encoder_decoder.written_out(self.weights, self.sizes, ids, edits)[0]

    def trace(self, ids: Tensor, edits: Edits = NOTHING) -> dict[str, Tensor]:
        """Every number on the way for symbols [..., T], by the names of encoder_decoder.py."""
        return encoder_decoder.written_out(self.weights, self.sizes, ids, edits)[1]

    def going_on(self, x: Tensor, ids: Tensor, first: int, encoded: Tensor) -> Tensor:
        """Logits [n, T, V] from streams x [n, T, W] before attention `first` of a row `ids` [T], whose stream
        behind the encoder is `encoded` [T, W]."""
        writes = torch.arange(len(ids), device=ids.device) >= self._split(ids)
        w, s = self.weights, self.sizes
        source = encoder_decoder.offered(w, s, encoded)
        return encoder_decoder.going_on(w, s, x, writes, first, source)[0]

    def sees(self, ids: Tensor) -> Tensor:
        """bool [3 L, T, T]: which column each row of symbols [T] may look at, in every attention."""
        writes = torch.arange(len(ids), device=ids.device) >= self._split(ids)
        return torch.stack([looks(self.sizes, part, writes) for part in self.sizes.parts])


def _together(mixed: Tensor) -> Tensor:
    """[B, H, t, d] -> [B, t, W]"""
    return mixed.transpose(1, 2).flatten(2)
