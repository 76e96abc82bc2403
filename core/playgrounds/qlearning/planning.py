"""What can be worked out from the tables alone: optimal values, and what a policy earns on average.

Value iteration and policy iteration: Sutton & Barto 2018, chapter 4. S states, A actions.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.playgrounds.qlearning.mdp import Mdp

SWEEPS = 5000  # at most
EXACT = 1e-12  # a sweep that changes no value by more, relatively to the largest, is the last
PATIENCE = 200  # sweeps after which the rest of the way is solved for
HORIZON = 1000  # steps that are counted where a world has no limit of its own
GONE = 1e-14  # the share of episodes still running below which nothing more is to come
TIED = 1e-9  # two optimal values that differ by less are one, but for rounding
HURRY = 1 - 1e-6  # a discount that only tells sooner from later; γ above it may not tell even that


def backup(world: Mdp, v: np.ndarray, gamma: float) -> np.ndarray:
    """Q [S, A] of acting once and earning v [S] from there: Σ p (r + γ v′), v′ = 0 at an end."""
    later = np.where(world.terminals, 0.0, v[world.successors])
    return (world.probabilities * (world.rewards + gamma * later)).sum(2)


def value_iteration(world: Mdp, gamma: float) -> np.ndarray:
    """Q* [S, A]: v ← max_a Q(·, a) until it stands still (equation 4.10). 0 in terminal states.

    Where γ is near 1 that may take very long: now and then v becomes the exact value of the policy
    that is greedy by then, as in policy iteration. With γ = 1 there may be no Q*, see OptimalValues;
    where no way leads to an end, nothing is waited for.
    """
    reward = (world.probabilities * world.rewards).sum(2)  # [S, A]
    weight = gamma * world.probabilities * ~world.terminals  # [S, A, K]
    waited = world.ending if gamma == 1 else np.ones(len(reward), bool)
    q = reward
    v, patience = q.max(1), PATIENCE
    for sweep in range(1, SWEEPS + 1):
        q = reward + (weight * v[world.successors]).sum(2)
        new = q.max(1)
        change, v = np.abs(new - v)[waited].max(initial=0.0), new
        if change <= EXACT * np.abs(v)[waited].max(initial=1.0):
            break
        if sweep == patience:
            patience += PATIENCE if gamma < 1 else patience  # with γ = 1, perhaps in vain
            policy = q if gamma < 1 else optimal_policy(world, q, gamma)
            v = policy_value(world, policy.argmax(1), gamma, v)
    return np.where(world.over[:, None], 0.0, q)


def policy_value(world: Mdp, action: np.ndarray, gamma: float, v: np.ndarray) -> np.ndarray:
    """The value [S] of doing `action` [S] for ever: the solution of v = r + γ P v (equation 4.4).

    With γ = 1 only an episode that ends has one: where no end need come, `v` [S] stays as it was.
    """
    states = np.arange(len(action))
    p = world.probabilities[states, action]  # [S, K]
    reward = (p * world.rewards[states, action]).sum(1)
    system = np.eye(len(states))  # I − γ P
    onward = np.where(world.terminals[states, action], 0.0, p)
    np.subtract.at(system, (states[:, None], world.successors[states, action]), gamma * onward)
    if gamma == 1:
        endless = policy_value(_hurried(world), action, HURRY, v) < 0.5
        system[endless], reward[endless] = np.eye(len(states))[endless], v[endless]
    return np.linalg.solve(system, reward)


def optimal_policy(world: Mdp, q: np.ndarray, gamma: float) -> np.ndarray:
    """The policy [S, A] that is greedy for Q* [S, A], any of the best actions equally likely.

    With γ = 1 to be one of the best is not enough: running into a wall, if it costs nothing, is worth
    as much as walking on to the goal, and never gets there. What Q* promises is earned by a policy
    that comes to an end, a proper one (Bertsekas & Tsitsiklis 1991): of the best, those that end
    soonest.
    """
    if gamma <= HURRY:
        return greedy(q, TIED)
    best = q >= q.max(1, keepdims=True) - TIED
    hurried = _hurried(world)
    rewards = np.where(best[:, :, None], hurried.rewards, -2.0)  # less than any end is worth
    return greedy(value_iteration(replace(world, rewards=rewards), HURRY), TIED)


def _hurried(world: Mdp) -> Mdp:
    """The same world in which nothing pays but an end: 1."""
    return replace(world, rewards=world.terminals.astype(float))


def greedy(q: np.ndarray, within: float = 0.0) -> np.ndarray:
    """The policy [S, A] that takes the best action, any of the best equally likely."""
    best = q >= q.max(1, keepdims=True) - within
    return best / best.sum(1, keepdims=True)


def uniform(world: Mdp) -> np.ndarray:
    """The policy [S, A] that takes any action equally often."""
    return np.full(world.size, 1 / world.size[1])


def mean_return(world: Mdp, policy: np.ndarray, gamma: float = 1.0) -> float:
    """The expectation of an episode's return under `policy` [S, A], rewards after k steps times γᵏ.

    Exact: the distribution over states is followed step by step to the limit (HORIZON where there is
    none), or until practically every episode has ended.
    """
    share = policy[:, :, None] * world.probabilities  # [S, A, K]
    reward = (share * world.rewards).sum((1, 2))  # [S]
    goes_on = (share > 0) & ~world.terminals
    origin, to, weight = np.nonzero(goes_on)[0], world.successors[goes_on], share[goes_on]
    here: np.ndarray = np.bincount(world.starts, minlength=len(reward)) / len(world.starts)
    total, discount = 0.0, 1.0
    for _ in range(world.limit or HORIZON):
        total += discount * float(here @ reward)
        here = np.bincount(to, here[origin] * weight, len(reward))
        discount *= gamma
        if here.sum() * discount < GONE:
            break
    return total
