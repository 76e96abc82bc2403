"""The VAE: its step by hand, what it learns in seconds, what it says of itself."""

import numpy as np
import pytest
import torch

from core.data import image_upload, uploads
from core.params import ParamError
from core.playgrounds.contract import ActError
from core.playgrounds.vae import bounds, measures
from core.playgrounds.vae.algorithm import Vae
from core.playgrounds.vae.config import VaeConfig
from tests.data.archives import two_classes

PANELS = """latent decode trick reconstructions interpolation sliders dimensions aggregate
    traversals disentanglement"""
EVERYTHING = {name: {} for name in PANELS.split()}
SMALL = {"hidden": (16,), "batch_size": 16}


def vae(**values):
    return Vae(VaeConfig().changed(**SMALL, **values))


def preset(name, **values):
    return Vae(
        VaeConfig().changed(**next(one.values for one in Vae.PRESETS if one.name == name) | values)
    )


def train(one, steps):
    for _ in range(steps):
        said = one.step()
    return {name: float(value) for name, value in said.items()}


def test_the_loss_is_made_of_its_parts():
    one = vae(beta=3.0)
    said = train(one, 5)
    assert said["loss"] == pytest.approx(
        said["batch_reconstruction"] + 3 * said["batch_kl"], rel=1e-5
    )
    assert said["beta_now"] == 3.0
    measured = one.evaluate()
    assert measured["elbo"] == pytest.approx(-measured["reconstruction"] - measured["kl"])


def test_one_sgd_step_follows_the_gradient_of_the_loss():
    one = vae(optimizer="sgd", lr=0.01)
    stages = {stage.name: stage.arrays for stage in one.trace()}
    moved = stages["update"]["after"] - stages["update"]["before"]
    np.testing.assert_allclose(moved, -0.01 * stages["gradients"]["gradient"], atol=1e-6)
    mu, sigma, eps, z = (
        stages[at][name]
        for at, name in [("encode", "mu"), ("encode", "sigma"), ("sample", "eps"), ("sample", "z")]
    )
    np.testing.assert_allclose(z, mu + sigma * eps, rtol=1e-5, atol=1e-6)
    kl = bounds.kl(torch.tensor(mu), 2 * torch.tensor(sigma).log()).sum(1)
    np.testing.assert_allclose(stages["loss"]["kl"], kl, rtol=1e-4, atol=1e-5)


def test_digits_become_a_map_in_seconds():
    one = preset("digits-2d", lr=0.004)
    first = one.evaluate()
    train(one, 700)
    after = one.final()
    assert after["elbo"] > first["elbo"] + 15
    assert after["latent_knn_accuracy"] > 0.7
    assert after["active_units"] == 2
    one.evaluate()
    assert one.notes() == []


def test_collapse_is_named_and_lifts_with_beta():
    one = preset("collapse")
    train(one, 750)
    assert one.evaluate()["active_units"] == 0
    (note,) = one.notes()
    assert "Posterior collapse: 0 of 8" in note.say()
    one.configure(one.config.changed(beta=0.5))
    train(one, 750)
    assert one.evaluate()["active_units"] > 0
    assert one.notes() == []


def test_a_decoder_that_needs_no_code_lets_it_collapse():
    one, plain = preset("powerful-decoder"), preset("digits-2d")
    train(one, 2000), train(plain, 2000)
    measured, usual = one.evaluate(), plain.evaluate()
    assert measured["elbo"] > usual["elbo"] + 2, "and yet its bound is the better one"
    assert measured["active_units"] == 0
    assert measured["kl"] < 0.05 < usual["kl"]
    assert "Posterior collapse: 0 of 2" in one.notes()[0].say()
    places = one.sights.decoded(np.array([[-2.0, 0.0], [2.0, 1.0]]))
    assert np.abs(places[0].astype(int) - places[1]).max() < 30
    one.configure(one.config.changed(free_bits=1.0))
    train(one, 1000)
    assert one.evaluate()["active_units"] > 0


def test_without_a_prior_there_are_holes():
    one = preset("holes")
    train(one, 500)
    one.evaluate()
    assert "β = 0" in one.notes()[0].say()


def test_the_iwae_bound_is_at_least_the_elbo():
    one = vae(model="iwae", samples=8)
    train(one, 200)
    measured = one.final()
    assert measured["iwae"] > measured["elbo"]


def test_an_autoencoder_has_no_bound():
    one = vae(model="autoencoder")
    said = train(one, 3)
    assert set(said) == {"loss", "batch_reconstruction"}
    assert set(one.evaluate()) == {"reconstruction", "train_reconstruction", "latent_knn_accuracy"}
    assert "latent.ellipses" not in one.views({"latent": {}})


def test_a_learned_deviation_becomes_that_of_the_errors():
    one = vae(likelihood="gaussian_learned", sigma=1.0, lr=0.01)
    train(one, 600)
    assert float(one.coder.log_sigma.detach()) < np.log(0.5)


def test_test_images_are_binarised_once_and_training_images_anew():
    one, other = vae(binarise="on"), vae(binarise="on", seed=5)
    assert torch.equal(one.pictures.test, other.pictures.test)
    assert set(one.pictures.test.unique().tolist()) == {0.0, 1.0}
    x, dice = one.pictures.x[:500], torch.Generator().manual_seed(0)
    first, second = one.pictures.drawn(x, dice), one.pictures.drawn(x, dice)
    assert not torch.equal(first, second)
    assert float(first.mean()) == pytest.approx(float(x.float().mean()) / 255, abs=0.01)
    with pytest.raises(ParamError, match="binarise"):
        VaeConfig().changed(binarise="on", likelihood="gaussian")


@pytest.fixture
def upload(tmp_path, monkeypatch):
    """The id of 50 uploaded images: in two folders, or in none."""
    monkeypatch.setenv("LEARNSCOPE_UPLOADS", str(tmp_path))

    def stored(folders):
        files = {
            name if folders else name.replace("/", "-"): x for name, x in two_classes().items()
        }
        return uploads.store(image_upload.packed(image_upload.collected(list(files.items()))))

    return stored


@pytest.mark.parametrize("network", ["dense", "convolutional"])
def test_learns_from_ones_own_images(upload, network):
    one = vae(dataset="upload", upload=upload(True), network=network, conditional="on", lr=0.01)
    first = one.evaluate()
    train(one, 100)
    assert one.evaluate()["elbo"] > first["elbo"]
    assert one.describe()["classes"] == ["dark", "noise"]
    arrays = one.views(EVERYTHING)
    assert arrays["rec.original"].shape == (32, 8 * 32)
    assert one.static_views()["gallery.shape"].tolist() == [1, 10]


def test_images_without_classes_have_no_accuracy_and_no_conditions(upload):
    one = vae(dataset="upload", upload=upload(False))
    train(one, 3)
    assert "latent_knn_accuracy" not in one.evaluate()
    assert "latent_knn_accuracy" not in one.describe()["metrics"]
    assert one.describe()["classes"] == []
    one.views(EVERYTHING)
    with pytest.raises(ParamError, match="conditional = on needs classes"):
        vae(dataset="upload", upload=upload(False), conditional="on")


def test_neighbours_by_hand():
    known = torch.tensor([[0.0], [0.1], [5.0], [5.1], [5.2]])
    labels = torch.tensor([0, 0, 1, 1, 1])
    asked, truth = torch.tensor([[0.0], [5.0]]), torch.tensor([0, 1])
    # fewer than 15 are known: all vote, and the larger class wins everywhere
    assert measures.knn_accuracy(known, labels, asked, truth) == 0.5
    many = known.repeat_interleave(8, 0), labels.repeat_interleave(8)
    assert measures.knn_accuracy(*many, asked, truth) == 1.0


def test_the_map_follows_and_a_place_leads_back():
    one = vae(latent_dim=6)
    train(one, 260)
    arrays = one.views({"latent": {"axes": None}})
    rows = arrays["latent.plane"]
    np.testing.assert_allclose(rows @ rows.T, np.eye(2), atol=1e-5)
    value, answer = one.probe("decode", {"place": [0.5, -1.0], "axes": None})
    np.testing.assert_allclose(value["z"], np.array([0.5, -1.0]) @ rows, atol=1e-5)
    same = one.probe("decode", {"z": value["z"]})[1]["image"]
    assert np.array_equal(answer["image"], same)
    chosen = one.views({"latent": {"axes": [4, 1]}})["latent.plane"]
    assert chosen.tolist() == np.eye(6)[[4, 1]].tolist()


def test_looking_changes_nothing():
    one, other = (vae(dataset="shapes", latent_dim=3) for _ in range(2))
    for _ in range(3):
        one.step(), other.step()
        arrays = one.views(EVERYTHING)
        one.probe("film", {"ends": [0, 5], "path": "spherical", "frames": 5, "scale": 2})
    assert torch.equal(one.net.theta, other.net.theta)
    assert arrays["decode"].shape == (11 * 32, 11 * 32)
    assert arrays["mig.matrix"].shape == (len(one.describe()["factors"]), 3)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("decode", {"z": [0.0]}),
        ("decode", {"z": [float("nan"), 0.0]}),
        ("decode", {"place": "here"}),
        ("encode", {"image": 10**6}),
        ("film", {"ends": [0, "x"], "frames": 9, "scale": 2}),
        ("film", {"ends": [0, 1], "path": "crooked", "frames": 9, "scale": 2}),
        ("film", {"ends": [0, 1], "frames": 10**6, "scale": 2}),
    ],
)
def test_a_senseless_question_gets_a_sentence(name, args):
    with pytest.raises(ActError):
        vae().probe(name, args)
