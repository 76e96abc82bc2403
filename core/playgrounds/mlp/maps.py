"""What a network makes of every point of the square: pictures of its neurons, as bytes.

A picture is read like a page: row 0 is the top, x₂ = +6. One byte per pixel: value → 127.5 · (1 +
value / scale), so that 0 is in the middle and the sign decides the colour.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.nn.dense import DenseNet
from core.playgrounds.arguments import finite, within
from core.playgrounds.contract import Arrays

EDGE = 6.0  # half the side of the square
FARTHEST = 1e6  # point that may be asked about
LARGE, SMALL = 100, 25  # pixels on a side of the map, and of a neuron's own picture
MIDDLE = 50  # of a map beside the large one


def pixels(side: int) -> Tensor:
    """The centres of side × side pixels, row by row from the top left, [side², 2]."""
    at = (torch.arange(side) + 0.5) * (2 * EDGE / side) - EDGE
    x2, x1 = torch.meshgrid(-at, at, indexing="ij")
    return torch.stack((x1, x2), -1).view(-1, 2)


def coded(values: Tensor, scale: Tensor | float) -> Tensor:
    """Values as bytes; the scale, one number or one per column, is the value of byte 255."""
    return (values * (127.5 / scale) + 128.0).clamp_(0, 255).to(torch.uint8)  # + ½ rounds


def scale_of(values: Tensor) -> Tensor:
    """max(1, max |value|) of every column: [side², n] -> [n]."""
    return values.abs().amax(0).clamp_(min=1.0)


class NeuronMaps:
    """The pixels of both sizes, and what the network is fed for them."""

    def __init__(self, net: DenseNet, features: Callable[[Tensor], Tensor]) -> None:
        self.net, self.features = net, features
        self._x = {side: features(pixels(side)).to(net.device) for side in (LARGE, MIDDLE, SMALL)}

    def inputs(self, side: int, options: Mapping[str, Any]) -> Tensor:
        """What the network is fed for side × side pixels, [side², n_0], as a viewer's options have it."""
        return self._x[side]

    def place(self, args: Mapping[str, Any]) -> Tensor:
        """What it is fed for the point of `args`, `{x1, x2}`, [1, n_0]. Raises ActError."""
        x = torch.tensor([[finite(args, "x1", FARTHEST), finite(args, "x2", FARTHEST)]])
        return self.features(x).to(self.net.device)

    def told(self, output: list[float]) -> list[float]:
        """An output as it is told: a number in the unit of what is predicted."""
        return output

    def map(self, focus: Mapping[str, Any], output: Callable[[Tensor], Tensor]) -> Arrays:
        """The neuron in focus, `{layer, neuron}`, or else the output, at every pixel.

        `output` turns the last z [10000, K] into values in −1…1. Without focus and with several
        outputs the picture shows the class that wins, and `map.sure` by how much.
        """
        at = self._in_focus(focus)
        x = self.inputs(LARGE, focus)
        hidden, last = self.net.answer(x)
        if at is not None and at[0] <= len(hidden):
            answers = [x, *hidden][at[0]]
        else:
            answers = output(last)
            if answers.shape[1] > 1 and at is None:
                value, winner = answers.nan_to_num().max(1)
                return {"map": _square(winner), "map.sure": _square(coded(value, 1.0)), **_unit()}
        column = at[1] if at is not None else 0
        value = answers[:, column].nan_to_num()
        scale = scale_of(value)
        return {"map": _square(coded(value, scale)), "map.scale": scale.view(1).cpu().numpy()}

    @property
    def beside(self) -> Tensor:
        """What the network is fed for the pixels of a map beside the large one, [MIDDLE², n_0]."""
        return self.inputs(MIDDLE, {})

    def _in_focus(self, focus: Mapping[str, Any]) -> tuple[int, int] | None:
        """Layer and neuron, or None where there is no such neuron (any more)."""
        layer, neuron, sizes = focus.get("layer"), focus.get("neuron"), self.net.sizes
        if within(layer, 0, len(sizes) - 1) and within(neuron, 0, sizes[layer] - 1):
            return layer, neuron
        return None

    def thumbs(self, options: Mapping[str, Any], output: Callable[[Tensor], Tensor]) -> Arrays:
        """Every neuron's own picture, inputs first, output last: uint8 [n, 25, 25]; scales f4 [n]."""
        x = self.inputs(SMALL, options)
        hidden, last = self.net.answer(x)
        values = torch.cat([x, *hidden, output(last)], 1).nan_to_num_()  # [625, n]
        scale = scale_of(values)
        pictures = coded(values, scale).t().reshape(-1, SMALL, SMALL)
        return {"thumbs": pictures.cpu().numpy(), "thumbs.scale": scale.cpu().numpy()}


def small(values: Tensor) -> np.ndarray:
    """[MIDDLE²] as bytes, u1 [MIDDLE, MIDDLE]."""
    return values.to(torch.uint8).view(MIDDLE, MIDDLE).cpu().numpy()


def _square(values: Tensor) -> np.ndarray:
    return values.to(torch.uint8).view(LARGE, LARGE).cpu().numpy()


def _unit() -> Arrays:
    return {"map.scale": np.ones(1, np.float32)}
