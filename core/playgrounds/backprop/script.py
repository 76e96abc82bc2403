"""The network as plain PyTorch, and how it does on its examples."""

from __future__ import annotations

from torch import Tensor

from core.playgrounds.backprop.algorithm import Backprop
from core.playgrounds.script import MODULES, Script, sequential, weights

BODY = """
def build():
    return {layers}


def metrics(model, data):
    z, t = model(data["x"]), data["t"]  # [N, K], targets in 0..1
    loss = {loss}
    right = ((z > 0) == (t > 0.5)).all(1)
    return {{"train_loss": loss.mean().item(), "train_accuracy": right.float().mean().item()}}
"""
LOSSES = {
    "mse": "((torch.sigmoid(z) - t) ** 2).sum(1) / 2",
    "cross_entropy": 'F.binary_cross_entropy_with_logits(z, t, reduction="none").sum(1)',
}


def script(algorithm: Backprop) -> Script:
    """All of it: its outputs are sigmoids, which the loss takes along."""
    c, lines = algorithm.config, list[str]()
    found: dict[str, Tensor] = {}
    for k, weight in enumerate(algorithm.net.weights):
        found |= {f"{len(lines)}.weight": weight[:-1].t(), f"{len(lines)}.bias": weight[-1]}
        lines.append(f"nn.Linear({len(weight) - 1}, {weight.shape[1]})")
        if k < len(algorithm.net.weights) - 1:
            lines.append(MODULES[algorithm.activation.name])
    x, _ = algorithm.drawn(list(range(len(algorithm.x))))
    data = {"x": x.cpu().numpy(), "t": algorithm.t.cpu().numpy()}
    body = BODY.format(layers=sequential(lines), loss=LOSSES[c.loss])
    return Script(body, weights(found), data, ("train_loss", "train_accuracy"))
