"""What a table costs: little, most of it in the lists that a loop in Python reads its outcomes from."""

from __future__ import annotations

import math

from core.playgrounds.cost import Cost
from core.playgrounds.qlearning.agent import FAINT
from core.playgrounds.qlearning.config import QlearningConfig

OUTCOME, PAIR = 150, 250  # bytes: of one outcome as table and as tuple; of a state and action else
UPDATE, SUMMING = 6, ("sarsa", "expected_sarsa", "double_q")  # operations; these add up actions too
TRACED = 25  # pairs that have a trace, where traces hardly fade
DICE = 5 * 4096 * 40  # bytes of random numbers drawn ahead


def cost(c: QlearningConfig) -> Cost:
    """Of a configuration: S states, A actions, K outcomes."""
    states, actions, outcomes = c.world().successors.shape
    pairs = states * actions
    memory = DICE + pairs * (OUTCOME * outcomes + PAIR)
    if c.planned:
        return Cost(memory, 4 * pairs * outcomes)
    update = UPDATE + 2 * (c.n_step - 1) + (2 * actions if c.method in SUMMING else 0)
    traces = 0.0
    if c.trace_decay and c.n_step == 1:
        fading = c.gamma * c.trace_decay
        most = pairs if fading >= 1 else math.log(FAINT) / math.log(max(fading, 1e-9))
        traces = 4 * min(most, pairs, TRACED)
    return Cost(memory, update + traces + c.planning * update)
