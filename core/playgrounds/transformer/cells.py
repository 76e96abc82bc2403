"""Recurrent cells written out in plain tensors: what they remember, and the gates that decide about it.

Training takes torch's own (recurrent.py), which gives the same numbers. W numbers of state; x [..., W] is
what reaches the cell, h [..., W] what it said at the place before. Weights are [gates · W, W].
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

Weights = Mapping[str, Tensor]  # in: of x, back: of h, in_bias, back_bias
State = dict[str, Tensor]


def rnn(w: Weights, x: Tensor, before: State, relu: bool = False) -> State:
    """h = tanh(W x + U h + b). Elman 1990. All that is remembered goes through U at every place."""
    z = x @ w["in"].T + w["in_bias"] + before["h"] @ w["back"].T + w["back_bias"]
    return {"pre": z, "h": z.clamp(min=0) if relu else torch.tanh(z)}


def gru(w: Weights, x: Tensor, before: State) -> State:
    """A gate z that keeps the state, and a gate r that forgets it for the candidate n. Cho et al. 2014
    (arXiv:1406.1078); r falls on U h + b as torch has it."""
    from_x = (x @ w["in"].T + w["in_bias"]).chunk(3, -1)
    from_h = (before["h"] @ w["back"].T + w["back_bias"]).chunk(3, -1)
    r = torch.sigmoid(from_x[0] + from_h[0])
    z = torch.sigmoid(from_x[1] + from_h[1])
    n = torch.tanh(from_x[2] + r * from_h[2])
    return {"reset": r, "keep": z, "candidate": n, "h": (1 - z) * n + z * before["h"]}


def lstm(w: Weights, x: Tensor, before: State) -> State:
    """A cell c with an addition in place of a product: c = f · c + i · g. Hochreiter & Schmidhuber 1997; the
    forget gate f: Gers et al. 2000; its bias: Jozefowicz et al. 2015."""
    z = x @ w["in"].T + w["in_bias"] + before["h"] @ w["back"].T + w["back_bias"]
    i, f, g, o = z.chunk(4, -1)
    i, f, g, o = torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o)
    c = f * before["c"] + i * g
    return {"input": i, "forget": f, "candidate": g, "output": o, "c": c, "h": o * torch.tanh(c)}


GATES = {
    "rnn": ("pre",),
    "gru": ("reset", "keep", "candidate"),
    "lstm": ("input", "forget", "candidate", "output", "c"),
}


def advance(kind: str, w: Weights, x: Tensor, before: State, relu: bool) -> State:
    """One place further."""
    if kind == "rnn":
        return rnn(w, x, before, relu)
    return gru(w, x, before) if kind == "gru" else lstm(w, x, before)
