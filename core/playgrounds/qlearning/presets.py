"""Settings of tabular learning worth seeing: what works, and what goes wrong and why."""

from __future__ import annotations

from core.i18n import N_
from core.params import Preset

ROOM = (  # a room of cheap pits to the left, the goal to the right: nothing is to be earned at all
    "9x5-wpppwwwwwpooopwwwwpooooosogpooopwwwwwpppwwwww"
    "-1m10_2m10_3m10_9m10_13m10_18m10_26p0_27m10_31m10_37m10_38m10_39m10"
)
TWO_GOALS = "11x5-oooooooooooooooooooooogoooooosogooooooooooooooooooooooo-31p30"
MAZE = "9x6-ooooooowgoowoooowosowoooowooowooooooooooowoooooooooooo"
CANYON = "10x6-" + "p" * 10 + "soooooooog" + "o" * 40

GOOD = (
    Preset(
        "grid",
        N_("Grid world"),
        N_(
            "Values spread back from the goal, cell by cell, until arrows lead there from everywhere."
        ),
        {},
    ),
    Preset(
        "cliff",
        N_("Cliff"),
        N_("Q-learning finds the shortest way, along the edge, and falls when it explores."),
        {"env": "CliffWalking-v1", "gamma": 1.0, "lr": 0.5},
    ),
    Preset(
        "cliff-sarsa",
        N_("Cliff, safely"),
        N_("SARSA reckons with its own exploring: it keeps off the edge and earns more meanwhile."),
        {"env": "CliffWalking-v1", "gamma": 1.0, "lr": 0.1, "method": "sarsa"},
    ),
    Preset(
        "taxi",
        N_("Taxi"),
        N_(
            "Five hundred states, and nothing is left to chance: α = 1 believes at once what it sees."
        ),
        {"env": "Taxi-v4", "gamma": 0.99, "lr": 1.0, "epsilon": 0.3},
    ),
    Preset(
        "frozenlake",
        N_("Frozen lake"),
        N_(
            "Two moves in three go astray, so α has to fall: only averages tell which action is best."
        ),
        {
            "env": "FrozenLake-v1",
            "gamma": 0.99,
            "lr": 1.0,
            "lr_schedule": "visits",
            "lr_power": 0.6,
            "epsilon": 0.3,
            "initial_q": 1.0,
        },
    ),
    Preset(
        "frozenlake8x8",
        N_("Frozen lake 8×8"),
        N_(
            "By chance the goal is reached twice in a thousand episodes: optimism leads there sooner."
        ),
        {
            "env": "FrozenLake8x8-v1",
            "gamma": 0.999,
            "lr": 1.0,
            "lr_schedule": "visits",
            "lr_power": 0.5,
            "epsilon": 0.3,
            "initial_q": 1.0,
        },
    ),
    Preset(
        "traces",
        N_("Traces"),
        N_("One reward teaches the whole path that led to it, the last steps most."),
        {"map": MAZE, "method": "sarsa", "trace_decay": 0.9, "lr": 0.1, "step_reward": 0.0},
    ),
    Preset(
        "n-step",
        N_("n-step returns"),
        N_(
            "Eight rewards are counted before the table is asked: the goal is felt eight cells away."
        ),
        {"map": MAZE, "method": "sarsa", "n_step": 8, "lr": 0.1, "step_reward": 0.0},
    ),
    Preset(
        "dyna",
        N_("Dyna"),
        N_("After every step fifty remembered ones: the second time the way is already known."),
        {"map": MAZE, "planning": 50, "lr": 0.1, "step_reward": 0.0},
    ),
    Preset(
        "optimism",
        N_("Optimism"),
        N_(
            "It believes everything to be worth 1 and tries it all, with ε = 0: the far goal is found."
        ),
        {"map": TWO_GOALS, "step_reward": 0.0, "epsilon": 0.0, "initial_q": 1.0},
    ),
    Preset(
        "windy",
        N_("Wind"),
        N_(
            "Blown upwards three times in ten, it steers down beside the pits, though the goal lies ahead."
        ),
        {"map": CANYON, "wind": 0.3, "lr": 0.1, "epsilon": 0.2},
    ),
    Preset(
        "double-q",
        N_("Double Q-learning"),
        N_(
            "One table says which action is best, the other what it is worth: the illusion is gone."
        ),
        {
            "map": ROOM,
            "step_reward": 0.0,
            "reward_noise": 1.0,
            "lr": 0.1,
            "method": "double_q",
        },
    ),
    Preset(
        "value-iteration",
        N_("Value iteration"),
        N_("With the tables known nothing need be tried: every sweep looks one step further."),
        {"method": "value_iteration", "slip": 0.2},
    ),
    Preset(
        "policy-iteration",
        N_("Policy iteration"),
        N_("Evaluate a policy, improve it, and again: a handful of policies leads to the best."),
        {"method": "policy_iteration", "sweeps": 25, "slip": 0.2},
    ),
)

FAILURES = (
    Preset(
        "bias",
        N_("Maximisation bias"),
        N_(
            "The luckiest of noisy values looks like a prize: it lingers in a room that only costs."
        ),
        {"map": ROOM, "step_reward": 0.0, "reward_noise": 1.0, "lr": 0.1},
        failure=True,
    ),
    Preset(
        "timid",
        N_("Content too soon"),
        N_(
            "The near goal pays 0.3 and is found first; ε alone hardly ever strays as far as the other."
        ),
        {"map": TWO_GOALS, "step_reward": 0.0, "epsilon": 0.1},
        failure=True,
    ),
    Preset(
        "alpha-too-large",
        N_("α too large"),
        N_(
            "With α = 1 the last slip on the ice overrules all experience: the policy never settles."
        ),
        {"env": "FrozenLake-v1", "gamma": 0.99, "lr": 1.0, "initial_q": 1.0},
        failure=True,
    ),
    Preset(
        "no-exploration",
        N_("Never curious"),
        N_("All else is believed to be worse, and ε = 0: what it tried first, it does for ever."),
        {"map": TWO_GOALS, "epsilon": 0.0, "initial_q": -1.0},
        failure=True,
    ),
)

PRESETS = GOOD + FAILURES
