"""Every network of a sweep is the one that /mlp trains with the same setting, whatever the others do."""

from __future__ import annotations

import math
from time import perf_counter

import pytest
import torch

from core.playgrounds.mlp.algorithm import Mlp
from core.playgrounds.mlp.config import MlpConfig
from core.playgrounds.sweep.algorithm import Sweep
from core.playgrounds.sweep.config import SweepConfig

ALONE = {"y": "none"}
FEW = {"x_count": 4}
RATES = {"x": "lr", "x_from": 0.001, "x_to": 1.0, **FEW}
SWEEPS = {
    "rates": {**RATES, **ALONE},
    "rates and L2, Adam": {**RATES, "x_to": 0.1, "y": "weight_decay", "y_count": 3, "optimizer": "adam"},
    "rates and L2, AdamW": {**RATES, "x_to": 0.1, "y": "weight_decay", "y_count": 3, "optimizer": "adamw"},
    "L1": {"x": "l1", "x_to": 0.1, **FEW, **ALONE, "hidden": (8, 8)},
    "momentum": {"x": "momentum", "x_from": 0.0, "x_to": 0.9, "x_spacing": "linear", **FEW, **ALONE,
                 "optimizer": "momentum", "lr": 0.01},
    "momentum, Nesterov": {"x": "momentum", "x_from": 0.0, "x_to": 0.9, "x_spacing": "linear", **FEW,
                           **ALONE, "optimizer": "nesterov", "lr": 0.01},
    "RMSProp": {**RATES, "x_to": 0.01, **ALONE, "optimizer": "rmsprop"},
    "scale": {"x": "initial_scale", "x_from": 0.3, "x_to": 3.0, **FEW, **ALONE, "initialisation": "uniform"},
    "noise": {"x": "noise", "x_from": 0.0, "x_to": 50.0, "x_spacing": "linear", **FEW, **ALONE,
              "dataset": "moons", "train_share": 0.3},
    "wrong labels": {"x": "label_noise", "x_from": 0.0, "x_to": 40.0, "x_spacing": "linear", **FEW, **ALONE},
    "width": {"x": "width", "x_from": 1.0, "x_to": 8.0, **FEW, **ALONE, "activation": "sigmoid"},
    "width with dropout": {"x": "width", "x_from": 2.0, "x_to": 8.0, **FEW, **ALONE, "dropout": 0.3},
    "width and noise": {"x": "width", "x_from": 2.0, "x_to": 16.0, **FEW, "y": "noise", "y_from": 0.0,
                        "y_to": 40.0, "y_count": 2, "y_spacing": "linear", "activation": "relu"},
    "dropout": {"x": "dropout", "x_from": 0.0, "x_to": 0.6, "x_spacing": "linear", **FEW, **ALONE},
    "seeds": {"x": "seed", "x_from": 3.0, **FEW, **ALONE, "dataset": "spiral", "hidden": (8, 8)},
    "seeds with dropout": {"x": "seed", "x_from": 3.0, **FEW, **ALONE, "dropout": 0.2},
    "seeds and noise": {"x": "seed", "x_from": 0.0, **FEW, "y": "noise", "y_from": 0.0, "y_to": 20.0,
                        "y_count": 2, "y_spacing": "linear", "batch_size": 32},
    "all inputs, silu": {**RATES, **ALONE, "activation": "silu", "batch_size": 7,
                         "inputs": ("x1", "x2", "x1sq", "x2sq", "x1x2", "sinx1", "sinx2")},
    "no hidden layer": {**RATES, **ALONE, "hidden": ()},
}  # fmt: skip


def build(**values) -> Sweep:
    return Sweep(SweepConfig(**values))


def alone(sweep: Sweep, cell: int) -> Mlp:
    """What /mlp makes of the cell's address."""
    pairs = (pair.split("=") for pair in sweep.describe()["open"][cell].split("&"))
    values = {name.removeprefix("mlp."): MlpConfig.param(name.removeprefix("mlp.")).parse(text)
              for name, text in pairs}  # fmt: skip
    return Mlp(MlpConfig(**values))


def padded(sweep: Sweep, one: Mlp) -> torch.Tensor:
    """The parameters of a network alone where they lie among those of the widest."""
    found = [torch.zeros(weight.shape[1:]) for weight in sweep.networks.net.weights]
    for into, weight in zip(found, one.net.weights, strict=True):
        into[: len(weight) - 1, : weight.shape[1]] = weight[:-1]
        into[-1, : weight.shape[1]] = weight[-1]
    return torch.cat([into.flatten() for into in found])


@pytest.mark.parametrize("which", SWEEPS)
def test_a_cell_is_the_network_that_its_address_opens_on_mlp(which):
    sweep = build(**SWEEPS[which])
    others = [alone(sweep, cell) for cell in range(sweep.networks.cells.count)]
    for cell, one in enumerate(others):
        assert torch.equal(sweep.networks.net.theta[cell], padded(sweep, one)), "where it begins"
    for _ in range(50):
        sweep.step()
        for one in others:
            one.step()
    measured = sweep.evaluate()
    for cell, one in enumerate(others):
        far = (sweep.networks.net.theta[cell] - padded(sweep, one)).abs().max()
        assert float(far) < 1e-5, (cell, float(far))
        for name, value in one.evaluate().items():
            if name != "train_accuracy":
                assert measured[f"{name}.{cell + 1}"] == pytest.approx(float(value), abs=1e-4)


BATCHES = {
    "alone": {"x": "batch_size", "x_from": 3.0, "x_to": 100.0, **FEW, **ALONE, "optimizer": "adam"},
    "and noise": {"x": "noise", "x_from": 0.0, "x_to": 40.0, "x_count": 2, "x_spacing": "linear", "lr": 0.1,
                  "y": "batch_size", "y_from": 7.0, "y_to": 50.0, "y_count": 3, "dropout": 0.1},
}  # fmt: skip


@pytest.mark.parametrize("which", BATCHES)
def test_networks_of_several_batch_sizes_end_an_epoch_together_each_as_on_mlp(which):
    sweep, half = build(**BATCHES[which]), build(**BATCHES[which])
    count = sweep.networks.cells.count
    others = [alone(sweep, cell) for cell in range(count)]
    assert len({one.config.batch_size for one in others}) > 2
    while sweep.epoch < 2:
        sweep.step()
    for one in others:
        while one.epoch < 2:
            one.step()
    measured = sweep.evaluate()
    for cell, one in enumerate(others):
        for name, value in one.evaluate().items():
            if name != "train_accuracy":
                assert measured[f"{name}.{cell + 1}"] == pytest.approx(float(value), abs=1e-4)
    maps = sweep.views({"maps": {}})["maps"]
    for cell in range(count):
        assert len(sweep.views({"cell": {"cell": cell}})["cell.map"]) == 96
    assert len({one.tobytes() for one in maps}) == count
    while not half.networks.batches.done or half.epoch < 1:
        half.stretch(7, perf_counter() + 60)
    fresh = build(**BATCHES[which])
    half.step()
    fresh.load_state(half.state())
    assert fresh.stretch(1000, perf_counter() + 60) > 10
    theirs = fresh.evaluate()
    assert all(theirs[f"test_loss.{i + 1}"] == measured[f"test_loss.{i + 1}"] for i in range(count))


def test_a_step_of_a_group_is_dated_by_the_common_clock():
    sweep = build(
        x="batch_size", x_from=10.0, x_to=100.0, x_count=3, y="none", weight_decay=1.0, lr=5.0
    )
    groups = sweep.networks
    assert [group.batches.count for group in groups.groups] == [25, 8, 3]
    taken = {group: [] for group in groups.groups}
    for step in range(1, 51):
        before = {group: group.steps for group in groups.groups}
        sweep.step()
        for group in groups.groups:
            if group.steps > before[group]:
                taken[group].append(step)
    for group, steps in taken.items():
        assert [groups._when(group, n + 1) for n in range(len(steps))] == steps


@pytest.mark.parametrize("which", ["width and noise", "seeds with dropout", "all inputs, silu"])
def test_the_gradient_is_autograds(which):
    sweep = build(**SWEEPS[which], **({} if "dropout" in SWEEPS[which] else {"l1": 0.0}))
    networks = sweep.networks
    if "dropout" in SWEEPS[which]:
        sweep.configure(sweep.config.changed(dropout=0.0))
    for _ in range(3):
        sweep.step()
    before = networks.net.theta.clone().requires_grad_()
    shapes = [weight.shape[1:] for weight in networks.net.weights]
    sweep.step()
    x, t = networks.batches._windows[networks.batches._at - 1]
    parts = before.split([math.prod(shape) for shape in shapes], 1)
    a = x.transpose(1, 2)
    for k, (part, shape) in enumerate(zip(parts, shapes, strict=True)):
        z = torch.bmm(a, part.view(-1, *shape))
        if k < len(shapes) - 1:
            name = sweep.config.activation
            bent = {"tanh": torch.tanh, "relu": torch.relu, "silu": torch.nn.functional.silu}[name](
                z
            )
            a = torch.cat((bent, torch.ones_like(bent[:, :, :1])), 2)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(
        z[:, :, 0], t[:, 0], reduction="none"
    )
    loss.mean(1).sum().backward()
    assert before.grad is not None
    own = before.grad * networks.mask
    assert torch.allclose(networks.net.grad, own, atol=1e-6)
    assert float(own.abs().max()) > 1e-3


def test_who_explodes_leaves_with_a_reason_and_the_others_go_on_as_if_alone():
    values = {"x": "lr", "x_from": 0.1, "x_to": 10.0, "x_count": 8, "y": "none", "weight_decay": 1.0,
              "hidden": (8,), "activation": "relu"}  # fmt: skip
    sweep = build(**values)
    for _ in range(400):
        sweep.step()
    gone = {int(name) for name in sweep.left}
    assert gone
    assert gone == set(range(min(gone), 9)), "the fastest"
    assert min(sweep.config.axis("x")[1][i - 1] for i in gone) > 2, "lr · L2 is above 2"
    measured = sweep.evaluate()
    assert all(math.isnan(measured[f"test_loss.{i}"]) == (i in gone) for i in range(1, 9))
    assert measured["diverged"] == len(gone)
    assert all("minibatch" in seen.say() for _, seen in sweep.left.values())
    (note,) = sweep.notes()
    assert note.say().startswith(f"{len(gone)} of 8 networks have diverged; the first, lr=")
    few = build(**values | {"x_to": sweep.config.axis("x")[1][2], "x_count": 3})
    for _ in range(400):
        few.step()
    theirs = few.evaluate()
    for i in (1, 2, 3):
        assert measured[f"test_loss.{i}"] == pytest.approx(theirs[f"test_loss.{i}"], abs=1e-5)
    kept = sweep.networks.net.theta
    assert bool(kept.isfinite().all())
    assert not kept[[i - 1 for i in gone]].any()


def test_who_has_left_is_back_in_a_state_from_before():
    sweep = build(x_from=5.0, x_to=10.0, x_count=4, y="none", weight_decay=1.0)
    before = sweep.state()
    for _ in range(300):
        sweep.step()
    assert len(sweep.left) == 4
    lefts = dict(sweep.left)
    sweep.load_state(before)
    assert not sweep.left
    for _ in range(300):
        sweep.step()
    assert {n: s for n, (s, _) in sweep.left.items()} == {n: s for n, (s, _) in lefts.items()}


@pytest.mark.parametrize("which", ["rates and L2, Adam", "width with dropout", "too fast"])
def test_how_the_steps_are_cut_up_changes_nothing(which):
    fast = {"x_from": 1.0, "x_to": 10.0, "y_from": 0.3, "y_to": 1.0, "x_count": 4, "y_count": 4}
    values = SWEEPS.get(which, fast)
    one, other = build(**values), build(**values)
    losses = [float(one.step()["batch_loss"]) for _ in range(110)]
    taken = 0
    while taken < 110:
        taken += other.stretch(min(17, 110 - taken), perf_counter() + 60)
    assert torch.equal(one.networks.net.theta, other.networks.net.theta)
    assert other.columns()["batch_loss"].tolist() == losses
    here, there = one.state(), other.state()
    assert here.facts == there.facts
    assert all(
        array.tobytes() == there.arrays[name].tobytes() for name, array in here.arrays.items()
    )
