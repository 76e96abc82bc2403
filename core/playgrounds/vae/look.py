"""One look at a VAE as it stands: what several views of a frame need is computed once.

d latent dimensions, N test images in the scatter, images of h×w pixels.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import torch
from torch import Generator, Tensor

from core.playgrounds.vae import bounds, projection
from core.playgrounds.vae.disentangle import Disentanglement, disentanglement
from core.playgrounds.vae.film import PATHS
from core.playgrounds.vae.model import VaeModel
from core.playgrounds.vae.pictures import SHOWN, greys

CODES_SEED = 2**43  # of the noise of `codes`: always the same, so that only learning moves them


class Look:
    """Looks at `model` and at `plane` [2, d], the rows of the map; changes neither."""

    def __init__(self, model: VaeModel, plane: np.ndarray | None) -> None:
        self.model, self._plane = model, plane
        self.pictures, self.d = model.pictures, model.config.latent_dim

    @cached_property
    def posteriors(self) -> tuple[Tensor, Tensor]:
        """q(z|x) of the test images in the scatter: means and log variances, both [N, d]."""
        return self.model.posteriors(self.pictures.test[:SHOWN], self.pictures.y_test[:SHOWN])

    @cached_property
    def kl(self) -> Tensor:
        """KL per dimension, a mean over the images of the scatter, [d]."""
        return bounds.kl(*self.posteriors).mean(0)

    @cached_property
    def codes(self) -> Tensor:
        """One code of each image of the scatter, [N, d]; its mean where there is no posterior."""
        mu, log_var = self.posteriors
        if not self.model.probabilistic:
            return mu
        eps = torch.randn(mu.shape, generator=Generator().manual_seed(CODES_SEED)).to(mu.device)
        return bounds.reparameterised(mu, log_var, eps)

    @cached_property
    def disentanglement(self) -> Disentanglement:
        """What the codes know of the factors; only for images whose factors are known."""
        levels = self.pictures.found.levels_test
        assert levels is not None
        return disentanglement(self.codes.cpu().numpy(), levels[: len(self.codes)])

    def plane(self, axes: tuple[int, int] | None) -> np.ndarray:
        """The rows of the map, [2, d]: of two dimensions, or those that follow the codes."""
        if axes is not None:
            return projection.axes(self.d, axes)
        return projection.axes(self.d) if self._plane is None else self._plane

    def decoded(self, z: np.ndarray, label: int) -> np.ndarray:
        """Means of p(x|z) of codes [n, d], as bytes [n, h, w]; of a class where the decoder is told one."""
        p = self.pictures
        codes = torch.as_tensor(np.asarray(z), dtype=torch.float32, device=self.model.device)
        classes = p.one_hot(torch.full((len(codes),), label, device=self.model.device))
        return greys(self.model.coder.picture(codes, classes), p.side)

    def path(self, ends: tuple[int, int], way: str, count: int) -> np.ndarray:
        """Pictures [count, h, w] on the way from the code of one test image to that of another."""
        p, chosen = self.pictures, list(ends)
        mu, _ = self.model.posteriors(p.test[chosen], p.y_test[chosen])
        first, last = mu.cpu().numpy().astype(np.float64)
        return self.decoded(PATHS[way](first, last, count), int(p.y_test[ends[0]]))
