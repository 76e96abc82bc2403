"""Backpropagation's numbers: worked by hand, by autograd and by finite differences; and going back."""

from __future__ import annotations

import math

import pytest
import torch
from torch.nn import functional

from core.playgrounds.backprop.algorithm import Backprop
from core.playgrounds.backprop.config import FUNCTIONS, BackpropConfig
from core.playgrounds.backprop.past import MOST
from core.playgrounds.backprop.presets import PRESETS
from core.playgrounds.contract import ActError
from tests.playgrounds.test_contract import same

VALUES = {preset.name: preset.values for preset in PRESETS}
TORCH = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "linear": lambda z: z,
}


def built(**values):
    return Backprop(BackpropConfig(**values))


def seen(algorithm):
    return algorithm.views({name: {} for name in algorithm.VIEWS})


def test_the_textbooks_step_is_what_the_book_works_out():
    """Mazur 2015, "A Step by Step Backpropagation Example": each number as it stands there."""
    algorithm = built(**VALUES["textbook"])
    told = algorithm.coming()
    assert told.z[0][0].tolist() == pytest.approx([0.3775, 0.3925])
    assert told.a[0][0].tolist() == pytest.approx([0.593269992, 0.596884378])
    assert told.a[1][0].tolist() == pytest.approx([0.75136507, 0.772928465])
    assert float(told.loss) == pytest.approx(0.298371109)
    assert told.delta[1][0].tolist() == pytest.approx([0.138498562, -0.03809823], rel=1e-5)
    assert float(told.grad[6]) == pytest.approx(0.082167041, rel=1e-5)  # of w5
    assert float(told.grad[0]) == pytest.approx(0.000438568, rel=1e-5)  # of w1
    algorithm.step()
    first, second = algorithm.net.weights
    assert first[:-1].t().reshape(-1).tolist() == pytest.approx(
        [0.149780716, 0.19956143, 0.24975114, 0.29950229]
    )
    assert second[:-1].t().reshape(-1).tolist() == pytest.approx(
        [0.35891648, 0.408666186, 0.511301270, 0.561370121]
    )


@pytest.mark.parametrize("activation", FUNCTIONS)
@pytest.mark.parametrize("loss", ["mse", "cross_entropy"])
def test_gradients_are_autograds(activation, loss):
    algorithm = built(
        activation=activation, loss=loss, hidden=(4, 3), batch_size=3, dataset="ring",
        inputs=("x1", "x2", "x1x2"), standardise="on", seed=5,
    )  # fmt: skip
    told = algorithm.coming()
    weights = [weight.clone().requires_grad_() for weight in algorithm.net.weights]
    x, t = algorithm.drawn(algorithm.rows)
    a = x
    for k, weight in enumerate(weights):
        z = a @ weight[:-1] + weight[-1]
        a = torch.sigmoid(z) if k == 2 else TORCH[activation](z)
    if loss == "mse":
        cost = (a - t).square().sum(1).mul(0.5).mean()
    else:
        cost = functional.binary_cross_entropy(a, t, reduction="none").sum(1).mean()
    cost.backward()
    expected = torch.cat([weight.grad.view(-1) for weight in weights])
    assert float(told.loss) == pytest.approx(float(cost), rel=1e-5)
    assert torch.allclose(told.grad, expected, atol=1e-6)


@pytest.mark.parametrize("preset", VALUES)
def test_the_finite_difference_agrees_with_every_gradient(preset):
    algorithm = built(**VALUES[preset])
    algorithm.step()
    sizes = algorithm.net.sizes
    for layer in range(1, len(sizes)):
        for target in range(sizes[layer]):
            for source in range(-1, sizes[layer - 1]):
                said, _ = algorithm.probe(
                    "check", {"layer": layer, "source": source, "target": target, "eps": 1e-4}
                )
                assert said["difference"] == pytest.approx(said["gradient"], rel=1e-3, abs=1e-7)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_what_is_shown_is_what_the_step_does_and_back_restores_it_bit_for_bit(optimizer):
    algorithm = built(optimizer=optimizer, batch_size=3, seed=2)
    shown = []
    for _ in range(7):
        shown.append(seen(algorithm))
        algorithm.step()
        assert same(algorithm.net.theta.numpy(), shown[-1]["after"])
    for earlier in reversed(shown):
        said = algorithm.act("back", {})
        assert said["undone"] == "step"
        assert same(seen(algorithm), earlier)
    with pytest.raises(ActError, match="no earlier step"):
        algorithm.act("back", {})
    algorithm.step()
    assert same(seen(algorithm), shown[1]), "the same way forward again"


def test_back_takes_edits_back_and_survives_a_saved_state():
    algorithm = built()
    algorithm.step()
    before = seen(algorithm)
    algorithm.act("set_weight", {"layer": 1, "source": -1, "target": 2, "value": 1.5})
    algorithm.act("set_input", {"example": 1, "input": 0, "value": 0.25})
    algorithm.act("set_target", {"example": 1, "output": 0, "value": 0.5})
    assert float(algorithm.net.biases[0][2]) == 1.5
    edited = seen(algorithm)
    assert edited["features"][0, 0] == 0.25
    assert edited["t"][1, 0] == 0.5
    assert edited["loss"] != before["loss"]
    other = built()
    other.load_state(algorithm.state())
    for one in (algorithm, other):
        assert [one.act("back", {})["undone"] for _ in range(3)] == ["edit"] * 3
        assert same(seen(one), before)


def test_the_list_of_earlier_states_is_bounded_and_the_newest_are_kept():
    algorithm = built()
    shown = []
    for _ in range(MOST + 30):
        shown.append(algorithm.net.theta.clone())
        algorithm.step()
    assert len(algorithm.past) == MOST
    for _ in range(MOST):
        algorithm.act("back", {})
    assert torch.equal(algorithm.net.theta, shown[30])


def test_another_setting_ends_the_list_because_its_numbers_would_be_others():
    algorithm = built()
    algorithm.step()
    algorithm.configure(algorithm.config.changed(lr=0.1))
    assert len(algorithm.past) == 0


def test_inputs_are_standardised_and_made_features():
    algorithm = built(dataset="ring", standardise="on", inputs=("x1", "x2", "x1x2"))
    x, _ = algorithm.drawn(list(range(8)))
    assert x[:, :2].mean(0).tolist() == pytest.approx([0, 0], abs=1e-6)
    assert x[:, :2].std(0, correction=0).tolist() == pytest.approx([1, 1])
    assert torch.equal(x[:, 2], x[:, 0] * x[:, 1])


def test_a_target_outside_the_outputs_range_is_refused_in_words():
    with pytest.raises(ActError, match="between 0 and 1"):
        built().act("set_target", {"example": 0, "output": 0, "value": -0.5})


@pytest.mark.parametrize(("preset", "most"), [("vanishing-gradient", 0.05)])
def test_the_gradient_vanishes_over_depth(preset, most):
    norms = built(**VALUES[preset]).step()
    first, last = (float(norms[f"gradient_{k}"]) for k in (1, 4))
    assert first < most * last


def test_saturated_neurons_have_hardly_a_slope():
    algorithm = built(**VALUES["saturation"])
    slopes = []
    for _ in range(4):
        slopes += [float(one) for one in algorithm.coming().slope[0][0]]
        algorithm.step()
    assert sum(slope < 0.05 for slope in slopes) >= len(slopes) / 3


def test_xor_is_learned():
    algorithm = built(**VALUES["xor"])
    for _ in range(6000):
        algorithm.step()
    metrics = {name: float(value) for name, value in algorithm.evaluate().items()}
    assert metrics["train_accuracy"] == 1
    assert math.sqrt(metrics["train_loss"]) < 0.1
