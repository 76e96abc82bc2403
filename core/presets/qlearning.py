"""Settings of tabular learning worth seeing: what works, and what goes wrong and why."""

from __future__ import annotations

from core.i18n import N_
from core.params import Preset

PRESETS = (
    Preset(
        "grid",
        N_("Grid world"),
        N_("Q-learning in our own grid: watch the goal's value spread cell by cell."),
        {},
    ),
    Preset(
        "cliff",
        N_("Cliff"),
        N_("Q-learning finds the shortest way, along the edge, and falls off when it explores."),
        {"env": "CliffWalking-v1", "gamma": 1.0, "lr": 0.5},
    ),
    Preset(
        "cliff-sarsa",
        N_("Cliff, safely"),
        N_(
            "SARSA reckons with its own exploring: it keeps off the edge, and earns more on the way."
        ),
        {"env": "CliffWalking-v1", "gamma": 1.0, "lr": 0.5, "method": "sarsa"},
    ),
    Preset(
        "taxi",
        N_("Taxi"),
        N_("Five hundred states: fetch the passenger, bring them where they want to go."),
        {"env": "Taxi-v4", "gamma": 0.99, "lr": 0.5},
    ),
    Preset(
        "frozenlake",
        N_("Frozen lake"),
        N_("On the ice two moves in three go astray: the best way keeps facing the walls."),
        {"env": "FrozenLake-v1", "gamma": 0.99, "lr": 0.2, "initial_q": 1.0},
    ),
    Preset(
        "frozenlake8x8",
        N_("Frozen lake 8×8"),
        N_("The goal is seldom seen: without optimism, no reward would ever be found."),
        {"env": "FrozenLake8x8-v1", "gamma": 0.999, "lr": 0.2, "initial_q": 1.0},
    ),
    Preset(
        "value-iteration",
        N_("Value iteration"),
        N_("With the tables known nothing need be tried: every sweep looks one step further."),
        {"method": "value_iteration"},
    ),
    Preset(
        "policy-iteration",
        N_("Policy iteration"),
        N_("Evaluate a policy, improve it, and again: a handful of policies leads to the best."),
        {"method": "policy_iteration"},
    ),
)
