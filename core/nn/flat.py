"""A network's parameters in one vector, so that the optimisers of core/nn/optimisers.py serve any module.

P parameters: theta [P] and grad [P]. Every parameter of the module is a window on theta and its
`.grad` one on grad, so that `backward` fills the vector by itself and an update is a few operations
however many layers there are. Modules are built without torch's global generator, see `fill`.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import torch
from torch import Generator, Tensor, nn


class Flat:
    """A module on `device` with its vectors theta [P] and grad [P]."""

    def __init__(self, module: nn.Module, device: torch.device | str = "cpu") -> None:
        self.module = module.to(device)
        self.params = list(module.parameters())
        counts = [param.numel() for param in self.params]
        self.theta = torch.zeros(sum(counts), device=device)  # [P]
        self.grad = torch.zeros_like(self.theta)  # [P]
        theta, grad = self.theta.split(counts), self.grad.split(counts)
        for param, values, slope in zip(self.params, theta, grad, strict=True):
            values.view_as(param).copy_(param.detach())
            param.data, param.grad = values.view_as(param), slope.view_as(param)

    @cached_property
    def matrices(self) -> Tensor:
        """[P]: 1 where theta is a weight of a matrix or kernel, which decays; 0 for biases and gains."""
        counts = torch.tensor([param.numel() for param in self.params])
        those = torch.tensor([float(param.dim() > 1) for param in self.params])
        return those.repeat_interleave(counts).to(self.theta.device)

    def __call__(self, *inputs: Any) -> Tensor:
        return self.module(*inputs)

    def backward(self, loss: Tensor) -> None:
        """dL/dtheta to `grad`, and to no other network that the loss went through."""
        self.grad.zero_()
        torch.autograd.backward(loss, inputs=self.params)

    def twin(self) -> Flat:
        """A second network with the same numbers and vectors of its own; it only answers."""
        found = Flat(copy.deepcopy(self.module), self.theta.device)
        found.module.eval().requires_grad_(False)
        return found

    def take(self, other: Flat) -> None:
        """Become equal to `other`: parameters and buffers."""
        self.theta.copy_(other.theta)
        self.take_buffers(other)

    def take_buffers(self, other: Flat) -> None:
        for mine, theirs in zip(self.module.buffers(), other.module.buffers(), strict=True):
            mine.copy_(theirs)

    def state(self) -> dict[str, Any]:
        """Parameters, the last gradient and buffers (running statistics, say), copied."""
        buffers = {name: buffer.clone() for name, buffer in self.module.named_buffers()}
        return {"theta": self.theta.clone(), "grad": self.grad.clone(), "buffers": buffers}

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.theta.copy_(state["theta"])
        self.grad.copy_(state["grad"])
        for name, buffer in self.module.named_buffers():
            buffer.copy_(state["buffers"][name])


@torch.no_grad()
def fill(tensor: Tensor, generator: Generator, fan_in: int, gain: float = math.sqrt(2)) -> None:
    """Normal numbers of deviation gain / √fan_in, in place. He et al. 2015 (arXiv:1502.01852).

    Drawn on the CPU from `generator`: a seed means the same network on every device. Layers are made
    by `blank(nn.Conv2d, 1, 8, 3)`, which draws nothing, and then filled.
    """
    tensor.copy_(torch.randn(tensor.shape, generator=generator) * (gain / math.sqrt(fan_in)))


def blank(kind: type[nn.Module], *args: Any, **more: Any) -> Any:
    """A layer `kind(*args, **more)` whose parameters hold nothing yet.

    As torch.nn.utils.skip_init, which imports a computer algebra system for it, half a second long.
    """
    layer = kind(*args, **more, device="meta")  # there nothing is drawn
    for name, like in list(layer.named_parameters(recurse=False)):
        setattr(layer, name, nn.Parameter(torch.empty(like.shape)))
    return layer
