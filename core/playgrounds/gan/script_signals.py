"""The generator of signals, and how far their spectrum and their shapes are from the data's."""

from __future__ import annotations

import torch

from core.playgrounds.gan.algorithm import Gan
from core.playgrounds.gan.recurrent import CHUNK, SignalGenerator
from core.playgrounds.gan.signals import LENGTH, SignalDomain
from core.playgrounds.script import Script, weights

BODY = '''
class Generator(nn.Module):
    """Noise [n, {z}] decides a first state, from which a GRU goes on: signals [n, {length}] in -1..1."""

    def __init__(self):
        super().__init__()
        self.start = nn.Linear({z}, {width})
        self.gru = nn.GRU({z}, {width})
        self.last = nn.Linear({width}, {chunk})

    def forward(self, z):
        again = z.expand({steps}, *z.shape)  # the noise is heard at every step
        h, _ = self.gru(again, torch.tanh(self.start(z))[None])
        return torch.tanh(self.last(h)).transpose(0, 1).flatten(1)


def build():
    return Generator()


def metrics(model, data):
    x = model(data["noise"])
    power = torch.fft.rfft(x).abs().square().mean(0) / x.shape[1] ** 2
    power[1 : (x.shape[1] + 1) // 2] *= 2  # each stands for its negative frequency too
    shares, real = power / power.sum(), data["spectrum"] / data["spectrum"].sum()
    at = (torch.arange(200) + 0.5) / 200
    ours = torch.quantile(x @ data["directions"], at, dim=0)
    away = (ours - data["quantiles"]).abs().mean()  # Wasserstein-1 of projections, sliced
    distance = 0.5 * (shares - real).abs().sum()
    return {{"spectrum_distance": distance.item(), "sliced_wasserstein": away.item()}}
'''


def script(algorithm: Gan, domain: SignalDomain) -> Script:
    """With as many signals as the metrics of a finished run are made of."""
    module, c = algorithm.pair._shown().module, algorithm.config
    assert isinstance(module, SignalGenerator)
    at = (torch.arange(200) + 0.5) / 200
    data = {
        "noise": domain.noise(domain.thorough, domain.fixed()).cpu().numpy(),
        "spectrum": domain.spectrum.numpy(), "directions": domain._directions.numpy(),
        "quantiles": torch.quantile(domain.reference @ domain._directions, at, dim=0).numpy(),
    }  # fmt: skip
    width = module.start.weight.shape[0]
    body = BODY.format(
        z=c.latent_dim, length=LENGTH, width=width, chunk=CHUNK, steps=LENGTH // CHUNK
    )
    found = dict(module.named_parameters())
    return Script(body, weights(found), data, ("spectrum_distance", "sliced_wasserstein"))
