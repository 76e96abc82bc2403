"""Searches worth seeing: what learning from trials gains, what a grid wastes, and what pruning saves."""

from __future__ import annotations

from core.i18n import N_
from core.params import Preset

ALONE = {"beside": "none"}

PRESETS = (
    Preset(
        "tpe-and-random",
        N_("TPE and random"),
        N_("The same budget for both, the same first ten trials: then one of them learns from what it saw."),
        {},
    ),
    Preset(
        "grid-and-random",
        N_("Grid and random"),
        N_("Only the learning rate matters here: the grid tries it at a few values, random search at all."),
        {
            "sampler": "random", "beside": "grid", "trials": 36, "pruner": "none",
            "over": ("lr", "weight_decay", "seed"), "lr_from": 0.0001, "lr_to": 10.0,
            "weight_decay_from": 1e-8, "weight_decay_to": 1e-4, "dataset": "circle", "noise": 5.0,
        },
    ),
    Preset(
        "halving",
        N_("Successive halving"),
        N_("Of three trials one goes on at each rung: many are tried for the price of a few."),
        {**ALONE, "sampler": "random", "pruner": "halving", "trials": 96, "trial_epochs": 120, "grace": 4,
         "parallel": 8, "dataset": "spiral", "noise": 5.0, "activations": ("relu", "tanh", "silu"),
         "optimizer": "adam", "lr_to": 0.3, "over": ("lr", "weight_decay", "width", "depth", "activation")},
    ),
    Preset(
        "everything",
        N_("Everything at once"),
        N_("Eight hyperparameters and a control: watch which of them turn out to matter."),
        {**ALONE, "trials": 100, "dataset": "spiral", "noise": 5.0,
         "over": ("lr", "weight_decay", "width", "depth", "batch_size", "initial_scale", "activation",
                  "optimizer", "seed")},
    ),
    Preset(
        "luck",
        N_("How much is luck"),
        N_("Four searches of each kind: only where the bands part is one of them better."),
        {"repeats": 4, "trials": 40, "over": ("lr", "weight_decay", "width", "depth"), "trial_epochs": 40,
         "parallel": 2, "points": 300},
    ),
    Preset(
        "overfitted",
        N_("Overfitting by choosing"),
        N_("Too few points to learn a spiral from: the best of 128 equal settings owes it to luck."),
        {**ALONE, "sampler": "random", "trials": 128, "parallel": 16, "over": ("seed",), "points": 100,
         "train_share": 0.6, "dataset": "spiral", "data_seed": 1, "pruner": "none", "trial_epochs": 30,
         "objective": "error", "width": 12, "lr": 0.3},
        failure=True,
    ),
)  # fmt: skip
