"""How good a VAE is: its bounds, its codes, and what they know. B images, d latent dimensions, k codes.

In nats per image: `elbo` (always with β = 1), `reconstruction`, `kl`; with the prefix `train_` of as many
training images. `iwae`: the bound of k codes, where k > 1. `active_units`; `latent_knn_accuracy` where
there are classes; `mig` where the images' factors are known. An autoencoder has no bound:
`reconstruction` and knn.
"""

from __future__ import annotations

import torch
from torch import Generator, Tensor

from core.playgrounds.vae import bounds
from core.playgrounds.vae.disentangle import disentanglement
from core.playgrounds.vae.model import CHUNK, VaeModel

QUICK = 1000  # images that metrics are measured on while it trains
KNOWN = 2000  # training images among which the nearest are looked for while it trains
NEIGHBOURS = 15
ACTIVE = 0.01  # variance of a dimension's means over the data: Burda et al. 2016, section 5.2


@torch.no_grad()
def measured(model: VaeModel, most: int) -> dict[str, float]:
    """The metrics on the first `most` test images, always with the same noise."""
    p, fixed = model.pictures, Generator().manual_seed(model.config.seed + 2**40)
    x, y = p.test[:most], p.y_test[:most]
    seen, y_seen = p.drawn(p.x[: len(x)], fixed), p.y[: len(x)]
    mu, log_var = model.posteriors(x, y)
    codes = model.config.samples if model.probabilistic else 1
    found = bound(model, x, y, (mu, log_var), codes, fixed)
    of_training = bound(model, seen, y_seen, model.posteriors(seen, y_seen), 1, fixed)
    found |= {f"train_{name}": value for name, value in of_training.items()}
    if p.classes:
        known = slice(0, KNOWN if most <= QUICK else len(p.x))
        mu_known, _ = model.posteriors(p.x[known].float() / 255, p.y[known])
        found["latent_knn_accuracy"] = knn_accuracy(mu_known, p.y[known], mu, y)
    if not model.probabilistic:
        return found
    found["active_units"] = float(active(mu).sum())
    levels = p.found.levels_test
    if levels is not None:
        eps = torch.randn(mu.shape, generator=fixed).to(mu.device)
        z = bounds.reparameterised(mu, log_var, eps)
        found["mig"] = disentanglement(z.cpu().numpy(), levels[: len(x)]).mig
    return found


def bound(
    model: VaeModel,
    x: Tensor,
    y: Tensor,
    posteriors: tuple[Tensor, Tensor],
    k: int,
    noise: Generator,
) -> dict[str, float]:
    """The bound on log p(x) of images [B, D] and its parts, means over them, with k codes of each."""
    mu, log_var = posteriors  # [B, d]
    costs, weights = [], []
    for rows in torch.arange(len(x)).split(max(1, CHUNK // k)):
        label = model.pictures.one_hot(y[rows])
        eps = torch.randn((k, len(rows), mu.shape[1]), generator=noise).to(model.device)
        if not model.probabilistic:
            eps.zero_()
        z = bounds.reparameterised(mu[rows], log_var[rows], eps)  # [k, b, d]
        log_px = model.log_likelihood(model.logits(z, label, x[rows]), x[rows])  # [k, b]
        costs.append(-log_px.mean(0))
        weights.append(bounds.iwae(bounds.log_weights(log_px, z, eps, log_var[rows])))
    found = {"reconstruction": float(torch.cat(costs).mean())}
    if model.probabilistic:
        found["kl"] = float(bounds.kl(mu, log_var).sum(1).mean())
        found["elbo"] = -found["reconstruction"] - found["kl"]
        if k > 1:
            found["iwae"] = float(torch.cat(weights).mean())
    return found


def active(mu: Tensor) -> Tensor:
    """Which dimensions say something about x, bool [d]: Cov_x(E_q[z_j]) > 0.01, from means [B, d]."""
    return mu.var(0, correction=0) > ACTIVE


def knn_accuracy(known: Tensor, labels: Tensor, asked: Tensor, truth: Tensor) -> float:
    """The share of codes `asked` [M, d] whose class most of the 15 nearest `known` codes [N, d] have.

    Ties go to the lower class. A chunk at a time, so that the distances stay small.
    """
    classes = int(max(labels.max(), truth.max())) + 1
    right, k = 0, min(NEIGHBOURS, len(known))
    for part, classes_of in zip(asked.split(500), truth.split(500), strict=True):
        near = torch.cdist(part, known).topk(k, largest=False).indices  # [b, k]
        votes = torch.zeros(len(part), classes, device=known.device)
        votes.scatter_add_(1, labels[near], torch.ones_like(near, dtype=votes.dtype))
        right += int((votes.argmax(1) == classes_of).sum())
    return right / len(asked)
