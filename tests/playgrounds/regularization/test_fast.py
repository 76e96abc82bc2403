"""The fast form of a step of all copies: held to the explaining one, and compiled to the plain one."""

from __future__ import annotations

import pytest
import torch

from core.playgrounds.contract import Trace
from core.playgrounds.regularization import fast
from core.playgrounds.regularization.algorithm import Regularization
from core.playgrounds.regularization.config import FUNCTIONS, RegularizationConfig
from core.playgrounds.regularization.copies import Copies

SETTINGS = [
    *({"activation": name} for name in FUNCTIONS),
    *(
        {"optimizer": name, "lr": 0.02}
        for name in ("momentum", "nesterov", "rmsprop", "adam", "adamw")
    ),
    {"copies": ("none", "l2")},
    {"hidden": ()},
    {"hidden": (8, 8, 8), "batch_size": 16},
]
STEPS = 20


def copies(values) -> Copies:
    made = Regularization(RegularizationConfig(**values)).experiment
    assert isinstance(made, Copies)
    return made


def explained(made: Copies) -> torch.Tensor:
    """A step of the same numbers as batched.py has it."""
    if made.batches.done:
        made.batches.begin_epoch()
    x, _, t, work = made.batches.draw()
    x, t = made._jittered(x), torch.lerp(t, torch.full_like(t, 0.5), made._smoothed)
    one, row = made._masks(len(x[0]))
    masks = [torch.ones(made.net.copies, *mask.shape) for mask in one]
    for mask, own in zip(masks, one, strict=True):
        mask[row] = own
    return made.explained(x, t, work, masks)[0]


def state(made: Copies, idle: bool = True) -> list[torch.Tensor]:
    """What has been learned; not `idle`: but for biases in front of a normalisation, which takes them away.

    Their gradients are zero but for rounding, of which adaptive optimisers make steps of full length.
    """
    norm, theta = made.net.norm, made.net.theta.clone()
    more = [norm.theta, *norm.variance] if norm else []
    if idle:
        more += norm.mean if norm else []
    else:
        first = 0
        for weight in made.net.weights[:-1]:
            first += weight[0].numel()
            theta[made.rows["batch_norm"], first - weight.shape[2] : first] = 0
    return [theta, made.net.grad, *more]


@pytest.mark.parametrize("values", SETTINGS, ids=str)
def test_it_does_what_is_explained(values):
    quick, slow = copies(values), copies(values)
    for _ in range(STEPS):
        quick.step(Trace())
        explained(slow)
    steady = values.get("optimizer") not in ("rmsprop", "adam", "adamw")
    for one, other in zip(state(quick, steady), state(slow, steady), strict=True):
        torch.testing.assert_close(one, other, atol=2e-4, rtol=2e-3)
    x, t = slow._validation
    row = slow.rows["none"]
    z = slow.net.answer(x, row)[1][0]
    loss = float(slow.LOSS.each(z, t).mean())
    assert slow._fast.loss(x, t, row.start) == pytest.approx(loss, rel=1e-5)


@pytest.mark.parametrize("values", [{}, {"optimizer": "adam"}], ids=str)
def test_compiled_or_not_the_bits_are_the_same(values, monkeypatch):
    compiled = copies(values)
    said = torch.stack([compiled.step(Trace()) for _ in range(STEPS)])
    monkeypatch.setattr(fast, "compiled", lambda: (fast.descend, fast.validated))
    plain = copies(values)
    assert torch.equal(torch.stack([plain.step(Trace()) for _ in range(STEPS)]), said)
    for one, other in zip(state(compiled), state(plain), strict=True):
        assert torch.equal(one, other)
    assert compiled.stopping.best == plain.stopping.best
