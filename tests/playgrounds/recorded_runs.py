"""What a run of every preset gives, as a tree of numbers and digests.

    python -m tests.playgrounds.recorded_runs mlp      # that playground's anew, the others as they are

The file beside this one was recorded at commit cb5636a, before the playgrounds moved into rooms of their
own; `gan ring-8` and `gan grid-25` anew when their settings changed, `mlp` when it got its fast form
(core/nn/fast.py), `cnn` when its flattening became a layer, which changed nothing; `transformer` came later,
its LSTM anew when the embeddings of recurrent nets got numbers of size 1.
Bits depend on the processor: `machine` says which made them.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch

STEPS = {"qlearning": 500}  # elsewhere 60
ONLY = {  # seconds each, no download
    "cnn": ("digits", "vgg", "resnet", "no-normalisation", "shuffled"),
    "transformer": ("addition", "sort", "induction", "grokking", "forget-bias-0"),
}
SOONER = {"ddpg": {"warm_up": 20}}  # so that updates are among the steps


def machine() -> str:
    """What decides the last bits: the processor's model and the instructions torch uses on it."""
    info = Path("/proc/cpuinfo")
    model = platform.processor()
    if info.exists():
        lines = info.read_text(encoding="utf-8", errors="replace").splitlines()
        model = next(
            (line.partition(":")[2].strip() for line in lines if "model name" in line), model
        )
    return f"{model}, {torch.backends.cpu.get_cpu_capability()}"


def digest(*arrays: Any) -> str:
    found = hashlib.sha256()
    for array in arrays:
        array = np.ascontiguousarray(array)
        found.update(f"{array.dtype.str} {array.shape} ".encode())
        found.update(array.tobytes())
    return found.hexdigest()[:16]


def numbers(scalars: Any) -> dict[str, float]:
    return {name: float(value) for name, value in sorted(scalars.items())}


def plain(found: dict[str, float]) -> dict[str, float | None]:
    """Not-a-number as None: it equals itself."""
    return {name: None if value != value else value for name, value in found.items()}


def recorded(algorithm_class: Any, values: Any, views: Any) -> dict[str, Any]:
    """Some steps on one torch thread: their scalars, the news, the metrics, and every view at the end.

    `views` maps a view to the options that it is asked with.
    """
    algorithm = algorithm_class(
        algorithm_class.Config(**{**values, **SOONER.get(algorithm_class.NAME, {})}),
        torch.device("cpu"),
    )
    steps = [numbers(algorithm.step()) for _ in range(STEPS.get(algorithm_class.NAME, 60))]
    news = [[step, numbers(scalars)] for step, scalars in algorithm.news()]
    metrics = numbers(algorithm.evaluate())
    seen = {}
    for view, options in views.items():
        for name, array in sorted(algorithm.views({view: options}).items()):
            seen[f"{view}: {name}"] = digest(array)
    still = algorithm.static_views()
    if (
        "points" in algorithm.VIEWS
    ):  # they stood still when they were recorded; now they can be drawn
        still = still | algorithm.views({"points": {}})
    static = {name: digest(array) for name, array in sorted(still.items())}
    return {
        "scalars": plain(steps[-1]),
        "metrics": plain(metrics),
        "steps": digest(*[np.array(list(one.values())) for one in steps]),
        "news": digest(*[np.array([step, *one.values()]) for step, one in news]),
        "views": seen,
        "static": static,
    }


VIEWS: dict[str, dict[str, dict[str, Any]]] = {
    "mlp": {"map": {}, "network": {}, "confusion": {}},
    "sweep": {"maps": {}, "cell": {"cell": 3}, "left": {}},
    "gan": {
        "samples": {"layers": ["fake", "surface", "manifold", "arrows"]},
        "flow": {}, "grid": {}, "strip": {}, "neighbours": {}, "waves": {}, "spectrum": {}, "histograms": {},
    },
    "vae": {
        "latent": {}, "decode": {}, "sliders": {}, "trick": {}, "reconstructions": {}, "interpolation": {},
        "dimensions": {}, "aggregate": {}, "traversals": {}, "disentanglement": {},
    },
    "qlearning": {"world": {}, "update": {}, "distance": {}},
    "ddpg": {
        "world": {}, "surface": {"of": "advantage"}, "action": {}, "replay": {"colour": "td"}, "noise": {},
    },
    "cnn": {
        "maps": {"image": 2}, "filters": {}, "errors": {}, "augmented": {"image": 1}, "confusion": {},
        "apart": {"layer": 1, "channel": 3}, "attribution": {"method": "gradcam"}, "embedding": {},
        "calibration": {}, "gradients": {},
    },
    "transformer": {
        "attention": {}, "samples": {"again": 3}, "apart": {"layer": 0, "head": 1}, "lens": {},
        "embedding": {}, "reach": {}, "mistakes": {},
    },
}  # fmt: skip


def record(name: str) -> dict[str, Any]:
    """The runs of one playground, each with the machine that made it."""
    from core.playgrounds import lookup

    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    found: dict[str, Any] = {}
    for preset in lookup(name).PRESETS:
        if preset.name not in ONLY.get(name, (preset.name,)):
            continue
        try:
            run = recorded(lookup(name), preset.values, VIEWS[name])
        except ValueError as error:  # a data set that this machine has not
            print(f"{name} {preset.name}: {error}", file=sys.stderr)
            continue
        found[f"{name} {preset.name}"] = {"machine": machine(), **run}
    return found


if __name__ == "__main__":
    path = Path(__file__).parent / "recorded.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    for playground in sys.argv[1:]:
        others = {key: run for key, run in kept.items() if key.split()[0] != playground}
        kept = others | record(playground)
    path.write_text(json.dumps(kept, indent=1), encoding="utf-8")
