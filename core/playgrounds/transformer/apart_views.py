"""One token of the prompt taken apart: every number that the model computes of it.

T tokens that are shown, W numbers per place, d per head, U units of the MLP, G gates, V symbols.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from core.playgrounds.contract import Array, Arrays, Options, View
from core.playgrounds.transformer import asked
from core.playgrounds.transformer.gpt import GPT
from core.playgrounds.transformer.look import Look, LookAt
from core.playgrounds.transformer.seq2seq import EncoderDecoder

UNITS = 8  # the strongest units of the MLP that are written out
GATES = {
    "rnn": ("pre",),
    "gru": ("reset", "keep", "candidate"),
    "lstm": ("input", "forget", "candidate", "output"),
}


def apart(of: Look, options: Options) -> Arrays:
    """Of the token at `position`, in `layer`, under `head`."""
    look = of.at(options)
    ids, told = look.shown(options), look.told(options)
    layers, heads = look.heads
    layer = asked.place(options, "layer", layers) or 0
    head = asked.place(options, "head", heads) or 0
    position = asked.place(options, "position", len(ids))
    t = len(ids) - 1 if position is None else position
    if isinstance(look.model, EncoderDecoder):  # the nearest place that looks at all
        rows = look.model.sees(ids)[layer].any(1).nonzero()[:, 0]
        t = int(rows[(rows - t).abs().argmin()]) if len(rows) else t
    found = {}
    if not (look.translates and look.sizes.parts[layer] == "encoder"):  # which says nothing
        logits = told["logits"][t]
        found = {"logits": logits, "chances": logits.softmax(0)}
    if isinstance(look.model, GPT):
        found |= _attending(look, look.model.sees(ids)[layer, t], told, layer, head, t)
    else:
        found |= _remembering(look, told, layer, t)
    arrays = {f"apart.{name}": _copy(values) for name, values in found.items()}
    return arrays | {
        "apart.where": np.array([t, layer, head], np.int32),
        "apart.ids": ids.cpu().numpy().astype(np.int32),
    }


def _copy(values: Tensor) -> np.ndarray:
    return values.detach().to(torch.float32).cpu().numpy().copy()


def _attending(
    look: LookAt, seen: Tensor, told: dict[str, Tensor], layer: int, head: int, t: int
) -> dict[str, Tensor]:
    def at(name: str) -> Tensor:
        return told[f"{layer}.{name}"]

    before = told["residual"] if layer == 0 else told[f"{layer - 1}.residual"]
    found = {
        "embedding": told["embedding"][t], "x": before[t], "normed": at("normed")[t],
        "q": at("q")[head, t], "keys": at("k")[head], "values": at("v")[head],
        "scores": at("scores")[head, t], "weights": at("weights")[head, t], "seen": seen.float(),
        "mixed": at("mixed")[head, t], "projected": at("projected")[t], "middle": at("middle")[t],
        "final": told["final"][t],
    }  # fmt: skip
    if "position" in told:
        found["place"] = told["position"][t]
    if f"{layer}.mlp.out" in told:
        pre, post = at("mlp.pre")[t], at("mlp.post")[t]
        best = post.abs().topk(min(UNITS, len(post))).indices
        found["units"] = torch.stack((best.float(), pre[best], post[best]), 1)
        found |= {"written": at("mlp.out")[t], "out": at("residual")[t]}
    return found


def _remembering(look: LookAt, told: dict[str, Tensor], layer: int, t: int) -> dict[str, Tensor]:
    states = told["states"]  # [L, T, W]
    nothing = torch.zeros_like(states[layer, 0])
    found = {
        "input": told["embedding"][t] if layer == 0 else states[layer - 1, t],
        "before": states[layer, t - 1] if t else nothing,
        "gates": torch.stack([told[name][layer, t] for name in GATES[look.sizes.kind]]),
        "state": states[layer, t],
        "final": states[-1, t],
    }
    if "c" in told:
        found |= {
            "cell": told["c"][layer, t],
            "cell_before": told["c"][layer, t - 1] if t else nothing,
        }
    return found


ATTENDS, RECURRENT, MLP = "a transformer", "a recurrent network", "a transformer with an MLP"
SPEAKS = "all but an encoder"
APART = {
    "apart": View(
        apart,
        {
            "apart.where": Array("i4", "3", coding="position, layer, head"),
            "apart.ids": Array("i4", "T"),
            "apart.embedding": Array("f4", "W", only=ATTENDS),
            "apart.place": Array("f4", "W", only="positions that are added"),
            "apart.x": Array("f4", "W", coding="what enters the layer", only=ATTENDS),
            "apart.normed": Array("f4", "W", only=ATTENDS),
            "apart.q": Array("f4", "d", only=ATTENDS),
            "apart.keys": Array("f4", "T d", only=ATTENDS),
            "apart.values": Array("f4", "T d", only=ATTENDS),
            "apart.scores": Array("f4", "T", coding="q · k / √d, before the mask", only=ATTENDS),
            "apart.seen": Array("f4", "T", coding="0: hidden by the mask", only=ATTENDS),
            "apart.weights": Array("f4", "T", only=ATTENDS),
            "apart.mixed": Array("f4", "d", coding="Σ weight · value", only=ATTENDS),
            "apart.projected": Array("f4", "W", coding="of all heads", only=ATTENDS),
            "apart.middle": Array("f4", "W", coding="behind the attention", only=ATTENDS),
            "apart.units": Array("f4", "U 3", coding="number, before and after the activation", only=MLP),
            "apart.written": Array("f4", "W", coding="what the MLP adds", only=MLP),
            "apart.out": Array("f4", "W", coding="what leaves the layer", only=MLP),
            "apart.input": Array("f4", "W", only=RECURRENT),
            "apart.before": Array("f4", "W", coding="state before", only=RECURRENT),
            "apart.gates": Array("f4", "G W", coding="a; r, z, n; or i, f, g, o", only=RECURRENT),
            "apart.state": Array("f4", "W", only=RECURRENT),
            "apart.cell": Array("f4", "W", only="an LSTM"),
            "apart.cell_before": Array("f4", "W", only="an LSTM"),
            "apart.final": Array("f4", "W", coding="what is compared with every symbol"),
            "apart.logits": Array("f4", "V", only=SPEAKS),
            "apart.chances": Array("f4", "V", only=SPEAKS),
        },
        asked.PLACE,
        rest=0.05,
    )
}  # fmt: skip
