"""Signals: what each kind promises, windows of a column, and the instruments held against known waves."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from core.data import signals, uploads
from core.data.table import Column
from core.params import ParamError

T = 64


def draw(name: str, n: int = 500) -> torch.Tensor:
    return signals.source(name, T)(n, T, torch.Generator().manual_seed(0))


def level(values: np.ndarray) -> Column:
    return Column(1, "level", values, np.arange(len(values)), False)


def wave(cycles: float, height: float = 1.0, start: float = 0.0) -> torch.Tensor:
    """One sine, [1, T]."""
    return height * torch.sin(2 * math.pi * (start + cycles * torch.arange(T) / T)).unsqueeze(0)


@pytest.mark.parametrize("name", ["sine", "sawtooth", "sum"])
def test_signals_stay_within_bounds_and_are_decided_by_the_generator(name):
    x = draw(name)
    assert x.shape == (500, T)
    assert x.abs().max() <= 1
    assert torch.equal(x, draw(name))
    assert len(torch.unique(x[:, 0])) > 400


def test_sines_have_the_frequencies_and_amplitudes_promised():
    x = draw("sine")
    f = signals.frequency(x)
    assert 0.5 <= f.min() < 1.5
    assert 3.5 < f.max() <= 4.5
    assert f.mean() == pytest.approx(2.5, abs=0.2)
    a = signals.amplitude(x)
    assert 0.3 < a.min() < 0.6
    assert 0.9 < a.max() <= 1


def test_teeth_rise_slowly_and_fall_at_once():
    steps = draw("sawtooth").diff(dim=1)
    assert (steps > 0).float().mean() > 0.93  # three teeth in 63 steps fall three times
    assert (steps < -0.5).any(1).float().mean() > 0.95


def test_two_sines_have_two_peaks():
    power = signals.power(draw("sum"))
    assert power[1:3].sum() > 0.14  # a slow wave of amplitude 0.6 has 0.18, some of it beside
    assert power[4:7].sum() > 0.03  # a fast one of amplitude 0.3 has 0.045
    assert power[8:].sum() < 0.01


def test_instruments_read_known_waves():
    assert signals.power(wave(3))[3] == pytest.approx(0.5)
    assert signals.power(wave(3)).sum() == pytest.approx(0.5)
    assert signals.power(torch.full((1, T), 0.5))[0] == pytest.approx(0.25)
    assert signals.power(wave(T / 2, start=0.25))[-1] == pytest.approx(1, abs=1e-4)  # ±1 in turn
    for cycles in (2, 3.5, 7.25):
        assert signals.frequency(wave(cycles)).item() == pytest.approx(cycles, abs=0.13)
    assert signals.amplitude(wave(2, 0.7)).item() == pytest.approx(0.7, abs=0.01)


def test_windows_of_a_column_fill_the_range():
    cut = signals.windows(level(np.linspace(10, 30, 200)), T)
    assert cut.shape == (200 - T + 1, T)
    assert cut.min() == pytest.approx(-1)
    assert cut.max() == pytest.approx(1)
    assert cut[3, 0] == cut[0, 3]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (np.arange(2 * T - 1), f"holds {2 * T - 1} numbers: windows of {T} need at least {2 * T}"),
        (np.full(200, 7.5), "All numbers of column 1 are the same"),
    ],
)
def test_columns_without_a_signal_are_refused(values, said):
    with pytest.raises(ParamError, match=said):
        signals.windows(level(values), T)


def test_huge_numbers_do_not_overflow():
    cut = signals.windows(level(np.tile([-1.7e308, 1.7e308], 100)), T)
    assert cut.isfinite().all()
    assert cut.abs().max() == 1


def test_an_uploaded_column_is_drawn_from(tmp_path, monkeypatch):
    monkeypatch.setenv("LEARNSCOPE_UPLOADS", str(tmp_path))
    upload = uploads.store("\n".join(map(str, range(300))).encode())
    x = signals.source("csv", T, upload)(20, T, torch.Generator().manual_seed(0))
    assert x.shape == (20, T)
    assert torch.allclose(x.diff(dim=1), torch.tensor(2 / 299), atol=1e-5)
