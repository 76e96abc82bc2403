"""The view of what maximises a unit, which grows at every look. C channels, h × w pixels."""

from __future__ import annotations

import numpy as np

from core.playgrounds.cnn import options as asked
from core.playgrounds.cnn.look import Look, shades
from core.playgrounds.cnn.maximise import STEPS
from core.playgrounds.contract import Array, Arrays, Options, View


def maximised(look: Look, options: Options) -> Arrays:
    layers = look.layers
    layer = asked.place(options, "layer", len(layers))
    layer = len(layers) - 1 if layer is None else layer
    channel = asked.place(options, "channel", layers[layer].shape[0]) or 0
    again = asked.place(options, "again", asked.MOST["again"]) or 0
    asked.place(options, "round", asked.MOST["round"])
    found = look.of.maximisers.of(look.pictures, layer, channel, again)
    found.look(look.module, look.of.update)
    return {
        "maximised.image": shades(found.x[0]),
        "maximised.where": np.array([layer, channel], np.int32),
        "maximised.steps": np.array([min(found.steps, STEPS), STEPS], np.int32),
        "maximised.value": np.array([found.first, found.value], np.float32),
    }


MAXIMISED = {
    "maximised": View(
        maximised,
        {
            "maximised.image": Array("u1", "C h w", coding="as far as it has grown"),
            "maximised.where": Array("i4", "2", coding="layer, channel"),
            "maximised.steps": Array("i4", "2", coding="steps taken, and of how many"),
            "maximised.value": Array("f4", "2", coding="the unit's answer to the first image and to this"),
        },
        {
            "layer": "which layer, the output where left out",
            "channel": "which of its maps or numbers",
            "again": "which noise it begins with: 0–99",
            "round": "a number that rises: so an image is asked for again while nothing else changes",
        },
        rolling=True,
        rest=0.2,
    )
}  # fmt: skip
