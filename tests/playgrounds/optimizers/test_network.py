"""The loss of the network against autograd, planes against second ways to find them, races in all weights."""

import numpy as np
import pytest
import torch

from core.nn.plane import Plane, around, filter_normalised, neurons, principal
from core.playgrounds.contract import ActError
from core.playgrounds.optimizers.algorithm import Optimizers
from core.playgrounds.optimizers.config import RUNNERS, OptimizersConfig
from core.playgrounds.optimizers.network import COUNT, POINTS, SHAPES, Network, layers
from core.playgrounds.optimizers.presets import ON_THE_NETWORK
from core.playgrounds.optimizers.weights import Weights


def race(steps=0, **values):
    made = Optimizers(OptimizersConfig(**(ON_THE_NETWORK | values)))
    for _ in range(steps):
        made.step()
    return made


def by_autograd(network, theta, share):
    """The weighted loss, written a second time in torch."""
    a = torch.from_numpy(network.x)
    *hidden, last = layers(theta[None])
    flat = [torch.from_numpy(w[0].copy()).requires_grad_() for w in (*hidden, last)]
    for w in flat[:-1]:
        a = torch.cat([torch.tanh(a @ w), torch.ones(POINTS, 1)], 1)
    error = (a @ flat[-1])[:, 0] - torch.from_numpy(network.t)
    loss = (torch.from_numpy(share) * error**2 / 2).sum()
    loss.backward()
    return loss.item(), np.concatenate([w.grad.numpy().ravel() for w in flat])


def test_losses_and_gradients_of_many_settings_are_those_of_autograd():
    network, rng = Network("spiral", 3), np.random.default_rng(0)
    theta = rng.normal(size=(4, COUNT))
    share = np.where(rng.random((4, POINTS)) < 0.2, 0.1, 0.0)
    even = np.full(POINTS, 1 / POINTS)
    losses, whole = network.losses(theta), network.gradients(theta)
    some = network.gradients(theta, share)
    for i in range(4):
        loss, gradient = by_autograd(network, theta[i], even)
        assert losses[i] == pytest.approx(loss, rel=1e-12)
        np.testing.assert_allclose(whole[i], gradient, atol=1e-12)
        np.testing.assert_allclose(some[i], by_autograd(network, theta[i], share[i])[1], atol=1e-12)


def test_principal_directions_are_those_of_the_singular_value_decomposition():
    places = np.random.default_rng(1).normal(size=(300, 5)) * [1, 5, 2, 0.1, 3] + 7
    middle, axes = principal(places, np.zeros((2, 5)))
    _, values, vectors = np.linalg.svd(places - places.mean(0), full_matrices=False)
    np.testing.assert_allclose(np.abs(axes), np.abs(vectors[:2]), atol=1e-9)
    turned = principal(places, -axes)[1]
    np.testing.assert_allclose(turned, -axes, atol=1e-12)  # the sign follows the picture before
    plane = around(middle, axes, places, 0.1)
    assert plane.share == pytest.approx((values[:2] ** 2).sum() / (values**2).sum())
    seen = plane.at(places)
    assert np.abs(seen).max() <= plane.high <= 1.4 * np.abs(seen).max()
    assert plane.low == -plane.high


def test_random_directions_have_every_neurons_length_and_places_come_back():
    rng = np.random.default_rng(2)
    theta, drawn = rng.normal(size=COUNT), rng.normal(size=(2, COUNT))
    axes = filter_normalised(drawn, theta, neurons(SHAPES))
    for neuron in range(neurons(SHAPES).max() + 1):
        own = neurons(SHAPES) == neuron
        for axis in axes:
            assert np.linalg.norm(axis[own]) == pytest.approx(np.linalg.norm(theta[own]))
    plane = Plane(theta, axes, -1.0, 1.0)  # these axes stand at an angle
    np.testing.assert_allclose(plane.at(plane.lifted(np.array([0.3, -0.8]))), [0.3, -0.8])


def test_the_picture_is_the_loss_on_the_plane_and_the_paths_lie_in_it():
    made = race(30, optimizers=("gd", "adam"))
    seen = made.views({"race": {}})
    key, low, high, share, _ = seen["plane"]
    plane, side = made.race.plane, seen["heights"].shape[0]
    for row, column in ((0, 0), (7, 30), (side - 1, side // 2)):
        x1 = low + (column + 0.5) / side * (high - low)
        x2 = high - (row + 0.5) / side * (high - low)
        there = plane.lifted(np.array([[x1, x2]]))
        expected = made.landscape.losses(there)[0]
        assert seen["heights"][row, column] == pytest.approx(expected, rel=1e-4)
    assert np.abs(seen["paths"]).max() <= high
    assert 0.5 < share <= 1  # two of 105 directions hold most of two paths
    again = made.views({"race": {"known": int(key)}})
    assert "heights" not in again  # whoever has them gets them once
    before = key
    for _ in range(40):
        made.step()
    assert made.views({"race": {"known": int(before)}})["plane"][0] != before  # recomputed since


def test_planes_are_recomputed_less_and_less_often_and_a_live_choice_counts_at_once():
    made, keys = race(optimizers=("gd", "momentum")), []
    for _ in range(300):
        made.step()
        keys.append(made.race.plane.key)
    assert 10 < len(set(keys)) < 30
    other = made.config.changed(plane="random")
    made.configure(other)
    assert made.race.plane.key != keys[-1]
    home = made.race.plane.at(made.landscape.start.numpy())
    assert home == pytest.approx(
        [0, 0], abs=1e-9
    )  # random directions go out from the first weights
    assert made.race.plane.share < 0.5  # and see little of where the paths go


def test_a_start_on_the_plane_is_that_setting_of_all_weights():
    made = race(60, optimizers=("gd", "adam"))
    plane = made.race.plane
    said = made.act("place", {"x1": 0.5, "x2": -0.25, "plane": plane.key})
    assert said["new"] == "0.5, -0.25"
    np.testing.assert_allclose(made.race.points[0], plane.origin + plane.axes.T @ [0.5, -0.25])
    assert made.race.points[0].tolist() == made.race.points[1].tolist()
    with pytest.raises(ActError, match="has just moved to another plane"):
        made.act("place", {"x1": 0.0, "x2": 0.0, "plane": plane.key ^ 1})


def test_noise_on_the_network_is_a_minibatch_and_costs_its_share():
    made = race(6, optimizers=("gd", "sgd", "adam"), batch=15)
    now = made.step()
    assert now["evaluations.gd"] == 7
    assert now["evaluations.sgd"] == pytest.approx(7 * 15 / 60)
    whole = race(20, optimizers=("gd", "sgd"), batch=60).race.points
    part = race(20, optimizers=("gd", "sgd"), batch=15).race.points
    np.testing.assert_allclose(whole[0], whole[1], rtol=1e-9)  # a minibatch of all points is none
    assert np.abs(part[0] - part[1]).max() > 1e-3


def test_all_learn_on_the_network():
    made = race(300, optimizers=tuple(RUNNERS))
    first = made.landscape.losses(made.landscape.start.numpy()[None])[0]
    losses = {name: float(made.evaluate()[f"train_loss.{name}"]) for name in RUNNERS}
    assert max(losses.values()) < 0.35 * first, losses
    assert not made.left


def test_who_explodes_in_the_weights_leaves_and_the_plane_is_for_the_others():
    made = race(60, optimizers=("gd", "adam"), factor_gd=100.0)
    assert made.left.keys() == {"gd"}
    assert np.isnan(made.views({"race": {}})["now"][0])
    assert made.race.plane.high < 30
    assert isinstance(made.landscape, Weights)
    nobody = race(60, optimizers=("gd",), factor_gd=100.0)
    seen = nobody.views({"race": {}})  # the last plane there was
    assert np.isfinite(seen["heights"]).all()
    assert np.isnan(seen["now"]).all()
