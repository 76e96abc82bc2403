"""Many steps in one go, news now and then, and states that lag behind: as good as step by step."""

import math

import numpy as np
import pytest
import torch

from core.params import Message
from core.training.session import Session, floats
from tests.training.descent import Descent, DescentConfig


class Stride(Descent):
    """Descent in strides of up to 7 steps; tells every third step what it saw."""

    BULK = True
    told = 0

    def stretch(self, most, deadline):
        to_evaluation = self.PER_EPOCH - self.steps % self.PER_EPOCH
        taken = min(most, 7, to_evaluation)
        for _ in range(taken):
            self.step()
        return taken

    def news(self):
        seen = [n for n in range(self.told + 1, self.steps + 1) if n % 3 == 0]
        self.told = self.steps
        return [(n, {"third": torch.tensor(n / 3)}) for n in seen]


class Exploding(Stride):
    def diverged(self, scalars):
        return (0, Message("x", "too large")) if self.steps > 30 else None


class Lagging(Stride):
    """Can be copied only at multiples of 4 steps."""

    @property
    def state_lag(self):
        return self.steps % 4


def session(kind):
    return Session(kind(DescentConfig(), torch.device("cpu")), DescentConfig(), "cpu")


def train(one, most):
    return one.train(60.0, most, stops=True, halt_epoch=math.inf)


@pytest.mark.parametrize("most", [1, 6, 7, 43])
def test_exactly_the_steps_asked_for_and_a_metric_every_tenth(most):
    one, plain = session(Stride), session(Descent)
    assert train(one, most).taken == train(plain, most).taken == most == one.step
    mine, theirs = (each.history.curves["test_loss"].points() for each in (one, plain))
    assert np.array_equal(mine, theirs)


def test_news_stand_at_their_own_steps():
    one = session(Stride)
    for most in (4, 5, 11):
        train(one, most)
    one.history.settle()
    steps, values = one.history.curves["third"].points()
    assert steps.tolist() == [3, 6, 9, 12, 15, 18]
    assert values.tolist() == [1, 2, 3, 4, 5, 6]


def test_no_end_but_the_clock():
    one = session(Stride)
    assert one.train(0.0, stops=True, halt_epoch=math.inf).taken == 7 == one.step


def test_an_explosion_in_a_stride_goes_back():
    one = session(Exploding)
    done = train(one, 43)
    assert done.exploded is not None
    assert done.exploded.seen.say() == "too large"
    assert one.step == one.algorithm.steps == 0
    assert one.history.latest == {"test_loss": 0.5}  # no number of a step that has been taken back


def test_after_an_explosion_every_number_is_of_the_state_shown():
    one = session(Exploding)
    one.EVERY, one.SHARE = 0.0, math.inf
    train(one, 6)
    shown = dict(one.history.latest)
    train(one, 5)
    assert one.history.latest != shown
    assert train(one, 43).exploded is not None
    assert one.step == 6
    assert one.history.latest == shown | floats(one.algorithm.evaluate())
    one.history.cut(one.step)
    assert one.history.latest["third"] == shown["third"] == 2


def test_a_state_that_lags_knows_its_step():
    one = session(Lagging)
    one.EVERY, one.SHARE = 0.0, math.inf
    train(one, 6)
    train(one, 5)
    assert one.good.step == 4
