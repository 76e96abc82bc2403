"""Mixed precision and channels-last: what lets a CUDA card multiply faster, and what it asks for.

Convolutions and products in 16 bits, weights, sums and losses in 32 (torch.autocast): Micikevicius et al.
2018 (arXiv:1710.03740). bfloat16 has float32's exponent and needs nothing else. In float16 small gradients
would become 0, so the loss is multiplied by a scale before the way back and the gradient divided by it. Where
a gradient is not finite the scale is halved and that step left out; after GROWTH steps without, it is doubled
(their section 3.2). Channels-last keeps the channels of a pixel side by side, as the cards' 16-bit units want
them. Learning alone is done so: what is measured and shown is computed in 32 bits.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
from torch import Tensor

from core.i18n import N_
from core.params import Message, ParamError
from core.playgrounds.cnn.network import Conv, Network

PRECISIONS = {
    "float32": N_("32 bits"),
    "bfloat16": N_("Mixed, bfloat16"),
    "float16": N_("Mixed, float16"),
}
TYPES = {"bfloat16": torch.bfloat16, "float16": torch.float16}
ALLOWED = {"cuda"}  # devices on which it pays
FIRST, GROWTH = (
    2.0**16,
    2000,
)  # the scale, and the steps until it is doubled, as torch.amp.GradScaler has them
LEAST, MOST = 2.0**-14, 2.0**24


def refused(precision: str, channels_last: str, device: torch.device) -> ParamError | None:
    """Why it can't be had on this device."""
    if device.type in ALLOWED or (precision == "float32" and channels_last == "off"):
        return None
    if precision != "float32":
        text = N_("Mixed precision is for CUDA devices: on {device} only float32 is allowed.")
        return ParamError(Message("precision", text, {"device": device.type}))
    text = N_("Channels-last is for CUDA devices: on {device} only 'off' is allowed.")
    return ParamError(Message("channels_last", text, {"device": device.type}))


class Mixed:
    """How one network learns; `scale` and `since` decide the run where float16 is used."""

    def __init__(self, precision: str, channels_last: bool, device: torch.device) -> None:
        self.type = TYPES.get(precision)
        self.scaled, self.channels_last, self._device = (
            precision == "float16",
            channels_last,
            device,
        )
        self.scale, self.since = FIRST if self.scaled else 1.0, 0

    def lay_out(self, module: Network) -> None:
        """Have its convolutions make maps of that layout, whatever they are given."""
        for conv in module.modules():
            if isinstance(conv, Conv):
                conv.layout = torch.channels_last if self.channels_last else torch.contiguous_format

    def placed(self, x: Tensor) -> Tensor:
        """Images [B, C, h, w], the same numbers laid out as they are wanted."""
        return x.contiguous(memory_format=torch.channels_last) if self.channels_last else x

    def computing(self) -> AbstractContextManager[Any]:
        """Around the pass forward."""
        if self.type is None:
            return nullcontext()
        return torch.autocast(self._device.type, self.type)

    def unscaled(self, grad: Tensor) -> bool:
        """The gradient [P] of `scale` times the loss becomes the loss's, in place; whether it is of use."""
        if not self.scaled:
            return True
        grad.div_(self.scale)
        if not bool(grad.isfinite().all()):
            self.scale, self.since = max(self.scale / 2, LEAST), 0
            grad.zero_()
            return False
        self.since += 1
        if self.since == GROWTH:
            self.scale, self.since = min(self.scale * 2, MOST), 0
        return True

    def state(self) -> dict[str, float]:
        return {"scale": self.scale, "since": self.since}

    def load_state(self, kept: Mapping[str, Any]) -> None:
        self.scale, self.since = kept["scale"], kept["since"]
