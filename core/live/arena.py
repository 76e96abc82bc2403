"""The texts of the browser's half where runs are compared: a page gets them when it has any."""

from __future__ import annotations

from core.i18n import N_
from core.params import Translate

TEXTS: dict[str, str] = {
    "arena.desk": N_("What is compared"),
    "arena.own": N_("This run"),
    "arena.run": N_("Run {number}"),
    "arena.drop": N_("Take {name} away"),
    "arena.state": N_("step {step} · {state}"),
    "arena.waits": N_("waits for the slower one"),
    "arena.setting": N_("{name} {value}"),
    "arena.unset": N_("As in this page's run again"),
    "arena.clock": N_("Clock that the runs share"),
    "arena.clock-tip": N_(
        "What the runs have in common: who is ahead waits. In “same steps” all go to the same step, in “same"
        " computing time” all get as many seconds of the processor"
    ),
    "arena.clock-steps": N_("Same steps"),
    "arena.clock-seconds": N_("Same computing time"),
    "arena.add-run": N_("+ Copy"),
    "arena.add-run-tip": N_("One more run with this page's settings and seed: then change one of them"),
    "arena.add-seed": N_("+ Next seed"),
    "arena.add-seed-tip": N_("One more run that has nothing but another seed"),
    "arena.seeds": N_("seeds"),
    "arena.seeds-count": N_("How many seeds"),
    "arena.seeds-tip": N_(
        "Repeat over seeds: this page's run and others with other seeds, so many in all, in place of those"
        " compared now; the chart shows their mean and a band. Four of them stand in columns"
    ),
    "arena.otherwise": N_("A setting that one run has otherwise"),
    "arena.who": N_("Which run"),
    "arena.what": N_("Which setting"),
    "arena.set": N_("Set"),
    "arena.set-tip": N_("Give this value to that run; what changes its structure begins it anew"),
    "arena.metric": N_("Which curve is compared"),
    "arena.curves": N_("Curves of all runs"),
    "arena.curves-of": N_("{metric} of all runs"),
    "arena.band": N_("Mean"),
    "arena.band-tip": N_(
        "The mean of the runs, and a band of one standard deviation (of the sample) to both sides"
    ),
    "arena.mean": N_("Mean"),
    "arena.hover-step": N_("{name}: {value}<br>step {at}"),
    "arena.hover-second": N_("{name}: {value}<br>after {at} s of computing"),
    "arena.steps": N_("step"),
    "arena.seconds": N_("seconds of computing"),
    "arena.table": N_("What differs between the runs, and what has come of it"),
    "arena.same": N_("All settings are the same."),
    "arena.row-per-step": N_("time per step"),
    "arena.row-worked": N_("time in all"),
    "arena.row-tip": N_("Of computing alone: what a run waits for the others is not counted"),
    "arena.in-ms": N_("{value} ms"),
    "arena.in-seconds": N_("{value} s"),
}  # fmt: skip


def arena_texts(translate: Translate) -> dict[str, str]:
    return {key: translate(text) for key, text in TEXTS.items()}
