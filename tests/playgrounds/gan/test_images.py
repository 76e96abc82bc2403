"""The GAN of pictures: its networks, its classifier, its views, and that it learns within seconds."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch import Generator

from core.params import ParamError
from core.playgrounds.gan import classifier, images
from core.playgrounds.gan.algorithm import Gan
from core.playgrounds.gan.config import GanConfig
from core.playgrounds.gan.convolutional import ImageDiscriminator, ImageGenerator
from core.playgrounds.gan.image_views import beside
from core.playgrounds.gan.mosaic import as_bytes, mosaic
from core.playgrounds.gan.presets_images import IMAGE_AND_SIGNAL_PRESETS
from tests.data import idxfiles

DIGITS = dict(next(one.values for one in IMAGE_AND_SIGNAL_PRESETS if one.name == "digits"))
PANELS = {"grid": {}, "strip": {}, "neighbours": {}, "flow": {}}


def build(**values) -> Gan:
    return Gan(GanConfig(**(DIGITS | {"width": 8} | values)))


def views(gan: Gan, name: str, **options) -> np.ndarray:
    return gan.views({name: options})[name]


# ---- networks ---------------------------------------------------------------------------------
@pytest.mark.parametrize("side", [8, 28])
@pytest.mark.parametrize("classes", [0, 10])
def test_networks_have_their_shapes_and_draw_from_their_generator_alone(side, classes):
    before = torch.get_rng_state()
    g = Generator().manual_seed(0)
    labels = torch.arange(5) if classes else None
    x = ImageGenerator(3, classes, side, 4, "relu", g)(torch.randn(5, 3, generator=g), labels)
    assert x.shape == (5, side, side)
    assert x.abs().max() <= 1
    assert ImageDiscriminator(classes, side, 4, "leaky_relu", g)(x, labels).shape == (5,)
    assert torch.equal(torch.get_rng_state(), before)


def test_a_picture_does_not_depend_on_its_company():
    g = Generator().manual_seed(0)
    generator = ImageGenerator(3, 0, 8, 4, "relu", g)
    discriminator = ImageDiscriminator(0, 8, 4, "relu", g)
    z = torch.randn(6, 3, generator=g)
    assert torch.allclose(generator(z)[:2], generator(z[:2]), atol=1e-6)
    x = generator(z)
    assert torch.allclose(discriminator(x)[:2], discriminator(x[:2]), atol=1e-6)


def test_the_class_moves_the_score_by_a_projection_of_the_features():
    g = Generator().manual_seed(0)
    discriminator = ImageDiscriminator(10, 8, 4, "relu", g)
    x = torch.randn(1, 8, 8, generator=g).expand(10, 8, 8)
    scores = discriminator(x, torch.arange(10))
    assert len(torch.unique(scores)) == 10
    torch.nn.init.zeros_(discriminator.project.weight)
    scores = discriminator(x, torch.arange(10))
    assert torch.allclose(scores, scores[0].expand(10))


# ---- the classifier --------------------------------------------------------------------------------
def test_the_classifier_can_be_trusted_and_is_always_the_same():
    one = classifier.classifier_for("digits")
    assert one.accuracy >= 0.97
    assert classifier.classifier_for("digits") is one
    again = classifier.classifier_for.__wrapped__("digits")
    assert torch.equal(again.net.last.weight, one.net.last.weight)
    assert again.accuracy == one.accuracy


def test_frechet_of_known_normal_distributions():
    eye = torch.eye(3, dtype=torch.float64)
    one = classifier.Moments(torch.zeros(3).double(), eye)
    assert classifier.frechet(one, one) == pytest.approx(0, abs=1e-9)
    moved = classifier.Moments(torch.tensor([3.0, 4.0, 0.0]).double(), eye)
    assert classifier.frechet(one, moved) == pytest.approx(25)
    wider = classifier.Moments(torch.zeros(3).double(), 4 * eye)  # deviations 1 and 2: 3 · (2 − 1)²
    assert classifier.frechet(one, wider) == pytest.approx(3)


class Perfect:
    """A generator that shows real pictures: of the class asked for, or always of one."""

    def __init__(self, gan: Gan, only: int | None = None) -> None:
        self.domain, self.only = gan.domain, only

    def sample(self, n, generator, labels=None):
        labels = torch.randint(10, (n,), generator=generator) if labels is None else labels
        if self.only is not None:
            labels = torch.full((n,), self.only)
        x, y = self.domain.x, self.domain.y
        rows = [int(torch.nonzero(y == k)[j % 100]) for j, k in enumerate(labels)]
        return classifier.signed(x[rows])


def test_metrics_of_known_generators():
    gan = build()
    perfect = gan.domain.metrics(Perfect(gan), 500)
    assert perfect["recognised_fraction"] > 0.97
    assert perfect["classes_seen"] == pytest.approx(10, abs=0.1)
    assert perfect["confidence"] > 0.95
    sevens = gan.domain.metrics(Perfect(gan, only=7), 500)
    assert sevens["recognised_fraction"] == pytest.approx(0.1, abs=0.02)
    assert sevens["classes_seen"] < 1.2
    assert sevens["fid_like"] > 20 * perfect["fid_like"]
    free = build(conditional="off")
    assert math.isnan(free.domain.metrics(Perfect(free), 100)["recognised_fraction"])


# ---- views ------------------------------------------------------------------------------------
def test_a_mosaic_is_read_row_by_row():
    x = torch.arange(4).view(4, 1, 1).expand(4, 2, 3).to(torch.uint8)
    assert mosaic(x, 2)[::2, ::3].tolist() == [[0, 1], [2, 3]]
    assert mosaic(x[:3], 2)[::2, ::3].tolist() == [[0, 1], [2, 0]]
    assert as_bytes(torch.tensor([-1.0, 0.0, 1.0, 9.0, math.nan])).tolist() == [0, 128, 255, 255, 0]


def test_views_have_the_shapes_that_the_page_expects():
    gan = build()
    seen = gan.views(PANELS)
    assert seen["grid"].shape == (64, 80)
    assert seen["strip"].shape == (8, 72)
    assert seen["neighbours.fake"].shape == seen["neighbours.real"].shape == (8, 80)
    assert seen["neighbours.distance"].shape == (10,)
    assert seen["flow.real"].shape == (16, 16)
    assert gan.static_views()["grid.real"].shape == (64, 80)
    assert {seen[name].dtype for name in ("grid", "strip", "neighbours.real")} == {np.dtype("u1")}
    assert np.array_equal(seen["neighbours.fake"], seen["grid"][:8])
    assert set(gan.describe()["metrics"]) == gan.evaluate().keys()


def test_the_strip_goes_from_one_end_to_the_other():
    gan = build()
    there = views(gan, "strip", ends=[[-1, 0], [1, 0]], label=3)
    back = views(gan, "strip", ends=[[1, 0], [-1, 0]], label=3)
    tiles = there.reshape(8, 9, 8).swapaxes(0, 1)
    assert np.abs(tiles.astype(int) - back.reshape(8, 9, 8).swapaxes(0, 1)[::-1]).max() <= 1
    assert (tiles[0] != tiles[-1]).any()
    still = views(gan, "strip", ends=[[0.2, 0.1]] * 2, label=3).reshape(8, 9, 8)
    assert np.ptp(still.astype(int), axis=1).max() <= 1
    assert (there != views(gan, "strip", ends=[[-1, 0], [1, 0]], label=4)).any()


def test_the_usual_strip_is_shown_where_nothing_is_said():
    gan = build()
    usual = views(gan, "strip", ends=[[-0.7, -0.7], [0.7, 0.7]], label=0)
    assert np.array_equal(views(gan, "strip"), usual)
    assert np.array_equal(views(gan, "strip", ends=None, label=None), usual)


def test_a_training_image_has_itself_as_neighbour():
    domain = build().domain
    seen = beside(domain, classifier.signed(domain.x[:10]))
    assert np.array_equal(seen["neighbours.fake"], seen["neighbours.real"])
    assert seen["neighbours.distance"].max() < 1e-3


# ---- learning ---------------------------------------------------------------------------------
def test_learns_to_draw_the_digit_asked_for():
    gan = build(width=16)
    untrained = float(gan.evaluate()["recognised_fraction"])
    for _ in range(400):
        gan.step()
    assert untrained < 0.3
    assert gan.evaluate()["recognised_fraction"] > 0.7


@pytest.mark.parametrize("conditional", ["on", "off"])
def test_goes_on_bit_for_bit(conditional):
    gan, other = (build(conditional=conditional, minibatch_std="on") for _ in range(2))
    for _ in range(5):
        gan.step()
    other.load_state(gan.state())
    for _ in range(3):
        first, second = gan.step(), other.step()
        assert {k: float(v) for k, v in first.items()} == {k: float(v) for k, v in second.items()}
    assert torch.equal(gan.generator.theta, other.generator.theta)
    assert torch.equal(gan.discriminator.theta, other.discriminator.theta)
    for name, array in gan.views(PANELS).items():
        assert np.array_equal(array, other.views(PANELS)[name]), name


def test_pictures_of_28_pixels_come_from_the_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LEARNSCOPE_DATA", str(tmp_path))
    for cached in (images.index_for, classifier.classifier_for):
        cached.cache_clear()
    idxfiles.write(tmp_path / "mnist")
    gan = build(dataset="mnist", batch_size=8)
    gan.step()
    assert gan.views(PANELS)["grid"].shape == (6 * 28, 280)
    assert 0 <= float(gan.evaluate()["recognised_fraction"]) <= 1
    for cached in (images.index_for, classifier.classifier_for):
        cached.cache_clear()


def test_without_the_folder_a_sentence_says_so(monkeypatch):
    monkeypatch.delenv("LEARNSCOPE_DATA", raising=False)
    with pytest.raises(ParamError, match="LEARNSCOPE_DATA"):
        build(dataset="fashion-mnist")


def test_metrics_are_formulas_of_the_classifiers_answers():
    gan = build()
    real = gan.domain.x[:120].float() / 127.5 - 1
    _, logits = gan.domain.classifier.look(real)
    p = logits.double().softmax(1)

    class These:
        def sample(self, n, generator, labels=None):
            return real

    found = gan.domain.metrics(These(), 120)
    said = p.argmax(1)
    share = [float((said == k).double().mean()) for k in range(10)]
    entropy = -sum(s * math.log(s) for s in share if s)
    assert float(found["confidence"]) == pytest.approx(float(p.max(1).values.mean()), rel=1e-5)
    assert float(found["classes_seen"]) == pytest.approx(math.exp(entropy), rel=1e-5)
    right = float((said == torch.arange(120) % 10).double().mean())
    assert found["recognised_fraction"] == pytest.approx(right, abs=1e-6)


def test_frechet_of_general_covariances_is_the_formula_with_a_matrix_root():
    rng = np.random.default_rng(0)
    one, other = (rng.normal(size=(50, 4)) @ rng.normal(size=(4, 4)) for _ in range(2))
    a, b = np.cov(one.T), np.cov(other.T)
    value, vector = np.linalg.eig(a @ b)  # of a product of two such matrices: real, none below 0
    root = vector @ np.diag(np.sqrt(value)) @ np.linalg.inv(vector)
    expected = ((one.mean(0) - other.mean(0)) ** 2).sum() + np.trace(a + b - 2 * root)
    found = classifier.frechet(*(classifier.moments(torch.tensor(x)) for x in (one, other)))
    assert float(found) == pytest.approx(float(expected.real), rel=1e-9)
