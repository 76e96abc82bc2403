"""The VAE itself: its images, encoder and decoder, and what they say of an image or a code.

Nothing here learns: what makes it better stands in algorithm.py. B images, D pixels, K classes that the
networks are told, d latent dimensions, k codes per image.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Generator, Tensor

from core.nn.flat import Flat
from core.playgrounds.vae import bounds
from core.playgrounds.vae.autoregressive import Neighbours
from core.playgrounds.vae.config import VaeConfig
from core.playgrounds.vae.networks import ACTIVATED, Coder, Convolutional, Dense
from core.playgrounds.vae.pictures import Pictures

CHUNK = 1000  # images encoded in one go


class VaeModel:
    """The networks, as the parameters of `net`, and the images that they are trained and tested on."""

    def __init__(self, config: VaeConfig, device: torch.device, generator: Generator) -> None:
        """Weights are drawn from `generator`. Raises ParamError where the images are not there."""
        self.config, self.device = config, device
        self.pictures = Pictures(config, device)
        self.coder = _coder(config, self.pictures, generator)
        self.net = Flat(self.coder, device)

    def configure(self, config: VaeConfig) -> None:
        """Take over the live values."""
        self.config = config
        self.coder.activation = ACTIVATED[config.activation]

    @property
    def probabilistic(self) -> bool:
        """Whether an image has a posterior q(z|x): with everything but a plain autoencoder."""
        return self.config.model != "autoencoder"

    @property
    def log_sigma(self) -> Tensor | float:
        """Logarithm of a pixel's deviation, learned or set; for Gaussian likelihoods."""
        learned = self.coder.log_sigma
        return float(np.log(self.config.sigma)) if learned is None else learned

    @torch.no_grad()
    def posteriors(self, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        """q(z|x) of images [B, D] with labels [B], some at a time: means and log variances, both [B, d]."""
        parts = [
            self.coder.encode(some, self.pictures.one_hot(labels))
            for some, labels in zip(x.split(CHUNK), y.split(CHUNK), strict=True)
        ]
        return torch.cat([mu for mu, _ in parts]), torch.cat([log_var for _, log_var in parts])

    def logits(self, z: Tensor, label: Tensor | None, x: Tensor) -> Tensor:
        """p(x|z) of codes [B, d] or [k, B, d] as logits, so many of D pixels; neighbours are those in x."""
        if z.dim() == 2:
            return self.coder.decode(z, label) + self.coder.context(x)
        repeated = None if label is None else label.repeat(len(z), 1)
        decoded = self.coder.decode(z.flatten(0, 1), repeated)  # [k·B, D]
        return decoded.view(len(z), *x.shape) + self.coder.context(x)

    def log_likelihood(self, logits: Tensor, x: Tensor) -> Tensor:
        """log p(x|z) in nats: logits [..., B, D], x [B, D] -> [..., B]."""
        kind = "bernoulli" if self.config.likelihood == "bernoulli" else "gaussian"
        return bounds.log_likelihood(kind, logits, x, self.log_sigma)


def _coder(config: VaeConfig, pictures: Pictures, generator: Generator) -> Coder:
    learned = config.likelihood == "gaussian_learned"
    rest = (config.latent_dim, generator, config.activation, learned, config.sigma)
    coder: Coder
    if config.network == "convolutional":
        coder = Convolutional(pictures.side, pictures.conditions, config.width, *rest)
    else:
        coder = Dense(pictures.side**2, pictures.conditions, config.hidden, *rest)
    if config.decoder == "autoregressive":
        coder.neighbours = Neighbours(pictures.side, generator)
    return coder
