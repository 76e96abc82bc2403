"""An encoder–decoder written out in plain tensors: one reads a source, another writes.

Both are those of attention.py. New is *cross-attention*: queries come from what has been written, keys and
values from the end of the encoder. Vaswani et al. 2017 (arXiv:1706.03762), section 3.2.3; Bahdanau et al.
2015 (arXiv:1409.0473) had it first, beside a recurrent network. Training takes the fast path in seq2seq.py,
which gives the same numbers.

A row of T places holds both: the source, the divider "=", and what is written. So one stream [..., T, W] is
enough: a layer of the encoder changes the places of the source, one of the decoder those from the divider on.
L layers on either side are 3 L attentions: L of the encoder, then by turns the decoder's on itself and on the
source.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from core.playgrounds.transformer.attention import (
    Told,
    Where,
    block,
    normed,
    own,
    place_vectors,
    unembedding,
)
from core.playgrounds.transformer.edits import NOTHING, Edits
from core.playgrounds.transformer.positions import allowed
from core.playgrounds.transformer.sizes import Sizes


def written_out(
    w: Mapping[str, Tensor], s: Sizes, ids: Tensor, edits: Edits = NOTHING
) -> tuple[Tensor, Told]:
    """Logits [..., T, V] for symbols `ids` [..., T], 0 in the source, and every number on the way."""
    told: Told = {}
    split = divided(ids, s.divider)[..., None]
    place = torch.arange(ids.shape[-1], device=ids.device)
    writes = place >= split  # [..., T]: the places of the decoder
    x = told["embedding"] = w["embedding"][ids]  # [..., T, W]
    where = place_vectors(w, s, ids.shape[-1])
    if where is not None:  # the decoder counts its places from 0 again
        told["position"] = where[numbered(ids, split)]
        x = x + told["position"]
    x = told["residual"] = edits.patched(0, x)
    return going_on(w, s, x, writes, edits=edits, told=told)


def going_on(
    w: Mapping[str, Tensor],
    s: Sizes,
    x: Tensor,
    writes: Tensor,
    first: int = 0,
    source: Tensor | None = None,
    edits: Edits = NOTHING,
    told: Told | None = None,
) -> tuple[Tensor, Told]:
    """The same from the stream x [..., T, W] before attention `first` on, of rows whose places `writes`
    [..., T] are the decoder's. Behind the encoder, `source` [..., T, W] is what it offers."""
    told = {} if told is None else told
    if first <= s.layers or source is None:
        source = offered(w, s, x) if first else x
    for number in range(first, len(s.parts)):
        part = s.parts[number]
        seen = looks(s, part, writes)
        if part == "cross":
            x = block(own(w, number), s, x, number, edits, told, Where(seen, source))
            continue
        x = block(own(w, number), s, x, number, edits, told, Where(seen))
        if part == "encoder":  # what the decoder looks at is the encoder's end
            source = offered(w, s, x)
    if s.norm_place == "pre":
        x = normed(x, w, "norm", s)
    told["final"] = x  # [..., T, W]
    logits = told["logits"] = (x @ unembedding(w).T) * writes[..., None]  # [..., T, V]
    return logits, told


def offered(w: Mapping[str, Tensor], s: Sizes, x: Tensor) -> Tensor:
    """What the decoder looks at: the stream behind the encoder's last layer, [..., T, W]."""
    return normed(x, w, "encoded", s) if s.norm_place == "pre" else x


def divided(ids: Tensor, divider: int) -> Tensor:
    """How many places of each row are its source: [..., T] -> [...]. The divider, if it does not come first,
    is where the decoder begins; without one all is source."""
    found = ids == divider
    found[..., :1] = False
    return torch.where(found.any(-1), found.long().argmax(-1), ids.shape[-1])


def numbered(ids: Tensor, split: Tensor) -> Tensor:
    """The number of each place [..., T], from 0 in the source and once more from the divider on."""
    place = torch.arange(ids.shape[-1], device=ids.device)
    return torch.where(place < split, place, place - split)


def looks(s: Sizes, part: str, writes: Tensor) -> Tensor:
    """bool [..., T, T]: which column each row may look at in an attention of this kind, of rows whose places
    `writes` [..., T] are the decoder's."""
    row, column = writes[..., :, None], writes[..., None, :]
    if part == "encoder":
        return ~row & ~column  # in both directions
    if part == "cross":
        return row & ~column
    T = writes.shape[-1]
    return row & column & (allowed(0, T, T).to(writes.device) if s.causal else True)
