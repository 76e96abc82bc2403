"""What a run weighs before anything was measured."""

from __future__ import annotations

from core.params import Config, ParamError
from core.playgrounds.contract import Algorithm
from core.training.run import Run
from core.training.weight import Weight


def flops(run: Run) -> float:
    """Of a step, where a processor does it: other devices are faster than anything estimated here."""
    if run.session is None or run.algorithm.device.type != "cpu":
        return 0.0
    return _of(run.algorithm_class, run.session.config)


def level(algorithm: type[Algorithm], config: Config) -> int:
    """The lane that such a run would begin in: LIGHT, HEAVY or LONG."""
    return Weight(_of(algorithm, config)).level


def _of(algorithm: type[Algorithm], config: Config) -> float:
    try:
        return algorithm.cost(config).flops
    except ParamError:  # it can be placed by what it will be measured to take
        return 0.0
