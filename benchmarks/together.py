"""Small networks trained together as one batch of models, side by side with one run at a time.

    python -m benchmarks.together [--seconds 0.5] [--rounds 15]

All train TensorFlow Playground's default (circle, 250 training points, batch 10, 2–4–2–1, tanh, squared
error, SGD 0.03) on one torch thread, each copy with weights of its own, in turns, so that noise of the
machine hits all alike. An update is one minibatch of one network. Apart: 16 `Mlp` algorithms, each 100
steps and then the next one, as separate runs take turns on the thread that trains. Together:
core/nn/batched.py with 16 and 64 copies that share their minibatches. Every network's loss is computed
at every step in all of them.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from functools import partial

import torch

from core.nn.batched import BatchedNet, BatchedUpdate, learn
from core.nn.dense import streams
from core.nn.minibatches import Minibatches
from core.nn.optimisers import SGD
from core.playgrounds import lookup
from core.training.engine import thread_for_training

WANTED = {16: 6.0, 64: 10.0}  # times the rate of separate runs
BURST = (
    100  # steps between two looks at the clock, and of one separate run before the next one's turn
)


def mlp(seed: int):
    """TensorFlow Playground's network as the site trains it today."""
    playground = lookup("mlp")
    preset = next(p for p in playground.PRESETS if p.name == "tf-playground")
    return playground(playground.Config(**preset.values | {"seed": seed}), "cpu")


def apart(copies: int) -> tuple[int, Callable[[], None]]:
    """(networks, BURST steps of each): one algorithm after the other."""
    runs = [mlp(seed) for seed in range(copies)]

    def steps() -> None:
        for run in runs:
            for _ in range(BURST):
                run.step()

    return copies, steps


def together(copies: int) -> tuple[int, Callable[[], None]]:
    """(networks, BURST steps of each): the same networks as one batch."""
    runs = [mlp(seed) for seed in range(copies)]
    first, c = runs[0], runs[0].config
    net = BatchedNet(first.net.sizes, copies)
    net.theta.copy_(torch.stack([run.net.theta for run in runs]))
    net.activations = first.net.activations
    update = BatchedUpdate(net, SGD)
    none = torch.zeros(copies)
    update.set(torch.full((copies,), c.lr), none, none)
    x = first.points.x[: c.train_points]
    t = first.loss.targets(first.points.y[: c.train_points], c.outputs)
    batches = Minibatches(x, t, c.batch_size, net.workspace, streams(0, 1)[0])

    def steps() -> None:
        for _ in range(BURST):
            if batches.done:
                batches.begin_epoch()
            x, _, t, work = batches.draw()
            _, delta = learn(first.loss, net.forward(x, work), t)
            net.backward(delta, work)
            update.step()

    return copies, steps


def rate(copies: int, steps: Callable[[], None], seconds: float) -> float:
    """Updates per second of all networks together."""
    done, began = 0, time.perf_counter()
    while (taken := time.perf_counter() - began) < seconds:
        steps()
        done += copies * BURST
    return done / taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=0.5, help="for each turn")
    parser.add_argument("--rounds", type=int, default=15)
    asked = parser.parse_args()
    with thread_for_training():
        ways = {"1 alone": apart(1), "16 apart": apart(16)} | {
            f"{n} together": together(n) for n in WANTED
        }
        turns = {name: partial(rate, *way) for name, way in ways.items()}
        for turn in turns.values():
            turn(0.2)  # warm
        found = [
            {name: turn(asked.seconds) for name, turn in turns.items()} for _ in range(asked.rounds)
        ]
    print(f"{'':12} {'updates/s':>10} {'epochs/s':>9} {'ratio':>6}  wanted  each round")
    for name in turns:
        rates = [one[name] for one in found]
        ratios = [one[name] / one["16 apart"] for one in found]
        middle, ratio = statistics.median(rates), statistics.median(ratios)
        wanted = WANTED.get(int(name.split()[0])) if "together" in name else None
        asks = f"≥ {wanted:g}" if wanted else ""
        each = [round(r, 1) for r in ratios]
        print(f"{name:12} {middle:10,.0f} {middle / 25:9,.0f} {ratio:6.2f}  {asks:6}  {each}")


if __name__ == "__main__":
    main()
