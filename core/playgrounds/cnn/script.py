"""The network as plain PyTorch, and how it does on the test images."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from core.i18n import N_
from core.playgrounds.cnn.algorithm import Cnn
from core.playgrounds.cnn.network import Conv, Dense, Norm, Residual
from core.playgrounds.script import MODULES, Script, sequential, unwritten, weights

MOST = 64 * 2**20  # bytes of test images that travel with it
BODY = """
{residual}def build():
    return {layers}


def metrics(model, data):
    mean, std = data["mean"][:, None, None], data["std"][:, None, None]  # per channel, of training images
    loss = right = 0.0
    for images, labels in zip(data["x"].split(500), data["y"].split(500)):
        logits = model((images.float() / 255 - mean) / std)  # [B, K]
        loss += F.cross_entropy(logits, labels, reduction="none").double().sum().item()
        right += (logits.argmax(1) == labels).sum().item()
    return {{"test_accuracy": right / len(data["y"]), "test_loss": loss / len(data["y"])}}
"""
RESIDUAL = '''def conv(n_in, n_out, kernel, stride, padding):
    return nn.Sequential(
        nn.Conv2d(n_in, n_out, kernel, stride, padding, bias=False), nn.BatchNorm2d(n_out)
    )


class Residual(nn.Module):
    """He et al. 2015 (arXiv:1512.03385): what two convolutions make is added to what came in."""

    def __init__(self, n_in, n_out, stride):
        super().__init__()
        self.first, self.second = conv(n_in, n_out, 3, stride, 1), conv(n_out, n_out, 3, 1, 1)
        changes = n_in != n_out or stride > 1
        self.shortcut = conv(n_in, n_out, 1, stride, 0) if changes else nn.Identity()
        self.activation = ACTIVATION

    def forward(self, x):
        inside = self.activation(self.first(x))
        return self.activation(self.second(inside) + self.shortcut(x))


'''


class _Written:
    """The lines of the layers, and the weights under the names that they get in the sequence."""

    def __init__(self, activation: str) -> None:
        self.activation = activation
        self.lines: list[str] = []
        self.weights: dict[str, Tensor] = {}

    def add(self, line: str, weight: nn.Module | None = None) -> None:
        if weight is not None:
            self.take(str(len(self.lines)), weight)
        self.lines.append(line)

    def take(self, place: str, module: nn.Module) -> None:
        if isinstance(module, Norm):
            names = {
                "gamma": "weight",
                "beta": "bias",
                "mean": "running_mean",
                "variance": "running_var",
            }
            for mine, theirs in names.items():
                self.weights[f"{place}.{theirs}"] = getattr(module, mine)
            self.weights[f"{place}.num_batches_tracked"] = torch.tensor(0)
        else:
            for name in ("weight", "bias"):
                found = getattr(module, name)
                if found is not None:
                    self.weights[f"{place}.{name}"] = found

    def norm(self, norm: Norm | None, kind: str) -> None:
        if norm is not None:
            self.add(f"nn.BatchNorm{kind}({len(norm.gamma)})", norm)


def script(algorithm: Cnn) -> Script:
    """The network that is shown, on all test images."""
    pictures = algorithm.pictures
    if math.prod(pictures.image) * len(pictures.test) > MOST:
        raise unwritten("cnn", N_("there are too many test images."))
    written = _Written(MODULES[algorithm.config.activation])
    shape = pictures.image
    for layer, stage in zip(algorithm.layers, algorithm.module.stages, strict=True):
        _write(written, layer.block.kind if layer.block else "output", stage, shape, layer.flattens)
        shape = layer.shape
    residual = RESIDUAL.replace("ACTIVATION", written.activation)
    body = BODY.format(
        residual=residual if any("Residual" in line for line in written.lines) else "",
        layers=sequential(written.lines),
    )
    data = {
        "x": (pictures.pixels(pictures.test, True) * 255).round().byte().cpu().numpy(),
        "y": pictures.labels(pictures.test, True).cpu().numpy(),
        "mean": pictures.mean.cpu().numpy(), "std": pictures.std.cpu().numpy(),
    }  # fmt: skip
    return Script(body, weights(written.weights), data, ("test_accuracy", "test_loss"))


def _write(
    written: _Written, kind: str, stage: nn.Module, shape: tuple[int, ...], flat: bool
) -> None:
    """Adds the lines of one block, which is fed `shape`."""
    if flat:
        written.add("nn.Flatten()")
    elif isinstance(stage, Dense):
        n_out, n_in = stage.weight.shape
        bias = "" if stage.bias is not None else ", bias=False"
        written.add(f"nn.Linear({n_in}, {n_out}{bias})", stage)
        written.norm(stage.norm, "1d")
        if not stage.last:
            written.add(written.activation)
    elif isinstance(stage, Residual):
        _write_residual(written, stage, shape[0])
    elif kind == "conv":
        conv = stage.conv
        assert isinstance(conv, Conv)
        n_out, n_in, kernel, _ = conv.weight.shape
        bias = "" if conv.bias is not None else ", bias=False"
        how = f"{n_in}, {n_out}, {kernel}, stride={conv.stride}, padding={conv.padding}{bias}"
        written.add(f"nn.Conv2d({how})", conv)
        written.norm(conv.norm, "2d")
        written.add(written.activation)
    elif kind in ("pool", "avgpool"):
        name = "MaxPool2d" if kind == "pool" else "AvgPool2d"
        written.add(f"nn.{name}({stage.kernel}, {stage.stride})")
    elif kind == "gap":
        written.add("nn.AdaptiveAvgPool2d(1)")
        written.add("nn.Flatten()")
    elif kind == "dropout":
        written.add(f"nn.Dropout({stage.share:g})")


def _write_residual(written: _Written, stage: Residual, n_in: int) -> None:
    place = len(written.lines)
    for name in ("first", "second", "shortcut"):
        conv = getattr(stage, name)
        if conv is not None:
            written.take(f"{place}.{name}.0", conv)
            written.take(f"{place}.{name}.1", conv.norm)
    written.add(f"Residual({n_in}, {stage.first.weight.shape[0]}, {stage.first.stride})")
