"""Curve figures: plain JSON that Plotly accepts, bound to the curves they show."""

from __future__ import annotations

import json
import re

import plotly.graph_objects as go
import pytest

from core.figures import palette
from core.playgrounds.mlp.figures import loss_figure, score_figure

FIGURES = {
    "loss": (loss_figure, ["batch_loss", "train_loss", "test_loss"]),
    "accuracy": (lambda _: score_figure(_, "accuracy"), ["train_accuracy", "test_accuracy"]),
    "r2": (lambda _: score_figure(_, "r2"), ["train_r2", "test_r2"]),
}
each = pytest.mark.parametrize(("make", "curves"), FIGURES.values(), ids=FIGURES)


@each
def test_figures_are_small_json_that_plotly_accepts(make, curves):
    made = make(str)
    text = json.dumps(made, allow_nan=False)
    assert json.loads(text) == made
    assert "bdata" not in text
    assert len(text) < 4000
    go.Figure(made["figure"])


@each
def test_every_trace_is_bound_to_its_curve(make, curves):
    made = make(str)
    assert [bound["curve"] for bound in made["bind"]] == curves
    assert [bound["trace"] for bound in made["bind"]] == list(range(len(curves)))
    assert len(made["figure"]["data"]) == len(curves)
    for trace in made["figure"]["data"]:
        assert trace["x"] == trace["y"] == trace["customdata"] == []


@each
def test_pointing_at_a_curve_tells_value_step_and_epoch(make, curves):
    for trace in make(str)["figure"]["data"]:
        gaps = re.findall(r"%\{(\w+):", trace["hovertemplate"])
        assert sorted(gaps) == ["customdata", "x", "y"]
        assert trace["name"] in trace["hovertemplate"]


@each
def test_axes_are_titled_and_the_page_shines_through(make, curves):
    layout = make(str)["figure"]["layout"]
    assert layout["xaxis"]["title"]["text"]
    assert layout["yaxis"]["title"]["text"]
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0, 0, 0, 0)"
    assert layout["uirevision"]
    assert layout["legend"]["orientation"] == "h"


@each
def test_test_data_is_the_bold_orange_line(make, curves):
    lines = {
        bound["curve"]: trace["line"]
        for trace, bound in zip(make(str)["figure"]["data"], make(str)["bind"], strict=True)
    }
    boldest = max(lines, key=lambda curve: lines[curve]["width"])
    assert boldest.startswith("test_")
    assert lines[boldest]["color"] == palette.ORANGE


def test_only_the_loss_offers_a_logarithmic_axis():
    assert loss_figure(str)["log"]
    assert not score_figure(str, "accuracy")["log"]
    assert not score_figure(str, "r2")["log"]


def test_every_word_is_translated():
    def translate(text: str) -> str:
        return text.replace("<br>step", "<br>pas") if "{" in text else "·" * len(text)

    for make, _ in FIGURES.values():
        figure = make(translate)["figure"]
        shown = [trace["name"] for trace in figure["data"]]
        shown += [figure["layout"][axis]["title"]["text"] for axis in ("xaxis", "yaxis")]
        assert all(set(text) == {"·"} for text in shown)
        assert "pas %{x" in figure["data"][0]["hovertemplate"]
