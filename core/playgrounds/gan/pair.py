"""The two networks of a GAN with their optimisers, and how they are looked at.

What views and metrics may ask changes nothing that is learned from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator, Tensor

from core.nn.flat import Flat
from core.nn.optimisers import OPTIMIZERS, SGD, Adam, Momentum, RMSProp
from core.playgrounds.gan.config import GanConfig
from core.playgrounds.gan.domain import Domain
from core.playgrounds.gan.layers import Spectral
from core.playgrounds.gan.objectives import OBJECTIVES


class NetworkPair:
    """Generator and discriminator of a domain, fresh weights from `for_weights`."""

    def __init__(self, config: GanConfig, domain: Domain, for_weights: Generator) -> None:
        self.config, self.domain = config, domain
        generator, discriminator = domain.build(for_weights)
        self.generator = Flat(generator, domain.device)
        self.discriminator = Flat(discriminator, domain.device)
        self.averaged = self.generator.twin()
        self._averages = 0  # updates that went into the average
        self.g_optimizer = OPTIMIZERS[config.g_optimizer](self.generator.theta)
        self.d_optimizer = OPTIMIZERS[config.d_optimizer](self.discriminator.theta)
        self._take_live_values()

    def configure(self, config: GanConfig) -> None:
        """Take over live values; a new optimiser starts without memory, an average from here."""
        before, self.config = self.config, config
        if config.g_optimizer != before.g_optimizer:
            self.g_optimizer = OPTIMIZERS[config.g_optimizer](self.generator.theta)
        if config.d_optimizer != before.d_optimizer:
            self.d_optimizer = OPTIMIZERS[config.d_optimizer](self.discriminator.theta)
        if config.average and not before.average:
            self.averaged.take(self.generator)
            self._averages = 0
        self._take_live_values()

    def _take_live_values(self) -> None:
        c = self.config
        self.objective = OBJECTIVES[c.loss]
        bounded, spectral = c.g_output == "tanh", c.spectral_norm == "on"
        for net in (self.generator, self.averaged):
            _tune(net, activation=c.g_activation, bounded=bounded)
        _tune(self.discriminator, activation=c.d_activation)
        for module in self.discriminator.module.modules():
            if isinstance(module, Spectral):
                module.spectral = spectral
        for optimizer in (self.g_optimizer, self.d_optimizer):
            _remember(optimizer, c.beta1, c.beta2)

    # ---- learning ---------------------------------------------------------------------------
    def update_d(self, lr: float) -> None:
        """One step down the gradient that the discriminator holds."""
        net = self.discriminator
        self.d_optimizer.update(net.theta, net.grad, lr)
        if self.config.loss == "wasserstein":
            net.theta.clamp_(-self.config.clip, self.config.clip)

    def update_g(self, lr: float) -> None:
        """One step of the generator, and of its moving average, which is short at first.

        Averaging: Yazıcı et al. 2019 (arXiv:1806.04498), equation 2.
        """
        self.g_optimizer.update(self.generator.theta, self.generator.grad, lr)
        if self.config.average:
            self._averages += 1
            kept = min(self.config.average, self._averages / (9 + self._averages))
            self.averaged.theta.lerp_(self.generator.theta, 1 - kept)

    # ---- to look at -------------------------------------------------------------------------
    @torch.no_grad()
    def generate(self, z: Tensor, labels: Tensor | None = None) -> Tensor:
        """z [n, z] -> samples [n, *S], from the averaged generator where the config says so."""
        return self._shown()(z, labels)

    def scores(self, x: Tensor, labels: Tensor | None = None) -> Tensor:
        """x [n, *S] -> the discriminator's raw scores [n], each row for itself."""
        self.discriminator.module.eval()
        scores = self.discriminator(x, labels)
        self.discriminator.module.train()
        return scores

    @property
    def probability(self) -> bool:
        """Whether the discriminator's answers are beliefs in 0…1, or raw scores without a scale."""
        return not self.objective.unbounded

    def answer(self, scores: Tensor) -> Tensor:
        """Scores [n] as the page shows them: beliefs in 0…1, or as they are."""
        return self.objective.answer(scores)

    def input_gradient(self, x: Tensor, labels: Tensor | None = None) -> Tensor:
        """∂(generator's loss)/∂x at samples x [n, *S], each row for itself."""
        x = x.detach().requires_grad_(True)
        loss = self.objective.g_loss(self.scores(x, labels)) * len(x)  # a sum, not a mean
        return torch.autograd.grad(loss, x)[0]

    def sample(self, n: int, generator: Generator, labels: Tensor | None = None) -> Tensor:
        """n fresh samples [n, *S]; where labels are wanted and none given, they are drawn too."""
        z = self.domain.noise(n, generator)
        if labels is None:
            labels = self.domain.labels(n, generator)
        return self.generate(z, labels)

    def _shown(self) -> Flat:
        """The averaged generator, or else a copy of the one that learns."""
        if self.config.average:
            self.averaged.take_buffers(self.generator)
        else:
            self.averaged.take(self.generator)
        return self.averaged

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> dict[str, Any]:
        return {
            "generator": self.generator.state(),
            "discriminator": self.discriminator.state(),
            "averaged": self._shown().theta,
            "averages": self._averages,
            "g_optimizer": self.g_optimizer.state(),
            "d_optimizer": self.d_optimizer.state(),
        }

    def load_state(self, state: Mapping[str, Any]) -> None:
        """Needs the live values of that time first."""
        self.generator.load_state(state["generator"])
        self.discriminator.load_state(state["discriminator"])
        self.averaged.theta.copy_(state["averaged"])
        self._averages = state["averages"]
        self.g_optimizer.load_state(state["g_optimizer"])
        self.d_optimizer.load_state(state["d_optimizer"])


def _tune(net: Flat, **values: Any) -> None:
    """Set the attributes of these names wherever a module of the network has them."""
    for module in net.module.modules():
        for name, value in values.items():
            if name in vars(module):
                setattr(module, name, value)


def _remember(optimizer: SGD, beta1: float, beta2: float) -> None:
    """Set how long an optimiser remembers."""
    if isinstance(optimizer, Momentum):
        optimizer.mu = beta1
    elif isinstance(optimizer, RMSProp):
        optimizer.alpha = beta2
    elif isinstance(optimizer, Adam):
        optimizer.beta1, optimizer.beta2 = beta1, beta2
