"""What is drawn of a GAN with Plotly: losses, divergences, modes, quality; spectra and histograms.

As in core.figures.curves the figures are made here once and filled in the browser. Curves follow steps
and are bound to the history; the others are bound to arrays of the frame: for trace i the browser sets
`x` and `y` to the arrays that `bind[i]` names. Blue is real, orange is generated, green is D.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.figures import palette
from core.figures.curves import axis, layout, lines

Translate = Callable[[str], str]
REAL, FAKE, DISCRIMINATOR = palette.BLUE, palette.ORANGE, palette.CLASSES[2]
STANDOFF = 4  # px between an axis and its title


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


def quality(_: Translate, y_axis: dict[str, Any]) -> dict[str, Any]:
    """The share of samples within three standard deviations of a mode."""
    traces = [("high_quality_fraction", _("good samples"), FAKE, 3.0, "solid")]
    return _curves(_, _("share"), traces, ".1%", y_axis, log=False)


def distance(_: Translate, y_axis: dict[str, Any]) -> dict[str, Any]:
    traces = [("sliced_wasserstein", _("sliced Wasserstein"), FAKE, 3.0, "solid")]
    return _curves(_, _("distance"), traces, ".3g", y_axis, log=True)


def recognised(_: Translate, y_axis: dict[str, Any]) -> dict[str, Any]:
    """How often the small classifier sees the class that was asked for."""
    traces = [("recognised_fraction", _("recognised"), FAKE, 3.0, "solid")]
    return _curves(_, _("share"), traces, ".1%", y_axis, log=False)


def features(_: Translate, y_axis: dict[str, Any]) -> dict[str, Any]:
    traces = [("fid_like", _("feature distance"), FAKE, 3.0, "solid")]
    return _curves(_, _("distance"), traces, ".3g", y_axis, log=True)


def classes(_: Translate, y_axis: dict[str, Any]) -> dict[str, Any]:
    """How many classes there seem to be among the images: few of them are a collapse."""
    traces = [("classes_seen", _("classes seen"), FAKE, 3.0, "solid")]
    return _curves(_, _("classes"), traces, ".2f", y_axis, log=False)


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
    data = [
        {
            "customdata": [],
            "line": {"color": colour, "width": width, "dash": dash},
            "hovertemplate": hover.format(name=label, **gaps) + "<extra></extra>",
            **lines(label),
        }
        for _curve, label, colour, width, dash in traces
    ]
    x_axis = axis(_("iteration"), STANDOFF, {"rangemode": "tozero"})
    plain = {"data": data, "layout": layout(x_axis, axis(title, STANDOFF, y_axis))}
    bind = [{"trace": i, "curve": curve} for i, (curve, *_rest) in enumerate(traces)]
    return {"figure": plain, "bind": bind, "log": log}


def _profile(_: Translate, name: str, x: str, y: str, bars: bool) -> dict[str, Any]:
    """Real beside generated, as lines or as bars; `panel` is what has to be computed for it."""
    pairs = (("real", _("real"), REAL), ("fake", _("generated"), FAKE))
    if bars:
        data = [
            {"type": "bar", "x": [], "y": [], "name": label, "marker": {"color": ink}}
            for _key, label, ink in pairs
        ]
    else:
        data = [
            {**lines(label), "line": {"color": ink, "width": 2.5}} for _key, label, ink in pairs
        ]
    axes = axis(x, STANDOFF, {}), axis(y, STANDOFF, {"rangemode": "tozero"})
    plain = {"data": data, "layout": layout(*axes, showlegend=True, bargap=0.1)}
    bind = [
        {"trace": i, "x": f"{name}.x", "y": f"{name}.{key}"} for i, (key, *_) in enumerate(pairs)
    ]
    panel = "histograms" if bars else "spectrum"
    return {"figure": plain, "bind": bind, "panel": panel}
