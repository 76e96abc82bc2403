"""Training rate without a browser, side by side with a plain torch.nn loop of the same GAN.

    python -m benchmarks.gan_headless [--seconds 5]

Both play GAN Lab's default (two Gaussians, batch 150, two ReLU layers of 8 in both networks, tanh output,
non-saturating loss, SGD 0.1, one update each) on one torch thread, in turns, so that noise of the machine
hits both alike. Ours also measures modes, divergences and distances every 250 iterations, keeps its
history and a window of scalars for the alarm; the plain loop reads its two losses and does none of that.
"""

from __future__ import annotations

import argparse
import statistics
import time

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.playgrounds import lookup
from core.training.engine import thread_for_training
from core.training.run import Run

CENTRES = torch.tensor([(-0.45, -0.3), (0.45, 0.3)])


def ours(seconds: float) -> float:
    """Iterations per second of a run without viewers."""
    gan = lookup("gan")
    run = Run(gan, gan.Config(), device="cpu")
    run.play("flat")
    run.obey()
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        run.advance(0.1)
    return run.step / (time.perf_counter() - began)


def network(*last: nn.Module) -> nn.Sequential:
    return nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 8), nn.ReLU(), *last)


def plain(seconds: float) -> float:
    """Iterations per second of torch.nn, autograd and torch.optim."""
    g, d = network(nn.Linear(8, 2), nn.Tanh()), network(nn.Linear(8, 1))
    for_g, for_d = (torch.optim.SGD(net.parameters(), lr=0.1) for net in (g, d))

    def real() -> Tensor:
        return CENTRES[torch.randint(2, (150,))] + 0.12 * torch.randn(150, 2)

    iterations, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        fake = g(torch.rand(150, 2) * 2 - 1).detach()
        d_loss = F.softplus(-d(real())).mean() + F.softplus(d(fake)).mean()
        for_d.zero_grad()
        d_loss.backward()
        for_d.step()
        g_loss = F.softplus(-d(g(torch.rand(150, 2) * 2 - 1))).mean()
        for_g.zero_grad()
        g_loss.backward()
        for_g.step()
        d_loss.item(), g_loss.item()
        iterations += 1
    return iterations / (time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5.0, help="for each of six turns")
    seconds = parser.parse_args().seconds
    with thread_for_training():
        turns = [(ours(seconds), plain(seconds)) for _ in range(3)]
    mine, theirs = (statistics.median(column) for column in zip(*turns, strict=True))
    print(f"learnscope     {mine:8.0f} iterations/s")
    print(f"plain torch    {theirs:8.0f} iterations/s")
    print(f"ratio          {mine / theirs:8.2f}")


if __name__ == "__main__":
    main()
