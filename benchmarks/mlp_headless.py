"""Training rate without a browser, side by side with a plain autograd loop on the same task.

    python -m benchmarks.mlp_headless [--seconds 5]

Both train TensorFlow Playground's default (circle, 250 training points, batch 10, 2–4–2–1, tanh, squared
error, SGD 0.03) on one torch thread, in turns, so that noise of the machine hits both alike. Ours also
evaluates train and test after every epoch and keeps its history; the plain loop does neither. The bare
minimum says how fast this machine is: the same operators with nothing around them (the order never changes,
no loss is told), as one TorchScript function.
"""

from __future__ import annotations

import argparse
import statistics
import time

import torch
from torch import Tensor

from core.data.toy import make
from core.playgrounds import lookup
from core.training.engine import thread_for_training
from core.training.run import Run


def ours(seconds: float) -> float:
    """Epochs per second of a run without viewers."""
    mlp = lookup("mlp")
    preset = next(p for p in mlp.PRESETS if p.name == "tf-playground")
    run = Run(mlp, mlp.Config(**preset.values), device="cpu")
    run.play("flat")
    run.obey()
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        run.advance(0.1)
    return run.algorithm.epoch / (time.perf_counter() - began)


def plain(seconds: float) -> float:
    """Epochs per second of torch.nn, autograd and torch.optim."""
    x, y = make("circle", points=500, noise=0, seed=0)
    inputs = torch.from_numpy(x[:250])
    targets = torch.from_numpy(2.0 * y[:250] - 1).float()[:, None]
    net = torch.nn.Sequential(
        *(torch.nn.Linear(2, 4), torch.nn.Tanh(), torch.nn.Linear(4, 2), torch.nn.Tanh()),
        *(torch.nn.Linear(2, 1), torch.nn.Tanh()),
    )
    optimizer = torch.optim.SGD(net.parameters(), lr=0.03)
    epochs, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        order = torch.randperm(250)
        for rows in order.split(10):
            loss = 0.5 * (net(inputs[rows]) - targets[rows]).square().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        epochs += 1
    return epochs / (time.perf_counter() - began)


def least(
    x: list[Tensor], t: list[Tensor], w: list[Tensor], a: list[Tensor], d: list[Tensor]
) -> None:
    """An epoch of explicit passes; biases are the last rows of w; a has a column of ones."""
    for i in range(len(x)):
        torch.tanh(torch.mm(x[i], w[0]), out=a[0][:, :-1])
        torch.tanh(torch.mm(a[0], w[1]), out=a[1][:, :-1])
        o = torch.tanh(torch.mm(a[1], w[2]))
        d[2] = torch.ops.aten.tanh_backward(o - t[i], o)
        d[1] = torch.ops.aten.tanh_backward(torch.mm(d[2], w[2][:-1].t()), a[1][:, :-1])
        d[0] = torch.ops.aten.tanh_backward(torch.mm(d[1], w[1][:-1].t()), a[0][:, :-1])
        w[2].addmm_(a[1].t(), d[2], alpha=-0.003)
        w[1].addmm_(a[0].t(), d[1], alpha=-0.003)
        w[0].addmm_(x[i].t(), d[0], alpha=-0.003)


@torch.inference_mode()
def bare(seconds: float) -> float:
    """Epochs per second of `least`."""
    x, y = make("circle", points=500, noise=0, seed=0)
    rows = torch.cat([torch.from_numpy(x[:250]), torch.ones(250, 1)], 1).split(10)
    targets = torch.from_numpy(2.0 * y[:250] - 1).float()[:, None].split(10)
    w = [torch.randn(3, 4) / 2, torch.randn(5, 2) / 2, torch.randn(3, 1) / 2]
    a, d = [torch.ones(10, 5), torch.ones(10, 3)], [torch.empty(0)] * 3
    epoch = torch.jit.script(least)
    epochs, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        epoch(list(rows), list(targets), w, a, d)
        epochs += 1
    return epochs / (time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5.0, help="for each of nine turns")
    seconds = parser.parse_args().seconds
    with thread_for_training():
        turns = [(ours(seconds), plain(seconds), bare(seconds)) for _ in range(3)]
    mine, theirs, fewest = (statistics.median(column) for column in zip(*turns, strict=True))
    print(f"learnscope      {mine:8.0f} epochs/s  ({mine * 25:,.0f} steps/s)")
    print(f"plain autograd  {theirs:8.0f} epochs/s  ({theirs * 25:,.0f} steps/s)")
    print(f"bare minimum    {fewest:8.0f} epochs/s  ({fewest * 25:,.0f} steps/s)")
    print(
        f"ratios          {mine / theirs:8.2f} of autograd's, {mine / fewest:.2f} of the minimum's"
    )


if __name__ == "__main__":
    main()
