"""Every run goes back to a moment and trains on from there: where nothing is changed, to the same bits."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest

from core.playgrounds import lookup, names
from core.training.history import History
from core.training.run import Run
from tests.playgrounds.test_contract import same, smaller

MOST = 500  # steps of a branch
LONGEST = 1.5  # seconds for them


def forward(run: Run, steps: int, seconds: float = math.inf) -> int:
    """In uneven slices, as they come on a busy machine; how many were taken."""
    until, taken = time.monotonic() + seconds, 0
    while taken < steps and (not taken or time.monotonic() < until):
        done = run.session.train(0.05, min(steps - taken, 37), stops=False, halt_epoch=math.inf)
        assert done.exploded is None
        taken += done.taken
    return taken


@pytest.mark.breadth(3)
@pytest.mark.parametrize("name", names())
def test_a_branch_repeats_what_followed(name):
    algorithm = lookup(name)
    config, _ = algorithm.Config.repaired(smaller(name, {}))
    run = Run(algorithm, config, device="cpu")
    run.obey()
    session = run.session
    with run.computing():
        forward(run, 57, LONGEST)
        while run.algorithm.state_lag:
            forward(run, 1)
        session.park()
        here = run.step
        steps = forward(run, MOST, LONGEST)
        while run.algorithm.state_lag:
            steps += forward(run, 1)
        end, shown = run.algorithm.state(), dict(run.history.latest)
    run.seek(here)
    run.obey()
    assert (run.status, run.step) == ("paused", here)
    with run.computing():
        assert forward(run, steps) == steps
        assert same(run.algorithm.state(), end)
    old, new = session.moments.lines
    assert (old.last, new.first, new.last) == (here + steps, here, here + steps)
    assert same(run.history.latest, shown)
    for line in (old, new):
        line.history.settle()
    assert old.history.curves.keys() == new.history.curves.keys()
    for curve, of in old.history.curves.items():
        steps, values = of.points()
        again, ours = new.history.curves[curve].points()
        _, mine, theirs = np.intersect1d(steps, again, return_indices=True)
        assert np.array_equal(values[mine], ours[theirs], equal_nan=True)
    run.seek(None, old.number)
    run.obey()
    assert same(run.algorithm.state(), end)


@pytest.mark.breadth(3)
@pytest.mark.parametrize("name", names())
def test_curves_get_every_step_once_and_in_order(name, monkeypatch):
    seen: dict[str, int] = {}

    def extend(history, steps, columns):
        for curve in columns:
            assert (np.diff([seen.get(curve, -1), *steps]) > 0).all(), curve
            seen[curve] = int(steps[-1])
        kept(history, steps, columns)

    kept = History.extend
    monkeypatch.setattr(History, "extend", extend)
    algorithm = lookup(name)
    config, _ = algorithm.Config.repaired(smaller(name, {}))
    run = Run(algorithm, config, device="cpu")
    run.obey()
    with run.computing():
        forward(run, MOST, LONGEST)
    assert any(step > 0 for step in seen.values())
