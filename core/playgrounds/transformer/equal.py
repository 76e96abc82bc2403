"""How wide the model has to be to have as many parameters as another that a viewer has had before."""

from __future__ import annotations

from typing import Any, Protocol

from core.data.sequences.task import Task
from core.playgrounds.arguments import index
from core.playgrounds.contract import Answer, Args
from core.playgrounds.transformer.config import TransformerConfig
from core.playgrounds.transformer.sizes import nearest, parameters, widened

MOST = 10**9  # parameters that can be asked for


class Sized(Protocol):
    """What has a size: the algorithm."""

    task: Task
    config: TransformerConfig


def equal(of: Sized, args: Args) -> Answer:
    """`equal {parameters}`: the width, of those that can be set, with the nearest number of parameters, and
    that number. All else, the MLP's width too, stays as it is set."""
    count = index(args, "parameters", 1, MOST)
    width: Any = TransformerConfig.param("width")
    s = of.config.sizes(len(of.task), of.task.context)
    found = nearest(widened(s, int(width.low), int(width.high)), count)
    return {"width": found.width, "parameters": parameters(found)}, {}


PROBES = {"equal": equal}
