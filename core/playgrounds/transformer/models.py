"""A model on sequences, of whatever kind: what all of them can do."""

from __future__ import annotations

from torch import Generator

from core.playgrounds.transformer.gpt import GPT
from core.playgrounds.transformer.recurrent import Recurrent
from core.playgrounds.transformer.seq2seq import EncoderDecoder
from core.playgrounds.transformer.sizes import Sizes

Model = GPT | Recurrent  # an encoder–decoder is a GPT with more attentions


def build(sizes: Sizes, generator: Generator) -> Model:
    """An untrained model whose weights `generator` decides, on the CPU."""
    kind: type[Model] = {"transformer": GPT, "encdec": EncoderDecoder}.get(sizes.kind, Recurrent)
    return kind(sizes, generator)
