"""Rules: what they mean, what is wrong with one, and that nothing but arithmetic can be reached."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.data import rules
from core.data.arithmetic import Claim, Number
from core.data.expression import KNOWN, LONGEST, ExpressionError, parsed
from core.params import ParamError

X = np.random.default_rng(0).uniform(-6, 6, (200, 2))
X1, X2 = X.T


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x1 + 2*x2", X1 + 2 * X2),
        ("x₁ − x₂", X1 - X2),
        ("-x1**2", -(X1**2)),
        ("2**3**2 + 0*x1", X1 * 0 + 512),
        ("2**-1 * x1", X1 / 2),
        ("x1^2 × x2³", X1**2 * X2**3),
        ("(x1 + x2)²", (X1 + X2) ** 2),
        ("10 - 4 - 3 + x1", X1 + 3),
        ("12 ÷ 3 ÷ 2 · x1", 2 * X1),
        ("1.5e1 + .5 + 2. + x1", X1 + 17.5),
        ("sin(pi*x1) + COS(π x2)".replace("π x2", "π*x2"), np.sin(np.pi * X1) + np.cos(np.pi * X2)),
        (
            "max(x1, x2, 0.5) - min(x1, x2)",
            np.maximum(np.maximum(X1, X2), 0.5) - np.minimum(X1, X2),
        ),
        ("abs(x1) + sign(x2) * sqrt(abs(x1))", np.abs(X1) + np.sign(X2) * np.sqrt(np.abs(X1))),
        ("tanh(exp(-x1)) + log(e**x2) + tan(x1)", np.tanh(np.exp(-X1)) + X2 + np.tan(X1)),
    ],
)
def test_numbers(text, value):
    tree = parsed(text)
    assert isinstance(tree, Number)
    found, known = rules.evaluated(tree, X)
    assert found == pytest.approx(value)
    assert known.all()


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("x1**2 + x2**2 < 4", X1**2 + X2**2 < 4),
        ("sin(3*x1) > x2", np.sin(3 * X1) > X2),
        ("x1 ≤ 0 or x2 >= 1 and x1 ≠ x2", (X1 <= 0) | ((X2 >= 1) & (X1 != X2))),
        ("not x1 > 0 and x2 > 0", ~(X1 > 0) & (X2 > 0)),
        ("not (x1 > 0 and x2 > 0)", ~((X1 > 0) & (X2 > 0))),
        ("-1 < x1 < 2", (X1 > -1) & (X1 < 2)),
        ("x1 > 0 and log(x1) > 0.5", math.exp(0.5) < X1),
        ("log(x1) > 0.5 or x1 < 0", (math.exp(0.5) < X1) | (X1 < 0)),
    ],
)
def test_comparisons(text, holds):
    tree = parsed(text)
    assert isinstance(tree, Claim)
    if "or x1 < 0" not in text:
        assert rules.survey(text).task == "classification"
    found, _ = rules.evaluated(tree, X)
    assert (found == holds).all()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "rule is empty"),
        ("x1 +", "missing at place 5: x1 +▸"),
        ("(x1 > 2", "bracket at place 1 is never closed"),
        ("x1) > 2", "bracket at place 3 was never opened"),
        ("x1 x2 > 0", "operator such as + or * is missing at place 4: x1 ▸x2"),
        ("0,5*x1 > x2", "a comma at place 2; decimals are written with a point"),
        ("sine(x1) > 0", "did you mean sin"),
        ("banana > 0", "banana at place 1 is not known"),
        ("sin x1 > 0", "sin needs brackets at place 5, as in sin(x1)"),
        ("max(x1) > 0", "needs two numbers"),
        ("x1 = 2", "“=” at place 4 compares nothing"),
        ("x1 + (x2 > 1)", "“+” at place 4 needs numbers"),
        ("x1 and x2 > 1", "“and” at place 4 needs comparisons"),
        ("x1.real > 0", "“.” at place 3 is not known"),
        ("__import__('os')", "is not known"),
        ("x1[0] > 0", "“[” at place 3"),
        ("lambda: x1", "“:” at place 7"),
        ("(" * 100 + "x1", "are inside each other at place 21"),
        ("1/(x1 - x1) > 0", "no value at x₁"),
        ("log(x1) > 0", "no value at x₁"),
        ("9**9**9**9 * x1", "no value at x₁"),
        ("x1 < 100", "holds everywhere"),
        ("x1 > 100", "holds nowhere"),
        ("3", "same value everywhere"),
        ("x1 + " * 60 + "x2", "at most 200"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text, sentence):
    message = rules.why_not(text)
    assert message is not None
    assert sentence in message.say()
    with pytest.raises(ParamError):
        rules.make(text, points=10, noise=0, seed=0)


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=LONGEST + 5))
@example("9" * 200)
@example("-" * 200)
@example("x1**" * 49 + "x1")
@example("1<" * 99 + "x1")
@example("not " * 49 + "x1")
@example("١*x1")
@example("²")
@example("e" * 200)
def test_any_text_is_a_rule_or_refused_in_a_sentence(text):
    message = rules.why_not(text)
    assert message is None or message.say(names={"rule": "Rule"})


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*KNOWN, *"()+-*/<>=,²^·", "**", "<=", "==", " ", "1", "0.5", "9e99", "__", "."]
        ),
        max_size=60,
    )
)
def test_any_words_of_the_language_do_arithmetic_and_nothing_else(words):
    try:
        tree = parsed(" ".join(words))
    except ExpressionError:
        return
    value, known = rules.evaluated(tree, X)
    assert value.shape == known.shape == (200,)
    assert value.dtype == (np.float64 if isinstance(tree, Number) else np.bool_)


@pytest.mark.parametrize("noise", [0, 20])
def test_points_of_a_rule(noise):
    x, y = rules.make("x1 > x2", points=400, noise=noise, seed=1)
    assert (x.dtype, y.dtype, x.shape) == (np.float32, np.int64, (400, 2))
    wrong = (y != (x[:, 0] > x[:, 1])).mean()
    assert wrong == 0 if not noise else 0.02 < wrong < 0.3
    again = rules.make("x1 > x2", points=400, noise=noise, seed=1)
    assert (again[0] == x).all()
    assert (again[1] == y).all()


def test_a_surface_is_scaled_to_fit():
    x, y = rules.make("x1*x2", points=300, noise=0, seed=0)
    scale = rules.survey("x1*x2").scale
    assert y.dtype == np.float32
    assert y == pytest.approx(np.clip(x[:, 0] * x[:, 1] / scale, -1, 1), abs=1e-6)
    assert rules.survey("sin(x1)").scale == 1
