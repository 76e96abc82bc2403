"""What there is to see of an agent that learns: the critic's surface, the policy's map, memory and noise.

All of it is computed from copies and changes nothing. n numbers in a state, m in an action.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Protocol

import numpy as np

from core.playgrounds.arguments import one_of, within
from core.playgrounds.contract import Array, Arrays, Options, View
from core.playgrounds.ddpg.config import DdpgConfig
from core.playgrounds.ddpg.env_specs import Axis, Scores
from core.playgrounds.ddpg.environment import Environment
from core.playgrounds.ddpg.episode_stats import EpisodeStats
from core.playgrounds.ddpg.learner import Learner, Rules
from core.playgrounds.ddpg.noise import REMEMBERED, Noise
from core.playgrounds.ddpg.replay import Replay

SURFACE, PROFILE = 41, 81  # points along an axis
PATH = 200  # steps of the path on the surface
POINTS = 1500  # of the replay memory
SHOWN = ("eval_return_mean", "eval_return_std")
SCALARS = ("critic_loss", "actor_objective", "mean_q")


class Seen(Protocol):
    """What is looked at: the algorithm, as far as views know it."""

    config: DdpgConfig
    world: Environment
    axes: list[Axis]
    learner: Learner
    rules: Rules
    replay: Replay
    noise: Noise
    episode: int
    episode_stats: EpisodeStats

    def value(self, states: np.ndarray, actions: np.ndarray, which: int = 0) -> np.ndarray: ...


def describe(of: Seen) -> dict[str, Any]:
    """What a viewer must know once per build."""
    world, learner, c = of.world, of.learner, of.config
    spec = world.spec
    scores = spec.SCORES if (c.gravity, c.mass) == (1.0, 1.0) else Scores()
    metadata = world.env.metadata
    hidden = " → ".join(map(str, c.hidden))
    text = f"{{}} → {hidden} → {{}}" if hidden else "{} → {}"
    states = zip(spec.names(world.n), world.low, world.high, strict=True)
    actions = zip(spec.actions(world.m), world.action_low, world.action_high, strict=True)
    return {
        "env": c.env,
        "label": c.env.rpartition("-v")[0],
        "drawing": spec.DRAWING,
        "dt": getattr(world.env, "dt", None) or 1 / metadata.get("render_fps", 30),
        "limit": world.limit,
        "state": [
            {"name": name, "unit": unit, "low": finite(low), "high": finite(high)}
            for (name, unit), low, high in states
        ],
        "action": [{"name": name, "low": float(a), "high": float(b)} for name, a, b in actions],
        "axes": [asdict(axis) for axis in of.axes],
        "surface": list(spec.SURFACE),
        "actor": {
            "text": text.format(world.n, world.m),
            "params": learner.actor.net.theta.numel(),
        },
        "critic": {
            "text": text.format(world.n + world.m, 1),
            "params": learner.critics[0].net.theta.numel(),
        },
        "twin": c.twin == "on",
        "replay": c.capacity,
        "physics": {"gravity": spec.GRAVITY, "mass": spec.MASS},
        "pushable": spec.PUSHABLE,
        "references": asdict(scores),
        "metrics": list(SHOWN),
        "scalars": list(SCALARS),
    }


def finite(value: float) -> float | None:
    """None for what JSON cannot say."""
    return float(value) if abs(float(value)) < 1e30 else None


def _world(of: Seen, options: Options) -> Arrays:
    """The agent that trains, noise and all."""
    return {
        "world.state": of.world.state,
        "world.action": of.world.action.astype(np.float32),
        "world.body": of.world.pose,
        "world.episode": np.array([of.episode, of.world.time, of.episode_stats.total]),
    }


def _surface(of: Seen, options: Options) -> Arrays:
    """Over two axes, the other ones as in the state now: Q(s, π(s)), one action of π(s), or the
    advantage of π(s): how much more it is worth than the mean over that action's range."""
    world, learner = of.world, of.learner
    i, j = _axes(of, options)
    k = _action(of, options)
    axes = of.axes
    across = np.linspace(axes[i].low, axes[i].high, SURFACE)
    up = np.linspace(axes[j].high, axes[j].low, SURFACE)  # row 0 is the top
    columns, rows = np.meshgrid(across, up)
    at = {i: columns.ravel(), j: rows.ravel()}
    states = world.scaled(world.spec.moved(world.state, at))  # [41², n]
    actions = learner.policy(states)  # [41², m]
    kind = one_of(options, "of", ("value", "policy", "advantage"), "value")
    if kind == "policy":
        values = world.stretched(actions)[:, k]
    else:
        values = of.value(states, actions)
        if kind == "advantage":
            others = np.zeros_like(values)
            choices = np.linspace(-1, 1, 5, dtype=np.float32)
            for choice in choices:
                actions[:, k] = choice
                others += of.value(states, actions)
            values = values - others / len(choices)
    return {
        "surface": values.reshape(SURFACE, SURFACE).astype(np.float32),
        "surface.here": world.spec.place(world.state[None])[0, [i, j]].astype(np.float32),
        "surface.path": _path(of)[:, [i, j]].astype(np.float32),
    }


def _profile(of: Seen, options: Options) -> Arrays:
    """Q(s, a) along one action at the state now, the others as the actor chooses them."""
    world, learner = of.world, of.learner
    k = _action(of, options)
    chosen = learner.policy(world.seen[None])  # [1, m]
    actions = np.repeat(chosen, PROFILE, axis=0)
    actions[:, k] = np.linspace(-1, 1, PROFILE)
    states = np.repeat(world.seen[None], PROFILE, axis=0)
    own = of.value(world.seen[None], chosen)
    arrays = {
        "action.x": world.stretched(actions)[:, k].astype(np.float32),
        "action.q": of.value(states, actions),
        "action.chosen": np.array([world.stretched(chosen)[0, k], own[0]], np.float32),
        "action.taken": world.action[[k]].astype(np.float32),
    }
    if of.config.twin == "on":
        arrays["action.q2"] = of.value(states, actions, 1)
    return arrays


def _memory(of: Seen, options: Options) -> Arrays:
    """A sample of the replay memory, evenly over its age, on two axes."""
    replay, world = of.replay, of.world
    i, j = _axes(of, options)
    size = np.array([replay.size, replay.capacity], np.int32)
    which = np.unique(np.linspace(0, replay.size - 1, min(POINTS, replay.size)).astype(np.int64))
    rows = replay.rows[replay.numbered(which)]
    states, _, rewards, _, _ = replay.parts(rows)
    kind = one_of(options, "colour", ("reward", "age", "td"), "reward")
    values: np.ndarray
    if kind == "age":
        values = (replay.size - 1 - which).astype(np.float32)  # steps ago
    elif kind == "td" and len(which):
        replay.look_ahead(replay.numbered(which), rows, of.config.n_step, of.rules.gamma)
        values = _surprise(of, *replay.parts(rows))
    else:
        values = rewards / of.config.reward_scale
    spread = (values.min(), values.max()) if len(values) else (0.0, 1.0)
    places = world.spec.place(world.unscaled(states)) if len(which) else np.zeros((0, len(of.axes)))
    return {
        "replay.xy": places[:, [i, j]].astype(np.float32),
        "replay.value": values.astype(np.float32),
        "replay.range": np.array(spread, np.float32),
        "replay.size": size,
    }


def _surprise(
    of: Seen,
    states: np.ndarray,
    actions: np.ndarray,
    rewards: np.ndarray,
    goes_on: np.ndarray,
    after: np.ndarray,
) -> np.ndarray:
    """|y − Q(s, a)| of k transitions, [k]: how far the critic is from what it should say."""
    learner = of.learner
    chosen = learner.policy(after, target=True)
    q = learner.value(after, chosen, target=True)
    if of.rules.twin:
        q = np.minimum(q, learner.value(after, chosen, 1, target=True))
    error = rewards + of.rules.gamma * goes_on * q - learner.value(states, actions)
    return np.abs(error) / np.float32(of.config.reward_scale)


def _noise(of: Seen, options: Options) -> Arrays:
    return {"noise": of.noise.past()}


def _path(of: Seen) -> np.ndarray:
    """Where this episode has been, oldest first, on all axes [k ≤ 200, A]."""
    steps = min(of.world.time, PATH - 1, of.replay.size)
    rows = of.replay.numbered(np.arange(of.replay.size - steps, of.replay.size))
    states = of.replay.parts(of.replay.rows[rows])[0]  # [k, n]
    return of.world.spec.place(of.world.unscaled(np.vstack((states, of.world.seen[None]))))


def _axes(of: Seen, options: Options) -> tuple[int, int]:
    axes, most = options.get("axes"), len(of.axes) - 1
    if isinstance(axes, list) and len(axes) == 2 and all(within(a, 0, most) for a in axes):
        return axes[0], axes[1]
    return of.world.spec.SURFACE


def _action(of: Seen, options: Options) -> int:
    k = options.get("action", 0)
    return k if within(k, 0, of.world.m - 1) else 0


AXES = {"axes": "[i, j]: the axes across and up"}
ACTION = {"action": "k: the number of an action"}
COLOUR = {"colour": "`reward`, `age` or `td`"}
HERE = "the state now"
VIEWS = {
    "world": View(
        _world,
        {
            "world.state": Array("f4", "n"),
            "world.action": Array("f4", "m"),
            "world.body": Array(
                "f4", "k",
                coding="pendulum: angle, angular velocity, torque; mountain car: position, velocity, force",
            ),
            "world.episode": Array("f8", "3", coding="number, steps so far, return so far"),
        },
    ),
    "surface": View(
        _surface,
        {
            "surface": Array(
                "f4", f"{SURFACE} {SURFACE}",
                coding="row 0 = top; Q(s, π(s)), action k of π(s), or the advantage: Q(s, π(s)) less the mean"
                " over action k; the other axes as in the state now",
            ),
            "surface.here": Array("f4", "2", coding=HERE),
            "surface.path": Array("f4", "t 2", coding="of this episode, at most 200 states, oldest first"),
        },
        AXES | {"of": "`value`, `policy` or `advantage`"} | ACTION,
    ),
    "action": View(
        _profile,
        {
            "action.x": Array("f4", f"{PROFILE}", coding="action k"),
            "action.q": Array("f4", f"{PROFILE}", coding="Q(s, a) at the state now"),
            "action.q2": Array("f4", f"{PROFILE}", coding="of the second critic", only="twin critics"),
            "action.chosen": Array("f4", "2", coding="action k of π(s), and its Q"),
            "action.taken": Array("f4", "1", coding="action k, noise and all"),
        },
        ACTION,
    ),
    "replay": View(
        _memory,
        {
            "replay.xy": Array("f4", "p 2", coding="at most 1,500 transitions, evenly over their age"),
            "replay.value": Array("f4", "p"),
            "replay.range": Array("f4", "2", coding="least and largest value"),
            "replay.size": Array("i4", "2", coding="filled, capacity"),
        },
        AXES | COLOUR,
    ),
    "noise": View(
        _noise,
        {"noise": Array("f4", f"{REMEMBERED} m", coding="of the last steps, 0 where there were none")},
    ),
}  # fmt: skip
