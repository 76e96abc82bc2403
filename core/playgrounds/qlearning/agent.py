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
remembers what each pair led to last and learns from remembered pairs again. With n > 1 a pair waits
for the rewards of n steps: nstep.py.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from core.nn.dense import streams
from core.playgrounds.qlearning.config import QlearningConfig
from core.playgrounds.qlearning.mdp import Mdp
from core.playgrounds.qlearning.nstep import Return, n_step_return
from core.playgrounds.qlearning.schedule import EvaluationSchedule
from core.playgrounds.qlearning.streams import Stream
from core.playgrounds.qlearning.update import Move, Update

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
        self.window: deque[Move] = deque()  # n-step returns: steps that have not been learned from
        self.move: Move | None = None  # and the one just taken
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
        self.window.clear()
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
        move = Move(state, action, reward, after, over, exploring, epsilon)
        ended = over or self.length == mdp.limit
        if c.n_step == 1:
            self._learn_at_once(move, number)
        else:
            self._learn_later(move, number, ended)
        if ended:
            self.schedule.episode(number + 1, self.total, self.length)
            self.begin(self.a_start())
        else:
            self.state = after
            self.path.append(after)

    def _learn_at_once(self, move: Move, number: int) -> None:
        """The pair just tried learns from the next state."""
        c, state, action, after = self.config, move.state, move.action, move.next
        table = self._table()
        bootstrap = 0.0 if move.over else self._worth(table, after, move.epsilon)
        before, next_q = self.q[table][state][action], list(self.q[-1 - table][after])
        delta = move.reward + c.gamma * bootstrap - before
        alpha = c.alpha_at(number, self.visits[state][action])
        moved = self._learn(table, state, action, alpha, delta, move.exploring)
        self.schedule.error += abs(delta)
        if c.planning:
            self._plan(move, number)
        self.last = Update(
            state, action, after, move.over, move.exploring, move.epsilon, alpha, move.reward, c.gamma,
            bootstrap, before, self.q[table][state][action], next_q, moved, c.planning,
        )  # fmt: skip

    def _learn_later(self, move: Move, number: int, ended: bool) -> None:
        """The pair of n steps ago learns; at an end all that wait do, and `last` tells of the first."""
        c, window = self.config, self.window
        self.move = move
        window.append(move)
        while window and (ended or len(window) >= c.n_step):
            table, first = self._table(), window[0]
            state, action, found = first.state, first.action, self._return(table, move.epsilon)
            before, next_q = self.q[table][state][action], list(self.q[-1 - table][found.next])
            alpha = c.alpha_at(number, self.visits[state][action])
            delta = found.target - before
            self.q[table][state][action] += alpha * delta
            self.schedule.error += abs(delta)
            move.learned += 1
            if move.learned == 1:
                self.last = Update(
                    state, action, found.next, found.over, first.exploring, move.epsilon, alpha,
                    found.reward, found.weight, found.bootstrap, before, self.q[table][state][action],
                    next_q, 1, c.planning, found.steps,
                )  # fmt: skip
            window.popleft()
        if c.planning:
            self._plan(move, number)

    def _return(self, table: int, epsilon: float) -> Return:
        """The n-step return of the oldest step that waits, as `table` sees it."""
        q, c = self.q[table], self.config
        strict = c.method in ("q_learning", "double_q")  # it learns what being greedy would earn
        greedy = (lambda one: q[one.state][one.action] == max(q[one.state])) if strict else None
        return n_step_return(
            self.window, c.gamma, lambda state: self._worth(table, state, epsilon), greedy
        )

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

    def _plan(self, move: Move, number: int) -> None:
        """Dyna: remember what just happened, and learn again from what is remembered."""
        at = (move.state, move.action)
        if at not in self.model:
            self.known.append(at)
        self.model[at] = (move.reward, move.next, move.over)
        pending, self.pending = self.pending, None  # what is remembered says no next action
        draw = self.streams["plan"].next
        for _ in range(self.config.planning):
            s, a = self.known[int(draw() * len(self.known))]
            reward, after, over = self.model[s, a]
            table = self._table()
            worth = 0.0 if over else self._worth(table, after, move.epsilon)
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
            self.window.clear()
            self.pending = None
            if not mdp.active[self.state]:
                self.begin(self.a_start())
            self.path = deque((s for s in self.path if mdp.where[s, 0] >= 0), PATH)
            last = self.last
            if last is not None and (mdp.where[[last.state, last.next]] < 0).any():
                self.last = None  # it was in what is a wall now
        if config.method != "sarsa":
            self.pending = None
        if config.n_step == 1 or config.planned:
            self.window.clear()  # later steps would not join on to it
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
