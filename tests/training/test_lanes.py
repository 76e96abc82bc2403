"""The lanes: who trains where, what moves a run, and that nobody waits for another's long step or build."""

import threading
import time

import pytest
import torch

from core.playgrounds.cost import Cost
from core.training.engine import Engine
from core.training.weight import DOWN, HEAVY, LIGHT, LONG, SPEED, Weight
from tests.training.descent import Descent, DescentConfig
from tests.training.test_engine import Watcher, until


@pytest.fixture
def engine():
    made = Engine()
    yield made
    assert made.close()
    assert not [t for t in threading.enumerate() if t.name.startswith("learnscope-training")]


class Gate(Descent):
    """A step that lasts until `go` is set, and says in which thread it is."""

    NAME = "gate"
    go = threading.Event()
    inside = threading.Event()

    def step(self):
        type(self).inside.set()
        assert type(self).go.wait(20)
        return super().step()


@pytest.fixture
def gate():
    class Fresh(Gate):
        go, inside = threading.Event(), threading.Event()

    yield Fresh
    Fresh.go.set()


def costing(flops, base=Descent):
    class Costing(base):
        @classmethod
        def cost(cls, config):
            return Cost(1e6, flops)

    return Costing


def where(engine, run):
    return [*engine._lanes, engine._builder].index(run.lane)


def built(engine, algorithm, **values):
    run = engine.create("me", algorithm, DescentConfig(**values))
    until(lambda: run.session is not None and not run.lane.builds)
    return run


def test_the_estimated_cost_places_a_run_before_its_first_step(engine):
    for seconds, level in ((0.001, LIGHT), (0.1, HEAVY), (3.0, LONG)):
        assert where(engine, built(engine, costing(seconds * SPEED))) == level


def test_a_step_counts_as_slow_when_it_is_so_again_or_very_much_so():
    weight = Weight()
    for seconds in (0.03, 0.03, 0.001, 0.03, 0.03):
        weight.stepped(seconds)
        assert weight.level == LIGHT
    weight.stepped(0.03)
    assert weight.level == HEAVY
    weight = Weight()
    weight.stepped(0.3)
    assert weight.level == HEAVY
    weight.stepped(7.0)
    assert weight.level == LONG


def test_a_busy_machine_makes_no_run_heavy_and_a_device_that_is_waited_for_does():
    weight = Weight()
    for _ in range(DOWN):
        weight.stepped(0.001, passed=0.15)
    assert weight.level == LIGHT
    weight.stepped(0.001, passed=1.5)
    assert weight.level == HEAVY


def test_what_was_slow_comes_back_when_it_is_fast_for_long_and_does_not_go_to_and_fro():
    weight = Weight()
    weight.stepped(0.3)
    for _ in range(DOWN - 1):
        weight.stepped(0.001)
    assert weight.level == HEAVY
    weight.stepped(0.001)
    assert weight.level == LIGHT
    weight.stepped(0.3)
    for _ in range(3 * DOWN):
        weight.stepped(0.015)  # below what leads up, and not below half of it
    assert weight.level == HEAVY


def test_first_steps_that_do_little_do_not_lead_below_what_was_estimated():
    weight = Weight(0.1 * SPEED)
    for _ in range(3 * DOWN):
        weight.stepped(0.0001)
    assert weight.level == HEAVY


def test_a_frame_that_takes_long_moves_its_run_too():
    weight = Weight()
    weight.shown(0.05)
    assert weight.level == LIGHT
    weight.shown(0.15)
    assert weight.level == HEAVY


def test_a_rebuilt_run_is_taken_for_as_slow_as_it_was_and_never_for_endless():
    assert Weight(0.0, before=HEAVY).level == HEAVY
    assert Weight(0.0, before=LONG).level == HEAVY
    assert Weight(3 * SPEED, before=LIGHT).level == LONG


def test_measured_steps_move_a_run(engine):
    class Slow(Descent):
        seconds = 0.15

        def step(self):
            end = time.thread_time() + self.seconds
            while time.thread_time() < end:
                pass
            return super().step()

    run = built(engine, Slow)
    assert where(engine, run) == LIGHT
    run.play("flat")
    until(lambda: where(engine, run) == HEAVY)
    run.algorithm.seconds = 0.0
    until(lambda: where(engine, run) == LIGHT)


def test_nobody_waits_for_anothers_long_step(engine, gate):
    long = built(engine, costing(3 * SPEED, gate))
    heavy = built(engine, costing(0.1 * SPEED))
    light = built(engine, Descent)
    watcher = Watcher()
    light.watchers.append(watcher)
    long.drawn.set()
    long.play("flat")
    assert gate.inside.wait(10)
    frames = watcher.frames
    for run in (light, heavy):
        run.play("flat")
    until(lambda: min(light.step, heavy.step) > 500 and watcher.frames > frames + 5)
    late = built(engine, Descent)
    late.advance_by(5)
    until(lambda: late.step == 5)
    assert long.step == 0
    gate.go.set()
    until(lambda: long.step > 0)


def test_the_untrained_model_is_seen_before_a_step_of_seconds(engine):
    run = built(engine, costing(3 * SPEED))
    run.play("flat")
    watcher = Watcher()
    run.watchers.append(watcher)
    run.wake()
    until(lambda: watcher.frames == 1)
    assert run.step == 0
    run.drawn.set()
    until(lambda: run.step > 0)


def test_nobody_waits_for_anothers_build(engine, gate):
    class Loads(Descent):
        def __init__(self, config, device):
            super().__init__(config, device)
            gate.inside.set()
            assert gate.go.wait(20)

    light = built(engine, Descent)
    light.play("flat")
    loads = engine.create("me", Loads, DescentConfig())
    assert gate.inside.wait(10)
    step = light.step
    until(lambda: light.step > step + 500)
    assert loads.session is None
    gate.go.set()
    until(lambda: loads.session is not None)


def test_a_rebuild_waits_in_the_builders_lane_and_keeps_the_order_of_commands(engine, gate):
    class Loads(Descent):
        def __init__(self, config, device):
            super().__init__(config, device)
            self.thread = threading.current_thread().name

    run, said = built(engine, Loads), []

    def note(ok, answer, arrays):
        said.append((answer["x"], threading.current_thread().name))

    run.probe("where", {}, note)
    run.configure(DescentConfig(start=3.0))
    run.probe("where", {}, note)
    run.configure(DescentConfig(start=3.0, lr=0.2))
    run.probe("where", {}, note)
    until(lambda: len(said) == 3)
    assert [x for x, _ in said] == [1.0, 3.0, 3.0]
    assert run.build == 2, "a live change builds nothing"
    assert run.algorithm.thread == "learnscope-training-builds"


def test_runs_that_are_moved_about_take_the_same_steps(engine):
    class Noisy(Descent):
        """Every step depends on the one before, on rounding, on small numbers and on a generator."""

        def __init__(self, config, device):
            super().__init__(config, device)
            self.rng = torch.Generator().manual_seed(config.seed)
            self.x = torch.randn(64, generator=self.rng)

        def step(self):
            self.steps += 1
            noise = torch.randn(64, 64, generator=self.rng)
            self.x = torch.tanh(noise @ self.x) * 1e-38 * self.config.start + 0.5 * self.x
            return {"batch_loss": self.x.abs().sum()}

        def evaluate(self):
            return {"test_loss": self.x.abs().sum()}

    def after(steps, moved):
        run = built(engine, Noisy)
        for level in (HEAVY, LONG, LIGHT) if moved else (LIGHT,):
            run.weight.level = level
            run.wake()
            goal = run.step + steps
            run.advance_by(steps)
            until(lambda goal=goal, run=run: run.step == goal and not run.wants_steps)
        return run.algorithm.x

    noise = built(engine, costing(0.1 * SPEED))
    noise.play("flat")
    assert torch.equal(after(100, moved=True), after(300, moved=False))


def test_an_engine_that_closes_does_not_wait_for_a_long_step(engine, gate):
    made = Engine()
    run = built(made, gate)
    run.play("flat")
    assert gate.inside.wait(10)
    began = time.monotonic()
    assert not made.close(patience=0.2)
    assert time.monotonic() - began < 5
    gate.go.set()
    assert made.close()
