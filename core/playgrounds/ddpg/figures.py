"""What is drawn of an actor and its critic with Plotly: returns, losses, promises and what came of them.

As in core.figures.curves the figures are made once and filled in the browser from the history. Blue is
the agent that trains, noise and all; orange is the noise-free policy; green is the critic. `levels` are
lines that do not move: the browser takes their values from the run's description (`references`).
"""

from __future__ import annotations

from typing import Any

from core.figures import palette
from core.figures.curves import Translate, figure

TRAIN, TEST, RAW, CRITIC = palette.TRAIN, palette.TEST, palette.RAW, palette.CLASSES[2]
BAND = "rgba(213, 94, 0, 0.16)"  # palette.ORANGE, see-through
ZERO = {"rangemode": "tozero"}
Traces = list[tuple[str, str, str, float]]  # (curve, label, colour, width in px)


def curves(_: Translate) -> list[dict[str, Any]]:
    """Every figure; all of them are offered."""
    return [
        {"title": _("Returns"), **returns(_)},
        {"title": _("Losses"), **losses(_)},
        {"title": _("Promise and truth"), **promises(_)},
        {"title": _("Actor's objective"), **objective(_)},
        {"title": _("Target lag"), **lag(_)},
        {"title": _("Noise"), **noise(_)},
        {"title": _("Episode length"), **length(_)},
        {"title": _("Replay memory"), **memory(_)},
    ]


def returns(_: Translate) -> dict[str, Any]:
    """Return of each training episode; of noise-free episodes the mean, the least and the most."""
    traces: Traces = [
        ("episode_return", _("training"), TRAIN, 1.4),
        ("eval_return_low", _("least"), "rgba(0, 0, 0, 0)", 0),
        ("eval_return_high", _("its spread"), "rgba(0, 0, 0, 0)", 0),
        ("eval_return_mean", _("noise-free"), TEST, 3.5),
    ]
    made = _curves(_, _("return"), traces, ".1f", {}, log=False)
    made["figure"]["data"][2] |= {"fill": "tonexty", "fillcolor": BAND}
    made["bind"][1]["key"] = made["bind"][2]["key"] = False
    made["levels"] = [
        {"name": "random", "label": _("random"), "dash": "dot"},
        {"name": "published", "label": _("published"), "dash": "dash"},
        {"name": "optimum", "label": _("optimum"), "dash": "solid"},
    ]
    return made


def losses(_: Translate) -> dict[str, Any]:
    """The critic's loss falls and rises again with what it is asked for: it has no floor to reach."""
    traces: Traces = [("critic_loss", _("critic's loss"), CRITIC, 2.0)]
    return _curves(_, _("squared error"), traces, ".3g", {"type": "log"}, log=True)


def promises(_: Translate) -> dict[str, Any]:
    """What Q promised at an episode's first step, and what came of it: above the truth is too much."""
    traces: Traces = [
        ("promised_return", _("promised"), CRITIC, 2.5),
        ("realised_return", _("came true"), TRAIN, 2.5),
        ("mean_q", _("mean Q"), RAW, 1.4),
    ]
    return _curves(_, _("discounted"), traces, ".1f", {}, log=False)


def objective(_: Translate) -> dict[str, Any]:
    """Mean Q(s, π(s)) over the minibatch, which the actor makes large; mean Q is of the actions taken."""
    traces: Traces = [
        ("mean_q", _("mean Q(s, a)"), CRITIC, 1.6),
        ("actor_objective", _("mean Q(s, π(s))"), TEST, 2.2),
    ]
    return _curves(_, _("discounted"), traces, ".2f", {}, log=False)


def lag(_: Translate) -> dict[str, Any]:
    """How far the target critic's weights are from the critic's, relative to their length."""
    traces: Traces = [("target_lag", _("target lag"), CRITIC, 2.5)]
    return _curves(_, _("relative distance"), traces, ".3g", ZERO, log=True)


def noise(_: Translate) -> dict[str, Any]:
    traces: Traces = [("noise_scale", _("noise scale"), TRAIN, 2.5)]
    return _curves(_, _("scale"), traces, ".3g", ZERO, log=False)


def length(_: Translate) -> dict[str, Any]:
    traces: Traces = [("episode_length", _("training"), TRAIN, 2.0)]
    return _curves(_, _("steps"), traces, ".0f", ZERO, log=False)


def memory(_: Translate) -> dict[str, Any]:
    traces: Traces = [("replay_size", _("transitions"), CRITIC, 2.5)]
    return _curves(_, _("transitions"), traces, ",.0f", ZERO, log=False)


def _curves(
    _: Translate, title: str, traces: Traces, value: str, y_axis: dict[str, Any], *, log: bool
) -> dict[str, Any]:
    """As in core.figures.curves, over steps in the world; `value` is the d3 format of a value."""
    made = figure(_, title, traces, value, y_axis, log=log)
    hover = _("{name}: {value}<br>step {step}")
    gaps = {"value": f"%{{y:{value}}}", "step": "%{x:,d}"}
    for trace in made["figure"]["data"]:
        trace["hovertemplate"] = hover.format(name=trace["name"], **gaps) + "<extra></extra>"
    made["figure"]["layout"]["xaxis"]["title"]["text"] = _("step in the world")
    return made
