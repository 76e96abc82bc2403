"""What every algorithm promises, tried on every one that the folder holds. No test names one."""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
import torch

from core.params import Param, ParamError
from core.playgrounds import UnknownAlgorithmError, lookup, names, page
from core.playgrounds.contract import Algorithm, State
from core.training.run import Run

EVERY = [(name, preset.name) for name in names() for preset in lookup(name).PRESETS]
MOST = 2e8  # operations of a step
PARAMS = [(name, param.name) for name in names() for param in lookup(name).Config.params()]


def build(name: str, **values: Any) -> Algorithm:
    algorithm = lookup(name)
    config, _ = algorithm.Config.repaired(values)
    return algorithm(config, torch.device("cpu"))


def preset(name: str, chosen: str) -> Algorithm:
    values = {p.name: p.values for p in lookup(name).PRESETS}[chosen]
    try:
        return build(name, **smaller(name, values))
    except ParamError as error:  # its data set is not on this machine
        pytest.skip(error.message.say())


def smaller(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Where a step takes long, it takes fewer images or rows."""
    algorithm = lookup(name)
    config, _ = algorithm.Config.repaired(values)
    flops = algorithm.cost(config).flops if name in ("cnn", "transformer") else 0.0
    if flops < MOST:
        return dict(values)
    size = int(config.to_json()["batch_size"] * MOST / flops)
    return {**values, "batch_size": max(2, size)}


def train(algorithm: Algorithm, steps: int) -> list[dict[str, float]]:
    """The scalars of every step."""
    return [{k: float(v) for k, v in algorithm.step().items()} for _ in range(steps)]


def look(algorithm: Algorithm) -> list[Any]:
    """Everything that may be looked at; of rolling views only what they are called."""
    seen = algorithm.views({name: view.example for name, view in algorithm.VIEWS.items()})
    rolling = {name for view in algorithm.VIEWS.values() if view.rolling for name in view.arrays}
    return [
        algorithm.state(),
        {name: None if name in rolling else array for name, array in seen.items()},
        algorithm.static_views(),
        {k: float(v) for k, v in algorithm.evaluate().items()},
        algorithm.describe(),
        [algorithm.epoch, algorithm.smooth_steps, algorithm.evaluate_now],
    ]


def same(one: Any, other: Any) -> bool:
    """Equal to the last bit, through all nesting; not-a-number equals itself."""
    if isinstance(one, State):
        return same(one.arrays, other.arrays) and same(one.facts, other.facts)
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, torch.Tensor | np.ndarray):
        one, other = np.asarray(one), np.asarray(other)
        return (
            one.dtype == other.dtype
            and one.shape == other.shape
            and one.tobytes() == other.tobytes()
        )
    return type(one) is type(other) and (one == other or one != one)


def values_at_the_edges(param: Param) -> list[Any]:
    """Bounds and options: what the declaration says is allowed."""
    if param.KIND == "choice":
        return list(param.options)
    if param.KIND in ("subset", "choices"):
        every = [(option,) for option in param.options]
        return [*every, tuple(param.options)[: param.longest or None]]
    if param.KIND in ("code", "names", "text"):
        return [param.default]
    if param.KIND == "sizes":
        return [(), (param.low,), (param.high,) * param.longest]
    return [param.low, param.high]


@pytest.mark.breadth(3, each="name")
@pytest.mark.parametrize(("name", "chosen"), EVERY)
def test_goes_on_bit_for_bit_from_a_saved_state(name, chosen):
    algorithm = preset(name, chosen)
    train(algorithm, 57)  # in the middle of an epoch, where there are epochs
    while algorithm.state_lag:  # to where everything can be copied
        train(algorithm, 1)
    state = algorithm.state()
    kept = copy.deepcopy(state)
    first, seen = train(algorithm, 50), look(algorithm)
    algorithm.load_state(state)
    assert same(algorithm.state(), kept)
    assert same(train(algorithm, 50), first)
    assert same(look(algorithm), seen)
    fresh = preset(name, chosen)
    fresh.load_state(state)
    assert same(train(fresh, 50), first)
    assert same(look(fresh), seen)
    assert same(state, kept), "the state was changed by training on"


@pytest.mark.parametrize("name", names())
def test_same_seed_same_run_watched_or_not_alone_or_beside_another(name):
    alone = preset(name, lookup(name).PRESETS[0].name)
    steps = 20 if name == "sweep" else 60  # of 64 networks each
    expected = [train(alone, steps), look(alone)]

    watched, other = (preset(name, lookup(name).PRESETS[0].name) for _ in range(2))
    torch.manual_seed(1)
    found = []
    for _ in range(steps):
        found += train(watched, 1)
        look(watched)
        train(other, 2)
        torch.rand(1)
    assert same([found, look(watched)], expected)


@pytest.mark.parametrize("name", names())
def test_is_the_same_run_where_no_gradient_is_recorded(name):
    """As the engine has it (Run.computing), and kept, restored and looked at there."""
    chosen = lookup(name).PRESETS[0].name
    here = preset(name, chosen)
    expected = [train(here, 40), look(here)]
    with torch.inference_mode(not lookup(name).AUTOGRAD):
        there = preset(name, chosen)
        found = train(there, 20)
        fresh = preset(name, chosen)
        fresh.load_state(there.state())
        found += train(fresh, 20)
        assert same([found, look(fresh)], expected)
        fresh.trace()
        fresh.configure(fresh.config)
        fresh.inherit(there)


@pytest.mark.parametrize("name", names())
def test_leaves_the_global_generator_alone(name):
    before = torch.get_rng_state()
    algorithm = build(name)
    train(algorithm, 5)
    look(algorithm)
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize("name", names())
def test_another_seed_is_another_run(name):
    assert not same(train(build(name, seed=1), 5), train(build(name, seed=2), 5))


@pytest.mark.parametrize(("name", "param"), PARAMS)
def test_every_bound_and_option_takes_a_step(name, param):
    refusals: list[str] = []
    for value in values_at_the_edges(lookup(name).Config.param(param)):
        try:
            algorithm = build(name, **{param: value})
        except ParamError as error:  # data that this machine hasn't got: a sentence says so
            refusals.append(error.message.say())
            continue
        scalars = train(algorithm, 3)
        assert scalars[0].keys() == scalars[2].keys()
        look(algorithm)
        algorithm.diverged({key: np.array([row[key] for row in scalars]) for key in scalars[0]})
    assert all(refusals)


@pytest.mark.parametrize("name", names())
def test_live_values_reach_the_running_algorithm(name):
    algorithm = build(name)
    train(algorithm, 7)
    progress = algorithm.epoch
    for param in sorted(algorithm.Config.live_names()):
        for value in values_at_the_edges(algorithm.Config.param(param)):
            config, _ = algorithm.Config.repaired(algorithm.config.to_json() | {param: value})
            assert config.difference(algorithm.config).keys() <= algorithm.Config.live_names()
            algorithm.configure(config)
            train(algorithm, 1)
            assert algorithm.config == config
    assert progress is None or algorithm.epoch > progress


@pytest.mark.parametrize("name", names())
def test_live_values_are_part_of_the_state(name):
    algorithm, fresh = build(name), build(name)
    for param in sorted(algorithm.Config.live_names()):
        value = values_at_the_edges(algorithm.Config.param(param))[-1]
        config, _ = algorithm.Config.repaired(algorithm.config.to_json() | {param: value})
        algorithm.configure(config)
        train(algorithm, 1)
    fresh.load_state(algorithm.state())
    assert fresh.config == algorithm.config
    assert same([train(fresh, 30), look(fresh)], [train(algorithm, 30), look(algorithm)])


@pytest.mark.breadth(4, each="name")
@pytest.mark.parametrize(("name", "chosen"), EVERY)
def test_slow_motion_is_a_step_told_in_stages(name, chosen):
    stepped, traced = preset(name, chosen), preset(name, chosen)
    for _ in range(4):
        stepped.step()
        stages = traced.trace()
        assert all(array.size for stage in stages for array in stage.arrays.values())
    assert same(look(traced), look(stepped))


@pytest.mark.parametrize("name", names())
def test_an_epoch_that_is_asked_for_is_a_whole_one(name):
    run = Run(lookup(name), lookup(name).Config(), device="cpu")
    run.advance_by(1)
    run.obey()
    run.advance(1.0, 1)
    for _ in range(2):
        before, epoch = run.step, run.algorithm.epoch
        run.advance_epoch()
        run.obey()
        while run.wants_steps:
            run.advance(1.0, run.allowance(0.0))
        if epoch is None:
            assert run.step == before + 1
        else:
            assert run.algorithm.epoch == pytest.approx(math.floor(epoch + 1e-6) + 1, abs=1e-6)


@pytest.mark.parametrize("name", names())
def test_what_a_viewer_gets_is_a_copy(name):
    algorithm = build(name)
    train(algorithm, 3)
    seen = look(algorithm)
    kept = copy.deepcopy(seen)
    train(algorithm, 3)
    assert same(seen, kept)


@pytest.mark.parametrize("name", names())
def test_presets_are_valid_and_named_once(name):
    presets = lookup(name).PRESETS
    assert len({preset.name for preset in presets}) == len(presets)
    for one in presets:
        assert lookup(name).Config(**one.values)
        assert one.why.endswith((".", "!"))


@pytest.mark.parametrize("name", names())
def test_the_stage_has_two_panels_at_least_and_its_columns_to_itself(name):
    panels = page(name).panels(str)
    assert len([one for one in panels if one.stage]) >= 2
    staged = {one.column for one in panels if one.stage}
    assert not staged & {one.column for one in panels if not one.stage}


def test_an_unknown_name_says_which_there_are():
    with pytest.raises(
        UnknownAlgorithmError, match=r"There is no algorithm mpl; did you mean mlp\?"
    ):
        lookup("mpl")
    assert names() == sorted(names())


@pytest.mark.parametrize("name", names())
def test_the_line_of_read_outs_says_how_well_it_learns(name):
    described = build(name).describe()
    shown = {*described.get("metrics", ()), *described.get("scalars", ())}
    headlines = {one for one, metric in lookup(name).METRICS.items() if metric.headline}
    assert shown & headlines
