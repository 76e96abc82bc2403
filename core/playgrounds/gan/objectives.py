"""What the two networks of a GAN want: each objective's two losses, and two penalties.

The discriminator gives every sample a score s, any real number [B]; where an objective speaks of a
probability, D = σ(s). −log σ(s) is softplus(−s) and −log(1 − σ(s)) is softplus(s).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from core.i18n import N_

Discriminator = Callable[[Tensor], Tensor]  # x [B, *S] -> scores [B]


# ---- the discriminator's losses: real [B], fake [B], and how far labels of 1 are smoothed -> [] ----
def d_log(real: Tensor, fake: Tensor, smooth: float = 0.0) -> Tensor:
    """−E log D(x) − E log(1 − D(G(z))). Smoothed, real samples want D = 1 − smooth.

    One-sided label smoothing: Salimans et al. 2016 (arXiv:1606.03498), section 3.4.
    """
    loss = F.softplus(-real).mean() + F.softplus(fake).mean()
    return loss + smooth * real.mean() if smooth else loss  # softplus(s) − softplus(−s) = s


def d_squares(real: Tensor, fake: Tensor, smooth: float = 0.0) -> Tensor:
    return 0.5 * ((real - (1 - smooth)).square().mean() + fake.square().mean())


def d_critic(real: Tensor, fake: Tensor, smooth: float = 0.0) -> Tensor:
    return fake.mean() - real.mean()


def d_hinge(real: Tensor, fake: Tensor, smooth: float = 0.0) -> Tensor:
    return F.relu(1 - real).mean() + F.relu(1 + fake).mean()


# ---- the generator's losses: fake [B] -> [] -------------------------------------------------------
def g_minimax(fake: Tensor) -> Tensor:
    return -F.softplus(fake).mean()


def g_non_saturating(fake: Tensor) -> Tensor:
    return F.softplus(-fake).mean()


def g_squares(fake: Tensor) -> Tensor:
    return 0.5 * (fake - 1).square().mean()


def g_critic(fake: Tensor) -> Tensor:
    return -fake.mean()


# ---- scores as the page shows them: a belief in 0…1 where there is one ----------------------------
def as_unit(scores: Tensor) -> Tensor:
    return scores.clamp(0, 1)


def as_margin(scores: Tensor) -> Tensor:
    """Halfway between the hinges at −1 and +1 is ½."""
    return (scores.clamp(-1, 1) + 1) / 2


def as_is(scores: Tensor) -> Tensor:
    """A critic's scores have no scale: they mean something only beside each other."""
    return scores


@dataclass(frozen=True)
class Objective:
    """A game: what each player minimises, as formulas and as functions, and whose idea it was."""

    name: str
    label: str
    d_formula: str
    g_formula: str
    paper: str
    link: str
    d_loss: Callable[..., Tensor]  # real [B], fake [B], smooth -> []
    g_loss: Callable[[Tensor], Tensor]  # fake [B] -> []
    answer: Callable[[Tensor], Tensor]  # scores [n] -> [n]
    unbounded: bool = False  # a critic's scores have no natural scale

    @property
    def smooths(self) -> bool:
        """Whether it has labels that could be smoothed."""
        return self.d_loss in (d_log, d_squares)


OBJECTIVES: dict[str, Objective] = {
    one.name: one
    for one in (
        Objective(
            "minimax",
            N_("Minimax"),
            "−E log D(x) − E log(1 − D(G(z)))",
            "E log(1 − D(G(z)))",
            "Goodfellow et al. 2014, equation 1",
            "https://arxiv.org/abs/1406.2661",
            d_log,
            g_minimax,
            torch.sigmoid,
        ),
        Objective(
            "non_saturating",
            N_("Non-saturating"),
            "−E log D(x) − E log(1 − D(G(z)))",
            "−E log D(G(z))",
            "Goodfellow et al. 2014, section 3",
            "https://arxiv.org/abs/1406.2661",
            d_log,
            g_non_saturating,
            torch.sigmoid,
        ),
        Objective(
            "least_squares",
            N_("Least squares"),
            "½ E (D(x) − 1)² + ½ E D(G(z))²",
            "½ E (D(G(z)) − 1)²",
            "Mao et al. 2017, equation 9",
            "https://arxiv.org/abs/1611.04076",
            d_squares,
            g_squares,
            as_unit,
        ),
        Objective(
            "wasserstein",
            N_("Wasserstein, clipped"),
            "E D(G(z)) − E D(x),  |w| ≤ c",
            "−E D(G(z))",
            "Arjovsky, Chintala & Bottou 2017, algorithm 1",
            "https://arxiv.org/abs/1701.07875",
            d_critic,
            g_critic,
            as_is,
            unbounded=True,
        ),
        Objective(
            "wgan_gp",
            N_("Wasserstein, gradient penalty"),
            "E D(G(z)) − E D(x) + λ E (‖∇D(x̂)‖ − 1)²",
            "−E D(G(z))",
            "Gulrajani et al. 2017, equation 3",
            "https://arxiv.org/abs/1704.00028",
            d_critic,
            g_critic,
            as_is,
            unbounded=True,
        ),
        Objective(
            "hinge",
            N_("Hinge"),
            "E max(0, 1 − D(x)) + E max(0, 1 + D(G(z)))",
            "−E D(G(z))",
            "Lim & Ye 2017, section 3",
            "https://arxiv.org/abs/1705.02894",
            d_hinge,
            g_critic,
            as_margin,
        ),
    )
}


def gradient_penalty(
    discriminator: Discriminator, real: Tensor, fake: Tensor, generator: Generator
) -> Tensor:
    """E (‖∇D(x̂)‖ − 1)² at x̂ on the lines between real and fake, []: Gulrajani et al. 2017."""
    share = torch.rand(len(real), *[1] * (real.dim() - 1), generator=generator)
    between = real + share.to(real.device) * (fake - real)
    return (_slopes(discriminator, between) - 1).square().mean()


def r1_penalty(discriminator: Discriminator, real: Tensor) -> Tensor:
    """½ E ‖∇D(x)‖² at real samples, []: Mescheder et al. 2018 (arXiv:1801.04406), equation 9."""
    return 0.5 * _slopes(discriminator, real, squared=True).mean()


def _slopes(discriminator: Discriminator, x: Tensor, squared: bool = False) -> Tensor:
    """‖∂D/∂x‖ of every row, [B], itself differentiable."""
    x = x.detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(discriminator(x).sum(), x, create_graph=True)  # [B, *S]
    squares = slope.square().flatten(1).sum(1)
    return squares if squared else (squares + 1e-12).sqrt()  # √ has no slope at 0
