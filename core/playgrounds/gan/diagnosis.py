"""What goes on in a game of two networks: how good the samples are, and what has gone wrong."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.i18n import N_
from core.params import Message
from core.playgrounds.contract import Scalars


class ScalarWindow:
    """The last iterations' scalars, a row every few of them: what the alarm looks back on."""

    EVERY, ROWS = 25, 60  # iterations between two rows, and how many rows are kept
    SPAN = EVERY * ROWS  # iterations that it goes back
    FIELDS = ("d_loss", "g_loss", "d_real", "d_fake", "d_gradient", "g_gradient")

    def __init__(self) -> None:
        self.rows: deque[list[float]] = deque(maxlen=self.ROWS)

    def append(self, scalars: Scalars, statistics: Tensor) -> None:
        """One row, and a batch's statistics with it; with a GPU, everything in one transfer."""
        row = torch.stack([torch.as_tensor(scalars[name]) for name in self.FIELDS])
        self.rows.append(torch.cat((row, statistics)).tolist())

    def column(self, name: str) -> np.ndarray:
        return np.array([row[self.FIELDS.index(name)] for row in self.rows])  # [rows]

    def statistics(self) -> np.ndarray:
        return np.array([row[len(self.FIELDS) :] for row in self.rows])  # [rows, numbers]

    def state(self) -> dict[str, Any]:
        return {"rows": list(self.rows)}

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.rows = deque((list(row) for row in state["rows"]), maxlen=self.ROWS)


# ---- the alarm: each sign with the numbers that were seen -----------------------------------------
COLLAPSED = 0.5  # share of the modes that the samples effectively fall on
POINT = 0.1  # the samples' spread over the data's, where there are no modes
SURE = 0.95  # mean belief in real samples, and doubt of generated ones, of a D that has won
SWING, TURNS = 0.15, 4  # how far the samples' centre swings (the box is ±1), and how often it turns


def collapse(metrics: Mapping[str, float]) -> list[Message]:
    """Mode collapse: many different inputs, few different outputs."""
    total, effective = metrics["modes_total"], metrics["effective_modes"]
    if total == total and effective <= COLLAPSED * total:
        text = N_(
            "Mode collapse: the samples crowd around {effective} of {total} modes; {covered} are covered."
        )
        values = {
            "effective": f"{effective:z.1f}",
            "total": int(total),
            "covered": int(metrics["modes_covered"]),
        }
        return [Message("collapse", text, values)]
    spread = metrics["spread_ratio"]
    if total != total and spread <= POINT:
        text = N_("Mode collapse: the samples spread over {percent} % of the data's width.")
        return [Message("collapse", text, {"percent": f"{100 * spread:.0f}"})]
    return []


def victory(window: ScalarWindow) -> list[Message]:
    """A discriminator that has won: it is sure of everything, and its slope teaches nothing."""
    real, fake = window.column("d_real")[-20:].mean(), window.column("d_fake")[-20:].mean()
    if real < SURE or fake > 1 - SURE:
        return []
    values = {
        "real": f"{real:z.3f}",
        "fake": f"{fake:z.3f}",
        "gradient": f"{window.column('g_gradient')[-20:].mean():.2g}",
    }
    text = N_(
        "The discriminator has won: it gives real samples {real} and generated ones {fake}; "
        "the generator's gradient is {gradient}."
    )
    return [Message("victory", text, values)]


def oscillation(window: ScalarWindow) -> list[Message]:
    """The samples wander to and fro instead of settling: along their main way, many long swings."""
    moved = window.statistics()  # [rows, numbers]
    moved = moved - moved.mean(0)
    way = np.linalg.svd(moved, full_matrices=False)[2][0]  # the direction of the greatest swing
    along = moved @ way  # [rows]
    far = along[np.abs(along) > SWING]  # small trembling about the middle is no turn
    turns = int((np.diff(np.sign(far)) != 0).sum())
    if turns < TURNS:
        return []
    text = N_(
        "Oscillation: the samples' centre swung to and fro {turns} times in {iterations} iterations."
    )
    values = {"turns": turns, "iterations": ScalarWindow.EVERY * len(window.rows)}
    return [Message("oscillation", text, values)]
