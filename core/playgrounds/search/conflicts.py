"""Which settings of a search contradict each other, and what is nearest to them."""

from __future__ import annotations

from typing import Any

from core.i18n import N_
from core.params import Message, ParamError

RANGES = ("lr", "weight_decay", "width", "depth", "batch_size", "initial_scale")


def found(c: Any, most: int) -> ParamError | None:
    """The first contradiction of a SearchConfig; `most` trials may there be of all searches together."""
    for name in RANGES:
        low, high = getattr(c, f"{name}_from"), getattr(c, f"{name}_to")
        if low >= high and name in c.over:
            return _range(c, name, low, high)
    if c.sampler == c.beside:
        text = N_("{name} = {value}: that is how the first one searches already.")
        return ParamError(Message("beside", text, {"value": c.beside}), "none")
    if c.trials * c.repeats * len(c.searches) > most:
        text = N_("{name} = {value}: at most {most} trials of all searches together.")
        nearest = most // (c.trials * len(c.searches))
        return ParamError(Message("repeats", text, {"value": c.repeats, "most": most}), nearest)
    return None


def _range(c: Any, name: str, low: float, high: float) -> ParamError:
    """A range that is none: the end moves, or the beginning where the end can't."""
    declared = c.param(f"{name}_to")
    if low < declared.high:
        text = N_("{name} = {value}: the end of a range must be above its beginning, {low}.")
        values = {"value": f"{high:g}", "low": f"{low:g}"}
        return ParamError(Message(f"{name}_to", text, values), declared.high)
    text = N_("{name} = {value}: the beginning of a range must be below its end, {high}.")
    values = {"value": f"{low:g}", "high": f"{high:g}"}
    return ParamError(Message(f"{name}_from", text, values), declared.low)
