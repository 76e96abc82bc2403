"""Actor and critic learn from a minibatch: the mathematics of DDPG and TD3, written out.

    target   y = r + γ · Q′(s′, μ′(s′))          0 instead of Q′ where the world ended; n steps: replay.py
    critic   L = mean (Q(s, a) − y)²  ↓
    actor    J = mean Q(s, μ(s))      ↑          ∂J/∂θ = mean ∂Q/∂a · ∂μ/∂θ
    targets  θ′ ← θ′ + τ (θ − θ′)

Silver et al. 2014 (the deterministic policy gradient); Lillicrap et al. 2015 (arXiv:1509.02971), algorithm 1;
Fujimoto et al. 2018 (arXiv:1802.09477), algorithm 1, for twin critics, delay and smoothing. Q′ and μ′ are the
target networks. No autograd: the passes stand in core/nn/dense.py, and tests hold them against autograd.

B rows in a minibatch, n numbers in a state, m in an action, each −1…1. A minibatch [B, W] has its columns as
core/playgrounds/ddpg/replay.py says.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Generator, Tensor

from core.nn.activations import ACTIVATIONS
from core.nn.dense import DenseNet
from core.nn.optimisers import Adam
from core.playgrounds.contract import Trace

LAST = 3e-3  # weights of the output layers start within this: Lillicrap et al. 2015, section 7


@dataclass
class Rules:
    """What may change while learning goes on."""

    lr: float  # the critic's
    actor_lr: float
    gamma: float
    tau: float  # 1: no target networks
    weight_decay: float  # of the critic
    twin: bool
    delay: int  # critic updates per update of the actor and the targets
    smoothing: float  # deviation of the noise on the target's action
    smoothing_clip: float
    n_step: int = 1  # of how many steps the minibatch's transitions are, at most


class Pair:
    """A network that learns and its target, which follows slowly."""

    def __init__(self, sizes: Sequence[int], device: torch.device, generator: Generator) -> None:
        self.net, self.target = DenseNet(sizes, device), DenseNet(sizes, device)
        relu = [ACTIVATIONS["relu"]] * (len(sizes) - 2)
        self.net.activations = self.target.activations = relu
        for number, weight in enumerate(self.net.weights):
            last = number == len(self.net.weights) - 1
            bound = LAST if last else 1 / math.sqrt(len(weight) - 1)
            weight.copy_((torch.rand(weight.shape, generator=generator) * 2 - 1) * bound)
        self.target.theta.copy_(self.net.theta)
        self.adam = Adam(self.net.theta)

    def follow(self, tau: float) -> None:
        """θ′ ← θ′ + τ (θ − θ′)."""
        self.target.theta.lerp_(self.net.theta, tau)

    def lag(self) -> float:
        """How far the target is behind: |θ − θ′| / |θ|."""
        behind = torch.linalg.vector_norm(self.net.theta - self.target.theta)
        return float(behind / torch.linalg.vector_norm(self.net.theta))

    def state(self) -> dict[str, Any]:
        net, target = self.net.theta.clone(), self.target.theta.clone()
        return {"net": net, "target": target, "adam": self.adam.state()}

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.net.theta.copy_(state["net"])
        self.target.theta.copy_(state["target"])
        self.adam.load_state(state["adam"])


class Learner:
    """Actor, two critics (the second only learns where there are twins), their targets and optimisers."""

    def __init__(
        self, n: int, m: int, hidden: Sequence[int], device: torch.device, generator: Generator
    ) -> None:
        self.n, self.m, self.device = n, m, device
        self.actor = Pair((n, *hidden, m), device, generator)
        self.critics = [Pair((m + n, *hidden, 1), device, generator) for _ in range(2)]
        self.updates = 0
        self.resize(1)

    def resize(self, rows: int) -> None:
        """Buffers for minibatches of `rows` rows."""
        n, m = self.n, self.m
        self.minibatch = np.ones((rows, m + 2 * n + 4), np.float32)  # [B, W], to be filled
        self._batch = torch.from_numpy(self.minibatch)
        if self.device.type != "cpu":
            self._batch = self._batch.to(self.device)
        self._x, self._s = self._batch[:, : m + n + 1], self._batch[:, m : m + n + 1]
        self._reward = self._batch[:, m + n + 1 : m + n + 2]  # [B, 1]
        self._goes_on = self._batch[:, m + n + 2 : m + n + 3]  # [B, 1]
        self._s_next = self._batch[:, m + n + 3 :]  # [B, n + 1]
        self._x_next = torch.ones(rows, m + n + 1, device=self.device)
        self._for_actor = self.actor.net.workspace(rows)
        self._for_critic = self.critics[0].net.workspace(rows)
        self._uphill = torch.full((rows, 1), -1 / rows, device=self.device)  # ∂(−J)/∂Q

    # ---- learning ---------------------------------------------------------------------------
    def learn(self, rules: Rules, rng: np.random.Generator, trace: Trace) -> dict[str, Tensor]:
        """One update of the critics from `minibatch`, and of actor and targets when it is their turn."""
        if self.device.type != "cpu":
            self._batch.copy_(torch.from_numpy(self.minibatch))
        self.updates += 1
        y = self._target(rules, rng, trace)  # [B, 1]
        said = self._learn_critics(rules, y, trace)
        if self.updates % rules.delay == 0:
            said["actor_objective"] = self._learn_actor(rules, trace)
            for pair in (self.actor, *self.critics[: 1 + rules.twin]):
                pair.follow(rules.tau)
            if trace.on:
                trace.tell("soft_update", tau=rules.tau, lag=self.critics[0].lag())
        return said

    def _target(self, rules: Rules, rng: np.random.Generator, trace: Trace) -> Tensor:
        """y = r + γ · Q′(s′, μ′(s′)), [B, 1]: of twins the smaller one."""
        a = torch.tanh(self.actor.target.forward(self._s_next, self._for_actor))  # [B, m]
        if rules.smoothing:
            a = smoothed(a, rules.smoothing, rules.smoothing_clip, rng)
        self._x_next[:, : self.m] = a
        self._x_next[:, self.m :] = self._s_next
        q = self.critics[0].target.forward(self._x_next, self._for_critic)  # [B, 1]
        if rules.twin:
            q = torch.minimum(q, self.critics[1].target.forward(self._x_next, self._for_critic))
        y = torch.addcmul(self._reward, self._goes_on, q, value=rules.gamma)
        trace.tell("target" if rules.n_step == 1 else "target_n", next_action=a, next_q=q, y=y)
        return y

    def _learn_critics(self, rules: Rules, y: Tensor, trace: Trace) -> dict[str, Tensor]:
        """A step of every critic towards y [B, 1]; the first one's loss and mean Q."""
        said: dict[str, Tensor] = {}
        for pair in self.critics[: 1 + rules.twin]:
            net = pair.net
            q = net.forward(self._x, self._for_critic)  # [B, 1]
            error = q - y
            if not said:
                said = {"critic_loss": error.square().mean(), "mean_q": q.mean()}
            net.backward(self._x.t(), error.mul_(2 / len(y)), self._for_critic)
            if pair is self.critics[0] and trace.on:
                norm = torch.linalg.vector_norm(net.grad)
                trace.tell("critic", q=q, loss=said["critic_loss"], norm=norm)
            decay = net.is_weight * rules.weight_decay if rules.weight_decay else None
            pair.adam.update(net.theta, net.grad, rules.lr, decay)
        return said

    def _learn_actor(self, rules: Rules, trace: Trace) -> Tensor:
        """A step of the actor up the critic's slope; J before the step, []."""
        net, critic = self.actor.net, self.critics[0].net
        a = torch.tanh(net.forward(self._s, self._for_actor))  # [B, m]
        self._x[:, : self.m] = a  # the minibatch's own actions have served
        objective = critic.forward(self._x, self._for_critic).mean()
        # The gradient goes back through the critic as far as the action and no further: nothing in the
        # critic is to change, so no gradient of its weights is computed.
        slope = critic.input_gradient(self._uphill, self._for_critic, self.m)  # ∂(−J)/∂a [B, m]
        if trace.on:
            told = slope * -len(slope)  # ∂Q/∂a of each row
        delta = torch.addcmul(slope, slope * a, a, value=-1)  # · (1 − a²): back through tanh
        net.backward(self._s.t(), delta, self._for_actor)
        if trace.on:
            norm = torch.linalg.vector_norm(net.grad)
            trace.tell("actor", objective=objective, action_gradient=told, norm=norm)
        self.actor.adam.update(net.theta, net.grad, rules.actor_lr)
        return objective

    # ---- answers ----------------------------------------------------------------------------
    def policy(self, states: np.ndarray, *, target: bool = False) -> np.ndarray:
        """μ(s) for states [k, n]: actions in −1…1, float32 [k, m]."""
        net = self.actor.target if target else self.actor.net
        return torch.tanh(net.answer(self._tensor(states))[1]).cpu().numpy()

    def value(
        self, states: np.ndarray, actions: np.ndarray, which: int = 0, *, target: bool = False
    ) -> np.ndarray:
        """Q(s, a) of critic `which` for states [k, n], actions [k, m]: float32 [k]."""
        net = self.critics[which].target if target else self.critics[which].net
        x = np.concatenate((actions, states), axis=1)
        return net.answer(self._tensor(x))[1][:, 0].cpu().numpy()

    def _tensor(self, x: np.ndarray) -> Tensor:
        return torch.from_numpy(np.ascontiguousarray(x, np.float32)).to(self.device)

    def finite(self) -> bool:
        """Whether every weight is still a number."""
        return all(bool(p.net.theta.isfinite().all()) for p in (self.actor, *self.critics))

    def state(self) -> dict[str, Any]:
        critics = [pair.state() for pair in self.critics]
        return {"actor": self.actor.state(), "critics": critics, "updates": self.updates}

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.actor.load_state(state["actor"])
        for pair, kept in zip(self.critics, state["critics"], strict=True):
            pair.load_state(kept)
        self.updates = state["updates"]


def smoothed(a: Tensor, deviation: float, clip: float, rng: np.random.Generator) -> Tensor:
    """Actions [B, m] with clipped noise, so that a narrow peak of Q′ earns nothing. TD3, equation 14."""
    noise = rng.standard_normal(a.shape, np.float32) * np.float32(deviation)
    blurred = a + torch.from_numpy(noise.clip(-clip, clip)).to(a.device)
    return blurred.clamp_(-1.0, 1.0)
