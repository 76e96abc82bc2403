"""What goes wrong inside a network, told from its numbers: dead and saturated units, gradients that fade,
steps of the wrong length. Each sign has two thresholds, one at which it appears and a milder one below which
it goes again, so that a sentence does not flicker.

N training points, n_k units in layer k, R layers with weights (the hidden ones and the output).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

DEAD, SATURATED = 1, 2  # codes of units; 0: neither
STAYS, APPEARS = 1, 2  # levels of a sign; 0: gone
SIGNS = ("dead", "saturated", "faint", "small", "large")

# A unit is dead if all points get the same answer, up to rounding: it tells the next layer nothing, and a
# ReLU that is silent for every point learns nothing any more (Lu et al. 2019, arXiv:1903.06733).
CONSTANT = (1e-6, 1e-5)  # the widest spread of its answers, to appear and to stay
# A unit is saturated if nearly all its answers are within 1/100 of a limit of tanh (Glorot & Bengio 2010,
# section 3): the slope 1 − a² is below 0.02 there. A sigmoid is tanh(z / 2), moved to 0…1: held to the same.
LIMIT = 0.99
SHARE = (0.95, 0.90)  # of the points
# A layer whose gradient is a thousand times smaller than another's stands still while that one learns: one
# learning rate cannot serve both.
FAINT = (1e-3, 2e-3)  # of the largest layer's norm
# An update of about 1/1000 of the weights is healthy (Karpathy, CS231n, "Ratio of weights:updates"); a
# hundred times less hardly moves, a hundred times more throws away what was learned.
SMALL = (1e-5, 2e-5)
LARGE = (0.1, 0.05)
ASKS = 1e-3  # of the weights' norm: a smaller gradient asks for small steps, as it does when all is learned
NEAR_ZERO = 0.1  # root mean square of weights that may yet grow by more than themselves


def unit_codes(a: np.ndarray, activation: str) -> tuple[np.ndarray, np.ndarray]:
    """DEAD, SATURATED or 0 for each unit of a layer that answers a [N, n] to the training points, uint8 [n];
    and the same by the thresholds at which the signs stay.
    """
    spread = np.ptp(a, axis=0)
    strict, mild = ((spread <= width).astype(np.uint8) * np.uint8(DEAD) for width in CONSTANT)
    if activation in ("tanh", "sigmoid"):
        near = np.abs(a if activation == "tanh" else a * 2 - 1) > LIMIT
        share = near.mean(0)
        strict[share >= SHARE[0]], mild[share >= SHARE[1]] = SATURATED, SATURATED
    return strict, mild


def effective_rank(matrix: np.ndarray) -> float:
    """In how many directions the rows of a matrix [N, n] lie: exp of the entropy of its singular values over
    their sum, from 1 to n; 0 for a matrix of zeros. Roy & Vetterli 2007 (EUSIPCO), definition 1.
    """
    m = matrix.astype(np.float64)
    products = m.T @ m  # its eigenvalues are the squares: of n × n far cheaper than of N × n
    if not np.isfinite(products).all():
        return float("nan")
    squares = np.linalg.eigvalsh(products)
    squares[squares < max(squares[-1], 0.0) * 1e-14] = 0  # what rounding has left
    singular = np.sqrt(squares)
    total = singular.sum()
    if not total > 0:
        return 0.0
    p = singular[singular > 0] / total
    return float(np.exp(-(p * np.log(p)).sum()))


def levels(
    codes: Sequence[tuple[np.ndarray, np.ndarray]],
    signal: np.ndarray,
    asked: np.ndarray,
    rms: np.ndarray,
    update: np.ndarray,
) -> np.ndarray:
    """APPEARS, STAYS or 0 for every sign and layer, uint8 [5, R], in the order of SIGNS.

    `codes` are each hidden layer's, from `unit_codes`. Per layer [R]: `signal`, the norm of a point's own
    gradient; `asked`, the norm of the weights' gradient over the weights'; their root mean square `rms`; and
    the norm of the newest `update` over theirs.
    """
    found = np.zeros((len(SIGNS), len(signal)), np.uint8)
    for row, code in enumerate((DEAD, SATURATED)):
        for k, (strict, mild) in enumerate(codes):
            found[row, k] = APPEARS if code in strict else STAYS if code in mild else 0
    with np.errstate(all="ignore"):
        if signal.max() > 0:
            found[2] = _level(signal, [signal.max() * share for share in FAINT])
        moves = np.isfinite(update) & (rms > NEAR_ZERO)
        found[3] = _level(update, SMALL) * moves * (asked > ASKS)
        found[4] = _level(-update, [-share for share in LARGE]) * moves
    return found


def _level(values: np.ndarray, thresholds: Sequence[float]) -> np.ndarray:
    """How far values [R] lie below both thresholds; never for what is not a number."""
    appears, stays = (values < threshold for threshold in thresholds)
    return np.where(appears, APPEARS, np.where(stays, STAYS, 0)).astype(np.uint8)
