"""The generator of small pictures, with the classifier that says how good they are."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from core.playgrounds.gan.algorithm import Gan
from core.playgrounds.gan.convolutional import Conv, ImageGenerator
from core.playgrounds.gan.images import AT_ONCE, ImageDomain
from core.playgrounds.gan.script_points import activation
from core.playgrounds.script import Script, sequential, weights

BODY = '''
class Model(nn.Module):
    """The generator, and the classifier that was trained beside it to judge what it makes."""

    def __init__(self):
        super().__init__()
        self.generator = {generator}
        self.features = {features}
        self.last = {last}

    def forward(self, z):
        """Noise [n, {z}], then the class one-hot where it is asked for, to pictures [n, {side}, {side}]."""
        return self.generator(z)[:, 0]


def build():
    return Model()


def metrics(model, data):
    asked = torch.arange(len(data["noise"])) % {classes}
    features, logits = [], []
    for z, labels in zip(data["noise"].split({at_once}), asked.split({at_once})):
        pictures = model({noise})
        seen = model.features(pictures[:, None])  # [n, f]
        features.append(seen)
        logits.append(model.last(seen))
    sure, said = torch.cat(logits).softmax(1).max(1)
    share = torch.bincount(said, minlength={classes}) / len(said)
    found = {{"confidence": sure.mean().item(), "classes_seen": torch.special.entr(share).sum().exp().item()}}
    {right}# The Frechet distance of the features to those of the training images.
    seen, real = torch.cat(features).double(), data["covariance"]
    value, vector = torch.linalg.eigh(real)
    root = vector * value.clamp(min=0).sqrt() @ vector.t()
    covariance = torch.cov(seen.t())
    both = torch.linalg.eigvalsh(root @ covariance @ root).clamp(min=0).sqrt().sum()
    away = (data["mean"] - seen.mean(0)).square().sum()
    found["fid_like"] = (away + real.trace() + covariance.trace() - 2 * both).item()
    return found
'''
RIGHT = 'found["recognised_fraction"] = (said == asked).float().mean().item()\n    '
CONDITIONAL = "torch.cat((z, F.one_hot(labels, {classes}).to(z.dtype)), 1)"


def script(algorithm: Gan, domain: ImageDomain) -> Script:
    """With as many pictures as the metrics of a finished run are made of, all classes equally often."""
    c, n = algorithm.config, domain.thorough
    module = algorithm.pair._shown().module
    assert isinstance(module, ImageGenerator)
    generator, drawn = domain.fixed(), list[Tensor]()
    for part in torch.arange(n).split(AT_ONCE):
        drawn.append(domain.noise(len(part), generator).cpu())
    judge, classes = domain.classifier, len(domain.names)
    lines = {"generator": _generator(module, c.g_activation), "features": _features(judge.net)}
    hidden = judge.net.last.weight.shape[1]
    noise = CONDITIONAL.format(classes=classes) if domain.classes else "z"
    body = BODY.format(
        **{name: sequential([line for line, _ in parts]) for name, parts in lines.items()},
        last=f"nn.Linear({hidden}, {classes})", z=c.latent_dim, side=domain.side, classes=classes,
        at_once=AT_ONCE, noise=noise, right=RIGHT if domain.classes else "",
    )  # fmt: skip
    found: dict[str, Tensor] = {}
    places: dict[str, nn.Module] = {"last": judge.net.last}
    for name, parts in lines.items():
        places |= {f"{name}.{k}": layer for k, (_, layer) in enumerate(parts) if layer is not None}
    for place, layer in places.items():
        found |= {f"{place}.{which}": one for which, one in layer.named_parameters()}
    data = {
        "noise": torch.cat(drawn).numpy(), "mean": judge.real.mean.numpy(),
        "covariance": judge.real.covariance.numpy(),
    }  # fmt: skip
    told = ("confidence", "classes_seen", "fid_like")
    return Script(
        body, weights(found), data, ("recognised_fraction", *told) if domain.classes else told
    )


Lines = list[tuple[str, nn.Module | None]]  # a layer as it is written, and its weights


def _generator(g: ImageGenerator, name: str) -> Lines:
    n_out, n_in = g.first.weight.shape
    wide, middle = g.grow.weight.shape[:2]
    return [
        (f"nn.Linear({n_in}, {n_out})", g.first),
        (activation(name), None),
        (f"nn.Unflatten(1, ({wide}, {g.coarse}, {g.coarse}))", None),
        (f"nn.ConvTranspose2d({wide}, {middle}, 4, 2, 1)", g.grow),
        (activation(name), None),
        (f"nn.ConvTranspose2d({middle}, 1, 4, 2, 1)", g.last),
        ("nn.Tanh()", None),
    ]


def _features(net: nn.Module) -> Lines:
    found: Lines = []
    for conv in net.convs:  # type: ignore[union-attr]
        assert isinstance(conv, Conv)
        n_out, n_in, size, _ = conv.weight.shape
        line = f"nn.Conv2d({n_in}, {n_out}, {size}, {conv.stride}, {conv.padding})"
        found += [(line, conv), ("nn.ReLU()", None)]
    n_out, n_in = net.hidden.weight.shape  # type: ignore[union-attr, misc]
    linear = (f"nn.Linear({n_in}, {n_out})", net.hidden)
    return [*found, ("nn.Flatten()", None), linear, ("nn.ReLU()", None)]  # type: ignore[list-item]
