"""What is drawn of tabular learning with Plotly: returns, the distance to the optimal values, errors.

As in core.figures.curves the figures are made once and filled in the browser from the history. Blue is
what the exploring agent meets on its way, orange what its greedy policy is worth, green the optimum.
"""

from __future__ import annotations

from typing import Any

from core.figures import palette
from core.figures.curves import Translate, figure

WAY, GREEDY, OPTIMUM = palette.TRAIN, palette.TEST, palette.CLASSES[2]
ZERO = {"rangemode": "tozero"}


def curves(_: Translate) -> list[dict[str, Any]]:
    """Every figure with the number that it `requires`: those that a run has are offered.

    With `tail` the y axis follows what comes after the first tenth of the steps.
    """
    return [
        {"requires": "eval_return_mean", "title": _("Return"), "tail": True, **returns(_)},
        {"requires": "q_distance", "title": _("Distance to Q*"), **distance(_)},
        {"requires": "td_error", "title": _("TD error"), **error(_)},
        {"requires": "episode_length", "title": _("Episode length"), **length(_)},
        {"requires": "epsilon", "title": _("α and ε"), **schedules(_)},
    ]


def returns(_: Translate) -> dict[str, Any]:
    """Undiscounted: what episodes earned while exploring, and exactly what greedy and optimal policy earn."""
    traces = [
        ("episode_return", _("episodes"), WAY, 1.4),
        ("eval_return_mean", _("greedy policy"), GREEDY, 3.0),
        ("optimal_return", _("optimum"), OPTIMUM, 2.0),
    ]
    return _figure(_, _("return of an episode"), traces, ".4g", {}, dashed=("optimal_return",))


def distance(_: Translate) -> dict[str, Any]:
    """How far the worst of all values is from its optimal one."""
    traces = [("q_distance", _("max |Q − Q*|"), GREEDY, 3.0)]
    return _figure(_, _("max |Q − Q*|"), traces, ".3g", {"type": "log", "nticks": 3}, log=True)


def error(_: Translate) -> dict[str, Any]:
    """How much the updates are surprised, on average over a stretch."""
    return _figure(_, _("mean |δ|"), [("td_error", _("|δ|"), WAY, 2.0)], ".3g", ZERO, log=True)


def length(_: Translate) -> dict[str, Any]:
    """How many steps episodes take."""
    traces = [("episode_length", _("steps of an episode"), WAY, 2.0)]
    return _figure(_, _("steps"), traces, ".4g", ZERO, log=True)


def schedules(_: Translate) -> dict[str, Any]:
    """The learning rate and the share of blind actions, as their schedules have them."""
    traces = [("alpha", _("α"), WAY, 2.5), ("epsilon", _("ε"), GREEDY, 2.5)]
    return _figure(_, _("α, ε"), traces, ".3g", ZERO, log=True)


def _figure(
    _: Translate,
    title: str,
    traces: list[tuple[str, str, str, float]],
    value: str,
    y_axis: dict[str, Any],
    *,
    log: bool = False,
    dashed: tuple[str, ...] = (),
) -> dict[str, Any]:
    """As `figure`, where a step is one of the world's and there are no epochs."""
    made = figure(_, title, traces, value, y_axis, log=log, dashed=dashed)
    hover = _("{name}: {value}<br>step {step}")
    gaps = {"value": f"%{{y:{value}}}", "step": "%{x:,d}"}
    for trace in made["figure"]["data"]:
        trace["hovertemplate"] = hover.format(name=trace["name"], **gaps) + "<extra></extra>"
    made["figure"]["layout"]["xaxis"]["nticks"] = 4
    made["figure"]["layout"]["xaxis"]["title"] = {"text": _("step in the world")}
    made["figure"]["layout"]["yaxis"].pop("title", None)  # above the chart; two stand side by side
    return made
