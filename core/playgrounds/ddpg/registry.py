"""Which of Gymnasium's environments have continuous actions, and why one of the others won't do.

Nothing of MuJoCo is loaded to make the list: all that Gymnasium has of it is continuous. The few others are
made once and looked at, which takes a tenth of a second.
"""

from __future__ import annotations

import difflib
from functools import cache
from typing import Any

import gymnasium
import numpy as np
from gymnasium.envs.registration import EnvSpec
from gymnasium.error import DependencyNotInstalled
from gymnasium.spaces import Box, Discrete, MultiBinary, MultiDiscrete

from core.i18n import N_
from core.params import Message, ParamError

TESTED = (
    "Pendulum-v1",
    "MountainCarContinuous-v0",
    "LunarLanderContinuous-v3",
    "BipedalWalker-v3",
)
FAMILIES = ("gymnasium.envs.classic_control", "gymnasium.envs.box2d")
MUJOCO = "gymnasium.envs.mujoco"


@cache
def continuous() -> dict[str, str]:
    """The environments that can be learned here, id → label: the tested ones first, then by name."""
    found = []
    for spec in gymnasium.registry.values():
        if spec.namespace is not None or not _latest(spec):
            continue
        if _in(spec, MUJOCO) or (any(_in(spec, f) for f in FAMILIES) and _fits(spec)):
            found.append(spec.id)
    rest = sorted(set(found) - set(TESTED))
    return {name: name.rpartition("-v")[0] for name in (*TESTED, *rest)}


def needs_mujoco(name: str) -> bool:
    """Whether this environment is one of those that need the optional extra."""
    spec = gymnasium.registry.get(name)
    return spec is not None and _in(spec, MUJOCO)


def why_not(name: object) -> Message | None:
    """The sentence for an environment id that is not in the list."""
    values = {"value": str(name)[:60]}
    spec = gymnasium.registry.get(name) if isinstance(name, str) else None
    if spec is not None and spec.namespace is not None:
        text = N_("{name} = {value} is not in the list; choose one of {known}.")
        return Message("env", text, values | {"known": ", ".join(continuous())})
    if spec is None or not str(spec.entry_point).startswith("gymnasium.envs."):
        close = difflib.get_close_matches(str(name), continuous(), n=1, cutoff=0.5)
        if close:
            text = N_("{name} = {value}: Gymnasium has no such environment; did you mean {close}?")
            return Message("env", text, values | {"close": close[0]})
        return Message(
            "env",
            N_("{name} = {value}: Gymnasium has no such environment; choose one of {known}."),
            values | {"known": ", ".join(continuous())},
        )
    if not _latest(spec):
        stem = spec.id.rpartition("-v")[0]
        latest = next((known for known in continuous() if known.rpartition("-v")[0] == stem), "")
        if latest:
            text = N_("{name} = {value} is an old version: choose {latest}.")
            return Message("env", text, values | {"latest": latest})
    try:
        env = gymnasium.make(spec.id, disable_env_checker=True)
    except Exception as error:
        text = N_("{name} = {value} cannot be made: {error}")
        return Message("env", text, values | {"error": str(error)[:200]})
    return unfit(env, spec.id) or Message("env", N_("{name} = {value} is not in the list."), values)


def unfit(env: gymnasium.Env[Any, Any], name: str) -> Message | None:
    """Why an environment cannot be learned with continuous actions, or None."""
    values = {"value": name}
    actions, states = env.action_space, env.observation_space
    if isinstance(actions, Discrete | MultiDiscrete | MultiBinary):
        text = N_("{name} = {value} has discrete actions; this page needs continuous ones.")
        return Message("env", text, values)
    if not isinstance(actions, Box) or len(actions.shape) != 1:
        text = N_("{name} = {value}: its actions are not a list of continuous numbers.")
        return Message("env", text, values)
    if not np.isfinite(actions.low).all() or not np.isfinite(actions.high).all():
        text = N_("{name} = {value} has actions without finite bounds; the actor needs bounds.")
        return Message("env", text, values)
    if not isinstance(states, Box) or len(states.shape) != 1:
        text = N_("{name} = {value} is observed as images; this page needs a list of numbers.")
        return Message("env", text, values)
    return None


def make(name: str, **kwargs: Any) -> gymnasium.Env[Any, Any]:
    """The bare environment: without wrappers, so also without a time limit.

    Raises ParamError where it needs an extra that is not installed, or does not fit.
    """
    try:
        env = gymnasium.make(name, disable_env_checker=True, **kwargs).unwrapped
    except (DependencyNotInstalled, ImportError) as error:
        if needs_mujoco(name):
            text = N_(
                "{name} = {value} needs MuJoCo, an extra that is not installed here: "
                "pip install -r requirements-mujoco.txt"
            )
        else:
            text = N_("{name} = {value} needs something that is not installed here: {error}")
        values = {"value": name, "error": str(error)[:200]}
        raise ParamError(Message("env", text, values), TESTED[0]) from error
    reason = unfit(env, name)
    if reason is not None:
        raise ParamError(reason, TESTED[0])
    return env


def _in(spec: EnvSpec, family: str) -> bool:
    return str(spec.entry_point).startswith(f"{family}.")


def _latest(spec: EnvSpec) -> bool:
    """Whether no newer version of it is registered."""
    return all(
        other.version is None or spec.version is None or other.version <= spec.version
        for other in gymnasium.registry.values()
        if (other.namespace, other.name) == (spec.namespace, spec.name)
    )


def _fits(spec: EnvSpec) -> bool:
    try:
        return unfit(gymnasium.make(spec.id, disable_env_checker=True), spec.id) is None
    except DependencyNotInstalled:
        return False
