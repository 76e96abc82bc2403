"""Where every optimiser has come to, and the loss there: of a surface, or of the small network."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor

from core.i18n import N_
from core.playgrounds.optimizers.algorithm import Optimizers
from core.playgrounds.optimizers.landscape import Formula
from core.playgrounds.optimizers.network import SIZES, layers
from core.playgrounds.optimizers.weights import Weights
from core.playgrounds.script import Script, sequential, unwritten, weights

SURFACE = '''
NAMES = {names!r}


def loss(x, y):
    {formula}


def build():
    """Two parameters for each optimiser that is still there."""
    return nn.ParameterDict({{name: torch.zeros(2, dtype=torch.float64) for name in NAMES}})


def metrics(model, data):
    found = {{}}
    for name in NAMES:
        found[f"train_loss.{{name}}"] = float(loss(*model[name]))
        away = torch.linalg.vector_norm(data["minima"] - model[name], dim=1)
        found[f"distance.{{name}}"] = away.min().item()
    return found
'''
NETWORK = '''
NAMES = {names!r}


def network():
    return {layers}.double()


def build():
    """A network for each optimiser that is still there."""
    return nn.ModuleDict({{name: network() for name in NAMES}})


def metrics(model, data):
    found = {{}}
    for name in NAMES:
        error = model[name](data["x"])[:, 0] - data["t"]  # of targets -1 and 1
        found[f"train_loss.{{name}}"] = 0.5 * (error**2).mean().item()
    return found
'''
FORMULAS = {
    "quadratic": "u, v = {c} * x + {s} * y, {c} * y - {s} * x  # the plane, turned\n"
    "    return 0.5 * (u**2 + {k} * v**2)",
    "rosenbrock": "return (1 - x) ** 2 + 100 * (y - x**2) ** 2",
    "beale": "return sum((a - x + x * y**n) ** 2 for a, n in ((1.5, 1), (2.25, 2), (2.625, 3)))",
    "himmelblau": "return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2",
    "saddle": "return 0.5 * x**2 - 0.5 * y**2 + 0.25 * y**4 + 0.25",
    "rastrigin": "waves = torch.cos(2 * torch.pi * x) + torch.cos(2 * torch.pi * y)\n"
    "    return 20 + x**2 + y**2 - 10 * waves",
    "plateau": "return 1 - torch.exp(-0.5 * (x**2 + y**2))",
}


def script(algorithm: Optimizers) -> Script:
    """Of all who have not left the picture."""
    race, scape = algorithm.race, algorithm.landscape
    here = {runner.name: runner.point.clone() for runner in race.here}
    if not here:
        raise unwritten("optimizers", N_("every optimiser has left the picture."))
    names = list(here)
    if isinstance(scape, Formula):
        body = SURFACE.format(names=names, formula=_formula(algorithm))
        data = {"minima": np.array(scape.minima)}
        told = [f"{kind}.{name}" for name in names for kind in ("train_loss", "distance")]
        return Script(body, weights(here), data, tuple(told))
    assert isinstance(scape, Weights)
    lines: list[str] = []
    for n_in, n_out in pairwise(SIZES):
        lines += [f"nn.Linear({n_in}, {n_out})", "nn.Tanh()"]
    found: dict[str, Tensor] = {}
    for name, theta in here.items():
        for k, weight in enumerate(layers(theta[None].numpy())):
            one = torch.from_numpy(weight[0])  # [n_in + 1, n_out], the biases last
            found |= {f"{name}.{2 * k}.weight": one[:-1].t(), f"{name}.{2 * k}.bias": one[-1]}
    data = {"x": scape.network.x[:, :-1], "t": scape.network.t}
    body = NETWORK.format(names=names, layers=sequential(lines[:-1]))
    return Script(body, weights(found), data, tuple(f"train_loss.{name}" for name in names))


def _formula(algorithm: Optimizers) -> str:
    c = algorithm.config
    turn = math.radians(c.rotation)
    values = {"c": math.cos(turn), "s": math.sin(turn), "k": c.conditioning}
    return FORMULAS[c.surface].format(**values)
