"""What a viewer does to the network by hand, and how a gradient is checked."""

from __future__ import annotations

import math
from typing import Any, Protocol

from torch import Tensor

from core.i18n import N_
from core.nn.activations import Activation
from core.nn.dense import DenseNet
from core.params import Message
from core.playgrounds.arguments import finite, index
from core.playgrounds.backprop import passes
from core.playgrounds.backprop.config import BackpropConfig
from core.playgrounds.contract import ActError, Answer, Args

LARGEST = 100.0  # weight or input that may be typed by hand
EPS = 1e-4  # how far a weight is moved for the finite difference


class Handled(Protocol):
    """What is changed: the algorithm, as far as hands know it."""

    config: BackpropConfig
    net: DenseNet
    activation: Activation
    x: Tensor
    t: Tensor

    @property
    def rows(self) -> list[int]: ...

    def coming(self) -> passes.Pass: ...

    def drawn(self, rows: list[int]) -> tuple[Tensor, Tensor]: ...

    def keep(self, kind: str) -> None: ...

    def touched(self) -> None: ...


def place_of(of: Handled, args: Args) -> tuple[int, int, int]:
    """Which weight is meant: layer from 0, row, column of its matrix. Source −1 is the bias."""
    layer = index(args, "layer", 1, len(of.net.weights)) - 1
    weight = of.net.weights[layer]
    source = index(args, "source", -1, len(weight) - 2)
    target = index(args, "target", 0, weight.shape[1] - 1)
    return layer, source if source >= 0 else len(weight) - 1, target


def check(of: Handled, args: Args) -> Answer:
    """`check {layer, source, target, eps}`: the finite difference beside the gradient."""
    layer, row, column = place = place_of(of, args)
    eps = finite(args, "eps", 1.0) if "eps" in args else EPS
    if not eps > 1e-9:
        text = N_("{name} = {value}: give a number in {low}…1.")
        raise ActError(Message("eps", text, {"name": "eps", "value": eps, "low": "1e-9"}))
    told, weights = of.coming(), of.net.weights
    x, t = of.drawn(of.rows)
    slope, above, below = passes.slope_between(
        weights, place, eps, x, t, of.activation, of.config.loss
    )
    sizes = [weight.numel() for weight in weights]
    at = sum(sizes[:layer]) + row * weights[layer].shape[1] + column
    gradient = float(told.grad[at])
    error = abs(slope - gradient) / max(abs(slope), abs(gradient), 1e-12)
    said = {"difference": slope, "gradient": gradient, "error": error, "eps": eps}
    said |= {"above": above, "below": below, "weight": float(of.net.theta[at])}
    return {key: value if math.isfinite(value) else None for key, value in said.items()}, {}


def set_weight(of: Handled, args: Args) -> dict[str, Any]:
    """`set_weight {layer, source, target, value}`: a weight, or a bias (source −1), by hand."""
    layer, row, column = place_of(of, args)
    new = finite(args, "value", LARGEST)
    weight = of.net.weights[layer]
    source = "b" if row == len(weight) - 1 else str(row + 1)
    return edit(of, weight, row, column, new, f"w{layer + 1}[{source}→{column + 1}]")


def set_input(of: Handled, args: Args) -> dict[str, Any]:
    """`set_input {example, input, value}`: the raw x₁ (0) or x₂ (1) of an example, by hand."""
    example = index(args, "example", 0, len(of.x) - 1)
    which = index(args, "input", 0, 1)
    new = finite(args, "value", LARGEST)
    return edit(of, of.x, example, which, new, f"x{which + 1}[{example + 1}]")


def set_target(of: Handled, args: Args) -> dict[str, Any]:
    """`set_target {example, output, value}`: what an example's output should be, in 0…1."""
    example = index(args, "example", 0, len(of.t) - 1)
    output = index(args, "output", 0, of.t.shape[1] - 1)
    new = finite(args, "value", 1.0)
    if new < 0:
        text = N_("{name} = {value}: a target lies between 0 and 1, as the output does.")
        raise ActError(Message("value", text, {"name": "value", "value": f"{new:g}"}))
    return edit(of, of.t, example, output, new, f"t{output + 1}[{example + 1}]")


def edit(of: Handled, what: Tensor, row: int, column: int, new: float, name: str) -> dict[str, Any]:
    old = float(what[row, column])
    of.keep("edit")
    what[row, column] = new
    of.touched()
    return {"name": name, "old": f"{old:z.4g}", "new": f"{new:z.4g}"}
