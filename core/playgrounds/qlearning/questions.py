"""What a viewer may ask or do: play the same world, ask about a state, forget what was learned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np

from core.i18n import N_
from core.params import Message
from core.playgrounds.arguments import index
from core.playgrounds.contract import ActError, Answer, Args
from core.playgrounds.qlearning.agent import Agent
from core.playgrounds.qlearning.config import QlearningConfig
from core.playgrounds.qlearning.optimal_values import OptimalValues

MOST_STEPS = 2**31


class Asked(Protocol):
    """Who is asked: the algorithm, as far as questions know it."""

    config: QlearningConfig
    agent: Agent
    best: OptimalValues

    def start_afresh(self, state: int | None = None) -> None: ...


def move(of: Asked, args: Args) -> Answer:
    """`move {state, action, number, steps}`: one step of a viewer who plays; `steps` says how many this
    episode has had before."""
    mdp = of.agent.mdp
    state = index(args, "state", 0, mdp.size[0] - 1)
    action = index(args, "action", 0, mdp.size[1] - 1)
    steps = index({"steps": 0} | dict(args), "steps", 0, MOST_STEPS)
    if mdp.over[state] or mdp.where[state, 0] < 0:
        raise no_place(state)
    rng = _rng(of, args)
    outcomes = mdp.probabilities[state, action]
    at = (state, action, int(rng.choice(len(outcomes), p=outcomes)))
    reward = float(mdp.rewards[at]) + of.config.noise * float(rng.standard_normal())
    there, over = int(mdp.successors[at]), bool(mdp.terminals[at])
    cut = not over and mdp.limit is not None and steps + 1 >= mdp.limit
    said = {"state": there, **_place(of, there), "reward": reward}
    return {**said, "terminal": over, "truncated": cut}, {}


def begin(of: Asked, args: Args) -> Answer:
    """`begin {number}`: where an episode of the viewer's starts."""
    state = int(_rng(of, args).choice(of.agent.mdp.starts))
    return {"state": state, **_place(of, state)}, {}


def inspect(of: Asked, args: Args) -> Answer:
    """`inspect {state}`: its action values, the optimal ones, and how often each was tried."""
    state = index(args, "state", 0, of.agent.mdp.size[0] - 1)
    said = {
        "q": of.agent.values[state].tolist(),
        "best": of.best.q[state].tolist(),
        "visits": list(of.agent.visits[state]),
    }
    return said, {}


def forget(of: Asked, args: Args) -> dict[str, Any]:
    """`forget {}`: Q as at the beginning."""
    of.start_afresh()
    return {"name": "forget", "old": "", "new": f"{of.config.initial_q:g}"}


def put_agent(of: Asked, args: Args) -> dict[str, Any]:
    """`put_agent {state}`: the next episode starts there."""
    mdp = of.agent.mdp
    state = index(args, "state", 0, mdp.size[0] - 1)
    free = bool((mdp.successors[state] != state).any() or mdp.active[state])
    if mdp.over[state] or mdp.where[state, 0] < 0 or not free:  # nothing can be done there
        raise no_place(state)
    said = {"name": "put_agent", "old": str(of.agent.state), "new": str(state)}
    of.start_afresh(state)
    return said


def no_place(state: int) -> ActError:
    text = N_("state = {state} is no place to act from.")
    return ActError(Message("state", text, {"state": state}))


def _rng(of: Asked, args: Mapping[str, Any]) -> np.random.Generator:
    """Decided by the number of a viewer's step, apart from the generators of training."""
    return np.random.default_rng([of.config.seed, index(args, "number", 0, MOST_STEPS), 2])


def _place(of: Asked, state: int) -> dict[str, int]:
    layer, row, column = of.agent.mdp.where[state].tolist()
    return {"row": row, "column": column, "layer": layer}


PROBES = {"move": move, "begin": begin, "inspect": inspect}
ACTS = {"forget": forget, "put_agent": put_agent}
