"""The points as every layer sees them: what a network does to the plane, layer by layer.

A layer of n neurons puts a point at n coordinates. Two are shown: two chosen neurons, or the plane of the
first two principal components (Pearson 1901). A layer of two neurons, or of one, is shown as it is.

m points, D layers (the inputs and the hidden ones), n neurons in all of them, K outputs.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.nn.features import features
from core.nn.principal import principal_plane
from core.playgrounds.arguments import within
from core.playgrounds.contract import Array, Arrays, Options, View
from core.playgrounds.mlp.maps import EDGE
from core.playgrounds.mlp.passes import Inside

POINTS, SIDE = 500, 21  # points shown at most, and lines of the grid each way


def lattice(of: Inside) -> Tensor | None:
    """The crossings of the plane's grid as the network is fed them, [441, n_0], row by row from below; None
    where its inputs are no features of the plane."""
    if of.config.table or len(of.config.inputs) != of.net.sizes[0]:
        return None
    at = torch.linspace(-EDGE, EDGE, SIDE)
    x2, x1 = torch.meshgrid(at, at, indexing="ij")
    return features(torch.stack((x1, x2), -1).view(-1, 2), of.config.inputs).to(of.net.device)


def pair(chosen: Any, layer: int, size: int) -> tuple[int, int]:
    """The two neurons that a viewer has chosen for a layer of `size`, or the first two."""
    here = chosen[layer] if isinstance(chosen, list) and layer < len(chosen) else None
    if isinstance(here, list) and len(here) == 2 and all(within(i, 0, size - 1) for i in here):
        return here[0], here[1]
    return 0, min(1, size - 1)


def frame(a: np.ndarray, chosen: tuple[int, int] | None) -> tuple[np.ndarray, np.ndarray]:
    """Where the shown plane lies in a layer that answers a [m, n]: a point of it [n], two directions [n, 2].

    Without two chosen neurons the principal plane about the mean, each direction's largest part positive: the
    same answers give the same plane. A lone neuron has no second direction: zeros.
    """
    n, mean = a.shape[1], a.mean(0)
    if chosen is None and n > 2:
        return principal_plane(a)
    basis = np.zeros((n, 2))
    first, second = chosen if chosen is not None and n > 2 else (0, 1)
    basis[first, 0] = 1
    if second != first and second < n:
        basis[second, 1] = 1
    return mean * (1 - basis.sum(1)), basis  # the others at their means


def _space(of: Inside, options: Options) -> Arrays:
    m = len(of.points.x)
    if not m:
        return {}
    some = slice(0, m, -(-m // POINTS))
    x, grid = of.points.x[some], lattice(of)
    fed = x if grid is None else torch.cat([x, grid])
    m = len(x)
    by_neurons, chosen = options.get("by") == "neurons", options.get("neurons")
    shown, bases, shares = [], [], []
    for layer, answers in enumerate([fed, *of.net.answer(fed)[0]]):
        a = np.nan_to_num(answers.cpu().numpy().astype(np.float64)).clip(-1e18, 1e18)
        here = pair(chosen, layer, a.shape[1]) if by_neurons else None
        centre, basis = frame(a[:m], here)
        shown.append((a - centre) @ basis)  # [m + 441, 2]
        bases.append(basis)
        spread = a[:m].var(0).sum()
        shares.append(shown[-1][:m].var(0).sum() / spread if spread > 0 else 1.0)
    last = np.nan_to_num(of.net.weights[-1].cpu().numpy().astype(np.float64))  # [n + 1, K]
    boundary = np.column_stack([last[:-1].T @ basis, centre @ last[:-1] + last[-1]])  # [K, 3]
    places = np.array(shown, np.float32)
    arrays: Arrays = {
        "space.points": places[:, :m].copy(),
        "space.y": of.points.truth[some].astype(np.float32),
        "space.test": of.points.is_test[some].astype(np.uint8),
        "space.basis": np.concatenate(bases).astype(np.float32),
        "space.share": np.array(shares, np.float32),
        "space.boundary": boundary.astype(np.float32),
    }
    if grid is not None:
        arrays["space.grid"] = places[:, m:].reshape(-1, SIDE, SIDE, 2).copy()
    return arrays


VIEWS = {
    "space": View(
        _space,
        {
            "space.points": Array("f4", "D m 2", coding="evenly many of all points, as each layer sees them"),
            "space.y": Array("f4", "m", coding="class index or target value"),
            "space.test": Array("u1", "m", coding="1: only tested on"),
            "space.grid": Array(
                "f4", "D 21 21 2", coding="the plane's grid, rows of x₂ from −6 up, columns of x₁",
                only="the inputs are features of the plane",
            ),
            "space.basis": Array("f4", "n 2", coding="the directions shown, layer by layer"),
            "space.share": Array("f4", "D", coding="of the points' variance that is seen"),
            "space.boundary": Array(
                "f4", "K 3",
                coding="the output's z on the last layer's picture: z = first · x + second · y + third",
            ),
        },
        {"by": "components or neurons", "neurons": "for each layer the two to show"},
        rest=0.06,
    ),
}  # fmt: skip
