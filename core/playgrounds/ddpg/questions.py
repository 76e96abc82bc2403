"""What a viewer may ask or do: see the policy show itself, compete with it, shove it, empty its memory."""

from __future__ import annotations

from typing import Any, Protocol

from core.playgrounds.arguments import finite
from core.playgrounds.contract import Answer, Args
from core.playgrounds.ddpg.rollouts import Rollouts, numbers
from core.playgrounds.ddpg.views import Seen


class Asked(Seen, Protocol):
    """Who is asked: the algorithm, as far as questions know it."""

    rollouts: Rollouts


def show(of: Asked, args: Args) -> Answer:
    """`show {steps, restart, push, scale}`: the noise-free policy goes on."""
    return of.rollouts.show(of.world, of.learner.policy, args)


def play(of: Asked, args: Args) -> Answer:
    """`play {action, steps, restart, scale}`: the viewer's action, in the world's units, goes on."""
    return of.rollouts.play(of.world, args)


def q(of: Asked, args: Args) -> Answer:
    """`q {state, action}`, in the world's units: what each critic says, and the actor's choice there."""
    world, learner = of.world, of.learner
    state = world.scaled(numbers(args, "state", world.n))[None]  # [1, n]
    action = world.unstretched(numbers(args, "action", world.m))[None]  # [1, m]
    first, second = (float(of.value(state, action, which)[0]) for which in range(2))
    policy = world.stretched(learner.policy(state))[0].tolist()
    return {"q": first, "q2": second if of.rules.twin else None, "policy": policy}, {}


def push(of: Asked, args: Args) -> dict[str, Any]:
    """`push {strength}`: a shove to the training world's body."""
    strength = finite(args, "strength", 10.0)
    of.world.push(strength)
    return {"name": "push", "old": "", "new": f"{strength:g}"}


def forget_replay(of: Asked, args: Args) -> dict[str, Any]:
    """`forget_replay {}`: an empty memory."""
    size = of.replay.size
    of.replay.forget()
    return {"name": "replay", "old": str(size), "new": "0"}


PROBES = {"show": show, "play": play, "q": q}
ACTS = {"push": push, "forget_replay": forget_replay}
