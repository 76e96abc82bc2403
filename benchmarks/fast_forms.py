"""Steps in their fast form beside the same steps in the form that explains them, in one process.

    python -m benchmarks.fast_forms [--seconds 2] [--rounds 3]

`/gan` with its default (core/playgrounds/gan/fast.py beside autograd's turns.py) and `/regularization` with
its default (fast.py beside core/nn/batched.py): steps alone, in turns, on one torch thread; seconds are the
thread's own time on a processor, so that others on the machine count less.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import torch

from core.playgrounds import lookup
from core.playgrounds.contract import Trace
from core.training.engine import thread_for_training


def gan(quick: bool) -> Callable[[], object]:
    algorithm = lookup("gan")
    made = algorithm(algorithm.Config())
    if not quick:
        made.fast = None
    return made.step


def regularization(quick: bool) -> Callable[[], object]:
    algorithm = lookup("regularization")
    made = algorithm(algorithm.Config()).experiment
    if quick:
        return lambda: made.step(Trace())

    def step() -> None:
        """As batched.py has it, with what goes with it: drawing, validation, norms."""
        if made.batches.done:
            made.batches.begin_epoch()
        x, _, t, work = made.batches.draw()
        x, t = made._jittered(x), torch.lerp(t, torch.full_like(t, 0.5), made._smoothed)
        share = torch.zeros(made.net.copies)
        share[made.rows["dropout"]] = made.config.dropout
        made.explained(x, t, work, made.net.dropout_masks(len(t[0]), share, made._drop))
        norms = torch.linalg.vector_norm(made.net.theta * made.net.is_weight, dim=1)
        made.steps += 1
        made._of_members(made._look_after(norms))
        points, truth = made._validation
        z = made.net.answer(points, made.rows["none"])[1][0]
        float(made.LOSS.each(z, truth).mean())

    return step


def rate(step: Callable[[], object], seconds: float) -> float:
    taken, began = 0, time.thread_time()
    while time.thread_time() - began < seconds:
        step()
        taken += 1
    return taken / (time.thread_time() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=2.0, help="for each turn")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with thread_for_training():
        for name, make in (("gan", gan), ("regularization", regularization)):
            quick, slow = make(True), make(False)
            for step in (quick, slow):  # compiled and warm
                rate(step, 0.5)
            turns = [
                (rate(quick, asked.seconds), rate(slow, asked.seconds)) for _ in range(asked.rounds)
            ]
            fast, explained = (statistics.median(each) for each in zip(*turns, strict=True))
            print(
                f"{name:16}{fast:8.0f} steps/s, explained {explained:8.0f}: {fast / explained:.2f} ×"
            )


if __name__ == "__main__":
    main()
