"""What maximises a unit: the ascent climbs, finds what was planted, is bounded, and touches nothing."""

import numpy as np
import pytest
import torch

from core.params import Message
from core.playgrounds.cnn import maximise
from core.playgrounds.cnn.algorithm import Cnn
from core.playgrounds.cnn.architecture import layers
from core.playgrounds.cnn.blocks import parsed
from core.playgrounds.cnn.config import CnnConfig
from core.playgrounds.cnn.maximise import HELD, STEPS, Maximiser, ascent, blurred
from core.playgrounds.cnn.network import Network
from core.playgrounds.contract import ActError

MANY = (
    "conv 5 bn, conv 6 k5 s2 p1, res 7, pool 2 s1, avgpool, dropout 0.5, gap, dense 9 bn, dense 8"
)


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch):
    """On a machine that is busy a look takes long, and the next ones would rest."""
    monkeypatch.setattr(maximise, "REST", 0)


def built(steps=5, **values):
    made = Cnn(CnnConfig(**values))
    for _ in range(steps):
        made.step()
    return made


def grown(made, **options):
    """The view's arrays once the image is done."""
    for turn in range(4 * STEPS):
        seen = made.views({"maximised": {**options, "round": turn}})
        if seen["maximised.steps"][0] >= STEPS:
            return seen
    raise AssertionError("it is never done")


@pytest.mark.parametrize("layer", range(10))
def test_the_gradient_is_that_of_the_units_answer(layer):
    made = built(layers=MANY)
    channel = made.layers[layer].shape[0] - 1
    generator = torch.Generator().manual_seed(1)
    x = torch.randn((1, 1, 8, 8), generator=generator)
    value, slope = ascent(made.module, x, layer, channel)
    with torch.no_grad():
        parts = made.module.walk(x)[layer]
    answer = parts.get("z", list(parts.values())[-1])[0, channel].mean()
    assert value == pytest.approx(float(answer), abs=1e-6)
    way = torch.randn(x.shape, generator=generator)
    ends = [ascent(made.module, x + sign * 1e-2 * way, layer, channel)[0] for sign in (1, -1)]
    assert (ends[0] - ends[1]) / 2e-2 == pytest.approx(
        float((slope * way).sum()), rel=0.2, abs=2e-2
    )
    assert not any(param.requires_grad and slope is param.grad for param in made.net.params)


def test_the_image_of_an_edge_detector_is_edges():
    """A kernel that answers where it is bright on the right of what is dark: columns, no rows."""
    made = built(0, layers="conv 2 k3, gap")
    with torch.no_grad():
        made.module.stages[0].conv.weight[0, 0] = torch.tensor([[-1.0, 0, 1]] * 3)
        made.module.stages[0].conv.bias[0] = 0
    # The mean over the map alone would cancel; what is left of it is at the edges of the image.
    seen = grown(made, layer=0, channel=0)
    image = seen["maximised.image"][0].astype(float)
    assert image[:, -1].mean() > image[:, 0].mean() + 50
    assert abs(image[0].mean() - image[-1].mean()) < 50


def test_the_image_of_a_class_is_told_as_that_class():
    made = built(150)
    for k in range(10):
        seen = grown(made, channel=k)
        image = torch.from_numpy(seen["maximised.image"][None].astype(np.float32) / 255)
        with torch.no_grad():
            p = made.module(made.pictures.normalised(image))[0].softmax(0)
        assert int(p.argmax()) == k
        assert p[k] > 0.5
        assert seen["maximised.value"][1] > seen["maximised.value"][0]
        assert seen["maximised.where"].tolist() == [len(made.layers) - 1, k]


def test_a_watched_run_is_an_unwatched_one_and_the_image_follows_the_weights():
    watched, alone = built(3, dropout=0.3), built(3, dropout=0.3)
    seen = []
    for turn in range(8):
        seen.append(watched.views({"maximised": {"layer": 0, "channel": turn % 3}}))
        assert watched.step() == alone.step()
    one, other = watched.state(), alone.state()
    assert one.facts == other.facts
    assert all(np.array_equal(one.arrays[name], other.arrays[name]) for name in one.arrays)
    grown(watched)
    before = watched.maximisers.of(watched.pictures, len(watched.layers) - 1, 0, 0).x.clone()
    watched.views({"maximised": {}})
    after = watched.maximisers.of(watched.pictures, len(watched.layers) - 1, 0, 0)
    assert torch.equal(before, after.x)  # it is done
    watched.step()
    watched.views({"maximised": {}})
    assert not torch.equal(before, after.x)


def test_of_few_units_the_images_are_kept():
    made = built(0)
    for channel in range(9):
        made.views({"maximised": {"layer": 0, "channel": channel}})
    assert len(made.maximisers) == HELD
    assert (0, 8, 0) in made.maximisers
    assert (0, 0, 0) not in made.maximisers


def test_another_start_is_another_image_and_the_same_start_the_same():
    first, second, third = (grown(built(0), again=one)["maximised.image"] for one in (0, 0, 1))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, third)


def test_a_look_begins_no_step_when_its_time_is_up_and_a_long_one_is_followed_by_rest(monkeypatch):
    clock = iter(np.arange(0, 100, 0.05))
    monkeypatch.setattr(maximise, "REST", 10)
    monkeypatch.setattr(maximise.time, "perf_counter", lambda: next(clock))
    made = built(0)
    of = Maximiser(made.pictures, 0, 0, 0)
    of.look(made.module, 0)
    assert of.steps == 1
    of.look(made.module, 0)
    assert of.steps == 1


def test_a_unit_that_nothing_moves_is_done_at_once():
    found = layers(parsed("conv 2, gap"), (1, 8, 8), 10)
    net = Network(found, 1, 8, "relu", torch.Generator().manual_seed(0))
    with torch.no_grad():
        for param in net.parameters():
            param.zero_()
    of = Maximiser(built(0).pictures, 2, 3, 0)
    of.look(net, 0)
    assert of.steps == STEPS
    assert bool(of.x.isfinite().all())


def test_blur_keeps_the_brightness_of_what_is_even():
    even = torch.full((1, 3, 5, 5), 0.3)
    torch.testing.assert_close(blurred(even), even)


@pytest.mark.parametrize("wrong", [{"again": 100}, {"round": -1}, {"layer": "a"}, {"channel": 1.5}])
def test_what_makes_no_sense_is_refused_with_a_sentence(wrong):
    with pytest.raises(ActError) as error:
        built(0).views({"maximised": wrong})
    assert isinstance(error.value.message, Message)
    assert next(iter(wrong)) in error.value.message.say()
