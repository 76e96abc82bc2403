"""A VAE as plain PyTorch, and its bound on the test images."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Generator, nn

from core.i18n import N_
from core.playgrounds.script import MODULES, Script, sequential, unwritten, weights
from core.playgrounds.vae.algorithm import Vae
from core.playgrounds.vae.autoregressive import REACH, ROWS, Neighbours
from core.playgrounds.vae.model import CHUNK, VaeModel
from core.playgrounds.vae.networks import Convolutional

MOST = 32 * 2**20  # bytes of noise and images that travel with it, each
BODY = """
LOG_SIGMA = {log_sigma!r}  # of a pixel's deviation, where the likelihood is Gaussian


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = {encoder}
        self.decoder = {decoder}
{look}

def build():
    return Model()


def log_likelihood(logits, x):
    {likelihood}


def metrics(model, data):
    x = data["x"].float() / 255  # [M, pixels]
    label = data["label"].float()  # [M, classes], one-hot; no columns where the model is told none
    mu, log_var = model.encoder(torch.cat((x, label), 1)).chunk(2, 1)  # q(z|x), [M, d]
    costs = []
    for noise in data["noise"]:  # [M, d]
        z = mu + (0.5 * log_var).exp() * noise
        costs.append(-log_likelihood(model.decoder(torch.cat((z, label), 1)){context}, x))
    found = {{"reconstruction": torch.stack(costs).mean().item()}}
    {bound}
    return found
"""
LOOK = """        # What the pixels before a pixel say of it.
        self.look, self.say = nn.Conv2d(1, {width}, {window}), nn.Conv2d({width}, 1, 1)

    def context(self, x):
        framed = F.pad(x.view(-1, 1, {side}, {side}), {frame})
        return self.say(torch.relu(self.look(framed))).flatten(1)
"""
BERNOULLI = "return (x * logits - F.softplus(logits)).sum(1)"
GAUSSIAN = """off = (x - torch.sigmoid(logits)) / np.exp(LOG_SIGMA)
    constant = LOG_SIGMA + 0.5 * np.log(2 * np.pi)
    return -0.5 * (off**2).sum(1) - x.shape[1] * constant"""
KL = """kl = 0.5 * (mu**2 + log_var.exp() - 1 - log_var)  # from the prior N(0, 1), in nats
    found["kl"] = kl.sum(1).mean().item()
    found["elbo"] = -found["reconstruction"] - found["kl"]"""


def script(algorithm: Vae) -> Script:
    """Encoder and decoder, on all test images with the noise that the playground measures with."""
    model = algorithm.model
    coder, pictures, c = model.coder, model.pictures, model.config
    convolutional = isinstance(coder, Convolutional)
    if convolutional and pictures.conditions:
        raise unwritten("vae", N_("its convolutions are told the class."))
    noise = _noise(model)
    if max(noise.numel() * 4, pictures.test.numel()) > MOST:
        raise unwritten("vae", N_("there are too many test images or codes."))
    encoder, decoder = (_convolutions if convolutional else _dense)(algorithm)
    probabilistic = model.probabilistic
    body = BODY.format(
        encoder=sequential([line for line, _ in encoder]).replace("\n", "\n    "),
        decoder=sequential([line for line, _ in decoder]).replace("\n", "\n    "),
        log_sigma=float(model.log_sigma),
        likelihood=BERNOULLI if c.likelihood == "bernoulli" else GAUSSIAN,
        look=_look(coder.neighbours) if coder.neighbours is not None else "",
        context=" + model.context(x)" if coder.neighbours is not None else "",
        bound=KL if probabilistic else "# An autoencoder has no posterior, and so no bound.",
    )
    found: dict[str, torch.Tensor] = {
        f"{part}.{k}.{name}": one
        for part, layers in (("encoder", encoder), ("decoder", decoder))
        for k, (_, layer) in enumerate(layers)
        if layer is not None
        for name, one in layer.named_parameters()
    }
    if coder.neighbours is not None:
        found |= {f"{part}.bias": getattr(coder.neighbours, part).bias for part in ("look", "say")}
        found |= {"look.weight": coder.neighbours.window, "say.weight": coder.neighbours.say.weight}
    label = pictures.one_hot(pictures.y_test)
    label = torch.zeros(len(pictures.test), 0) if label is None else label.cpu()
    data = {"x": (pictures.test.cpu() * 255).round().byte().numpy(), "noise": noise.numpy(),
            "label": label.byte().numpy()}  # fmt: skip
    names = ("reconstruction", "kl", "elbo") if probabilistic else ("reconstruction",)
    return Script(body, weights(found), data, names)


def _look(of: Neighbours) -> str:
    width, _, *window = of.look.weight.shape
    frame = (REACH, REACH, ROWS - 1, 0)  # left, right, above, below
    return LOOK.format(width=width, window=tuple(window), side=of.side, frame=frame)


Layers = list[tuple[str, nn.Module | None]]  # the line, and whose weights those are


def _dense(algorithm: Vae) -> tuple[Layers, Layers]:
    coder, act = algorithm.model.coder, _activation(algorithm.config.activation)

    def written(modules: Sequence[nn.Module]) -> Layers:
        found: Layers = []
        for layer in modules:
            n_out, n_in = _weight(layer).shape
            found += [(f"nn.Linear({n_in}, {n_out})", layer), (act, None)]
        return found[:-1]

    return written(list(coder.encoder)), written(list(coder.decoder))


def _convolutions(algorithm: Vae) -> tuple[Layers, Layers]:
    coder, act = algorithm.model.coder, _activation(algorithm.config.activation)
    assert isinstance(coder, Convolutional)

    def conv(layer: nn.Module, stride: int) -> tuple[str, nn.Module]:
        n_out, n_in = _weight(layer).shape[:2]
        return f"nn.Conv2d({n_in}, {n_out}, 3, stride={stride}, padding=1)", layer

    def linear(layer: nn.Module) -> tuple[str, nn.Module]:
        n_out, n_in = _weight(layer).shape
        return f"nn.Linear({n_in}, {n_out})", layer

    one, two, head = coder.encoder
    first, second, last = coder.decoder
    side, quarter, maps = coder.side, coder.quarter, 2 * coder.width
    encoder: Layers = [
        (f"nn.Unflatten(1, (1, {side}, {side}))", None),
        conv(one, 2), (act, None), conv(two, 2), (act, None), ("nn.Flatten()", None), linear(head),
    ]  # fmt: skip
    decoder: Layers = [
        linear(first), (act, None), (f"nn.Unflatten(1, ({maps}, {quarter}, {quarter}))", None),
        ("nn.Upsample(scale_factor=2)", None), conv(second, 1), (act, None),
        ("nn.Upsample(scale_factor=2)", None), conv(last, 1), ("nn.Flatten()", None),
    ]  # fmt: skip
    return encoder, decoder


def _weight(layer: nn.Module) -> torch.Tensor:
    return layer.get_parameter("weight")


def _activation(name: str) -> str:
    """As networks.py has it, whose leaky ReLU has another slope."""
    return "nn.LeakyReLU(0.2)" if name == "leaky_relu" else MODULES[name]


def _noise(model: VaeModel) -> torch.Tensor:
    """[k, M, d], as core/playgrounds/vae/metrics.py draws it for all test images."""
    p, c = model.pictures, model.config
    k, m = (c.samples if model.probabilistic else 1), len(p.test)
    fixed = Generator().manual_seed(c.seed + 2**40)
    p.drawn(p.x[:m], fixed)
    parts = torch.arange(m).split(max(1, CHUNK // k))
    noise = [torch.randn((k, len(rows), c.latent_dim), generator=fixed) for rows in parts]
    found = torch.cat(noise, 1)
    return found if model.probabilistic else torch.zeros_like(found)
