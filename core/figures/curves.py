"""Curves over steps. The figure is made here once; the browser fills the data.

`figure` returns JSON-ready `{"figure", "bind", "log"}`: `figure` is Plotly's data and layout
with empty lists, `bind` names the curve for each trace, `log` says whether a logarithmic y axis is
worth offering. For trace i the browser sets, from curve `bind[i]["curve"]`, `x` to the steps, `y`
to the values and `customdata` to the epochs, each a list of numbers of one length. The ink is
readable on both themes; the browser may put its own text colour into `layout.font.color`.

They are written as Plotly's JSON: its Python objects take fifty times as long to come to the same.
tests/figures/test_curves.py has Plotly look over all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from core.figures import palette

Translate = Callable[[str], str]


def figure(
    _: Translate,
    title: str,
    traces: list[tuple[str, str, str, float]],
    value: str,
    y_axis: dict[str, Any],
    *,
    log: bool,
    dashed: Collection[str] = (),
) -> dict[str, Any]:
    """Traces are (curve, label, colour, line width in px); `value` is the d3 format of a value.

    The curves named in `dashed` are: two quantities on one axis, say, each of both data sets.
    """
    hover = _("{name}: {value}<br>step {step}<br>epoch {epoch}")
    gaps = {"value": f"%{{y:{value}}}", "step": "%{x:,d}", "epoch": "%{customdata:,.1f}"}
    data = []
    for curve, label, colour, width in traces:
        line = {"color": colour, "width": width} | ({"dash": "dash"} if curve in dashed else {})
        told = hover.format(name=label, **gaps) + "<extra></extra>"
        data.append({"customdata": [], "line": line, **lines(label), "hovertemplate": told})
    x_axis = axis(_("step (one minibatch)"), 6, {"rangemode": "tozero"})
    plain = {"data": data, "layout": layout(x_axis, axis(title, 6, y_axis), showlegend=True)}
    bind = [{"trace": i, "curve": curve} for i, (curve, *_rest) in enumerate(traces)]
    return {"figure": plain, "bind": bind, "log": log}


def lines(label: str) -> dict[str, Any]:
    """A trace of lines, still empty."""
    return {"type": "scatter", "mode": "lines", "name": label, "x": [], "y": []}


def axis(title: str, standoff: int, more: Mapping[str, Any]) -> dict[str, Any]:
    """One of ours; `standoff` is the px between its labels and its title."""
    return {
        "gridcolor": palette.GRID,
        "linecolor": palette.GRID,
        "zeroline": False,
        "automargin": True,
        "title": {"text": title, "standoff": standoff},
        **more,
    }


def layout(x_axis: dict[str, Any], y_axis: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What all charts have, without Plotly's default look: 7 kB that would undo it."""
    return {
        "xaxis": x_axis,
        "yaxis": y_axis,
        "font": {"size": 14, "color": palette.INK},
        "margin": {"l": 8, "r": 12, "t": 8, "b": 8},
        "legend": {"orientation": "h", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom"},
        "paper_bgcolor": "rgba(0, 0, 0, 0)",
        "plot_bgcolor": "rgba(0, 0, 0, 0)",
        "hovermode": "closest",
        "hoverdistance": 40,
        "uirevision": "curves",  # zoom and hidden traces survive new data
        **more,
    }
