"""What is drawn of a GAN with Plotly: losses, divergences, modes, quality; spectra and histograms.

As in core.figures.curves the figures are made here once and filled in the browser. Curves follow steps
and are bound to the history; the others are bound to arrays of the frame: for trace i the browser sets
`x` and `y` to the arrays that `bind[i]` names. Blue is real, orange is generated, green is D.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import plotly.graph_objects as go

from core.figures import palette

Translate = Callable[[str], str]
REAL, FAKE, DISCRIMINATOR = palette.BLUE, palette.ORANGE, palette.CLASSES[2]
AXIS = {"gridcolor": palette.GRID, "linecolor": palette.GRID, "zeroline": False, "automargin": True}


def curves(_: Translate) -> list[dict[str, Any]]:
    """Everything that is measured along the way, each figure with the number that it `requires`."""
    share = {"range": [0, 1.02], "tickformat": ".0%"}
    zero = {"rangemode": "tozero"}
    distances = [
        ("spectrum_distance", _("spectrum"), REAL, 2.5, "solid"),
        ("amplitude_js", _("amplitudes"), FAKE, 2.5, "solid"),
        ("frequency_js", _("frequencies"), DISCRIMINATOR, 2.5, "solid"),
    ]
    return [
        {"requires": "d_loss", "title": _("Losses and answers"), **losses(_)},
        {"requires": "js_divergence", "title": _("Divergences"), **divergences(_)},
        {"requires": "modes_covered", "title": _("Modes covered"), **modes(_)},
        {"requires": "high_quality_fraction", "title": _("Good samples"), **quality(_, share)},
        {"requires": "sliced_wasserstein", "title": _("Sliced Wasserstein"), **distance(_, zero)},
        {"requires": "recognised_fraction", "title": _("Recognised"), **recognised(_, share)},
        {"requires": "fid_like", "title": _("Feature distance"), **features(_, zero)},
        {"requires": "classes_seen", "title": _("Classes seen"), **classes(_, zero)},
        {
            "requires": "spectrum_distance",
            "title": _("Distances"),
            **_curves(_, _("distance"), distances, ".3g", zero, log=True),
        },
    ]


def losses(_: Translate) -> dict[str, Any]:
    """Both losses, and with them D's mean answers to real and generated samples, dotted."""
    traces = [
        ("d_loss", _("D's loss"), DISCRIMINATOR, 2.2, "solid"),
        ("g_loss", _("G's loss"), FAKE, 2.2, "solid"),
        ("d_real", _("D(real)"), REAL, 1.6, "dot"),
        ("d_fake", _("D(gen.)"), FAKE, 1.6, "dot"),
    ]
    return _curves(_, _("loss, answer"), traces, ".3g", {}, log=False)


def divergences(_: Translate) -> dict[str, Any]:
    """How far the generated distribution is from the data's, on a grid."""
    traces = [
        ("kl_divergence", _("KL"), DISCRIMINATOR, 2.2, "solid"),
        ("js_divergence", _("JS"), FAKE, 3.0, "solid"),
    ]
    return _curves(_, _("nats"), traces, ".3f", {"rangemode": "tozero"}, log=False)


def modes(_: Translate) -> dict[str, Any]:
    """How many of the data's modes the generator reaches, and how many there are."""
    traces = [
        ("modes_total", _("there are"), REAL, 1.6, "dot"),
        ("modes_covered", _("covered"), FAKE, 3.0, "solid"),
    ]
    return _curves(_, _("modes"), traces, ".0f", {"rangemode": "tozero"}, log=False)


def quality(_: Translate, axis: dict[str, Any]) -> dict[str, Any]:
    """The share of samples within three standard deviations of a mode."""
    traces = [("high_quality_fraction", _("good samples"), FAKE, 3.0, "solid")]
    return _curves(_, _("share"), traces, ".1%", axis, log=False)


def distance(_: Translate, axis: dict[str, Any]) -> dict[str, Any]:
    traces = [("sliced_wasserstein", _("sliced Wasserstein"), FAKE, 3.0, "solid")]
    return _curves(_, _("distance"), traces, ".3g", axis, log=True)


def recognised(_: Translate, axis: dict[str, Any]) -> dict[str, Any]:
    """How often the small classifier sees the class that was asked for."""
    traces = [("recognised_fraction", _("recognised"), FAKE, 3.0, "solid")]
    return _curves(_, _("share"), traces, ".1%", axis, log=False)


def features(_: Translate, axis: dict[str, Any]) -> dict[str, Any]:
    traces = [("fid_like", _("feature distance"), FAKE, 3.0, "solid")]
    return _curves(_, _("distance"), traces, ".3g", axis, log=True)


def classes(_: Translate, axis: dict[str, Any]) -> dict[str, Any]:
    """How many classes there seem to be among the images: few of them are a collapse."""
    traces = [("classes_seen", _("classes seen"), FAKE, 3.0, "solid")]
    return _curves(_, _("classes"), traces, ".2f", axis, log=False)


def profiles(_: Translate) -> list[dict[str, Any]]:
    """What signals have in common, real and generated: mean spectrum, amplitudes, frequencies."""
    share, cycles = _("share of signals"), _("cycles per window")
    return [
        {"title": _("Spectrum"), **_profile(_, "spectrum", cycles, _("mean power"), False)},
        {"title": _("Amplitudes"), **_profile(_, "amplitude", _("amplitude"), share, True)},
        {"title": _("Frequencies"), **_profile(_, "frequency", cycles, share, True)},
    ]


def _curves(
    _: Translate,
    title: str,
    traces: list[tuple[str, str, str, float, str]],
    value: str,
    y_axis: dict[str, Any],
    *,
    log: bool,
) -> dict[str, Any]:
    """Traces are (curve, label, colour, width in px, dash); `value` is the d3 format of a value."""
    hover = _("{name}: {value}<br>iteration {step}")
    gaps = {"value": f"%{{y:{value}}}", "step": "%{x:,d}"}
    figure = go.Figure(
        [
            go.Scatter(
                x=[],
                y=[],
                customdata=[],
                name=label,
                mode="lines",
                line={"color": colour, "width": width, "dash": dash},
                hovertemplate=hover.format(name=label, **gaps) + "<extra></extra>",
            )
            for _curve, label, colour, width, dash in traces
        ]
    )
    plain = _plain(figure, _("iteration"), title, {"rangemode": "tozero"}, y_axis)
    bind = [{"trace": i, "curve": curve} for i, (curve, *_rest) in enumerate(traces)]
    return {"figure": plain, "bind": bind, "log": log}


def _profile(_: Translate, name: str, x: str, y: str, bars: bool) -> dict[str, Any]:
    """Real beside generated, as lines or as bars; `panel` is what has to be computed for it."""
    pairs = (("real", _("real"), REAL), ("fake", _("generated"), FAKE))
    if bars:
        made = [go.Bar(x=[], y=[], name=label, marker_color=ink) for _key, label, ink in pairs]
    else:
        made = [
            go.Scatter(x=[], y=[], name=label, mode="lines", line={"color": ink, "width": 2.5})
            for _key, label, ink in pairs
        ]
    figure = go.Figure(made)
    figure.update_layout(showlegend=True, bargap=0.1)
    plain = _plain(figure, x, y, {}, {"rangemode": "tozero"})
    bind = [
        {"trace": i, "x": f"{name}.x", "y": f"{name}.{key}"} for i, (key, *_) in enumerate(pairs)
    ]
    panel = "histograms" if bars else "spectrum"
    return {"figure": plain, "bind": bind, "panel": panel}


def _plain(
    figure: go.Figure, x: str, y: str, x_axis: dict[str, Any], y_axis: dict[str, Any]
) -> dict[str, Any]:
    """The figure as JSON, with our axes and without Plotly's default look."""
    figure.update_layout(
        xaxis={**AXIS, "title_text": x, "title_standoff": 4, **x_axis},
        yaxis={**AXIS, "title_text": y, "title_standoff": 4, **y_axis},
        font={"size": 14, "color": palette.INK},
        margin={"l": 8, "r": 12, "t": 8, "b": 8},
        legend={"orientation": "h", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom"},
        paper_bgcolor="rgba(0, 0, 0, 0)",
        plot_bgcolor="rgba(0, 0, 0, 0)",
        hovermode="closest",
        hoverdistance=40,
        uirevision="curves",
    )
    plain = figure.to_plotly_json()
    plain["layout"].pop("template")
    return plain
