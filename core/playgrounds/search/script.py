"""The network that validation chose as plain PyTorch, and what validation and test say of it."""

from __future__ import annotations

from torch import Tensor

from core.i18n import N_
from core.playgrounds.script import MODULES, Script, sequential, unwritten, weights
from core.playgrounds.search.algorithm import Search
from core.playgrounds.search.trial import network

BODY = """
def build():
    # Found by the search: {values}
    return {layers}


def metrics(model, data):
    found = {{}}
    for name in ("valid", "test"):
        z, y = model(data[f"{{name}}_x"])[:, 0], data[f"{{name}}_y"]
        found[f"{{name}}_loss"] = F.binary_cross_entropy_with_logits(z, y).item()
        found[f"{{name}}_accuracy"] = ((z > 0) == (y > 0.5)).float().mean().item()
    return found
"""


def script(algorithm: Search) -> Script:
    """Of all trials that have ended."""
    best, samples = algorithm.studies.best, algorithm.studies.samples
    if best is None:
        raise unwritten("search", N_("no trial has come to its end yet."))
    net = network(algorithm.config, best.values, best.theta.device)
    net.theta.copy_(best.theta)
    lines: list[str] = []
    found: dict[str, Tensor] = {}
    for k, (kernel, bias) in enumerate(zip(net.kernels, net.biases, strict=True)):
        found |= {f"{len(lines)}.weight": kernel.t(), f"{len(lines)}.bias": bias}
        lines.append(f"nn.Linear({len(kernel)}, {len(bias)})")
        if k < len(net.activations):
            lines.append(MODULES[net.activations[k].name])
    values = ", ".join(f"{name}={value}" for name, value in best.values.items())
    data = {}
    for name, test in (("valid", False), ("test", True)):
        data[f"{name}_x"] = samples.x[samples.of(test)].cpu().numpy()
        data[f"{name}_y"] = samples.t[samples.of(test), 0].cpu().numpy()
    told = ("valid_loss", "valid_accuracy", "test_loss", "test_accuracy")
    return Script(BODY.format(values=values, layers=sequential(lines)), weights(found), data, told)
