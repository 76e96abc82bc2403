"""What every playground declares is what it gives: every view, metric and panel of every preset."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from core.params import ParamError
from core.playgrounds import lookup, names, page
from core.playgrounds.contract import Algorithm, Array, UndeclaredError
from core.playgrounds.declared import DTYPES
from tests.playgrounds.test_contract import EVERY, build, preset, same, train

CORE = Path(__file__).resolve().parents[2] / "core"
LARGEST = 2**21  # bytes of one view
HISTORY = {None, "curves"}  # what a panel may watch that is no view


def fits(array: np.ndarray, what: Array) -> bool:
    """Whether dtype, number of axes and the lengths that are numbers are the declared ones."""
    return (
        array.dtype == DTYPES[what.dtype]
        and array.ndim == len(what.axes)
        and all(
            not axis.isdigit() or int(axis) == length
            for axis, length in zip(what.axes, array.shape, strict=True)
        )
    )


def check(
    arrays: Mapping[str, np.ndarray], declared: Mapping[str, Array], *, all_there: bool
) -> None:
    """Names, dtypes and shapes are the declared ones; a letter is one length in all of them."""
    assert arrays.keys() <= declared.keys(), arrays.keys() - declared.keys()
    if all_there:
        always = {name for name, array in declared.items() if not array.only}
        assert always <= arrays.keys(), always - arrays.keys()
    lengths: dict[str, int] = {}
    for name, array in arrays.items():
        fitting = [one for one in declared[name].forms if fits(array, one)]
        assert len(fitting) == 1, (name, array.dtype, array.shape, declared[name].forms)
        for axis, length in zip(fitting[0].axes, array.shape, strict=True):
            assert axis.isdigit() or lengths.setdefault(axis, length) == length, (name, axis)
    assert sum(array.nbytes for array in arrays.values()) <= LARGEST


@pytest.mark.parametrize(("name", "chosen"), EVERY)
def test_views_are_as_declared_copied_and_pure(name, chosen):
    algorithm, unwatched = preset(name, chosen), preset(name, chosen)
    check(algorithm.static_views(), algorithm.STATIC, all_there=True)
    for view, declared in algorithm.VIEWS.items():
        arrays = algorithm.views({view: declared.example})
        check(arrays, declared.arrays, all_there=bool(arrays))
        for array in arrays.values():
            if array.size:
                array.ravel()[...] = 0  # a viewer may do what it likes with a copy
    assert same(algorithm.state(), unwatched.state())
    assert same(train(algorithm, 5), train(unwatched, 5))


@pytest.mark.parametrize("name", names())
def test_every_view_has_something_to_show_in_some_preset(name):
    algorithm, seen = lookup(name), set()
    for one in algorithm.PRESETS:
        try:
            built = build(name, **one.values)
        except ParamError:  # its data set is not on this machine
            continue
        train(built, 9)  # n-step returns wait for the longest time
        arrays = {
            array
            for view, declared in algorithm.VIEWS.items()
            for array in built.views({view: declared.example})
        }
        seen |= arrays | built.static_views().keys()
    declared = {array for view in algorithm.VIEWS.values() for array in view.arrays}
    assert (declared | algorithm.STATIC.keys()) - seen == set()


@pytest.mark.parametrize("name", names())
def test_an_undeclared_view_is_a_mistake(name):
    with pytest.raises(UndeclaredError, match="has no view nothing"):
        preset(name, lookup(name).PRESETS[0].name).views({"nothing": {}})


def numbers(algorithm: Algorithm) -> set[str]:
    """The names of all numbers that a run tells of."""
    found = set(algorithm.evaluate()) | set(algorithm.final())
    for _ in range(30):
        found |= algorithm.step().keys()
    for _, scalars in algorithm.news():
        found |= scalars.keys()
    about = algorithm.describe()
    return found | set(about["metrics"]) | set(about.get("scalars", ()))


@pytest.mark.breadth(5, each="name")
@pytest.mark.parametrize(("name", "chosen"), EVERY)
def test_every_number_is_declared(name, chosen):
    algorithm = preset(name, chosen)
    unknown = numbers(algorithm) - algorithm.METRICS.keys()
    assert not unknown
    beside = {one.beside for one in algorithm.METRICS.values() if one.beside}
    assert beside <= algorithm.METRICS.keys() | algorithm.describe().keys()


@pytest.mark.parametrize("name", names())
def test_a_page_shows_what_is_declared(name):
    algorithm, panels = lookup(name), page(name).panels(str)
    assert len({one.name for one in panels}) == len(panels)
    assert sum(one.main for one in panels) >= 1
    own = (CORE / "playgrounds" / name / "web" / "index.js").read_text(encoding="utf-8")
    shared = (CORE / "live" / "web" / "building.js").read_text(encoding="utf-8")
    kinds = set(re.findall(r"(\w+): [A-Z]\w+", own + shared))
    for one in panels:
        assert one.kind in kinds, one
        assert one.view in HISTORY | algorithm.VIEWS.keys(), one
        said = one.to_json()
        for chart in (said, *said.get("variants", ())):
            for bound in chart.get("bind", ()):
                if "curve" in bound:
                    assert bound["curve"] in algorithm.METRICS, bound
            assert chart.get("requires") in {None} | algorithm.METRICS.keys()
    for source in page(name).sources:
        assert (CORE / source).is_file()
