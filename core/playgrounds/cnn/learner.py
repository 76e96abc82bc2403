"""One network that learns: its weights, its optimiser, and how many of its first layers stand still.

B images in a minibatch, K classes, P parameters. A frozen layer keeps its parameters, and the running means
and deviations of its normalisation: it answers as it did when it was frozen. As the layers' parameters lie
in their order in one vector, what is frozen is its beginning, and the optimiser serves the rest alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import torch
from torch import Generator, Tensor

from core.nn.flat import Flat
from core.nn.optimisers import OPTIMIZERS, SGD, Momentum
from core.playgrounds.cnn.config import CnnConfig
from core.playgrounds.cnn.network import Network
from core.playgrounds.cnn.precision import Mixed
from core.playgrounds.contract import Trace

TRACED = 4  # images of a minibatch that slow motion shows


class Learned(NamedTuple):
    """What one update was made of, 0-d tensors."""

    loss: Tensor
    right: Tensor  # the share of the minibatch told right, just before the update
    norm: Tensor  # length of the gradient


class Learner:
    """`module` in one vector, `net`; dropout draws from `rng`. `frozen` layers stand still."""

    def __init__(
        self, module: Network, device: torch.device, rng: Generator, config: CnnConfig
    ) -> None:
        self.module, self.net, self.rng, self.frozen = module, Flat(module, device), rng, 0
        self.mixed = Mixed(config.precision, config.channels_last == "on", device)
        self.mixed.lay_out(module)
        self._begin(config.optimizer)
        self.configure(config)

    def _begin(self, optimizer: str) -> None:
        """An optimiser that remembers nothing yet, of all that is not frozen."""
        still = sum(len(list(one.parameters())) for one in self.module.stages[: self.frozen])
        self._moving = self.net.params[still:]
        self._first = sum(param.numel() for param in self.net.params[:still])
        self._theta = self.net.theta[self._first :]
        self._optimizer = optimizer
        self.optimizer: SGD = OPTIMIZERS[optimizer](self._theta)

    def configure(self, config: CnnConfig, frozen: int = 0) -> None:
        """The live values of `config`; another optimiser, or other layers that move, begin anew."""
        if config.optimizer != self._optimizer or frozen != self.frozen:
            self.frozen = frozen
            self._begin(config.optimizer)
        if isinstance(self.optimizer, Momentum):
            self.optimizer.mu = config.momentum
        self.module.activation, self.module.dropout = config.activation, config.dropout

    def learn(self, x: Tensor, t: Tensor, lr: float, weight_decay: float, trace: Trace) -> Learned:
        """One update on images [B, C, h, w] and targets [B, K]."""
        with self.mixed.computing():
            z = self._outputs(self.mixed.placed(x))
        log_p = z.float().log_softmax(1)  # [B, K]
        loss = -(t * log_p).sum(1).mean()
        if trace.on:
            trace.tell("forward", p=log_p.detach()[:TRACED].exp())
            trace.tell("loss", loss=loss)
        self.net.grad.zero_()
        scaled = loss * self.mixed.scale if self.mixed.scaled else loss
        torch.autograd.backward(scaled, inputs=self._moving)
        useful = self.mixed.unscaled(self.net.grad)
        norm = torch.linalg.vector_norm(self.net.grad)
        trace.tell("gradients", norm=norm)
        trace.tell("update", before=self.net.theta)
        decay = self.net.matrices[self._first :] * weight_decay if weight_decay else None
        if useful:
            self.optimizer.update(self._theta, self.net.grad[self._first :], lr, decay)
        trace.tell("update", after=self.net.theta)
        right = (log_p.detach().argmax(1) == t.argmax(1)).float().mean()
        return Learned(loss.detach(), right, norm)

    def _outputs(self, x: Tensor) -> Tensor:
        """Logits [B, K] with dropout and, in layers that move, the minibatch's own means."""
        self.module.train()
        for stage in self.module.stages[: self.frozen]:
            stage.eval()
        self.module.generator = self.rng
        try:
            found: Tensor = self.module(x)
        finally:
            self.module.eval()
            self.module.generator = None
        return found

    def state(self) -> dict[str, Any]:
        """Of a learner that is configured as this one is."""
        return {
            "net": self.net.state(), "optimizer": self.optimizer.state(), "drop_rng": self.rng.get_state(),
            "mixed": self.mixed.state(),
        }  # fmt: skip

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.net.load_state(state["net"])
        self.optimizer.load_state(state["optimizer"])
        self.rng.set_state(state["drop_rng"])
        if "mixed" in state:  # runs that were saved before there was any have none
            self.mixed.load_state(state["mixed"])
