"""An agent as a tree of arrays and facts, to go on later bit for bit."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict
from typing import Any

import numpy as np

from core.playgrounds.qlearning.agent import PATH, Agent
from core.playgrounds.qlearning.update import Move, Update


def kept(agent: Agent) -> dict[str, Any]:
    """Everything that changes while it learns; the order of traces and of what is remembered counts."""
    remembered = [agent.model[at] for at in agent.known]
    return {
        "q": np.array(agent.q),
        "visits": np.array(agent.visits),
        "traces": {
            "at": np.array(list(agent.traces), np.int64).reshape(-1, 2),
            "value": np.array(list(agent.traces.values()), np.float64),
        },
        "model": {
            "at": np.array(agent.known, np.int64).reshape(-1, 2),
            "reward": np.array([reward for reward, _, _ in remembered], np.float64),
            "next": np.array([after for _, after, _ in remembered], np.int64),
            "over": np.array([over for _, _, over in remembered], np.int64),
        },
        "path": list(agent.path),
        "episode": [agent.state, agent.length, agent.total],
        "pending": None if agent.pending is None else list(agent.pending),
        "window": [asdict(move) for move in agent.window],
        "move": None if agent.move is None else asdict(agent.move),
        "last": None if agent.last is None else asdict(agent.last),
        "streams": {name: stream.state() for name, stream in agent.streams.items()},
    }


def take(agent: Agent, state: dict[str, Any]) -> None:
    """Go on as `kept` has it."""
    agent.q, agent.visits = state["q"].tolist(), state["visits"].tolist()
    traces, model = state["traces"], state["model"]
    at = map(tuple, traces["at"].tolist())
    agent.traces = dict(zip(at, traces["value"].tolist(), strict=True))
    agent.known = [(s, a) for s, a in model["at"].tolist()]
    over = [bool(one) for one in model["over"]]
    outcomes = zip(model["reward"].tolist(), model["next"].tolist(), over, strict=True)
    agent.model = dict(zip(agent.known, outcomes, strict=True))
    agent.path = deque(state["path"], PATH)
    agent.state, agent.length, agent.total = state["episode"]
    agent.pending = None if state["pending"] is None else tuple(state["pending"])
    agent.window = deque(Move(**move) for move in state["window"])
    agent.move = None if state["move"] is None else Move(**state["move"])
    agent.last = None if state["last"] is None else Update(**state["last"])
    for name, stream in agent.streams.items():
        stream.load_state(state["streams"][name])
