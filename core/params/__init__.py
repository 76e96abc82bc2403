"""Hyperparameters: how they are declared, what their values may be, and the sentences that refuse them."""

from core.params.declare import (
    Config,
    Preset,
    choice,
    choices,
    code,
    integer,
    number,
    sizes,
    subset,
    text,
    unused,
)
from core.params.kinds import (
    Choice,
    Choices,
    Code,
    Integer,
    Listed,
    Number,
    Sizes,
    Subset,
    Text,
)
from core.params.messages import Message, ParamError, Translate, unknown
from core.params.param import Param

__all__ = [
    "Choice",
    "Choices",
    "Code",
    "Config",
    "Integer",
    "Listed",
    "Message",
    "Number",
    "Param",
    "ParamError",
    "Preset",
    "Sizes",
    "Subset",
    "Text",
    "Translate",
    "choice",
    "choices",
    "code",
    "integer",
    "number",
    "sizes",
    "subset",
    "text",
    "unknown",
    "unused",
]
