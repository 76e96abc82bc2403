"""A small algorithm with one hyperparameter of each kind, and an engine that only writes down."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from types import SimpleNamespace

import streamlit

from core.params import (
    Config,
    Message,
    ParamError,
    Preset,
    choice,
    choices,
    integer,
    number,
    sizes,
    subset,
)


@dataclass(frozen=True)
class FakeConfig(Config):
    dataset: str = choice("circle", {"circle": "Circle", "plane": "Plane"}, "Data", "h", "Data")
    points: int = integer(500, 10, 2000, "Points", "h", "Data")
    noise: float = number(0.0, 0, 0.5, "Noise", "h", "Data", step=0.05)
    inputs: tuple = subset(
        ("x1", "x2"), {"x1": "x₁", "x2": "x₂", "x1x2": "x₁x₂"}, "Inputs", "h", "Net"
    )
    hidden: tuple = sizes((4, 2), 6, 1, 16, "Hidden layers", "h", "Net")
    activations: tuple = choices((), {"tanh": "tanh", "relu": "ReLU"}, 6, "Per layer", "h", "Net")
    lr: float = number(
        0.03, 1e-5, 10, "Learning rate", "h", "Learning", scale="log", live=True, unit="per step"
    )
    loss: str = choice(
        "ce", {"ce": "Cross-entropy", "mse": "MSE"}, "Loss", "h", "Learning", live=True
    )
    batch_size: int = integer(10, 1, 100, "Batch size", "h", "Learning", live=True)

    def conflict(self):
        if self.batch_size > self.points // 2:
            values = {"have": self.points // 2}
            text = "{name}: there are only {have} training points."
            return ParamError(Message("batch_size", text, values), self.points // 2)
        if self.dataset == "plane" and self.loss == "ce":
            return ParamError(Message("loss", "Cross-entropy needs classes."), "mse")
        return None


PRESETS = (
    Preset("easy", "Easy", "It just works.", {"hidden": (8,), "lr": 0.1}),
    Preset("xor", "XOR", "Four corners.", {"inputs": ("x1x2",), "noise": 0.1}),
    Preset("burst", "Too fast", "It explodes.", {"lr": 10.0}, failure=True),
)


class FakeAlgorithm:
    NAME, LABEL, UNIT = "mlp", "Fake network", "minibatch update"
    Config, PRESETS = FakeConfig, PRESETS


class FakeRun:
    drawn = SimpleNamespace(wait=lambda seconds: True)

    step, kept, tab = 0, False, ""
    session = None

    def __init__(self, config, device):
        self.id, self.config, self.device, self.said = "run-1", config, device, []
        self.before = None

    def configure(self, config):
        self.before, self.config = self.config, config
        self.said.append(("configure", config))

    def undo(self):
        self.config = self.before or self.config
        return self.before

    def set_device(self, device):
        self.device = device
        self.said.append(("device", device))

    def play(self, gear=None):
        self.said.append(("play", gear))

    def reach(self, step):
        self.said.append(("reach", step))

    def set_gear(self, gear):
        self.said.append(("gear", gear))


class FakeEngine:
    """Keeps at most one run, and lets it be adopted by the same owner and configuration."""

    library = None

    def __init__(self):
        self.run, self.owner, self.created = None, None, 0

    def get(self, run_id):
        return self.run if self.run and self.run.id == run_id else None

    def recall(self, run_id, owner):
        return self.get(run_id)

    def shown(self, tab, algorithm, owner):
        return None

    def adopt(self, owner, algorithm, config):
        return self.run if self.run and self.owner == owner and self.run.config == config else None

    def create(self, owner, algorithm_class, config, device="auto"):
        self.run, self.owner = FakeRun(config, device), owner
        self.created += 1
        return self.run


def fake_view(monkeypatch):
    """Replaces the live view by a button that triggers an edit; returns what the page asked it to show."""
    shown = []

    def live_view(**asked):
        shown.append(asked)
        streamlit.button("edit", key="fake-view", on_click=asked["on_edit"])

    monkeypatch.setitem(sys.modules, "core.live.view", SimpleNamespace(live_view=live_view))
    monkeypatch.setitem(sys.modules, "core.live.texts", SimpleNamespace(texts=lambda page, _: {}))
    return shown
