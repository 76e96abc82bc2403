"""What every test gets: browser tests come last, and no engine thread outlives its test."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("LEARNSCOPE_STORE", "off")  # also of the servers that tests start

E2E = Path(__file__).parent / "e2e"
GRACE = 2.0  # seconds a thread may take to end after its test


def pytest_addoption(parser: pytest.Parser) -> None:
    text = (
        "every page in every condition: also what `breadth` leaves out, about as many minutes more"
    )
    parser.addoption("--thorough", action="store_true", help=text)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks browser tests and puts them last: Playwright occupies the event loop of the process that runs
    them, and no test that needs one of its own can come after. Keeps the breadth of what is asked for.

    A browser test that waited in vain is tried once more, and the summary names it (RERUN): on a machine
    that others use as well, one of five hundred waits too short now and then. Nothing else is.
    """
    for item in items:
        if E2E in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun="TimeoutError"))
    items.sort(key=lambda item: E2E in item.path.parents)
    if config.getoption("--thorough") or any("[" in name for name in config.args):
        return
    seen: Counter[str] = Counter()
    left_out = []
    for item in items:
        mark = item.get_closest_marker("breadth")
        if mark is None:
            continue
        one = str(item.callspec.params[mark.kwargs["each"]]) if "each" in mark.kwargs else ""
        test = item.nodeid.partition("[")[0] + f" {one}"
        seen[test] += 1
        if seen[test] > mark.args[0]:
            left_out.append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


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
