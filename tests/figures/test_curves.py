"""Every page's figures are Plotly's JSON written by hand: Plotly itself would write the same."""

from typing import Any

import plotly.graph_objects as go
import pytest

from core.playgrounds import names, page


def figures(of: Any) -> list[dict[str, Any]]:
    """All that stand anywhere in what the browser is told of a panel."""
    if isinstance(of, dict):
        own = [of["figure"]] if "figure" in of else []
        return own + [one for part in of.values() for one in figures(part)]
    return [one for part in of for one in figures(part)] if isinstance(of, list | tuple) else []


@pytest.mark.parametrize("name", names())
def test_plotly_takes_every_figure_as_it_stands(name):
    for panel in page(name).panels(str):
        for figure in figures(panel.to_json()):
            made = go.Figure(figure).to_plotly_json()  # raises where there is no such key or value
            made["layout"].pop("template")
            assert made == figure


def test_there_are_figures_to_look_at():
    assert len(figures([panel.to_json() for panel in page("gan").panels(str)])) > 9
