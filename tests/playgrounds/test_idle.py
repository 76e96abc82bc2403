"""A hyperparameter that rests changes nothing: every reason of every playground is tried once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pytest
import torch

from core.params import Choice, Config, Listed, Number, Param, ParamError
from core.playgrounds import lookup, names

# Steps: of what learns from data, and in a world, where learning begins later.
UPDATES, MOVES = 2, 80
WORLDS = {"qlearning", "ddpg"}


def configurations(config: type[Config], presets) -> Iterator[Config]:
    """The default, the presets, and every option of every choice beside the default."""
    yield config()
    settings = [preset.values for preset in presets]
    choices = [param for param in config.params() if isinstance(param, Choice)]
    settings += [{param.name: option} for param in choices for option in param.options]
    for values in [
        *settings,
        {"hidden": ()},
        {"layer_activations": ("relu", "relu")},
        {"n_step": 3},
    ]:
        known = {param.name for param in config.params()}
        if values.keys() <= known:
            yield config.repaired(values)[0]


def other(param: Param, value):
    """Another value that is allowed."""
    if isinstance(param, Number):
        far = param.high if value != param.high else param.low
        near = min(far, 20) if param.low < 20 else far
        return param.check(near if near != value else param.low)
    if isinstance(param, Listed):
        return param.check([5] if param.KIND == "sizes" else [list(param.options)[-1]])
    if param.KIND == "text":
        return "x1 > 1"
    return next(option for option in param.options if option != value)


def cases() -> Iterator[tuple[str, str, Config]]:
    for name in names():
        known = set()
        for config in configurations(lookup(name).Config, lookup(name).PRESETS):
            for idle, reason in config.idle().items():
                if (idle, reason) not in known:
                    known.add((idle, reason))
                    yield pytest.param(name, idle, config, id=f"{name}-{idle}-{reason}")


@lru_cache(maxsize=4)  # one configuration after the other, each with many reasons
def trained(name: str, config: Config) -> dict[str, np.ndarray]:
    try:
        algorithm = lookup(name)(config, torch.device("cpu"))
    except ParamError as error:  # its data set is not on this machine
        pytest.skip(error.message.say())
    for _ in range(MOVES if name in WORLDS else UPDATES):
        algorithm.step()
    return algorithm.state().arrays


@pytest.mark.parametrize(("name", "idle", "config"), list(cases()))
def test_what_rests_changes_nothing(name, idle, config):
    param = config.param(idle)
    values = config.to_json() | {idle: other(param, getattr(config, idle))}
    moved, refused = type(config).repaired(values)
    assert refused or moved != config
    one, two = trained(name, config), trained(name, moved)
    assert one.keys() == two.keys()
    for key, array in one.items():
        np.testing.assert_array_equal(array, two[key], key)


@pytest.mark.parametrize(
    ("name", "values", "idle"),
    [
        ("mlp", {"dataset": "circle"}, "classes"),
        ("qlearning", {"env": "Taxi-v4"}, "slippery"),
        ("gan", {"loss": "hinge"}, "label_smoothing"),
        ("vae", {"network": "dense"}, "width"),
        ("ddpg", {"env": "MountainCarContinuous-v0"}, "gravity"),
    ],
)
def test_what_has_nothing_to_do_rests_and_says_why(name, values, idle):
    config = lookup(name).Config
    assert config(**values).idle()[idle].endswith(".")


@pytest.mark.parametrize(
    ("name", "values", "used"),
    [
        ("mlp", {"dataset": "arms"}, "classes"),
        ("qlearning", {"env": "FrozenLake8x8-v1"}, "slippery"),
        ("qlearning", {"n_step": 1, "trace_decay": 0.5}, "traces"),
        ("gan", {"g_optimizer": "adam"}, "beta2"),
        ("vae", {"annealing": "warm_up"}, "anneal_steps"),
    ],
)
def test_what_is_used_does_not_rest(name, values, used):
    assert used not in lookup(name).Config(**values).idle()
