"""How far back a model's memory reaches: the gradient of its last loss with respect to what was read earlier.

T places, n rows, W numbers per place.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from core.data.sequences.task import Batch
from core.playgrounds.transformer.models import Model
from core.playgrounds.transformer.seq2seq import EncoderDecoder


@torch.enable_grad()
def gradient_by_distance(model: Model, rows: Batch) -> Tensor:
    """The length of dL/dx at 0, 1, … places before the last one that counts: [T], on average over the rows.

    L is the loss of that place alone and x the embedding of each symbol, place included. Bengio et al.
    1994: where it falls by a factor per place, nothing far back can be learned.
    """
    x = model.embed(rows.inputs).detach().requires_grad_(True)
    params = [param for param in model.parameters() if param.requires_grad]
    for param in params:
        param.requires_grad_(False)
    try:
        n, T = rows.inputs.shape
        places = torch.arange(T, device=x.device)
        last = torch.where(rows.weights > 0, places, 0).amax(1)  # [n]
        logits = (
            model.reading(x, rows.inputs) if isinstance(model, EncoderDecoder) else model.run(x)
        )
        row = torch.arange(n, device=x.device)
        loss = F.cross_entropy(logits[row, last], rows.targets[row, last], reduction="sum")
        (grad,) = torch.autograd.grad(loss, x)
    finally:
        for param in params:
            param.requires_grad_(True)
    back = last[:, None] - places  # [n, T]: how far before the last one
    found = grad.norm(dim=-1).gather(1, back.clamp(min=0)) * (back >= 0)
    return found.sum(0) / (back >= 0).sum(0).clamp(min=1)
