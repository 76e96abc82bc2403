"""Which of Gymnasium's environments have continuous actions, and why one of the others won't do.

Nothing of MuJoCo is loaded to make the list: all that Gymnasium has of it is continuous. The few others are
made once and looked at, which takes a tenth of a second.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
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
ATARI = re.compile(r"^ALE/|NoFrameskip", re.IGNORECASE)
PART, ALIKE = 4, 0.75  # letters that say which one is meant; likeness of a misspelt name


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
    """The sentence for an environment id that is not in the list.

    What it suggests, if anything, is its value `close`: only what the id plainly means.
    """
    written = str(name)
    values = {"value": written[:60]}
    if ATARI.search(written) and written not in gymnasium.registry:
        text = N_(
            "{name} = {value}: Atari's games are seen as images and played with discrete actions; this"
            " page needs lists of numbers and continuous actions."
        )
        return Message("env", text, values)
    listed = _named(written, continuous())
    if listed is not None:
        if written in gymnasium.registry and "/" not in written:
            text = N_("{name} = {value} is an old version: choose {close}.")
        else:
            text = N_("{name} = {value} is not in the list; did you mean {close}?")
        return Message("env", text, values | {"close": listed})
    own = [spec.id for spec in gymnasium.registry.values() if _own(spec) and _latest(spec)]
    known = written if written in own else _named(written, own)
    if known is not None:
        return _unfit_or_missing(known, values)
    close = _close(written)
    if close is not None:
        text = N_("{name} = {value}: Gymnasium has no such environment; did you mean {close}?")
        return Message("env", text, values | {"close": close})
    text = N_("{name} = {value}: Gymnasium has no such environment here; choose one of {known}.")
    return Message("env", text, values | {"known": ", ".join(continuous())})


def _unfit_or_missing(known: str, values: Mapping[str, str]) -> Message:
    """Why the environment registered as `known` is not in the list, and its continuous sibling."""
    try:
        env = gymnasium.make(known, disable_env_checker=True)
    except Exception as error:
        text = N_("{name} = {value} cannot be made: {error}")
        return Message("env", text, {**values, "error": str(error)[:200]})
    reason = unfit(env, values["value"])
    env.close()
    sibling = _named(f"{_stem(known)}Continuous", continuous())
    if isinstance(env.action_space, Discrete) and sibling is not None:
        text = N_(
            "{name} = {value} has discrete actions; the same world with continuous ones is {close}."
        )
        return Message("env", text, {**values, "close": sibling})
    return reason or Message("env", N_("{name} = {value} is not in the list."), values)


def _stem(name: str) -> str:
    """`LunarLander` of `LunarLander-v3`, `Pendulum` of `phys2d/Pendulum-v0`."""
    return re.sub(r"-v\d*$", "", name.strip().rpartition("/")[2])


def _named(name: str, among: Iterable[str]) -> str | None:
    """The one of the same name, whatever its version, package and capitals."""
    wanted = _stem(name).lower()
    return next((one for one in among if _stem(one).lower() == wanted), None)


def _close(name: str) -> str | None:
    """The one in the list that is surely meant: a misspelling, or a part of one name only."""
    stems = {_stem(one).lower(): one for one in continuous()}
    wanted = _stem(name).lower()
    parts = [stem for stem in stems if len(wanted) >= PART and wanted in stem]
    close = parts[:1] or difflib.get_close_matches(wanted, stems, n=1, cutoff=ALIKE)
    return stems[close[0]] if close else None


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


def _own(spec: EnvSpec) -> bool:
    """Whether it is Gymnasium's own and meant to be made one at a time."""
    return spec.namespace is None and str(spec.entry_point).startswith("gymnasium.envs.")


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
