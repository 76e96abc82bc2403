"""The hyperparameters of tabular learning. Live are all but the world and the initial values."""

from __future__ import annotations

from dataclasses import dataclass

from core import params
from core.i18n import N_
from core.params import ParamError, choice, code, integer, number, unused
from core.playgrounds.qlearning.grid import DEFAULT, LONGEST, decode, grid_world
from core.playgrounds.qlearning.mdp import Mdp
from core.playgrounds.qlearning.toytext import WORLDS, toy_world

WORLD, METHOD, RATE = N_("World"), N_("Method"), N_("Learning rate")
EXPLORATION, PLANNING, STOP = N_("Exploration"), N_("Planning"), N_("Stop")
METHODS = {
    "q_learning": N_("Q-learning"),
    "sarsa": N_("SARSA"),
    "expected_sarsa": N_("Expected SARSA"),
    "double_q": N_("Double Q-learning"),
    "value_iteration": N_("Value iteration"),
    "policy_iteration": N_("Policy iteration"),
}
PLANNED = ("value_iteration", "policy_iteration")
SWITCH = {"off": N_("Off"), "on": N_("On")}
RATES = {
    "constant": N_("Constant"),
    "visits": N_("By visits"),
    "decay": N_("Falling with time"),
}
EPSILONS = {"constant": N_("Constant"), "linear": N_("Falling to the floor")}
TRACES = {"replacing": N_("Replacing"), "accumulating": N_("Accumulating")}


@dataclass(frozen=True)
class QlearningConfig(params.Config):
    """The default: one-step Q-learning in our own grid world."""

    # fmt: off
    env: str = choice(
        "grid", {"grid": N_("Grid world"), **WORLDS}, N_("World"),
        N_("Our own grid, to be edited while the agent learns, or one of Gymnasium's."), WORLD,
    )
    map: str = code(
        DEFAULT, LONGEST, N_("Map"), N_("The cells of the grid world, and what they pay."), WORLD,
        live=True,
    )
    slippery: str = choice(
        "on", SWITCH, N_("Slippery ice"),
        N_("Frozen lake: two moves in three go to one of the sides instead."), WORLD, live=True,
    )
    slip: float = number(
        0.0, 0.0, 1.0, N_("Slip"),
        N_("Grid world: how likely a move goes to one of its two sides instead."), WORLD, live=True,
        step=0.05,
    )
    wind: float = number(
        0.0, 0.0, 1.0, N_("Wind"),
        N_("Grid world: how likely the agent is blown one cell upwards after its move."), WORLD,
        live=True, step=0.05,
    )
    step_reward: float = number(
        -0.04, -1.0, 1.0, N_("Reward of a step"),
        N_("Grid world: what every step pays besides the cell; below zero it is a cost of living."),
        WORLD, live=True, step=0.01,
    )
    reward_noise: float = number(
        0.0, 0.0, 10.0, N_("Noise of rewards"),
        N_("Grid world: standard deviation of what is added to every reward at random."), WORLD,
        live=True, step=0.1,
    )

    method: str = choice(
        "q_learning", METHODS, N_("Method"),
        N_("What the next state is taken to be worth; the iterations know the world and sweep over it."),
        METHOD, live=True,
    )
    gamma: float = number(
        0.95, 0.0, 1.0, N_("Discount γ"), N_("What a reward is worth one step later."), METHOD,
        live=True, step=0.001,
    )
    n_step: int = integer(
        1, 1, 20, N_("n-step return"),
        N_("So many rewards that really came are counted before the table says what follows; above 1, traces"
           " are not used."),
        METHOD, live=True, unit=N_("steps"),
    )
    trace_decay: float = number(
        0.0, 0.0, 1.0, N_("Trace decay λ"),
        N_("How far an error is passed back along the path: 0 one step, 1 to the episode's start."),
        METHOD, live=True, step=0.05,
    )
    traces: str = choice(
        "replacing", TRACES, N_("Traces"),
        N_("Whether a state-action pair that comes again starts its trace anew or adds to it."), METHOD,
        live=True,
    )
    initial_q: float = number(
        0.0, -200.0, 200.0, N_("Initial Q"),
        N_("What everything is believed to be worth at first; high is optimism: try it all."), METHOD,
    )

    lr: float = number(
        0.2, 0.0, 1.0, N_("Learning rate α"), N_("The share of its error that a value is moved by."),
        RATE, live=True, step=0.01,
    )
    lr_schedule: str = choice(
        "constant", RATES, N_("Schedule of α"),
        N_("By visits: α divided by a power of how often the pair was tried. Falling: α / (1 + t / T)."),
        RATE, live=True,
    )
    lr_power: float = number(
        0.75, 0.5, 1.0, N_("Power of visits"),
        N_("1 makes a plain average; less forgets early, wrong targets sooner."), RATE, live=True,
        step=0.05,
    )
    lr_steps: int = integer(
        100_000, 100, 100_000_000, N_("Time T"), N_("The steps after which a falling α is halved."),
        RATE, live=True, scale="log", unit=N_("steps"),
    )

    epsilon: float = number(
        0.1, 0.0, 1.0, N_("Exploration ε"), N_("How often an action is chosen blindly."), EXPLORATION,
        live=True, step=0.01,
    )
    epsilon_schedule: str = choice(
        "constant", EPSILONS, N_("Schedule of ε"), N_("Constant, or down a straight line to the floor."),
        EXPLORATION, live=True,
    )
    epsilon_floor: float = number(
        0.0, 0.0, 1.0, N_("Floor of ε"), N_("Where a falling ε ends."), EXPLORATION, live=True, step=0.01,
    )
    epsilon_steps: int = integer(
        50_000, 100, 100_000_000, N_("Length of the fall"), N_("The steps over which ε falls."),
        EXPLORATION, live=True, scale="log", unit=N_("steps"),
    )

    planning: int = integer(
        0, 0, 100, N_("Planning steps"),
        N_("Dyna: after every step, so many remembered ones are learned from again."), PLANNING,
        live=True,
    )
    sweeps: int = integer(
        0, 0, 1000, N_("Sweeps per policy"),
        N_("Policy iteration: evaluation sweeps before each improvement; 0: until the values stand."),
        PLANNING, live=True,
    )

    stop_steps: int = integer(
        0, 0, 1_000_000_000, N_("Stop after"), N_("The run ends after this many steps; 0: never."), STOP,
        live=True, unit=N_("steps"),
    )
    stop_distance: float = number(
        0.0, 0.0, 100.0, N_("Stop at distance"),
        N_("The run ends when no value is further from Q* than this; 0: never."), STOP, live=True,
        step=0.01,
    )
    # fmt: on

    def conflict(self) -> ParamError | None:
        try:
            decode(self.map)
        except ParamError as error:
            return error
        return None

    def idle(self) -> dict[str, str]:
        """As core.params has it."""
        grid, learned = self.env == "grid", not self.planned
        steps, traced = self.n_step == 1, self.trace_decay > 0
        of_grid = ("slip", "wind", "step_reward", "reward_noise")
        rates = ("lr", "lr_schedule", "lr_power", "lr_steps")
        choices = ("epsilon", "epsilon_schedule", "epsilon_floor", "epsilon_steps")
        of_learning = ("n_step", "trace_decay", "traces", "planning")
        return unused(
            (self.env.startswith("FrozenLake"), N_("Only the frozen lake has ice."), "slippery"),
            (grid, N_("Only our own grid world has it."), *of_grid),
            (learned, N_("The exact iterations know the world: they neither try nor remember."),
             *of_learning, *rates, *choices, "reward_noise"),
            (steps, N_("With an n-step return above 1, traces are not used."), "trace_decay", "traces"),
            (traced, N_("There are no traces while their decay is 0."), "traces"),
            (self.lr_schedule == "visits", N_("Only the schedule by visits uses it."), "lr_power"),
            (self.lr_schedule == "decay", N_("Only a learning rate that falls with time uses it."),
             "lr_steps"),
            (self.epsilon_schedule != "constant", N_("Exploration is constant."),
             "epsilon_floor", "epsilon_steps"),
            (self.method == "policy_iteration", N_("Only policy iteration evaluates policies."), "sweeps"),
        )  # fmt: skip

    @property
    def planned(self) -> bool:
        """Whether a step is a sweep over the tables instead of a move in the world."""
        return self.method in PLANNED

    @property
    def noise(self) -> float:
        """Standard deviation of what is added to a reward; Gymnasium's worlds have none."""
        return self.reward_noise if self.env == "grid" else 0.0

    def world(self) -> Mdp:
        """The tables that these values stand for."""
        if self.env == "grid":
            return grid_world(decode(self.map), self.slip, self.wind, self.step_reward)
        return toy_world(self.env, self.slippery == "on")

    @property
    def world_names(self) -> tuple[object, ...]:
        """What `world` depends on."""
        return (self.env, self.map, self.slippery, self.slip, self.wind, self.step_reward)

    def epsilon_at(self, step: int) -> float:
        """ε at step number `step`, counted from 0."""
        if self.epsilon_schedule == "constant":
            return self.epsilon
        gone = min(step / self.epsilon_steps, 1.0)
        return self.epsilon + (self.epsilon_floor - self.epsilon) * gone

    def alpha_at(self, step: int, visits: int) -> float:
        """α at step number `step` for a pair that is tried for the `visits`-th time (≥ 1)."""
        if self.lr_schedule == "visits":
            return self.lr / visits**self.lr_power
        if self.lr_schedule == "decay":
            return self.lr / (1 + step / self.lr_steps)
        return self.lr
