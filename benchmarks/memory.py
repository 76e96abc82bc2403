"""Growth of the process over a million steps of one run.

python -m benchmarks.memory [--steps 1000000]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from core.playgrounds import lookup
from core.training.engine import thread_for_training
from core.training.run import Run

WARM = 20_000  # steps before the first reading: buffers and caches are in place by then


def resident() -> float:
    """Resident memory of this process in MB (Linux)."""
    fields = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(fields["VmRSS"].split()[0]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=1_000_000)
    steps = parser.parse_args().steps
    with thread_for_training():
        measure(steps)


def measure(steps: int) -> None:
    mlp = lookup("mlp")
    preset = next(p for p in mlp.PRESETS if p.name == "tf-playground")
    run = Run(mlp, mlp.Config(**preset.values), device="cpu")
    run.play("flat")
    run.obey()
    before = 0.0
    while run.step < steps:
        run.advance(0.01, 500)
        if not before and run.step >= WARM:
            before = resident()
    run.history.settle()
    points = {name: len(curve.points()[0]) for name, curve in run.history.curves.items()}
    print(f"{run.step:,} steps: {resident() - before:+.1f} MB after the first {WARM:,}")
    print(f"points kept per curve: {points}")


if __name__ == "__main__":
    main()
