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
        ("gloss", "0,03", 0.03),
        ("gloss", ",5", 0.5),
        ("coats", "2,0", 2),
        ("colour", " Green", "green"),
        ("palette", ["BLUE", "Red"], ("red", "blue")),
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
        ("brushes", [4, 99], (4, 9)),
        ("brushes", [4, 99, "x"], (4, 2)),
        ("brushes", [1, 2, 3, 4], (1, 2, 3)),
        ("brushes", 4, (4, 2)),
        ("order", ["red", "pink", "blue"], ()),
        ("order", ["red", "red", "blue"], ("red", "red")),
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


separators = st.sampled_from(
    [",", ";", " ", "\u00a0", "\uff0c", "\u3001", "\uff1b", "|", "/", "x", "\u00d7", ", "]
)
brackets = st.sampled_from(["", "()", "[]", "{}", "\uff08\uff09", "\u3010\u3011"])


@given(st.lists(st.integers(1, 9), min_size=1, max_size=3), st.data())
def test_a_list_is_read_whatever_sets_its_entries_apart(sizes, data):
    text = "".join(f"{size}{data.draw(separators)}" for size in sizes[:-1]) + str(sizes[-1])
    around = data.draw(brackets)
    text = f" {around[:1]}{text}{data.draw(st.sampled_from(['', ',', ';']))}{around[1:]}"
    assert Paint.param("brushes").parse(text) == tuple(sizes)


@given(names, st.data())
def test_what_is_written_is_read_again(name, data):
    param = Paint.param(name)
    entries = st.integers(1, 9) if param.KIND == "sizes" else st.sampled_from([*COLOURS])
    value = {
        "float": st.floats(0, 1, allow_subnormal=False),
        "int": st.integers(int(param.low or 0), int(param.high or 1)),
        "choice": st.sampled_from([*COLOURS]),
    }.get(param.KIND, st.lists(entries, min_size=1, max_size=max(1, param.longest)))
    canonical = param.check(data.draw(value))
    assert param.parse(param.format(canonical)) == canonical


@pytest.mark.parametrize("text", ["8;y", "a,b", ",", "8;;x", "1-2", "8.5"])
def test_a_list_that_cannot_be_read_is_no_empty_list(text):
    with pytest.raises(ParamError) as refused:
        Paint.param("brushes").parse(text)
    assert refused.value.unread
    assert refused.value.nearest == (4, 2)


@pytest.mark.parametrize("text", ["", "  ", "[]"])
def test_an_empty_list_is_one(text):
    assert Paint.param("brushes").parse(text) == ()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("gloss", "", r"^gloss is empty: give a number in 0\u20131"),
        ("gloss", "1,000", r"^gloss = 1,000 can mean 1 or 1000"),
        ("gloss", "1_0", "give a number"),
        ("gloss", "inf", "give a number"),
        ("gloss", "1e999", "out of range"),
        ("coats", "1.000", "can mean 1 or 1000"),
        ("coats", "1,000", "out of range"),
    ],
)
def test_what_a_text_cannot_be_is_said(name, text, said):
    with pytest.raises(ParamError, match=said):
        Paint.param(name).parse(text)


def test_a_sentence_uses_the_name_that_its_reader_knows():
    with pytest.raises(ParamError) as refused:
        Paint.param("coats").parse("many")
    assert refused.value.message.say(str, {"coats": "Coats"}).startswith(
        "Coats = many: give a whole"
    )


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


def test_a_zero_has_no_sign():
    @dataclass(frozen=True)
    class Tilted(Config):
        slope: float = number(1.0, -1.0, 1.0, "Slope", "", "Look")

    param = Tilted.param("slope")
    assert param.format(Tilted(slope=-0.0).slope) == "0"
    assert param.format(param.parse("-0")) == "0"
