"""What is seen beside the training: pruned copies, networks that disagree, the loss around the weights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from torch import Tensor

from core.nn.dense import DenseNet
from core.nn.losses import Loss
from core.nn.sharpness import LIMITS
from core.playgrounds.arguments import one_of, within
from core.playgrounds.contract import Array, Arrays, Options, View
from core.playgrounds.mlp.config import MlpConfig
from core.playgrounds.mlp.landscape import Landscape
from core.playgrounds.mlp.maps import NeuronMaps, coded, small
from core.playgrounds.mlp.points import Points
from core.playgrounds.mlp.pruning import Pruning
from core.playgrounds.mlp.uncertainty import disagreement, mc_dropout

ROWS = 500  # points that a pruned network is judged by; more are thinned out evenly


class Seen(Protocol):
    """What is looked at: the algorithm, as far as these views know it."""

    config: MlpConfig
    net: DenseNet
    points: Points
    maps: NeuronMaps
    loss: type[Loss]
    targets: Tensor
    pruning: Pruning

    @property
    def nets(self) -> Sequence[DenseNet]: ...

    def signed(self, z: Tensor) -> Tensor: ...

    def landscape(self, kind: str) -> Landscape: ...


def _pruning(of: Seen, options: Options) -> Arrays:
    """How the loss grows when weights are taken away, and the map that is left at one share."""
    share = options.get("share", 0)
    share = share / 100 if within(share, 0, 100) else 0.0
    n, apart = of.points.train, max(1, len(of.points.x) // ROWS)
    parts = [slice(0, n, apart), slice(n, None, apart)]  # training, test
    losses = [of.pruning.losses(of.loss, of.points.x[part], of.targets[part]) for part in parts]
    net, left, whole = of.pruning.left(share)
    answers = of.signed(net.answer(of.maps.beside)[1]).nan_to_num()
    found: Arrays = {
        "pruned.loss": np.stack(losses),
        "pruned.left": np.array([left, whole], np.int32),
    }
    if answers.shape[1] == 1:
        return {**found, "pruned.map": small(coded(answers[:, 0], 1.0))}
    value, winner = answers.max(1)
    return {**found, "pruned.map": small(winner), "pruned.sure": small(coded(value, 1.0))}


def _uncertainty(of: Seen, options: Options) -> Arrays:
    """Where the ensemble disagrees, and where a network without some of its neurons does with itself."""
    nets, p, x = of.nets, of.config.dropout, of.maps.beside
    found: Arrays = {}
    if len(nets) > 1:
        found["ensemble.map"] = small(
            (255 * disagreement(nets, x, of.signed)).round().clamp(0, 255)
        )
    if p and of.config.hidden:
        spread = mc_dropout(of.net, x, of.signed, p)
        found["dropout.map"] = small((255 * spread).round().clamp(0, 255))
    return found


def _landscape(of: Seen, options: Options) -> Arrays:
    """The loss on a plane through the weights, a part of it at every look, and how sharp it is."""
    kind = one_of(options, "kind", ("random", "way"), "random")
    c, known = of.config, options.get("known", 0)
    known_limit = c.optimizer in LIMITS and not (
        c.batch_norm == "on" and c.hidden
    )  # see landscape.py
    limit = LIMITS[c.optimizer](c.momentum) / c.lr if known_limit else math.nan
    return of.landscape(kind).arrays(known if isinstance(known, int) else 0, limit)


VIEWS = {
    "pruning": View(
        _pruning,
        {
            "pruned.loss": Array("f4", "2 S", coding="training, test; S shares of the weights from 0 to all"),
            "pruned.left": Array("i4", "2", coding="weights left at the share asked for, and all"),
            "pruned.map": Array("u1", "50 50", coding="as `map`, at the share asked for", shades=True),
            "pruned.sure": Array("u1", "50 50", coding="as `map.sure`", shades=True, only="3+ classes"),
        },
        {"share": "0…100 %"},
        rest=0.1,
    ),
    "uncertainty": View(
        _uncertainty,
        {
            "ensemble.map": Array(
                "u1", "50 50", coding="standard deviation × 255, of outputs in −1…1", shades=True,
                only="there are networks beside it",
            ),
            "dropout.map": Array(
                "u1", "50 50", coding="standard deviation × 255, of outputs in −1…1", shades=True,
                only="neurons are dropped",
            ),
        },
        rest=0.1,
    ),
    "landscape": View(
        _landscape,
        {
            "plane": Array("f8", "4", coding="its key, low, high, the share of the spread in it"),
            "heights": Array("f4", "S S", coding="row 0 = top", only="the plane is not the one known"),
            "way": Array("f4", "T 2", coding="the weights since somebody looks, on the plane; last: now"),
            "sharpness": Array("f4", "3", coding="largest eigenvalue, its limit, the epoch of the heights"),
        },
        {"kind": "random or way", "known": "key of the plane whose heights are known"},
        rolling=True,
    ),
}  # fmt: skip
