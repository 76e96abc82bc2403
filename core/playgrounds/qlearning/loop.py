"""The tight loop: plain Q-learning, a thousand steps at a time."""

from __future__ import annotations

from core.playgrounds.qlearning.agent import Agent
from core.playgrounds.qlearning.update import Update


def one_step_q_learning(agent: Agent, first: int, count: int) -> None:
    """`count` times `agent.step` for plain Q-learning, with everything at hand in local names.

    No traces, planning, noise or second table: the same numbers, some four times as fast.
    """
    c, q, visits = agent.config, agent.q[0], agent.visits
    outcomes, limit, path = agent.mdp.outcomes, agent.mdp.limit, agent.path
    state, length, total, error = agent.state, agent.length, agent.total, agent.schedule.error
    gamma, alpha, epsilon, actions = c.gamma, c.lr, c.epsilon, len(q[0])
    falling, cooling = c.epsilon_schedule != "constant", c.lr_schedule != "constant"
    choices, chances = (agent.streams[name].take(count) for name in ("choice", "chance"))
    for number, u, v in zip(range(first, first + count), choices, chances, strict=True):
        here, row = state, q[state]
        if falling:
            epsilon = c.epsilon_at(number)
        if u < epsilon:
            action = int(u / epsilon * actions)
        else:
            best = max(row)
            one = row.count(best) == 1
            action = (
                row.index(best) if one else _of_equals(row, best, (u - epsilon) / (1 - epsilon))
            )
        seen = visits[state]
        seen[action] += 1
        for outcome in outcomes[state][action]:
            if v < outcome[0]:
                break
        _, after, reward, over = outcome
        if cooling:
            alpha = c.alpha_at(number, seen[action])
        before, next_row = row[action], q[after]
        bootstrap = 0.0 if over else max(next_row)
        delta = reward + gamma * bootstrap - before
        row[action] = before + alpha * delta
        error += delta if delta > 0 else -delta
        total += reward
        length += 1
        if over or length == limit:
            agent.schedule.episode(number + 1, total, length)
            state = agent.a_start()
            agent.begin(state)
            total, length = 0.0, 0
        else:
            state = after
            path.append(after)
    agent.state, agent.length, agent.total, agent.schedule.error = state, length, total, error
    agent.pending = None
    numbers = (epsilon, alpha, reward, gamma, bootstrap, before, row[action])
    agent.last = _record(here, action, after, over, u < epsilon, numbers, list(next_row))


def _of_equals(row: list[float], best: float, share: float) -> int:
    """Of several best actions the one that `share`, uniform in [0, 1), falls on."""
    equal = [action for action, value in enumerate(row) if value == best]
    return equal[int(share * len(equal))]


def _record(
    here: int,
    action: int,
    after: int,
    over: bool,
    exploring: bool,
    numbers: tuple[float, ...],
    next_q: list[float],
) -> Update:
    """The last step as it is told; where it led nowhere, Q of the next state is that from before."""
    epsilon, alpha, reward, gamma, bootstrap, before, new = numbers
    if after == here:
        next_q[action] = before
    return Update(
        here, action, after, over, exploring, epsilon, alpha, reward, gamma, bootstrap, before,
        new, next_q, 1,
    )  # fmt: skip
