"""The README's commands are the ones that CI runs, and each of them works."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from core.training.admission import Limits
from core.training.memory import BUDGET_SHARE

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
LINES = [
    line.partition("  #")[0].strip()
    for block in re.findall(r"```bash\n(.*?)```", README, flags=re.DOTALL)
    for line in block.splitlines()
    if line and not line.startswith("#")
]
INLINE = re.findall(r"`(\.venv/bin/[^`]+)`", README)
COMMANDS = sorted({part.strip() for line in LINES + INLINE for part in line.split("&&")})
ONCE = "python3 -m venv .venv && .venv/bin/pip install -q -r "


def test_ci_runs_the_readmes_two_commands():
    two = dict(re.findall(r"^(TESTS|RUN)='(.*)'$", CI, flags=re.MULTILINE))
    assert two["RUN"] == ONCE + "requirements.txt && .venv/bin/streamlit run app.py"
    assert two["TESTS"] == ONCE + "requirements-dev.txt && .venv/bin/python -m pytest"
    assert set(two.values()) == {line for line in LINES if line.startswith(ONCE)}
    for name in two:
        assert f'bash -c "${name}"' in CI or f'; ${name}"' in CI


def test_ci_can_be_run():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("command", COMMANDS, ids=range(len(COMMANDS)))
def test_each_command_works(command):
    """Runs the headless commands; of the others, checks that tool and files are there."""
    words = shlex.split(command)
    files = [word for word in words if word.endswith((".txt", ".py", ".md", ".ci/run"))]
    assert all((ROOT / file).exists() for file in files), files
    assert words[0] == "python3" or words[0].startswith("."), "may be missing on a fresh machine"
    if words[0].startswith(".venv/bin/"):
        words[0] = str(Path(sys.executable).parent / Path(words[0]).name)
        assert Path(words[0]).exists()
    if words[1:3] == ["-m", "core"] or words[1:2] == ["-c"]:
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
    elif words[1:2] == ["-m"]:
        assert importlib.util.find_spec(words[2]), command


@pytest.mark.parametrize("target", re.findall(r"\]\((?!http)([^)#]+)\)", README))
def test_links_lead_somewhere(target):
    assert (ROOT / target).exists()


def test_every_setting_stands_in_the_table():
    used = {
        name
        for path in [ROOT / "app.py", *(ROOT / "core").rglob("*.py")]
        for name in re.findall(r"\bLEARNSCOPE_[A-Z_]+\b", path.read_text(encoding="utf-8"))
    }
    assert set(re.findall(r"^\| `(LEARNSCOPE_[A-Z_]+)`", README, re.MULTILINE)) == used
    limits = Limits()
    for setting, default in (
        ("VIEWERS", limits.viewers),
        ("RUNS", limits.runs),
        ("RUNS_EACH", limits.each),
        ("MEMORY", BUDGET_SHARE),
    ):
        assert re.search(rf"^\| `LEARNSCOPE_{setting}` .*\| {default:g}\b", README, re.MULTILINE)
