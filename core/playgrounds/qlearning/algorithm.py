"""Tabular reinforcement learning: an agent finds out by trying what each action is worth.

Q(s, a) is what doing a in state s and acting well from there will earn. Q-learning (Watkins 1989) moves
it a little towards what was just seen, a reward r and the best that the next state s′ promises:

    Q(s, a) ← Q(s, a) + α [r + γ max_a′ Q(s′, a′) − Q(s, a)]

The step itself, and SARSA, expected SARSA, double Q-learning, λ-returns and Dyna, stand in
agent.py; value iteration and policy iteration, which know the world instead of trying it, in
dynamic_programming.py; the worlds as tables in mdp.py, grid.py and toytext.py. The textbook to all of it
is Sutton & Barto 2018. S states, A actions; an episode runs from a start to a terminal state or the limit.

A step is a move in the world; with value or policy iteration, a sweep over all states.
Scalars: a point of `episode_return` and `episode_length` is the mean over the episodes since the last
point, of `td_error` the mean of |δ|; how far apart they are, core/playgrounds/qlearning/schedule.py says.
Metrics: `eval_return_mean`, the expectation of an episode's undiscounted return under the greedy policy,
exact on the tables and with the step limit (where a world has none: over 1,000 steps); `optimal_return`,
the same for the optimal policy; `q_distance`, max |Q − Q*| over all states that one can come to act in;
`episodes`; `epsilon` and `alpha` now.
"""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter
from typing import Any, ClassVar

import numpy as np
import torch

from core import params
from core.i18n import N_
from core.params import Message
from core.playgrounds.contract import Algorithm, Arrays, Scalars, Stage, State
from core.playgrounds.qlearning import questions, slow_motion, views
from core.playgrounds.qlearning.agent import Agent
from core.playgrounds.qlearning.agent_state import kept, take
from core.playgrounds.qlearning.config import QlearningConfig
from core.playgrounds.qlearning.cost import cost
from core.playgrounds.qlearning.dynamic_programming import DynamicProgramming
from core.playgrounds.qlearning.loop import one_step_q_learning
from core.playgrounds.qlearning.optimal_values import OptimalValues
from core.playgrounds.qlearning.planning import greedy, mean_return
from core.playgrounds.qlearning.presets import PRESETS
from core.playgrounds.qlearning.schedule import EvaluationSchedule


class QLearning(Algorithm):
    """One agent in one world, and what it is measured against."""

    NAME = "qlearning"
    LABEL = N_("Q-learning")
    UNIT = N_("environment step")
    AUTOGRAD = False
    Config: ClassVar[type[params.Config]] = QlearningConfig
    PRESETS = PRESETS
    COST = staticmethod(cost)
    VIEWS, STATIC, METRICS = views.VIEWS, views.STATIC, views.METRICS
    PROBES, ACTS = questions.PROBES, questions.ACTS
    BULK = True
    AT_ONCE = 1000  # steps between two looks at the clock
    EXPLODED = 1e9  # no value may be larger

    config: QlearningConfig

    def __init__(self, config: QlearningConfig, device: torch.device | str = "cpu") -> None:
        self.config, self.device = config, torch.device(device)
        self.schedule = EvaluationSchedule(config.planned)
        self.agent = Agent(config, config.world(), self.schedule)
        self.planner = DynamicProgramming(self.agent)
        self.best = OptimalValues.of(self.agent.mdp, config.gamma)

    # ---- learning ---------------------------------------------------------------------------
    def step(self) -> Scalars:
        """One step: |δ|, the reward, and the state it led to."""
        self.stretch(1, 0.0)
        last, move = self.agent.last, self.agent.move if self._waits else None
        if move is None:
            assert last is not None, "a step leaves a record"
            return {"td_error": abs(last.error), "reward": last.reward, "state": float(last.next)}
        error = abs(last.error) if last is not None and move.learned else 0.0
        return {"td_error": error, "reward": move.reward, "state": float(move.next)}

    def stretch(self, most: int, deadline: float) -> int:
        """Up to `most` steps; the course of a run does not depend on how they are cut up."""
        schedule, taken, stop = self.schedule, 0, self.config.stop_steps
        at_once = max(1, self.AT_ONCE // self._heaviness)
        while True:
            count = min(most - taken, schedule.ahead(stop), at_once)
            self._learn(count)
            schedule.strike(count, stop)
            taken += count
            if self.evaluate_now or taken == most or perf_counter() >= deadline:
                return taken

    def _learn(self, count: int) -> None:
        """`count` steps, in the tight loop where nothing but plain Q-learning is asked for."""
        c, first = self.config, self.schedule.steps
        if c.planned:
            for _ in range(count):
                self.planner.step()
        elif (
            c.method == "q_learning"
            and c.n_step == 1
            and not (c.trace_decay or c.planning or c.noise)
        ):
            one_step_q_learning(self.agent, first, count)
        else:
            for number in range(first, first + count):
                self.agent.step(number)

    @property
    def _heaviness(self) -> int:
        """Roughly how many plain steps a step costs."""
        c = self.config
        return 100 if c.planned else c.n_step + c.planning + (20 if c.trace_decay else 1)

    @property
    def _waits(self) -> bool:
        """Whether a pair waits for n steps before it learns."""
        return self.config.n_step > 1 and not self.config.planned

    def configure(self, config: params.Config) -> None:
        assert isinstance(config, QlearningConfig)
        before, self.config = self.config, config
        world = self.agent.mdp
        if config.world_names != before.world_names:
            world = config.world()
        if world is not self.agent.mdp or config.gamma != before.gamma:
            self.best = OptimalValues.of(world, config.gamma)
        if (config.method, config.n_step) != (before.method, before.n_step) or (
            world is not self.agent.mdp
        ):
            self.agent.adapt(config, world)
            self.planner.adapt()
        self.agent.config = config
        self.schedule.change(config.planned)

    # ---- how well ---------------------------------------------------------------------------
    def policy(self, q: np.ndarray) -> np.ndarray:
        """What the agent would do without exploring, [S, A]: greedy, any of the best equally often.

        Policy iteration stands by the policy that it evaluates; value iteration with γ = 1,
        once its values stand, takes of the best actions those that lead to an end."""
        if self.config.method == "policy_iteration":
            return self.planner.policy
        return self.planner.greedy(q) if self.config.planned else greedy(q)

    def evaluate(self) -> Scalars:
        """The metrics, worked out on the tables."""
        c, world, q = self.config, self.agent.mdp, self.agent.values
        last, steps = self.agent.last, self.schedule.steps
        by_visits = c.lr_schedule == "visits" and last is not None
        return {
            "eval_return_mean": mean_return(world, self.policy(q)),
            "optimal_return": self.best.optimal_return,
            "q_distance": self.best.distance(world, q),
            "episodes": float(self.schedule.episodes),
            "epsilon": 0.0 if c.planned else c.epsilon_at(steps),
            "alpha": last.alpha if by_visits and last else c.alpha_at(steps, 1),
        }

    def notes(self) -> list[Message]:
        """Where there is no optimum to be measured against."""
        if self.best.settled:
            return []
        text = N_("With γ = {gamma} values grow without end here: there is no Q* to come near to.")
        return [Message("gamma", text, {"gamma": f"{self.config.gamma:g}"})]

    def news(self) -> list[tuple[int, Scalars]]:
        return [(step, dict(row)) for step, row in self.schedule.news()]

    @property
    def evaluate_now(self) -> bool:
        return self.schedule.evaluated == self.schedule.steps

    @property
    def smooth_steps(self) -> int:
        return 1 if self.config.planned else 10

    def diverged(self, scalars: Mapping[str, np.ndarray]) -> tuple[int, Message] | None:
        """A value that is not finite, or beyond ±10⁹."""
        worst = float(np.abs(self.agent.q).max())
        if worst <= self.EXPLODED:
            return None
        values = {"value": f"{worst:.3g}", "limit": f"{self.EXPLODED:.0g}"}
        return 0, Message("q", N_("the size of a value Q was {value}, more than {limit}."), values)

    def finished(self, metrics: Mapping[str, float]) -> Message | None:
        c = self.config
        if c.stop_steps and self.schedule.steps >= c.stop_steps:
            return Message("stop_steps", N_("{steps} steps are done."), {"steps": c.stop_steps})
        if c.stop_distance and metrics["q_distance"] <= c.stop_distance:
            values = {"distance": f"{metrics['q_distance']:.3g}"}
            return Message(
                "stop_distance", N_("The distance to Q* has come down to {distance}."), values
            )
        return None

    # ---- to look at ---------------------------------------------------------------------------
    def describe(self) -> dict[str, Any]:
        return views.describe(self)

    def static_views(self) -> Arrays:
        return views.static(self)

    def start_afresh(self, state: int | None = None) -> None:
        """Forget what was learned and begin an episode; with a `state`, only begin one there."""
        if state is None:
            self.agent.forget()
            self.planner = DynamicProgramming(self.agent)
        self.agent.begin(self.agent.a_start() if state is None else state)
        self.schedule.change(self.config.planned)

    def trace(self) -> list[Stage]:
        """One step, told from the record that it leaves."""
        preferences = list(self.agent.preferences(self.agent.state))
        self.step()
        last, move = self.agent.last, self.agent.move
        if self._waits and move is not None:
            return slow_motion.of_n_steps(move, last, preferences, self.config)
        if self.config.planned or last is None:
            return slow_motion.of_sweep(self.planner, self.config.method)
        return slow_motion.of_step(last, preferences, self.config)

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> State:
        return State.of(
            {
                "live": self._live(),
                "agent": kept(self.agent),
                "planner": self.planner.state(),
                "schedule": self.schedule.state(),
            }
        )

    def load_state(self, state: State) -> None:
        """Takes over the live values of that time too."""
        tree = state.tree()
        self._take_live(tree["live"])
        take(self.agent, tree["agent"])
        self.planner.load_state(tree["planner"])
        self.schedule.load_state(tree["schedule"])
