"""The GAN: who learns when, what is shown, and that every failure among the presets shows its symptom."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.data.distributions import encoded
from core.params import ParamError
from core.playgrounds.contract import ActError
from core.playgrounds.gan.algorithm import Gan
from core.playgrounds.gan.config import GanConfig
from core.playgrounds.gan.presets import PRESETS

VALUES = {preset.name: dict(preset.values) for preset in PRESETS}
PANELS = {"samples": {"layers": ["fake", "surface", "manifold", "arrows"]}, "flow": {}}


def build(preset: str = "gan-lab", **values) -> Gan:
    return Gan(GanConfig(**(VALUES[preset] | values)))


def train(gan: Gan, iterations: int) -> dict[str, float]:
    """The last step's scalars and the metrics."""
    for _ in range(iterations):
        scalars = gan.step()
    return {name: float(value) for name, value in (scalars | gan.evaluate()).items()}


def alarms(gan: Gan) -> set[str]:
    return {note.param for note in gan.notes()}


# ---- the presets ------------------------------------------------------------------------------
def test_the_default_learns_two_clouds():
    found = train(build(), 2000)
    assert found["modes_covered"] == 2
    assert found["high_quality_fraction"] >= 0.85
    assert 0.4 < found["d_real"] < 0.65


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("preset", "iterations", "modes", "quality"),
    [("ring-8", 2000, 8, 0.7), ("grid-25", 2500, 20, 0.4)],
)
def test_steady_presets_cover_every_mode_soon(preset, iterations, modes, quality):
    """Their full figures after 60 s: benchmarks/gan_modes.py."""
    gan = build(preset)
    for _ in range(2):  # how soon depends on how a processor rounds
        found = train(gan, iterations)
        if found["modes_covered"] >= modes and found["high_quality_fraction"] >= quality:
            break
    assert found["modes_covered"] >= modes
    assert found["high_quality_fraction"] >= quality


@pytest.mark.breadth(2)
@pytest.mark.parametrize(
    ("preset", "iterations"), [("wgan-gp", 400), ("spectral", 600), ("spiral", 800), ("draw", 800)]
)
def test_other_presets_come_near_their_data(preset, iterations):
    gan = build(preset)
    before = train(gan, 1)["sliced_wasserstein"]
    found = train(gan, iterations)
    assert found["sliced_wasserstein"] < min(0.1, before / 2)
    assert 0.85 < found["spread_ratio"] < 1.1


@pytest.mark.timeout(600)
@pytest.mark.breadth(1)
@pytest.mark.parametrize("seed", range(2))
def test_mode_collapse_collapses_on_every_seed_and_the_alarm_says_so(seed):
    gan = build("mode-collapse", seed=seed)
    found = train(gan, 1500)
    assert found["modes_covered"] <= 3
    assert found["effective_modes"] <= 3
    assert "collapse" in alarms(gan)


@pytest.mark.parametrize("seed", range(1))
def test_the_minimax_gradient_vanishes_where_the_non_saturating_does_not(seed):
    gan = build("vanishing", seed=seed)
    found = train(gan, 1500)
    assert found["d_fake"] < 1e-3
    assert found["g_gradient"] < 1e-3
    assert "victory" in alarms(gan)
    other = build("vanishing", seed=seed, loss="non_saturating", g_updates=0)
    assert train(other, 200)["g_gradient"] > 100 * max(found["g_gradient"], 1e-9)


@pytest.mark.parametrize("seed", range(1))
def test_a_discriminator_too_strong_wins(seed):
    gan = build("d-too-strong", seed=seed)
    found = train(gan, 1500)
    assert found["d_real"] > 0.9
    assert found["d_fake"] < 0.1
    assert found["modes_covered"] <= 3
    assert "victory" in alarms(gan)


@pytest.mark.parametrize("seed", range(1))
def test_oscillation_swings_for_ever(seed):
    gan = build("oscillation", seed=seed)
    train(gan, 3000)
    assert "oscillation" in alarms(gan)
    assert gan.window.statistics().std(0).max() > 0.2


@pytest.mark.parametrize("seed", range(2))
def test_clipping_too_tight_leaves_weights_at_the_border_and_no_gradient(seed):
    gan = build("clipping", seed=seed)
    found = train(gan, 400)
    theta = gan.discriminator.theta.abs()
    assert float(theta.max()) <= gan.config.clip
    assert found["g_gradient"] < 1e-3
    assert found["js_divergence"] > 0.3


def test_the_good_ones_raise_no_alarm():
    gan = build()
    train(gan, 2500)
    assert alarms(gan) == set()


# ---- who learns ---------------------------------------------------------------------------------
def thetas(gan: Gan) -> tuple[torch.Tensor, torch.Tensor]:
    return gan.generator.theta.clone(), gan.discriminator.theta.clone()


@pytest.mark.parametrize(
    ("frozen", "moves"), [("g_updates", (False, True)), ("d_updates", (True, False))]
)
def test_zero_updates_freeze_a_network_and_its_loss_is_still_told(frozen, moves):
    gan = build(**{frozen: 0})
    before = thetas(gan)
    scalars = gan.step()
    changed = tuple(not torch.equal(a, b) for a, b in zip(before, thetas(gan), strict=True))
    assert changed == moves
    assert all(np.isfinite(float(value)) for value in scalars.values())
    assert float(scalars["d_loss"]) > 0


@pytest.mark.parametrize(("network", "moves"), [("g", (True, False)), ("d", (False, True))])
def test_a_single_network_steps_alone(network, moves):
    gan = build()
    gan.step()
    before, iteration = thetas(gan), gan.iteration
    said = gan.act("step_only", {"network": network})
    changed = tuple(not torch.equal(a, b) for a, b in zip(before, thetas(gan), strict=True))
    assert changed == moves
    assert gan.iteration == iteration
    assert said["name"] == f"{network}_loss"


@pytest.mark.parametrize("args", [{}, {"network": "x"}, {"network": 3}])
def test_a_network_that_does_not_exist_cannot_step(args):
    with pytest.raises(ActError, match="choose one of g, d"):
        build().act("step_only", args)


def test_one_iteration_is_the_algorithm_written_down():
    """Against autograd on the same numbers: D's update first, G's through the D that is now."""
    gan = build(batch_size=20)
    stages = {stage.name: stage.arrays for stage in build(batch_size=20).trace()}
    g, d = gan.generator, gan.discriminator
    z, x = (torch.from_numpy(stages[s][n]) for s, n in (("noise", "noise"), ("judge", "real")))
    loss = -torch.log(torch.sigmoid(d(x))).mean() - torch.log(1 - torch.sigmoid(d(g(z)))).mean()
    slope = torch.cat([s.flatten() for s in torch.autograd.grad(loss, d.params)])
    assert loss.item() == pytest.approx(float(stages["d_loss"]["loss"]), rel=1e-5)
    assert stages["d_gradients"]["gradient"] == pytest.approx(slope.numpy(), abs=1e-6)
    after = d.theta - 0.1 * slope
    assert stages["d_update"]["after"] == pytest.approx(after.numpy(), abs=1e-6)
    d.theta.copy_(torch.from_numpy(stages["d_update"]["after"]))
    loss = -torch.log(torch.sigmoid(d(g(torch.from_numpy(stages["noise2"]["noise"]))))).mean()
    slope = torch.cat([s.flatten() for s in torch.autograd.grad(loss, g.params)])
    assert stages["g_gradients"]["gradient"] == pytest.approx(slope.numpy(), abs=1e-6)


def test_slow_motion_leaves_out_who_is_frozen_and_repeats_who_goes_twice():
    names = [stage.name for stage in build(g_updates=0, d_updates=2).trace()]
    assert names == ["noise", "generate", "judge", "d_loss", "d_gradients", "d_update"] * 2


def test_the_averaged_generator_is_shown_and_never_trained_with():
    plain, averaged = build(), build(average=0.9)
    for _ in range(30):
        plain.step()
        averaged.step()
    assert all(map(torch.equal, thetas(plain), thetas(averaged)))
    z = torch.randn(5, 2)
    assert torch.equal(plain.pair.generate(z), plain.generator(z).detach())
    assert not torch.equal(averaged.pair.generate(z), averaged.generator(z).detach())


def test_clipping_keeps_every_weight_of_the_critic_small():
    gan = build(loss="wasserstein", clip=0.05)
    train(gan, 3)
    assert float(gan.discriminator.theta.abs().max()) <= 0.05 + 1e-9


@pytest.mark.parametrize(
    "values", [{"r1": 5.0}, {"loss": "wgan_gp"}, {"instance_noise": 0.1}, {"label_smoothing": 0.2},
               {"spectral_norm": "on"}, {"minibatch_std": "on"}]
)  # fmt: skip
def test_every_stabiliser_changes_the_course(values):
    plain = build(loss="wasserstein") if "loss" in values else build()
    gan = build(**values)
    train(plain, 3)
    train(gan, 3)
    theta, other = gan.discriminator.theta, plain.discriminator.theta
    assert theta.shape != other.shape or not torch.equal(theta, other)
    assert bool(theta.isfinite().all())


def test_the_output_of_the_generator_is_bounded_or_not_at_once():
    gan, z = build(), 100 * torch.randn(50, 2)
    assert float(gan.pair.generate(z).abs().max()) <= 1
    gan.configure(gan.config.changed(g_output="linear"))
    assert float(gan.pair.generate(z).abs().max()) > 1


def test_exploding_losses_are_named():
    gan = build(loss="least_squares", d_lr=10.0, g_lr=10.0, d_optimizer="momentum")
    rows = [gan.step() for _ in range(300)]
    columns = {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}
    found = gan.diverged(columns)
    assert found is not None
    assert found[1].say()


# ---- what is shown ------------------------------------------------------------------------------
def test_only_the_layers_asked_for_are_worked_out():
    gan = build()
    assert set(gan.views({"samples": {"layers": ["surface"]}})) == {"surface", "surface.range"}
    assert set(gan.views({"samples": {"layers": ["fake"]}})) == {"fake", "fake.score"}
    assert (
        gan.views({"samples": {}}) == gan.views({}) == gan.views({"samples": {"layers": []}}) == {}
    )


def test_the_surface_is_the_discriminators_answer_row_0_at_the_top():
    gan = build()
    train(gan, 50)
    picture = gan.views(PANELS)["surface"]
    top_left = torch.tensor([[-1 + 1 / 60, 1 - 1 / 60]])
    expected = torch.sigmoid(gan.pair.scores(top_left))[0].item()
    assert picture[0, 0] / 255 == pytest.approx(expected, abs=1 / 255)


def test_views_are_in_the_datas_units():
    gan = build("ring-8")
    arrays = gan.views(PANELS)
    z = torch.zeros(1, 2)
    assert arrays["manifold"].shape == (21, 21, 2)
    assert arrays["manifold"][10, 10] == pytest.approx(
        gan.pair.generate(z)[0].numpy() * 2.5, abs=1e-5
    )
    assert np.hypot(*gan.static_views()["real"].T).mean() == pytest.approx(2, abs=0.05)
    assert build(latent_dim=1).views(PANELS)["manifold"].shape == (101, 2)


def test_arrows_point_where_the_generators_loss_falls():
    gan = build()
    train(gan, 100)
    arrays = gan.views(PANELS)
    x, arrows = (torch.from_numpy(arrays[name][:150]) for name in ("fake", "arrows"))
    with torch.no_grad():
        loss = [gan.pair.objective.g_loss(gan.pair.scores(at)) for at in (x, x + 1e-3 * arrows)]
    assert loss[1] < loss[0]


@pytest.mark.parametrize("loss", ["wasserstein", "least_squares", "hinge"])
def test_the_flow_counts_every_answer(loss):
    gan = build(loss=loss)
    train(gan, 20)
    arrays = gan.views(PANELS)
    assert arrays["flow.d_real"].sum() == arrays["flow.d_fake"].sum() == 64
    low, high = arrays["flow.range"]
    assert (low, high) == (0, 1) or loss == "wasserstein"
    assert gan.describe()["objective"]["probability"] == (loss != "wasserstein")


# ---- hyperparameters ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"latent_dim": 9}, "latent_dim = 9 is too many for points of the plane: at most 8."),
        ({"conditional": "on"}, "conditional = on needs pictures with classes"),
        ({"dataset": "drawing", "drawing": encoded([(0, 0)])}, "a single point"),
    ],
)
def test_contradictions_are_refused_and_repaired(values, said):
    with pytest.raises(ParamError, match=said):
        GanConfig(**values)
    repaired, messages = GanConfig.repaired(values)
    assert said in messages[0].say()
    assert Gan(repaired).step()


def test_the_run_ends_after_so_many_iterations():
    gan = build(stop_steps=250)
    train(gan, 250)
    assert gan.evaluate_now
    assert gan.finished({}).say() == "250 iterations are done."
