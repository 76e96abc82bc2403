"""How good a VAE is, on images it has not learned from. B images, d latent dimensions."""

from __future__ import annotations

import torch
from torch import Tensor

NEIGHBOURS = 15
ACTIVE = 0.01  # variance of a dimension's means over the data: Burda et al. 2016, section 5.2


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
