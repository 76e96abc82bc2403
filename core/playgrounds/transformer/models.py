"""A model on sequences, of whatever kind: what all of them can do."""

from __future__ import annotations

from torch import Generator

from core.playgrounds.transformer.gpt import GPT
from core.playgrounds.transformer.recurrent import Recurrent
from core.playgrounds.transformer.sizes import Sizes

Model = GPT | Recurrent


def build(sizes: Sizes, generator: Generator) -> Model:
    """An untrained model whose weights `generator` decides, on the CPU."""
    kind = GPT if sizes.kind == "transformer" else Recurrent
    return kind(sizes, generator)
