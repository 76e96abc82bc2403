"""Activation patching: what stands at a place of one prompt is put into another, to see what depends on it.

Two prompts of T places; the stream [W] before each of L layers (of an encoder–decoder: attentions), and
behind the last. Meng et al. 2022 (arXiv:2202.05262) call it causal tracing; the logit difference: Wang et al.
2022 (arXiv:2211.00593).
"""

from __future__ import annotations

import torch
from torch import Tensor

from core.playgrounds.transformer.gpt import GPT
from core.playgrounds.transformer.seq2seq import EncoderDecoder


def streams(told: dict[str, Tensor], layers: int) -> Tensor:
    """The stream before layer 0, 1, …, and behind the last: [L + 1, …, T, W], from `GPT.trace`."""
    return torch.stack([told["residual"], *(told[f"{layer}.residual"] for layer in range(layers))])


@torch.no_grad()
def carried(
    model: GPT, ids: Tensor, here: Tensor, there: Tensor, layer: int, places: Tensor
) -> Tensor:
    """Logits [n, V] of what follows the prompt `ids` [T] with streams `here` [L + 1, T, W], with the stream
    before `layer` (L: behind all) taken from `there` at each of `places` [n] in turn: one pass through what
    is left of the model."""
    x = here[layer].repeat(len(places), 1, 1)
    x[torch.arange(len(places)), places] = there[layer, places]
    if isinstance(model, EncoderDecoder):
        return model.going_on(x, ids, layer, here[model.sizes.layers])[:, -1]
    return model.run(x, first=layer, last=True)[:, -1]


def difference(logits: Tensor, answer: int, against: int) -> Tensor:
    """By how much the logit of `answer` is above that of `against`: [..., V] -> [...], the logarithm of how
    many times likelier it is."""
    return logits[..., answer] - logits[..., against]
