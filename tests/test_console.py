"""The command line on a real console: its letters, its progress, Ctrl-C."""

import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from core.__main__ import main
from core.console import spell_what_is_missing
from tests.test_cli import call

ROOT = Path(__file__).parents[1]


# ---- consoles -----------------------------------------------------------------------------------
def on_a_console(monkeypatch, encoding, *arguments):
    """Exit code, output and errors as a console of this encoding gets them."""
    streams = {name: io.TextIOWrapper(io.BytesIO(), encoding) for name in ("stdout", "stderr")}
    with monkeypatch.context() as patch:
        for name, stream in streams.items():
            patch.setattr(sys, name, stream)
        spell_what_is_missing()
        with pytest.raises(SystemExit) as done:
            main(arguments)
        for stream in streams.values():
            stream.flush()
    return done.value.code or 0, *(s.buffer.getvalue().decode(encoding) for s in streams.values())


@pytest.mark.parametrize("encoding", ["cp437", "cp1252", "ascii", "utf-8"])
def test_every_console_can_be_told_everything(monkeypatch, encoding):
    def console(*arguments):
        return on_a_console(monkeypatch, encoding, *arguments)

    code, said, _ = console("list", "--json")
    assert (code, json.loads(said)) == (0, json.loads(call("list", "--json").stdout))
    wide = encoding in ("cp1252", "utf-8")
    code, said, _ = console("train", "mlp", "--help")
    assert (code, ("1e-05–10" if wide else "1e-05-10") in said) == (0, True)
    code, said, _ = console("train", "qlearning", "--help")
    greek = "α / (1 + t / T)" if encoding in ("cp437", "utf-8") else "alpha / (1 + t / T)"
    assert (code, greek in said) == (0, True)
    code, said, error = console("train", "mlp", "--steps", "1", "--lr", "99")
    assert (code, said, len(error.splitlines())) == (2, "", 1)
    assert ("1e-05–10" if wide else "1e-05-10") in error


def process(*arguments, python=(), **options):
    command = [sys.executable, *python, "-m", "core", *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="latin-1", **options
    )


def test_a_process_on_such_a_console():
    with process(
        *("train", "mlp", "--help"),
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": "cp437"},
    ) as done:
        said, error = done.communicate(timeout=120)
    assert (done.returncode, error) == (0, "")
    assert "1e-05-10" in said


# ---- Ctrl-C and progress ------------------------------------------------------------------------
def interruptible():
    """In a shell's background job the signal may be ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def on_a_terminal(*arguments, until, then=lambda process: None):
    """Exit code, output, and what the terminal showed; `then` is done when it has shown `until`."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    with process(*arguments, stderr=theirs, preexec_fn=interruptible) as running:
        os.close(theirs)
        shown = ""
        while chunk := read(ours):
            shown += chunk
            if until and re.search(until, shown):
                then(running)
                until = ""
        said, _ = running.communicate(timeout=60)
    os.close(ours)
    assert not until, shown
    return running.returncode, said, shown


def read(terminal):
    try:
        return os.read(terminal, 4096).decode()
    except OSError:  # nobody writes any more
        return ""


def test_ctrl_c_stops_the_training_and_the_result_is_printed():
    code, said, shown = on_a_terminal(
        *("train", "mlp", "--seconds", "600", "--device", "cpu", "--json"),
        until=r" [1-9]\d*\.\d/600 s ",
        then=lambda running: running.send_signal(signal.SIGINT),
    )
    assert code == 130
    result = json.loads(said)
    assert result["status"] == "stopped"
    assert 0 < result["seconds"] < 600
    assert result["metrics"]["test_loss"] is not None
    assert "Abort" not in shown
    assert "Traceback" not in shown


def test_ctrl_c_before_there_is_a_result_leaves_quietly():
    with process(
        *("train", "mlp", "--seconds", "600"),
        python=("-X", "importtime"),
        stderr=subprocess.PIPE,
        preexec_fn=interruptible,
    ) as starting:
        assert any("core.params" in line for line in starting.stderr)  # torch is still to come
        starting.send_signal(signal.SIGINT)
        said, error = starting.communicate(timeout=60)
    assert (starting.returncode, said) == (130, "")
    assert "Traceback" not in error


def test_progress_is_for_terminals():
    _, _, shown = on_a_terminal("train", "mlp", "--seconds", "1.5", until=r"\d\.\d/1\.5 s ")
    assert "s/" not in shown
    _, _, shown = on_a_terminal("train", "mlp", "--steps", "900", until=r"\d/900 steps ")
    assert "Traceback" not in shown
    with process("train", "mlp", "--seconds", "0.7", stderr=subprocess.PIPE) as done:
        assert done.communicate(timeout=60)[1] == ""
