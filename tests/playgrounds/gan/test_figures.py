"""The GAN's figures: plain JSON, bound to curves that there are, or to arrays of the protocol."""

from __future__ import annotations

import json

import plotly.graph_objects as go
import pytest

from core.figures import palette
from core.playgrounds.gan.figures import curves, profiles

CURVES = {one["requires"]: one for one in curves(str)}
PROFILES = {one["title"]: one for one in profiles(str)}
every = pytest.mark.parametrize("made", [*CURVES.values(), *PROFILES.values()])


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


def test_losses_stand_beside_the_discriminators_answers():
    names = [bound["curve"] for bound in CURVES["d_loss"]["bind"]]
    assert names == ["d_loss", "g_loss", "d_real", "d_fake"]


def test_real_is_blue_and_generated_orange():
    for made in PROFILES.values():
        real, fake = made["figure"]["data"]
        ink = [
            str(trace.get("line", {}).get("color", trace.get("marker"))) for trace in (real, fake)
        ]
        assert palette.BLUE in ink[0]
        assert palette.ORANGE in ink[1]
        assert [bound["y"].rsplit(".")[-1] for bound in made["bind"]] == ["real", "fake"]


def test_a_profile_names_the_panel_that_computes_it():
    assert [made["panel"] for made in PROFILES.values()] == ["spectrum", "histograms", "histograms"]


def test_every_word_is_translated():
    def translate(text: str) -> str:
        return text if "{" in text else "·" * len(text)

    def words(made):
        layout = made["figure"]["layout"]
        yield made["title"]
        yield from (trace["name"] for trace in made["figure"]["data"])
        yield from (layout[axis]["title"]["text"] for axis in ("xaxis", "yaxis"))

    for made in (*curves(translate), *profiles(translate)):
        assert set("".join(words(made))) == {"·"}
