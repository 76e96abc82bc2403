"""benchmarks/cuda.py without a card: it says so; its comparison is tried on the device of elsewhere.py."""

from __future__ import annotations

import pytest
import torch

from benchmarks import cuda
from core.playgrounds import lookup
from tests.playgrounds.elsewhere import Device


def test_without_a_card_it_ends_with_a_sentence(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr("sys.argv", ["cuda"])
    with pytest.raises(SystemExit, match="There is no CUDA device"):
        cuda.main()


def test_what_differs_is_named():
    one = {"a": 1.0, "b": 0.0, "c": float("nan"), "d": 2.0}
    assert not list(cuda.disagreements(one, {"a": 1.009, "b": 0.0009, "c": float("nan"), "d": 2.0}))
    found = list(cuda.disagreements(one, {"a": 1.1, "b": 0.0, "c": 1.0}))
    assert [line.split(":")[0] for line in found] == ["a", "c", "d"]


@pytest.mark.parametrize("name", ["mlp", "qlearning"])
def test_a_preset_agrees_with_itself_on_another_device(name, monkeypatch):
    said: list[str] = []
    monkeypatch.setattr(cuda, "rate", lambda *args: 100.0)
    with Device():
        assert cuda.compared(name, lookup(name).PRESETS[0], ("meta", "cpu"), 3, 0.0, said.append)
    assert said[0].endswith("1.00 ×  agrees")


def test_the_rate_counts_steps():
    assert cuda.rate("mlp", {}, "cpu", 0.2) > 100


def test_a_card_that_fails_is_told_of(monkeypatch):
    def fails(*args):
        raise RuntimeError("CUDA error: out of memory\nand more")

    said: list[str] = []
    monkeypatch.setattr(cuda, "trained", fails)
    preset = lookup("mlp").PRESETS[0]
    assert not cuda.compared("mlp", preset, ("cuda", "cpu"), 1, 0.0, said.append)
    assert said[0].endswith("FAILED: CUDA error: out of memory")
