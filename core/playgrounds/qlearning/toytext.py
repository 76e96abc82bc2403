"""Gymnasium's table worlds, read from their own transition tables (`env.unwrapped.P`)."""

from __future__ import annotations

from functools import cache

import gymnasium
import numpy as np

from core.i18n import N_
from core.playgrounds.qlearning.mdp import (
    CLIFF,
    FLOOR,
    GOAL,
    HOLE,
    ICE,
    LANDMARK,
    START,
    Board,
    Layer,
    Mdp,
)

WORLDS = {
    "FrozenLake-v1": N_("Frozen lake 4×4"),
    "FrozenLake8x8-v1": N_("Frozen lake 8×8"),
    "CliffWalking-v1": N_("Cliff walking"),
    "CliffWalkingSlippery-v1": N_("Cliff walking, slippery"),
    "Taxi-v4": N_("Taxi"),
}
ACTIONS = {
    "FrozenLake": ("left", "down", "right", "up"),
    "CliffWalking": ("up", "right", "down", "left"),
    "Taxi": ("down", "up", "right", "left", "pickup", "dropoff"),
}
LAKE = {b"S": START, b"F": ICE, b"H": HOLE, b"G": GOAL}
LANDMARKS = "RGYB"  # Taxi's, in the order of its state


@cache
def toy_world(name: str, slippery: bool) -> Mdp:
    """The world called `name`, an id of Gymnasium's; only a frozen lake asks whether it is slippery."""
    family = "".join(name.partition(kind)[1] for kind in ACTIONS)
    options = {"is_slippery": slippery} if family == "FrozenLake" else {}
    env = gymnasium.make(name, **options)
    bare, spec = env.unwrapped, env.spec
    assert spec is not None
    tables = _tables(bare.P)  # type: ignore[attr-defined]
    starts = np.flatnonzero(bare.initial_state_distrib)  # type: ignore[attr-defined]
    if family == "Taxi":
        board = _taxi(bare.desc, bare.locs)  # type: ignore[attr-defined]
    elif family == "FrozenLake":
        board = _lake(bare.desc)  # type: ignore[attr-defined]
    else:
        board = _cliff(bare._cliff, int(starts[0]))  # type: ignore[attr-defined]
    env.close()
    return Mdp(*tables, starts, spec.max_episode_steps, ACTIONS[family], board)


def _tables(
    P: dict[int, dict[int, list[tuple[float, int, float, bool]]]],
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Successors, probabilities, rewards and terminals [S, A, K] of a Gymnasium table."""
    shape = (len(P), len(P[0]), max(len(some) for row in P.values() for some in row.values()))
    successors, terminals = np.zeros(shape, np.int64), np.zeros(shape, bool)
    probabilities, rewards = np.zeros(shape), np.zeros(shape)
    for state, row in P.items():
        for action, some in row.items():
            for k, (chance, there, reward, over) in enumerate(some):
                at = (state, action, k)
                successors[at], probabilities[at] = there, chance
                rewards[at], terminals[at] = reward, over
    return successors, probabilities, rewards, terminals


def _lake(desc: np.ndarray) -> Board:
    kind = np.array([[LAKE[cell] for cell in row] for row in desc], np.uint8)
    state = np.arange(kind.size, dtype=np.int32).reshape(1, *kind.shape)
    return Board(kind, (kind == GOAL).astype(np.float32), state)


def _cliff(cliff: np.ndarray, start: int) -> Board:
    """The cells of the cliff are no states: who falls is back at the start at once."""
    kind = np.where(cliff, CLIFF, FLOOR).astype(np.uint8)
    kind.flat[start], kind.flat[-1] = START, GOAL
    state = np.arange(kind.size, dtype=np.int32).reshape(1, *kind.shape)
    reward = np.where(cliff, -100.0, -1.0).astype(np.float32)
    return Board(kind, reward, np.where(cliff, -1, state))


def _taxi(desc: np.ndarray, landmarks: list[tuple[int, int]]) -> Board:
    """5×5 cells; a layer for each place of the passenger (4: in the taxi) and each destination."""
    inside = desc[1:-1, 1:]  # a cell, what stands to its right, a cell, …
    kind = np.full((5, 5), FLOOR, np.uint8)
    for row, column in landmarks:
        kind[row, column] = LANDMARK
    layers = tuple(
        Layer(f"{(LANDMARKS + '●')[passenger]} → {LANDMARKS[destination]}", passenger, destination)
        for passenger in range(5)
        for destination in range(4)
    )
    cell = np.arange(25, dtype=np.int32).reshape(1, 5, 5)
    state = cell * 20 + np.arange(20, dtype=np.int32)[:, None, None]
    east = (inside[:, 1::2] == b"|").astype(np.uint8)
    return Board(kind, np.full((5, 5), np.nan, np.float32), state, layers, east)
