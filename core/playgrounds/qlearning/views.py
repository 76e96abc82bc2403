"""What can be seen of a tabular learner: the board, the last update, the distance to Q*, its numbers.

S states, A actions; L layers of a board of H×W cells; a cell that is no state has NaN or 0. n steps of the
agent's way, at most 64.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Protocol

import numpy as np

from core.i18n import N_
from core.playgrounds.arguments import within
from core.playgrounds.contract import Array, Arrays, Metric, Options, View
from core.playgrounds.qlearning.agent import Agent
from core.playgrounds.qlearning.config import QlearningConfig
from core.playgrounds.qlearning.grid import REWARD
from core.playgrounds.qlearning.optimal_values import OptimalValues
from core.playgrounds.qlearning.schedule import EvaluationSchedule
from core.playgrounds.qlearning.toytext import WORLDS

FORMULAS = {
    "q_learning": "Q(s, a) ← Q(s, a) + α [r + γ max Q(s′, ·) − Q(s, a)]",
    "sarsa": "Q(s, a) ← Q(s, a) + α [r + γ Q(s′, a′) − Q(s, a)]",
    "expected_sarsa": "Q(s, a) ← Q(s, a) + α [r + γ Σ π(a′|s′) Q(s′, a′) − Q(s, a)]",
    "double_q": "Q₁(s, a) ← Q₁(s, a) + α [r + γ Q₂(s′, argmax Q₁(s′, ·)) − Q₁(s, a)]",
    "value_iteration": "Q(s, a) ← Σ p(s′, r|s, a) [r + γ max Q(s′, ·)]",
    "policy_iteration": "Q(s, a) ← Σ p(s′, r|s, a) [r + γ Σ π(a′|s′) Q(s′, a′)]",
}
N_STEP = {
    "q_learning": "Q(s, a) ← Q(s, a) + α [Σ γᵏ rₖ + γᵐ max Q(sₘ, ·) − Q(s, a)]",
    "sarsa": "Q(s, a) ← Q(s, a) + α [Σ γᵏ rₖ + γᵐ Q(sₘ, aₘ) − Q(s, a)]",
    "expected_sarsa": "Q(s, a) ← Q(s, a) + α [Σ γᵏ rₖ + γᵐ Σ π(a′|sₘ) Q(sₘ, a′) − Q(s, a)]",
    "double_q": "Q₁(s, a) ← Q₁(s, a) + α [Σ γᵏ rₖ + γᵐ Q₂(sₘ, argmax Q₁(sₘ, ·)) − Q₁(s, a)]",
}
SHOWN = ("eval_return_mean", "optimal_return", "q_distance", "episodes", "epsilon", "alpha")
SCALARS = ("episode_return", "episode_length", "td_error")


class Seen(Protocol):
    """What is looked at: the algorithm, as far as views know it."""

    config: QlearningConfig
    agent: Agent
    best: OptimalValues
    schedule: EvaluationSchedule

    def policy(self, q: np.ndarray) -> np.ndarray: ...


def _world(of: Seen, options: Options) -> Arrays:
    """The cells of one layer, and where the agent is and has been."""
    agent, mdp, layer = of.agent, of.agent.mdp, _layer(of, options)
    q = agent.values
    policy = of.policy(q) * ~mdp.over[:, None]
    on_layer, row, column = mdp.where[agent.state].tolist()
    episode = [of.schedule.episodes + 1, agent.length, agent.total]
    return {
        "layer": np.array([layer], np.int32),
        "world.v": _on_board(of, q.max(1), layer, np.nan),
        "world.q": _on_board(of, q, layer, np.nan),
        "world.greedy": _on_board(of, bits(policy), layer, 0),
        "world.visits": _on_board(of, np.array(agent.visits), layer, 0),
        "agent": np.array([row, column, on_layer, agent.state], np.int32),
        "agent.path": mdp.where[list(agent.path), 1:].astype(np.float32).reshape(-1, 2),
        "agent.episode": np.array(episode, np.float64),
    }


def _update(of: Seen, options: Options) -> Arrays:
    """The last update; of a sweep, that of the value which changed most."""
    u = of.agent.last
    if u is None:
        return {}
    steps = {"update.steps": np.array([u.steps], np.int32)} if of.config.n_step > 1 else {}
    (layer, row, column), (layer2, row2, column2) = of.agent.mdp.where[[u.state, u.next]].tolist()
    return {
        "update.terms": np.array([u.alpha, u.reward, u.gamma, u.bootstrap, u.target, u.before,
                                  u.error, u.after, u.epsilon, u.exploring]),
        "update.cell": np.array([row, column, layer, u.action, row2, column2, layer2, u.over],
                                np.int32),
        "update.next": np.array(u.next_q, np.float32),
        **steps,
    }  # fmt: skip


def _distance(of: Seen, options: Options) -> Arrays:
    off = np.abs(of.agent.values - of.best.q).max(1)
    off[of.agent.mdp.over] = 0.0
    return {"distance": _on_board(of, off, _layer(of, options), np.nan)}


def _layer(of: Seen, options: Options) -> int:
    """The layer asked for; the agent's own where it is to be followed, or nothing is said."""
    layer, mdp = options.get("layer"), of.agent.mdp
    if options.get("follow") or not within(layer, 0, len(mdp.board.state) - 1):
        return int(max(mdp.where[of.agent.state, 0], 0))
    return layer


def _on_board(of: Seen, values: np.ndarray, layer: int, nowhere: float) -> np.ndarray:
    """Values [S, …] in the cells of a layer, [H, W, …]; `nowhere` in cells that are no state."""
    state = of.agent.mdp.board.state[layer]
    found = values[np.maximum(state, 0)]
    found[state < 0] = nowhere
    return found.astype(np.float32 if values.dtype.kind == "f" else np.int32)


def bits(policy: np.ndarray) -> np.ndarray:
    """i4 [S]: bit a is set where the policy [S, A] may take action a."""
    return ((policy > 0) << np.arange(policy.shape[1])).sum(1).astype(np.int32)


LAYER = {"layer": "a layer of the board", "follow": "true: the layer that the agent is in"}
VIEWS = {
    "world": View(
        _world,
        {
            "layer": Array("i4", "1", coding="the layer shown"),
            "world.v": Array("f4", "H W", coding="NaN where no state"),
            "world.q": Array("f4", "H W A", coding="of two tables the mean"),
            "world.greedy": Array("i4", "H W", coding="bit a set where action a is greedy"),
            "world.visits": Array("i4", "H W A"),
            "agent": Array("i4", "4", coding="row, column, layer, state"),
            "agent.path": Array("f4", "n 2", coding="row and column of its last steps, oldest first"),
            "agent.episode": Array("f8", "3", coding="number, steps so far, return so far"),
        },
        LAYER,
    ),
    "update": View(
        _update,
        {
            "update.terms": Array(
                "f8", "10",
                coding="α, r, γ, what stands for max Q′, target, Q before, TD error, Q after, ε, exploring;"
                " of an n-step return Σ γᵏ rₖ and γᵐ for r and γ",
                only="after the first update",
            ),
            "update.cell": Array(
                "i4", "8", coding="row, column, layer, action, row′, column′, layer′, whether terminal",
                only="after the first update",
            ),
            "update.next": Array("f4", "A", coding="Q of the next state", only="after the first update"),
            "update.steps": Array("i4", "1", coding="m of an n-step return", only="n-step returns"),
        },
    ),
    "distance": View(
        _distance, {"distance": Array("f4", "H W", coding="max over actions of |Q − Q*|")}, LAYER
    ),
}  # fmt: skip

STATIC = {
    "board.kind": Array(
        "u1", "H W",
        coding="0 floor, 1 wall, 2 pit, 3 goal, 4 start, 5 ice, 6 hole, 7 cliff, 8 landmark",
    ),
    "board.reward": Array("f4", "H W", coding="for entering; NaN where it depends on more"),
    "board.state": Array("i4", "L H W", coding="the state of each cell, −1: none"),
    "board.east": Array("u1", "H W", coding="1: a wall on the cell's right side", only="taxi"),
    "best.q": Array("f4", "S A", coding="Q* by value iteration"),
    "best.v": Array("f4", "S"),
    "best.greedy": Array("i4", "S", coding="bit a set where the optimal policy may take action a"),
}  # fmt: skip

METRICS = {
    "eval_return_mean": Metric(
        N_("greedy return"),
        N_("What the greedy policy of this moment earns in an episode on average: reckoned on the world's"
           " tables, not sampled"),
        "weight", better="higher", evaluated_on="the world's tables", headline=True,
    ),
    "optimal_return": Metric(
        N_("optimal return"), N_("What the optimal policy for this γ earns, reckoned likewise"),
        "weight", evaluated_on="the world's tables",
    ),
    "q_distance": Metric(
        N_("max |Q − Q*|"),
        N_("The largest distance of any action's value from its optimal one, by value iteration"),
        better="lower", evaluated_on="the world's tables",
    ),
    "episodes": Metric(N_("episodes"), N_("Episodes that have ended"), "count", evaluated_on="train"),
    "epsilon": Metric(N_("ε"), N_("How often the agent now acts blindly, to explore"), "weight"),
    "alpha": Metric(N_("α"), N_("The share of its error by which a value now moves"), "weight"),
    "episode_return": Metric(
        N_("episode return"), N_("Sum of rewards, the mean of the episodes since the point before"),
        "weight", better="higher", evaluated_on="train",
    ),
    "episode_length": Metric(
        N_("episode length"), N_("Steps, the mean of the episodes since the point before"), "count",
        evaluated_on="train",
    ),
    "td_error": Metric(
        N_("TD error"), N_("The mean size of δ since the point before"), better="lower",
        evaluated_on="train",
    ),
    "reward": Metric(N_("reward"), N_("Of the step just taken"), "weight", evaluated_on="train"),
    "state": Metric(N_("state"), N_("The number of the state that the step led to"), "count"),
}  # fmt: skip


def describe(of: Seen) -> dict[str, Any]:
    """What a viewer must know once per build, and after live changes."""
    c, mdp, best = of.config, of.agent.mdp, of.best
    board, grid = mdp.board, c.env == "grid"
    ahead = c.n_step > 1 and not c.planned
    return {
        "env": c.env,
        "label": WORLDS.get(c.env, N_("Grid world")),
        "method": f"{c.method}_n" if ahead else c.method,
        "planned": c.planned,
        "formula": (N_STEP if ahead else FORMULAS)[c.method],
        "size": list(board.kind.shape),
        "actions": [{"id": name} for name in mdp.actions],
        "layers": [asdict(layer) for layer in board.layers],
        "limit": mdp.limit,
        "editable": grid,
        "map": c.map if grid else "",
        "rewards": [-REWARD, REWARD],
        "step_reward": c.step_reward if grid else 0.0,
        "slip": c.slip if grid else 0.0,
        "wind": [c.wind if grid else 0.0] * board.kind.shape[1],
        "starts": mdp.starts.tolist(),
        "optimal": {"return": best.optimal_return, "value": best.optimal_value},
        "random": {"return": best.random_return, "value": best.random_value},
        "metrics": list(SHOWN),
        "scalars": list(SCALARS),
        "alarms": [],
    }


def static(of: Seen) -> Arrays:
    board, best = of.agent.mdp.board, of.best
    found = {
        "board.kind": board.kind.copy(),
        "board.reward": board.reward.copy(),
        "board.state": board.state.copy(),
        "best.q": best.q.astype(np.float32),
        "best.v": best.q.max(1).astype(np.float32),
        "best.greedy": bits(best.policy),
    }
    if board.east is not None:
        found["board.east"] = board.east.copy()
    return found
