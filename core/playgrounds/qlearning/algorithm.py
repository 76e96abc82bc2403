"""Tabular reinforcement learning: an agent finds out by trying what each action is worth.

Q(s, a) is what doing a in state s and acting well from there will earn. Q-learning (Watkins 1989) moves
it a little towards what was just seen, a reward r and the best that the next state s′ promises:

    Q(s, a) ← Q(s, a) + α [r + γ max_a′ Q(s′, a′) − Q(s, a)]

The step itself, and SARSA, expected SARSA, double Q-learning, λ-returns and Dyna, stand in
agent.py; value iteration and policy iteration, which know the world instead of trying it,
in sweeper.py; the worlds as tables in worlds.py, grid.py and toytext.py. The textbook to all of it is
Sutton & Barto 2018. S states, A actions; an episode runs from a start to a terminal state or the limit.

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
from core.playgrounds.arguments import index
from core.playgrounds.contract import ActError, Algorithm, Arrays, Scalars, Stage, Wanted
from core.playgrounds.qlearning.agent import Agent
from core.playgrounds.qlearning.config import QlearningConfig
from core.playgrounds.qlearning.dynamic_programming import Sweeper
from core.playgrounds.qlearning.loop import one_step_q_learning
from core.playgrounds.qlearning.optimal_values import Yardstick
from core.playgrounds.qlearning.planning import greedy, mean_return
from core.playgrounds.qlearning.presets import PRESETS
from core.playgrounds.qlearning.schedule import Ledger
from core.playgrounds.qlearning.views import Sights


class QLearning(Algorithm):
    """One agent in one world, and what it is measured against."""

    NAME = "qlearning"
    LABEL = N_("Q-learning")
    UNIT = N_("environment step")
    Config: ClassVar[type[params.Config]] = QlearningConfig
    PRESETS = PRESETS
    BULK = True
    AT_ONCE = 1000  # steps between two looks at the clock
    EXPLODED = 1e9  # no value may be larger

    config: QlearningConfig

    def __init__(self, config: QlearningConfig, device: torch.device | str = "cpu") -> None:
        self.config, self.device = config, torch.device(device)
        self.ledger = Ledger(config.planned)
        self.agent = Agent(config, config.world(), self.ledger)
        self.sweeper = Sweeper(self.agent)
        self.best = Yardstick.of(self.agent.world, config.gamma)
        self.sights = Sights(self)

    # ---- learning ---------------------------------------------------------------------------
    def step(self) -> Scalars:
        """One step: |δ|, the reward, and the state it led to."""
        self.stretch(1, 0.0)
        last = self.agent.last
        assert last is not None, "a step leaves a record"
        return {"td_error": abs(last.error), "reward": last.reward, "state": float(last.next)}

    def stretch(self, most: int, deadline: float) -> int:
        """Up to `most` steps; the course of a run does not depend on how they are cut up."""
        ledger, taken, stop = self.ledger, 0, self.config.stop_steps
        at_once = max(1, self.AT_ONCE // self._heaviness)
        while True:
            count = min(most - taken, ledger.ahead(stop), at_once)
            self._learn(count)
            ledger.strike(count, stop)
            taken += count
            if self.evaluate_now or taken == most or perf_counter() >= deadline:
                return taken

    def _learn(self, count: int) -> None:
        """`count` steps, in the tight loop where nothing but plain Q-learning is asked for."""
        c, first = self.config, self.ledger.steps
        if c.planned:
            for _ in range(count):
                self.sweeper.step()
        elif c.method == "q_learning" and not (c.trace_decay or c.planning or c.noise):
            one_step_q_learning(self.agent, first, count)
        else:
            for number in range(first, first + count):
                self.agent.step(number)

    @property
    def _heaviness(self) -> int:
        """Roughly how many plain steps a step costs."""
        c = self.config
        return 100 if c.planned else 1 + c.planning + (20 if c.trace_decay else 1)

    def configure(self, config: params.Config) -> None:
        assert isinstance(config, QlearningConfig)
        before, self.config = self.config, config
        world = self.agent.world
        if config.world_names != before.world_names:
            world = config.world()
        if world is not self.agent.world or config.gamma != before.gamma:
            self.best = Yardstick.of(world, config.gamma)
        if config.method != before.method or world is not self.agent.world:
            self.agent.adapt(config, world)
            self.sweeper.adapt()
        self.agent.config = config
        self.ledger.change(config.planned)

    # ---- how well ---------------------------------------------------------------------------
    def policy(self, q: np.ndarray) -> np.ndarray:
        """What the agent would do without exploring, [S, A]: greedy, any of the best equally often.

        Policy iteration stands by the policy that it evaluates; value iteration with γ = 1,
        once its values stand, takes of the best actions those that lead to an end."""
        if self.config.method == "policy_iteration":
            return self.sweeper.policy
        return self.sweeper.greedy(q) if self.config.planned else greedy(q)

    def evaluate(self) -> Scalars:
        """The metrics, worked out on the tables."""
        c, world, q = self.config, self.agent.world, self.agent.values
        last, steps = self.agent.last, self.ledger.steps
        by_visits = c.lr_schedule == "visits" and last is not None
        return {
            "eval_return_mean": mean_return(world, self.policy(q)),
            "optimal_return": self.best.optimal_return,
            "q_distance": self.best.distance(world, q),
            "episodes": float(self.ledger.episodes),
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
        return [(step, dict(row)) for step, row in self.ledger.news()]

    @property
    def evaluate_now(self) -> bool:
        return self.ledger.evaluated == self.ledger.steps

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
        if c.stop_steps and self.ledger.steps >= c.stop_steps:
            return Message("stop_steps", N_("{steps} steps are done."), {"steps": c.stop_steps})
        if c.stop_distance and metrics["q_distance"] <= c.stop_distance:
            values = {"distance": f"{metrics['q_distance']:.3g}"}
            return Message(
                "stop_distance", N_("The distance to Q* has come down to {distance}."), values
            )
        return None

    # ---- to look at ---------------------------------------------------------------------------
    def describe(self) -> dict[str, Any]:
        return self.sights.describe()

    def static_views(self) -> Arrays:
        return self.sights.static()

    def views(self, wanted: Wanted) -> Arrays:
        return self.sights.views(wanted)

    def probe(self, name: str, args: Mapping[str, Any]) -> tuple[dict[str, Any], Arrays]:
        """`move`, `begin`, `inspect`: a viewer plays the same world, or asks about a state."""
        found = self.sights.probe(name, args)
        return (found, {}) if found is not None else super().probe(name, args)

    def act(self, name: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """`forget {}`: Q as at the beginning; `put_agent {state}`: the next episode starts there."""
        agent, world = self.agent, self.agent.world
        if name == "forget":
            agent.forget()
            agent.begin(agent.a_start())
            self.sweeper = Sweeper(agent)
            said = {"name": "forget", "old": "", "new": f"{self.config.initial_q:g}"}
        elif name == "put_agent":
            state = index(args, "state", 0, world.size[0] - 1)
            if world.over[state] or world.where[state, 0] < 0 or not self._free(state):
                text = N_("state = {state} is no place to act from.")
                raise ActError(Message("state", text, {"state": state}))
            said = {"name": "put_agent", "old": str(agent.state), "new": str(state)}
            agent.begin(state)
        else:
            return super().act(name, args)
        self.ledger.change(self.config.planned)
        return said

    def _free(self, state: int) -> bool:
        """Whether something can be done there: some action leads on, or pays."""
        world = self.agent.world
        return bool((world.successors[state] != state).any() or world.active[state])

    def trace(self) -> list[Stage]:
        """One step, told from the record that it leaves."""
        preferences = list(self.agent.preferences(self.agent.state))
        self.step()
        last = self.agent.last
        if self.config.planned or last is None:
            return self.sights.sweep_stages()
        return self.sights.stages(last, preferences)

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> dict[str, Any]:
        return {
            "live": {name: getattr(self.config, name) for name in sorted(self.config.live_names())},
            "agent": self.agent.state_dict(),
            "sweeper": self.sweeper.state(),
            "ledger": self.ledger.state(),
        }

    def load_state(self, state: Mapping[str, Any]) -> None:
        """Takes over the live values of that time too."""
        self.configure(self.config.changed(**state["live"]))
        self.agent.load_state_dict(state["agent"])
        self.sweeper.load_state(state["sweeper"])
        self.ledger.load_state(state["ledger"])
