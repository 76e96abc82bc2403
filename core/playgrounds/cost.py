"""What a run needs, about, worked out from its configuration alone and never by trying.

An algorithm says it in a short function of its own (`Algorithm.cost`), put together from the parts here.
A network is counted per row of its input: how many weights, how many multiply-adds on the way forward,
how many numbers the way back needs again, and the most that one layer hands on. Good to within a factor
of two, which tests hold against measurement; single-precision numbers throughout.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

NUMBER = 4  # bytes
KEPT = 1.5  # of a hidden layer: its answer, and with some activations also what went in
BACK = 3.0  # times the widest layer: gradients, and copies in the layouts that kernels want
FORTH = 3.5  # the same where nothing is kept for a way back


@dataclass(frozen=True)
class Cost:
    """`memory`: bytes at most, while the run is built, trained, evaluated and looked at; what lives on
    is in it: data, weights, optimiser, replay memory, the last good states. `flops`: of a step, two for
    each multiply-add of its matrix products and convolutions."""

    memory: float
    flops: float


@dataclass(frozen=True)
class Net:
    """What one row of input costs in a network, or in a part of one."""

    weights: float = 0.0
    products: float = 0.0  # multiply-adds forward
    kept: float = 0.0  # numbers that the way back needs
    widest: float = 0.0  # numbers, the most at one place

    def __add__(self, more: Net) -> Net:
        return Net(
            self.weights + more.weights,
            self.products + more.products,
            self.kept + more.kept,
            max(self.widest, more.widest),
        )


def learning(*passes: tuple[Net, float]) -> float:
    """Bytes of passes forth and back, each with its rows: all is kept until the way back, which then
    needs room at one place after the other."""
    kept = sum(rows * net.kept for net, rows in passes)
    return NUMBER * (kept + BACK * max(rows * net.widest for net, rows in passes))


def answering(*passes: tuple[Net, float]) -> float:
    """Bytes of passes that nothing is learned from, one after the other."""
    return NUMBER * FORTH * max(rows * net.widest for net, rows in passes)


def alternating(one: float, other: float) -> float:
    """Bytes of two things by turns, which never need their memory at once: what one has freed fits the
    other only in part."""
    return max(one, other) + min(one, other) / 2


def dense(sizes: Sequence[int]) -> Net:
    """Dense layers of these sizes, inputs first."""
    found = Net()
    for n_in, n_out in pairwise(sizes):
        found += Net((n_in + 1) * n_out, n_in * n_out, KEPT * n_out, max(n_in, n_out))
    return found


def convolution(n_in: int, n_out: int, size: int, side: int, reads: float = 0.0) -> Net:
    """A convolution of size × size pixels to n_out pictures of side × side; `reads`: numbers of its
    input, where that is kept for it alone."""
    weights, pixels = n_in * n_out * size**2, side**2
    kept = KEPT * n_out * pixels + reads
    return Net(weights + n_out, weights * pixels, kept, max(n_out * pixels, reads))


def remembered(weights: float, slots: int, copies: float = 0.0) -> float:
    """Bytes of weights, their gradient and an optimiser's vectors: at work, in two good states, and what
    an update makes in passing; `copies`: further vectors as long as the weights."""
    return NUMBER * weights * (3 * (2 + slots) + 2 + copies)
