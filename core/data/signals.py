"""One-dimensional signals to imitate: windows of T samples between −1 and 1.

Three kinds are made up afresh in every minibatch, so that there is no end of them; the fourth is cut
out of a column of numbers that a visitor has uploaded. Frequencies are in cycles per window.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Generator, Tensor

from core.data import stored, table, uploads
from core.i18n import N_

WINDOW = 32  # T of the signals that are learned here
Drawing = Callable[[int, int, Generator], Tensor]  # n, T, generator → [n, T]


@dataclass(frozen=True)
class SignalSet:
    """One kind of signal: its name in links, label and help for people."""

    name: str
    label: str
    help: str


SIGNAL_SETS: dict[str, SignalSet] = {
    one.name: one
    for one in (
        SignalSet(
            "sine",
            N_("Sine waves"),
            N_("Random phase, 1–4 cycles per window, amplitude 0.5–1."),
        ),
        SignalSet(
            "sawtooth",
            N_("Sawtooth waves"),
            N_("Random phase, 1–3 teeth per window, amplitude 0.5–1: slow rise, sudden fall."),
        ),
        SignalSet(
            "sum",
            N_("Two sines"),
            N_("A slow wave (1–2 cycles) and a faster, smaller one (4–6) on top of it."),
        ),
        SignalSet("csv", N_("Your CSV"), N_("Windows out of a column of an uploaded table.")),
    )
}


def source(name: str, length: int, upload: str = "", column: str = "") -> Drawing:
    """What draws signals of the kind `name`; `length` is T, the rest is read by `csv` alone.

    Raises ParamError about `upload` where there is no such file, or nothing to learn from in it.
    """
    if name != "csv":
        return _MADE_UP[name]
    cut = windows(stored.table(upload)[1].column(column), length)  # [W, T]

    def drawn(n: int, length: int, generator: Generator) -> Tensor:
        return cut[torch.randint(len(cut), (n,), generator=generator)]

    return drawn


def windows(column: table.Column, length: int) -> Tensor:
    """Every window of `length` values in a row, [W, T], scaled so that the column just fills −1…1."""
    low, high = column.values.min(), column.values.max()
    if len(column.values) < 2 * length:
        text = N_("Column {column} holds {n} numbers: windows of {length} need at least {least}.")
        values = {"column": column.place, "n": len(column.values), "length": length}
        raise uploads.refusal(text, **values, least=2 * length)
    if not high > low:
        text = N_("All numbers of column {column} are the same: there is nothing to learn.")
        raise uploads.refusal(text, column=column.place)
    half = high / 2 - low / 2  # halves first: the difference of two huge numbers may be infinite
    scaled = (column.values - (high / 2 + low / 2)) / half
    return torch.from_numpy(scaled).float().unfold(0, length, 1)


def sine(n: int, length: int, generator: Generator) -> Tensor:
    return _amplitude(n, generator) * torch.sin(2 * math.pi * _phase(n, length, 1, 4, generator))


def sawtooth(n: int, length: int, generator: Generator) -> Tensor:
    return _amplitude(n, generator) * (2 * (_phase(n, length, 1, 3, generator) % 1) - 1)


def two_sines(n: int, length: int, generator: Generator) -> Tensor:
    slow, fast = (_phase(n, length, *band, generator) for band in ((1, 2), (4, 6)))
    return 0.6 * torch.sin(2 * math.pi * slow) + 0.3 * torch.sin(2 * math.pi * fast)


def _phase(n: int, length: int, low: float, high: float, generator: Generator) -> Tensor:
    """Cycles done at every sample, [n, T]: each row has a frequency in low…high and a random start."""
    f, start = torch.rand(2, n, 1, generator=generator)  # [n, 1]
    return start + (low + (high - low) * f) * torch.arange(length) / length


def _amplitude(n: int, generator: Generator) -> Tensor:
    return 0.5 + 0.5 * torch.rand(n, 1, generator=generator)


_MADE_UP: dict[str, Drawing] = {"sine": sine, "sawtooth": sawtooth, "sum": two_sines}


# ---- what can be seen of a signal ---------------------------------------------------------------
def amplitude(x: Tensor) -> Tensor:
    """Half the way from the lowest to the highest sample: x [n, T] -> [n]."""
    return (x.amax(1) - x.amin(1)) / 2


def power(x: Tensor) -> Tensor:
    """Mean power at 0, 1, 2 … T/2 cycles per window: x [n, T] -> [T/2 + 1].

    A sine of amplitude 1 and a whole number of cycles has ½ there (Parseval; one-sided).
    """
    squares = torch.fft.rfft(x).abs().square().mean(0) / x.shape[1] ** 2
    squares[1 : (x.shape[1] + 1) // 2] *= 2  # each stands for its negative frequency too
    return squares


def frequency(x: Tensor, finer: int = 8) -> Tensor:
    """The strongest frequency of each signal in cycles per window, to 1/`finer`: x [n, T] -> [n].

    Hann's window keeps neighbouring frequencies from leaking into one another, zeros appended make
    the grid of frequencies finer.
    """
    T = x.shape[1]
    tapered = (x - x.mean(1, keepdim=True)) * torch.hann_window(T, periodic=False).to(x)
    return torch.fft.rfft(tapered, T * finer).abs().argmax(1) / finer
