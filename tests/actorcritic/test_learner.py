"""The updates against autograd and torch.optim, and against numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from core.actorcritic.learner import Learner, Rules, silent

PLAIN = Rules(
    lr=0.01, actor_lr=0.02, gamma=0.9, tau=0.1, weight_decay=0.0, twin=False, delay=1,
    smoothing=0.0, smoothing_clip=0.5,
)  # fmt: skip
TD3 = Rules(
    lr=0.01, actor_lr=0.02, gamma=0.9, tau=0.1, weight_decay=0.05, twin=True, delay=2,
    smoothing=0.0, smoothing_clip=0.5,
)  # fmt: skip
N, M, B = 3, 2, 16


def learner(rows: int = B, n: int = N, m: int = M, hidden: tuple[int, ...] = (8, 7)) -> Learner:
    made = Learner(n, m, hidden, torch.device("cpu"), torch.Generator().manual_seed(1))
    for pair in (made.actor, *made.critics):  # networks whose answers matter
        pair.net.theta.mul_(3.0)
        pair.target.theta.copy_(pair.net.theta).mul_(0.9)
    made.resize(rows)
    return made


def fill(made: Learner, seed: int = 0) -> dict[str, torch.Tensor]:
    """A minibatch of random transitions; its parts as tensors."""
    dice = np.random.default_rng(seed)
    rows, n, m = len(made.minibatch), made.n, made.m
    a, s, after = (dice.uniform(-1, 1, (rows, k)) for k in (m, n, n))
    r, goes_on = dice.normal(size=(rows, 1)), dice.integers(0, 2, (rows, 1))
    one = np.ones((rows, 1))
    made.minibatch[:] = np.hstack((a, s, one, r, goes_on, after, one))
    parts = {"a": a, "s": s, "r": r, "goes_on": goes_on, "after": after}
    return {key: torch.tensor(part, dtype=torch.float32) for key, part in parts.items()}


class Oracle:
    """The same algorithm with autograd and torch.optim."""

    def __init__(self, made: Learner, rules: Rules) -> None:
        self.rules = rules

        def network(weights):
            return [w.clone().requires_grad_() for w in weights]

        self.actor, self.actor_target = (
            network(made.actor.net.weights),
            network(made.actor.target.weights),
        )
        self.critics = [network(pair.net.weights) for pair in made.critics]
        self.critic_targets = [network(pair.target.weights) for pair in made.critics]
        self.for_actor = torch.optim.Adam(self.actor, lr=rules.actor_lr)
        self.for_critics = [torch.optim.Adam(c, lr=rules.lr) for c in self.critics]

    @staticmethod
    def answer(weights, x):
        for k, w in enumerate(weights):
            x = x @ w[:-1] + w[-1]
            if k + 1 < len(weights):
                x = F.relu(x)
        return x

    def mu(self, weights, s):
        return torch.tanh(self.answer(weights, s))

    def q(self, weights, s, a):
        return self.answer(weights, torch.cat((a, s), 1))

    def learn(self, batch, update_actor):
        rules, used = self.rules, 1 + self.rules.twin
        with torch.no_grad():
            a = self.mu(self.actor_target, batch["after"])
            q = torch.stack([self.q(c, batch["after"], a) for c in self.critic_targets[:used]])
            y = batch["r"] + rules.gamma * batch["goes_on"] * q.min(0).values
        for critic, optimiser in zip(self.critics[:used], self.for_critics, strict=False):
            loss = F.mse_loss(self.q(critic, batch["s"], batch["a"]), y)
            penalty = sum((w[:-1] ** 2).sum() for w in critic) * rules.weight_decay / 2
            optimiser.zero_grad()
            (loss + penalty).backward()
            optimiser.step()
        if not update_actor:
            return
        objective = self.q(self.critics[0], batch["s"], self.mu(self.actor, batch["s"])).mean()
        self.for_actor.zero_grad()
        (-objective).backward()
        self.for_actor.step()
        with torch.no_grad():
            pairs = [(self.actor, self.actor_target)]
            pairs += list(zip(self.critics, self.critic_targets, strict=True))[:used]
            for net, target in pairs:
                for w, w_target in zip(net, target, strict=True):
                    w_target += rules.tau * (w - w_target)


@pytest.mark.parametrize("rules", [PLAIN, TD3], ids=["ddpg", "td3"])
@pytest.mark.parametrize("hidden", [(), (8,), (8, 7)])
def test_six_updates_are_those_of_autograd(rules, hidden):
    made = learner(hidden=hidden)
    oracle = Oracle(made, rules)
    for number in range(6):
        batch = fill(made, number)
        made.learn(rules, np.random.default_rng(0), silent)
        oracle.learn(batch, update_actor=(number + 1) % rules.delay == 0)
    for pair, net, target in zip(
        (made.actor, *made.critics),
        (oracle.actor, *oracle.critics),
        (oracle.actor_target, *oracle.critic_targets),
        strict=True,
    ):
        for ours, theirs in zip(pair.net.weights, net, strict=True):
            assert torch.allclose(ours, theirs, atol=1e-4)
        for ours, theirs in zip(pair.target.weights, target, strict=True):
            assert torch.allclose(ours, theirs, atol=1e-4)
