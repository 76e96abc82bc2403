"""A GPT as a beginner writes it, a module for each head and an optimiser that goes round in a loop: what the
fast path of /transformer is timed against.

The same sizes, losses, clipping and schedule; LayerNorm before each part, GELU, learned positions. B rows, T
places, W numbers per place, d per head, V symbols.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.playgrounds.contract import Trace
from core.playgrounds.transformer.algorithm import Transformer
from core.playgrounds.transformer.learner import rate
from core.playgrounds.transformer.sizes import Sizes, parameters

TURNS, STEPS = 12, 5  # turns of each version, updates of a turn


class Head(nn.Module):
    """One head: its own three layers, its scores, its mask."""

    def __init__(self, s: Sizes) -> None:
        super().__init__()
        self.key, self.query, self.value = (nn.Linear(s.width, s.head) for _ in range(3))
        self.register_buffer("hidden", torch.ones(s.context, s.context).triu(1).bool())

    def forward(self, x: Tensor) -> Tensor:
        """[B, T, W] -> [B, T, d]"""
        T = x.shape[1]
        q, k, v = self.query(x), self.key(x), self.value(x)
        scores = q @ k.transpose(-2, -1) / math.sqrt(k.shape[-1])
        hidden = self.get_buffer("hidden")[:T, :T]
        shares: Tensor = scores.masked_fill(hidden, -math.inf).softmax(-1) @ v
        return shares


class Block(nn.Module):
    """Attention and MLP, each behind a LayerNorm and added to what came."""

    def __init__(self, s: Sizes) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(s.width), nn.LayerNorm(s.width)
        self.heads = nn.ModuleList(Head(s) for _ in range(s.heads))
        self.out = nn.Linear(s.width, s.width)
        self.mlp = nn.Sequential(nn.Linear(s.width, s.mlp), nn.GELU(), nn.Linear(s.mlp, s.width))

    def forward(self, x: Tensor) -> Tensor:
        h = self.norm1(x)
        x = x + self.out(torch.cat([head(h) for head in self.heads], -1))
        more: Tensor = x + self.mlp(self.norm2(x))
        return more


class Modules(nn.Module):
    """Logits [B, T, V] for symbols [B, T]."""

    def __init__(self, s: Sizes) -> None:
        super().__init__()
        self.embedding, self.position = (nn.Embedding(n, s.width) for n in (s.symbols, s.context))
        self.blocks = nn.Sequential(*(Block(s) for _ in range(s.layers)))
        self.norm = nn.LayerNorm(s.width)
        self.unembedding = nn.Linear(s.width, s.symbols, bias=False)

    def forward(self, ids: Tensor) -> Tensor:
        x = self.embedding(ids) + self.position(torch.arange(ids.shape[1]))
        logits: Tensor = self.unembedding(self.norm(self.blocks(x)))
        return logits


def stepping(algorithm: Transformer) -> Callable[[], None]:
    """An update of the version of modules, on the task and with the settings of `algorithm`."""
    c, task = algorithm.config, algorithm.task
    sizes = algorithm.learners["transformer"].sizes
    net, rng = Modules(sizes), torch.Generator().manual_seed(0)
    assert sum(one.numel() for one in net.parameters()) == parameters(sizes), "the same sizes"
    optimizer = torch.optim.AdamW(
        net.parameters(), lr=c.lr, betas=(0.9, 0.99), weight_decay=c.weight_decay, foreach=False
    )
    done = 0

    def step() -> None:
        nonlocal done
        rows = task.batch(rng, c.batch_size)
        loss = F.cross_entropy(net(rows.inputs).flatten(0, 1), rows.targets.flatten())
        optimizer.zero_grad()
        loss.backward()
        if c.clip:
            nn.utils.clip_grad_norm_(net.parameters(), c.clip)
        for group in optimizer.param_groups:
            group["lr"] = rate(c, done)
        optimizer.step()
        done += 1

    return step


def against_modules(algorithm: Transformer) -> tuple[float, float]:
    """ms of the thread per update: of the learner, and of the version of modules, in turns."""
    learner, rng = algorithm.learners["transformer"], torch.Generator().manual_seed(0)
    task, plain = algorithm.task, stepping(algorithm)

    def fast() -> None:
        rows = task.batch(rng, algorithm.config.batch_size)
        learner.learn(rows, algorithm.update, Trace())

    found: dict[str, list[float]] = {"fast": [], "plain": []}
    for turn in range(TURNS + 1):
        for name, step in (("fast", fast), ("plain", plain)):
            began = time.thread_time()
            for _ in range(STEPS):
                step()
            if turn:  # the first warms up
                found[name].append(1000 * (time.thread_time() - began) / STEPS)
    return statistics.median(found["fast"]), statistics.median(found["plain"])
