"""One number of one layer, taken apart: the window that it was made of, the kernel, and the sum.

S maps of the input that are shown, those that add most, of H × W; windows of a × b; T terms of a dense sum.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from core.nn.normalisation import EPS
from core.playgrounds.cnn import options as asked
from core.playgrounds.cnn.look import Look, coded
from core.playgrounds.cnn.network import (
    Conv,
    Convolution,
    Dense,
    Flatten,
    Norm,
    Parts,
    Pool,
    Residual,
    last,
)
from core.playgrounds.contract import Array, Arrays, Options, View

SHOWN, TERMS = 3, 8  # maps of the input, and terms of a dense sum, that are written out
NUMBERS = ("rest", "bias", "sum", "mean", "deviation", "gamma", "beta", "z", "out")


def apart(look: Look, options: Options) -> Arrays:
    """Of the number at `y`, `x` of map `channel` that `layer` makes; of a row, number `channel`."""
    index = asked.place(options, "layer", len(look.layers)) or 0
    read, parts = look.layer_in(options, index)[0], look.walk(options)[1][index]
    out, stage = last(parts)[0], look.module.stages[index]
    channel = asked.place(options, "channel", len(out)) or 0
    y, x = (asked.place(options, name, size) for name, size in zip("yx", _side(out), strict=True))
    y, x = _side(out)[0] // 2 if y is None else y, _side(out)[1] // 2 if x is None else x
    numbers = dict.fromkeys(NUMBERS, float("nan"))
    numbers["out"] = float(out[channel, y, x] if out.dim() == 3 else out[channel])
    found: Arrays = {"apart.where": np.array([index, channel, y, x], np.int32)}
    if isinstance(stage, Convolution):
        found |= _convolution(stage.conv, read, channel, (y, x), numbers)
        numbers["z"] = float(parts["z"][0, channel, y, x])
    elif isinstance(stage, Pool):
        window = (y * stage.stride, x * stage.stride, stage.kernel, stage.kernel)
        found |= _window(read, [channel], window, 0)
    elif isinstance(stage, Flatten):
        _, tall, wide = read.shape
        origin, (top, left) = channel // (tall * wide), divmod(channel % (tall * wide), wide)
        found |= _window(read, [origin], (top, left, 1, 1), 0)
    elif isinstance(stage, Residual):
        found |= _residual(stage, read, parts, (channel, y, x), numbers)
    elif isinstance(stage, Dense):
        found |= _dense(stage, read.flatten(), parts, channel, numbers)
        if stage.last:
            found["apart.logits"] = parts["z"][0].cpu().numpy().copy()
    elif read.dim() == 3 and out.dim() == 1:
        found |= _window(read, [channel], (0, 0, *read.shape[1:]), 0)
    if out.dim() == 3:
        found["apart.out"] = coded(out[channel])[0]
    found["apart.numbers"] = np.array([numbers[name] for name in NUMBERS], np.float32)
    return found


def _side(out: Tensor) -> tuple[int, int]:
    return (out.shape[1], out.shape[2]) if out.dim() == 3 else (1, 1)


def _window(read: Tensor, channels: list[int], window: tuple[Any, ...], padding: int) -> Arrays:
    """The window (top, left, height, width in the padded input) of some maps of the input."""
    top, left, tall, wide = window
    padded = F.pad(read[channels], (padding,) * 4)
    shown, scale = coded(read[channels])
    return {
        "apart.in": shown,
        "apart.in.scale": np.array([scale], np.float32),
        "apart.channels": np.array(channels, np.int32),
        "apart.window": np.array([top - padding, left - padding, tall, wide], np.int32),
        "apart.patch": padded[:, top : top + tall, left : left + wide].cpu().numpy().copy(),
    }


def _convolution(
    conv: Conv, read: Tensor, channel: int, place: tuple[int, int], numbers: dict[str, float]
) -> Arrays:
    """z = Σ patch · kernel over all maps and places, plus the bias or the normalisation."""
    kernel = conv.weight.detach()[channel]  # [C, k, k]
    k, p = kernel.shape[1], conv.padding
    top, left = (at * conv.stride for at in place)
    patch = F.pad(read, (p,) * 4)[:, top : top + k, left : left + k]
    sums = (patch * kernel).sum((1, 2))  # [C]
    strongest = sums.abs().topk(min(SHOWN, len(sums))).indices.sort().values
    channels = strongest.cpu().tolist()
    found = _window(read, channels, (top, left, k, k), p)
    found["apart.kernel"] = kernel[channels].cpu().numpy().copy()
    found["apart.sums"] = sums[channels].cpu().numpy().copy()
    numbers["rest"] = float(sums.sum() - sums[channels].sum())
    numbers["sum"] = float(sums.sum())
    _offset(conv.bias, conv.norm, channel, numbers)
    return found


def _offset(
    bias: Tensor | None, norm: Norm | None, channel: int, numbers: dict[str, float]
) -> None:
    if bias is not None:
        numbers["bias"] = float(bias[channel])
        numbers["sum"] += numbers["bias"]
    if norm is not None:
        numbers["mean"] = float(norm.get_buffer("mean")[channel])
        numbers["deviation"] = float((norm.get_buffer("variance")[channel] + EPS).sqrt())
        numbers["gamma"], numbers["beta"] = float(norm.gamma[channel]), float(norm.beta[channel])


def _residual(
    stage: Residual,
    read: Tensor,
    parts: Parts,
    place: tuple[int, int, int],
    numbers: dict[str, float],
) -> Arrays:
    """z = what two convolutions make + what came by the shortcut."""
    passed = read[None] if stage.shortcut is None else stage.shortcut(read[None])
    channel, y, x = place
    numbers["z"] = float(parts["z"][0, channel, y, x])
    numbers["rest"] = float(passed[0, channel, y, x])
    numbers["sum"] = numbers["z"] - numbers["rest"]
    return {}


def _dense(
    stage: Dense, read: Tensor, parts: Parts, unit: int, numbers: dict[str, float]
) -> Arrays:
    """z = Σ input · weight + bias: the largest terms, and the rest."""
    weights = stage.weight.detach()[unit]
    products = read * weights
    largest = products.abs().topk(min(TERMS, len(products))).indices
    numbers["sum"] = float(products.sum())
    numbers["rest"] = float(products.sum() - products[largest].sum())
    numbers["z"] = float(parts["z"][0, unit])
    _offset(stage.bias, stage.norm, unit, numbers)
    terms = torch.stack([largest.to(read.dtype), read[largest], weights[largest]], 1)
    return {"apart.terms": terms.cpu().numpy().copy()}


WINDOWED, KERNEL = "convolution, pooling, flattening", "convolution"
APART = {
    "apart": View(
        apart,
        {
            "apart.where": Array("i4", "4", coding="layer, channel, y, x"),
            "apart.numbers": Array("f4", "9", coding=", ".join(NUMBERS) + "; NaN: there is none"),
            "apart.in": Array("u1", "S H W", coding="0 = −scale … 255 = +scale", only=WINDOWED),
            "apart.in.scale": Array("f4", "1", only=WINDOWED),
            "apart.channels": Array("i4", "S", coding="which maps of the input these are", only=WINDOWED),
            "apart.window": Array("i4", "4", coding="top, left, height, width in the input", only=WINDOWED),
            "apart.patch": Array("f4", "S a b", coding="what lies in the window", only=WINDOWED),
            "apart.kernel": Array("f4", "S a b", only=KERNEL),
            "apart.sums": Array("f4", "S", coding="Σ patch · kernel of each of these maps", only=KERNEL),
            "apart.out": Array("u1", "h w", coding="as apart.in, of the map chosen", only="layers of maps"),
            "apart.terms": Array("f4", "T 3", coding="number of the input, input, weight", only="dense"),
            "apart.logits": Array("f4", "K", only="the output layer"),
        },
        asked.CHOSEN
        | {
            "layer": "which layer",
            "channel": "which of its maps or numbers",
            "y": "row, the middle where left out",
            "x": "column, likewise",
        },
        {"layer": 4},
    )
}  # fmt: skip
