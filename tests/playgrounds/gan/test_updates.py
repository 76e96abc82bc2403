"""What each hyperparameter does to an update, worked out by hand from the numbers of slow motion."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from core.nn.dense import streams
from core.playgrounds.gan.algorithm import Gan
from core.playgrounds.gan.config import GanConfig
from core.playgrounds.gan.layers import BatchDeviation

LINEAR = {"d_hidden": ()}  # D(x) = ⟨w, x⟩ + b: its slope is w everywhere


def build(**values) -> Gan:
    return Gan(GanConfig(**values))


def traced(gan: Gan) -> dict[str, dict[str, np.ndarray]]:
    return {stage.name: stage.arrays for stage in gan.trace()}


def softplus(x: np.ndarray) -> np.ndarray:
    return np.log1p(np.exp(x))


def test_r1_is_added_now_and_then_and_as_many_times_as_strong():
    gan = build(**LINEAR, r1=3.0, r1_every=2)
    for iteration in range(3):
        weights = gan.discriminator.theta.tolist()[:2]
        stages = traced(gan)
        answers = (stages["judge"][name].astype(np.float64) for name in ("d_real", "d_fake"))
        real, fake = (np.log(each / (1 - each)) for each in answers)
        plain = softplus(-real).mean() + softplus(fake).mean()
        penalty = 0 if iteration == 1 else 3.0 * 2 * 0.5 * (weights[0] ** 2 + weights[1] ** 2)
        assert float(stages["d_loss"]["loss"]) == pytest.approx(plain + penalty, rel=1e-4)


@pytest.mark.parametrize("weight", [0.0, 2.5])
def test_the_gradient_penalty_has_its_weight(weight):
    gan = build(**LINEAR, loss="wgan_gp", gp_weight=weight)
    slope = math.hypot(*gan.discriminator.theta.tolist()[:2])
    stages = traced(gan)
    plain = stages["judge"]["d_fake"].mean() - stages["judge"]["d_real"].mean()
    expected = plain + weight * (slope - 1) ** 2
    assert float(stages["d_loss"]["loss"]) == pytest.approx(expected, rel=1e-4, abs=1e-6)


def test_instance_noise_has_its_deviation():
    gan = build(instance_noise=0.25, batch_size=512)
    _, rng = streams(gan.config.seed, 2)
    clean = gan.domain.real(512, rng)[0]
    added = traced(gan)["judge"]["real"] / gan.domain.data.edge - clean.numpy()
    assert added.std() == pytest.approx(0.25, rel=0.1)
    assert added.mean() == pytest.approx(0, abs=0.03)


def test_both_networks_follow_the_schedule():
    gan = build(schedule="cosine", schedule_steps=100, g_lr=0.2, d_lr=0.4)
    for iteration in range(4):
        stages = traced(gan)
        share = 0.01 + 0.99 * (1 + math.cos(math.pi * iteration / 100)) / 2
        for name, lr in (("g", 0.2), ("d", 0.4)):
            before, after = (stages[f"{name}_update"][key] for key in ("before", "after"))
            step = before - share * lr * stages[f"{name}_gradients"]["gradient"]
            assert after == pytest.approx(step, abs=1e-6)


def test_the_average_is_short_at_first_and_then_as_long_as_asked():
    gan = build(average=0.3)
    expected = gan.generator.theta.double()
    for update in range(1, 8):
        gan.step()
        kept = min(0.3, update / (9 + update))
        expected = kept * expected + (1 - kept) * gan.generator.theta.double()
        assert torch.allclose(gan.pair.averaged.theta.double(), expected, atol=1e-6)


def test_memories_reach_the_optimisers_at_once():
    gan = build(g_optimizer="adam", d_optimizer="momentum")
    gan.configure(gan.config.changed(beta1=0.4, beta2=0.8))
    assert (gan.pair.g_optimizer.beta1, gan.pair.g_optimizer.beta2) == (0.4, 0.8)
    assert gan.pair.d_optimizer.mu == 0.4
    gan.configure(gan.config.changed(d_optimizer="rmsprop"))
    assert gan.pair.d_optimizer.alpha == 0.8


def test_each_network_is_updated_as_often_as_asked():
    names = [stage.name for stage in build(d_updates=3, g_updates=2).trace()]
    assert names.count("d_update") == 3
    assert names.count("g_update") == 2


@pytest.mark.parametrize("name", ["d_real", "d_fake"])
def test_scalars_are_means_and_lengths_of_what_slow_motion_shows(name):
    stepped, told = build().step(), traced(build())
    assert float(stepped[name]) == pytest.approx(told["judge"][name].mean(), rel=1e-5)
    for net in "dg":
        length = math.hypot(*told[f"{net}_gradients"]["gradient"])
        assert float(stepped[f"{net}_gradient"]) == pytest.approx(length, rel=1e-5)


@pytest.mark.parametrize(
    ("loss", "value", "exploded"),
    [
        ("non_saturating", 0.99e4, False),
        ("non_saturating", -1.01e4, True),
        ("wasserstein", 0.99e10, False),
        ("wasserstein", 1.01e10, True),
    ],
)
@pytest.mark.parametrize("name", ["d_loss", "g_loss"])
def test_a_loss_has_exploded_from_its_limit_on(loss, value, exploded, name):
    columns = {one: np.ones(5) for one in ("d_loss", "g_loss")}
    columns[name][3] = value
    found = build(loss=loss).diverged(columns)
    assert (found is not None) == exploded
    if found:
        assert (found[0], found[1].param) == (3, name)


def test_a_weight_that_is_no_number_is_found_at_the_last_step():
    gan = build()
    gan.discriminator.theta[0] = math.nan
    row, note = gan.diverged({"d_loss": np.ones(5), "g_loss": np.ones(5)})
    assert (row, note.param) == (4, "weights")


def test_a_batch_in_a_few_numbers_says_where_it_lies():
    points = build().domain.statistics(torch.tensor([[1.0, 2.0], [3.0, -4.0]]))
    assert points.tolist() == [2, -1]
    pictures = torch.zeros(2, 8, 8)
    pictures[0, :4, 4:] = 1  # top right of one of two
    images = build(dataset="digits", width=4).domain.statistics(pictures)
    assert images.tolist() == [0, 0.5, 0, 0]
    wave = torch.sin(2 * math.pi * 3 * torch.arange(32) / 32)
    signals = build(dataset="sine", width=4).domain.statistics(0.5 * wave[None])
    assert signals.tolist() == pytest.approx([0.5, 3], abs=0.13)


def test_the_deviation_within_a_batch_is_the_mean_over_columns():
    layer = BatchDeviation()
    x = torch.tensor([[0.0, 1.0], [2.0, 5.0]])  # deviations 1 and 2
    assert layer(x).tolist() == [[0, 1, pytest.approx(1.5)], [2, 5, pytest.approx(1.5)]]
    layer.eval()
    assert layer(x)[0, -1].item() == pytest.approx(1 + 0.05 * 0.5)  # a twentieth of the way
