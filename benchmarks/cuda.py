"""Every preset on CUDA and on the CPU: the same figures at first, and how fast each is.

    python -m benchmarks.cuda [--seconds 5] [--only gan,vae] [--steps 20]
    python -m benchmarks.cuda --only cnn --mixed

Needs a card. A seed means the same initial weights and the same random numbers on every device, so the
scalars of the first steps and the metrics after them must agree but for rounding: within 1 % (0.001 where
they are near 0). Later a game or an agent goes its own way after the smallest difference, so nothing is
compared there: each device trains for so many seconds more, and its rate is told. One line per preset; the
exit status is how many disagree, or failed. Data sets that are not on this machine are passed over.

With `--mixed` nothing is compared: images a second that /cnn's presets learn from on the card, minibatches
of 512, in 32 bits and mixed, with channels last (cl) and without.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch

from core.params import ParamError
from core.playgrounds import lookup, names
from core.training.engine import thread_for_training
from core.training.run import Run

RELATIVE, ABSOLUTE = 0.01, 1e-3
EPISODES = "eval_return_"  # metrics of whole episodes, which make much of the smallest difference
LARGE = 512  # images of a minibatch, where a card has something to do
SOONER = {"ddpg": {"warm_up": 1}}  # so that updates are among the first steps


@dataclass(frozen=True)
class Outcome:
    """What one device made of a preset."""

    figures: dict[str, float]  # scalars by step, and metrics
    rate: float  # steps per second


def trained(name: str, values: dict[str, Any], device: str, steps: int, seconds: float) -> Outcome:
    """A fresh run: the figures of its first steps, then its rate."""
    algorithm = lookup(name)
    made = algorithm(algorithm.Config(**values | SOONER.get(name, {})), torch.device(device))
    figures = {}
    for step in range(1, steps + 1):
        figures |= {f"{key} after {step}": float(value) for key, value in made.step().items()}
    figures |= {key: float(value) for key, value in made.evaluate().items() if EPISODES not in key}
    return Outcome(figures, rate(name, values, device, seconds))


def rate(name: str, values: dict[str, Any], device: str, seconds: float) -> float:
    """Steps per second of a run without viewers, evaluations and all."""
    algorithm = lookup(name)
    run = Run(algorithm, algorithm.Config(**values), device=device)
    run.play("flat")
    run.obey()
    run.advance(0.1)  # what is made at the first step is not timed
    first, began = run.step, time.perf_counter()
    while time.perf_counter() - began < seconds and run.status == "running":
        run.advance(0.1)
    return (run.step - first) / (time.perf_counter() - began)


def disagreements(one: dict[str, float], other: dict[str, float]) -> Iterator[str]:
    """Each figure that differs by more than rounding may: its name and both values."""
    for name in sorted(one.keys() | other.keys()):
        a, b = one.get(name, float("nan")), other.get(name, float("nan"))
        both_nan = a != a and b != b
        if not both_nan and not abs(a - b) <= ABSOLUTE + RELATIVE * max(abs(a), abs(b)):
            yield f"{name}: {a:.6g} and {b:.6g}"


def compared(
    name: str,
    preset: Any,
    devices: tuple[str, str],
    steps: int,
    seconds: float,
    say: Callable[[str], None],
) -> bool:
    """Whether a preset agrees on both devices; a line with the rates, and one with what differs."""
    try:
        one, other = (trained(name, preset.values, d, steps, seconds) for d in devices)
    except ParamError as error:
        say(f"{name:10} {preset.name:22} passed over: {error.message.say()}")
        return True
    except RuntimeError as error:  # the card's own complaint
        say(f"{name:10} {preset.name:22} FAILED: {str(error).splitlines()[0][:120]}")
        return False
    differ = list(disagreements(one.figures, other.figures))
    rates = f"{one.rate:11,.0f} {other.rate:11,.0f} {one.rate / max(other.rate, 1e-9):7.2f} ×"
    say(f"{name:10} {preset.name:22} {rates}  {'DIFFERS' if differ else 'agrees'}")
    for line in differ[:3]:
        say(f"{'':33} {line}")
    return not differ


WAYS = [
    {"precision": precision, "channels_last": last}
    for precision in ("float32", "bfloat16", "float16")
    for last in ("off", "on")
]


def mixed(seconds: float, say: Callable[[str], None], device: str = "cuda") -> None:
    """Images per second of every preset of /cnn in each of WAYS, and how many times the first that is."""
    ends = {"off": "", "on": " cl"}
    heads = (one["precision"] + ends[one["channels_last"]] for one in WAYS)
    say(f"{'preset':22}" + " ".join(f"{head:>18}" for head in heads))
    for preset in lookup("cnn").PRESETS:
        try:
            found = [
                LARGE * rate("cnn", preset.values | way | {"batch_size": LARGE}, device, seconds)
                for way in WAYS
            ]
        except ParamError as error:
            say(f"{preset.name:22} passed over: {error.message.say()}")
            continue
        said = (f"{one:9,.0f} {one / max(found[0], 1e-9):5.2f} ×" for one in found)
        say(f"{preset.name:22}" + " ".join(f"{one:>18}" for one in said))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--seconds", type=float, default=5.0, help="of timing, per preset and device"
    )
    parser.add_argument("--steps", type=int, default=20, help="whose figures are compared")
    parser.add_argument("--only", default="", help="playgrounds, with commas")
    parser.add_argument(
        "--mixed", action="store_true", help="/cnn's images per second, 16 bits or 32"
    )
    args = parser.parse_args()
    if not torch.cuda.is_available():
        sys.exit("There is no CUDA device that PyTorch can use here: nothing was compared.")
    print(f"{torch.cuda.get_device_name()}, PyTorch {torch.__version__}")
    print(f"{'playground':10} {'preset':22} {'cuda, 1/s':>11} {'cpu, 1/s':>11}")
    if args.mixed:
        mixed(args.seconds, lambda line: print(line, flush=True))
        return 0
    wrong = 0
    for name in args.only.split(",") if args.only else names():
        for preset in lookup(name).PRESETS:
            agrees = compared(
                name,
                preset,
                ("cuda", "cpu"),
                args.steps,
                args.seconds,
                lambda line: print(line, flush=True),
            )
            wrong += not agrees
    return wrong


if __name__ == "__main__":
    with thread_for_training():
        sys.exit(main())
