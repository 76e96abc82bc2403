"""Curves over steps. The figure is made here once; the browser fills the data.

`figure` returns JSON-ready `{"figure", "bind", "log"}`: `figure` is Plotly's data and layout
with empty lists, `bind` names the curve for each trace, `log` says whether a logarithmic y axis is
worth offering. For trace i the browser sets, from curve `bind[i]["curve"]`, `x` to the steps, `y`
to the values and `customdata` to the epochs, each a list of numbers of one length. The ink is
readable on both themes; the browser may put its own text colour into `layout.font.color`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import plotly.graph_objects as go

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
    made = go.Figure()
    for curve, label, colour, width in traces:
        line = {"color": colour, "width": width} | ({"dash": "dash"} if curve in dashed else {})
        told = hover.format(name=label, **gaps) + "<extra></extra>"
        empty: dict[str, list[float]] = {"x": [], "y": [], "customdata": []}
        made.add_scatter(**empty, name=label, mode="lines", line=line, hovertemplate=told)
    axis = {
        "gridcolor": palette.GRID,
        "linecolor": palette.GRID,
        "zeroline": False,
        "automargin": True,
        "title_standoff": 6,
    }
    made.update_layout(
        xaxis={**axis, "title_text": _("step (one minibatch)"), "rangemode": "tozero"},
        yaxis={**axis, "title_text": title, **y_axis},
        font={"size": 14, "color": palette.INK},
        margin={"l": 8, "r": 12, "t": 8, "b": 8},
        legend={"orientation": "h", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom"},
        paper_bgcolor="rgba(0, 0, 0, 0)",
        plot_bgcolor="rgba(0, 0, 0, 0)",
        hovermode="closest",
        hoverdistance=40,
        uirevision="curves",  # zoom and hidden traces survive new data
        showlegend=True,
    )
    plain = made.to_plotly_json()
    plain["layout"].pop("template")  # Plotly's default look: 7 kB that would undo the above
    bind = [{"trace": i, "curve": curve} for i, (curve, *_rest) in enumerate(traces)]
    return {"figure": plain, "bind": bind, "log": log}
