"""The networks of the grid as plain PyTorch, and how each does on its points."""

from __future__ import annotations

import numpy as np
from torch import Tensor

from core.i18n import N_
from core.playgrounds.script import MODULES, Script, unwritten, weights
from core.playgrounds.sweep.algorithm import Sweep
from core.playgrounds.sweep.cells import named
from core.playgrounds.sweep.groups import Groups
from core.playgrounds.sweep.networks import Networks

BODY = """
NETWORKS = {cells}


def network(*sizes):
    layers = []
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        layers += [nn.Linear(n_in, n_out), {activation}]
    return nn.Sequential(*layers[:-1])


def build():
    \"\"\"Everyone that has not exploded, by its number in the grid, row by row from 1.\"\"\"
    return nn.ModuleDict({{name: network(*sizes) for name, (sizes, _) in NETWORKS.items()}})


def metrics(model, data):
    found, train = {{}}, {train}  # so many points are learned from, the others test
    for name, (_, points) in NETWORKS.items():
        z, y = model[name](data["x"][points])[:, 0], data["y"][points].float()
        losses = F.binary_cross_entropy_with_logits(z, y, reduction="none")
        found[f"train_loss.{{name}}"] = losses[:train].mean().item()
        found[f"test_loss.{{name}}"] = losses[train:].mean().item()
        right = (z > 0) == (y > 0.5)
        found[f"test_accuracy.{{name}}"] = right[train:].float().mean().item()
    return found
"""
CELLS = "{  # sizes of the layers, and which points"


def script(algorithm: Sweep) -> Script:
    """Every network of the grid that is still there."""
    all_of, samples, found = algorithm.networks, algorithm.networks.samples, dict[str, Tensor]()
    lines = []
    for m, name in enumerate(named(all_of.cells.count)):
        if m in all_of.left:
            continue
        sizes = (len(algorithm.config.inputs), *all_of.cells.hidden(m), 1)
        which = int(samples.of[m]) if samples.x.shape[0] > 1 else 0
        lines.append(f'"{name}": ({sizes}, {which}),  # {all_of.cells.label(m)}')
        for k, weight in enumerate(_weights(all_of, m)):
            one = weight[[*range(sizes[k]), -1], : sizes[k + 1]]  # narrow ones lie in a corner
            found |= {f"{name}.{2 * k}.weight": one[:-1].t(), f"{name}.{2 * k}.bias": one[-1]}
    if not lines:
        raise unwritten("sweep", N_("every network has exploded."))
    body = BODY.format(
        cells="\n".join([CELLS, *(f"    {one}" for one in lines), "}"]),
        activation=MODULES[algorithm.config.activation], train=samples.train,
    )  # fmt: skip
    first = np.unique(samples.of, return_index=True)[1] if samples.x.shape[0] > 1 else [0]
    data = {"x": samples.x[first].cpu().numpy(), "y": samples.y[first].cpu().numpy()}
    kinds = ("train_loss", "test_loss", "test_accuracy")
    there = [name for m, name in enumerate(named(all_of.cells.count)) if m not in all_of.left]
    return Script(
        body, weights(found), data, tuple(f"{kind}.{one}" for one in there for kind in kinds)
    )


def _weights(all_of: Networks | Groups, m: int) -> list[Tensor]:
    """Of network m: W_k [n_k + 1, n_{k+1}], as wide as the widest of its batch."""
    if isinstance(all_of, Networks):
        return [weight[m] for weight in all_of.net.weights]
    for part, group in zip(all_of.parts, all_of.groups, strict=True):
        if m in part.of:
            return [weight[part.of.index(m)] for weight in group.net.weights]
    raise IndexError(m)
