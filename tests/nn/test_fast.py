"""The fast form of a step: held to the one that explains, and compiled to the one that is not."""

from __future__ import annotations

import pytest
import torch
from torch import Generator

from core.nn import fast
from core.nn.activations import ACTIVATIONS
from core.nn.dense import DenseNet
from core.nn.minibatches import Minibatches
from core.nn.optimisers import OPTIMIZERS, clipped, soft_threshold

EPOCHS, LR = 4, 0.05
EXTRAS = {"plain": (0.0, 0.0, 0.0), "decay": (0.01, 0.0, 0.0), "all": (0.01, 0.3, 0.001)}


def trained(
    form, activation="tanh", loss=0, optimiser="sgd", extras="plain", at_once=100, inside=None
):
    """Theta, and the losses, after a few epochs of 30 points in minibatches of 7."""
    loss = list(fast.LOSSES)[loss]
    hidden = (5, 5, 3, 3) if inside else (5, 3)
    net = DenseNet((2, *hidden, 3 if loss.OUTPUT == "softmax" else 1), **(inside or {}))
    net.initialise("xavier", Generator().manual_seed(1))
    net.activations = [ACTIVATIONS[activation]] * len(hidden)
    rows = 33 if inside else 30  # two rows alone would be normalised to ±1, whatever they are
    x = torch.randn(rows, 2, generator=Generator().manual_seed(3))
    targets = loss.targets((x[:, 0] > 0).long(), net.sizes[-1])
    batches = Minibatches(x, targets, 7, net.workspace, Generator().manual_seed(0))
    by = OPTIMIZERS[optimiser](net.theta)
    decay, clip, threshold = EXTRAS[extras]
    decay = net.is_weight * decay if decay else None
    threshold = net.is_weight * threshold if threshold else None
    losses = []
    steps = fast.FastDescent(net, loss, by)
    for _ in range(EPOCHS):
        batches.begin_epoch()
        while not batches.done:
            if form == "fast":
                losses.append(steps.descend(batches.run(at_once), LR, decay, clip, threshold))
                continue
            rows, transposed, t, work = batches.draw()
            value, delta = loss.learn(net.forward(rows, work), t)
            net.backward(transposed, delta, work)
            g = clipped(net.grad, clip) if clip else net.grad
            by.update(net.theta, g, LR, decay)
            if threshold is not None:
                soft_threshold(net.theta, threshold)
            losses.append(value.view(1))
    theta = torch.cat([net.theta, net.norm.running.view(-1)]) if net.norm else net.theta.clone()
    return theta, torch.cat(losses), batches.last.work


BOTH = {"norm": True, "residual": True}
CASES = [
    *[{"inside": {name: True}} for name in BOTH],
    *[{"activation": name, "inside": BOTH} for name in ACTIVATIONS],
    *[{"optimiser": name, "extras": "all", "inside": BOTH} for name in ("momentum", "adamw")],
    *[{"activation": name} for name in ACTIVATIONS],
    *[{"loss": number} for number in range(len(fast.LOSSES))],
    *[{"optimiser": name, "extras": extras} for name in OPTIMIZERS for extras in EXTRAS],
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(map(str, case.values())))
def test_it_does_what_is_explained(case):
    with torch.inference_mode():
        theta, losses, work = trained("explained", **case)
        quick, quick_losses, quick_work = trained("fast", **case)
    torch.testing.assert_close(quick, theta, atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(quick_losses, losses, atol=1e-4, rtol=1e-4)
    for name in ("z", "a", "delta", "sums", "undropped"):
        for one, other in zip(getattr(quick_work, name), getattr(work, name), strict=True):
            torch.testing.assert_close(one, other, atol=1e-3, rtol=1e-3)


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(map(str, case.values())))
def test_compiled_or_not_and_however_cut_the_bits_are_the_same(case, monkeypatch):
    with torch.inference_mode():
        compiled = trained("fast", **case)
        monkeypatch.setattr(fast, "compiled", lambda: fast.descend)
        monkeypatch.setattr(fast, "unrolled", lambda *_: fast.descend)
        plain = trained("fast", **case, at_once=1)
    assert torch.equal(compiled[0], plain[0])
    assert torch.equal(compiled[1], plain[1])


def test_torch_compiles_it():
    assert isinstance(fast.compiled(), torch.jit.ScriptFunction)
    fast.unrolled.cache_clear()
    for functions in ((), (2,), tuple(range(len(ACTIVATIONS)))):
        assert fast.unrolled(functions, 0, 0) is not fast.compiled()


def test_every_optimiser_and_activation_is_known():
    net = DenseNet((2, 1))
    for optimiser in OPTIMIZERS.values():
        assert type(optimiser(net.theta)) in fast.OPTIMISERS
    assert list(fast.FUNCTIONS) == list(ACTIVATIONS)
