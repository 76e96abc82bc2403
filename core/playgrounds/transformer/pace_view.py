"""How much of the processor everybody in a contest has had: time, so no function of the run's state."""

from __future__ import annotations

import numpy as np

from core.playgrounds.contract import Array, Arrays, Options, View
from core.playgrounds.transformer.look import Look


def pace(of: Look, _: Options) -> Arrays:
    learners = of.of.learners.values()
    seconds = [one.seconds / max(1, of.of.update) for one in learners]
    return {"pace.seconds": np.array(seconds, np.float32)}


PACE = {
    "pace": View(
        pace,
        {"pace.seconds": Array("f4", "M", "s", coding="processor time of an update, each model's mean")},
        rolling=True,
        rest=1.0,
    )
}  # fmt: skip
