"""What decides the shape of a model on sequences, how many parameters that makes, and how to make it equal.

V symbols, T places, L layers, H heads, W numbers per place (the width), M units of the MLP.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

KINDS = ("transformer", "rnn", "gru", "lstm", "encdec")
ATTENDING = ("transformer", "encdec")
GATES = {"rnn": 1, "gru": 3, "lstm": 4}  # blocks of weights in a recurrent cell
WIDEST = 512  # of a model that is made equal to another


@dataclass(frozen=True)
class Sizes:
    """`mlp`: units of each block's MLP, 0 for none. `norm_place`: before (pre) or after (post) each part, or
    none. `nonlinearity` is the RNN's, `activation` the MLP's. `divider`: the symbol at which an
    encoder–decoder's source ends, and what it writes begins."""

    kind: str = "transformer"
    symbols: int = 64  # V
    context: int = 64  # T
    layers: int = 2  # L
    width: int = 64  # W
    heads: int = 4  # H
    mlp: int = 256  # M
    norm_place: str = "pre"
    norm: str = "layer"
    positions: str = "learned"
    causal: bool = True
    tied: bool = False
    activation: str = "gelu"
    nonlinearity: str = "tanh"
    forget_bias: float = 1.0
    divider: int = -1

    @property
    def parts(self) -> tuple[str, ...]:
        """What each attention is, in order: a layer of an encoder–decoder's decoder has two of them."""
        if self.kind == "encdec":
            return ("encoder",) * self.layers + ("decoder", "cross") * self.layers
        return ("layer",) * self.layers if self.attends else ()

    @property
    def attends(self) -> bool:
        return self.kind in ATTENDING

    @property
    def head(self) -> int:
        """Numbers per head, d."""
        return self.width // self.heads

    @property
    def grain(self) -> int:
        """What the width must be a multiple of."""
        if not self.attends:
            return 1
        return self.heads * (2 if self.positions == "rope" else 1)


def parameters(s: Sizes) -> int:
    """How many numbers are learned."""
    embedding = s.symbols * s.width
    if not s.attends:
        cell = GATES[s.kind] * (2 * s.width**2 + 2 * s.width)
        return embedding + s.layers * cell + embedding + s.symbols
    norm = s.width * (2 if s.norm == "layer" else 1)
    norm = norm if s.norm_place != "none" else 0
    attention = 4 * s.width**2 + 4 * s.width + norm  # q, k, v and the projection, with their biases
    mlp = 2 * s.width * s.mlp + s.width + s.mlp + norm if s.mlp else 0
    thinking = sum(part != "decoder" for part in s.parts)
    found = embedding * (1 if s.tied else 2) + len(s.parts) * attention + thinking * mlp
    found += s.context * s.width if s.positions == "learned" else 0
    ends = 2 if s.kind == "encdec" else 1
    return found + (ends * norm if s.norm_place == "pre" else 0)


def equal_width(s: Sizes, kind: str) -> Sizes:
    """A model of another `kind` with as nearly the parameters of `s` as whole widths allow."""
    if kind == s.kind:
        return s
    other = replace(s, kind=kind)
    ratio = s.mlp / s.width
    scaled = [
        replace(one, mlp=max(1, round(ratio * one.width)) if s.mlp else 0)
        for one in widened(other, 1, WIDEST)
    ]
    found = nearest(scaled, parameters(s))
    if kind == "encdec" and s.mlp:  # its steps are large: the MLPs take up what is left
        each = 2 * s.layers * (2 * found.width + 1)
        left = round((parameters(s) - parameters(found)) / each)
        found = replace(found, mlp=max(1, found.mlp + left))
    return found


def widened(s: Sizes, least: int, most: int) -> list[Sizes]:
    """The same model in every width in `least`…`most` that there can be."""
    first = -(-least // s.grain)
    return [replace(s, width=s.grain * n) for n in range(first, most // s.grain + 1)]


def nearest(models: Sequence[Sizes], count: int) -> Sizes:
    """That of `models` whose number of parameters is nearest to `count`; of two the smaller."""
    return min(models, key=lambda one: abs(parameters(one) - count))
