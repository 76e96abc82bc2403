"""The GAN of signals: its networks, its measures against known cases, and that it learns."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch import Generator

from core.data import signals, uploads
from core.params import ParamError
from core.playgrounds.gan.algorithm import Gan
from core.playgrounds.gan.config import GanConfig
from core.playgrounds.gan.presets_images import IMAGE_AND_SIGNAL_PRESETS
from core.playgrounds.gan.recurrent import SignalDiscriminator, SignalGenerator
from core.playgrounds.gan.signals import BINS, LENGTH, histogram, jensen_shannon

SINES = dict(next(one.values for one in IMAGE_AND_SIGNAL_PRESETS if one.name == "sines"))
PANELS = {"waves": {}, "spectrum": {}, "histograms": {}, "flow": {}}


def build(**values) -> Gan:
    return Gan(GanConfig(**(SINES | {"width": 16} | values)))


def test_networks_have_their_shapes_and_draw_from_their_generator_alone():
    before = torch.get_rng_state()
    generators = [SignalGenerator(3, LENGTH, 8, Generator().manual_seed(0)) for _ in range(2)]
    z = torch.randn(5, 3, generator=Generator().manual_seed(1))
    x, again = (generator(z) for generator in generators)
    assert torch.equal(x, again)
    assert x.shape == (5, LENGTH)
    assert x.abs().max() <= 1
    assert SignalDiscriminator(8, Generator().manual_seed(0))(x).shape == (5,)
    assert torch.equal(torch.get_rng_state(), before)


def test_the_discriminator_hears_order_and_both_directions():
    discriminator = SignalDiscriminator(8, Generator().manual_seed(0))
    x = torch.rand(3, LENGTH, generator=Generator().manual_seed(1))
    assert (discriminator(x) != discriminator(x.flip(1))).all()
    x.requires_grad_(True)
    discriminator(x).sum().backward()
    assert (x.grad != 0).all()


def test_a_divergence_of_known_histograms():
    p, q = torch.tensor([1.0, 0.0]), torch.tensor([0.0, 1.0])
    assert jensen_shannon(p, p) == 0
    assert jensen_shannon(p, q) == pytest.approx(math.log(2))
    assert histogram(torch.tensor([0.0, 0.5, 9.0, math.nan]), 1.0)[[0, BINS // 2, -1]].tolist() == [
        0.5,
        0.25,
        0.25,
    ]


class Known:
    """A generator that knows real signals, or only one of them."""

    def __init__(self, gan: Gan, only_one: bool = False) -> None:
        self.draw, self.only_one = gan.domain.real, only_one

    def sample(self, n, generator, labels=None):
        x = self.draw(n, generator)[0]
        return x[:1].expand(n, -1) if self.only_one else x


@pytest.mark.parametrize("dataset", ["sine", "sawtooth", "sum"])
def test_metrics_of_known_generators(dataset):
    domain = build(dataset=dataset).domain
    perfect = domain.metrics(Known(build(dataset=dataset)), 4000)
    assert all(0 <= value < 0.03 for value in perfect.values()), perfect
    one_tune = domain.metrics(Known(build(dataset=dataset), only_one=True), 4000)
    assert one_tune["frequency_js"] > 0.2
    assert one_tune["sliced_wasserstein"] > 5 * perfect["sliced_wasserstein"]


def test_views_have_the_shapes_that_the_page_expects():
    gan = build()
    seen, still = gan.views(PANELS), gan.static_views()
    assert seen["waves.fake"].shape == still["waves.real"].shape == (8, LENGTH)
    assert seen["spectrum.fake"].shape == still["spectrum.x"].shape == (LENGTH // 2 + 1,)
    for name in ("amplitude", "frequency"):
        assert seen[f"{name}.fake"].shape == still[f"{name}.x"].shape == (BINS,)
        assert seen[f"{name}.fake"].sum() == pytest.approx(1)
        assert still[f"{name}.real"].sum() == pytest.approx(1)
    assert seen["flow.fake"].shape == (3, LENGTH)
    assert {array.dtype for name, array in seen.items() if "flow" not in name} == {np.dtype("f4")}
    assert set(gan.describe()["metrics"]) == gan.evaluate().keys()


def test_learns_the_spectrum_of_sines():
    gan = build(width=32, loss="hinge", r1=0.0)
    untrained = float(gan.evaluate()["spectrum_distance"])
    for _ in range(400):
        gan.step()
    assert gan.evaluate()["spectrum_distance"] < 0.75 * untrained


def test_goes_on_bit_for_bit():
    gan, other = build(), build()
    for _ in range(5):
        gan.step()
    other.load_state(gan.state())
    for _ in range(3):
        first, second = gan.step(), other.step()
        assert {k: float(v) for k, v in first.items()} == {k: float(v) for k, v in second.items()}
    assert torch.equal(gan.generator.theta, other.generator.theta)
    for name, array in gan.views(PANELS).items():
        assert np.array_equal(array, other.views(PANELS)[name]), name


def test_learns_from_an_uploaded_column(tmp_path, monkeypatch):
    monkeypatch.setenv("LEARNSCOPE_UPLOADS", str(tmp_path))
    rows = "\n".join(f"{k},{math.sin(k / 3):.4f}" for k in range(400))
    upload = uploads.store(f"t,level\n{rows}".encode())
    gan = build(dataset="csv", upload=upload)
    gan.step()
    assert gan.views(PANELS)["waves.fake"].shape == (8, LENGTH)


def test_without_an_upload_a_sentence_asks_for_one():
    with pytest.raises(ParamError, match="There is no file yet"):
        build(dataset="csv")


class Pure:
    """A generator of one cosine of amplitude 0.8, so many cycles per window."""

    def __init__(self, cycles: int) -> None:
        self.cycles = cycles

    def sample(self, n, generator, labels=None):
        at = torch.arange(LENGTH) * (2 * math.pi * self.cycles / LENGTH)
        return (0.8 * at.cos()).expand(n, -1)


def test_measures_of_a_pure_tone_are_worked_out_by_hand():
    domain = build().domain
    found = domain.metrics(Pure(2), 50)
    share = domain.spectrum / domain.spectrum.sum()  # all of the tone's power is at 2 cycles
    assert float(found["spectrum_distance"]) == pytest.approx(1 - float(share[2]), abs=1e-5)
    for name, place in (("amplitude", int(0.8 * 24)), ("frequency", None)):
        q = domain.shares[name].double().numpy()
        if place is None:
            place = int(2 * 24 / domain.ranges["frequency"])
        p = np.zeros(24)
        p[place] = 1
        js = 0.5 * sum(a and a * math.log(2 * a / (a + b)) for a, b in zip(p, q, strict=True))
        js += 0.5 * sum(b and b * math.log(2 * b / (a + b)) for a, b in zip(p, q, strict=True))
        assert float(found[f"{name}_js"]) == pytest.approx(js, abs=1e-5)


def test_sliced_wasserstein_of_a_shift_is_its_mean_projection():
    domain = build().domain
    shifted = domain.reference + 0.1
    lengths = domain._directions.square().sum(0)  # [64]
    assert lengths.tolist() == pytest.approx([1] * 64, rel=1e-5)
    expected = 0.1 * float(domain._directions.sum(0).abs().mean())
    assert float(domain._sliced(shifted)) == pytest.approx(expected, rel=1e-4)


def test_the_histograms_reach_half_as_far_again_as_real_frequencies():
    domain = build().domain
    highest = float(signals.frequency(domain.reference).max())
    assert domain.ranges == {"amplitude": 1.0, "frequency": 1.5 * highest + 1}
    assert 4 <= highest <= 5
