"""Several models on one clock: one that explodes leaves at its own step, the others go on."""

import numpy as np
import pytest
import torch

from core.params import Message
from core.training.session import Session
from tests.training.descent import Descent, DescentConfig

RATES = {"calm": 0.1, "wild": 3.0, "wilder": 11.0}  # of x ← (1 − rate) x
LIMIT = 1e3


class Race(Descent):
    """Descents of several rates; one whose loss is above LIMIT leaves."""

    rates = RATES

    def __init__(self, config, device):
        super().__init__(config, device)
        self.at = dict.fromkeys(self.rates, 1.0)
        self.gone = {}

    members = property(lambda self: {name: name.title() for name in self.rates})
    left = property(
        lambda self: {n: (step, Message(n, "too much.")) for n, step in self.gone.items()}
    )

    def step(self):
        self.steps += 1
        for name in self.at.keys() - self.gone.keys():
            self.at[name] *= 1 - self.rates[name]
            if self.at[name] ** 2 > LIMIT:
                self.gone[name] = self.steps
        return self.losses("loss")

    def trace(self):
        self.step()
        return []

    def losses(self, metric):
        gone = self.gone
        return {f"{metric}.{n}": float("nan") if n in gone else x * x for n, x in self.at.items()}

    def evaluate(self):
        return self.losses("test_loss")

    def state(self):
        found = super().state()
        found.facts["race"] = [dict(self.at), dict(self.gone)]
        return found

    def load_state(self, state):
        super().load_state(state)
        self.at, self.gone = (dict(one) for one in state.facts["race"])


class Lemmings(Race):
    rates = {name: rate for name, rate in RATES.items() if name != "calm"}  # noqa: RUF012


def session(kind, slices):
    found = Session(kind(DescentConfig(), torch.device("cpu")), DescentConfig(), "cpu")
    done = [found.train(10.0, most, stops=True, halt_epoch=np.inf) for most in slices]
    return found, done


@pytest.mark.parametrize("slices", [[30], [1] * 30, [3, 27]])
def test_who_leaves_leaves_at_its_step_however_the_slices_fall(slices):
    found, done = session(Race, slices)
    assert found.step == 30
    assert all(one.exploded is None for one in done)
    assert [(e.step, e.kind, e.name) for e in found.history.events] == [
        (2, "left", "wilder"),
        (5, "left", "wild"),
    ]
    found.history.settle()
    ends = {name: curve.points()[0][-1] for name, curve in found.history.curves.items()}
    assert ends["loss.calm"] == ends["test_loss.calm"] == 30
    assert (ends["loss.wild"], ends["loss.wilder"]) == (5, 2)
    assert ends["test_loss.wild"] == 0  # the first evaluation came after it had left
    said = [one.say() for one in found.algorithm.notes()]
    assert said[0].startswith("Wilder has left the picture at step 2: too much.")


def test_when_nobody_is_left_the_run_has_diverged_and_goes_back():
    found, (done,) = session(Lemmings, [30])
    assert done.exploded is not None
    assert (done.exploded.step, done.exploded.seen.say()) == (5, "too much.")
    assert found.step == 0
    assert found.algorithm.left == {}


def test_slow_motion_stamps_who_leaves():
    found, _ = session(Race, [1])
    for _ in range(9):
        found.trace()
    assert [e.name for e in found.history.events] == ["wilder", "wild"]
