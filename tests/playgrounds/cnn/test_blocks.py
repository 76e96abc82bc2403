"""The language of layers, and what it is said to make, against what torch makes of it."""

import random

import pytest
import torch

from core.params import ParamError
from core.playgrounds.cnn.architecture import layers, possible
from core.playgrounds.cnn.blocks import parsed, why_not
from core.playgrounds.cnn.config import CnnConfig
from core.playgrounds.cnn.network import Network, last
from core.playgrounds.cnn.presets import ARTICLE, LENET, RESNET9


def network(text, image, classes=10):
    found = layers(parsed(text), image, classes)
    return found, Network(found, image[0], image[1], "relu", torch.Generator().manual_seed(0))


@pytest.mark.parametrize(
    ("text", "image", "parameters"),
    [(ARTICLE, (3, 32, 32), 122_570), (LENET, (1, 28, 28), 61_706), ("", (1, 8, 8), 650)],
)
def test_networks_of_the_literature_have_as_many_parameters(text, image, parameters):
    found, made = network(text, image)
    assert sum(one.parameters for one in found) == parameters
    assert sum(one.numel() for one in made.parameters()) == parameters


def stack(dice):
    """Blocks at random, with rows only at the end."""
    maps = ["conv 3", "conv 4 k5 s2 p2", "conv 2 p0 bn", "conv 3 k1", "res 3", "res 4 s2", "pool"]
    maps += ["avgpool 3 s1", "dropout 0.3", "pool 3 s2"]
    found = [dice.choice(maps) for _ in range(dice.randint(1, 4))]
    return ", ".join([*found, *dice.choice([[], ["gap"], ["dense 5 bn"], ["gap", "dense 4"]])])


@pytest.mark.parametrize("seed", range(40))
def test_shapes_parameters_and_products_are_those_of_torch(seed):
    dice = random.Random(seed)
    image = (dice.choice([1, 3]), dice.choice([8, 28, 32]))
    image = (*image, image[1])
    try:
        found, made = network(stack(dice), image, 7)
    except ParamError:  # it leaves nothing of so small an image
        return
    parts = made.walk(torch.rand(2, *image))
    for layer, stage, part in zip(found, made.stages, parts, strict=True):
        assert tuple(last(part).shape[1:]) == layer.shape
        assert sum(one.numel() for one in stage.parameters()) == layer.parameters
    from torch.utils.flop_counter import FlopCounterMode

    counter = FlopCounterMode(display=False)
    with counter:
        made(torch.rand(1, *image))
    assert counter.get_total_flops() == 2 * sum(one.products for one in found)


@pytest.mark.parametrize(
    "text", ["conv 2, pool, conv 2 p0, conv 2", "conv 2 k5 s2, res 2 s2", RESNET9]
)
def test_the_receptive_field_is_what_reaches_a_number(text):
    image = (1, 32, 32)
    text = text.replace("pool", "avgpool")  # the largest of a window hides the others
    found = layers(parsed(text), image, 3)
    made = Network(found, 1, 32, "sigmoid", torch.Generator().manual_seed(0))  # no dead units
    for index, layer in enumerate(found):
        if len(layer.shape) != 3:
            continue
        x = torch.rand(image, generator=torch.Generator().manual_seed(1))[None].requires_grad_()
        middle = last(made.walk(x)[index])[0, :, layer.shape[1] // 2, layer.shape[2] // 2]
        (slope,) = torch.autograd.grad(middle.sum() * 1e6, x)
        reached = int((slope[0, 0].abs().sum(1) > 0).sum())
        assert reached <= layer.field
        assert reached == layer.field or reached >= 17  # cut off at the border


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("conv", "at character 1, conv needs a whole number"),
        ("conv 16,, pool", "at character 9 a block is missing"),
        ("conv 16, pol", "at character 10, pol is no block; did you mean pool?"),
        ("conv 16 k4", "a kernel of 4 × 4 cannot keep the size"),
        ("conv 16 q3", "conv does not know q3"),
        ("pool k3", "pool does not know k3"),
        ("dropout 2", "dropout needs a share"),
        ("conv 16 k99", "k99 is out of range"),
        ("dense 100000", "dense needs a whole number of 1–1024"),
        (", ".join(["pool"] * 25), "25 blocks: at most 24"),
    ],
)
def test_a_mistake_is_named_with_its_place(text, said):
    assert said in why_not(text).say()
    with pytest.raises(ParamError, match="layers"):
        CnnConfig(layers=text)


def test_an_impossible_stack_is_refused_with_the_layer_named_and_put_right():
    with pytest.raises(
        ParamError, match=r"pool 4 .*at least 4 × 4 pixels, but here they are 2 × 2"
    ):
        CnnConfig(layers="conv 8, pool, pool, pool 4, dense 8")
    with pytest.raises(ParamError, match=r"conv 8 .*needs maps"):
        CnnConfig(layers="dense 8, conv 8")
    config, messages = CnnConfig.repaired({"layers": "conv 8, pool, pool, pool 4, dense 8"})
    assert config.layers == "conv 8, pool, pool"
    assert messages
    assert possible(parsed("pool 11"), (1, 8, 8), 10) == ""


def test_spelling_is_forgiving():
    assert parsed("CONV16 bn ,pool")[0].size == 16
    assert parsed("dropout 20%")[0].share == pytest.approx(0.2)
    assert parsed("avgpool 3 s1")[0].stride == 1
    assert parsed("") == ()
