"""Our own grid world, and the text that a map is written as: `5x3-ooogowopoosoo-23m50`.

`WxH`, a letter per cell, and optionally what entering a cell pays where that differs from its kind.
A state is a cell's number, row by row, so that learned values stay with their cell when the map is
edited.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.i18n import N_
from core.params import Message, ParamError
from core.playgrounds.qlearning.mdp import FLOOR, GOAL, PIT, START, WALL, Board, Mdp

LETTERS = {"o": FLOOR, "w": WALL, "p": PIT, "g": GOAL, "s": START}
OWN = {FLOOR: 0.0, WALL: 0.0, PIT: -1.0, GOAL: 1.0, START: 0.0}  # what entering a kind pays
SIDE = 16  # cells at most in either direction
REWARD = 10.0  # the most that a cell may pay or cost
LIMIT = 400  # steps of an episode
ACTIONS = ("up", "right", "down", "left")  # neighbours in this order are perpendicular
MOVES = ((-1, 0), (0, 1), (1, 0), (0, -1))
REWARD_CODE = re.compile(r"(\d{1,3})([pm])(\d{1,4})")
LONGEST = 2600

DEFAULT = "10x8-ooooooooooosoowoopoooooowooooowwowwoowwooooooopwgoopoowoowoooooowoooopoooowooooo"


@dataclass(frozen=True)
class Grid:
    """What a map says: kinds [H][W] row by row, and rewards that differ from the kind's own."""

    width: int
    height: int
    kinds: tuple[int, ...]
    rewards: tuple[tuple[int, float], ...] = ()

    @property
    def pays(self) -> np.ndarray:
        """What entering each cell pays, float [H·W]."""
        own = np.array([OWN[kind] for kind in self.kinds])
        for cell, reward in self.rewards:
            own[cell] = reward
        return own

    def encode(self) -> str:
        """The text that `decode` reads."""
        letters = {kind: letter for letter, kind in LETTERS.items()}
        code = f"{self.width}x{self.height}-" + "".join(letters[kind] for kind in self.kinds)
        priced = "_".join(
            f"{cell}{'m' if reward < 0 else 'p'}{abs(round(reward * 100))}"
            for cell, reward in self.rewards
        )
        return f"{code}-{priced}" if priced else code

    def landing(self, cell: int, move: int) -> int:
        """The cell in which a move ends: its neighbour, or itself where a wall or the edge is."""
        row, column = divmod(cell, self.width)
        row, column = row + MOVES[move][0], column + MOVES[move][1]
        if not (0 <= row < self.height and 0 <= column < self.width):
            return cell
        there = row * self.width + column
        return cell if self.kinds[there] == WALL else there


@lru_cache(maxsize=64)
def decode(code: str) -> Grid:
    """The grid that `code` stands for. Raises ParamError: malformed, too large, or not to be solved."""
    head, _, rest = code.partition("-")
    size = re.fullmatch(r"(\d{1,4})x(\d{1,4})", head)
    if size is None:
        raise _bad(N_("map = {code}: a map begins with its size, as in 10x8-, and goes on with its "
                      "cells."), code=code[:20])  # fmt: skip
    width, height = int(size[1]), int(size[2])
    if not (1 <= width <= SIDE and 1 <= height <= SIDE):
        raise _bad(N_("map: {width}×{height} cells are too many or too few; allowed are {most}×{most} "
                      "at most."), width=width, height=height, most=SIDE)  # fmt: skip
    cells, dash, prices = rest.partition("-")
    wrong = next((letter for letter in cells if letter not in LETTERS), None)
    if wrong is not None:
        raise _bad(N_("map: {letter} is no kind of cell; there are {known}."), letter=wrong,
                   known=", ".join(LETTERS))  # fmt: skip
    if len(cells) != width * height:
        raise _bad(N_("map: {width}×{height} is {expected} cells, but there are {count} letters."),
                   width=width, height=height, expected=width * height, count=len(cells))  # fmt: skip
    grid = Grid(width, height, tuple(LETTERS[letter] for letter in cells))
    if dash:
        grid = Grid(width, height, grid.kinds, _prices(prices, grid))
    _solvable(grid)
    return grid


def _prices(text: str, grid: Grid) -> tuple[tuple[int, float], ...]:
    """The rewards that differ from their kind's own, in the order of the cells."""
    found: dict[int, float] = {}
    for part in text.split("_"):
        said = REWARD_CODE.fullmatch(part)
        if said is None:
            raise _bad(N_("map: {part} is no reward; −0.50 for cell 23 is written 23m50."),
                       part=part[:20])  # fmt: skip
        cell, reward = int(said[1]), int(said[3]) / 100 * (1 if said[2] == "p" else -1)
        if cell >= len(grid.kinds) or grid.kinds[cell] == WALL:
            raise _bad(
                N_("map: cell {cell} is given a reward, but is a wall or outside."), cell=cell
            )
        if abs(reward) > REWARD:
            raise _bad(N_("map: the reward {reward} of cell {cell} is out of range: allowed is ±{most}."),
                       reward=f"{reward:g}", cell=cell, most=f"{REWARD:g}")  # fmt: skip
        found[cell] = reward
    return tuple(
        (cell, reward) for cell, reward in sorted(found.items()) if reward != OWN[grid.kinds[cell]]
    )


def _solvable(grid: Grid) -> None:
    starts = [cell for cell, kind in enumerate(grid.kinds) if kind == START]
    if not starts:
        raise _bad(N_("map: there is no start; mark at least one cell with s."))
    if GOAL not in grid.kinds:
        raise _bad(N_("map: there is no goal; mark at least one cell with g."))
    for start in starts:
        if not _reaches_goal(grid, start):
            raise _bad(N_("map: no goal can be reached from the start in row {row}, column {column}."),
                       row=start // grid.width + 1, column=start % grid.width + 1)  # fmt: skip


def _reaches_goal(grid: Grid, start: int) -> bool:
    seen, front = {start}, [start]
    while front:
        cell = front.pop()
        if grid.kinds[cell] == GOAL:
            return True
        if grid.kinds[cell] == PIT:
            continue
        fresh = {grid.landing(cell, move) for move in range(4)} - seen
        seen |= fresh
        front += sorted(fresh)
    return False


def _bad(text: str, **values: object) -> ParamError:
    return ParamError(Message("map", text, values), DEFAULT)


def grid_world(grid: Grid, slip: float, wind: float, step_reward: float) -> Mdp:
    """The tables of a grid. With probability `slip` a move goes to one of its two sides instead;
    then, with probability `wind`, the agent is blown one cell upwards. A move against a wall or the
    edge stays. Every step pays `step_reward` and what the cell pays in which it ends."""
    cells, pays = len(grid.kinds), grid.pays
    over = [kind in (PIT, GOAL) for kind in grid.kinds]
    chances = [[_landings(grid, cell, move, slip, wind, over) for move in range(4)]
               for cell in range(cells)]  # fmt: skip
    width = max(len(some) for row in chances for some in row)
    successors = np.zeros((cells, 4, width), np.int64)
    probabilities = np.zeros((cells, 4, width))
    for cell, row in enumerate(chances):
        for move, some in enumerate(row):
            successors[cell, move, : len(some)] = list(some)
            probabilities[cell, move, : len(some)] = list(some.values())
    state = np.arange(cells, dtype=np.int32)
    kind = np.array(grid.kinds, np.uint8)
    state[kind == WALL] = -1
    shape = (grid.height, grid.width)
    return Mdp(
        successors,
        probabilities,
        pays[successors] + step_reward,
        np.array(over)[successors],
        np.flatnonzero(kind == START),
        LIMIT,
        ACTIONS,
        Board(
            kind.reshape(shape), pays.reshape(shape).astype(np.float32), state.reshape(1, *shape)
        ),
    )


def _landings(
    grid: Grid, cell: int, move: int, slip: float, wind: float, over: list[bool]
) -> Mapping[int, float]:
    """cell → probability of ending there. Where nobody acts, one stays."""
    if over[cell] or grid.kinds[cell] == WALL:
        return {cell: 1.0}
    found: dict[int, float] = {}
    for turn, chance in ((0, 1 - slip), (1, slip / 2), (-1, slip / 2)):
        there = grid.landing(cell, (move + turn) % 4)
        blown = there if over[there] else grid.landing(there, 0)
        for end, share in ((there, 1 - wind), (blown, wind)):
            if chance * share > 0:
                found[end] = found.get(end, 0.0) + chance * share
    return found
