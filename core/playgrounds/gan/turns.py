"""Both passes of an update as they are meant: losses of the scores, whose gradients autograd works out.

B samples of `shape` S in a batch, z numbers of noise each, `labels` [B] or None; `blur` [B, *S] or None is
instance noise, added to what the discriminator sees. fast.py does the same for small dense networks.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Generator, Tensor

from core.playgrounds.gan.config import GanConfig
from core.playgrounds.gan.domain import Domain
from core.playgrounds.gan.objectives import gradient_penalty, r1_penalty
from core.playgrounds.gan.pair import NetworkPair


class DTurn(NamedTuple):
    """What came of D's passes; its network holds the gradient."""

    fake: Tensor  # [B, *S], as G made them
    scores: Tensor  # [2, B], of real samples and of generated ones
    loss: Tensor  # [], with penalties


class GTurn(NamedTuple):
    """What came of G's passes; its network holds the gradient."""

    fake: Tensor  # [B, *S]
    scores: Tensor  # [B]
    loss: Tensor  # []
    slope: Tensor | None  # dL/dfake [B, *S], where it is there


class Turns:
    """Both turns of any pair; penalties draw from `rng`."""

    def __init__(self, pair: NetworkPair, domain: Domain, rng: Generator) -> None:
        self.pair, self.domain, self._rng = pair, domain, rng

    def d(
        self, c: GanConfig, z: Tensor, x: Tensor, blur: Tensor | None, labels: Tensor | None, iteration: int
    ) -> DTurn:  # fmt: skip
        """Real samples x, blurred already, and G(z) are told apart."""
        with torch.no_grad():
            fake = self.pair.generator(z, labels)  # [B, *S]
        shown = blurred(fake, blur)
        scores = self._scores(x, shown, labels)  # [2, B]
        on_real, on_fake = scores.unbind()
        loss = self.pair.objective.d_loss(on_real, on_fake, c.label_smoothing)  # []
        loss = self._penalised(c, loss, x, shown, labels, iteration)
        self.pair.discriminator.backward(loss)
        return DTurn(fake, scores.detach(), loss.detach())

    def g(
        self, c: GanConfig, z: Tensor, blur: Tensor | None, labels: Tensor | None, slopes: bool
    ) -> GTurn:
        """G(z) is scored; the gradient flows back through D, which stays as it is."""
        fake = self.pair.generator(z, labels)  # [B, *S]
        scores = self.pair.discriminator(blurred(fake, blur), labels)  # [B]
        loss = self.pair.objective.g_loss(scores)  # []
        slope = torch.autograd.grad(loss, fake, retain_graph=True)[0] if slopes else None
        self.pair.generator.backward(loss)
        return GTurn(fake.detach(), scores.detach(), loss.detach(), slope)

    def _scores(self, x: Tensor, fake: Tensor, labels: Tensor | None) -> Tensor:
        """Scores of both batches [2, B]: in one go, unless D compares within a batch."""
        score = self.pair.discriminator
        if self.domain.batchwise:
            return torch.stack((score(x, labels), score(fake, labels)))
        twice = None if labels is None else torch.cat((labels, labels))
        return score(torch.cat((x, fake)), twice).view(2, -1)

    def _penalised(
        self, c: GanConfig, loss: Tensor, x: Tensor, fake: Tensor, labels: Tensor | None, iteration: int
    ) -> Tensor:  # fmt: skip
        """The discriminator's loss with the penalties that are switched on."""

        def score(x: Tensor) -> Tensor:
            return self.pair.discriminator(x, labels)

        # Lazily: Karras et al. 2020 (arXiv:1912.04958)
        if c.r1 and iteration % c.r1_every == 0:
            loss = loss + c.r1 * c.r1_every * r1_penalty(score, x)
        if c.loss == "wgan_gp" and c.gp_weight:
            loss = loss + c.gp_weight * gradient_penalty(score, x, fake, self._rng)
        return loss


def blurred(x: Tensor, blur: Tensor | None) -> Tensor:
    return x if blur is None else x + blur
