"""How far back a model's memory reaches: the gradient of its last loss with respect to what was read earlier.

T places, n rows, W numbers per place.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from core.data.sequences.task import Batch
from core.playgrounds.transformer.models import Model


@torch.enable_grad()
def gradient_by_distance(model: Model, rows: Batch) -> Tensor:
    """The length of dL/dx at 0, 1, … places before the last one: [T], on average over the rows.

    L is the loss of the last place alone and x the embedding of each symbol, place included. Bengio et al.
    1994: where it falls by a factor per place, nothing far back can be learned.
    """
    x = model.embed(rows.inputs).detach().requires_grad_(True)
    params = [param for param in model.parameters() if param.requires_grad]
    for param in params:
        param.requires_grad_(False)
    try:
        loss = F.cross_entropy(model.run(x)[:, -1], rows.targets[:, -1], reduction="sum")
        (grad,) = torch.autograd.grad(loss, x)
    finally:
        for param in params:
            param.requires_grad_(True)
    return grad.norm(dim=-1).mean(0).flip(0)
