"""The bounds on log p(x), and their two parts. All in nats per image; B images, d latent dimensions.

Kingma & Welling 2013 (arXiv:1312.6114): log p(x) ≥ ELBO = E_q[log p(x|z)] − KL(q(z|x) ‖ p(z)), with
q(z|x) = N(μ, diag σ²) and p(z) = N(0, I).
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

LOG_2PI = math.log(2 * math.pi)


def kl(mu: Tensor, log_var: Tensor) -> Tensor:
    """KL(N(μ, σ²) ‖ N(0, 1)) per dimension, [B, d]: ½ (μ² + σ² − 1 − log σ²). Appendix B there."""
    return 0.5 * (mu.square() + log_var.exp() - 1 - log_var)


def reparameterised(mu: Tensor, log_var: Tensor, eps: Tensor) -> Tensor:
    """z = μ + σ · ε: the noise comes from outside, so gradients reach μ and σ. Equation 10 there."""
    return torch.addcmul(mu, (0.5 * log_var).exp(), eps)


def log_likelihood(kind: str, logits: Tensor, x: Tensor, log_sigma: Tensor | float) -> Tensor:
    """log p(x|z), summed over the pixels: logits and x [..., B, D] -> [..., B].

    Bernoulli: the sigmoid is how likely a pixel is white. Gaussian: it is the mean, around which a
    pixel has deviation exp(log_sigma).
    """
    if kind == "bernoulli":
        return (x * logits - F.softplus(logits)).sum(-1)
    log_sigma = torch.as_tensor(log_sigma, device=x.device)
    off = (x - torch.sigmoid(logits)) * torch.exp(-log_sigma)
    return -0.5 * off.square().sum(-1) - x.shape[-1] * (log_sigma + 0.5 * LOG_2PI)


def freed(kl_by_dim: Tensor, free: float) -> Tensor:
    """The KL that training counts, []: of each dimension's mean at least `free`, so that none is
    pressed below. Kingma et al. 2016 (arXiv:1606.04934), equation 15."""
    means = kl_by_dim.mean(0)
    return means.clamp_min(free).sum() if free else means.sum()


def log_weights(log_px: Tensor, z: Tensor, eps: Tensor, log_var: Tensor) -> Tensor:
    """log w = log p(x|z) + log p(z) − log q(z|x): log_px [k, B], z and ε [k, B, d] -> [k, B]."""
    log_p = -0.5 * z.square().sum(-1)
    log_q = -0.5 * (eps.square() + log_var).sum(-1)
    return log_px + log_p - log_q  # both have −½ d log 2π


def iwae(weights: Tensor) -> Tensor:
    """log of the mean of k weights, [k, B] -> [B]. Burda et al. 2016 (arXiv:1509.00519), equation 8."""
    return torch.logsumexp(weights, 0) - math.log(weights.shape[0])


def annealed(name: str, beta: float, update: int, length: int) -> float:
    """β at an update. warm_up: from 0 up to β over `length` updates (Bowman et al. 2016,
    arXiv:1511.06349). cyclical: rises so, rests as long at β, and starts again (Fu et al. 2019,
    arXiv:1903.10145, equation 6 with R = ½)."""
    if name == "warm_up":
        return beta * min(1.0, update / length)
    if name == "cyclical":
        return beta * min(1.0, (update % (2 * length)) / length)
    return beta
