"""Activation patching of two prompts: what every place of the stream is worth for the answer.

A map is made with the weights of one moment, some places at each look; the last whole one is shown, the first
one as it grows. S = L + 1 places of the stream (before the first layer, behind each), T tokens, V symbols.
"""

from __future__ import annotations

from typing import NamedTuple, cast
from weakref import WeakKeyDictionary

import numpy as np
import torch
from torch import Tensor

from core.params.messages import ParamError
from core.playgrounds.arguments import existing, index
from core.playgrounds.contract import Array, Arrays, Options, View
from core.playgrounds.transformer import asked
from core.playgrounds.transformer.encoder_decoder import divided
from core.playgrounds.transformer.gpt import GPT
from core.playgrounds.transformer.learner import Learner
from core.playgrounds.transformer.look import SHOWN, Look, LookAt
from core.playgrounds.transformer.pairs import pair
from core.playgrounds.transformer.patching import carried, difference, streams
from core.playgrounds.transformer.sizes import parameters

WORK, KEPT = 1e8, 4  # multiply-adds of a look; pairs of prompts whose maps are kept


class Map(NamedTuple):
    """Logits of what follows: `into` and `source` [V] as they are, `cells` [S, T, V] with one place carried
    over; NaN where that has not been done."""

    into: Tensor
    source: Tensor
    cells: Tensor


class Patching:
    """The maps of one pair of prompts [T]."""

    def __init__(self, look: LookAt, source: Tensor, into: Tensor) -> None:
        self.twin = look.learner.net.twin()  # with the weights of the moment
        self.source, self.into = source, into
        self.update = -1  # whose weights these are
        self.shown: Map | None = None
        self.todo: list[tuple[int, int]] = []  # layer, place

    @property
    def model(self) -> GPT:
        return cast(GPT, self.twin.module)

    @property
    def layers(self) -> int:
        """Of an encoder–decoder its attentions."""
        return len(self.model.sizes.parts)

    def step(self, look: LookAt, update: int) -> None:
        if not self.todo and self.update != update:
            self._begin(look, update)
        L, T = self.layers, len(self.into)
        budget = WORK / (parameters(self.model.sizes) * T)  # whole passes
        while self.todo and budget > 0:
            layer = self.todo[0][0]
            each = max(L - layer, 0.3) / L
            count = max(1, int(budget / each))
            some = [place for at, place in self.todo[:count] if at == layer]
            places = torch.tensor(some, device=self.into.device)
            found = carried(self.model, self.into, self.here, self.there, layer, places)
            self.growing.cells[layer, places] = found.nan_to_num(0)
            del self.todo[: len(some)]
            budget -= each * len(some)
        if not self.todo:
            self.shown = self.growing

    def _begin(self, look: LookAt, update: int) -> None:
        self.twin.take(look.learner.net)
        self.update = update
        L, T = self.layers, len(self.into)
        told = self.model.trace(torch.stack((self.into, self.source)))
        self.here, self.there = streams(told, L).unbind(1)  # [S, T, W]
        into, source = told["logits"][:, -1].nan_to_num(0)
        self.growing = Map(into, source, into.new_full((L + 1, T, len(into)), torch.nan))
        self.todo = [(layer, place) for layer in range(L + 1) for place in range(T)]


_patching: WeakKeyDictionary[Learner, dict[str, Patching]] = WeakKeyDictionary()


def patch(of: Look, options: Options) -> Arrays:
    index(options, "round", 0, 2**31, 0)
    look = of.at(options)
    if not look.attends:
        return {}
    source, into = prompts(look, options)
    found = {
        "patch.from": source.cpu().numpy().astype(np.int32),
        "patch.into": into.cpu().numpy().astype(np.int32),
    }
    if len(source) != len(into) or (look.translates and parted(look, source) != parted(look, into)):
        return found
    most = min(SHOWN, look.task.context)
    source, into = source[-most:], into[-most:]
    each, key = (
        _patching.setdefault(look.learner, {}),
        repr([one.cpu().tolist() for one in (source, into)]),
    )
    if key not in each:
        while len(each) >= KEPT:
            del each[next(iter(each))]
        each[key] = Patching(look, source, into)
    one, update = each[key], of.of.update
    one.step(look, update)
    left = len(one.todo) + (one.update != update)
    return found | told_of(one.shown or one.growing, options) | {
        "patch.left": np.array([left], np.int32)
    }  # fmt: skip


def prompts(look: LookAt, options: Options) -> tuple[Tensor, Tensor]:
    """The one from which and the one into which is carried: the viewer's own, else the task's. What another
    vocabulary wrote counts as left out."""
    found = []
    for name, usual in zip(("into", "from"), pair(look.task), strict=True):
        text, ids = asked.prompt(options, name), usual
        try:
            ids = look.task.encode(text) if text else usual
        except ParamError:
            ids = usual
        if look.translates:
            ids = look.closed(ids)
        found.append((ids if len(ids) else usual).to(look.of.device))
    into, source = found
    return source, into


def parted(look: LookAt, ids: Tensor) -> int:
    """Where a row is divided: before it the encoder reads, from there on the decoder."""
    return int(divided(ids, look.sizes.divider))


def told_of(shown: Map, options: Options) -> Arrays:
    """What the map says of the answer that is looked at, and what follows where one cell is carried over."""
    S, T, V = shown.cells.shape
    chosen = index(options, "answer", 0, 1000, 1000)
    answer = chosen if chosen < V else int(shown.source.argmax())
    against = next(int(one) for one in shown.into.topk(2).indices if int(one) != answer)
    ends = torch.stack((shown.into, shown.source))
    by_logits = difference(shown.cells, answer, against) - difference(shown.into, answer, against)
    by_chance = shown.cells.softmax(-1)[..., answer] - shown.into.softmax(-1)[answer]
    layer, place = (
        existing(options, name, count, most)
        for name, count, most in (("layer", S, asked.LAYERS + 1), ("position", T, asked.PLACES))
    )
    best = divmod(int(by_logits.abs().nan_to_num(0).argmax()), T)
    layer, place = (best[0] if layer is None else layer), (best[1] if place is None else place)
    three = torch.stack((shown.into, shown.cells[layer, place], shown.source)).softmax(-1)
    arrays = {
        "patch.difference": by_logits,
        "patch.chance": by_chance,
        "patch.ends": torch.stack(
            (difference(ends, answer, against), ends.softmax(-1)[:, answer]), 1
        ),
        "patch.chances": three,
    }
    return {name: values.cpu().numpy().copy() for name, values in arrays.items()} | {
        "patch.answers": np.array([answer, against], np.int32),
        "patch.cell": np.array([layer, place], np.int32),
    }


ATTENDS = "a transformer or an encoder–decoder"
EQUAL = "prompts of one length, divided at one place"
PATCH = {
    "patch": View(
        patch,
        {
            "patch.from": Array("i4", "P", coding="the prompt whose stream is taken", only=ATTENDS),
            "patch.into": Array("i4", "Q", coding="the prompt it is put into", only=ATTENDS),
            "patch.answers": Array("i4", "2", coding="the answer, and what it is against", only=EQUAL),
            "patch.difference": Array(
                "f4", "S T", "nats", coding="change of their logit difference; NaN: not yet", only=EQUAL
            ),
            "patch.chance": Array("f4", "S T", coding="change of the answer's probability", only=EQUAL),
            "patch.ends": Array("f4", "2 2", coding="both for `into`, and for `from`", only=EQUAL),
            "patch.cell": Array("i4", "2", coding="layer and position", only=EQUAL),
            "patch.chances": Array(
                "f4", "3 V", coding="what follows: `into`, with that cell, `from`", only=EQUAL
            ),
            "patch.left": Array("i4", "1", coding="cells still to be done", only=EQUAL),
        },
        asked.MODEL
        | {
            "from": "a text, the task's own where left out",
            "into": "likewise",
            "answer": "which symbol, the likeliest after `from` where left out",
            "layer": "before which layer, or attention, 0…L; the cell with most effect where left out",
            "position": "which token, likewise",
            "round": "a number that rises: so it is asked for again",
        },
        rolling=True,
        rest=0.3,
    )
}  # fmt: skip
