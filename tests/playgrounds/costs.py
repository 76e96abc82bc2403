"""How much memory a run takes and how much it multiplies, measured: python -m tests.playgrounds.costs NAME

Reads a list of configurations, as JSON, from standard input and writes [bytes, flops] of each. Memory is
the growth of the process's resident set at its largest, which only Linux tells so exactly; a process of
its own, because what others have freed would be used again.
"""

from __future__ import annotations

import ctypes
import gc
import json
import math
import resource
import sys
from pathlib import Path
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import flop_registry, register_flop_formula

from core.playgrounds import lookup
from core.playgrounds.contract import Algorithm
from core.training.engine import thread_for_training
from core.training.session import Session


@register_flop_formula(torch.ops.aten.mkldnn_rnn_layer)
def lstm(inputs: Any, w_in: Any, w_back: Any, *_: Any, **__: Any) -> int:
    """A layer of LSTM cells in one kernel: two products at every place."""
    return 2 * math.prod(inputs[:-1]) * (math.prod(w_in) + math.prod(w_back))


@register_flop_formula(torch.ops.aten.mkldnn_rnn_layer_backward)
def lstm_backward(*args: Any, **__: Any) -> int:
    """As always, two for one."""
    return 2 * lstm(*args)


MOST = 3 * 2**30  # bytes of address space beyond which an allocation fails


class Multiplications(TorchDispatchMode):
    """Counts what matrix products and convolutions do, hand-written passes and autograd's alike."""

    flops = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        out = func(*args, **(kwargs or {}))
        count = flop_registry.get(func._overloadpacket)
        if count is not None:
            self.flops += count(*args, **(kwargs or {}), out_val=out)
        return out


def flops_of_a_step(algorithm: Algorithm) -> int:
    with Multiplications() as counted:
        algorithm.step()
    return counted.flops


def measured(algorithm_class: type[Algorithm], values: dict[str, Any]) -> tuple[int, int]:
    """Built, trained, evaluated and looked at, with two good states beside it."""
    config = algorithm_class.Config(**values)
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    before = resident("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the largest size starts anew
    session = Session(algorithm_class(config, torch.device("cpu")), config, "cpu")
    algorithm = session.algorithm
    fill(algorithm)
    flops = flops_of_a_step(algorithm)
    second = algorithm.state()
    algorithm.step()
    algorithm.evaluate()
    algorithm.views({name: view.example for name, view in algorithm.VIEWS.items()})
    algorithm.static_views()
    del second
    return resident("VmHWM") - before, flops


def fill(algorithm: Any) -> None:
    """As after a long time: a replay memory that is full, a warm-up that is over."""
    if hasattr(algorithm, "replay"):
        for _ in range(algorithm.replay.capacity):
            algorithm.replay.add(0.0, 0.0, 0.0, True, 0.0)
        algorithm.steps = algorithm.config.warm_up + 1


def resident(name: str) -> int:
    fields = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(fields[name].split()[0]) * 1024


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST + resident("VmSize"), -1))
    algorithm_class = lookup(sys.argv[1])
    with thread_for_training():
        every = json.load(sys.stdin)
        # Code is loaded and compiled now, and data that all runs share.
        for values in every[:1] if every[0] == {} else [every[0], {}]:
            measured(algorithm_class, values)
        json.dump([measured(algorithm_class, values) for values in every], sys.stdout)


if __name__ == "__main__":
    main()
