"""Which control a hyperparameter gets, and what stands in it: sliders for short ranges, text for the rest.

A number is typed into a text field: the browser's own number field drops a decimal comma (`0,03` becomes
3) and hands over the minimum when it is emptied. The live view gives these fields + and −.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from core.params import Choices, Integer, Number, Param, Sizes, Text

SLIDER_STOPS = 200  # a linear range with more stops than this is typed rather than dragged
LISTS = (Sizes, Choices)


def typed(param: Param) -> bool:
    """Whether the control is a text field."""
    if isinstance(param, Number):
        return _stops(param) > SLIDER_STOPS
    return isinstance(param, (*LISTS, Text))


def as_shown(param: Param, value: Any) -> Any:
    """A canonical value as the control holds it."""
    if typed(param):
        return param.format(value)
    return list(value) if isinstance(value, tuple) else value


def step(param: Number) -> int | float:
    """What one press changes, on a linear scale."""
    assert param.low is not None and param.high is not None
    if isinstance(param, Integer):
        return int(param.step or 1)
    return float(param.step or 10.0 ** (math.floor(math.log10(param.high - param.low)) - 2))


def numbers(page: str, params: Iterable[Param]) -> dict[str, dict[str, Any]]:
    """For the live view: style class → what is declared of each number; on a log scale there is no step."""
    return {
        style_class(f"{page}.{param.name}"): {
            "name": param.name,
            "live": param.live,
            "low": param.low,
            "high": param.high,
            "whole": param.WHOLE,
            "step": None if param.scale == "log" and not param.WHOLE else step(param),
        }
        for param in params
        if isinstance(param, Number)
    }


def style_class(key: str) -> str:
    """The class that Streamlit gives to the element with this key."""
    return f"st-key-{key.replace('.', '-')}"


def _stops(param: Number) -> float:
    if param.scale == "log" or param.low is None or param.high is None:
        return math.inf
    return (param.high - param.low) / step(param)
