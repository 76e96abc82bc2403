"""How far back each model's memory reaches, and the clock that arithmetic modulo p builds.

M models, T places, p numbers, F = ⌊p / 2⌋ frequencies.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
import torch

from core.data.sequences.modular import Modular
from core.data.sequences.task import Batch
from core.playgrounds.arguments import index
from core.playgrounds.contract import Array, Arrays, Options, View
from core.playgrounds.transformer import asked
from core.playgrounds.transformer.clock import spectrum
from core.playgrounds.transformer.learner import Learner
from core.playgrounds.transformer.look import Look
from core.playgrounds.transformer.reach import gradient_by_distance

ROWS, PAIRS = 4, 256  # rows of validation; pairs that are asked at each look
WRONG, RIGHT, NOT_YET, NONE = 0, 1, 2, 3


def reach(of: Look, _: Options) -> Arrays:
    rows = Batch(*(part[:ROWS].to(of.of.device) for part in of.task.validation))
    found = [gradient_by_distance(one.model, rows) for one in of.of.learners.values()]
    return {"reach": torch.stack(found).nan_to_num(0).cpu().numpy().copy()}


_asked: WeakKeyDictionary[Learner, tuple[np.ndarray, list[int]]] = WeakKeyDictionary()


def clock(of: Look, options: Options) -> Arrays:
    index(options, "round", 0, 2**31, 0)
    look, task = of.at(options), of.task
    if not isinstance(task, Modular):
        return {}
    p, count = task.p, len(task.pairs)
    if look.learner not in _asked:
        right = np.full((p, p), NONE, np.uint8)
        right[tuple(task.pairs.T.numpy())] = NOT_YET
        _asked[look.learner] = right, [0, 0]
    right, place = _asked[look.learner]  # place: where to go on, and pairs asked at this update
    update = of.of.update
    if place[1] != update or place[0]:
        some = slice(place[0], place[0] + PAIRS)
        inputs, targets = task.everything.inputs[some], task.everything.targets[some, -1]
        said = look.model.step(inputs.to(of.of.device))[0].argmax(-1).cpu()
        right[tuple(task.pairs[some].T.numpy())] = (said == targets).numpy()
        place[0] = 0 if place[0] + PAIRS >= count else place[0] + PAIRS
        place[1] = update
    found = spectrum(look.model.get_parameter("embedding").nan_to_num(0).cpu(), p)
    return {
        "clock.right": right.copy(),
        "clock.learned": task.learned.numpy().astype(np.uint8),
        "clock.power": found.power.numpy().copy(),
        "clock.circle": found.circle.numpy().copy(),
        "clock.frequency": np.array([found.frequency], np.int32),
        "clock.left": np.array([count - place[0] if place[0] else 0], np.int32),
    }


MODULO = "arithmetic modulo p"
REACH_VIEWS = {
    "reach": View(
        reach,
        {
            "reach": Array(
                "f4", "M T", coding="length of the last loss's gradient 0, 1, … places back"
            )
        },
        rest=2.0,
    ),
    "clock": View(
        clock,
        {
            "clock.right": Array(
                "u1", "p p", coding="0: wrong, 1: right, 2: not yet asked, 3: no pair", only=MODULO
            ),
            "clock.learned": Array("u1", "p p", coding="1: is learned from", only=MODULO),
            "clock.power": Array("f4", "F", coding="share of each frequency in the embedding", only=MODULO),
            "clock.circle": Array("f4", "p 2", coding="the numbers in its plane", only=MODULO),
            "clock.frequency": Array("i4", "1", coding="which that is", only=MODULO),
            "clock.left": Array("i4", "1", coding="pairs still to be asked", only=MODULO),
        },
        asked.MODEL | {"round": "a number that rises: so it is asked for again"},
        rolling=True,
        rest=0.2,
    ),
}  # fmt: skip
