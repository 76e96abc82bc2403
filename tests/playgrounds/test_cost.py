"""What a run is said to need, held against what it takes: within a factor of two."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from core.params import Config, ParamError
from core.playgrounds import lookup, names
from core.playgrounds.qlearning.planning import backup
from tests.playgrounds.costs import flops_of_a_step

SLACK = 5e6  # bytes that a process grows by for other reasons
BIG = {"dataset": "shapes", "network": "convolutional"}
WIDE = {"hidden": (512, 512, 512), "batch_size": 1024}
POINTS = {"g_hidden": (256,) * 5, "d_hidden": (256,) * 5, "batch_size": 512}
SETTINGS = {
    "backprop": [{}, {"hidden": (4, 4, 4), "batch_size": 4, "optimizer": "adam"}],
    "mlp": [{}, {"hidden": (16,) * 6, "points": 2000, "batch_size": 512, "dropout": 0.5}],
    "optimizers": [{}, {"surface": "network"}],
    "regularization": [
        {},
        {"hidden": (64,) * 3, "points": 200, "batch_size": 200},
        {"experiment": "widths", "points": 200},
    ],
    "sweep": [
        {},
        {"hidden": (16,) * 4, "points": 2000, "batch_size": 512, "optimizer": "adam"},
        {"x": "noise", "x_from": 0.0, "x_to": 50.0, "x_spacing": "linear", "points": 2000},
    ],
    "search": [
        {},
        {"over": ("lr",), "width": 16, "depth": 4, "points": 1000, "parallel": 16, "trials": 128},
        {
            "over": ("lr", "batch_size"),
            "optimizer": "adam",
            "repeats": 4,
            "sampler": "random",
            "beside": "none",
        },
    ],
    "picture": [
        {},
        {"side": "128", "frequencies": 256, "hidden": (256,) * 4, "batch_size": 4096},
        {"side": "32", "features": "none", "optimizer": "sgd"},
    ],
    "regression": [{}, {"points": 200, "degree": 15, "loss": "all"}],
    "cnn": [
        {},
        {"batch_size": 512, "layers": "conv 32 bn, conv 32 bn, pool, res 64, dense 256"},
        {
            "batch_size": 256,
            "ensemble": 4,
            "transfer": "classes",
            "layers": "conv 32 bn, pool, dense 256",
        },
        {"dataset": "shapes", "layers": "conv 16, pool, conv 32, pool, dense 64"},
        {"dataset": "shapes", "layers": "conv 32 bn, res 32, gap", "optimizer": "sgd"},
    ],
    "transformer": [
        {},
        {"dataset": "shakespeare", "layers": 4, "width": 128, "batch_size": 64},
        {"dataset": "delay", "contest": ("transformer", "rnn", "gru", "lstm"), "batch_size": 256},
        {"dataset": "modular", "norm_place": "none", "batch_size": 512, "layers": 1},
        {"dataset": "translation", "model": "encdec", "batch_size": 256},
    ],
    "qlearning": [{}, {"env": "Taxi-v4", "planning": 5, "trace_decay": 0.5}],
    "ddpg": [{"capacity": 300_000}, WIDE | {"twin": "on", "updates": 2}],
    "vae": [
        {},
        {"dataset": "shapes", "hidden": (1024,) * 4, "batch_size": 512, "optimizer": "sgd"},
        BIG | {"decoder": "autoregressive"},
        BIG | {"width": 24, "batch_size": 128, "activation": "silu"},
        BIG | {"model": "iwae", "samples": 5, "conditional": "on"},
    ],
    "gan": [
        {"dataset": "digits"},  # first, because reading the digits loads much code
        {},
        POINTS,
        POINTS | {"loss": "wgan_gp", "r1": 1.0, "d_updates": 2},
        {
            "dataset": "digits",
            "width": 96,
            "g_optimizer": "adam",
            "average": 0.9,
            "latent_dim": 100,
        },
        {"dataset": "digits", "width": 32, "batch_size": 256, "loss": "wgan_gp"},
        {"dataset": "sine", "width": 128, "batch_size": 256},
    ],
}
FEW = 2  # of those, unless everything is asked for
TABLES = [{}, {"method": "double_q"}, {"planning": 50}, {"trace_decay": 0.9, "gamma": 1.0}]


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="only Linux tells the most")
@pytest.mark.parametrize("name", names())
def test_memory_and_arithmetic_are_within_a_factor_of_two(name, request):
    settings = SETTINGS[name][: None if request.config.getoption("--thorough") else FEW]
    done = subprocess.run(
        [sys.executable, "-m", "tests.playgrounds.costs", name],
        input=json.dumps(settings), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for values, (memory, flops) in zip(settings, json.loads(done.stdout), strict=True):
        said = lookup(name).cost(lookup(name).Config(**values))
        assert memory / 2 - SLACK < said.memory < 2 * memory + SLACK, (values, said, memory)
        assert flops / 2 <= said.flops, (values, said, flops)
        assert said.flops < 2 * flops or not flops, (values, said, flops)


PRESETS = [(name, preset.name) for name in names() for preset in lookup(name).PRESETS]


@pytest.mark.breadth(5, each="name")
@pytest.mark.parametrize(("name", "chosen"), PRESETS)
def test_the_arithmetic_of_every_preset_is_right_within_a_factor_of_two(name, chosen):
    algorithm_class = lookup(name)
    values = {one.name: one.values for one in algorithm_class.PRESETS}[chosen]
    config = algorithm_class.Config(**{**values, "warm_up": 0} if name == "ddpg" else values)
    said = algorithm_class.cost(config)
    assert 0 < said.memory < 1e9
    try:
        algorithm = algorithm_class(config, torch.device("cpu"))
    except ParamError as error:  # its data set is not on this machine
        pytest.skip(error.message.say())
    for _ in range(10):  # an update that is due only now and then counts with its share
        algorithm.step()
    flops = sum(flops_of_a_step(algorithm) for _ in range(10)) / 10
    assert said.flops > 0
    assert flops == 0 or flops / 2 < said.flops < 2 * flops


class Tally(float):
    """A number that counts what is done with it."""

    done = 0

    def _counted(self, other):
        Tally.done += 1
        return Tally(0.5)

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = _counted


@pytest.mark.parametrize("values", TABLES)
def test_the_arithmetic_of_a_step_on_tables_is_right_within_a_factor_of_two(values):
    algorithm = lookup("qlearning")(lookup("qlearning").Config(**values))
    said, agent, steps = algorithm.cost(algorithm.config).flops, algorithm.agent, 300
    for _ in range(steps):  # what is remembered and traced grows at first
        algorithm.step()
    agent.q = [[[Tally(value) for value in row] for row in table] for table in agent.q]
    Tally.done = 0
    for _ in range(steps):
        algorithm.step()
    assert said / 2 < Tally.done / steps < 2 * said


def test_the_arithmetic_of_a_sweep_is_right_within_a_factor_of_two():
    config = lookup("qlearning").Config(method="value_iteration", env="FrozenLake8x8-v1")
    world = config.world()
    v = np.array([Tally(1) for _ in range(world.size[0])], object)
    Tally.done = 0
    backup(world, v, config.gamma)
    said = lookup("qlearning").cost(config).flops
    assert said / 2 < Tally.done < 2 * said


def growing(config: Config) -> list[str]:
    """Hyperparameters of which more never needs less."""
    known = (
        "batch_size",
        "width",
        "samples",
        "latent_dim",
        "capacity",
        "points",
        "planning",
        "updates",
    )
    return [name for name in known if name in {param.name for param in config.params()}]


@pytest.mark.parametrize("name", names())
def test_more_never_needs_less(name):
    for values in SETTINGS[name]:
        config = lookup(name).Config(**values)
        for param in map(config.param, growing(config)):
            steps = [param.low, getattr(config, param.name), param.high]
            try:
                costs = [lookup(name).cost(config.changed(**{param.name: n})) for n in steps]
            except ParamError:  # the highest contradicts another value
                continue
            assert [cost.memory for cost in costs] == sorted(cost.memory for cost in costs)
            assert [cost.flops for cost in costs] == sorted(cost.flops for cost in costs)
