"""Adam in one fused call over all parameters, for the flat vectors of core/nn/flat.py."""

from __future__ import annotations

import torch
from torch import Tensor

from core.nn.optimisers import SGD, Adam, penalised


class FusedAdam(Adam):
    """Adam as core/nn/optimisers.py writes it out, in one pass over memory: torch's own kernel, called
    without its optimiser classes, whose first use imports a compiler for seconds."""

    beta2 = 0.99

    def update(self, theta: Tensor, g: Tensor, lr: float, decay: Tensor | None = None) -> None:
        self._fused(theta, penalised(g, theta, decay), lr)

    def _fused(self, theta: Tensor, g: Tensor, lr: float) -> None:
        self.t += 1
        step = torch.tensor(float(self.t), device=theta.device)
        torch.ops.aten._fused_adam_(
            [theta], [g], [self.mean], [self.square], [], [step], lr=lr, beta1=self.beta1,
            beta2=self.beta2, weight_decay=0.0, eps=self.eps, amsgrad=False, maximize=False,
        )  # fmt: skip


class FusedAdamW(FusedAdam):
    """Decay beside the gradient, not in it. Loshchilov & Hutter 2019 (arXiv:1711.05101)."""

    def update(self, theta: Tensor, g: Tensor, lr: float, decay: Tensor | None = None) -> None:
        if decay is not None:
            theta.addcmul_(theta, decay, value=-lr)
        self._fused(theta, g, lr)


OPTIMIZERS: dict[str, type[SGD]] = {"sgd": SGD, "adam": FusedAdam, "adamw": FusedAdamW}
