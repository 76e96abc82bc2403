"""A polynomial or a curve from a small network as plain PyTorch, and its mean loss on both sets of points."""

from __future__ import annotations

import torch
from torch import Tensor

from core.playgrounds.regression import script_classes
from core.playgrounds.regression.algorithm import Regression
from core.playgrounds.regression.linear import Linear
from core.playgrounds.regression.logistic import Logistic
from core.playgrounds.regression.network import Network
from core.playgrounds.script import MODULES, Script, sequential, weights

BODY = """
def build():
    {comment}return {layers}


def losses(r):  # of residuals, [N]
    return {loss}


def metrics(model, data):
    found = {{}}
    for name in ("train", "test"):
        residuals = model(data[f"{{name}}_x"])[:, 0].double() - data[f"{{name}}_y"]
        found[f"{{name}}_loss{member}"] = losses(residuals).mean().item()
    return found
"""
LOSSES = {
    "mse": "r**2",
    "absolute": "r.abs()",
    "huber": "torch.where(r.abs() <= 1, 0.5 * r**2, r.abs() - 0.5)",
}
POWERS = "# A point's features are powers of x, standardised where that was chosen.\n    "


def script(algorithm: Regression) -> Script:
    """The fit of the first loss."""
    fits = algorithm.fits
    if isinstance(fits, Logistic):
        return script_classes.script(algorithm, fits)
    loss = fits.losses[0]
    member = f".{loss}" if algorithm.members else ""
    found: dict[str, Tensor] = {}
    data = {"train_y": fits.points.y, "test_y": fits.test.y}
    if isinstance(fits, Linear):
        x = fits.features
        data |= {"train_x": x(fits.points.x), "test_x": x(fits.test.x)}
        found["weight"] = torch.from_numpy(fits.theta[:1].copy())
        layers, comment = f"nn.Linear({fits.theta.shape[1]}, 1, bias=False).double()", POWERS
    else:
        assert isinstance(fits, Network)
        net, lines, comment = fits.nets[0], list[str](), ""
        for kernel, bias in zip(net.kernels, net.biases, strict=True):
            found |= {f"{len(lines)}.weight": kernel.t(), f"{len(lines)}.bias": bias}
            lines.append(f"nn.Linear({len(kernel)}, {len(bias)})")
            lines.append(MODULES[net.activations[0].name])
        layers = sequential(lines[:-1])
        column = fits.points.x.astype("float32")[:, None]
        data |= {"train_x": column, "test_x": fits.test.x.astype("float32")[:, None]}
    body = BODY.format(comment=comment, layers=layers, loss=LOSSES[loss], member=member)
    names = (f"train_loss{member}", f"test_loss{member}")
    return Script(body, weights(found), data, names)
