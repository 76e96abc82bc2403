"""The VAE: its step by hand, what it learns in seconds, what it says of itself."""

import numpy as np
import pytest
import torch
from torch.distributions import Bernoulli, Normal, kl_divergence

from core.data import album_file, image_upload, uploads
from core.params import ParamError
from core.playgrounds.contract import State
from core.playgrounds.vae import bounds
from core.playgrounds.vae.algorithm import Vae
from core.playgrounds.vae.config import VaeConfig
from tests.data.archives import two_classes
from tests.playgrounds.vae.models import preset, train, vae

EVERYTHING = {name: {} for name in Vae.VIEWS}


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
    train(one, 1500), train(plain, 1500)
    measured, usual = one.evaluate(), plain.evaluate()
    assert measured["elbo"] > usual["elbo"] + 2, "and yet its bound is the better one"
    assert measured["active_units"] == 0
    assert measured["kl"] < 0.05 < usual["kl"]
    assert "Posterior collapse: 0 of 2" in one.notes()[0].say()
    places = [one.probe("decode", {"z": z})[1]["image"] for z in ([-2.0, 0.0], [2.0, 1.0])]
    assert np.abs(places[0].astype(int) - places[1]).max() < 30
    one.configure(one.config.changed(free_bits=1.0))
    train(one, 300)
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
    assert float(one.model.coder.log_sigma.detach()) < np.log(0.5)


def test_test_images_are_binarised_once_and_training_images_anew():
    one, other = vae(binarise="on"), vae(binarise="on", seed=5)
    assert torch.equal(one.pictures.test, other.pictures.test)
    assert set(one.pictures.test.unique().tolist()) == {0.0, 1.0}
    x, rng = one.pictures.x[:500], torch.Generator().manual_seed(0)
    first, second = one.pictures.drawn(x, rng), one.pictures.drawn(x, rng)
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
        return uploads.store(album_file.packed(image_upload.collected(list(files.items()))))

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


def test_looking_changes_nothing():
    one, other = (vae(dataset="shapes", latent_dim=3) for _ in range(2))
    for _ in range(3):
        one.step(), other.step()
        arrays = one.views(EVERYTHING)
        one.probe("film", {"ends": [0, 5], "path": "spherical", "frames": 5, "scale": 2})
    assert torch.equal(one.net.theta, other.net.theta)
    assert arrays["decode"].shape == (11 * 32, 11 * 32)
    assert arrays["mig.matrix"].shape == (len(one.describe()["factors"]), 3)


# ---- numbers against a second way to work them out ----------------------------------------------
def traced(**values):
    """A model after some updates, and the stages of one more, on a minibatch that is told in whole."""
    one = vae(batch_size=4, latent_dim=3, lr=0.01, **values)
    train(one, 20)
    return one, {stage.name: stage.arrays for stage in one.trace()}


def as_tensors(stages, *names):
    return [torch.tensor(stages[stage][name]).double() for stage, name in names]


def log_px(stages, kind="bernoulli", sigma=1.0):
    """log p(x|z) of every image, [4]."""
    x, out = (part.flatten(1) for part in as_tensors(stages, ("input", "x"), ("decode", "out")))
    of = Bernoulli(out, validate_args=False) if kind == "bernoulli" else Normal(out, sigma)
    return of.log_prob(x).sum(1)


@pytest.mark.parametrize(
    ("values", "kind", "sigma"),
    [
        ({"beta": 2.0}, "bernoulli", 1.0),
        ({"beta": 2.0, "free_bits": 0.7}, "bernoulli", 1.0),
        ({"likelihood": "gaussian", "sigma": 0.4, "network": "convolutional"}, "gaussian", 0.4),
        ({"model": "autoencoder", "conditional": "on"}, "bernoulli", 1.0),
        ({"annealing": "warm_up", "anneal_steps": 40, "beta": 8.0}, "bernoulli", 1.0),
    ],
)
def test_the_loss_against_torchs_distributions(values, kind, sigma):
    _, stages = traced(**values)
    assert stages["input"]["batch"] == [4]
    mu, deviation = as_tensors(stages, ("encode", "mu"), ("encode", "sigma"))
    kl = kl_divergence(Normal(mu, deviation), Normal(0.0, 1.0)).mean(0)  # [d]
    weight = {"warm_up": 4.0}.get(
        values.get("annealing"), values.get("beta", 1.0)
    )  # after 20 of 40
    penalty = weight * kl.clamp_min(values.get("free_bits", 0.0)).sum()
    expected = -log_px(stages, kind, sigma).mean() + penalty * (values.get("model") is None)
    assert stages["loss"]["loss"] == pytest.approx(float(expected), rel=1e-4)
    np.testing.assert_allclose(
        stages["loss"]["reconstruction"], -log_px(stages, kind, sigma), rtol=1e-4
    )
    assert stages["gradients"]["norm"] == pytest.approx(
        np.linalg.norm(stages["gradients"]["gradient"]), rel=1e-4
    )


def test_with_one_code_the_importance_weight_is_its_density_ratio():
    _, stages = traced(model="iwae", samples=1)
    names = (("encode", "mu"), ("encode", "sigma"), ("sample", "z"))
    mu, deviation, z = as_tensors(stages, *names)
    log_w = log_px(stages) + (Normal(0.0, 1.0).log_prob(z) - Normal(mu, deviation).log_prob(z)).sum(
        1
    )
    assert stages["loss"]["loss"] == pytest.approx(-float(log_w.mean()), rel=1e-4)


def test_an_epoch_takes_every_image_once():
    one = vae(batch_size=500, lr=1e-6)
    orders = []
    for seen in (500, 1000, 1437, 1937, 2437, 2874):
        one.step()
        assert one.epoch == pytest.approx(seen / 1437)
        orders.append(one._order.tolist())
    assert sorted(orders[0]) == sorted(orders[3]) == list(range(1437))
    assert orders[0] == orders[2] != orders[3] == orders[5], "each epoch has an order of its own"


def test_metrics_are_due_every_250_updates_and_slow_motion_shows_four_images():
    one, due = vae(), []
    for update in range(1, 501):
        one.step()
        due += [update] * one.evaluate_now
    assert due == [250, 500]
    stages = {stage.name: stage.arrays for stage in one.trace()}
    assert stages["input"]["x"].shape == stages["decode"]["out"].shape == (4, 8, 8)
    assert stages["input"]["batch"] == [16]


def test_no_alarm_before_it_has_settled_and_none_of_an_autoencoder():
    one = vae(beta=0.0)
    train(one, 499)
    assert one.notes() == []
    train(one, 1)
    assert [note.param for note in one.notes()] == ["holes"]
    other = vae(model="autoencoder", beta=0.0)
    train(other, 500)
    assert other.notes() == []


def test_an_explosion_is_named_with_its_step():
    one = vae()
    losses = {"loss": np.array([3.0, -2e9, 5e9], np.float32)}
    row, message = one.diverged(losses)
    assert row == 1
    assert message.say() == "loss was -2e+09, more than 1e+09."
    sound = {"loss": np.array([1.0, 9e8], np.float32)}
    assert one.diverged(sound) is None
    one.net.theta[3] = float("nan")
    row, message = one.diverged(sound)
    assert (row, message.param) == (1, "weights")


def test_it_stops_after_as_many_updates_as_it_was_told():
    one = vae(stop_steps=3)
    train(one, 2)
    assert one.finished({}) is None
    train(one, 1)
    assert one.finished({}).say() == "3 updates are done."


def test_the_description_counts_what_the_networks_are_made_of():
    said = vae(conditional="on", hidden=(16, 8)).describe()
    assert said["encoder"]["text"] == "8×8 → 16 → 8 → 2"
    assert said["decoder"]["text"] == "2 → 8 → 16 → 8×8"
    # weights and biases; the class is told to both, one-hot
    assert said["encoder"]["params"] == (64 + 10 + 1) * 16 + (16 + 1) * 8 + (8 + 1) * 4
    assert said["decoder"]["params"] == (2 + 10 + 1) * 8 + (8 + 1) * 16 + (16 + 1) * 64
    assert said["metrics"] == [
        "elbo",
        "reconstruction",
        "kl",
        "active_units",
        "latent_knn_accuracy",
    ]
    said = vae(dataset="shapes", network="convolutional", width=4, model="iwae", samples=5)
    assert said.describe()["encoder"]["text"] == "32×32 → conv 4, 8 → 2"
    assert said.describe()["metrics"][-2:] == ["iwae", "mig"]


@pytest.mark.parametrize(
    "values",
    [
        {"latent_dim": 4, "optimizer": "momentum", "binarise": "on", "decoder": "autoregressive"},
        {"likelihood": "gaussian_learned", "conditional": "on", "weight_decay": 0.001},
    ],
)
def test_a_state_goes_to_bytes_and_on_from_there(values):
    one, other = vae(**values), vae(**values | {"lr": 0.5})
    train(one, 255)  # past a turn of the plane
    other.load_state(State.from_bytes(one.state().to_bytes()))
    assert other.config == one.config
    assert train(one, 250) == train(other, 250)
    assert one.evaluate() == other.evaluate()
    for name, array in one.views(EVERYTHING).items():
        assert np.array_equal(array, other.views(EVERYTHING)[name]), name
