"""What a VAE is measured by, against scikit-learn, torch's distributions and numbers worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from sklearn.neighbors import KNeighborsClassifier
from torch.distributions import Bernoulli, Normal

from core.playgrounds.vae import metrics
from tests.playgrounds.vae.models import train, vae


def test_neighbours_by_hand():
    known = torch.tensor([[0.0], [0.1], [5.0], [5.1], [5.2]])
    labels = torch.tensor([0, 0, 1, 1, 1])
    asked, truth = torch.tensor([[0.0], [5.0]]), torch.tensor([0, 1])
    # fewer than 15 are known: all vote, and the larger class wins everywhere
    assert metrics.knn_accuracy(known, labels, asked, truth) == 0.5
    many = known.repeat_interleave(8, 0), labels.repeat_interleave(8)
    assert metrics.knn_accuracy(*many, asked, truth) == 1.0


def test_neighbours_against_scikit_learn():
    rng = np.random.default_rng(0)
    known, asked = rng.normal(size=(400, 3)), rng.normal(size=(1100, 3))  # more than one chunk
    labels, truth = (known[:, 0] > 0).astype(int), (asked[:, 0] > 0).astype(int)
    theirs = KNeighborsClassifier(15).fit(known, labels).score(asked, truth)
    tensors = [torch.tensor(array) for array in (known, labels, asked, truth)]
    assert metrics.knn_accuracy(*tensors) == pytest.approx(theirs)


def test_a_dimension_is_active_above_a_hundredth_of_variance():
    column = torch.tensor([-1.0, 1.0]).repeat(50)
    mu = torch.stack([0.0999 * column, 0.1001 * column, 0 * column], 1)
    assert metrics.active(mu).tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("values", "k"),
    [
        ({"conditional": "on"}, 1),
        ({"model": "iwae", "samples": 3}, 3),
        ({"likelihood": "gaussian", "sigma": 0.5}, 4),
    ],
)
def test_bounds_against_torchs_distributions(values, k):
    """The mean over k codes of log p(x|z), and log of the mean of p(x|z) p(z) / q(z|x)."""
    one = vae(lr=0.01, **values)
    train(one, 60)
    model, p = one.model, one.pictures
    x, y = p.test[:7], p.y_test[:7]
    mu, log_var = model.posteriors(x, y)
    with torch.no_grad():
        found = metrics.bound(model, x, y, (mu, log_var), k, torch.Generator().manual_seed(3))
        eps = torch.randn(k, 7, 2, generator=torch.Generator().manual_seed(3))
        q = Normal(mu, (0.5 * log_var).exp())
        z = q.mean + q.stddev * eps
        out = torch.stack([torch.sigmoid(model.coder.decode(one_z, p.one_hot(y))) for one_z in z])
    of = Normal(out, 0.5) if "sigma" in values else Bernoulli(out, validate_args=False)
    log_px = of.log_prob(x).sum(2)
    assert found["reconstruction"] == pytest.approx(-float(log_px.mean()), rel=1e-4)
    kl = torch.distributions.kl_divergence(q, Normal(0.0, 1.0)).sum(1).mean()
    assert found["kl"] == pytest.approx(float(kl), rel=1e-4)
    assert found["elbo"] == -found["reconstruction"] - found["kl"]
    log_w = log_px + (Normal(0.0, 1.0).log_prob(z) - q.log_prob(z)).sum(2)
    assert ("iwae" in found) == (k > 1)
    if k > 1:
        assert found["iwae"] == pytest.approx(float(log_w.exp().mean(0).log().mean()), rel=1e-4)


def test_many_codes_are_drawn_some_images_at_a_time():
    one = vae(model="iwae", samples=50)
    images = one.pictures.test[:90], one.pictures.y_test[:90]
    with torch.no_grad():
        found = metrics.bound(
            one.model, *images, one.model.posteriors(*images), 50, torch.Generator().manual_seed(0)
        )
        single = metrics.bound(
            one.model, *images, one.model.posteriors(*images), 1, torch.Generator().manual_seed(0)
        )
    assert found["reconstruction"] == pytest.approx(single["reconstruction"], rel=0.02)
    assert found["kl"] == single["kl"]


def test_neighbours_are_looked_for_among_two_thousand_and_at_the_end_among_all(monkeypatch):
    known = []
    monkeypatch.setattr(metrics, "knn_accuracy", lambda mu, *rest: known.append(mu) or 0.0)
    one = vae()
    for most in (10, metrics.QUICK + 1):
        metrics.measured(one.model, most)
    x, y = one.pictures.x.float() / 255, one.pictures.y
    for found, count in zip(known, (2000, len(x)), strict=True):
        assert torch.allclose(found, one.model.posteriors(x[:count], y[:count])[0], atol=1e-5)


def test_training_images_are_measured_as_the_test_images_are():
    one = vae(dataset="shapes", latent_dim=3, samples=2, lr=0.01)
    train(one, 100)
    found = one.evaluate()
    p, model = one.pictures, one.model
    every = {"elbo", "reconstruction", "kl"}
    assert set(found) == every | {f"train_{name}" for name in every} | {
        "iwae", "active_units", "latent_knn_accuracy", "mig",
    }  # fmt: skip
    for prefix, x, y in (("", p.test, p.y_test), ("train_", p.x[:1000].float() / 255, p.y[:1000])):
        mu, log_var = model.posteriors(x, y)
        kl = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(1).mean()
        assert found[f"{prefix}kl"] == pytest.approx(float(kl), rel=1e-5)
    assert one.final()["kl"] == found["kl"], "here the test images are 1,000"
    mu, _ = model.posteriors(p.test, p.y_test)
    more = metrics.measured(
        model, metrics.QUICK + 1
    )  # of more than 1,000: among all training images
    for known, measured in ((2000, found), (5144, more)):
        means, _ = model.posteriors(p.x[:known].float() / 255, p.y[:known])
        theirs = KNeighborsClassifier(15).fit(means, p.y[:known]).score(mu, p.y_test)
        assert measured["latent_knn_accuracy"] == pytest.approx(theirs, abs=0.002)
    assert found["active_units"] == (mu.numpy().var(0) > 0.01).sum()
