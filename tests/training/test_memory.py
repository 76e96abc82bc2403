"""A run that would need too much memory is refused before it is built; one that runs out ends alone."""

import numpy as np
import pytest
import torch

from core.params import ParamError
from core.playgrounds import lookup
from core.training import memory
from core.training.engine import Engine
from core.training.run import Run
from tests.training.descent import Descent, DescentConfig
from tests.training.test_engine import until

CPU = torch.device("cpu")
ADDRESS = (
    "dataset=shapes network=convolutional width=64 decoder=autoregressive batch_size=512 samples=50 "
    "latent_dim=32 model=iwae"
)
FATAL = dict(pair.split("=") for pair in ADDRESS.split())


@pytest.fixture(autouse=True)
def a_machine(monkeypatch):
    """100 MB in all, 80 of them left."""
    monkeypatch.delenv(memory.SETTING, raising=False)
    monkeypatch.setattr(memory, "machine", lambda device: (100e6, 80e6))


def made(**values):
    run = Run(Descent, DescentConfig(**values), device="cpu")
    run.obey()
    return run


def changed(run, **values):
    run.configure(run.config.changed(**values))
    run.obey()


@pytest.mark.parametrize(
    ("setting", "most"), [("", 25), ("60", 60), ("500", 80), ("many", 25), ("-1", 25)]
)
def test_a_run_may_need_a_quarter_or_what_the_setting_says_and_never_more_than_is_left(
    monkeypatch, setting, most
):
    monkeypatch.setenv(memory.SETTING, setting)
    memory.check(Descent, DescentConfig(width=most), CPU)
    with pytest.raises(ParamError) as caught:
        memory.check(Descent, DescentConfig(width=most + 1), CPU)
    assert caught.value.message.param == "width"
    said = caught.value.message.say()
    assert f"about {most + 1} MB" in said
    assert f"{most} MB are there" in said


def test_the_control_that_has_to_give_way_least_is_named_with_a_value_that_fits():
    with pytest.raises(ParamError, match=r"lower width, to (\d+) for example") as caught:
        memory.check(Descent, DescentConfig(width=26, depth=2), CPU)
    memory.check(
        Descent, DescentConfig(width=int(caught.value.message.values["value"]), depth=2), CPU
    )
    with pytest.raises(ParamError, match="lower depth, to 3 for example"):
        memory.check(Descent, DescentConfig(width=8, depth=4), CPU)


def test_where_no_control_is_enough_the_one_that_saves_most_is_named(monkeypatch):
    monkeypatch.setenv(memory.SETTING, "1")
    with pytest.raises(ParamError, match="lower width and others with it"):
        memory.check(Descent, DescentConfig(width=100, depth=2), CPU)


def test_the_address_that_killed_a_server_is_refused(monkeypatch):
    monkeypatch.setattr(memory, "machine", lambda device: (24e9, 23e9))
    vae = lookup("vae")
    config, wrong = vae.Config.repaired(FATAL)
    assert not wrong
    with pytest.raises(ParamError, match=r"lower (Batch size|Samples k), to") as caught:
        memory.check(vae, config, CPU)
    value = int(caught.value.message.values["value"])
    memory.check(vae, config.changed(**{caught.value.message.param: value}), CPU)


def test_nothing_is_built_and_a_lower_value_builds_it(monkeypatch):
    built = []
    init = Descent.__init__
    monkeypatch.setattr(Descent, "__init__", lambda *args: (built.append(1), init(*args))[1])
    run = made(width=26)
    assert (run.status, run.session, built) == ("failed", None, [])
    assert "lower width" in run.reason.say()
    changed(run, width=25)
    assert (run.status, run.reason, built) == ("ready", None, [1])


@pytest.mark.parametrize("param", ["width", "depth"])  # the one is live, the other rebuilds
def test_what_was_there_stays_and_goes_on_when_the_control_is_put_back(param):
    run = made(width=10)
    run.play("flat")
    run.obey()
    run.advance(1.0, 5)
    session = run.session
    changed(run, **{param: 30 if param == "width" else 4})
    assert (run.status, run.session, run.step) == ("failed", session, 5)
    assert run.algorithm.config.width == 10
    changed(run, **{param: 10 if param == "width" else 1})
    assert (run.status, run.reason, run.session) == ("paused", None, session)
    run.play("flat")
    run.obey()
    assert run.advance(1.0, 5) == 5


def test_what_a_run_has_already_is_not_asked_for_again(monkeypatch):
    run = made(width=20)
    monkeypatch.setattr(memory, "machine", lambda device: (100e6, 1e6))
    changed(run, lr=0.2)
    changed(run, width=21)
    assert (run.status, run.algorithm.config.width) == ("ready", 21)
    changed(run, width=23)
    assert "lower width" in run.reason.say()


ERRORS = [
    MemoryError(),
    np._core._exceptions._ArrayMemoryError((1,), np.dtype(float)),
    torch.OutOfMemoryError("CUDA out of memory."),
    RuntimeError("[enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't allocate memory"),
    RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 8 bytes."),
]  # fmt: skip


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("where", ["__init__", "step", "evaluate", "probe", "act", "trace"])
def test_an_allocation_that_fails_ends_the_run_with_the_control_to_lower(monkeypatch, error, where):
    run = made(width=10) if where != "__init__" else None

    def fails(*args):
        raise error

    monkeypatch.setattr(Descent, where, fails)
    run = run or made(width=10)
    run.play("flat")
    run.probe("where", {}, lambda *answer: None)
    if where == "act":
        run.act("place", {}, lambda *answer: None)
    if where == "trace":
        run.trace(lambda *answer: None)
    run.obey()
    if run.wants_steps:
        run.advance(1.0, 10)
    assert run.status == "failed"
    assert "not enough memory" in run.reason.say()
    assert run.reason.say().endswith("Lower width.")


def test_an_allocation_of_torch_that_fails_is_known():
    with pytest.raises(RuntimeError) as caught:
        torch.empty(2**60, dtype=torch.uint8)
    assert memory.is_exhausted(caught.value)
    assert not memory.is_exhausted(RuntimeError("shapes do not fit"))


def test_a_run_that_was_never_built_is_not_adopted():
    engine = Engine()
    try:
        run = engine.create("me", Descent, DescentConfig(width=26), "cpu")
        until(lambda: run.reason is not None)
        assert engine.adopt("me", "descent", run.config) is None
    finally:
        engine.close()


def test_this_machine_says_what_it_has(monkeypatch):
    monkeypatch.undo()
    total, left = memory.machine(CPU)
    assert 1e8 < left <= total < 1e14
