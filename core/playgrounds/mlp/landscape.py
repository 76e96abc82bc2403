"""The loss around the weights as they are: a plane through them, the way they came, and how sharp it is.

The plane is spanned by two random directions, each neuron's part as long as the neuron's weights (Li et al.
2018, arXiv:1712.09913, section 4), or by those in which the way so far spread most (section 7). What it
shows is the training loss without penalties. The heights belong to weights of a moment, and are worked out
while the training goes on: a few at every look, so that no look takes long.

The sharpness is the largest eigenvalue of the Hessian, of which a product with v is the difference of two
gradients, (∇L(θ + εv) − ∇L(θ − εv)) / 2ε, in double precision. Nothing here touches the training.

Of a network with batch normalisation the weights are those into which γ, β and the running means have been
put: the loss is that of the network as it answers, while a step goes by the minibatch's own statistics.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor

from core.nn.batched import BatchedNet, learn
from core.nn.dense import DenseNet, streams, with_ones
from core.nn.losses import Loss
from core.nn.plane import Plane, around, filter_normalised, neurons, principal
from core.nn.sharpness import Lanczos
from core.playgrounds.contract import Arrays

LARGE = 400  # parameters, from which on the picture is coarser
SIDES = 31, 21  # heights on a side of the picture
ROWS = 256, 128  # points that the heights are means over; more are thinned out evenly
WORK = 1_500_000  # products of numbers in one look: about a millisecond
WAY = 200  # places of the way that are kept; beyond, every second one
PRODUCTS = 16  # with the Hessian, for one sharpness
SMALL = 1e-4  # ε, times the length of the weights


def at_once(parameters: int) -> tuple[int, int, int]:
    """Heights on a side, points that each is a mean over, and heights in one look."""
    large = parameters > LARGE
    side, rows = SIDES[large], ROWS[large]
    return side, rows, max(1, min(side**2, WORK // (rows * parameters)))


class Landscape:
    """One for each kind of plane, `random` or `way`; `look` is asked once a frame, while somebody looks."""

    plane: Plane | None = None  # of the heights
    _next: Plane  # of those that are being worked out, at _theta [P]

    def __init__(self, net: DenseNet, seed: int, kind: str) -> None:
        self.net, self.kind = net, kind
        rest = net.at_rest()
        self._side, self._rows, self._settings = at_once(rest.theta.numel())
        self._cells = self._side**2
        self._many = BatchedNet(net.sizes, self._settings, net.device)
        self._two = BatchedNet(
            net.sizes, 2, dtype=torch.float64
        )  # not every device has such numbers
        self._many.skips = self._two.skips = net.skips
        self._neurons = neurons((w.shape[0], w.shape[1]) for w in net.weights)
        (generator,) = streams(seed, 1)
        self._drawn = torch.randn(2, len(self._neurons), generator=generator).double().numpy()
        self._way: list[np.ndarray] = []
        self._every = self._looks = 1
        self.heights = np.empty((0, 0), np.float32)
        self.sharpness = math.nan
        self.epoch = self._begun = 0.0  # of the weights that the heights are around
        self._top: np.ndarray | None = (
            None  # the direction of largest curvature that was found last
        )

    def look(self, loss: type[Loss], x: Tensor, t: Tensor, epoch: float) -> None:
        """A few heights more, and one product; the first picture at once. x [N, n_0] and t [N, K] are the
        training points."""
        theta = self.net.at_rest().theta.cpu().double().numpy()
        if not len(x) or not np.isfinite(theta).all():
            return
        self._walk(theta)
        apart = max(1, math.ceil(len(x) / self._rows))
        x, t = x[::apart], t[::apart]
        self._many.activations = self._two.activations = self.net.activations
        first = self.plane is None
        if first:
            self._begin(theta, epoch)
        while True:
            self._go_on(loss, x, t)
            if self._row == self._cells and (
                self._lanczos.products == PRODUCTS or self._lanczos.exact
            ):
                self._publish()
                if epoch != self._begun:
                    self._begin(theta, epoch)
                return
            if not first:
                return

    def _walk(self, theta: np.ndarray) -> None:
        """Keeps one place out of so many looks that the way stays short."""
        self._looks += 1
        if self._way and (self._looks % self._every or np.array_equal(theta, self._way[-1])):
            return
        self._way.append(theta.astype(np.float32))
        if len(self._way) > WAY:
            self._way, self._every = self._way[::2], 2 * self._every

    def _begin(self, theta: np.ndarray, epoch: float) -> None:
        """Another picture, around these weights."""
        axes = self._axes(theta)
        way = np.stack([*self._way, theta]).astype(np.float64)
        if self.kind == "way" and np.ptp(way, 0).any():
            _, axes = principal(way, self._next.axes if self.plane else axes)
        self._next = around(theta, axes, way, 1.0 if self.kind == "random" else 0.1)
        self._begun, self._row = epoch, 0
        self._found = np.empty(self._cells, np.float32)
        self._theta = theta
        self._lanczos = Lanczos(self._top if self._top is not None else self._drawn[0])
        if self.plane is None:
            self.plane = self._next

    def _axes(self, theta: np.ndarray) -> np.ndarray:
        return filter_normalised(self._drawn, np.where(theta == 0, 1e-12, theta), self._neurons)

    def _go_on(self, loss: type[Loss], x: Tensor, t: Tensor) -> None:
        if self._row < self._cells:
            at = self._next.grid(self._side)[self._row : self._row + self._settings]
            theta = torch.from_numpy(self._next.lifted(at).astype(np.float32))
            self._many.theta[: len(at)] = theta.to(self.net.device)
            _, z = self._many.answer(x, slice(0, len(at)))  # [M, N, K]
            each = loss.each(z.flatten(0, 1), t.repeat(len(at), 1)).view(len(at), -1)
            self._found[self._row : self._row + len(at)] = each.mean(1).cpu().numpy()
            self._row += len(at)
        if self._lanczos.products < PRODUCTS and not self._lanczos.exact:
            self._lanczos.tell(self._product(loss, x, t, self._lanczos.ask))

    def _product(self, loss: type[Loss], x: Tensor, t: Tensor, v: np.ndarray) -> np.ndarray:
        """H v [P]."""
        nudge = SMALL * max(1.0, float(np.linalg.norm(self._theta)))
        gradients = self.gradients(loss, x, t, self._theta + nudge * np.stack([v, -v]))
        found: np.ndarray = (gradients[0] - gradients[1]) / (2 * nudge)
        return found

    def gradients(self, loss: type[Loss], x: Tensor, t: Tensor, theta: np.ndarray) -> np.ndarray:
        """Of the mean loss over x [N, n_0] at two places theta [2, P], [2, P]."""
        net = self._two
        net.theta.copy_(torch.from_numpy(theta))
        work = net.workspace(len(x))
        z = net.forward(with_ones(x.cpu().double()), work)
        _, delta = learn(loss, z, t.cpu().double())
        net.backward(delta, work)
        found: np.ndarray = net.grad.numpy().copy()
        return found

    def _publish(self) -> None:
        self.plane, self.epoch = self._next, self._begun
        self.heights = self._found.reshape(self._side, self._side)
        self.sharpness, self._top = self._lanczos.top()

    def arrays(self, known: int, limit: float) -> Arrays:
        """The heights only where they are others than those `known`; `limit`: how sharp it may be."""
        if self.plane is None:  # the weights have never been finite
            return {}
        key = self.plane.key
        way = np.stack(self._way).astype(np.float64)
        found: Arrays = {
            "plane": np.array([key, self.plane.low, self.plane.high, self.plane.share], np.float64),
            "way": self.plane.at(way).astype(np.float32),
            "sharpness": np.array([self.sharpness, limit, self.epoch], np.float32),
        }
        return found if known == key else {**found, "heights": self.heights}
