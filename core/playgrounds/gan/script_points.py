"""The generator of a GAN of points as plain PyTorch, and how far its samples are from the data."""

from __future__ import annotations

from itertools import pairwise

from torch import Tensor

from core.playgrounds.gan.algorithm import Gan
from core.playgrounds.gan.layers import ACTIVATED
from core.playgrounds.gan.points import PointDomain, PointGenerator
from core.playgrounds.script import MODULES, Script, sequential, weights

BODY = '''
def build():
    """The generator: noise [n, {z}] to points [n, 2] of the square from -1 to 1."""
    return {layers}


def metrics(model, data):
    points = model(data["noise"]) * data["edge"]  # [n, 2], in the data's units
    # The mean distance between sorted projections on many directions: Wasserstein-1, sliced.
    ours = (points @ data["directions"]).sort(0).values
    theirs = (data["real"] @ data["directions"]).sort(0).values
    return {{"sliced_wasserstein": (ours - theirs).abs().mean().item()}}
'''


def script(algorithm: Gan, domain: PointDomain) -> Script:
    """The generator of points that is shown."""
    pair, c = algorithm.pair, algorithm.config
    module = pair._shown().module
    assert isinstance(module, PointGenerator)
    sizes = (c.latent_dim, *c.g_hidden, 2)
    lines: list[str] = []
    found: dict[str, Tensor] = {}
    for (n_in, n_out), layer in zip(pairwise(sizes), module.net.layers, strict=True):
        found |= {f"{len(lines)}.{name}": one for name, one in layer.named_parameters()}
        lines.append(f"nn.Linear({n_in}, {n_out})")
        lines.append(activation(c.g_activation))
    lines[-1] = "nn.Tanh()" if module.bounded else "nn.Identity()"
    measures, n = domain.measures, domain.thorough
    data = {
        "noise": domain.noise(n, domain.fixed()).cpu().numpy(),
        "real": measures.real.numpy(), "directions": measures.directions.numpy(),
        "edge": measures.real.new_tensor(domain.data.edge).numpy(),
    }  # fmt: skip
    body = BODY.format(layers=sequential(lines), z=c.latent_dim)
    return Script(body, weights(found), data, ("sliced_wasserstein",))


def activation(name: str) -> str:
    """As ACTIVATED has it, whose leaky ReLU has another slope than torch's."""
    assert name in ACTIVATED
    return "nn.LeakyReLU(0.2)" if name == "leaky_relu" else MODULES[name]
