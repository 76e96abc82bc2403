"""How far the presets of /cnn come in the processor's time that they are meant for, and how fast.

    LEARNSCOPE_DATA=… python -m benchmarks.cnn [PRESET …]

One torch thread. What counts is the process's own time: on a machine that others use too, more time passes.
Each run goes on until its preset ends it, or its time is over; then all test images are told. Also how long
the view of all feature maps takes.
"""

from __future__ import annotations

import statistics
import sys
import time

import torch

from core.params import ParamError
from core.playgrounds import lookup
from core.playgrounds.cnn.algorithm import Cnn
from core.training.engine import thread_for_training

MEANT = {
    "digits": (20.0, 0.98),
    "mnist": (60.0, 0.990),
    "fashion-mnist": (120.0, 0.90),
}  # s, accuracy
WATCHED = ("digits", "vgg", "mnist")


def train(preset: str, seconds: float) -> None:
    algorithm = build(preset)
    began, steps, slowest = time.process_time(), 0, 0.0
    while (spent := time.process_time() - began) < seconds:
        before = time.process_time()
        algorithm.step()
        slowest = max(slowest, time.process_time() - before)
        steps += 1
        if algorithm.evaluate_now and algorithm.finished({}):
            break
    images = algorithm.epoch * len(algorithm.pictures.train)
    accuracy = float(algorithm.final()["test_accuracy"])
    print(
        f"{preset}: {accuracy:.4f} on {len(algorithm.pictures.test):,} test images after {spent:.0f} s of the"
        f" processor, {algorithm.epoch:.1f} epochs; {images / spent:,.0f} images/s,"
        f" longest step {1000 * slowest:.0f} ms (wanted: {MEANT[preset][1]} within {MEANT[preset][0]:.0f} s)",
        flush=True,
    )


def watch(preset: str) -> None:
    algorithm, took = build(preset), []
    for image in range(60):
        before = time.process_time()
        algorithm.views({"maps": {"image": image}})
        took.append(time.process_time() - before)
    print(
        f"{preset}: all feature maps of an image in {1000 * statistics.median(took):.1f} ms",
        flush=True,
    )


def build(preset: str) -> Cnn:
    values = {one.name: one.values for one in lookup("cnn").PRESETS}[preset]
    return Cnn(lookup("cnn").Config(**values), torch.device("cpu"))


def main() -> None:
    with thread_for_training():
        for preset in sys.argv[1:] or MEANT:
            try:
                train(preset, MEANT[preset][0])
            except ParamError as error:
                print(f"{preset}: {error.message.say()}")
        for preset in WATCHED:
            try:
                watch(preset)
            except ParamError as error:
                print(f"{preset}: {error.message.say()}")


if __name__ == "__main__":
    main()
