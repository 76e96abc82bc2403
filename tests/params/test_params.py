"""Hyperparameters: what is allowed passes, what is not is refused with name, value and bounds."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.params import Config, Message, ParamError, choice, choices, integer, number, sizes, subset

COLOURS = {"red": "Red", "green": "Green", "blue": "Blue"}


@dataclass(frozen=True)
class Paint(Config):
    gloss: float = number(0.5, 0.0, 1.0, "Gloss", "", "Look", live=True)
    coats: int = integer(2, 1, 5, "Coats", "", "Work")
    colour: str = choice("red", COLOURS, "Colour", "", "Look")
    palette: tuple[str, ...] = subset(("red",), COLOURS, "Palette", "", "Look")
    brushes: tuple[int, ...] = sizes((4, 2), 3, 1, 9, "Brushes", "", "Work")
    order: tuple[str, ...] = choices((), COLOURS, 2, "Order", "", "Work")

    def conflict(self) -> ParamError | None:
        if self.coats > 4 and self.gloss == 0:
            return ParamError(
                Message("coats", "coats = {value}: too many.", {"value": self.coats}), 4
            )
        return None


# No subnormal numbers: tests that train in this process have switched them off (core/training).
floats = st.floats(allow_subnormal=False)
anything = st.one_of(
    st.none(), st.booleans(), st.integers(), floats, st.text(max_size=9), st.binary(max_size=3)
)
anything |= st.lists(anything, max_size=5) | st.dictionaries(
    st.text(max_size=3), anything, max_size=2
)
names = st.sampled_from([param.name for param in Paint.params()])


@pytest.mark.parametrize(
    ("name", "value", "canonical"),
    [
        ("gloss", "1e-3", 0.001),
        ("gloss", 1, 1.0),
        ("coats", 3.0, 3),
        ("coats", "3", 3),
        ("palette", ["blue", "red", "red"], ("red", "blue")),
        ("brushes", [9.0, 1], (9, 1)),
        ("brushes", (), ()),
        ("order", ["blue", "blue"], ("blue", "blue")),
    ],
)
def test_values_become_canonical(name, value, canonical):
    found = Paint.param(name).check(value)
    assert found == canonical
    assert type(found) is type(canonical)


@pytest.mark.parametrize(
    ("name", "value", "nearest"),
    [
        ("gloss", 1.5, 1.0),
        ("gloss", float("-inf"), 0.0),
        ("gloss", float("nan"), 0.5),
        ("gloss", True, 0.5),
        ("coats", 2.5, 2),
        ("coats", 10**400, 2),
        ("coats", 99, 5),
        ("colour", "gren", "green"),
        ("colour", 7, "red"),
        ("palette", ["blue", "pink"], ("blue",)),
        ("palette", [], ("red",)),
        ("palette", "red", ("red",)),
        ("palette", [["red"]], ("red",)),
        ("brushes", [4, 99, "x"], (4, 9)),
        ("brushes", [1, 2, 3, 4], (1, 2, 3)),
        ("brushes", 4, (4, 2)),
        ("order", ["red", "pink", "blue"], ("red", "blue")),
        ("order", [{}], ()),
    ],
)
def test_refusals_name_parameter_value_and_the_nearest(name, value, nearest):
    with pytest.raises(ParamError) as refused:
        Paint(**{name: value})
    assert refused.value.nearest == nearest
    assert str(refused.value).startswith(name)
    assert Paint.param(name).check(refused.value.nearest) == nearest, "the nearest is allowed"


@given(names, anything)
def test_any_value_is_taken_or_refused_with_something_allowed(name, value):
    param, refused = Paint.param(name), None
    try:
        param.check(value)
    except ParamError as error:
        refused = error
    if refused is not None:
        assert param.check(refused.nearest) == refused.nearest
        assert refused.message.param == name


@given(names, st.text(max_size=30))
def test_any_text_is_taken_or_refused(name, text):
    repaired, messages = Paint.repaired({name: text})
    assert isinstance(repaired, Paint)
    assert all(message.say() for message in messages)


@given(st.floats(0, 1, allow_subnormal=False))
def test_a_number_survives_being_written(value):
    param = Paint.param("gloss")
    assert param.parse(param.format(value)) == value


@pytest.mark.parametrize("param", Paint.params(), ids=lambda param: param.name)
def test_defaults_survive_being_written(param):
    assert param.parse(param.format(param.default)) == param.default


def test_bounds_are_shown_to_the_last_digit():
    with pytest.raises(ParamError, match="0–2147483647"):
        Config(seed=-1)


def test_conflicts_are_repaired_and_said():
    with pytest.raises(ParamError, match="too many"):
        Paint(coats=5, gloss=0.0)
    repaired, messages = Paint.repaired({"coats": "7", "gloss": "0", "brushez": "1", "xyz": "1"})
    assert repaired == Paint(coats=4, gloss=0.0)
    said = [message.say() for message in messages]
    assert said[0].startswith("coats = 7 is out of range")
    assert "did you mean brushes?" in said[1]
    assert "there are gloss, coats" in said[2]
    assert said[3] == "coats = 5: too many."


def test_the_common_hyperparameters_come_last_and_live_ones_are_known():
    assert [param.name for param in Paint.params()][-1] == "seed"
    assert Paint.live_names() == {"gloss"}


def test_json_says_all_that_a_tool_needs():
    entry = Paint.param("brushes").to_json()
    assert entry["default"] == [4, 2]
    assert (entry["type"], entry["low"], entry["high"], entry["longest"]) == ("sizes", 1, 9, 3)
    assert Paint.param("colour").to_json()["options"] == ["red", "green", "blue"]
    assert Paint().changed(coats=3).difference(Paint()) == {"coats": (3, 2)}
    assert Paint(**Paint(brushes=(1,)).to_json()) == Paint(brushes=(1,))


def test_a_choice_may_know_why_not():
    def why_not(value):
        return Message("pet", "pet = {value} bites.", {"value": value}) if value == "wolf" else None

    @dataclass(frozen=True)
    class Pets(Config):
        pet: str = choice("dog", {"dog": "Dog", "cat": "Cat"}, "Pet", "", "Home", why_not=why_not)

    with pytest.raises(ParamError, match=r"^pet = wolf bites\.$"):
        Pets(pet="wolf")
    with pytest.raises(ParamError, match="choose one of dog, cat"):
        Pets(pet="mouse")
    assert Pets.repaired({"pet": "wolf"})[0] == Pets()
