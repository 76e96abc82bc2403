"""The copies as plain PyTorch, each with its regularisation, and how they do on both sets of points."""

from __future__ import annotations

import numpy as np
from torch import Tensor

from core.i18n import N_
from core.playgrounds.regularization import script_widths
from core.playgrounds.regularization.algorithm import Regularization
from core.playgrounds.regularization.copies import Copies
from core.playgrounds.regularization.widths import Widths
from core.playgrounds.script import MODULES, Script, sequential, unwritten, weights

BODY = """
COPIES = {names!r}


def network():
    {folded}return {layers}


def build():
    return nn.ModuleDict({{name: network() for name in COPIES}})


def metrics(model, data):
    x, y, train, test = data["x"], data["y"], data["train"], data["test"]  # [N, 2], [N], rows
    found = {{}}
    for name in COPIES:
        z = model[name](x)[:, 0]
        losses = F.binary_cross_entropy_with_logits(z, y.float(), reduction="none")
        found[f"train_loss.{{name}}"] = losses[train].mean().item()
        found[f"test_loss.{{name}}"] = losses[test].mean().item()
        found[f"test_accuracy.{{name}}"] = ((z > 0) == (y > 0))[test].float().mean().item()
    return found
"""
FOLDED = "# Batch normalisation, with its running means, is folded into weights and biases.\n    "


def script(algorithm: Regularization) -> Script:
    """Every copy that is a single network and has not exploded."""
    copies, split = algorithm.experiment, algorithm.split
    if isinstance(copies, Widths):
        return script_widths.script(algorithm, copies)
    assert isinstance(copies, Copies)
    copies.answer(split.x)  # brings what is shown up to date
    shown = copies._shown
    places = {name: place.start for name, place in copies.rows.items() if name != "ensemble"}
    places["early_stopping"] = shown.copies - 1
    names = [one for one in copies.members if one in places and one not in copies.left]
    if not names:
        raise unwritten("regularization", N_("no copy of it is a single network."))
    lines = list[str]()
    found: dict[str, Tensor] = {}
    for k, weight in enumerate(shown.weights):  # [R, n_in + 1, n_out]
        for name in names:
            one = weight[places[name]]
            found[f"{name}.{len(lines)}.weight"] = one[:-1].t()
            found[f"{name}.{len(lines)}.bias"] = one[-1]
        lines.append(f"nn.Linear({weight.shape[1] - 1}, {weight.shape[2]})")
        if k < len(shown.activations):
            lines.append(MODULES[shown.activations[k].name])
    body = BODY.format(
        names=names, layers=sequential(lines), folded=FOLDED if "batch_norm" in names else ""
    )
    rows = np.arange(len(split.x))
    data = {"x": split.x.cpu().numpy(), "y": split.y.cpu().numpy(),
            "train": rows[split.train], "test": rows[split.test]}  # fmt: skip
    measured = ("train_loss", "test_loss", "test_accuracy")
    return Script(body, weights(found), data, tuple(f"{m}.{n}" for n in names for m in measured))
