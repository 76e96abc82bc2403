"""What is seen of a VAE, each picture made a second way; and that senseless wishes get a sentence."""

from __future__ import annotations

import io
import math
from statistics import NormalDist

import numpy as np
import pytest
import torch
from PIL import Image
from torch.distributions import Bernoulli

from core.playgrounds.contract import ActError, UndeclaredError
from core.playgrounds.vae import options
from core.playgrounds.vae.latent_views import ellipses
from core.playgrounds.vae.look import CODES_SEED
from tests.playgrounds.vae.models import train, vae


@pytest.fixture(scope="module")
def trained():
    """Four dimensions on digits, conditional: every option means something."""
    one = vae(latent_dim=4, conditional="on", lr=0.01)
    train(one, 300)
    return one


def see(one, view, **asked):
    return one.views({view: asked})


def decoded(one, z, label=0):
    return one.probe("decode", {"z": [float(value) for value in z], "label": label})[1]["image"]


def tile(sheet, row, column, side=8):
    return sheet[row * side : (row + 1) * side, column * side : (column + 1) * side]


def close(one, other):
    """Alike but for the last bit of what was rounded to a byte."""
    return np.abs(one.astype(int) - other).max() <= 1


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


def test_the_map_shows_means_of_the_test_images(trained):
    arrays = see(trained, "latent", axes=[3, 1])
    mu, log_var = trained.model.posteriors(trained.pictures.test, trained.pictures.y_test)
    np.testing.assert_allclose(arrays["latent.mean"], mu[:, [3, 1]], atol=1e-5)
    deviations = (0.5 * log_var[:60, [3, 1]]).exp().numpy()
    np.testing.assert_allclose(arrays["latent.ellipses"][:, :2], mu[:60, [3, 1]], atol=1e-5)
    np.testing.assert_allclose(
        arrays["latent.ellipses"][:, 2:4], -np.sort(-deviations, 1), rtol=1e-4
    )


def test_ellipses_by_hand():
    """Deviations 3 and 1 along the axes, and turned by 30°: half-axes 3 and 1, the longer at 30°."""
    variance = np.array([[9.0, 1.0]])
    upright = ellipses(np.zeros((1, 2)), np.eye(2), variance)[0]
    assert upright[2:4].tolist() == [3, 1]
    assert math.sin(upright[4]) == pytest.approx(0, abs=1e-6)
    cosine, sine = math.cos(math.pi / 6), math.sin(math.pi / 6)
    rows = np.array([[cosine, -sine], [sine, cosine]])  # z₁ is seen at 30°
    turned = ellipses(np.array([[2.0, -5.0]]), rows, variance)[0]
    assert turned[:4].tolist() == pytest.approx([2, -5, 3, 1])
    assert math.tan(turned[4]) == pytest.approx(math.tan(math.pi / 6))


@pytest.mark.parametrize(("spacing", "zoom"), [("even", 1), ("even", 4), ("quantile", 4)])
def test_each_tile_of_the_plane_is_its_places_image(trained, spacing, zoom):
    sheet = see(trained, "decode", axes=[0, 2], label=7, spacing=spacing, zoom=zoom)["decode"]
    assert sheet.shape == (15 * 8, 15 * 8)
    for row, column in ((0, 0), (7, 7), (2, 11), (14, 3)):
        share_across, share_up = (column + 0.5) / 15, 1 - (row + 0.5) / 15
        if spacing == "even":
            u, v = (3.5 * zoom * (2 * share - 1) for share in (share_across, share_up))
        else:
            u, v = (NormalDist().inv_cdf(share) for share in (share_across, share_up))
        assert close(tile(sheet, row, column), decoded(trained, (u, 0, v, 0), 7)), (row, column)


def test_a_slider_image_is_the_code_decoded(trained):
    z = [0.5, -1.0, 2.0, 0.0]
    assert close(see(trained, "sliders", z=z, label=3)["slider.image"], decoded(trained, z, 3))
    assert close(see(trained, "sliders")["slider.image"], decoded(trained, [0] * 4))


@pytest.mark.parametrize("model", ["vae", "autoencoder"])
def test_histograms_count_codes_and_the_priors_share(model):
    one = vae(model=model, latent_dim=3, lr=0.01)
    train(one, 50)
    arrays = see(one, "aggregate")
    codes, log_var = one.model.posteriors(one.pictures.test, one.pictures.y_test)
    if model == "vae":  # drawn from the posteriors, always with the same noise
        noise = torch.Generator().manual_seed(CODES_SEED)
        codes = codes + log_var.exp().sqrt() * torch.randn(codes.shape, generator=noise)
    for shares, code in zip(arrays["aggregate"], codes.numpy().T, strict=True):
        counts = [(abs(code - at) < 3.5 / 31).mean() for at in arrays["aggregate.x"]]
        np.testing.assert_allclose(shares, counts, atol=1e-6)
    assert arrays["aggregate.x"][[0, 15, 30]] == pytest.approx([-3.5 + 3.5 / 31, 0, 3.5 - 3.5 / 31])
    middle_share = math.erf(3.5 / 31 / math.sqrt(2))  # P(|z| < half a bin)
    assert arrays["aggregate.prior"][15] == pytest.approx(middle_share)
    assert arrays["aggregate.prior"].sum() == pytest.approx(math.erf(3.5 / math.sqrt(2)))


def test_what_a_dimension_costs(trained):
    arrays = see(trained, "dimensions")
    mu, log_var = trained.model.posteriors(trained.pictures.test, trained.pictures.y_test)
    kl = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean(0)
    np.testing.assert_allclose(arrays["dims.kl"], kl, rtol=1e-4)
    np.testing.assert_allclose(arrays["dims.variance"], mu.numpy().var(0), rtol=1e-4)
    assert arrays["dims.active"].tolist() == (mu.numpy().var(0) > 0.01).astype(int).tolist()


@pytest.mark.parametrize("image", [None, 5])
def test_traversals_move_one_dimension_and_leave_the_others(trained, image):
    arrays = see(trained, "traversals", image=image, label=2)
    order = np.argsort(-see(trained, "dimensions")["dims.kl"])
    assert arrays["traversal.dims"].tolist() == order.tolist()
    assert (np.diff(arrays["traversal.kl"]) <= 0).all()
    assert arrays["traversal.x"].tolist() == [-3, -2.25, -1.5, -0.75, 0, 0.75, 1.5, 2.25, 3]
    centre = [0.0] * 4 if image is None else trained.probe("encode", {"image": image})[0]["mu"]
    for row, dim in enumerate(order):
        for column in (0, 6):
            z = list(centre)
            z[dim] = arrays["traversal.x"][column]
            assert close(tile(arrays["traversal"], row, column), decoded(trained, z, 2))


def test_only_the_eight_dimensions_that_carry_most_are_traversed():
    arrays = see(vae(latent_dim=12), "traversals")
    assert arrays["traversal"].shape == (8 * 8, 9 * 8)
    assert len(set(arrays["traversal.dims"].tolist())) == 8


def test_traversals_name_the_factor_that_a_dimension_knows_best():
    one = vae(dataset="shapes", latent_dim=3)
    train(one, 100)
    arrays = one.views({"traversals": {}, "disentanglement": {}})
    matrix = arrays["mig.matrix"][:, arrays["traversal.dims"]]
    assert arrays["traversal.factor"].tolist() == matrix.argmax(0).tolist()
    np.testing.assert_allclose(arrays["traversal.score"], matrix.max(0))


def test_reconstructions_and_their_cost(trained):
    arrays = see(trained, "reconstructions")
    p = trained.pictures
    original, mean, error = (arrays[f"rec.{name}"] for name in ("original", "mean", "error"))
    assert original.shape == mean.shape == error.shape == (8, 8 * 8)
    for i in range(8):
        label = int(p.y_test[i])
        expected = np.rint(255 * p.test[i].view(8, 8).numpy())
        assert np.array_equal(tile(original, 0, i), expected)
        mu = trained.probe("encode", {"image": i})[0]["mu"]
        assert close(tile(mean, 0, i), decoded(trained, mu, label))
        code = torch.tensor([mu]), p.one_hot(p.y_test[i : i + 1])
        out = torch.sigmoid(trained.model.coder.decode(*code)).detach()
        cost = -Bernoulli(out, validate_args=False).log_prob(p.test[i]).sum()
        assert arrays["rec.nats"][i] == pytest.approx(float(cost), rel=1e-4)
    assert close(error, np.abs(original.astype(int) - mean))


def test_the_tricks_numbers_hang_together(trained):
    seen = {k.partition(".")[2]: v for k, v in see(trained, "trick", image=4, draw=2).items()}
    asked = trained.probe("encode", {"image": 4})[0]
    np.testing.assert_allclose(seen["mu"], asked["mu"], rtol=1e-4)
    np.testing.assert_allclose(seen["sigma"], asked["sigma"], rtol=1e-4)
    np.testing.assert_allclose(seen["z"], seen["mu"] + seen["sigma"] * seen["eps"], rtol=1e-4)
    kl = 0.5 * (seen["mu"] ** 2 + seen["sigma"] ** 2 - 1) - np.log(seen["sigma"])
    np.testing.assert_allclose(seen["kl"], kl, rtol=1e-3, atol=1e-5)
    p = trained.pictures
    assert close(seen["out"], decoded(trained, seen["z"], int(p.y_test[4])))
    assert np.array_equal(seen["x"], np.rint(255 * p.test[4].view(8, 8).numpy()))
    out = torch.sigmoid(
        trained.model.coder.decode(torch.tensor(seen["z"])[None], p.one_hot(p.y_test[4:5]))
    )
    cost = -Bernoulli(out.detach(), validate_args=False).log_prob(p.test[4]).sum()
    assert seen["reconstruction"] == pytest.approx(float(cost), rel=1e-4)
    noises = [
        see(trained, "trick", image=i, draw=d)["story.eps"] for i, d in ((4, 2), (4, 3), (5, 2))
    ]
    assert np.array_equal(noises[0], seen["eps"])
    assert len({noise.tobytes() for noise in noises}) == 3


def test_the_encoder_is_asked_about_the_images_that_can_be_chosen(trained):
    mu, log_var = trained.model.posteriors(trained.pictures.test, trained.pictures.y_test)
    for image in (0, 39):
        asked = trained.probe("encode", {"image": image})[0]
        np.testing.assert_allclose(asked["mu"], mu[image], rtol=1e-4, atol=1e-5)
        np.testing.assert_allclose(asked["sigma"], log_var[image].exp().sqrt(), rtol=1e-4)
    with pytest.raises(ActError):
        trained.probe("encode", {"image": 40})


def test_an_autoencoder_draws_nothing():
    one = vae(model="autoencoder")
    train(one, 20)
    seen = see(one, "trick")
    assert np.array_equal(seen["story.z"], seen["story.mu"])
    assert not {"story.eps", "story.sigma", "story.kl"} & seen.keys()
    assert see(one, "dimensions") == {}


@pytest.mark.parametrize("path", ["linear", "spherical"])
def test_a_path_and_its_film_begin_and_end_at_two_images(trained, path):
    p, asked = trained.pictures, {"ends": [3, 8], "path": path}
    label = int(p.y_test[3])
    strip = see(trained, "interpolation", **asked)["interpolation"]
    for column, image in ((0, 3), (8, 8)):
        mu = trained.probe("encode", {"image": image})[0]["mu"]
        assert close(tile(strip, 0, column), decoded(trained, mu, label))
    value, arrays = trained.probe("film", asked | {"frames": 9, "scale": 3})
    assert value == {"frames": 9, "name": "learnscope-3-8.gif"}
    with Image.open(io.BytesIO(arrays["gif"].tobytes())) as film:
        assert (film.n_frames, film.size) == (9, (24, 24))
        film.seek(4)
        shown = np.asarray(film.convert("L"))[1::3, 1::3]
    assert close(shown[1:], tile(strip, 0, 4)[1:])


# ---- what may be asked --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("view", "asked"),
    [
        ("latent", {"axes": [0, 0]}),
        ("latent", {"axes": [0, 32]}),
        ("latent", {"axes": [0, 1, 2]}),
        ("latent", {"axes": [[0], [1]]}),
        ("latent", {"axes": "z1"}),
        ("decode", {"axes": [True, 0]}),
        ("decode", {"label": -1}),
        ("decode", {"label": 10**9}),
        ("decode", {"spacing": []}),
        ("decode", {"spacing": "odd"}),
        ("decode", {"zoom": 0}),
        ("decode", {"zoom": 9}),
        ("decode", {"zoom": 1.5}),
        ("sliders", {"z": [0.0]}),
        ("sliders", {"z": [0.0, 0.0, 0.0, float("nan")]}),
        ("sliders", {"z": [[0.0]] * 4}),
        ("sliders", {"z": [10**300] * 4}),
        ("trick", {"image": 10**9}),
        ("trick", {"image": [0]}),
        ("trick", {"draw": -1}),
        ("trick", {"draw": float("nan")}),
        ("interpolation", {"ends": [0, 10**9]}),
        ("interpolation", {"ends": [0, -1]}),
        ("interpolation", {"ends": [0]}),
        ("interpolation", {"ends": 7}),
        ("interpolation", {"ends": [[0], [1]]}),
        ("interpolation", {"path": []}),
        ("interpolation", {"path": {"linear": 1}}),
        ("interpolation", {"path": "crooked"}),
        ("traversals", {"image": "first"}),
        ("traversals", {"image": 40}),
        ("traversals", {"label": float("inf")}),
    ],
)
def test_a_view_with_senseless_options_gets_a_sentence(trained, view, asked):
    with pytest.raises(ActError) as caught:
        trained.views({view: asked})
    assert caught.value.message.param in asked
    assert caught.value.message.say().endswith(".")


def test_what_is_left_out_or_meant_for_another_build_has_its_default(trained):
    """As right after a rebuild: fewer dimensions, fewer classes, fewer images to choose from."""
    for view, absent in (
        ("latent", {"axes": None}),
        ("decode", {"axes": None, "label": None, "spacing": None, "zoom": None}),
        ("trick", {"image": None, "draw": None}),
        ("interpolation", {"ends": None, "path": None}),
        ("traversals", {"image": None, "label": None}),
        ("sliders", {"z": None}),
    ):
        expected, found = trained.views({view: {}}), trained.views({view: absent})
        assert all(np.array_equal(expected[name], found[name]) for name in expected), view
    small = vae(dataset="shapes")  # 2 dimensions, 3 classes
    for view, former in (("latent", {"axes": [5, 1]}), ("decode", {"axes": [0, 2], "label": 9})):
        expected, found = small.views({view: {}}), small.views({view: former})
        assert all(np.array_equal(expected[name], found[name]) for name in expected), view


def test_ends_of_another_build_are_left_out_and_a_sentence_names_what_is_allowed():
    assert options.ends({"ends": [3, 9]}, 10, 40) == (3, 9)
    for given in ([3, 10], [39, 3], [12, 13]):
        assert options.ends({"ends": given}, 10, 40) is None
    with pytest.raises(ActError, match=r"ends = 40: give a whole number, 0–9\."):
        options.ends({"ends": [3, 40]}, 10, 40)
    with pytest.raises(ActError, match=r"axes = \[0, 0\]: give two different latent .*, 0–3\."):
        options.axes({"axes": [0, 0]}, 4)
    with pytest.raises(ActError, match=r"z: give a list of 2 numbers\."):
        options.numbers({"z": [1.0]}, "z", 2)


def test_a_view_that_is_not_declared_is_a_mistake(trained):
    with pytest.raises(UndeclaredError, match="story"):
        trained.views({"story": {}})


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("decode", {"z": [0.0]}),
        ("decode", {"z": [float("nan"), 0.0]}),
        ("decode", {"place": "here"}),
        ("decode", {}),
        ("decode", {"place": [0.0, 10**9]}),
        ("decode", {"place": [0.0, 1.0], "axes": [0, 99]}),
        ("encode", {"image": 10**6}),
        ("film", {"frames": 9, "scale": 2}),
        ("film", {"ends": [0, 40], "frames": 9, "scale": 2}),
        ("film", {"ends": [0, 1], "path": [], "frames": 9, "scale": 2}),
        ("film", {"ends": [0, 1], "frames": 9, "scale": 41}),
        ("film", {"ends": [0, "x"], "frames": 9, "scale": 2}),
        ("film", {"ends": [0, 1], "path": "crooked", "frames": 9, "scale": 2}),
        ("film", {"ends": [0, 1], "frames": 10**6, "scale": 2}),
    ],
)
def test_a_senseless_question_gets_a_sentence(name, args):
    with pytest.raises(ActError):
        vae().probe(name, args)
