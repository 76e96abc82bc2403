"""What each layer would already say, and where the symbols lie: the stream and the embedding, looked at.

T tokens that are shown, S = L + 1 places of the stream (before the first layer, behind each), V symbols.
"""

from __future__ import annotations

import numpy as np
from torch import Tensor

from core.playgrounds.contract import Array, Arrays, Options, View
from core.playgrounds.transformer import asked
from core.playgrounds.transformer.encoder_decoder import divided
from core.playgrounds.transformer.gpt import GPT
from core.playgrounds.transformer.lens import logit_lens, plane, residual_norms
from core.playgrounds.transformer.look import Look


def lens(of: Look, options: Options) -> Arrays:
    """The logit lens (nostalgebraist 2020): every layer's stream read as if it were the last."""
    look = of.at(options)
    if not isinstance(look.model, GPT):
        return {}
    ids, told = look.shown(options), look.told(options)
    chances, best = logit_lens(look.model, told).softmax(-1).nan_to_num(0).max(-1)  # [S, T]
    if look.translates:  # the encoder says nothing, whatever its vectors are
        source = int(divided(ids, look.sizes.divider))
        best[:, :source], chances[:, :source] = -1, 0
    return {
        "lens.ids": ids.cpu().numpy().astype(np.int32),
        "lens.best": best.cpu().numpy().astype(np.int32),
        "lens.chances": chances.cpu().numpy().copy(),
        "lens.norms": residual_norms(told, len(look.sizes.parts)).detach().cpu().numpy().copy(),
    }


def embedding(of: Look, options: Options) -> Arrays:
    """All symbols, and of learned positions all places, in the plane in which each of them spread most."""
    look = of.at(options)
    found: Arrays = {}
    parts: dict[str, Tensor] = {"points": look.model.get_parameter("embedding")}
    if isinstance(look.model, GPT) and "position" in look.model.weights:
        parts["places"] = look.model.weights["position"]
    for name, vectors in parts.items():
        points, shares = plane(vectors.detach().nan_to_num(0).clamp(-1e18, 1e18))
        found[f"embedding.{name}"] = points.numpy().copy()
        found[f"embedding.{name}_share"] = shares.sum(0, keepdim=True).numpy().copy()
    return found


LENS_VIEWS = {
    "lens": View(
        lens,
        {
            "lens.ids": Array("i4", "T", only="a transformer"),
            "lens.best": Array("i4", "S T", coding="likeliest next symbol; −1: none", only="a transformer"),
            "lens.chances": Array("f4", "S T", coding="its probability", only="a transformer"),
            "lens.norms": Array("f4", "S T", coding="length of the stream", only="a transformer"),
        },
        asked.PROMPT,
        rest=0.1,
    ),
    "embedding": View(
        embedding,
        {
            "embedding.points": Array("f4", "V 2", coding="each symbol's vector in its principal plane"),
            "embedding.points_share": Array("f4", "1", coding="of the variance that the plane shows"),
            "embedding.places": Array("f4", "C 2", coding="likewise each place", only="learned positions"),
            "embedding.places_share": Array("f4", "1", only="learned positions"),
        },
        asked.MODEL,
        rest=0.5,
    ),
}  # fmt: skip
