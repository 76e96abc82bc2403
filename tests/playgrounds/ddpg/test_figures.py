"""DDPG's figures: plain JSON, bound to curves that a run has, with levels that its description has."""

from __future__ import annotations

import json

import plotly.graph_objects as go
import pytest

from core.figures import palette
from core.playgrounds import lookup
from core.playgrounds.ddpg.figures import curves

FIGURES = {one["title"]: one for one in curves(str)}
every = pytest.mark.parametrize("made", FIGURES.values(), ids=FIGURES)


@every
def test_figures_are_small_json_that_plotly_accepts(made):
    text = json.dumps(made, allow_nan=False)
    assert json.loads(text) == made
    assert len(text) < 4000
    go.Figure(made["figure"])
    assert [bound["trace"] for bound in made["bind"]] == list(range(len(made["figure"]["data"])))
    for axis in ("xaxis", "yaxis"):
        assert made["figure"]["layout"][axis]["title"]["text"]


def test_every_curve_is_one_that_a_run_has():
    algorithm = lookup("ddpg")
    run = algorithm(algorithm.Config(warm_up=10, batch_size=8, stop_steps=0), "cpu")
    seen = set(run.evaluate())
    for _ in range(201):
        seen |= set(run.step())
    for _step, said in run.news():
        seen |= set(said)
    wanted = {bound["curve"] for made in FIGURES.values() for bound in made["bind"]}
    assert wanted <= seen
    levels = {level["name"] for made in FIGURES.values() for level in made.get("levels", [])}
    assert levels <= set(run.describe()["references"])


def test_training_is_blue_and_the_noise_free_policy_orange():
    made = FIGURES["Returns"]
    ink = {
        bound["curve"]: made["figure"]["data"][bound["trace"]]["line"]["color"]
        for bound in made["bind"]
    }
    assert ink["episode_return"] == palette.BLUE
    assert ink["eval_return_mean"] == palette.ORANGE


def test_every_word_is_translated():
    def translate(text: str) -> str:
        return text if "{" in text else "·" * len(text)

    for made in curves(translate):
        layout = made["figure"]["layout"]
        words = [made["title"], *(trace["name"] for trace in made["figure"]["data"])]
        words += [level["label"] for level in made.get("levels", [])]
        words += [layout[axis]["title"]["text"] for axis in ("xaxis", "yaxis")]
        assert set("".join(words)) == {"·"}
