"""No algorithm makes a tensor or a generator on another device than its own: tried without a card.

The device is that of elsewhere.py, which refuses what CUDA refuses. Whatever is trained, evaluated, looked at
and kept there comes to the numbers of the CPU.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from core.params import ParamError
from core.playgrounds import lookup, names
from tests.playgrounds.elsewhere import HERE, THERE, Device, Elsewhere, MixedError

EVERY = [(name, preset.name) for name in names() for preset in lookup(name).PRESETS]
SOONER = {"ddpg": {"warm_up": 1}}  # so that updates are among the steps


ROUNDING = {"cnn": 2e-3}  # normalised by minibatches: one image of thousands may be told otherwise


def lived(name: str, preset: str, device: torch.device) -> tuple[Any, list[dict[str, float]], Any]:
    """A run that is built, trained, evaluated, watched, kept and gone on with: numbers, and views."""
    algorithm = lookup(name)
    values = {one.name: one.values for one in algorithm.PRESETS}[preset] | SOONER.get(name, {})
    made = algorithm(algorithm.Config(**values), device)
    scalars = [{k: float(v) for k, v in made.step().items()} for _ in range(2)]
    made.trace()
    made.load_state(made.state())
    found = made.evaluate() | made.final() | made.step()
    scalars.append({k: float(v) for k, v in found.items()})
    made.describe()
    made.notes()
    made.static_views()
    return (
        made,
        scalars,
        made.views({view: declared.example for view, declared in made.VIEWS.items()}),
    )


@pytest.mark.breadth(2, each="name")
@pytest.mark.parametrize(("name", "preset"), EVERY)
def test_everything_happens_on_the_device_asked_for(name, preset):
    try:
        _, expected, seen = lived(name, preset, HERE)
    except ParamError as error:  # its data set is not on this machine
        pytest.skip(error.message.say())
    with Device() as device:
        made, found, there = lived(name, preset, THERE)
        before = dict(device.products)
        made.step()
    for one, other in zip(found, expected, strict=True):
        assert one == pytest.approx(other, rel=ROUNDING.get(name, 1e-4), abs=1e-5, nan_ok=True)
    assert there.keys() == seen.keys()
    assert all(type(array) is np.ndarray for array in there.values())
    assert device.products["cpu"] == before["cpu"], "a network's product was computed on the CPU"
    # tables, two parameters, and float64 by numpy: nothing there is a product of torch
    without = ("qlearning", "optimizers", "regression")
    assert name in without or device.products["meta"] > before["meta"]


@pytest.mark.parametrize("name", names())
def test_a_state_made_on_one_device_goes_on_on_another(name):
    preset = lookup(name).PRESETS[0].name
    here, _, _ = lived(name, preset, HERE)
    with Device():
        there, _, _ = lived(name, preset, THERE)
        there.load_state(here.state())
        found = {k: float(v) for k, v in there.step().items()}
    assert found == pytest.approx({k: float(v) for k, v in here.step().items()}, rel=1e-4)


# ---- the device itself refuses what a card would ---------------------------------------------------
def test_it_computes_there_and_comes_back():
    with Device():
        x = torch.arange(3.0).to(THERE)
        assert isinstance(x, Elsewhere)
        assert x.device == THERE
        assert (2 * x + torch.ones(3, device=THERE)).cpu().tolist() == [1, 3, 5]
        assert float(x.sum()) == 3
        assert x[torch.tensor([2])].cpu().tolist() == [2]  # an index may be on the CPU


@pytest.mark.parametrize(
    "mix",
    [
        lambda x: x + torch.ones(3),
        lambda x: torch.cat((torch.zeros(3), x)),
        lambda x: x.mul_(torch.ones(3)),
        lambda x: x.normal_(generator=torch.Generator()),
        lambda x: torch.rand(3, device=THERE, generator=torch.Generator()),
    ],
)
def test_it_refuses_to_be_mixed_with_the_cpu(mix):
    with Device(), pytest.raises(MixedError):
        mix(torch.zeros(3).to(THERE))


def test_numpy_does_not_see_it():
    with Device(), pytest.raises(TypeError, match=r"\.cpu\(\)"):
        torch.zeros(3, device=THERE).numpy()
