"""The learner: its tables, the episode it is in, and one step of temporal-difference learning.

    δ = target − Q(s, a),   Q(s, a) ← Q(s, a) + α δ

The target is r at the end of an episode and else r + γ times what the next state s′ is worth:

    Q-learning           max_a′ Q(s′, a′)                    Watkins 1989
    SARSA                Q(s′, a′), a′ the action to come    Rummery & Niranjan 1994
    Expected SARSA       Σ_a′ π(a′|s′) Q(s′, a′)             van Seijen et al. 2009
    Double Q-learning    Q₂(s′, argmax_a′ Q₁(s′, a′))        van Hasselt 2010; a coin says which is Q₁

An episode that is cut at the step limit is no end: its last target looks ahead like any other.
With λ > 0 the error goes back along eligibility traces (Sutton & Barto 2018, chapter 12): SARSA(λ),
and Watkins's Q(λ), which forgets its traces where an action is not greedy. Dyna-Q (Sutton 1990)
remembers what each pair led to last and learns from remembered pairs again.
"""

from __future__ import annotations

from collections import deque
from dataclasses import asdict
from typing import Any

import numpy as np

from core.nn.dense import streams
from core.playgrounds.qlearning.config import QlearningConfig
from core.playgrounds.qlearning.mdp import Mdp
from core.playgrounds.qlearning.schedule import EvaluationSchedule
from core.playgrounds.qlearning.streams import Stream
from core.playgrounds.qlearning.update import Update

PATH = 64  # cells of the agent's way that are kept
FAINT = 1e-3  # a trace below this is dropped
STREAMS = ("choice", "chance", "noise", "start", "plan")

Rows = list[list[float]]  # [S][A]


class Agent:
    """Everything that changes while it learns; `mdp` and `config` are exchanged when they change."""

    def __init__(self, config: QlearningConfig, mdp: Mdp, schedule: EvaluationSchedule) -> None:
        self.config, self.mdp, self.schedule = config, mdp, schedule
        generators = streams(config.seed, len(STREAMS))
        self.streams = {
            name: Stream(generator, normal=name == "noise")
            for name, generator in zip(STREAMS, generators, strict=True)
        }
        self.visits = self._zeros()  # [S][A]
        self.forget()
        self.path: deque[int] = deque(maxlen=PATH)
        self.last: Update | None = None
        self.begin(self.a_start())

    def forget(self) -> None:
        """Values as they were at the beginning; what was remembered goes too."""
        states, actions = self.mdp.size
        self.q: list[Rows] = [
            [[self.config.initial_q] * actions for _ in range(states)]
            for _ in range(1 + (self.config.method == "double_q"))
        ]
        self.traces: dict[tuple[int, int], float] = {}
        self.model: dict[tuple[int, int], tuple[float, int, bool]] = {}
        self.known: list[tuple[int, int]] = []  # the model's keys, to draw from

    def _zeros(self) -> list[list[int]]:
        states, actions = self.mdp.size
        return [[0] * actions for _ in range(states)]

    # ---- the episode ------------------------------------------------------------------------
    def a_start(self) -> int:
        starts = self.mdp.starts
        if len(starts) == 1:
            return int(starts[0])
        return int(starts[int(self.streams["start"].next() * len(starts))])

    def begin(self, state: int) -> None:
        """A new episode begins in `state`; the running one is left as it is."""
        self.state, self.length, self.total = state, 0, 0.0
        self.pending: tuple[int, bool] | None = None  # SARSA: the next action, and if it explores
        self.traces.clear()
        self.path.clear()
        self.path.append(state)

    # ---- one step ---------------------------------------------------------------------------
    def step(self, number: int) -> None:
        """Step `number` of the run, counted from 0: choose, act, learn."""
        c, mdp = self.config, self.mdp
        state, epsilon = self.state, c.epsilon_at(number)
        action, exploring = self.pending or self._choose(state, epsilon)
        self.visits[state][action] += 1
        reward, after, over = self._experience(state, action)
        self.length += 1
        self.total += reward

        self.pending = self._choose(after, epsilon) if c.method == "sarsa" and not over else None
        table = self._table()
        bootstrap = 0.0 if over else self._worth(table, after, epsilon)
        before, next_q = self.q[table][state][action], list(self.q[-1 - table][after])
        delta = reward + c.gamma * bootstrap - before
        alpha = c.alpha_at(number, self.visits[state][action])
        moved = self._learn(table, state, action, alpha, delta, exploring)
        self.schedule.error += abs(delta)
        if c.planning:
            self._plan(state, action, (reward, after, over), number, epsilon)

        self.last = Update(
            state, action, after, over, exploring, epsilon, alpha, reward, c.gamma, bootstrap, before,
            self.q[table][state][action], next_q, moved, c.planning,
        )  # fmt: skip
        if over or self.length == mdp.limit:
            self.schedule.episode(number + 1, self.total, self.length)
            self.begin(self.a_start())
        else:
            self.state = after
            self.path.append(after)

    def preferences(self, state: int) -> list[float]:
        """What the agent chooses by, [A]: Q(s, ·), of two tables the sum."""
        if len(self.q) == 1:
            return self.q[0][state]
        return [one + two for one, two in zip(self.q[0][state], self.q[1][state], strict=True)]

    def _choose(self, state: int, epsilon: float) -> tuple[int, bool]:
        """ε-greedy, any of equally good actions equally often; one random number for both draws."""
        u, row = self.streams["choice"].next(), self.preferences(state)
        if u < epsilon:
            return int(u / epsilon * len(row)), True
        best = max(row)
        ties = [action for action, value in enumerate(row) if value == best]
        return ties[int((u - epsilon) / (1 - epsilon) * len(ties))], False

    def _experience(self, state: int, action: int) -> tuple[float, int, bool]:
        v, noise = self.streams["chance"].next(), self.config.noise
        for outcome in self.mdp.outcomes[state][action]:
            if v < outcome[0]:
                break
        _, after, reward, over = outcome
        if noise:
            reward += noise * self.streams["noise"].next()
        return reward, after, over

    def _table(self) -> int:
        """Which table learns: of two, the one that a coin says."""
        return 0 if len(self.q) == 1 else int(self.streams["plan"].next() * 2)

    def _worth(self, table: int, state: int, epsilon: float) -> float:
        """What stands for max Q(s′, ·) when `table` learns."""
        row, method = self.q[table][state], self.config.method
        if self.pending is not None:
            return row[self.pending[0]]
        if method in ("sarsa", "expected_sarsa"):
            return (1 - epsilon) * max(row) + epsilon * sum(row) / len(row)
        if method == "double_q":
            return self.q[1 - table][state][row.index(max(row))]
        return max(row)

    def _learn(
        self, table: int, state: int, action: int, alpha: float, delta: float, exploring: bool
    ) -> int:
        """Moves Q(s, a), and along the traces what led there; how many values were moved."""
        c, q = self.config, self.q[table]
        if not c.trace_decay:
            q[state][action] += alpha * delta
            return 1
        row = self.preferences(state)
        if exploring and c.method in ("q_learning", "double_q") and row[action] < max(row):
            self.traces.clear()
        traces, fading = self.traces, c.gamma * c.trace_decay
        more = traces.pop((state, action), 0.0) if c.traces == "accumulating" else 0.0
        traces[state, action] = 1.0 + more
        for (s, a), trace in traces.items():
            q[s][a] += alpha * delta * trace
        moved = len(traces)
        self.traces = {at: e * fading for at, e in traces.items() if e * fading >= FAINT}
        return moved

    def _plan(
        self,
        state: int,
        action: int,
        outcome: tuple[float, int, bool],
        number: int,
        epsilon: float,
    ) -> None:
        """Dyna: remember what just happened, and learn again from what is remembered."""
        if (state, action) not in self.model:
            self.known.append((state, action))
        self.model[state, action] = outcome
        pending, self.pending = self.pending, None  # what is remembered says no next action
        draw = self.streams["plan"].next
        for _ in range(self.config.planning):
            s, a = self.known[int(draw() * len(self.known))]
            reward, after, over = self.model[s, a]
            table = self._table()
            worth = 0.0 if over else self._worth(table, after, epsilon)
            alpha = self.config.alpha_at(number, self.visits[s][a])
            row = self.q[table][s]
            row[a] += alpha * (reward + self.config.gamma * worth - row[a])
        self.pending = pending

    # ---- as arrays --------------------------------------------------------------------------
    @property
    def values(self) -> np.ndarray:
        """Q [S, A], of two tables the mean; 0 where an episode is over."""
        q = np.mean(np.array(self.q), axis=0) if len(self.q) > 1 else np.array(self.q[0])
        return np.where(self.mdp.over[:, None], 0.0, q)

    # ---- changes from outside ---------------------------------------------------------------
    def adapt(self, config: QlearningConfig, mdp: Mdp) -> None:
        """Go on with other live values: what was learned stays where its state still is."""
        old = self.mdp
        self.config, self.mdp = config, mdp
        if mdp is not old:
            if mdp.board.state.shape != old.board.state.shape:
                self._move_in(old)
            self.traces.clear()
            self.pending = None
            if not mdp.active[self.state]:
                self.begin(self.a_start())
            self.path = deque((s for s in self.path if mdp.where[s, 0] >= 0), PATH)
            last = self.last
            if last is not None and (mdp.where[[last.state, last.next]] < 0).any():
                self.last = None  # it was in what is a wall now
        if config.method != "sarsa":
            self.pending = None
        tables = 1 + (config.method == "double_q")
        if len(self.q) < tables:
            self.q.append([list(row) for row in self.q[0]])
        elif len(self.q) > tables:
            self.q = [np.mean(np.array(self.q), axis=0).tolist()]

    def _move_in(self, old: Mdp) -> None:
        """A board of another size: row and column say which state is which."""
        q, visits, state = self.q, self.visits, self.state
        self.forget()
        self.q = [[list(row) for row in self.q[0]] for _ in q]
        self.visits = self._zeros()
        cells, last = self.mdp.board.state[0], self.last
        moved: dict[int, int] = {}
        for was, (_, row, column) in enumerate(old.where):
            if 0 <= row < cells.shape[0] and column < cells.shape[1]:
                moved[was] = int(row * cells.shape[1] + column)
        for was, now in moved.items():
            for table, rows in enumerate(q):
                self.q[table][now] = rows[was]
            self.visits[now] = visits[was]
        if last is None or not {last.state, last.next} <= moved.keys():
            self.last = None
        else:
            last.state, last.next = moved[last.state], moved[last.next]
        if state in moved and self.mdp.active[moved[state]]:
            self.state = moved[state]
            self.path = deque((moved[s] for s in self.path if s in moved), PATH)
        else:
            self.begin(self.a_start())

    # ---- to go on later -----------------------------------------------------------------------
    def kept(self) -> dict[str, Any]:
        """Everything that changes while it learns; the order of traces and of what is remembered counts."""
        remembered = [self.model[at] for at in self.known]
        return {
            "q": np.array(self.q),
            "visits": np.array(self.visits),
            "traces": {
                "at": np.array(list(self.traces), np.int64).reshape(-1, 2),
                "value": np.array(list(self.traces.values()), np.float64),
            },
            "model": {
                "at": np.array(self.known, np.int64).reshape(-1, 2),
                "reward": np.array([reward for reward, _, _ in remembered], np.float64),
                "next": np.array([after for _, after, _ in remembered], np.int64),
                "over": np.array([over for _, _, over in remembered], np.int64),
            },
            "path": list(self.path),
            "episode": [self.state, self.length, self.total],
            "pending": None if self.pending is None else list(self.pending),
            "last": None if self.last is None else asdict(self.last),
            "streams": {name: stream.state() for name, stream in self.streams.items()},
        }

    def take(self, state: dict[str, Any]) -> None:
        self.q, self.visits = state["q"].tolist(), state["visits"].tolist()
        traces, model = state["traces"], state["model"]
        at = map(tuple, traces["at"].tolist())
        self.traces = dict(zip(at, traces["value"].tolist(), strict=True))
        self.known = [(s, a) for s, a in model["at"].tolist()]
        over = [bool(one) for one in model["over"]]
        outcomes = zip(model["reward"].tolist(), model["next"].tolist(), over, strict=True)
        self.model = dict(zip(self.known, outcomes, strict=True))
        self.path = deque(state["path"], PATH)
        self.state, self.length, self.total = state["episode"]
        self.pending = None if state["pending"] is None else tuple(state["pending"])
        self.last = None if state["last"] is None else Update(**state["last"])
        for name, stream in self.streams.items():
            stream.load_state(state["streams"][name])
