"""What can be seen of a tabular learner: the board, the last update, the distance to Q*; probes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from core.i18n import N_
from core.params import Message
from core.playgrounds.arguments import index, within
from core.playgrounds.contract import ActError, Arrays, Stage, Wanted
from core.playgrounds.qlearning.grid import REWARD
from core.playgrounds.qlearning.mdp import Board, World
from core.playgrounds.qlearning.toytext import WORLDS
from core.playgrounds.qlearning.update import Update

if TYPE_CHECKING:
    from core.playgrounds.qlearning.algorithm import QLearning

FORMULAS = {
    "q_learning": "Q(s, a) ← Q(s, a) + α [r + γ max Q(s′, ·) − Q(s, a)]",
    "sarsa": "Q(s, a) ← Q(s, a) + α [r + γ Q(s′, a′) − Q(s, a)]",
    "expected_sarsa": "Q(s, a) ← Q(s, a) + α [r + γ Σ π(a′|s′) Q(s′, a′) − Q(s, a)]",
    "double_q": "Q₁(s, a) ← Q₁(s, a) + α [r + γ Q₂(s′, argmax Q₁(s′, ·)) − Q₁(s, a)]",
    "value_iteration": "Q(s, a) ← Σ p(s′, r|s, a) [r + γ max Q(s′, ·)]",
    "policy_iteration": "Q(s, a) ← Σ p(s′, r|s, a) [r + γ Σ π(a′|s′) Q(s′, a′)]",
}
SCALARS = ("episode_return", "episode_length", "td_error")
MOST_STEPS = 2**31


def _bits(policy: np.ndarray) -> np.ndarray:
    """i4 [S]: bit a is set where the policy [S, A] may take action a."""
    return ((policy > 0) << np.arange(policy.shape[1])).sum(1).astype(np.int32)


class Sights:
    """Looks at a run and never changes it."""

    def __init__(self, run: QLearning) -> None:
        self.run = run

    @property
    def _world(self) -> World:
        return self.run.agent.world

    @property
    def _board(self) -> Board:
        return self._world.board

    # ---- once per build, and after live changes ------------------------------------------------
    def describe(self) -> dict[str, Any]:
        c, world, best = self.run.config, self._world, self.run.best
        grid = c.env == "grid"
        return {
            "env": c.env,
            "label": WORLDS.get(c.env, N_("Grid world")),
            "method": c.method,
            "planned": c.planned,
            "formula": FORMULAS[c.method],
            "size": list(self._board.kind.shape),
            "actions": [{"id": name} for name in world.actions],
            "layers": [asdict(layer) for layer in self._board.layers],
            "limit": world.limit,
            "editable": grid,
            "map": c.map if grid else "",
            "rewards": [-REWARD, REWARD],
            "step_reward": c.step_reward if grid else 0.0,
            "slip": c.slip if grid else 0.0,
            "wind": [c.wind if grid else 0.0] * self._board.kind.shape[1],
            "starts": world.starts.tolist(),
            "optimal": {"return": best.optimal_return, "value": best.optimal_value},
            "random": {"return": best.random_return, "value": best.random_value},
            "metrics": ["eval_return_mean", "optimal_return", "q_distance", "episodes", "epsilon",
                        "alpha"],
            "scalars": list(SCALARS),
            "alarms": [],
        }  # fmt: skip

    def static(self) -> Arrays:
        board, best = self._board, self.run.best
        found = {
            "board.kind": board.kind.copy(),
            "board.reward": board.reward.copy(),
            "board.state": board.state.copy(),
            "best.q": best.q.astype(np.float32),
            "best.v": best.q.max(1).astype(np.float32),
            "best.greedy": _bits(best.policy),
        }
        if board.east is not None:
            found["board.east"] = board.east.copy()
        return found

    # ---- frames -------------------------------------------------------------------------------
    def views(self, wanted: Wanted) -> Arrays:
        found: Arrays = {}
        if "world" in wanted:
            found |= self._picture(self._layer(wanted["world"])) | self._agent()
        if "update" in wanted:
            found |= self._update()
        if "distance" in wanted:
            off = np.abs(self.run.agent.values - self.run.best.q).max(1)
            off[self._world.over] = 0.0
            found["distance"] = self._on_board(off, self._layer(wanted["distance"]), np.nan)
        return found

    def _layer(self, options: Mapping[str, Any]) -> int:
        """The layer asked for; the agent's own where it is to be followed, or nothing is said."""
        layer = options.get("layer")
        if options.get("follow") or not within(layer, 0, len(self._board.state) - 1):
            return int(max(self._world.where[self.run.agent.state, 0], 0))
        return layer

    def _on_board(self, values: np.ndarray, layer: int, nowhere: float) -> np.ndarray:
        """Values [S, …] in the cells of a layer, [H, W, …]; `nowhere` in cells that are no state."""
        state = self._board.state[layer]
        found = values[np.maximum(state, 0)]
        found[state < 0] = nowhere
        return found.astype(np.float32 if values.dtype.kind == "f" else np.int32)

    def _picture(self, layer: int) -> Arrays:
        q = self.run.agent.values
        policy = self.run.policy(q) * ~self._world.over[:, None]
        return {
            "layer": np.array([layer], np.int32),
            "world.v": self._on_board(q.max(1), layer, np.nan),
            "world.q": self._on_board(q, layer, np.nan),
            "world.greedy": self._on_board(_bits(policy), layer, 0),
            "world.visits": self._on_board(np.array(self.run.agent.visits), layer, 0),
        }

    def _agent(self) -> Arrays:
        agent, where = self.run.agent, self._world.where
        layer, row, column = where[agent.state].tolist()
        episode = [self.run.ledger.episodes + 1, agent.length, agent.total]
        return {
            "agent": np.array([row, column, layer, agent.state], np.int32),
            "agent.path": where[list(agent.path), 1:].astype(np.float32).reshape(-1, 2),
            "agent.episode": np.array(episode, np.float64),
        }

    def _update(self) -> Arrays:
        u = self.run.agent.last
        if u is None:
            return {}
        where = self._world.where
        (layer, row, column), (layer2, row2, column2) = where[[u.state, u.next]].tolist()
        return {
            "update.terms": np.array([u.alpha, u.reward, u.gamma, u.bootstrap, u.target, u.before,
                                      u.error, u.after, u.epsilon, u.exploring]),
            "update.cell": np.array([row, column, layer, u.action, row2, column2, layer2, u.over],
                                    np.int32),
            "update.next": np.array(u.next_q, np.float32),
        }  # fmt: skip

    # ---- questions ------------------------------------------------------------------------------
    def probe(self, name: str, args: Mapping[str, Any]) -> dict[str, Any] | None:
        if name == "move":
            return self._move(args)
        if name == "begin":
            state = int(self._dice(args).choice(self._world.starts))
            return {"state": state, **self._place(state)}
        if name == "inspect":
            state = index(args, "state", 0, self._world.size[0] - 1)
            return {
                "q": self.run.agent.values[state].tolist(),
                "best": self.run.best.q[state].tolist(),
                "visits": list(self.run.agent.visits[state]),
            }
        return None

    def _move(self, args: Mapping[str, Any]) -> dict[str, Any]:
        """One step of a viewer who plays; `steps` says how many this episode has had before."""
        world = self._world
        state = index(args, "state", 0, world.size[0] - 1)
        action = index(args, "action", 0, world.size[1] - 1)
        steps = index({"steps": 0} | dict(args), "steps", 0, MOST_STEPS)
        if world.over[state] or world.where[state, 0] < 0:
            text = N_("state = {state} is no place to act from.")
            raise ActError(Message("state", text, {"state": state}))
        dice = self._dice(args)
        at = (state, action, int(dice.choice(world.probabilities.shape[2],
                                             p=world.probabilities[state, action])))  # fmt: skip
        reward = float(world.rewards[at]) + self.run.config.noise * float(dice.standard_normal())
        there, over = int(world.successors[at]), bool(world.terminals[at])
        cut = not over and world.limit is not None and steps + 1 >= world.limit
        said = {"state": there, **self._place(there), "reward": reward}
        return {**said, "terminal": over, "truncated": cut}

    def _dice(self, args: Mapping[str, Any]) -> np.random.Generator:
        """Dice that the number of a viewer's step decides, apart from those of training."""
        return np.random.default_rng(
            [self.run.config.seed, index(args, "number", 0, MOST_STEPS), 2]
        )

    def _place(self, state: int) -> dict[str, int]:
        layer, row, column = self._world.where[state].tolist()
        return {"row": row, "column": column, "layer": layer}

    # ---- slow motion ----------------------------------------------------------------------------
    def stages(self, update: Update, q: list[float]) -> list[Stage]:
        """The step that `update` tells of; `q` [A] is what the agent chose by."""
        u = update

        def told(name: str, **numbers: Any) -> Stage:
            return Stage(name, None, {key: np.atleast_1d(np.array(value, np.float64))
                                      for key, value in numbers.items()})  # fmt: skip

        found = [
            told("observe", state=u.state, q=q),
            told("choose", action=u.action, exploring=u.exploring, epsilon=u.epsilon),
            told("act", reward=u.reward, next=u.next, terminal=u.over),
            told("target", next_q=u.next_q, bootstrap=u.bootstrap, target=u.target),
            told("update", before=u.before, error=u.error, alpha=u.alpha, after=u.after),
        ]
        if self.run.config.trace_decay:
            found.append(told("trace", moved=u.moved))
        if self.run.config.planning:
            found.append(told("plan", planned=u.planned))
        return found

    def sweep_stages(self) -> list[Stage]:
        """A sweep, or an improvement of the policy, of value or policy iteration."""
        sweeper = self.run.sweeper
        changed = np.array([float(sweeper.improved)])
        if sweeper.since == 0 and self.run.config.method == "policy_iteration":
            return [Stage("improve", None, {"changed": changed})]
        return [Stage("sweep", None, {"change": np.array([sweeper.change])})]
