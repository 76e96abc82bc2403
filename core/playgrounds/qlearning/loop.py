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
    gamma, alpha, epsilon = c.gamma, c.lr, c.epsilon
    falling, cooling = c.epsilon_schedule != "constant", c.lr_schedule != "constant"
    epsilon_at, alpha_at = c.epsilon_at, c.alpha_at
    actions = len(q[0])
    draws = zip(
        range(first, first + count),
        agent.streams["choice"].take(count),
        agent.streams["chance"].take(count),
        strict=True,
    )
    for number, u, v in draws:
        here = state
        row = q[state]
        if falling:
            epsilon = epsilon_at(number)
        if u < epsilon:
            action = int(u / epsilon * actions)
        else:
            best = max(row)
            ties = row.count(best)
            if ties == 1:
                action = row.index(best)
            else:
                equal = [a for a, value in enumerate(row) if value == best]
                action = equal[int((u - epsilon) / (1 - epsilon) * ties)]
        seen = visits[state]
        seen[action] += 1
        for outcome in outcomes[state][action]:
            if v < outcome[0]:
                break
        _, after, reward, over = outcome
        if cooling:
            alpha = alpha_at(number, seen[action])
        before = row[action]
        next_row = q[after]
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
    next_q = list(next_row)
    if after == here:
        next_q[action] = before
    agent.last = Update(
        here, action, after, over, u < epsilon, epsilon, alpha, reward, gamma, bootstrap, before,
        row[action], next_q, 1,
    )  # fmt: skip
