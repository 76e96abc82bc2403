"""What a network that fits a curve is seen by: the curve, and what every neuron adds to it."""

from __future__ import annotations

from core.playgrounds.contract import Arrays, Options
from core.playgrounds.regression.network import Network
from core.playgrounds.regression.seen import GRID, single


def fit(of: Network, options: Options) -> Arrays:
    parts, offset = of.parts(GRID)
    found = {"fit": of.curves(GRID), "parts": parts, "offset": [offset]}
    return {name: single(values) for name, values in found.items()}


def numbers(of: Network, options: Options) -> Arrays:
    weights, gradient = of.neurons()
    return {"neuron": single(weights), "neuron.gradient": single(gradient)}
