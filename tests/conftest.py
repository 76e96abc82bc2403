"""What every test gets: browser tests come last, and no engine thread outlives its test."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

E2E = Path(__file__).parent / "e2e"
GRACE = 2.0  # seconds a thread may take to end after its test


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks browser tests and puts them last: Playwright occupies the event loop of the process that runs
    them, and no test that needs one of its own can come after."""
    for item in items:
        if E2E in item.path.parents:
            item.add_marker("browser")
    items.sort(key=lambda item: E2E in item.path.parents)


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """Fails a test that leaves a non-daemon `learnscope…` thread running."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + GRACE
    leaked = [
        thread
        for thread in set(threading.enumerate()) - before
        if thread.name.startswith("learnscope") and not thread.daemon
    ]
    for thread in leaked:
        thread.join(max(0.0, deadline - time.monotonic()))
    alive = [thread.name for thread in leaked if thread.is_alive()]
    assert not alive, f"threads left running: {', '.join(alive)}"
