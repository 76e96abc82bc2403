"""Tabular learning without a browser: how fast, beside a textbook loop, and how well, seed by seed.

    python -m benchmarks.qlearning [--seconds 5] [--seeds 5]

Speed: Q-learning in the built-in grid world, in turns with the loop of a textbook, once over numpy arrays
and once over plain lists. In those nothing is counted, shown or evaluated, ties go to the first action,
and every action has one outcome. Ours breaks ties by chance, counts visits and episodes, keeps the path
and the curves, and works out the exact return and the distance to Q*.
Seconds are the processor's, so that other work on the machine does not count.

Learning: for every preset with a figure to reach, the exact mean return of the greedy policy at the end,
and from which step on it never fell below that figure.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time

import numpy as np

from core.params import Config
from core.playgrounds import lookup
from core.playgrounds.qlearning.config import QlearningConfig
from core.training.engine import thread_for_training
from core.training.run import Run

REACH = {  # preset → (the return to reach, steps)
    "grid": (0.44, 200_000),
    "cliff": (-13.0, 100_000),
    "taxi": (7.9, 500_000),
    "frozenlake": (0.72, 1_000_000),
    "frozenlake8x8": (0.84, 2_000_000),
}


def trained(config: Config, seconds: float = 1e9, steps: int = -1) -> Run:
    """A run without viewers, after so many seconds or steps."""
    run = Run(lookup("qlearning"), config, device="cpu")
    run.play("flat")
    run.obey()
    end = time.process_time() + seconds
    while time.process_time() < end and run.step != steps:
        run.advance(0.1, steps - run.step if steps > 0 else -1)
    return run


def ours(seconds: float) -> float:
    """Steps per second in the grid world."""
    began = time.process_time()
    run = trained(QlearningConfig(), seconds)
    return run.step / (time.process_time() - began)


def with_arrays(seconds: float) -> float:
    """Steps per second of the loop that everybody writes first: Q and the world as numpy arrays."""
    c = QlearningConfig()
    world, dice = c.world(), np.random.default_rng(0)
    q = np.zeros(world.size)
    steps, state, length, began = 0, world.starts[0], 0, time.process_time()
    while time.process_time() - began < seconds:
        for _ in range(1000):
            explores = dice.random() < c.epsilon
            action = dice.integers(q.shape[1]) if explores else q[state].argmax()
            after, over = world.successors[state, action, 0], world.terminals[state, action, 0]
            target = world.rewards[state, action, 0] + c.gamma * q[after].max() * (not over)
            q[state, action] += c.lr * (target - q[state, action])
            state, length = after, length + 1
            if over or length == world.limit:
                state, length = world.starts[0], 0
        steps += 1000
    return steps / (time.process_time() - began)


def with_lists(seconds: float) -> float:
    """Steps per second of the same loop over plain lists, with nothing but the update in it."""
    c = QlearningConfig()
    world, dice = c.world(), random.Random(0)
    start, limit, actions = int(world.starts[0]), world.limit, world.size[1]
    after_of = world.successors[:, :, 0].tolist()
    reward_of = world.rewards[:, :, 0].tolist()
    over_of = world.terminals[:, :, 0].tolist()
    q = np.zeros(world.size).tolist()
    gamma, lr, epsilon, draw = c.gamma, c.lr, c.epsilon, dice.random
    steps, state, length, began = 0, start, 0, time.process_time()
    while time.process_time() - began < seconds:
        for _ in range(1000):
            row = q[state]
            explores = draw() < epsilon
            action = int(draw() * actions) if explores else row.index(max(row))
            after, over = after_of[state][action], over_of[state][action]
            target = reward_of[state][action]
            if not over:
                target += gamma * max(q[after])
            row[action] += lr * (target - row[action])
            state, length = after, length + 1
            if over or length == limit:
                state, length = start, 0
        steps += 1000
    return steps / (time.process_time() - began)


def reached(preset: str, seed: int) -> tuple[float, float]:
    """The exact return at the end, and the step from which on it was as good as asked (inf: never)."""
    target, steps = REACH[preset]
    values = {one.name: one.values for one in lookup("qlearning").PRESETS}[preset]
    run = trained(QlearningConfig(**{**values, "seed": seed}), steps=steps)
    run.history.settle()
    at, returns = run.history.curves["eval_return_mean"].points()
    short = np.flatnonzero(returns < target - 1e-6)
    since = 0.0 if not len(short) else at[short[-1] + 1] if short[-1] + 1 < len(at) else np.inf
    return float(returns[-1]), float(since)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5.0, help="for each of nine turns")
    parser.add_argument("--seeds", type=int, default=5)
    args = parser.parse_args()
    with thread_for_training():
        loops = {"learnscope": ours, "numpy arrays": with_arrays, "plain lists": with_lists}
        turns = [[loop(args.seconds) for loop in loops.values()] for _ in range(3)]
        for name, rates in zip(loops, zip(*turns, strict=True), strict=True):
            print(f"{name:14}{statistics.median(rates):12,.0f} steps/s")
        for preset, (target, steps) in REACH.items():
            print(f"\n{preset}: {target:g} to reach, {steps:,} steps")
            for seed in range(args.seeds):
                value, since = reached(preset, seed)
                print(f"  seed {seed}   {value:8.4f}   from step {since:,.0f} on")


if __name__ == "__main__":
    main()
