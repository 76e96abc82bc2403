"""How soon the presets of /transformer reach what they are meant for, in the processor's time and in updates.

    LEARNSCOPE_DATA=… python -m benchmarks.sequences [PRESET …] [--seeds N] [--factor F] [--heads H]

One torch thread. What counts is the process's own time: on a machine that others use too, more time passes,
and each second does less; `--factor` makes every budget as many times longer. A run ends when its goal is
reached or its time is over.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, field
from typing import Any

import torch

from core.playgrounds import lookup
from core.playgrounds.transformer.ablation import mean_answers, score
from core.playgrounds.transformer.algorithm import Transformer
from core.playgrounds.transformer.config import TransformerConfig
from core.playgrounds.transformer.edits import Edits, without
from core.playgrounds.transformer.gpt import GPT
from core.playgrounds.transformer.sampling import go_on
from core.playgrounds.transformer.scores import of_heads
from core.training.engine import thread_for_training


@dataclass(frozen=True)
class Goal:
    """Within `seconds` of the processor, `metric` is at least (a loss: at most) `value`; `whole`: the run
    goes on to its end all the same, and what it is then counts."""

    seconds: float
    metric: str
    value: float
    whole: bool = False
    more: dict[str, Any] = field(default_factory=dict)


LOOKS_BACK = 0.15  # the mean weight from which a head is one that looks one back
WITHOUT = 0.2  # share right, or prefix score, at most, without what looks one back
LOSS, EXACT = "val_loss", "exact_accuracy"
GOALS = {
    "shakespeare": Goal(60, LOSS, 1.85, whole=True),
    "nanogpt": Goal(240, LOSS, 1.93, whole=True),
    "shakespeare-lstm": Goal(30, LOSS, 1.75, whole=True),
    "addition": Goal(30, EXACT, 0.99),
    "addition-plain": Goal(60, EXACT, 0.99),
    "sort": Goal(45, EXACT, 0.99),
    "brackets": Goal(60, EXACT, 0.99),
    "copy": Goal(6, EXACT, 0.99),
    "reverse": Goal(6, EXACT, 0.99),
    "encoder-decoder": Goal(6, EXACT, 0.99),
    "translation": Goal(15, EXACT, 0.99),
    "parity-scratchpad": Goal(20, EXACT, 0.99),
    "induction": Goal(20, "val_accuracy", 0.99),
    "grokking": Goal(75, EXACT, 0.99),
    "contest-delay": Goal(60, f"{EXACT}.transformer", 0.99),
    "contest-parity": Goal(20, f"{EXACT}.rnn", 0.99),
}
# Presets that fail: what they are after so many seconds.
FAILING = {
    "no-mask": 10, "no-positions": 20, "one-layer": 20, "fixed-repeat": 10, "parity": 20, "memorise": 45,
    "lr-too-high": 10, "overfit": 30, "forget-bias-0": 30,
}  # fmt: skip


def run(preset: str, seed: int, factor: float, **more: Any) -> None:
    goal = GOALS.get(preset)
    seconds = factor * (goal.seconds if goal else FAILING[preset])
    algorithm = build(preset, seed, **more)
    began, spent, reached, marks = time.process_time(), 0.0, "", {}
    while spent < seconds:
        told = algorithm.step()
        spent = time.process_time() - began
        if preset == "grokking" and "train" not in marks and float(told["train_accuracy"]) >= 0.99:
            marks["train"] = f"train ≥ 0.99 after {spent:.1f} s"
        if not algorithm.evaluate_now:
            continue
        found = algorithm.evaluate()
        mark(marks, found, spent)
        if goal and not reached and arrived(goal, float(found[goal.metric])):
            reached = f"{goal.metric} reached {goal.value} after {spent:.1f} s, {algorithm.update:,} updates"
            if not goal.whole:
                break
        if algorithm.finished({}):
            break
    metrics = {name: round(float(value), 3) for name, value in algorithm.final().items()}
    per = 1000 * spent / algorithm.update
    print(
        f"{preset}, seed {seed}: {reached or ('NOT reached' if goal else 'as meant?')};"
        f" after {spent:.0f} s and {algorithm.update:,} updates ({per:.1f} ms each)"
        f" {metrics} {'; '.join(marks.values())}",
        flush=True,
    )
    if preset == "induction":
        without_heads(algorithm)
    if preset == "shakespeare":
        generate(algorithm)


def mark(marks: dict[str, str], found: Any, spent: float) -> None:
    """When something worth telling came first."""
    for name, value in (("prefix_score", 0.5), (EXACT, 0.5)):
        if name not in marks and float(found.get(name, 0.0)) >= value:
            marks[name] = f"{name} ≥ {value} after {spent:.1f} s"


def arrived(goal: Goal, value: float) -> bool:
    return value <= goal.value if goal.metric == LOSS else value >= goal.value


def without_heads(algorithm: Transformer) -> None:
    """What is left without the head that looks one back most, and without all that do in its layer: several
    learn it, and each can stand in for another."""
    learner = algorithm.learners["transformer"]
    rows = type(algorithm.task.validation)(*(part[:200] for part in algorithm.task.validation))
    model = learner.model
    assert isinstance(model, GPT)
    L, H = model.sizes.layers, model.sizes.heads
    previous = learner.evaluation.heads[..., 0]
    layer, head = divmod(int(previous.argmax()), H)
    every = [(layer, h) for h in range(H) if previous[layer, h] >= LOOKS_BACK]
    means = mean_answers(model, rows.inputs)
    for off in ([(layer, head)], every):
        for way, fill in (("zeroed", None), ("replaced by the mean", means)):
            edits = without(L, H, off, fill)
            left = score(model, rows, edits).accuracy
            prefix = float(prefix_without(model, learner.evaluation.probe, edits).detach())
            held = "held" if max(left, prefix) <= WITHOUT else "NOT held"
            looks = ", ".join(f"{float(previous[at]):.2f}" for at in off)
            print(
                f"  heads {off}, which look one back by {looks}, {way}: {left:.2f} right, prefix score"
                f" {prefix:.2f} (both ≤ {WITHOUT}: {held})"
            )


def prefix_without(model: GPT, ids: torch.Tensor, edits: Edits) -> torch.Tensor:
    """The prefix score of the head that has most of it, of a model with something changed by hand."""
    told = model.trace(ids, edits)
    weights = [told[f"{layer}.weights"] for layer in range(model.sizes.layers)]
    return of_heads(weights, ids)[..., 1].max()


def generate(algorithm: Transformer) -> None:
    model, prompt = algorithm.learners["transformer"].model, algorithm.task.encode("ROMEO:")
    before = time.process_time()
    found = go_on(model, prompt, 100)
    took = 1000 * (time.process_time() - before)
    print(f"  100 characters in {took:.0f} ms: {algorithm.task.decode(found.ids)!r}")


def build(preset: str, seed: int, **more: Any) -> Transformer:
    values = {one.name: one.values for one in lookup("transformer").PRESETS}[preset]
    config = TransformerConfig(**{**values, **more, "seed": seed})
    return Transformer(config, torch.device("cpu"))


def main() -> None:
    read = argparse.ArgumentParser()
    read.add_argument("presets", nargs="*")
    read.add_argument("--seeds", type=int, default=1)
    read.add_argument("--factor", type=float, default=1.0)
    read.add_argument("--heads", type=int, help="of each layer, in place of the preset's")
    given = read.parse_args()
    more = {"heads": given.heads} if given.heads else {}
    with thread_for_training():
        for preset in given.presets or [*GOALS, *FAILING]:
            for seed in range(given.seeds):
                run(preset, seed, given.factor, **more)


if __name__ == "__main__":
    main()
