"""The updates against autograd and torch.optim, and against numbers worked out by hand."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from core.nn.dense import DenseNet
from core.playgrounds.contract import Trace
from core.playgrounds.ddpg.learner import Learner, Pair, Rules, smoothed
from core.playgrounds.ddpg.replay import Replay

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
        made.learn(rules, np.random.default_rng(0), Trace())
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


# ---- by hand: μ(s) = tanh(w s + b), Q(s, a) = u a + v s + c, one transition -------------------
def linear(rows: int = 1) -> Learner:
    """μ = tanh 0 = 0; Q = 2 a + 3 s + 1; Q′ the same, the second critic's Q′ = 2 a + 3 s − 1."""
    made = Learner(1, 1, (), torch.device("cpu"), torch.Generator().manual_seed(1))
    made.resize(rows)
    for net in (made.actor.net, made.actor.target):
        net.theta.zero_()
    for pair, c in zip(made.critics, (1.0, -1.0), strict=True):
        for net in (pair.net, pair.target):
            net.theta.copy_(torch.tensor([2.0, 3.0, c]))
    return made


def row(a: float, s: float, r: float, goes_on: float, after: float) -> list[float]:
    return [a, s, 1.0, r, goes_on, after, 1.0]


@pytest.mark.parametrize(
    ("goes_on", "twin", "y"),
    [
        (1, False, 0.5 + 0.9 * 7),  # Q′(2, 0) = 3 · 2 + 1
        (0, False, 0.5),  # where the world ended, nothing comes
        (1, True, 0.5 + 0.9 * 5),  # the smaller of 7 and 5
    ],
)
def test_the_target_is_the_one_worked_by_hand(goes_on, twin, y):
    made, trace = linear(), Trace()
    made.minibatch[:] = row(1.0, 1.0, 0.5, goes_on, 2.0)
    rules = dataclasses.replace(PLAIN, twin=twin)
    stages = trace.of(lambda: made.learn(rules, np.random.default_rng(0), trace))
    told = {stage.name: stage.arrays for stage in stages}
    assert told["target"]["y"].item() == pytest.approx(y)


def test_gradients_and_soft_update_are_those_worked_by_hand():
    made = linear()
    made.minibatch[:] = row(1.0, 1.0, 0.5, 1.0, 2.0)
    rules = dataclasses.replace(PLAIN, lr=1e-9, actor_lr=1e-9)
    said = made.learn(rules, np.random.default_rng(0), Trace())
    # Q(1, 1) = 6, y = 6.8: the loss is 0.64, its gradient 2 · (−0.8) times (a, s, 1)
    assert float(said["critic_loss"]) == pytest.approx(0.64, rel=1e-4)
    assert made.critics[0].net.grad.tolist() == pytest.approx([-1.6] * 3, rel=1e-4)
    # ∂Q/∂a = 2 and tanh′(0) = 1: descending on −J means −2 times (s, 1)
    assert made.actor.net.grad.tolist() == pytest.approx([-2.0, -2.0], rel=1e-4)
    assert float(said["actor_objective"]) == pytest.approx(4.0, rel=1e-4)  # Q(1, 0)

    made.critics[0].target.theta.copy_(torch.tensor([0.0, 1.0, 1.0]))
    made.critics[0].follow(0.1)
    assert made.critics[0].target.theta.tolist() == pytest.approx([0.2, 1.2, 1.0], abs=1e-5)
    assert made.critics[0].lag() == pytest.approx(np.hypot(1.8, 1.8) / np.sqrt(14), rel=1e-4)


def test_weights_start_within_their_bounds():
    made = Pair((100, 50, 40), torch.device("cpu"), torch.Generator().manual_seed(1))
    for weight, bound in zip(made.net.weights, (1 / 10, 3e-3), strict=True):
        spread = [float(weight.min()), float(weight.max()), float(weight.std())]
        assert spread == pytest.approx([-bound, bound, bound / 3**0.5], rel=0.03)
    assert torch.equal(made.net.theta, made.target.theta)


def test_answers_are_those_of_the_networks_asked_for():
    made = learner()
    dice = np.random.default_rng(0)
    s, a = dice.uniform(-1, 1, (5, N)), dice.uniform(-1, 1, (5, M))
    states, x = (torch.tensor(part, dtype=torch.float32) for part in (s, np.hstack((a, s))))
    for target in (False, True):
        actor = made.actor.target if target else made.actor.net
        expected = torch.tanh(Oracle.answer(actor.weights, states))
        assert made.policy(s, target=target) == pytest.approx(expected.numpy(), abs=1e-5)
        for which, pair in enumerate(made.critics):
            critic = pair.target if target else pair.net
            expected = Oracle.answer(critic.weights, x)[:, 0]
            found = made.value(s, a, which, target=target)
            assert found == pytest.approx(expected.numpy(), abs=1e-5)
    assert made.value(s, a) == pytest.approx(made.value(s, a, 0))
    assert made.finite()
    made.critics[1].net.theta[3] = np.nan
    assert not made.finite()


def test_what_a_traced_update_tells_is_autograds():
    made, trace = learner(), Trace()
    made.critics[1].target.theta.mul_(0.5)
    batch, oracle = fill(made), Oracle(made, TD3)
    actor = [w.clone() for w in made.actor.net.weights]
    rules = dataclasses.replace(TD3, delay=1, weight_decay=0.0, lr=1e-9)
    stages = trace.of(lambda: made.learn(rules, np.random.default_rng(0), trace))
    told = {stage.name: stage.arrays for stage in stages}
    after = oracle.mu(oracle.actor_target, batch["after"])
    qs = [oracle.q(c, batch["after"], after) for c in oracle.critic_targets]
    smaller = torch.minimum(*qs)
    y = (batch["r"] + 0.9 * batch["goes_on"] * smaller).detach()
    for name, value in (("next_action", after), ("next_q", smaller), ("y", y)):
        assert told["target"][name] == pytest.approx(value.detach().numpy(), abs=1e-5)
    q = oracle.q(oracle.critics[0], batch["s"], batch["a"])
    loss = F.mse_loss(q, y)
    slopes = torch.autograd.grad(loss, oracle.critics[0])
    norm = torch.cat([slope.view(-1) for slope in slopes]).norm()
    assert told["critic"]["q"] == pytest.approx(q.detach().numpy(), abs=1e-5)
    assert told["critic"]["loss"] == pytest.approx(loss.item(), rel=1e-4)
    assert told["critic"]["norm"] == pytest.approx(norm.item(), rel=1e-4)
    leaves = [w.requires_grad_() for w in actor]
    a = oracle.mu(leaves, batch["s"])
    value = oracle.q(oracle.critics[0], batch["s"], a)
    slope, *slopes = torch.autograd.grad(value.mean(), [a, *leaves])
    norm = torch.cat([one.view(-1) for one in slopes]).norm()
    assert told["actor"]["action_gradient"] == pytest.approx(B * slope.numpy(), abs=1e-5)
    assert told["actor"]["objective"] == pytest.approx(value.mean().item(), rel=1e-4)
    assert told["actor"]["norm"] == pytest.approx(norm.item(), rel=1e-4)
    assert told["soft_update"]["tau"] == pytest.approx(0.1)
    assert told["soft_update"]["lag"] == pytest.approx(0.9 * 0.1, rel=1e-4)


def test_the_slope_that_is_shown_is_that_of_each_row():
    made, trace = linear(rows=3), Trace()
    made.minibatch[:] = row(1.0, 1.0, 0.5, 1.0, 2.0)
    rules = dataclasses.replace(PLAIN, lr=1e-9)
    stages = trace.of(lambda: made.learn(rules, np.random.default_rng(0), trace))
    told = {stage.name: stage.arrays for stage in stages}
    assert told["actor"]["action_gradient"] == pytest.approx(np.full((3, 1), 2.0))  # ∂Q/∂a = 2


def test_the_actor_learns_through_the_critic_and_leaves_it_alone():
    made = learner()
    fill(made)
    made.learn(dataclasses.replace(PLAIN, actor_lr=0.0), np.random.default_rng(0), Trace())
    net = made.critics[0].net
    before = net.theta.clone(), net.grad.clone()
    made._learn_actor(PLAIN, Trace())
    assert torch.equal(net.theta, before[0])
    assert torch.equal(net.grad, before[1])


def test_a_delayed_policy_waits_and_so_do_the_targets():
    made = learner()
    slow = [made.actor.net, made.actor.target, made.critics[0].target]
    for number in range(1, 7):
        fill(made, number)
        before = [net.theta.clone() for net in slow]
        said = made.learn(dataclasses.replace(PLAIN, delay=3), np.random.default_rng(0), Trace())
        moved = [not torch.equal(net.theta, b) for net, b in zip(slow, before, strict=True)]
        assert moved == [number % 3 == 0] * 3
        assert ("actor_objective" in said) == (number % 3 == 0)


def test_smoothing_is_clipped_and_stays_among_the_actions():
    a = torch.zeros(20_000, 1)
    blurred = smoothed(a, 0.2, 0.3, np.random.default_rng(0))
    assert float(blurred.abs().max()) == pytest.approx(0.3)
    assert float(blurred.mean()) == pytest.approx(0.0, abs=0.01)
    assert float(blurred.std()) == pytest.approx(0.1765, abs=0.003)  # normal, clipped at 1.5 σ
    assert float(smoothed(a + 0.9, 0.5, 0.5, np.random.default_rng(0)).max()) == 1.0


def test_no_target_networks_means_targets_that_are_the_networks():
    made = learner()
    for number in range(3):
        fill(made, number)
        made.learn(dataclasses.replace(PLAIN, tau=1.0), np.random.default_rng(0), Trace())
        for pair in (made.actor, made.critics[0]):
            assert torch.equal(pair.net.theta, pair.target.theta)


# ---- a linear-quadratic problem: s′ = A s + B a, r = −(s² + R a²), discounted by γ ---------------
A, B_, R, GAMMA = 0.9, 0.5, 1.0, 0.9


def gain() -> float:
    """The optimal a = −k s, by the scalar Riccati equation."""
    p = 1.0
    for _ in range(500):
        k = GAMMA * A * B_ * p / (R + GAMMA * B_**2 * p)
        p = 1 + R * k**2 + GAMMA * (A - B_ * k) ** 2 * p
    return k


def follow(actor: DenseNet, s: np.ndarray, a: np.ndarray | None = None) -> tuple[Any, list[Any]]:
    """The discounted return of μ from states s [k] (with a first action a), and the states on the way."""
    total, weight, seen = np.zeros_like(s), 1.0, []
    w, b = (float(x) for x in actor.theta)
    for t in range(80):
        seen.append(s)
        act = np.tanh(w * s + b) if a is None or t else a
        total = total - weight * (s**2 + R * act**2)
        s, weight = A * s + B_ * act, weight * GAMMA
    return total, seen


def test_the_deterministic_policy_gradient_is_the_slope_of_the_return():
    """Silver et al. 2014, theorem 1, with a critic that was taught the true Q: the sum over time of
    γᵗ ∂μ/∂θ ∂Q/∂a is the gradient of J, found by finite differences."""
    made = Learner(1, 1, (48, 48), torch.device("cpu"), torch.Generator().manual_seed(3))
    made.actor = Pair((1, 1), torch.device("cpu"), torch.Generator().manual_seed(4))
    made.actor.net.theta.copy_(torch.tensor([-0.4, 0.1]))
    actor, dice = made.actor.net, np.random.default_rng(5)
    made.resize(128)
    for lr in (5e-3, 1e-3, 2e-4):
        for _ in range(300):  # the critic: regression on the true Q of this policy
            s, a = dice.uniform(-1.2, 1.2, 128), dice.uniform(-1, 1, 128)
            made.minibatch[:, :2] = np.stack((a, s), 1)
            made.minibatch[:, 3] = follow(actor, s, a)[0]
            made.minibatch[:, 4] = 0.0
            rules = dataclasses.replace(PLAIN, lr=lr, delay=10_000)
            made.learn(rules, dice, Trace())

    start = np.linspace(-1, 1, 128)
    found = np.zeros(2)
    for t, s in enumerate(follow(actor, start)[1][:60]):
        made.minibatch[:, 1] = s
        made._learn_actor(dataclasses.replace(PLAIN, actor_lr=0.0), Trace())
        found -= GAMMA**t * actor.grad.numpy()
    slope = np.zeros(2)
    for i, nudge in enumerate(torch.eye(2) * 1e-3):
        actor.theta += nudge
        above = follow(actor, start)[0].mean()
        actor.theta -= 2 * nudge
        slope[i] = (above - follow(actor, start)[0].mean()) / 2e-3
        actor.theta += nudge
    assert np.abs(slope).max() > 0.1
    assert found == pytest.approx(slope, rel=0.1, abs=0.02)


def test_learns_the_known_optimum_of_a_linear_quadratic_problem():
    made = Learner(1, 1, (32, 32), torch.device("cpu"), torch.Generator().manual_seed(0))
    made.resize(128)
    dice, memory = np.random.default_rng(0), Replay(4000, 1, 1)
    for s, a in zip(dice.uniform(-1.2, 1.2, 4000), dice.uniform(-1, 1, 4000), strict=True):
        memory.add(
            np.array([s]), np.array([a]), -(s**2 + R * a**2), True, np.array([A * s + B_ * a])
        )
    rules = dataclasses.replace(PLAIN, lr=2e-3, actor_lr=1e-3, gamma=GAMMA, tau=0.02)
    for _ in range(2000):
        memory.draw(dice, made.minibatch)
        made.learn(rules, dice, Trace())
    s = np.linspace(-1, 1, 21)
    learned = -(s @ made.policy(s[:, None])[:, 0]) / (s @ s)
    assert learned == pytest.approx(gain(), rel=0.15)
