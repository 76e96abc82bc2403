"""Both turns in their fast form: held to autograd's, and compiled to what they are in plain Python."""

from __future__ import annotations

import pytest
import torch

from core.playgrounds.gan import fast
from core.playgrounds.gan.algorithm import Gan
from core.playgrounds.gan.config import GanConfig
from core.playgrounds.gan.layers import FUNCTIONS
from core.playgrounds.gan.objectives import OBJECTIVES

SETTINGS = [
    *({"loss": name, "gp_weight": 0.0} for name in OBJECTIVES),
    *({"g_activation": name, "d_activation": name, "instance_noise": 0.2} for name in FUNCTIONS),
    *({"loss": name, "label_smoothing": 0.2} for name in ("minimax", "least_squares")),
    {"g_output": "linear", "g_hidden": (), "d_hidden": (4,)},
    {"r1": 1.0, "r1_every": 2, "d_updates": 2},
]
STEPS = 6


def learned(values, by_autograd: bool = False) -> tuple[Gan, list[dict[str, float]]]:
    gan = Gan(GanConfig(**values))
    if by_autograd:
        gan.fast = None
    said = [{name: float(value) for name, value in gan.step().items()} for _ in range(STEPS)]
    return gan, said


@pytest.mark.parametrize("values", SETTINGS, ids=str)
def test_it_does_what_autograd_does(values):
    (quick, said), (slow, expected) = learned(values), learned(values, by_autograd=True)
    for one, other in (
        (quick.generator, slow.generator),
        (quick.discriminator, slow.discriminator),
    ):
        torch.testing.assert_close(one.theta, other.theta, atol=1e-5, rtol=1e-4)
        torch.testing.assert_close(one.grad, other.grad, atol=1e-5, rtol=1e-3)
    for row, other in zip(said, expected, strict=True):
        assert row == pytest.approx(other, rel=1e-3, abs=1e-5)
    stages, others = quick.trace(), slow.trace()
    for stage, other in zip(stages, others, strict=True):
        for name, array in stage.arrays.items():
            assert array == pytest.approx(other.arrays[name], rel=1e-2, abs=1e-4), name


@pytest.mark.parametrize("values", [{}, {"instance_noise": 0.1, "loss": "hinge"}], ids=str)
def test_compiled_or_not_the_bits_are_the_same(values, monkeypatch):
    compiled, said = learned(values)
    monkeypatch.setattr(fast, "compiled", lambda: (fast.tell_apart, fast.pass_off))
    plain, again = learned(values)
    assert said == again
    assert torch.equal(compiled.generator.theta, plain.generator.theta)
    assert torch.equal(compiled.discriminator.grad, plain.discriminator.grad)


@pytest.mark.parametrize(
    "values",
    [{"r1": 1.0}, {"loss": "wgan_gp"}, {"spectral_norm": "on"}, {"minibatch_std": "on"}],
    ids=str,
)
def test_what_it_leaves_to_autograd(values):
    assert fast.serves(GanConfig(), 0)
    assert not fast.serves(GanConfig(**values), 0)
    assert Gan(GanConfig(dataset="digits")).fast is None
