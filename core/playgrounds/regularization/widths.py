"""Double descent: networks of many widths, from far too narrow to far too wide, trained together.

A network of width w has one hidden layer of w neurons. Its first layer stays as it was drawn, each neuron a
step across a random line of the plane; the output's weights alone are learned (random features, Rahimi &
Recht 2007). So it has as many parameters as neurons, and with squared error there is a closed form beside the
descent: among all weights of least training error, the shortest ones.

    features     φ_j(x) = tanh(GAIN · (v_j · x − c_j)),   |v_j| = 1
    output       o = Σ_{j ≤ w} θ_j φ_j(x)
    loss         ½ mean (o − t)² + ½ ridge Σ θ²,   t = ±1

Where there are just as many parameters as points, the training error first reaches zero, and the only
weights that do it are huge: the test error peaks. Beyond, there is a choice, and descent from zero finds the
shortest. Belkin et al. 2019 (arXiv:1812.11118); Nakkiran et al. 2020 (arXiv:1912.02292); that a ridge of
the right size takes the peak away: Nakkiran et al. 2021 (arXiv:2003.01897).

W widths, D neurons of the widest, N points. All networks share their features, the narrow ones those of the
first neurons: theta [W, D] with zeros behind a network's width, and a step of all is two matrix products.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.i18n import N_
from core.nn.dense import streams
from core.nn.losses import SquaredError
from core.nn.optimisers import Nesterov
from core.params import Message
from core.playgrounds.contract import Trace
from core.playgrounds.regularization.config import RegularizationConfig
from core.playgrounds.regularization.experiment import Experiment
from core.playgrounds.regularization.split import Split

# Widths as multiples of the number of training points; some have a name, curves and a map.
SHARES = (
    *(1 / 16, 1 / 8, 3 / 16, 1 / 4, 3 / 8, 1 / 2, 5 / 8, 3 / 4, 7 / 8, 15 / 16, 1, 17 / 16, 9 / 8),
    *(5 / 4, 3 / 2, 7 / 4, 2, 5 / 2, 3, 4, 6, 8, 12),
)
NAMED = {
    "eighth": (1 / 8, N_("n/8 neurons")),
    "quarter": (1 / 4, N_("n/4 neurons")),
    "half": (1 / 2, N_("n/2 neurons")),
    "threshold": (1, N_("n neurons")),
    "double": (2, N_("2n neurons")),
    "twelvefold": (12, N_("12n neurons")),
}
GAIN = 2.0  # how steep the neurons' steps are
REACH = 6.0  # how far from the middle their lines may pass
MOMENTUM = 0.99  # so that directions of little curvature are learned in a lecture's time
NEGLIGIBLE = 1e-10  # singular values over the largest one


class Widths(Experiment):
    """Networks of every width, and where their descent ends."""

    LOSS = SquaredError
    SMOOTH = 5

    def __init__(self, c: RegularizationConfig, split: Split, device: torch.device) -> None:
        self.members = {name: label for name, (_, label) in NAMED.items()}
        self.left: dict[str, tuple[int, Message]] = {}
        self.split = split
        self.widths = [max(1, round(share * c.points)) for share in SHARES]
        named = [SHARES.index(share) for share, _ in NAMED.values()]
        self._named = torch.tensor(named, device=device)  # [M]
        (rng,) = streams(c.seed, 1)
        widest = max(self.widths)
        angle = torch.rand(widest, generator=rng) * (2 * math.pi)
        self._direction = torch.stack((angle.cos(), angle.sin())).to(device)  # v [2, D]
        self._offset = ((torch.rand(widest, generator=rng) * 2 - 1) * REACH).to(device)  # c [D]
        self.t = (split.y.float() * 2 - 1)[:, None]  # [all points, 1]
        self.features = self._features(split.x)  # [all points, D]
        self._learned = self.features[split.train]  # [N, D]
        self._goal = self.t[split.train].t()  # [1, N]
        number, w = torch.arange(widest), torch.tensor(self.widths)
        self._mask = (number < w[:, None]).float().to(device)  # [W, D]
        self._spectra = [self._spectrum(width) for width in self.widths]
        self.theta = torch.zeros(len(self.widths), widest, device=device)  # [W, D]
        self.optimizer = Nesterov(self.theta)
        self.optimizer.mu = MOMENTUM
        self.steps = 0
        self.configure(c)

    def _features(self, x: Tensor) -> Tensor:
        """φ of x [N, 2], [N, D]."""
        return torch.tanh(GAIN * (torch.mm(x, self._direction) - self._offset))

    def _spectrum(self, width: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Of a width's training features F = U S Vᵀ: S [r], Uᵀt [r], and all points' features times V."""
        every = self.features[:, :width].cpu().double().numpy()
        u, s, v = np.linalg.svd(every[self.split.train], full_matrices=False)
        kept = s > NEGLIGIBLE * s[0]
        t = self.t[self.split.train, 0].cpu().double().numpy()
        return s[kept], (u.T @ t)[kept], (every @ v.T)[:, kept]

    def configure(self, config: RegularizationConfig) -> None:
        self.config = c = config
        # Steps as long as each network's largest curvature allows: of the loss, and of the penalty.
        steepest = torch.tensor([s[0] ** 2 / c.points for s, _, _ in self._spectra]) + c.ridge
        self._rate = self._mask / steepest[:, None].float().to(self._mask.device)  # [W, D]
        self.limits = self._limits()

    def _limits(self) -> np.ndarray:
        """Training and test error that descent comes to in the end, [2, W]: the closed form."""
        t, found = self.t[:, 0].cpu().double().numpy(), []
        for s, coefficients, features in self._spectra:
            theta = s / (s * s + self.config.points * self.config.ridge) * coefficients
            error = 0.5 * (features @ theta - t) ** 2
            found.append([error[part].mean() for part in (self.split.train, self.split.test)])
        return np.array(found, np.float32).T

    def step(self, story: Trace) -> Tensor:
        """One step of all widths on all training points."""
        error = torch.mm(self.theta, self._learned.t()) - self._goal  # [W, N]
        g = torch.mm(error, self._learned) / self.config.points
        g.add_(self.theta, alpha=self.config.ridge)
        story.tell("loss", error=error)
        story.tell("backward", gradient=g)
        self.optimizer.update(self.theta, g * self._rate, 1.0)
        self.steps += 1
        story.tell("update", theta=self.theta)
        return torch.linalg.vector_norm(self.theta, dim=1).index_select(0, self._named)

    def errors(self) -> Tensor:
        """Every width's training and test error, [2, W]."""
        o = torch.mm(self.features, self.theta.t())  # [all points, W]
        each = (o - self.t).square_() * 0.5
        return torch.stack([each[part].mean(0) for part in (self.split.train, self.split.test)])

    def answer(self, x: Tensor) -> Tensor:
        return torch.mm(self.theta.index_select(0, self._named), self._features(x).t())

    def weights(self) -> list[Tensor]:
        return [self.theta[i, : self.widths[i]] for i in self._named.cpu().tolist()]

    @property
    def epoch(self) -> float:
        return float(self.steps)

    @property
    def epoch_done(self) -> bool:
        return True

    @property
    def steps_per_epoch(self) -> int:
        return 1

    def state(self) -> dict[str, Any]:
        return {"theta": self.theta, "optimizer": self.optimizer.state(), "steps": self.steps}

    def load_state(self, kept: Mapping[str, Any]) -> None:
        self.theta.copy_(kept["theta"])
        self.optimizer.load_state(kept["optimizer"])
        self.steps = kept["steps"]
