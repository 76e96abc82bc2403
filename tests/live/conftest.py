"""What tests of the live view share."""

from collections.abc import Iterator

import pytest

import core.training.engine as module
from core.training.engine import Engine


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An engine of the test's own, in the place of the process's."""
    made = Engine()
    monkeypatch.setattr(module, "engine", lambda: made)
    yield made
    made.close()
