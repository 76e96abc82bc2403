"""Activation patching: what stands at a place of one prompt is put into another, to see what depends on it.

Two prompts of T places; the stream [W] before each of L layers, and behind the last. Meng et al. 2022
(arXiv:2202.05262) call it causal tracing.
"""

from __future__ import annotations

import torch
from torch import Tensor

from core.playgrounds.transformer.edits import Edits
from core.playgrounds.transformer.gpt import GPT


def streams(told: dict[str, Tensor], layers: int) -> Tensor:
    """The stream before layer 0, 1, …, and behind the last: [L + 1, T, W], from `GPT.trace`."""
    return torch.stack([told["residual"], *(told[f"{layer}.residual"] for layer in range(layers))])


@torch.no_grad()
def patched(model: GPT, ids: Tensor, other: Tensor, layer: int, place: int) -> Tensor:
    """Logits [T, V] of `ids` [T] with the stream of `other` [T] at one place before `layer` (L: behind
    all)."""
    there = streams(model.trace(other), len(model.sizes.parts))[layer, place]
    return model.edited(ids[None], Edits(patches={(layer, place): there}))[0]


@torch.no_grad()
def effects(model: GPT, ids: Tensor, other: Tensor, target: int, at: int = -1) -> Tensor:
    """How far the log probability of `target` at place `at` moves towards what the prompt `other` [T]
    makes of it, when a place of `ids` [T] is patched: [L + 1, T], 1 where it arrives and 0 where nothing
    changes."""
    L, T = len(model.sizes.parts), len(ids)
    there = streams(model.trace(other), L)
    here_p = _log_p(model(ids[None]), target, at)[0]
    gap = _log_p(model(other[None]), target, at)[0] - here_p
    found = torch.zeros(L + 1, T)
    for layer in range(L + 1):
        for place in range(T):
            edits = Edits(patches={(layer, place): there[layer, place]})
            found[layer, place] = _log_p(model.edited(ids[None], edits), target, at)[0] - here_p
    return found / gap if abs(float(gap)) > 1e-6 else torch.zeros_like(found)


def _log_p(logits: Tensor, target: int, at: int) -> Tensor:
    return logits[:, at].log_softmax(-1)[:, target]
