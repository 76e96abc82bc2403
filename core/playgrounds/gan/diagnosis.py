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


class Diary:
    """The last iterations, a line every few of them: what the alarm looks back on."""

    EVERY, LINES = 25, 60  # iterations between two lines, and how many lines are kept
    SPAN = EVERY * LINES  # iterations that it goes back
    FIELDS = ("d_loss", "g_loss", "d_real", "d_fake", "d_gradient", "g_gradient")

    def __init__(self) -> None:
        self.lines: deque[list[float]] = deque(maxlen=self.LINES)

    def write(self, scalars: Scalars, trail: Tensor) -> None:
        """One line; with a GPU, everything in one transfer."""
        told = torch.stack([torch.as_tensor(scalars[name]) for name in self.FIELDS])
        self.lines.append(torch.cat((told, trail)).tolist())

    def column(self, name: str) -> np.ndarray:
        return np.array([line[self.FIELDS.index(name)] for line in self.lines])  # [lines]

    def trail(self) -> np.ndarray:
        return np.array([line[len(self.FIELDS) :] for line in self.lines])  # [lines, numbers]

    def state(self) -> dict[str, Any]:
        return {"lines": [list(line) for line in self.lines]}

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.lines = deque((list(line) for line in state["lines"]), maxlen=self.LINES)


# ---- the alarm: each sign with the numbers that were seen -----------------------------------------
COLLAPSED = 0.5  # share of the modes that the samples effectively fall on
POINT = 0.1  # the samples' spread over the data's, where there are no modes
SURE = (
    0.95  # mean belief in real samples, and the opposite in generated ones, of a judge that has won
)
SWING, TURNS = 0.15, 4  # how far the samples' centre swings (the box is ±1), and how often it turns


def collapse(metrics: Mapping[str, float]) -> list[Message]:
    """Mode collapse: many different inputs, few different outputs."""
    total, effective = metrics["modes_total"], metrics["effective_modes"]
    if total == total and effective <= COLLAPSED * total:
        text = N_(
            "Mode collapse: the samples crowd around {effective} of {total} modes; {covered} are covered."
        )
        values = {
            "effective": f"{effective:.1f}",
            "total": int(total),
            "covered": int(metrics["modes_covered"]),
        }
        return [Message("collapse", text, values)]
    spread = metrics["spread_ratio"]
    if total != total and spread <= POINT:
        text = N_("Mode collapse: the samples spread over {percent} % of the data's width.")
        return [Message("collapse", text, {"percent": f"{100 * spread:.0f}"})]
    return []


def victory(diary: Diary) -> list[Message]:
    """A discriminator that has won: it is sure of everything, and its slope teaches nothing."""
    real, fake = diary.column("d_real")[-20:].mean(), diary.column("d_fake")[-20:].mean()
    if real < SURE or fake > 1 - SURE:
        return []
    values = {
        "real": f"{real:.3f}",
        "fake": f"{fake:.3f}",
        "gradient": f"{diary.column('g_gradient')[-20:].mean():.2g}",
    }
    text = N_(
        "The discriminator has won: it gives real samples {real} and generated ones {fake}; "
        "the generator's gradient is {gradient}."
    )
    return [Message("victory", text, values)]


def oscillation(diary: Diary) -> list[Message]:
    """The samples wander to and fro instead of settling: along their main way, many long swings."""
    trail = diary.trail()  # [lines, numbers]
    trail = trail - trail.mean(0)
    way = np.linalg.svd(trail, full_matrices=False)[2][0]  # the direction of the greatest swing
    along = trail @ way  # [lines]
    far = along[np.abs(along) > SWING]  # small trembling about the middle is no turn
    turns = int((np.diff(np.sign(far)) != 0).sum())
    if turns < TURNS:
        return []
    text = N_(
        "Oscillation: the samples' centre swung to and fro {turns} times in {iterations} iterations."
    )
    values = {"turns": turns, "iterations": Diary.EVERY * len(diary.lines)}
    return [Message("oscillation", text, values)]
