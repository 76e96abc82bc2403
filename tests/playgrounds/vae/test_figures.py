"""The VAE's figures: plain JSON, bound to curves that there are, blue for training and orange for test."""

from __future__ import annotations

import json

import plotly.graph_objects as go
import pytest

from core.figures import palette
from core.playgrounds.vae.figures import curves

CURVES = {one["requires"]: one for one in curves(str)}
every = pytest.mark.parametrize("made", CURVES.values(), ids=CURVES)


@every
def test_figures_are_small_json_that_plotly_accepts(made):
    text = json.dumps(made, allow_nan=False)
    assert json.loads(text) == made
    assert len(text) < 4000
    go.Figure(made["figure"])
    assert made["title"]
    assert [bound["trace"] for bound in made["bind"]] == list(range(len(made["figure"]["data"])))
    layout = made["figure"]["layout"]
    assert layout["xaxis"]["title"]["text"]
    assert layout["yaxis"]["title"]["text"]
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0, 0, 0, 0)"


def test_a_figure_is_asked_for_by_one_of_its_own_curves():
    for requires, made in CURVES.items():
        assert requires in [bound["curve"] for bound in made["bind"]]


def test_training_is_blue_and_test_orange():
    for requires in ("elbo", "reconstruction"):
        made = CURVES[requires]
        for bound, trace in zip(made["bind"], made["figure"]["data"], strict=True):
            train = bound["curve"].startswith("train_")
            assert trace["line"]["color"] == (palette.BLUE if train else palette.ORANGE)


def test_the_two_parts_of_the_bound_are_told_apart_by_their_dashes():
    made = CURVES["reconstruction"]
    dash = {
        bound["curve"]: trace["line"].get("dash", "solid")
        for bound, trace in zip(made["bind"], made["figure"]["data"], strict=True)
    }
    assert {dash["kl"], dash["train_kl"]} == {"dash"}
    assert {dash["reconstruction"], dash["train_reconstruction"]} == {"solid"}


def test_bounds_are_in_nats():
    for requires in ("elbo", "reconstruction", "loss", "iwae"):
        assert CURVES[requires]["figure"]["layout"]["yaxis"]["title"]["text"] == "nats"


def test_every_word_is_translated():
    def translate(text: str) -> str:
        return text if "{" in text else "·" * len(text)

    for made in curves(translate):
        layout = made["figure"]["layout"]
        words = [made["title"], *(trace["name"] for trace in made["figure"]["data"])]
        words += [layout[axis]["title"]["text"] for axis in ("xaxis", "yaxis")]
        assert set("".join(words)) == {"·"}
