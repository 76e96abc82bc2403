"""One symbol after another: what the fast paths compute, for a single place at a time.

Torch spends most of so small a step on calling itself; here it is plain numpy, which takes half of the time
or less. What has been read is kept: keys and values of a transformer, the state of a recurrent network. A
test holds it to the written-out models.

L layers, H heads, C places of the context, W numbers per place, d per head, V symbols.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from core.playgrounds.transformer.attention import EPS, written_out
from core.playgrounds.transformer.edits import Edits
from core.playgrounds.transformer.gpt import GPT, Cache
from core.playgrounds.transformer.models import Model
from core.playgrounds.transformer.positions import BASE, sinusoidal
from core.playgrounds.transformer.recurrent import Recurrent
from core.playgrounds.transformer.seq2seq import EncoderDecoder

Numbers = np.ndarray


class Decoder(Protocol):
    """Both give the logits [V] of what follows."""

    def read(self, ids: Tensor) -> Numbers:
        """After `ids` [T], at most C, and nothing else."""

    def more(self, symbol: int) -> Numbers:
        """After one symbol more."""


def decoder(model: Model, edits: Edits) -> Decoder:
    if isinstance(model, Recurrent):
        return RecurrentDecoder(model)
    if isinstance(model, EncoderDecoder):
        return Anew(model, edits) if edits.any else Onward(model)
    return AttentionDecoder(model, edits) if model.sizes.causal else Anew(model, edits)


class Anew:
    """Without a causal mask every place changes with the next symbol: all is read again."""

    def __init__(self, model: GPT, edits: Edits) -> None:
        self.model, self.edits = model, edits
        self.ids = torch.zeros(0, dtype=torch.long)

    def read(self, ids: Tensor) -> Numbers:
        self.ids = ids
        return plain(self.model.edited(ids[None], self.edits)[0, -1])

    def more(self, symbol: int) -> Numbers:
        return self.read(torch.cat((self.ids, self.ids.new_tensor([symbol]))))


class Onward:
    """An encoder–decoder, by its own fast path: what the source offers is computed once."""

    def __init__(self, model: EncoderDecoder) -> None:
        self.model = model
        self.ids, self.cache = torch.zeros(0, dtype=torch.long), Cache(torch.zeros(1, 0), [])

    def read(self, ids: Tensor) -> Numbers:
        self.ids = ids
        logits, self.cache = self.model.step(ids[None])
        return plain(logits[0])

    def more(self, symbol: int) -> Numbers:
        logits, self.cache = self.model.step(self.ids.new_tensor([[symbol]]), self.cache)
        return plain(logits[0])


class AttentionDecoder:
    """A transformer with a causal mask: keys and values [L, H, C, d] of what has been read."""

    def __init__(self, model: GPT, edits: Edits) -> None:
        self.model, self.sizes, self.edits = model, model.sizes, edits
        self.w = {name: plain(value) for name, value in model.own.items()}
        s = self.sizes
        shape = (s.layers, s.heads, s.context, s.head)
        self.keys, self.values = np.empty(shape, np.float32), np.empty(shape, np.float32)
        self.even = np.full(s.width, 1 / s.width, np.float32)
        self.count = 0
        self.act = ACTIVATIONS[s.activation]
        self.kept = None if edits.kept is None else plain(edits.kept)
        self.means = None if edits.means is None else plain(edits.means)
        self.slopes = 2.0 ** (-8.0 * np.arange(1, s.heads + 1, dtype=np.float32) / s.heads)

    def read(self, ids: Tensor) -> Numbers:
        logits, told = written_out(self.model.weights, self.sizes, ids, self.edits)
        self.count = len(ids)
        for layer in range(self.sizes.layers):
            self.keys[layer, :, : self.count] = plain(told[f"{layer}.k"])
            self.values[layer, :, : self.count] = plain(told[f"{layer}.v"])
        return plain(logits[-1])

    def more(self, symbol: int) -> Numbers:
        s, w = self.sizes, self.w
        x = w["embedding"][symbol]
        if s.positions == "learned":
            x = x + w["position"][self.count]
        elif s.positions == "sinusoidal":
            x = x + sinusoidal(self.count, 1, s.width)[0].numpy()
        pre, post = s.norm_place == "pre", s.norm_place == "post"
        for layer in range(s.layers):
            of = f"{layer}_"
            h = self._normed(x, of + "norm1") if pre else x
            mixed = self._attention(w[of + "qkv"] @ h + w[of + "qkv_bias"], layer)
            x = x + w[of + "out"] @ mixed + w[of + "out_bias"]
            x = self._normed(x, of + "norm1") if post else x
            if s.mlp:
                h = self._normed(x, of + "norm2") if pre else x
                a = self.act(w[of + "up"] @ h + w[of + "up_bias"])
                x = x + w[of + "down"] @ a + w[of + "down_bias"]
                x = self._normed(x, of + "norm2") if post else x
        self.count += 1
        x = self._normed(x, "norm") if pre else x
        found: Numbers = w["embedding" if s.tied else "unembedding"] @ x
        return found

    def _attention(self, qkv: Numbers, layer: int) -> Numbers:
        """[3 W] of the newest place -> [W]."""
        s, t = self.sizes, self.count
        q, k, v = qkv.reshape(3, s.heads, s.head)
        if s.positions == "rope":
            q, k = turned(q, t), turned(k, t)
        keys, values = self.keys[layer], self.values[layer]
        keys[:, t], values[:, t] = k, v
        scores = (keys[:, : t + 1] @ q[:, :, None])[..., 0] / math.sqrt(s.head)  # [H, t + 1]
        if s.positions == "alibi":
            scores -= self.slopes[:, None] * np.arange(t, -1, -1, dtype=np.float32)
        e = np.exp(scores - scores.max(1, keepdims=True))
        weights = e / e.sum(1, keepdims=True)
        for (at, head, row), given in self.edits.rows.items():
            if at == layer and row == t:
                weights[head] = plain(given)[: t + 1]
        mixed = (weights[:, None] @ values[:, : t + 1])[:, 0]  # [H, d]
        if self.kept is not None:
            kept = self.kept[layer][:, None]
            mixed = mixed * kept
            if self.means is not None:
                mixed = mixed + self.means[layer][:, t] * (1 - kept)
        flat: Numbers = mixed.reshape(-1)
        return flat

    def _normed(self, x: Numbers, name: str) -> Numbers:
        full = self.sizes.norm == "layer"
        if full:
            x = x - float(x @ self.even)
        x = x * (self.w[name + "_gain"] / math.sqrt(float(x @ x) / len(x) + EPS))
        return x + self.w[name + "_shift"] if full else x


class RecurrentDecoder:
    """An RNN, GRU or LSTM: the state [W] of every layer, of an LSTM the cell too. As in cells.py."""

    def __init__(self, model: Recurrent) -> None:
        self.model, self.sizes = model, model.sizes
        self.layers = [
            {name: plain(value) for name, value in model.weights_of(layer).items()}
            for layer in range(model.sizes.layers)
        ]
        self.embedding, self.unembedding = plain(model.embedding), plain(model.unembedding)
        self.bias = plain(model.bias)
        self.h: list[Numbers] = []
        self.c: list[Numbers] = []

    def read(self, ids: Tensor) -> Numbers:
        logits, after = self.model.step(ids[None])
        self.h = list(plain(after[0][:, 0]))
        self.c = list(plain(after[1][:, 0])) if len(after) > 1 else []
        return plain(logits[0])

    def more(self, symbol: int) -> Numbers:
        x = self.embedding[symbol]
        for layer, w in enumerate(self.layers):
            from_x = w["in"] @ x + w["in_bias"]
            x = self.h[layer] = self._advance(
                layer, from_x, w["back"] @ self.h[layer] + w["back_bias"]
            )
        found: Numbers = self.unembedding @ x + self.bias
        return found

    def _advance(self, layer: int, from_x: Numbers, from_h: Numbers) -> Numbers:
        """The state after one place more, of what the input and the state before say."""
        s, W = self.sizes, self.sizes.width
        if s.kind == "rnn":
            z = from_x + from_h
            return z.clip(min=0) if s.nonlinearity == "relu" else np.tanh(z)
        if s.kind == "gru":
            r, z = sigmoid(from_x[: 2 * W] + from_h[: 2 * W]).reshape(2, W)
            n = np.tanh(from_x[2 * W :] + r * from_h[2 * W :])
            return (1 - z) * n + z * self.h[layer]
        i, f, g, o = (from_x + from_h).reshape(4, W)
        c = self.c[layer] = sigmoid(f) * self.c[layer] + sigmoid(i) * np.tanh(g)
        return sigmoid(o) * np.tanh(c)


def plain(values: Tensor) -> Numbers:
    """On the CPU; shared with the tensor where that is there already."""
    found: Numbers = values.detach().cpu().numpy()
    return found


def sigmoid(z: Numbers) -> Numbers:
    found: Numbers = 0.5 * (1 + np.tanh(0.5 * z))  # never too large for float32
    return found


def turned(x: Numbers, place: int) -> Numbers:
    """One place's queries or keys [H, d], as positions.rotated turns them."""
    d = x.shape[-1]
    angle = place * BASE ** (-np.arange(0, d, 2, dtype=np.float32) / d)
    cos, sin = np.cos(angle), np.sin(angle)
    a, b = x[:, : d // 2], x[:, d // 2 :]
    return np.concatenate((a * cos - b * sin, b * cos + a * sin), 1)


def gelu(z: Numbers) -> Numbers:
    """z times the normal distribution's share below z. Numpy has no error function: Abramowitz & Stegun 1964,
    formula 7.1.26, which is right to 2e-7."""
    x = np.abs(z) * math.sqrt(0.5)
    t = 1 / (1 + 0.3275911 * x)
    tail = 1.061405429 * t - 1.453152027
    for number in (1.421413741, -0.284496736, 0.254829592):
        tail = tail * t + number
    erf = np.copysign(1 - tail * t * np.exp(-x * x), z)
    found: Numbers = 0.5 * z * (1 + erf)
    return found


ACTIVATIONS: dict[str, Callable[[Numbers], Numbers]] = {
    "relu": lambda z: z.clip(min=0),
    "gelu": gelu,
    "silu": lambda z: z * sigmoid(z),
    "tanh": np.tanh,
}
