"""One line for each event, none that a visitor begins, and never a flood."""

import io
import logging
import re

import pytest

from core.operation.log import LONGEST, MOST, SETTING, Bounded, OneLine, begin

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (DEBUG|INFO|WARNING|ERROR) [\w.]+: .+")


@pytest.fixture
def clock():
    return [100.0]


@pytest.fixture
def log(clock):
    """A logger of its own, and what it has written."""
    made, stream = logging.Logger("core.training.engine"), io.StringIO()
    handler = Bounded(stream, clock=lambda: clock[0])
    handler.setFormatter(OneLine())
    made.addHandler(handler)
    made.written = lambda: stream.getvalue().splitlines()
    made.handler = handler
    return made


def test_an_event_is_a_line_whatever_is_in_it(log):
    log.info("run %s (%s) started", "Vb3k", "mlp")
    log.warning("%s", "one\n2026-01-01T00:00:00.000Z INFO server: forged\x1b[31m\u2028")
    log.error("long %s", "x" * 10_000)
    try:
        raise ValueError("two\nlines")
    except ValueError as error:
        log.error("run failed", exc_info=error)
    written = log.written()
    assert len(written) == 4
    assert all(LINE.fullmatch(line) for line in written)
    assert written[0].endswith(" INFO training.engine: run Vb3k (mlp) started")
    assert "\\n2026" in written[1]
    assert "\\x1b" in written[1]
    assert len(written[2]) < LONGEST + 100
    assert re.search(r"run failed: ValueError: two\\nlines \(test_log\.py:\d+\)$", written[3])


def test_a_flood_is_so_many_lines_and_a_count(log, clock):
    for k in range(10_000):
        log.info("refused %d", k)
    log.info("something else")
    assert len(log.written()) == MOST + 1
    clock[0] += 61.0
    log.info("later")
    *_, told, last = log.written()
    assert f"{10_000 - MOST} more like this within a minute: refused 9999" in told
    assert last.endswith("later")
    for k in range(MOST + 5):
        log.info("again %d", k)
    log.handler.close()
    assert "5 more like this" in log.written()[-1]


def test_the_setting_says_from_which_level(monkeypatch, capsys):
    root, core = logging.getLogger(), logging.getLogger("core")
    before = core.level
    try:
        for chosen, lines in (("", 2), ("debug", 3), ("warning", 1)):
            monkeypatch.setenv(SETTING, chosen)
            handler = begin()
            assert sum(isinstance(one, Bounded) for one in root.handlers) == 1
            for level in (logging.DEBUG, logging.INFO, logging.WARNING):
                logging.getLogger("core.live.route").log(level, "told")
            assert len(capsys.readouterr().err.splitlines()) == lines
            root.removeHandler(handler)
        monkeypatch.setenv(SETTING, "loud")
        with pytest.raises(ValueError, match="LEARNSCOPE_LOG: loud"):
            begin()
    finally:
        core.setLevel(before)
