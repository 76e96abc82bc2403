"""What the model would say if it stopped early, and what its vectors look like.

L layers, T places, W numbers per place, V symbols.
"""

from __future__ import annotations

import torch
from torch import Tensor

from core.nn.principal import principal_plane
from core.playgrounds.transformer.attention import normed, unembedding
from core.playgrounds.transformer.gpt import GPT
from core.playgrounds.transformer.patching import streams


@torch.no_grad()
def logit_lens(model: GPT, told: dict[str, Tensor]) -> Tensor:
    """Logits [L + 1, T, V] from the stream before each layer and behind the last, as if it were the end;
    `told` is `GPT.trace`'s. nostalgebraist 2020, "interpreting GPT: the logit lens"."""
    x, w = streams(told, len(model.sizes.parts)), model.weights
    if model.sizes.norm_place == "pre":
        x = normed(x, w, "norm", model.sizes)
    return x @ unembedding(w).T


def residual_norms(told: dict[str, Tensor], layers: int) -> Tensor:
    """How long the stream is at each place, before each layer and behind the last: [L + 1, T]."""
    return streams(told, layers).norm(dim=-1)


def plane(vectors: Tensor) -> tuple[Tensor, Tensor]:
    """Places [N, 2] of vectors [N, W] in the plane in which they spread most, and the shares [2] of their
    variance that it holds."""
    mean, basis = principal_plane(vectors.cpu().numpy())
    centred = vectors.cpu().double() - torch.from_numpy(mean)
    found = centred @ torch.from_numpy(basis)
    shares = found.square().sum(0) / centred.square().sum().clamp(min=1e-30)
    return found.float(), shares.float()
