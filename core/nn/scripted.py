"""Functions of many small operations on tensors, without the interpreter between them."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from typing import Any

import torch

log = logging.getLogger(__name__)


def scripted(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` compiled by TorchScript; as it stands where torch can't compile it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            found: Callable[..., Any] = torch.jit.script(function)
            return found
    except Exception as error:
        log.warning("training goes on in plain Python: %s", error)
        return function
