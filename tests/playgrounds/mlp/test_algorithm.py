"""The MLP: what it learns, what it shows, and that every failure among the presets shows its symptom."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from core.nn.features import INPUTS, features
from core.params import ParamError
from core.playgrounds.contract import ActError
from core.playgrounds.mlp.algorithm import Mlp, MlpConfig
from core.playgrounds.mlp.maps import coded, pixels, scale_of
from core.playgrounds.mlp.presets import PRESETS

VALUES = {preset.name: dict(preset.values) for preset in PRESETS}


def build(preset: str = "tf-playground", **values) -> Mlp:
    return Mlp(MlpConfig(**(VALUES[preset] | values)))


def train(mlp: Mlp, epochs: int) -> dict[str, float]:
    """The metrics after so many epochs, or after diverging."""
    for _ in range(epochs):
        losses = [float(mlp.step()["batch_loss"]) for _ in range(mlp.smooth_steps)]
        assert mlp.evaluate_now
        if mlp.diverged({"batch_loss": np.array(losses, np.float32)}):
            break
    return measure(mlp)


def measure(mlp: Mlp) -> dict[str, float]:
    return {name: float(value) for name, value in mlp.evaluate().items()}


def on_training_points(mlp: Mlp) -> list[torch.Tensor]:
    """What every hidden layer answers to the training points, [N, n_k]."""
    return mlp.net.answer(mlp.points.x[: mlp.points.train])[0]


# ---- the presets ------------------------------------------------------------------------------
CLASSIC = [("tf-playground", 200), ("circle", 200), ("xor", 200), ("gaussians", 200)]
OTHERS = [
    ("spiral-features", 500, "test_accuracy", 0.95),
    ("moons", 100, "test_accuracy", 0.99),
    ("arms", 100, "test_accuracy", 0.98),
    ("plane", 20, "test_r2", 0.999),
    ("bumps", 500, "test_r2", 0.9),
    ("sparse", 300, "test_accuracy", 0.99),
]


@pytest.mark.breadth(3, each="preset")
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("preset", "epochs"), CLASSIC)
def test_classic_presets_learn(preset, epochs, seed):
    assert train(build(preset, seed=seed), epochs)["test_accuracy"] >= 0.99


@pytest.mark.breadth(3)
@pytest.mark.parametrize("seed", range(5))
def test_the_spiral_is_learned(seed):
    assert train(build("spiral", seed=seed), 300)["test_accuracy"] >= 0.97


@pytest.mark.parametrize(("preset", "epochs", "metric", "least"), OTHERS)
def test_other_presets_learn(preset, epochs, metric, least):
    assert train(build(preset), epochs)[metric] >= least


def test_sparse_leaves_little_but_the_squares():
    mlp = build("sparse")
    train(mlp, 300)
    first = mlp.net.kernels[0]  # [inputs, 4]
    squares = [mlp.config.inputs.index(name) for name in ("x1sq", "x2sq")]
    assert int((first == 0).sum()) >= first.numel() * 2 / 3
    assert bool((first[squares] != 0).any(1).all())


def test_dead_relus_are_dead():
    mlp = build("dead-relus")
    assert train(mlp, 50)["train_accuracy"] < 0.6
    last = on_training_points(mlp)[-1]
    assert not last.any(), "no neuron of the last layer answers to any point"
    assert not mlp.net.gradients[0].any()


def test_the_gradient_vanishes_through_sigmoids():
    mlp = build("vanishing-gradient")
    assert train(mlp, 100)["train_accuracy"] < 0.6
    first, last = mlp.net.gradients[0].norm(), mlp.net.gradients[-1].norm()
    assert float(first / last) < 1e-3


@pytest.mark.breadth(3, each="preset")
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("preset", "switch"), [("batch-norm", "batch_norm"), ("residual", "residual")]
)
def test_deep_networks_learn_with_a_switch_that_do_not_without(preset, switch, seed):
    assert train(build(preset, seed=seed), 100)["test_accuracy"] >= 0.98
    assert train(build(preset, seed=seed, **{switch: "off"}), 100)["test_accuracy"] < 0.6


@pytest.mark.parametrize("seed", range(5))
def test_a_learning_rate_too_high_explodes(seed):
    mlp = build("lr-too-high", seed=seed)
    losses = np.array([float(mlp.step()["batch_loss"]) for _ in range(400)], np.float32)
    found = mlp.diverged({"batch_loss": losses})
    assert found is not None
    assert found[0] > 10, "one should see it coming"
    assert not train(build("lr-too-high", seed=seed, lr=0.03), 5)["train_loss"] > 0.01


def test_zero_weights_keep_neurons_equal():
    mlp = build("zero-weights")
    assert train(mlp, 200)["train_accuracy"] > 0.8, "it does learn, but only what one neuron could"
    for weight in mlp.net.weights[:-1]:
        assert torch.allclose(weight, weight[:, :1].expand_as(weight), rtol=1e-4)
    assert mlp.net.weights[0].abs().max() > 0.1


def test_overfitting_raises_the_test_loss_while_the_training_loss_falls():
    mlp = build("overfitting")
    early, late = train(mlp, 50), train(mlp, 350)
    assert late["train_loss"] < early["train_loss"] / 2
    assert late["test_loss"] > early["test_loss"] * 1.5


def test_a_linear_network_stays_linear():
    mlp = build("linear-xor")
    assert train(mlp, 200)["train_accuracy"] < 0.7
    x = mlp.points.x
    _, z = mlp.net.answer(torch.cat([x, (x[:1] + x[1:2]) / 2]))
    assert torch.allclose(z[-1], (z[0] + z[1]) / 2, atol=1e-5)


def test_squared_error_is_stuck_where_cross_entropy_is_not():
    assert train(build("squared-error"), 50)["train_accuracy"] < 0.1
    assert train(build("squared-error", loss="cross_entropy"), 50)["train_accuracy"] > 0.99


def test_weights_too_small_do_not_move():
    found = train(build("small-weights"), 100)
    assert found["train_loss"] == pytest.approx(math.log(2), abs=0.01)
    assert train(build("small-weights", initialisation="xavier"), 100)["train_accuracy"] > 0.9


def test_a_network_too_small_does_not_solve_the_spiral():
    assert train(build("too-small"), 300)["test_accuracy"] < 0.8


def test_too_much_decay_flattens_the_map():
    mlp = build("too-much-decay")
    train(mlp, 100)
    picture = mlp.views({"map": {}})["map"].astype(int)
    assert np.ptp(picture) < 30


# ---- learning ---------------------------------------------------------------------------------
def test_an_epoch_is_one_pass_also_when_the_batch_size_changes_on_the_way():
    mlp = build()
    for epoch in range(3):
        drawn = []
        for step in range(400):
            drawn.append(mlp.trace()[0].arrays["rows"])
            if step == 9:
                mlp.configure(mlp.config.changed(batch_size=7 + epoch))
            if mlp.evaluate_now:
                break
        assert sorted(np.concatenate(drawn)) == list(range(250))
        assert mlp.epoch == epoch + 1


def test_the_last_minibatch_is_what_is_left():
    mlp = build(batch_size=100)
    assert [len(mlp.trace()[0].arrays["rows"]) for _ in range(4)] == [100, 100, 50, 100]
    assert mlp.smooth_steps == 3


def test_the_schedule_follows_the_epochs():
    mlp = build(schedule="step", schedule_epochs=4, lr=1.0, clip_norm=1e-4)
    lengths = []
    for _ in range(4):
        before = mlp.net.theta.clone()
        mlp.step()
        lengths.append(float((mlp.net.theta - before).norm()))
        for _ in range(mlp.smooth_steps - 1):
            mlp.step()
    assert lengths == pytest.approx([1e-4, 1e-4, 1e-5, 1e-6], rel=0.05)


def test_a_new_optimizer_starts_without_memory_and_a_new_rate_keeps_it():
    mlp = build(optimizer="momentum")
    train(mlp, 1)
    mlp.configure(mlp.config.changed(lr=0.001, momentum=0.5))
    assert mlp.optimizer.state()["velocity"].any()
    mlp.configure(mlp.config.changed(optimizer="adam"))
    assert not mlp.optimizer.state()["mean"].any()


def test_a_live_loss_changes_the_targets_of_the_minibatches_at_hand():
    mlp, straight = build(loss="cross_entropy"), build(loss="mse")
    mlp.step()
    straight.step()
    straight.net.theta.copy_(mlp.net.theta)
    mlp.configure(mlp.config.changed(loss="mse"))
    assert torch.equal(mlp.step()["batch_loss"], straight.step()["batch_loss"])
    assert mlp.describe()["output"]["activation"] == "tanh"


def test_penalties_act_on_weights_and_spare_biases():
    for values in ({"l1": 1.0}, {"weight_decay": 1.0}, {"weight_decay": 1.0, "optimizer": "adamw"}):
        plain, penalised = build(lr=0.1), build(lr=0.1, **values)
        if "optimizer" in values:
            plain = build(lr=0.1, optimizer="adamw")
        plain.step()
        penalised.step()
        for ours, theirs in zip(penalised.net.weights, plain.net.weights, strict=True):
            assert torch.allclose(ours[-1], theirs[-1])
            assert float(ours[:-1].abs().sum()) < float(theirs[:-1].abs().sum())


def test_evaluation_is_the_mean_over_all_points_without_dropout_and_penalties():
    mlp = build(dropout=0.5, l1=0.1, weight_decay=0.1, train_share=0.7)
    train(mlp, 3)
    o = torch.tanh(mlp.net.answer(mlp.points.x)[1])[:, 0]
    t = mlp.points.y.float() * 2 - 1
    for part, rows in (("train", slice(350)), ("test", slice(350, None))):
        found = measure(mlp)
        assert found[f"{part}_loss"] == pytest.approx(
            float(((o - t) ** 2)[rows].mean() / 2), rel=1e-4
        )
        right = ((o > 0) == (t > 0))[rows].float().mean()
        assert found[f"{part}_accuracy"] == pytest.approx(float(right))


def test_r2_is_the_share_of_the_spread_explained():
    mlp = build("bumps")
    train(mlp, 2)
    rows = slice(mlp.points.train, None)
    y, o = mlp.points.y[rows], mlp.net.answer(mlp.points.x)[1][rows, 0]
    wanted = 1 - float(((o - y) ** 2).sum() / ((y - y.mean()) ** 2).sum())
    assert measure(mlp)["test_r2"] == pytest.approx(wanted, abs=1e-4)


def test_features_are_their_formulas():
    x1, x2 = 0.5, -3.0
    expected = [x1, x2, 0.25, 9.0, -1.5, math.sin(0.5), math.sin(-3.0)]
    assert features(torch.tensor([[x1, x2]]), list(INPUTS))[0].tolist() == pytest.approx(expected)


class Elsewhere(Mlp):
    """On torch's device without memory, which refuses to mix with the CPU and has no numbers to read."""

    def evaluate(self):
        assert {value.device.type for value in super().evaluate().values()} == {"meta"}
        return {"train_loss": 0.0}


@pytest.mark.parametrize(
    "values",
    [
        {"optimizer": "adamw", "weight_decay": 0.1, "l1": 0.1, "clip_norm": 1.0, "dropout": 0.2},
        {"dataset": "arms", "optimizer": "nesterov", "activation": "gelu"},
        {"dataset": "plane", "loss": "huber", "optimizer": "rmsprop", "activation": "relu"},
        {"loss": "mse", "hidden": (), "initialisation": "uniform"},
    ],
)
def test_everything_is_computed_on_the_device_asked_for(values):
    mlp = Elsewhere(MlpConfig(**values), torch.device("meta"))
    for _ in range(30):
        assert mlp.step()["batch_loss"].device.type == "meta"
    mlp.configure(mlp.config.changed(batch_size=7))
    mlp.step()
    mlp.load_state(build(**mlp.config.to_json()).state())  # made on another device
    assert mlp.net.theta.device.type == mlp.net.grad.device.type == "meta"


def test_a_traced_step_is_autograds():
    mlp = build("plane", hidden=(3, 2), lr=0.1, batch_size=5)
    before = [weight.clone().requires_grad_() for weight in mlp.net.weights]
    stages = mlp.trace()
    told = {(stage.name, stage.layer): stage.arrays for stage in stages}
    assert [(stage.name, stage.layer) for stage in stages] == [
        ("minibatch", 0),
        *(("forward", k) for k in (1, 2, 3)),
        ("loss", 3),
        *(("backward", k) for k in (3, 2, 1)),
        ("update", None),
    ]
    first = told["minibatch", 0]
    a = mlp.points.x[torch.tensor(first["rows"])]
    assert first["x"] == pytest.approx(a.numpy())
    assert first["t"][:, 0] == pytest.approx(mlp.points.truth[first["rows"]])
    zs = []
    for k, weight in enumerate(before):
        zs.append(a @ weight[:-1] + weight[-1])
        a = torch.tanh(zs[-1]) if k < 2 else zs[-1]
        assert told["forward", k + 1]["z"] == pytest.approx(zs[-1].detach().numpy(), abs=1e-6)
        assert told["forward", k + 1]["a"] == pytest.approx(a.detach().numpy(), abs=1e-6)
    loss = ((a - torch.tensor(first["t"])) ** 2).mean() / 2
    assert told["loss", 3]["loss"] == pytest.approx(loss.item())
    *deltas, d1, d2, d3 = torch.autograd.grad(loss, [*zs, *before])
    for k, (delta, gradient) in enumerate(zip(deltas, (d1, d2, d3), strict=True)):
        assert told["backward", k + 1]["delta"] == pytest.approx(delta.numpy(), abs=1e-6)
        assert told["backward", k + 1]["gradient"] == pytest.approx(gradient.numpy(), abs=1e-6)
    assert told["loss", 3]["delta"] == pytest.approx(deltas[-1].numpy(), abs=1e-6)
    theta = torch.cat([weight.detach().view(-1) for weight in before])
    assert told["update", None]["before"] == pytest.approx(theta.numpy())
    moved = theta - 0.1 * torch.cat([d.view(-1) for d in (d1, d2, d3)])
    assert told["update", None]["after"] == pytest.approx(moved.numpy(), abs=1e-6)


def test_the_winner_is_the_larger_and_of_equals_the_first():
    assert build().winner(torch.tensor([[-0.1], [0.0], [0.1]])).tolist() == [0, 0, 1]
    z = torch.tensor([[1.0, 2.0, 2.0, 0.0], [0.0, 0.0, 0.0, 0.0]])
    assert build("arms").winner(z).tolist() == [1, 0]


# ---- when to stop -----------------------------------------------------------------------------
def test_stops_after_the_epochs_or_at_the_training_loss_asked_for():
    mlp = build(stop_epochs=2)
    assert mlp.finished(train(mlp, 1)) is None
    assert mlp.finished(train(mlp, 1)).say() == "2 epochs are done."
    mlp.configure(mlp.config.changed(stop_epochs=0, stop_loss=0.2))
    assert mlp.finished({"train_loss": 0.3, "test_loss": 0.1}) is None
    assert "0.2" in mlp.finished({"train_loss": 0.2, "test_loss": 0.9}).say()


def test_diverging_is_seen_at_its_row_and_also_behind_saturation():
    mlp = build()
    fine = np.full(5, 0.5, np.float32)
    assert mlp.diverged({"batch_loss": fine}) is None
    for bad in (np.nan, np.inf, 1e5):
        losses = fine.copy()
        losses[3] = bad
        assert mlp.diverged({"batch_loss": losses})[0] == 3
    mlp.net.theta[0] = np.inf
    row, message = mlp.diverged({"batch_loss": fine})
    assert row == 4
    assert "weight" in message.say()


@pytest.mark.parametrize("initialisation", ["small", "large"])
def test_a_loss_ten_thousand_times_the_untrained_ones_has_exploded(initialisation):
    mlp = build("squared-error", loss="cross_entropy", initialisation=initialisation)
    limit = 1e4 * max(1.0, measure(mlp)["train_loss"])
    assert (limit > 1e4) == (initialisation == "large")
    for share, row in ((0.99, None), (1.01, 1)):
        found = mlp.diverged({"batch_loss": np.array([1.0, share * limit, 1.0])})
        assert (found and found[0]) == row


# ---- contradictions ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "param", "nearest"),
    [
        ({"points": 50, "train_share": 0.1, "loss": "mse"}, "batch_size", 5),
        ({"batch_size": 300}, "batch_size", 250),
        ({"dataset": "plane"}, "loss", "mse"),
        ({"dataset": "moons", "loss": "huber"}, "loss", "cross_entropy"),
    ],
)
def test_contradictions_name_the_parameter_and_the_nearest_value(values, param, nearest):
    with pytest.raises(ParamError) as refused:
        MlpConfig(**values)
    assert (refused.value.message.param, refused.value.nearest) == (param, nearest)
    assert str(refused.value).startswith(f"{param} = ")
    repaired, messages = MlpConfig.repaired(values)
    assert getattr(repaired, param) == nearest
    assert [message.param for message in messages] == [param]


# ---- to look at -------------------------------------------------------------------------------
def test_maps_are_drawn_with_x2_upwards():
    mlp = build("plane", inputs=("x1", "x2"))
    mlp.net.weights[0].copy_(torch.tensor([[0.0], [1.0], [0.0]]))  # output = x₂, clipped to ±1
    picture = mlp.views({"map": {}})["map"]
    assert picture.shape == (100, 100)
    assert (picture[:10] == 255).all()
    assert (picture[-10:] == 0).all()
    assert (picture[40] == picture[40, 0]).all()


def test_pixels_and_bytes_are_those_worked_by_hand():
    assert pixels(2).tolist() == [[-3, 3], [3, 3], [-3, -3], [3, -3]]
    assert pixels(3)[1].tolist() == [0, 4]
    values = torch.tensor([-2.0, -1.0, 0.0, 1.0, 2.0, 9.0])
    assert coded(values, 2.0).tolist() == [0, 64, 128, 191, 255, 255]
    assert coded(torch.tensor([1.0, 1.0]), torch.tensor([1.0, 4.0])).tolist() == [255, 159]
    assert scale_of(torch.tensor([[0.5, -3.0], [-0.25, 2.0]])).tolist() == [1, 3]


def test_a_neuron_in_focus_is_drawn_and_one_beyond_the_last_is_not():
    mlp = build("plane", inputs=("x1", "x2"), hidden=(2,))
    at = pixels(100)
    for layer, neuron, expected in [
        (0, 1, at[:, 1]),
        (1, 1, torch.tanh(at @ mlp.net.kernels[0][:, 1] + mlp.net.biases[0][1])),
        (2, 0, mlp.signed(mlp.net.answer(at)[1])[:, 0]),
    ]:
        found = mlp.views({"map": {"layer": layer, "neuron": neuron}})
        scale = max(1.0, float(expected.abs().max()))
        assert found["map.scale"] == pytest.approx(scale, rel=1e-5)
        wanted = (expected / scale * 127.5 + 127.5).view(100, 100).numpy()
        assert np.abs(found["map"] - wanted).max() < 0.51
    output = mlp.views({"map": {}})["map"]
    for layer, neuron in [(3, 0), (2, 1), (1, 2), (0, 2), (-1, 0), (0, -1)]:
        found = mlp.views({"map": {"layer": layer, "neuron": neuron}})
        assert np.array_equal(found["map"], output)


def test_a_picture_of_several_classes_says_how_sure_the_winner_is():
    mlp = build("arms")
    z = mlp.net.answer(features(pixels(100), mlp.config.inputs))[1]
    sure, winner = torch.softmax(z, 1).max(1)
    found = mlp.views({"map": {}})
    assert np.array_equal(found["map"].ravel(), winner.numpy())
    assert found["map.scale"].tolist() == [1]
    expected = (2 * sure - 1).numpy() * 127.5 + 127.5
    assert np.abs(found["map.sure"].ravel() - expected).max() < 0.51


def test_thumbs_are_the_maps_seen_from_afar():
    mlp = build("arms", activation="relu")
    train(mlp, 20)
    thumbs = mlp.views({"network": {}})
    sizes = mlp.net.sizes
    assert thumbs["thumbs"].shape == (sum(sizes), 25, 25)
    where = [(layer, neuron) for layer, size in enumerate(sizes) for neuron in range(size)]
    for at, (layer, neuron) in enumerate(where):
        found = mlp.views({"map": {"layer": layer, "neuron": neuron}})
        seen = found["map"].reshape(25, 4, 25, 4).mean((1, 3))
        ratio = float(thumbs["thumbs.scale"][at] / found["map.scale"][0])
        coded = 127.5 + (thumbs["thumbs"][at] - 127.5) * ratio
        assert np.abs(coded - seen).mean() < 4


def test_several_classes_show_the_winner_and_its_probability():
    mlp = build("arms")
    train(mlp, 50)
    found = mlp.views({"map": {}, "confusion": {}})
    assert set(np.unique(found["map"])) == {0, 1, 2, 3}
    assert found["map.sure"].min() >= 255 // 4
    table = found["confusion"]
    assert table.sum() == 400
    right = np.trace(table) / table.sum()
    assert right == pytest.approx(measure(mlp)["test_accuracy"])


def test_the_drawing_gets_every_weight_and_gradient():
    mlp = build()
    mlp.step()
    found = mlp.views({"network": {}})
    assert found["weights"].shape == found["gradients"].shape == (mlp.describe()["params"],)
    first = found["weights"][: 3 * 4].reshape(3, 4)
    assert np.array_equal(first, mlp.net.weights[0].numpy())
    assert found["gradients"].any()


@pytest.mark.parametrize("focus", [{}, {"layer": 9, "neuron": 0}, {"layer": "1", "neuron": None}])
def test_a_focus_that_is_not_there_shows_the_output(focus):
    mlp = build()
    assert np.array_equal(mlp.views({"map": focus})["map"], mlp.views({"map": {}})["map"])


def test_pictures_survive_weights_that_are_not_finite():
    mlp = build()
    mlp.net.theta.fill_(math.nan)
    found = mlp.views({"map": {}, "network": {}, "confusion": {}})
    assert np.isfinite(found["map.scale"]).all()
    assert np.isfinite(found["thumbs.scale"]).all()


def test_predict_answers_for_one_point():
    mlp = build()
    train(mlp, 100)
    value, _ = mlp.probe("predict", {"x1": 0, "x2": 0.0})
    assert value["output"][0] > 0.5
    assert [len(layer) for layer in value["layers"]] == [4, 2]


def test_a_weight_set_by_hand_is_that_weight():
    mlp = build()
    mlp.net.weights[1][3, 1] = 0.25
    said = mlp.act("set_weight", {"layer": 2, "source": 3, "target": 1, "value": 7})
    assert said["old"] == "0.25"
    assert float(mlp.net.weights[1][3, 1]) == 7
    assert said["name"] == "w2[4→2]"
    assert said["new"] == "7"
    mlp.act("set_weight", {"layer": 3, "source": -1, "target": 0, "value": -0.5})
    assert float(mlp.net.biases[2][0]) == -0.5
    assert mlp.act("set_weight", GOOD | {"source": -1, "value": 1000})["name"] == "b1[1]"
    mlp.probe("predict", {"x1": 1e6, "x2": -1e6})
    with pytest.raises(ActError):
        mlp.probe("predict", {"x1": 1.01e6, "x2": 0.0})


def test_scale_and_shift_of_a_normalised_neuron_are_set_by_hand():
    mlp = build(batch_norm="on")
    train(mlp, 20)
    before = mlp.net.theta.clone()
    said = mlp.act("set_weight", {"layer": 2, "source": -2, "target": 1, "value": 2.5})
    assert said == {"name": "γ2[2]", "old": f"{float(before[-1]):.4g}", "new": "2.5"}
    assert float(mlp.net.norm.gamma[1][1]) == 2.5
    assert torch.equal(mlp.net.theta[:-1], before[:-1]), "γ stands last, and nothing else moves"
    assert float(mlp.views({"network": {}})["weights"][-1]) == 2.5
    said = mlp.act("set_weight", {"layer": 1, "source": -1, "target": 2, "value": 0.5})
    assert said["name"] == "β1[3]"
    train(mlp, 1)
    assert float(mlp.net.norm.gamma[1][1]) not in (1.0, 2.5), "it learns on from there"
    for layer, source in ((3, -2), (1, -3)):  # the output isn't normalised
        with pytest.raises(ActError, match=r"^source = "):
            mlp.act("set_weight", {"layer": layer, "source": source, "target": 0, "value": 1.0})


GOOD = {"layer": 1, "source": 0, "target": 0, "value": 1.0}


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("layer", 0),
        ("layer", 4),
        ("layer", True),
        ("layer", "1"),
        ("source", 2),
        ("source", -2),
        ("target", 4),
        ("target", None),
        ("value", math.nan),
        ("value", math.inf),
        ("value", 1001),
        ("value", "7"),
        ("value", [7]),
    ],
)
def test_nonsense_by_hand_is_refused_with_a_sentence(name, wrong):
    mlp = build()
    before = mlp.net.theta.clone()
    with pytest.raises(ActError, match=f"^{name} = "):
        mlp.act("set_weight", GOOD | {name: wrong})
    assert torch.equal(mlp.net.theta, before)


@pytest.mark.parametrize("ask", [lambda m: m.probe("dream", {}), lambda m: m.act("dream", {})])
def test_unknown_questions_are_refused(ask):
    with pytest.raises(ActError, match="dream"):
        ask(build())


def test_describes_itself_for_a_drawing():
    said = build(layer_activations=("relu",), inputs=("x2", "sinx1")).describe()
    assert [one["id"] for one in said["inputs"] if one["on"]] == ["x2", "sinx1"]
    assert [layer["activation"] for layer in said["layers"]] == ["relu", "tanh"]
    assert said["output"]["labels"] == ["output"]
    assert build("arms").describe()["output"]["labels"] == ["A", "B", "C", "D"]
    assert build("plane").describe()["classes"] == []
    assert said["metrics"] == list(build().evaluate())
