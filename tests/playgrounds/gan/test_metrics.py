"""The metrics on cases whose answers are known: perfect samplers, collapsed ones, shifted ones."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from scipy.stats import wasserstein_distance
from torch import Generator

from core.data.distributions import DISTRIBUTIONS, EXAMPLE_DRAWING, Distribution, distribution
from core.playgrounds.gan.metrics import CUT_STD, MODES, PointMetrics
from core.playgrounds.gan.point_views import POINT_METRICS

APART = [name for name, one in DISTRIBUTIONS.items() if one.apart]


def metrics(name: str) -> PointMetrics:
    return PointMetrics(distribution(name, EXAMPLE_DRAWING))


def perfect(name: str, n: int = 10_000) -> torch.Tensor:
    return distribution(name, EXAMPLE_DRAWING).sample(n, Generator().manual_seed(3))


def one_mode(name: str, which: int = 0, scale: float = 1.0) -> torch.Tensor:
    data = distribution(name)
    noise = torch.randn(10_000, 2, generator=Generator().manual_seed(4))
    return torch.from_numpy(data.modes[which]).float() + scale * data.sigma * noise


@pytest.mark.parametrize("name", APART)
def test_a_perfect_sampler_has_it_all(name):
    found, total = metrics(name).measure(perfect(name)), len(distribution(name).modes)
    assert found["modes_covered"] == found["modes_covered_pacgan"] == found["modes_total"] == total
    assert found["high_quality_fraction"] == pytest.approx(1 - math.exp(-4.5), abs=0.004)
    assert found["mode_std_ratio"] == pytest.approx(1, abs=0.02)
    assert found["effective_modes"] == pytest.approx(total, rel=0.01)
    assert found["js_divergence"] < 0.02
    assert found["spread_ratio"] == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("name", APART)
def test_a_sampler_of_one_mode_covers_one(name):
    found, total = metrics(name).measure(one_mode(name)), len(distribution(name).modes)
    assert found["modes_covered"] == found["modes_covered_pacgan"] == 1
    assert found["effective_modes"] == pytest.approx(1, abs=0.2)
    assert found["high_quality_fraction"] == pytest.approx(0.989, abs=0.004)
    # q = p / M where the samples lie: JS is known, and ln 2 at most.
    m = 1 / total
    js = 0.5 * (math.log(2 / (1 + m)) + m * math.log(2 * m / (1 + m)) + (1 - m) * math.log(2))
    assert found["js_divergence"] == pytest.approx(js, abs=0.02)


@pytest.mark.parametrize("name", POINT_METRICS)
def test_nan_exactly_where_there_are_no_modes(name):
    found = metrics("ring").measure(perfect("ring"))
    assert math.isnan(found[name]) == (name in MODES)


def test_collapsed_variance_shows_in_the_std_ratio_alone():
    found = metrics("ring-8").measure(perfect("ring-8"))
    points = torch.from_numpy(distribution("ring-8").modes).float().repeat(1250, 1)
    tight = metrics("ring-8").measure(points + 0.005 * torch.randn(points.shape))
    assert tight["mode_std_ratio"] == pytest.approx(0.1 / CUT_STD, rel=0.05)
    assert tight["high_quality_fraction"] == 1.0
    assert tight["modes_covered"] == found["modes_covered"] == 8


def test_a_mode_counts_from_twenty_of_ten_thousand_on_and_for_pacgan_from_one():
    data = distribution("ring-8")
    for strays, covered in ((19, 1), (20, 2)):
        x = one_mode("ring-8", scale=0.1)
        x[:strays] = torch.from_numpy(data.modes[3]).float()
        found = metrics("ring-8").measure(x)
        assert found["modes_covered"] == covered
        assert found["modes_covered_pacgan"] == 2
    x = one_mode("ring-8", scale=0.1)
    x[2500:2600] = torch.from_numpy(data.modes[3]).float()
    assert metrics("ring-8").measure(x)["modes_covered_pacgan"] == 1  # not among the first 2,500


def test_js_of_disjoint_samples_is_ln_2_and_far_away_is_one_cell():
    far = torch.full((1000, 2), 99.0)
    found = metrics("ring-8").measure(far)
    assert found["js_divergence"] == pytest.approx(math.log(2), abs=1e-6)
    assert found["modes_covered"] == found["high_quality_fraction"] == 0
    assert math.isnan(found["mode_std_ratio"])
    assert found["spread_ratio"] == 0


def test_exact_cells_agree_with_counts_of_a_million():
    data = distribution("moons")
    x = data.sample(1_000_000, Generator().manual_seed(0)).numpy()
    edges = np.linspace(-data.edge, data.edge, 65)
    counts, _, _ = np.histogram2d(x[:, 1], x[:, 0], (edges, edges))
    assert data.cells().sum() == pytest.approx(1, abs=1e-9)
    assert np.abs(counts / len(x) - data.cells()).sum() < 0.03


def test_sliced_wasserstein_of_a_shift_is_its_mean_projection():
    one = metrics("line")
    angle = math.pi / 16 * torch.arange(16)
    assert torch.allclose(one.directions, torch.stack((angle.cos(), angle.sin())))
    shifted = one.real + torch.tensor([0.5, 0.0])
    expected = 0.5 * float(one.directions[0].abs().mean())
    assert one.measure(one.real)["sliced_wasserstein"] == 0
    assert one.measure(shifted)["sliced_wasserstein"] == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(("n", "compared"), [(300, 300), (1500, 1000), (12_000, 10_000)])
def test_sliced_wasserstein_is_scipys_on_sixteen_directions(n, compared):
    one, x = metrics("ring"), perfect("two-gaussians", n)
    expected = [
        wasserstein_distance(
            *(
                (cloud[:compared, 0] * math.cos(t) + cloud[:compared, 1] * math.sin(t)).numpy()
                for cloud in (x, one.real)
            )
        )
        for t in np.pi / 16 * np.arange(16)
    ]
    assert one.sliced_wasserstein(x) == pytest.approx(np.mean(expected), rel=1e-4)


def test_not_a_number_is_measured_without_an_exception():
    found = metrics("grid-25").measure(torch.full((100, 2), math.nan))
    assert found["modes_covered"] == 0


def test_a_handful_of_samples_is_measured_by_hand():
    """Ring of 8: three samples around the first mode, one on the second, four on nothing."""
    data, sigma = distribution("ring-8"), distribution("ring-8").sigma
    a, b = (torch.from_numpy(data.modes[k]).float() for k in (0, 1))
    around = torch.tensor([[1.0, 0.0], [-1.0, 0.0], [0.0, 0.0]]) * sigma
    off = torch.from_numpy(data.modes[:4] * 1.0).float()
    off = off + torch.nn.functional.normalize(off, dim=1) * (3.2 * sigma)
    x = torch.cat([a + around, b[None], off])
    found = metrics("ring-8").measure(x)
    assert found["modes_covered"] == found["modes_covered_pacgan"] == 2
    assert found["high_quality_fraction"] == 4 / 8
    # about their mean the three have squares 1, 1, 0 (σ²) in two coordinates, 3 − 1 degrees of freedom
    assert found["mode_std_ratio"] == pytest.approx(math.sqrt(2 / (2 * 2)) / CUT_STD, rel=1e-4)
    share = np.array([4, 2, 1, 1]) / 8  # nearest modes, near or not
    assert found["effective_modes"] == pytest.approx(math.exp(-(share * np.log(share)).sum()))
    deviation = math.sqrt(float(((x - x.mean(0)) ** 2).sum(1).mean()))
    assert found["spread_ratio"] == pytest.approx(deviation / metrics("ring-8").real_std, rel=1e-5)


def test_divergences_agree_with_sums_over_all_cells():
    centres = np.array([(-1.0, -1.0), (0.3, 0.0), (1.0, 1.0)])  # so that corners and outside count
    data = Distribution("corners", "", "", centres, 0.1, 1.0)
    measures, x = PointMetrics(data), data.sample(500, Generator().manual_seed(3))
    edge = measures.data.edge
    counts = np.histogram2d(*x.numpy().T[::-1], bins=64, range=[[-edge, edge]] * 2)[0].ravel()
    counts = np.append(counts, len(x) - counts.sum())
    p, q = measures.exact, counts / len(x)
    js = sum(
        0.5 * (a and a * math.log(2 * a / (a + b))) + 0.5 * (b and b * math.log(2 * b / (a + b)))
        for a, b in zip(p, q, strict=True)
    )
    smoothed = (counts + 0.01) / (counts + 0.01).sum()
    kl = sum(a and a * math.log(a / b) for a, b in zip(p, smoothed, strict=True))
    found = measures.divergences(x)
    assert found["js_divergence"] == pytest.approx(js, rel=1e-6)
    assert found["kl_divergence"] == pytest.approx(kl, rel=1e-6)


def test_the_deviation_of_a_cut_off_gaussian_is_its_integral():
    r = (np.arange(30_000) + 0.5) / 10_000  # 0…3
    density = r * np.exp(-(r**2) / 2)
    expected = math.sqrt((density * r**2 / 2).sum() / density.sum())
    assert pytest.approx(expected, rel=1e-6) == CUT_STD
