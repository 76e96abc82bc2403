"""The numbers of an optimiser's last update, under the names that its formulas have places for.

Of vectors there are two entries, of the two parameters spelled out: `g1` and `g2`, say. Bias-corrected
means wear a hat.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from torch import Tensor

from core.playgrounds.optimizers.muon import scale
from core.playgrounds.optimizers.runner import Runner

Told = dict[str, Tensor | float]


def _plain(r: Runner, o: Any) -> Told:
    return {}


def _momentum(r: Runner, o: Any) -> Told:
    return {"old": r.remembered["velocity"], "v": o.velocity, "mu": o.mu}


def _adagrad(r: Runner, o: Any) -> Told:
    return {"old": r.remembered["total"], "s": o.total}


def _rmsprop(r: Runner, o: Any) -> Told:
    return {"old": r.remembered["square"], "v": o.square, "alpha": o.alpha}


def _adam(r: Runner, o: Any) -> Told:
    warm1, warm2 = 1 - o.beta1 ** max(o.t, 1), 1 - o.beta2 ** max(o.t, 1)
    return {
        "oldm": r.remembered["mean"], "m": o.mean, "mhat": o.mean / warm1, "beta1": o.beta1,
        "oldv": r.remembered["square"], "v": o.square, "vhat": o.square / warm2, "beta2": o.beta2,
        "t": o.t, "warm1": warm1, "warm2": warm2,
    }  # fmt: skip


def _adamw(r: Runner, o: Any) -> Told:
    return _adam(r, o) | {"decay": r.decay}


def _lion(r: Runner, o: Any) -> Told:
    old = r.remembered["mean"]
    blend = old.lerp(r.gradient, 1 - o.beta1)
    told = {"old": old, "m": o.mean, "c": blend, "sign": blend.sign()}
    return told | {"beta1": o.beta1, "beta2": o.beta2, "decay": r.decay}


def _schedule_free(r: Runner, o: Any) -> Told:
    return {
        "oldz": r.remembered["z"], "z": o.z, "oldx": r.remembered["x"], "x": o.x,
        "share": 1 / max(o.t, 1), "beta": o.beta,
    }  # fmt: skip


def _muon(r: Runner, o: Any) -> Told:
    scaled = scale(o.matrices[0].shape) if o.matrices else 1.0
    return {
        "old": r.remembered["momentum"], "b": o.momentum, "mu": o.mu, "decay": r.decay,
        "o": o.orthogonal, "scale": scaled,
    }  # fmt: skip


TOLD: dict[str, Callable[[Runner, Any], Told]] = {
    "gd": _plain,
    "sgd": _plain,
    "momentum": _momentum,
    "nesterov": _momentum,
    "adagrad": _adagrad,
    "rmsprop": _rmsprop,
    "adam": _adam,
    "adamw": _adamw,
    "lion": _lion,
    "schedule_free": _schedule_free,
    "muon": _muon,
}


def numbers(r: Runner, spelled: tuple[int, int]) -> dict[str, float]:
    """Of the last update; before the first one, of nothing having happened."""
    told: Told = {"lr": r.lr, "g": r.gradient, "before": r.before, "after": r.theta}
    told |= {"gg": r.gradient * r.gradient}
    told |= {"step": r.theta - r.before} | TOLD[r.name](r, r.optimizer)
    flat: dict[str, float] = {}
    for name, value in told.items():
        if isinstance(value, Tensor):
            for i, at in enumerate(spelled, 1):
                flat[f"{name}{i}"] = value[at].item()
        else:
            flat[name] = float(value)
    return flat
