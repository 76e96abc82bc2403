"""How soon the presets of /transformer reach what they are meant for, in the processor's time and in updates.

    LEARNSCOPE_DATA=… python -m benchmarks.sequences [PRESET …] [--seeds N] [--factor F] [--heads H]

One torch thread. Seconds are the training thread's own (time.thread_time()), not those that pass: on a
machine that others use too more time passes, and each second does less still, because two threads share a
core; `--factor` makes every budget as many times longer. A run ends when its goal is reached or its time is
over; one that is to be at the end of its schedule goes on to there, and what it is at both is told.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import torch

from benchmarks.sequences_goals import FAILING, GOALS, MARKS, Goal, held
from benchmarks.sequences_modules import against_modules
from core.playgrounds import lookup
from core.playgrounds.transformer.ablation import mean_answers, score
from core.playgrounds.transformer.algorithm import Transformer
from core.playgrounds.transformer.config import TransformerConfig
from core.playgrounds.transformer.edits import Edits, without
from core.playgrounds.transformer.gpt import GPT
from core.playgrounds.transformer.sampling import go_on
from core.playgrounds.transformer.scores import of_heads
from core.training.engine import thread_for_training

LOOKS_BACK = 0.15  # the mean weight from which a head is one that looks one back
WITHOUT = 0.2  # share right, or prefix score, at most, without what looks one back
LATER = 1.6  # how many budgets a schedule may take to its end
RATIO = 0.85  # of a step's time to that of the version of modules, at most


def run(name: str, seed: int, factor: float, **more: Any) -> None:
    goal = GOALS.get(name) or FAILING[name]
    seconds = factor * goal.seconds
    algorithm = build(goal.preset or name, seed, **{**goal.more, **more})
    c = algorithm.config
    began, spent, reached, marks = time.thread_time(), 0.0, "", {}
    last = c.schedule_steps if goal.whole and c.schedule == "cosine" else 0
    while spent < seconds or (algorithm.update < last and spent < LATER * seconds):
        told = algorithm.step()
        before, spent = spent, time.thread_time() - began
        if goal.whole and before < seconds <= spent:
            marks["budget"] = f"after {spent:.0f} s {tested(goal, algorithm, told)}"
        if "train" not in marks and name == "grokking" and float(told["train_accuracy"]) >= 0.99:
            marks["train"] = f"train ≥ 0.99 after {spent:.1f} s"
        if algorithm.evaluate_now:
            found = algorithm.evaluate()
            mark(marks, found, spent)
            if goal.wanted and not reached and held(goal.first, found):
                who, own = whose(goal, algorithm, spent)
                reached = f"reached after {own:.1f} s{who}, {algorithm.update:,} updates"
                if not goal.whole:
                    break
        if algorithm.finished({}) or (last and algorithm.update >= last and spent >= seconds):
            break
    per = 1000 * spent / algorithm.update
    reached = reached or ("not reached on the way" if goal.wanted else "one that fails")
    print(
        f"{name}, seed {seed}: {reached}; after {spent:.0f} s and"
        f" {algorithm.update:,} updates ({per:.1f} ms each) {tested(goal, algorithm, told)};"
        f" {'; '.join(marks.values())}",
        flush=True,
    )
    if name in AFTER:
        AFTER[name](algorithm)


def whose(goal: Goal, algorithm: Transformer, spent: float) -> tuple[str, float]:
    """Of a contest the seconds are those of the one that the goal is of."""
    kind = goal.first[0].partition(".")[2]
    return (f" of its own ({kind})", algorithm.learners[kind].seconds) if kind else ("", spent)


def tested(goal: Goal, algorithm: Transformer, told: Any) -> str:
    """What holds of the goal, on all rows kept apart; those of training are a minibatch's."""
    found = {**told, **algorithm.final()}
    return ", ".join(
        f"{check[0]} {float(found[check[0]]):.3f} ({check[1]} {check[2]}:"
        f" {'held' if held(check, found) else 'NOT held'})"
        for check in goal.checks
    )


def mark(marks: dict[str, str], found: Any, spent: float) -> None:
    """When something worth telling came first."""
    for name, value in MARKS:
        key = f"{name} ≥ {value}"
        if key not in marks and float(found.get(name, 0.0)) >= value:
            marks[key] = f"{key} after {spent:.1f} s"


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
    before = time.thread_time()
    found = go_on(model, prompt, 100)
    took = 1000 * (time.thread_time() - before)
    print(f"  100 characters in {took:.0f} ms: {algorithm.task.decode(found.ids)!r}")


def ratio(algorithm: Transformer) -> None:
    """Of the time of a step to that of a version with a module for each head."""
    fast, plain = against_modules(algorithm)
    verdict = "held" if fast <= RATIO * plain else "NOT held"
    print(
        f"  {fast:.1f} ms a step, {plain:.1f} with modules: {fast / plain:.2f} (≤ {RATIO}: {verdict})",
        flush=True,
    )


AFTER: dict[str, Callable[[Transformer], None]] = {
    "induction": without_heads, "shakespeare": generate, "nanogpt": ratio,
}  # fmt: skip


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
