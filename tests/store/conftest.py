"""A store of the test's own, and engines that use it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import core.store.writer as writer
from core.playgrounds import lookup
from core.store import start
from core.store.settings import Settings
from core.training.engine import Engine
from core.training.run import Run
from tests.store import cluster

ME = "m" * 32
NUMBERS = count()  # of databases


def until(condition: Callable[[], Any], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


KINDS = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whoever asks for a store gets one of each kind, but for tests of a file: `@pytest.mark.file`."""
    if "kind" in metafunc.fixturenames:
        alone = metafunc.definition.get_closest_marker("file")
        metafunc.parametrize("kind", KINDS[:1] if alone else KINDS, scope="session")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL for all tests of this process, once one asks for it."""
    why = cluster.missing()
    if why:
        pytest.skip(why)
    with cluster.cluster() as found:
        yield found


@pytest.fixture
def url(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'deep' / 'runs.db'}"
        return
    name = f"runs_{next(NUMBERS)}"
    with cluster.database(request.getfixturevalue("server"), name) as found:
        yield found


@pytest.fixture
def serve(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Engine]]:
    """serve() is a server's engine with its store, which writes at once."""
    monkeypatch.setattr(writer, "GATHERED", 0.01)
    made: list[Engine] = []

    def begin(every: float = 0.1, **settings: Any) -> Engine:
        engine = Engine()
        start(engine, Settings(**{"url": url, "every": every, **settings}))
        made.append(engine)
        return engine

    yield begin
    for engine in made:
        engine.close()


def gone(engine: Engine) -> None:
    """The server is no more, without having ended anything."""
    engine.keeper.writer.close(5.0)
    engine.keeper = None
    engine.close()


def trained(engine: Engine, steps: int = 30, name: str = "mlp", **values: Any) -> Run:
    """A run that has taken so many steps, and is stored."""
    algorithm = lookup(name)
    run = engine.create(ME, algorithm, algorithm.Config(**values), device="cpu")
    run.advance_by(steps)
    until(lambda: run.step == steps and not run.wants_steps)
    until(lambda: stored(engine, run.id) == steps)
    return run


def stored(engine: Engine, run_id: str) -> int | None:
    """The step that is in the database."""
    database = engine.keeper.writer.database
    row = database.find(run_id) if database is not None else None
    return row["step"] if row else None
