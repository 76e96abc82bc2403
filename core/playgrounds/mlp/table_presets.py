"""Settings for the built-in tables: real data, with more inputs than a map has sides."""

from __future__ import annotations

from core.i18n import N_
from core.params import Preset

TABLES = (
    Preset(
        "iris",
        N_("Irises"),
        N_("Fisher's flowers of 1936: petals alone nearly tell the three species apart."),
        {
            "dataset": "iris",
            "train_share": 0.7,
            "hidden": (8,),
            "optimizer": "adam",
            "lr": 0.01,
            "weight_decay": 0.01,
        },
    ),
    Preset(
        "wine",
        N_("Wines"),
        N_(
            "Thirteen measurements of a wine tell where its grapes grew; no two of them are enough."
        ),
        {
            "dataset": "wine",
            "train_share": 0.7,
            "hidden": (8,),
            "optimizer": "adam",
            "lr": 0.01,
            "weight_decay": 0.01,
            "schedule": "cosine",
            "schedule_epochs": 200,
        },
    ),
    Preset(
        "breast-cancer",
        N_("Breast tumours"),
        N_(
            "Thirty numbers of cell nuclei. Look at the confusions: the two errors don't weigh alike."
        ),
        {
            "dataset": "breast-cancer",
            "train_share": 0.7,
            "hidden": (8, 4),
            "optimizer": "adam",
            "lr": 0.003,
            "weight_decay": 0.03,
        },
    ),
    Preset(
        "diabetes",
        N_("Diabetes"),
        N_(
            "Half of what decides how the disease goes on isn't in the table: no network gets R² near 1."
        ),
        {
            "dataset": "diabetes",
            "train_share": 0.7,
            "loss": "mse",
            "hidden": (8,),
            "optimizer": "adam",
            "lr": 0.003,
            "weight_decay": 0.03,
        },
    ),
)
