"""What DDPG costs: the replay memory once full, and six networks that learn from a minibatch of it."""

from __future__ import annotations

from functools import cache

from core.playgrounds.cost import NUMBER, Cost, alternating, answering, dense, learning, remembered
from core.playgrounds.ddpg.config import DdpgConfig
from core.playgrounds.ddpg.registry import make

LOOKED_AT = 41**2  # states on the critic's surface: views.py
TARGET = (
    3  # vectors of a network that only follows, as long as its weights; a copy in two good states
)


def cost(c: DdpgConfig) -> Cost:
    """Of a configuration. Raises ParamError where the environment cannot be made."""
    n, m = dimensions(c.env)
    actor, critic = dense((n, *c.hidden, m)), dense((n + m, *c.hidden, 1))
    # Every row of the memory is there twice: the ring, and the blocks that checkpoints share (replay.py).
    memory = 2 * NUMBER * c.capacity * (m + 2 * n + 4)
    kept = sum(
        remembered(net.weights, 2, copies=TARGET + 2) for net in (actor, critic, critic)
    )  # fmt: skip
    rows, critics = c.batch_size, 2 if c.twin == "on" else 1
    looked_at = answering((actor, LOOKED_AT), (critic, LOOKED_AT))
    learned = learning((actor, rows), (critic, rows))
    # The targets' answers and the critics' own steps; then, every `policy_delay` updates, the actor's.
    products = actor.products + critics * 4 * critic.products
    products += (3 * actor.products + 2 * critic.products) / c.policy_delay
    flops = 2 * (actor.products + c.updates * rows * products)
    return Cost(memory + kept + alternating(learned, looked_at), flops)


@cache
def dimensions(env: str) -> tuple[int, int]:
    """Numbers in a state and in an action. Raises ParamError where the environment cannot be made."""
    made = make(env)
    try:
        (n,), (m,) = made.observation_space.shape or (), made.action_space.shape or ()
    finally:
        made.close()
    return n, m
