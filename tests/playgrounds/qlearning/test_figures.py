"""The figures of tabular learning: plain JSON, bound to curves that there are, one colour for one meaning."""

from __future__ import annotations

import json

import plotly.graph_objects as go
import pytest

from core.figures import palette
from core.playgrounds import lookup
from core.playgrounds.qlearning.figures import curves

CURVES = {one["requires"]: one for one in curves(str)}
every = pytest.mark.parametrize("made", CURVES.values(), ids=CURVES)


@every
def test_figures_are_small_json_that_plotly_accepts(made):
    text = json.dumps(made, allow_nan=False)
    assert json.loads(text) == made
    assert len(text) < 4000
    go.Figure(made["figure"])
    assert made["title"]
    assert made["figure"]["layout"]["xaxis"]["title"]["text"]
    assert "epoch" not in text


def test_every_curve_is_one_that_the_algorithm_tells():
    algorithm = lookup("qlearning")
    run = algorithm(algorithm.Config(), "cpu")
    said = run.describe()
    told = {*said["metrics"], *said["scalars"]}
    for requires, made in CURVES.items():
        bound = {one["curve"] for one in made["bind"]}
        assert requires in bound
        assert bound <= told


def test_the_greedy_policy_is_orange_the_way_blue_and_the_optimum_dashed():
    made = CURVES["eval_return_mean"]
    look = {
        bound["curve"]: trace["line"]
        for bound, trace in zip(made["bind"], made["figure"]["data"], strict=True)
    }
    assert look["episode_return"]["color"] == palette.BLUE
    assert look["eval_return_mean"]["color"] == palette.ORANGE
    assert look["optimal_return"]["dash"] == "dash"


def test_the_distance_is_on_a_logarithmic_axis():
    assert CURVES["q_distance"]["figure"]["layout"]["yaxis"]["type"] == "log"


def test_every_word_is_translated():
    def translate(text: str) -> str:
        return text if "{" in text else "·" * len(text)

    for made in curves(translate):
        words = [made["title"], *(trace["name"] for trace in made["figure"]["data"])]
        words.append(made["figure"]["layout"]["xaxis"]["title"]["text"])
        assert set("".join(words)) == {"·"}
