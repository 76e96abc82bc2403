"""A session goes to bytes and comes back as it was, curves and all."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.params import ParamError
from core.playgrounds import lookup
from core.playgrounds.contract import State
from core.training.packed import Packed, pack, settings, unpack
from core.training.run import Run

CPU = torch.device("cpu")


def trained(name: str, steps: int, **values):
    run = Run(lookup(name), lookup(name).Config(**values), device="cpu")
    run.obey()
    run.play("flat")
    run.obey()
    run.advance(60.0, steps)
    return run


def curves(session):
    session.history.settle()
    return {
        name: [part.tolist() for part in curve.points()] + [curve.closed, curve.width]
        for name, curve in session.history.curves.items()
    }


@pytest.mark.parametrize(("name", "steps"), [("mlp", 2500), ("gan", 20), ("qlearning", 3000)])
def test_a_session_comes_back_and_goes_on_bit_for_bit(name, steps):
    run = trained(name, steps)
    packed = Packed.from_bytes(pack(run.session).to_bytes())
    with run.computing():
        again = unpack(packed, run.algorithm_class, CPU)
    assert (again.step, again.config) == (run.step, run.session.config)
    assert curves(again) == curves(run.session)
    assert again.history.latest == run.history.latest
    assert again.history.events == run.history.events
    with run.computing():
        for session in (run.session, again):
            session.train(60.0, 30, stops=False, halt_epoch=np.inf)
    assert curves(again) == curves(run.session)
    one, other = run.algorithm.state(), again.algorithm.state()
    assert one.facts == other.facts
    assert all(np.array_equal(one.arrays[key], other.arrays[key]) for key in one.arrays)


def test_what_was_set_by_hand_is_stamped_in_it():
    run = trained("mlp", 10)
    run.configure(run.config.changed(lr=0.5))
    run.obey()
    packed = Packed.from_bytes(pack(run.session).to_bytes())
    assert packed.values["lr"] == 0.5
    with run.computing():
        again = unpack(packed, run.algorithm_class, CPU)
    assert [(event.step, event.name) for event in again.history.events] == [(10, "lr")]


def altered(packed: Packed, **facts) -> Packed:
    return Packed(packed.arrays, {**packed.facts, **facts})


def test_what_is_no_saved_run_is_refused_with_a_sentence():
    packed = pack(trained("mlp", 3).session)
    data = packed.to_bytes()
    huge = (2**40).to_bytes(8, "little") + data[8:]
    for bad in (b"", b"nonsense", data[:-5], data[:200], huge, State.of({"a": 1}).to_bytes()):
        with pytest.raises(ParamError, match="This is no saved run"):
            Packed.from_bytes(bad)
    with pytest.raises(ParamError, match="later version"):
        Packed.from_bytes(altered(packed, version=99).to_bytes())
    with pytest.raises(ParamError, match="not known here: wings"):
        settings(altered(packed, config={**packed.values, "wings": 2}), lookup("mlp"))
    with pytest.raises(ParamError, match="not one of its model"):
        unpack(altered(packed, config={**packed.values, "hidden": [9]}), lookup("mlp"), CPU)
    with pytest.raises(ParamError, match="lr"):
        settings(altered(packed, config={**packed.values, "lr": -1}), lookup("mlp"))
