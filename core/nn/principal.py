"""The plane in which answers spread most: principal components.

Pearson 1901 (doi:10.1080/14786440109462720). Decomposed by torch, which keeps to the run's one thread:
numpy's library takes two, and beside a busy neighbour 64 × 64 numbers took it 68 ms instead of 0.6 ms.
"""

from __future__ import annotations

import numpy as np
import torch

FEW = 128  # numbers per answer up to which their covariance is decomposed, whatever the answers' count


def principal_plane(a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of m answers a [m, n] their mean [n] and the two directions [n, 2] in which they spread most.

    Each direction's largest part is positive: the same answers give the same plane. Where n is large, the
    m × m products of the answers are decomposed instead of the n × n ones of their numbers, which have the
    same eigenvalues (Turk & Pentland 1991, doi:10.1162/jocn.1991.3.1.71, equations 6 to 8).
    """
    x = torch.from_numpy(np.asarray(a, np.float64))
    m, n = x.shape
    mean = x.mean(0)
    centred = x - mean
    if n <= max(m, FEW):
        basis = _widest(centred.T @ centred)
    else:
        basis = centred.T @ _widest(centred @ centred.T)
        length = torch.linalg.vector_norm(basis, dim=0)
        basis = basis / torch.where(length > 0, length, 1.0)
    found = torch.zeros(n, 2, dtype=torch.float64)
    found[:, : basis.shape[1]] = basis
    largest = found.gather(0, found.abs().argmax(0, keepdim=True))
    return mean.numpy(), (found * torch.where(largest < 0, -1.0, 1.0)).numpy()


def _widest(products: torch.Tensor) -> torch.Tensor:
    """The two eigenvectors of the largest eigenvalues, the largest first."""
    return torch.linalg.eigh(products)[1].flip(1)[:, :2]
