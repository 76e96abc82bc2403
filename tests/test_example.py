"""Adding a playground is adding a folder and a page file: tests/example, laid into a copy of the tree.

No other file is touched. The example is also what the README shows.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "tests" / "example"
NAME = "centroid"
TREE = ("core", "pages", "tests", ".streamlit", "app.py", "pyproject.toml")
LONGEST = 120  # lines, all files together


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree with the example in it."""
    root = tmp_path_factory.mktemp("tree")
    leave = shutil.ignore_patterns("__pycache__")
    for name in TREE:
        there = ROOT / name
        if there.is_dir():
            shutil.copytree(there, root / name, ignore=leave)
        else:
            shutil.copy(there, root / name)
    shutil.copytree(EXAMPLE, root, dirs_exist_ok=True, ignore=leave)
    return root


def run(copy: Path, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=copy, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_is_a_folder_and_a_page_and_short():
    files = [path for path in EXAMPLE.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    places = {path.relative_to(EXAMPLE).as_posix() for path in files}
    outside = {place for place in places if not place.startswith(f"core/playgrounds/{NAME}/")}
    assert outside == {f"pages/{NAME}.py"}
    lines = [len(path.read_text(encoding="utf-8").splitlines()) for path in files]
    assert sum(lines) <= LONGEST


def test_the_command_line_lists_and_trains_it(copy):
    listed = json.loads(run(copy, "core", "list", "--json"))["algorithms"]
    (entry,) = [one for one in listed if one["name"] == NAME]
    assert [preset["name"] for preset in entry["presets"]] == ["steep"]
    said = run(copy, "core", "train", NAME, "--preset", "steep", "--steps", "30", "--json")
    result = json.loads(said.splitlines()[-1])
    assert (result["status"], result["steps"]) == ("finished", 30)
    assert 0 < result["metrics"]["train_loss"] < 2


def test_it_keeps_the_contract(copy):
    files = [f"tests/playgrounds/test_{what}.py" for what in ("contract", "views", "state")]
    also = ["tests/live/test_assets.py", "tests/test_import_rule.py"]
    said = run(copy, "pytest", "-q", "-n0", "-p", "no:cacheprovider", "-k", NAME, *files, *also)
    assert " passed" in said
    assert " failed" not in said
