"""The network as plain PyTorch: what it answers once it is learned, and how well."""

from __future__ import annotations

from torch import Tensor

from core.playgrounds.mlp.algorithm import Mlp
from core.playgrounds.script import MODULES, Script, sequential, weights

BODY = """
{residual}def build():
    {folded}return {layers}


def losses(z, y):
    {loss}


def metrics(model, data):
    z, y, test = model(data["x"]), data["y"], data["test"]  # [M, K], [M], which points only test
    loss = losses(z, y)
    found = {{}}
    for name, rows in (("train", ~test), ("test", test)):
        found[f"{{name}}_loss"] = loss[rows].mean().item()
{score}
    return found
"""
RESIDUAL = '''class Residual(nn.Module):
    """What the layers make of x is added to x."""

    def __init__(self, *layers):
        super().__init__()
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return x + self.layers(x)


'''
FOLDED = "# Batch normalisation, with its running means, is folded into weights and biases.\n    "
LOSSES = {
    ("cross_entropy", False): "z = z[:, 0]\n"
    "    return F.binary_cross_entropy_with_logits(z, y.float(), reduction=\"none\")",
    ("cross_entropy", True): "return F.cross_entropy(z, y, reduction=\"none\")",
    ("mse", False): "return 0.5 * (torch.tanh(z[:, 0]) - (2 * y - 1)) ** 2  # targets are -1 and 1",
    ("mse", True): "target = 2 * F.one_hot(y, z.shape[1]) - 1  # -1 and 1\n"
    "    return 0.5 * ((torch.tanh(z) - target) ** 2).sum(1)",
}  # fmt: skip
NUMBERS = {
    "mse": "return 0.5 * (z[:, 0] - y) ** 2",
    "huber": "return F.huber_loss(z[:, 0], y, reduction=\"none\", delta=0.25)",
}  # fmt: skip
ACCURACY = """        right = {answer} == y
        found[f"{{name}}_accuracy"] = right[rows].float().mean().item()"""
R2 = """        unexplained = ((z[rows, 0] - y[rows]) ** 2).sum()
        spread = ((y[rows] - y[rows].mean()) ** 2).sum()
        found[f"{name}_r2"] = (1 - unexplained / spread).item()"""


def script(algorithm: Mlp) -> Script:
    """The network that is shown, not those beside it."""
    net, points, c = algorithm.net.at_rest(), algorithm.points, algorithm.config
    layers: list[str] = []
    found: dict[str, Tensor] = {}
    for k, (kernel, bias) in enumerate(zip(net.kernels, net.biases, strict=True)):
        linear = f"nn.Linear({len(kernel)}, {len(bias)})"
        place = f"{len(layers)}"
        if k == len(net.activations):
            layers.append(linear)
        elif net.skips[k]:
            layers.append(f"Residual({linear}, {MODULES[net.activations[k].name]})")
            place += ".layers.0"
        else:
            layers += [linear, MODULES[net.activations[k].name]]
        found |= {f"{place}.weight": kernel.t(), f"{place}.bias": bias}
    several, regression = c.outputs > 1, c.task == "regression"
    body = BODY.format(
        residual=RESIDUAL if any(net.skips) else "",
        folded=FOLDED if algorithm.net.norm else "",
        layers=sequential(layers),
        loss=NUMBERS[c.loss] if regression else LOSSES[c.loss, several],
        score=R2
        if regression
        else ACCURACY.format(answer="z.argmax(1)" if several else "(z[:, 0] > 0).long()"),
    )
    arrays = {"x": points.x.cpu().numpy(), "y": points.y.cpu().numpy(), "test": points.is_test}
    return Script(body, weights(found), arrays, c.metrics)
