"""Small VAEs for the tests."""

from __future__ import annotations

from core.playgrounds.vae.algorithm import Vae
from core.playgrounds.vae.config import VaeConfig

SMALL = {"hidden": (16,), "batch_size": 16}
PRESETS = {one.name: one.values for one in Vae.PRESETS}


def vae(**values) -> Vae:
    return Vae(VaeConfig().changed(**SMALL | values))


def preset(name: str, **values) -> Vae:
    return Vae(VaeConfig().changed(**PRESETS[name] | values))


def train(one: Vae, steps: int) -> dict[str, float]:
    """The scalars of the last step."""
    for _ in range(steps):
        said = one.step()
    return {name: float(value) for name, value in said.items()}
