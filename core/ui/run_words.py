"""A run in words: how old it is, which of its settings differ, what its metrics are. Pure; no Streamlit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.i18n import N_
from core.params import Config, Param, Translate

if TYPE_CHECKING:
    from core.playgrounds.contract import Algorithm
    from core.playgrounds.declared import Metric

NONE = "–"
# From so many seconds on, with the seconds in the unit of the text.
AGES = (
    (172_800.0, 86_400.0, N_("{age} days ago")),
    (7200.0, 3600.0, N_("{age} hours ago")),
    (120.0, 60.0, N_("{age} minutes ago")),
    (0.0, 1.0, N_("a moment ago")),
)


def aged(seconds: float, _: Translate) -> str:
    seconds = max(seconds, 0.0)
    unit, text = next((unit, text) for least, unit, text in AGES if seconds >= least)
    return _(text).format(age=int(seconds / unit))


def settings(config: Config, _: Translate) -> dict[str, str]:
    """The label and value of every hyperparameter that differs from its default."""
    return {
        _(param.label): value(param, getattr(config, param.name), _)
        for param in config.params()
        if getattr(config, param.name) != param.default
    }


def value(param: Param, chosen: Any, _: Translate) -> str:
    """A canonical value as the sidebar shows it."""
    if isinstance(chosen, bool):
        return _("on") if chosen else _("off")
    if isinstance(chosen, str) and chosen in param.options:
        return _(param.options[chosen])
    return param.format(chosen) or NONE


def metrics(
    algorithm: type[Algorithm],
    latest: Mapping[str, float | None],
    _: Translate,
    most: int | None = None,
) -> dict[str, str]:
    """The label and value of the metrics that the run has, those at the top of its page first."""
    known = [name for name in algorithm.METRICS if name in latest]
    known.sort(key=lambda name: not algorithm.METRICS[name].headline)
    known = known[:most]
    return {
        _(algorithm.METRICS[name].label): measured(algorithm.METRICS[name], latest[name], latest, _)
        for name in known
    }


def measured(
    metric: Metric, found: float | None, latest: Mapping[str, float | None], _: Translate
) -> str:
    """A metric's value as the live view shows it (format.js)."""
    if found is None:
        return NONE
    beside = latest.get(metric.beside)
    if metric.format == "percent":
        return _("{value} %").format(value=_fixed(100 * found, 1))
    if metric.format == "decibel":
        return _("{value} dB").format(value=_fixed(found, 2))
    if metric.format == "count":
        return _fixed(found, 0)
    if metric.format == "of":
        total = NONE if beside is None else _fixed(beside, 0)
        return _("{value} of {total}").format(value=_fixed(found, 0), total=total)
    if metric.format == "spread":
        spread = NONE if beside is None else _fixed(beside, 2)
        return _("{value} ± {spread}").format(value=_fixed(found, 2), spread=spread)
    if metric.format in ("nats", "weight"):
        return _fixed(found, 2)
    size = abs(found)
    if size >= 1e5 or 0 < size < 1e-4:
        return f"{found:.2e}".replace("-", "−")
    return _fixed(found, 4 if size < 10 else 2 if size < 1000 else 0)


def _fixed(number: float, decimals: int) -> str:
    text = f"{number:,.{decimals}f}"
    return text.replace("-", "−") if float(text.replace(",", "")) else text.lstrip("-")
