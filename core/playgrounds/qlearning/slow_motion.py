"""A step told in stages, from the record that it leaves."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.playgrounds.contract import Stage
from core.playgrounds.qlearning.config import QlearningConfig
from core.playgrounds.qlearning.dynamic_programming import DynamicProgramming
from core.playgrounds.qlearning.update import Move, Update


def of_step(u: Update, q: list[float], config: QlearningConfig) -> list[Stage]:
    """The step that left the record `u`; `q` [A] is what the agent chose by."""
    found = [
        _stage("observe", state=u.state, q=q),
        _stage("choose", action=u.action, exploring=u.exploring, epsilon=u.epsilon),
        _stage("act", reward=u.reward, next=u.next, terminal=u.over),
        _stage("target", next_q=u.next_q, bootstrap=u.bootstrap, target=u.target),
        _stage("update", before=u.before, error=u.error, alpha=u.alpha, after=u.after),
    ]
    if config.trace_decay:
        found.append(_stage("trace", moved=u.moved))
    if config.planning:
        found.append(_stage("plan", planned=u.planned))
    return found


def of_n_steps(
    move: Move, u: Update | None, q: list[float], config: QlearningConfig
) -> list[Stage]:
    """The step `move`, and `u`, the update of a pair that has waited n steps, where one was due."""
    found = [
        _stage("observe", state=move.state, q=q),
        _stage("choose", action=move.action, exploring=move.exploring, epsilon=move.epsilon),
        _stage("act", reward=move.reward, next=move.next, terminal=move.over),
    ]
    if u is None or not move.learned:
        found.append(_stage("wait", n=config.n_step))
    else:
        told = {"steps": u.steps, "returns": u.reward, "weight": u.gamma, "bootstrap": u.bootstrap}
        found.append(_stage("target_n", next_q=u.next_q, target=u.target, **told))
        found.append(_stage("update", before=u.before, error=u.error, alpha=u.alpha, after=u.after))
    if move.learned > 1:
        found.append(_stage("flush", moved=move.learned))
    if config.planning:
        found.append(_stage("plan", planned=config.planning))
    return found


def of_sweep(planner: DynamicProgramming, method: str) -> list[Stage]:
    """A sweep, or an improvement of the policy, of value or policy iteration."""
    if planner.since == 0 and method == "policy_iteration":
        return [_stage("improve", changed=planner.improved)]
    return [_stage("sweep", change=planner.change)]


def _stage(name: str, **numbers: Any) -> Stage:
    arrays = {key: np.atleast_1d(np.array(value, np.float64)) for key, value in numbers.items()}
    return Stage(name, None, arrays)
