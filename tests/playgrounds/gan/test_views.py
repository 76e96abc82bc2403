"""What is seen of a GAN, against numbers worked out a second way, and what cannot be asked for."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
import torch

from core.playgrounds.contract import ActError
from core.playgrounds.gan.algorithm import Gan
from core.playgrounds.gan.config import GanConfig
from core.playgrounds.gan.point_views import noise_grid

KINDS = {
    "points": {},
    "images": {"dataset": "digits", "conditional": "on", "width": 8, "latent_dim": 4},
    "signals": {"dataset": "sine", "width": 8, "latent_dim": 3},
}
EVERYTHING = {name: view.example for name, view in Gan.VIEWS.items()}


def build(kind: str = "points", steps: int = 5, **values) -> Gan:
    gan = Gan(GanConfig(**(KINDS[kind] | values)))
    for _ in range(steps):
        gan.step()
    return gan


# ---- what there is ------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
def test_only_names_the_kind_of_data_that_an_array_is_there_for(kind):
    gan = build(kind)
    declared = dict(Gan.STATIC)
    for view in Gan.VIEWS.values():
        declared |= view.arrays
    forms = {name: [form.only for form in array.forms] for name, array in declared.items()}
    expected = {name for name, onlys in forms.items() if any(o.startswith(kind) for o in onlys)}
    expected |= {name for name, onlys in forms.items() if "" in onlys}
    assert (gan.views(EVERYTHING) | gan.static_views()).keys() == expected


@pytest.mark.parametrize("kind", KINDS)
def test_one_frame_shows_what_each_view_shows_alone(kind):
    gan = build(kind)
    together = gan.views(EVERYTHING)
    for name, options in EVERYTHING.items():
        for array, alone in gan.views({name: options}).items():
            assert np.array_equal(together[array], alone), array


def test_every_number_of_every_kind_is_declared_and_no_other():
    told: set[str] = set()
    for kind in KINDS:
        gan = build(kind, steps=0)
        told |= gan.step().keys() | gan.evaluate().keys()
    assert told == Gan.METRICS.keys()


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("points", {"dataset": "ring-8"}, {
            "generator": {"text": "2 → 8 → 8 → 2", "params": 114},  # 2·8 + 8, 8·8 + 8, 8·2 + 2
            "discriminator": {"text": "2 → 8 → 8 → 1", "params": 105},
            "box": [-2.5, 2.5], "modes": 8, "classes": 0, "averaged": False,
            "noise": {"kind": "uniform", "dim": 2},
            "metrics": ["modes_covered", "modes_total", "high_quality_fraction", "mode_std_ratio",
                        "js_divergence", "kl_divergence", "sliced_wasserstein"],
        }),
        ("points", {"dataset": "spiral", "average": 0.1}, {
            "modes": None, "averaged": True,
            "metrics": ["js_divergence", "kl_divergence", "sliced_wasserstein"],
        }),
        ("images", {}, {
            "generator": {"text": "14 → 32×2² → 16×4² → 1×8²", "params": 128 * 15 + 8192 + 16 + 257},
            "discriminator": {"text": "1×8² → 8×4² → 16×2² → 1",
                              "params": 8 * 17 + 16 * 129 + 65 + 650},
            "classes": 10, "class_names": list("0123456789"), "size": [8, 8], "grid": [8, 10],
            "strip": 9, "neighbours": 10,
            "metrics": ["recognised_fraction", "fid_like", "classes_seen", "confidence",
                        "judge_accuracy"],
        }),
        ("images", {"conditional": "off"}, {
            "classes": 0,
            "metrics": ["fid_like", "classes_seen", "confidence", "judge_accuracy"],
        }),
        ("signals", {}, {
            "generator": {"text": "3 → GRU 8 × 8 → 32", "params": 32 + 312 + 36},
            "discriminator": {"text": "32 → GRU 2 × 8 × 8 → 1", "params": 2 * 336 + 17},
            "length": 32, "range": [-1, 1], "unit": "cycles per window", "classes": 0,
            "metrics": ["spectrum_distance", "frequency_js", "amplitude_js", "sliced_wasserstein"],
        }),
    ],
)  # fmt: skip
def test_a_description_tells_the_networks_and_what_is_measured(kind, values, expected):
    said = build(kind, steps=0, **values).describe()
    assert {name: said[name] for name in expected} == expected
    assert said["kind"] == kind
    assert said["scalars"] == ["d_loss", "g_loss", "d_real", "d_fake"]


# ---- what cannot be asked for -------------------------------------------------------------------
BAD_LAYERS = [3, "fake", {"fake": 1}, ["fakes"], [["fake"]], [None], [math.nan], [True], True]
BAD_ENDS = [
    3, True, "ab", {}, [], [[0, 0]], [0, 0], [[0, 0]] * 3, [[0, 0, 0], [0, 0, 0]], [[[0]], [[0]]],
    [["a", 0], [0, 0]], [[math.nan, 0], [0, 0]], [[math.inf, 0], [0, 0]], [[0, 0], [0, 1.001]],
    [[0, 0], [0, -2]], [[True, 0], [0, 0]], [[None, 0], [0, 0]], [[10**400, 0], [0, 0]],
]  # fmt: skip
BAD_LABELS = ["3", 3.0, math.nan, -1, 10, True, [3], {}]


@pytest.mark.parametrize("layers", BAD_LAYERS, ids=repr)
def test_layers_that_there_are_not_are_refused(layers):
    with pytest.raises(ActError, match="give a list with some of these: fake, surface, manifold"):
        build().views({"samples": {"layers": layers}})


@pytest.mark.parametrize("ends", BAD_ENDS, ids=lambda value: repr(value)[:40])
def test_places_that_there_are_not_are_refused(ends):
    with pytest.raises(ActError, match="in ±1"):
        build("images").views({"strip": {"ends": ends}})


@pytest.mark.parametrize("label", BAD_LABELS, ids=repr)
def test_classes_that_there_are_not_are_refused(label):
    with pytest.raises(ActError, match="give a whole number in 0–9"):
        build("images").views({"strip": {"label": label}})


def test_a_class_means_nothing_where_none_is_asked_for():
    gan = build("images", conditional="off")
    labelled = gan.views({"strip": {"label": 3}})["strip"]
    assert np.array_equal(labelled, gan.views({"strip": {}})["strip"])


# ---- points -------------------------------------------------------------------------------------
def test_noise_grids_are_quantiles_around_the_middle():
    z = noise_grid("gaussian", 3)
    at = [NormalDist().inv_cdf(0.01 + 0.98 * k / 20) for k in range(21)]
    assert z.shape == (21, 21, 3)
    assert z[4, :, 0].tolist() == pytest.approx(at, abs=1e-5)
    assert z[:, 4, 1].tolist() == pytest.approx(at, abs=1e-5)
    assert not z[..., 2].any()
    line = noise_grid("uniform", 1)
    assert line[:, 0].tolist() == pytest.approx([-1 + k / 50 for k in range(101)], abs=1e-6)


def test_a_critics_surface_is_stretched_over_its_own_range():
    gan = build(loss="wasserstein", clip=1.0)
    arrays = gan.views({"samples": {"layers": ["surface"]}})
    low, high = arrays["surface.range"]
    at = np.linspace(-1 + 1 / 60, 1 - 1 / 60, 60, dtype=np.float32)
    x = torch.from_numpy(np.stack(np.meshgrid(at, at[::-1]), -1).reshape(-1, 2).copy())
    scores = gan.pair.scores(x).detach().numpy()
    assert (low, high) == pytest.approx((scores.min(), scores.max()), abs=1e-5)
    expected = 255 * (scores - scores.min()) / np.ptp(scores)
    assert np.abs(arrays["surface"].ravel() - expected).max() <= 0.51
    assert (arrays["surface"].min(), arrays["surface"].max()) == (0, 255)


def test_a_surface_of_beliefs_goes_from_0_to_1():
    gan = build(steps=30)
    arrays = gan.views({"samples": {"layers": ["surface"]}})
    assert arrays["surface.range"].tolist() == [0, 1]
    right = torch.tensor([[1 - 1 / 60, 1 / 60]])  # row 29, last column
    expected = 255 * float(torch.sigmoid(gan.pair.scores(right)))
    assert abs(arrays["surface"][29, 59] - expected) <= 0.51


def test_arrows_are_minus_the_slope_of_the_loss_in_the_datas_units():
    gan = build(dataset="ring-8", steps=100)
    arrays = gan.views({"samples": {"layers": ["arrows"]}})
    edge = gan.domain.data.edge
    x = arrays["fake"][:150].astype(np.float64) / edge

    def loss(moved: np.ndarray) -> np.ndarray:
        scores = gan.pair.scores(torch.from_numpy(moved).float()).detach().double().numpy()
        return np.log1p(np.exp(-scores))  # non-saturating

    step, slopes = 1e-2, []
    for axis in np.eye(2):
        slopes.append((loss(x + step * axis) - loss(x - step * axis)) / (2 * step))
    wrong = np.abs(arrays["arrows"] - -np.stack(slopes, 1) * edge)
    assert np.median(wrong) < 1e-3  # a ReLU has corners


def test_points_lie_in_the_datas_units_and_are_scored_as_they_lie():
    gan = build(dataset="ring-8")
    arrays = gan.views({"samples": {"layers": ["fake"]}})
    x = torch.from_numpy(arrays["fake"]) / gan.domain.data.edge
    expected = torch.sigmoid(gan.pair.scores(x)).detach().numpy()
    assert arrays["fake.score"] == pytest.approx(expected, abs=1e-5)


# ---- images -------------------------------------------------------------------------------------
def tiles(sheet: np.ndarray, side: int = 8) -> np.ndarray:
    rows, columns = (n // side for n in sheet.shape)
    return sheet.reshape(rows, side, columns, side).swapaxes(1, 2).reshape(-1, side, side)


def test_the_strip_is_noise_of_the_usual_length_on_a_plane():
    gan = build("images", noise_kind="gaussian")
    found = tiles(gan.views({"strip": {"ends": [[-1, 0.5], [0, -1]], "label": 6}})["strip"])
    n0, n1, n2 = gan.domain.noise(3, gan.domain.fixed(2)).double()
    for k in range(9):
        u, v = -1 + k / 8, 0.5 - 1.5 * k / 8
        z = (n0 + 2 * u * n1 + 2 * v * n2) / math.sqrt(1 + 4 * u * u + 4 * v * v)
        picture = gan.pair.generate(z.float()[None], torch.tensor([6]))[0].numpy()
        assert np.abs(found[k] - 127.5 * (picture + 1)).max() <= 0.51


def test_a_column_of_the_grid_is_a_class_generated_and_real():
    gan = build("images")
    shown = tiles(gan.views({"grid": {}})["grid"])
    z = gan.domain.noise(80, gan.domain.fixed(1))
    for place in (0, 13, 79):
        picture = gan.pair.generate(z[place : place + 1], torch.tensor([place % 10]))[0].numpy()
        assert np.abs(shown[place] - 127.5 * (picture + 1)).max() <= 0.51
    x, y = gan.domain.x.numpy(), gan.domain.y.numpy()
    for place, picture in enumerate(tiles(gan.static_views()["grid.real"])):
        assert np.array_equal(picture, x[y == place % 10][place // 10])


def test_neighbours_are_the_nearest_of_all_training_images():
    gan = build("images", steps=60, conditional="off")
    seen = gan.views({"neighbours": {}})
    z = gan.domain.noise(80, gan.domain.fixed(1))[:10]
    fake = (gan.pair.generate(z).numpy() + 1) / 2
    x = gan.domain.x.numpy() / 255
    apart = np.sqrt(((fake[:, None] - x[None]) ** 2).mean((2, 3)))  # [10, N]
    assert seen["neighbours.distance"] == pytest.approx(apart.min(1), abs=1e-3)


def test_distances_follow_pictures_whose_bytes_stay_the_same():
    gan = build("images")
    real = gan.domain.x[:10].float() / 127.5 - 1
    one = float(gan.domain.nearest(real)[1].max())
    other = float(gan.domain.nearest(real + 2e-3)[1].min())
    assert one < 1e-4
    assert other == pytest.approx(1e-3, abs=1e-4)


# ---- signals ------------------------------------------------------------------------------------
def test_spectrum_and_histograms_are_of_the_signals_shown():
    gan = build("signals")
    arrays, still = gan.views(EVERYTHING), gan.static_views()
    x = gan.pair.sample(250, gan.domain.fixed(1)).numpy().astype(np.float64)
    assert np.array_equal(arrays["waves.fake"], x[:8].astype(np.float32))
    power = (np.abs(np.fft.rfft(x)) ** 2).mean(0) / 32**2
    power[1:16] *= 2
    assert arrays["spectrum.fake"] == pytest.approx(power, abs=1e-6)
    height = (x.max(1) - x.min(1)) / 2
    counts, edges = np.histogram(height.clip(0, 0.9999), 24, (0, 1))
    assert arrays["amplitude.fake"] == pytest.approx(counts / 250, abs=1e-6)
    assert still["amplitude.x"] == pytest.approx((edges[1:] + edges[:-1]) / 2, abs=1e-6)


# ---- the data flow ------------------------------------------------------------------------------
@pytest.mark.parametrize("loss", ["non_saturating", "wasserstein"])
def test_the_flow_counts_answers_and_measures_vectors(loss):
    gan = build(loss=loss, steps=20)
    arrays, rng = gan.views({"flow": {}}), gan.domain.fixed(1)
    x, z = gan.domain.real(64, rng)[0], gan.domain.noise(64, rng)
    scores = [gan.pair.scores(each).detach() for each in (x, gan.pair.generate(z))]
    if loss == "non_saturating":
        scores = [torch.sigmoid(each) for each in scores]
    real, fake = (each.numpy() for each in scores)
    low, high = (0, 1) if loss == "non_saturating" else (min(real.min(), fake.min()), None)
    high = max(real.max(), fake.max()) if high is None else high
    assert arrays["flow.range"] == pytest.approx([low, high])
    for name, answers in (("real", real), ("fake", fake)):
        bins = np.minimum(((answers - low) * 16 / (high - low)).astype(int), 15)
        assert arrays[f"flow.d_{name}"].tolist() == np.bincount(bins, minlength=16).tolist()
    assert np.array_equal(arrays["flow.noise"], z.numpy())
    for name, net in (("g", gan.generator), ("d", gan.discriminator)):
        weights, gradient = arrays[f"flow.{name}_weights"], arrays[f"flow.{name}_gradient"]
        assert weights[0] == pytest.approx(math.hypot(*net.theta.tolist()), rel=1e-5)
        assert gradient[0] == pytest.approx(math.hypot(*net.grad.tolist()), rel=1e-5)


def test_noise_of_one_dimension_lies_on_the_axis():
    noise = build(latent_dim=1).views({"flow": {}})["flow.noise"]
    assert noise[:, 0].any()
    assert not noise[:, 1].any()


@pytest.mark.parametrize(
    ("kind", "shape"), [("points", (150, 2)), ("images", (4, 8, 8)), ("signals", (3, 32))]
)
def test_slow_motion_shows_a_few_samples_and_all_answers(kind, shape):
    gan = build(kind)
    stages = {stage.name: stage.arrays for stage in gan.trace()}
    assert stages["generate"]["fake"].shape == stages["judge"]["real"].shape == shape
    assert stages["judge"]["d_real"].shape == (150,)
    assert ("arrows" in stages["g_gradients"]) == (kind == "points")
    if kind == "images":
        assert 0 <= stages["judge"]["real"].min() < 0.1 < 0.9 < stages["judge"]["real"].max() <= 1
