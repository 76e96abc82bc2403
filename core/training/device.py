"""Which processor a run computes on: CUDA, then MPS, then CPU, unless somebody chose."""

from __future__ import annotations

from functools import cache

import torch

from core.i18n import N_
from core.params import Message, ParamError

DEVICES = ("auto", "cpu", "cuda", "mps")


@cache
def available() -> tuple[str, ...]:
    """What this machine has, best first."""
    found = []
    if torch.cuda.is_available():
        found.append("cuda")
    if torch.backends.mps.is_available():
        found.append("mps")
    return (*found, "cpu")


def resolve(wanted: str) -> torch.device:
    """The device for `wanted`; raises ParamError where this machine does not have it."""
    if wanted == "auto":
        return torch.device(available()[0])
    if wanted not in available():
        text = N_("device = {value}: this machine has {bounds}.")
        values = {"value": wanted[:60], "bounds": ", ".join(("auto", *available()))}
        raise ParamError(Message("device", text, values), "auto")
    return torch.device(wanted)
