"""Which settings of a sweep contradict each other, and what is nearest to them."""

from __future__ import annotations

from typing import Protocol

from core.i18n import N_
from core.params import Message, ParamError
from core.playgrounds.sweep.axes import AXES, CELLS, NONE, SIDE, rounded, spaced


class Asked(Protocol):
    """What a configuration says of its axes."""

    @property
    def x(self) -> str: ...
    @property
    def y(self) -> str: ...
    @property
    def x_count(self) -> int: ...
    @property
    def hidden(self) -> tuple[int, ...]: ...
    @property
    def optimizer(self) -> str: ...
    @property
    def batch_size(self) -> int: ...
    @property
    def train_points(self) -> int: ...


def found(c: Asked) -> ParamError | None:
    """The first contradiction."""
    if c.batch_size > c.train_points and "batch_size" not in (c.x, c.y):
        said = N_("{name} = {value} is more than the {points} training points.")
        values = {"value": c.batch_size, "points": c.train_points}
        return ParamError(Message("batch_size", said, values), c.train_points)
    if c.x == c.y != NONE:
        said = N_("{name}: what differs from row to row differs from column to column already.")
        return ParamError(Message("y", said), NONE)
    both = NONE not in (c.x, c.y)
    if both and c.x_count > SIDE:
        said = N_(
            "{name} = {value}: with something that differs from row to row, at most {most} columns."
        )
        return ParamError(Message("x_count", said, {"value": c.x_count, "most": SIDE}), SIDE)
    for which in ("x", "y"):
        refused = _range(c, which, getattr(c, which))
        if refused is not None:
            return refused
    return _unused(c)


def _unused(c: Asked) -> ParamError | None:
    """What is swept but does nothing."""
    for which in ("x", "y"):
        name = getattr(c, which)
        if name == "momentum" and c.optimizer not in ("momentum", "nesterov"):
            said = N_("{name}: to sweep the momentum, choose Momentum or Nesterov.")
            return ParamError(Message("optimizer", said), "momentum")
        if name in ("width", "dropout") and not c.hidden:
            said = N_(
                "{name} is empty: there is no hidden layer whose width or dropout could differ."
            )
            return ParamError(Message("hidden", said), (4, 2))
    return None


def _range(c: Asked, which: str, name: str) -> ParamError | None:
    """Whether the values along `which` are values of what differs there, and all different."""
    if name == NONE:
        return None
    axis = AXES[name]
    count = getattr(c, f"{which}_count")
    ends = ("from",) if name == "seed" or count == 1 else ("from", "to")
    for end in ends:
        value = getattr(c, f"{which}_{end}")
        high = min(axis.high, c.train_points) if name == "batch_size" else axis.high
        nearest = rounded(min(max(value, axis.low), high), axis.whole)
        if not axis.low <= value <= high or (axis.whole and value != round(value)):
            said = (
                N_("{name} = {value}: {swept} takes whole numbers in {bounds}.")
                if axis.whole
                else N_("{name} = {value}: {swept} takes numbers in {bounds}.")
            )
            bounds = f"{axis.low:.10g}–{high:.10g}"
            values = {
                "value": f"{value:.10g}",
                "swept": Message(which, axis.label),
                "bounds": bounds,
            }
            return ParamError(Message(f"{which}_{end}", said, values), nearest)
    if name == "seed" or count == 1:
        return None
    low, high = (getattr(c, f"{which}_{end}") for end in ends)
    spacing = getattr(c, f"{which}_spacing")
    if spacing == "log" and not (low > 0 and high > 0):
        said = N_("{name}: no factor leads from 0 to another number; choose equal steps.")
        return ParamError(Message(f"{which}_spacing", said), "linear")
    different = len(set(spaced(name, low, high, count, spacing)))
    if low == high:
        said = N_("{name} = {value}: the first value and the last one are the same.")
        other = axis.usual[1] if axis.usual[1] != low else axis.usual[0]
        return ParamError(Message(f"{which}_to", said, {"value": f"{high:.10g}"}), other)
    if different < count:
        said = N_(
            "{name} = {value}: there are only {most} different values between the first and the last."
        )
        most = _most(name, low, high, count, spacing)
        return ParamError(Message(f"{which}_count", said, {"value": count, "most": most}), most)
    return None


def _most(name: str, low: float, high: float, count: int, spacing: str) -> int:
    """The largest number below `count` at which all values differ."""
    return max(
        n for n in range(1, min(count, CELLS)) if len(set(spaced(name, low, high, n, spacing))) == n
    )
