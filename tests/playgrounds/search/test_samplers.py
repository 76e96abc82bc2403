"""Where trials come from: the same every time, and TPE finds more than chance does."""

from __future__ import annotations

import numpy as np
import pytest

from core.playgrounds.search.config import SearchConfig
from core.playgrounds.search.samplers import (
    COMPLETE,
    DIVERGED,
    PRUNED,
    RUNNING,
    Told,
    seed_of,
    suggest,
)
from core.playgrounds.search.space import Dimension, drawn, grid, space

SPACE = space(SearchConfig(over=("lr", "weight_decay", "width", "activation")))


def objective(values) -> float:
    far = abs(np.log10(values["lr"]) + 0.5) + 0.1 * abs(np.log10(values["weight_decay"]) + 3)
    return float(far + 0.3 * (values["activation"] != "tanh") + 0.02 * abs(values["width"] - 6))


def searched(kind: str, count: int, repeat: int = 0, seed: int = 0) -> list[Told]:
    told: list[Told] = []
    for number in range(count):
        values = suggest(kind, SPACE, told, seed_of(seed, repeat, number), 10, count)
        told.append(Told(values, COMPLETE, {1: objective(values)}))
    return told


@pytest.mark.parametrize("kind", ["random", "tpe", "grid"])
def test_a_suggestion_is_a_function_of_what_was_told(kind):
    told = searched(kind, 20)
    assert [one.values for one in searched(kind, 20)] == [one.values for one in told]
    again = suggest(kind, SPACE, told[:15], seed_of(0, 0, 15), 10, 20)
    assert again == told[15].values, "whatever came after"
    for one in told:
        for dimension in SPACE:
            value = one.values[dimension.name]
            assert value in dimension.options or dimension.low <= value <= dimension.high
            assert dimension.near(value) == value, "it is written as it was tried"


def test_both_begin_with_the_same_trials_and_then_tpe_learns():
    one, other = searched("random", 40), searched("tpe", 40)
    assert [t.values for t in one[:10]] == [t.values for t in other[:10]]
    assert one[20].values != other[20].values
    best = {kind: [min(t.objective for t in searched(kind, 40, repeat)) for repeat in range(3)]
            for kind in ("random", "tpe")}  # fmt: skip
    assert np.mean(best["tpe"]) < 0.7 * np.mean(best["random"])


def test_what_trains_and_what_was_given_up_is_told_too():
    told = searched("tpe", 12)
    told[3].status, told[4].status = PRUNED, DIVERGED
    told[4].reports = {1: float("nan")}
    with_one = [*told, Told(min(told[5:], key=lambda one: one.objective).values, RUNNING)]
    found = [suggest("tpe", SPACE, with_one, seed, 10, 40) for seed in range(10)]
    assert found == [suggest("tpe", SPACE, with_one, seed, 10, 40) for seed in range(10)]
    assert found != [suggest("tpe", SPACE, told, seed, 10, 40) for seed in range(10)]


def test_random_draws_fill_the_space_evenly():
    space = (Dimension("lr", 0.01, 1.0, log=True), Dimension("width", 1, 4, whole=True),
             Dimension("activation", options=("relu", "tanh")))  # fmt: skip
    values = [drawn(space, seed) for seed in range(400)]
    assert 160 < sum(one["lr"] < 0.1 for one in values) < 240
    assert all(70 < sum(one["width"] == n for one in values) < 130 for n in (1, 2, 3, 4))
    assert 160 < sum(one["activation"] == "tanh" for one in values) < 240


def test_a_grid_is_as_fine_as_its_budget_allows():
    two = (Dimension("lr", 0.01, 1.0, log=True), Dimension("width", 1, 8, whole=True))
    cells = grid(two, 9)
    assert len(cells) == 9
    assert {cell["lr"] for cell in cells} == {0.01, 0.1, 1.0}
    assert len({cell["width"] for cell in cells}) == 3
    assert len(grid((*two, Dimension("activation", options=("relu", "tanh"))), 20)) == 18
