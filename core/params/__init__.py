"""Hyperparameters: how they are declared, what their values may be, and the sentences that refuse them."""

from core.params.declare import (
    Config,
    Param,
    Preset,
    choice,
    choices,
    code,
    integer,
    number,
    sizes,
    subset,
)
from core.params.messages import Message, ParamError, Translate, unknown

__all__ = [
    "Config",
    "Message",
    "Param",
    "ParamError",
    "Preset",
    "Translate",
    "choice",
    "choices",
    "code",
    "integer",
    "number",
    "sizes",
    "subset",
    "unknown",
]
