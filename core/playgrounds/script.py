"""A trained model as a program of its own: plain PyTorch, its weights and the data it is judged by.

A playground that can be written out so has `script.py` with `script(algorithm) -> Script`; it writes the
parts that differ, and here stands what all share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import torch

from core.i18n import N_
from core.params import Message, ParamError

# The activations as torch's modules; a slope is written where it is not torch's own.
MODULES = {
    "relu": "nn.ReLU()",
    "leaky_relu": "nn.LeakyReLU(0.01)",
    "tanh": "nn.Tanh()",
    "sigmoid": "nn.Sigmoid()",
    "gelu": "nn.GELU()",
    "silu": "nn.SiLU()",
    "sine": "Sine()",
    "linear": "nn.Identity()",
}
SINE = """
class Sine(nn.Module):
    def forward(self, x):
        return torch.sin(x)

"""
HEAD = '''"""{title}

Plain PyTorch: `python model.py` rebuilds the model, loads its weights and prints its metrics as JSON.
Needed: torch, numpy, safetensors{more}. Beside this file: weights.safetensors, data.npz.
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

HERE = Path(__file__).parent

'''
TAIL = """

if __name__ == "__main__":
    model = build()
    model.load_state_dict(load_file(HERE / "weights.safetensors"))
    model.eval()
    data = {name: torch.from_numpy(array) for name, array in np.load(HERE / "data.npz").items()}
    with torch.no_grad():
        print(json.dumps(metrics(model, data)))
"""


@dataclass(frozen=True)
class Script:
    """`body`: Python with `build()` and `metrics(model, data)`; `weights` as its state_dict names them;
    `data` by name; `metrics`: those of the playground's own that it prints."""

    body: str
    weights: Mapping[str, torch.Tensor]
    data: Mapping[str, np.ndarray]
    metrics: tuple[str, ...] = field(default=())

    def source(self, title: str) -> str:
        sine = SINE if "Sine()" in self.body else ""
        more = ", gymnasium" if "import gymnasium" in self.body else ""
        return (
            HEAD.format(title=title, more=more) + sine + "\n" + self.body.strip("\n") + "\n" + TAIL
        )


def script(name: str, algorithm: Any) -> Script:
    """The model of a run of the playground `name`. ParamError where it can't be written out so."""
    module = f"core.playgrounds.{name}.script"
    if find_spec(module) is None:
        raise unwritten(name)
    found: Script = import_module(module).script(algorithm)
    return found


def unwritten(name: str, why: str = "") -> ParamError:
    """The sentence for a model that there is no script for; `why` is one, too, marked for translation."""
    from core.playgrounds import names

    known = [one for one in names() if find_spec(f"core.playgrounds.{one}.script")]
    text = N_("There is no script for this model of {playground}; there is one for: {known}.")
    values: dict[str, Any] = {"playground": name, "known": ", ".join(known)}
    if why:
        text = N_(
            "There is no script for this model of {playground}: {why} There is one for: {known}."
        )
        values["why"] = Message("to", why)
    return ParamError(Message("to", text, values), "")


def weights(modules: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Copies on the processor, as safetensors takes them."""
    return {name: one.detach().cpu().clone().contiguous() for name, one in modules.items()}


def sequential(layers: list[str], name: str = "nn.Sequential") -> str:
    """Layers, one a line, as the call that makes a module of them."""
    return "\n".join([f"{name}(", *(f"        {one}," for one in layers), "    )"])
