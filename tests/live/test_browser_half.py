"""The browser half is held to what the Python half is: format, lint, types, unit tests."""

import os
import subprocess
from pathlib import Path

import pytest
from deno import find_deno_bin

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 250  # lines of a module
LONGEST_SHEET = 150  # of a playground's own style
CHECKS = {
    "format": ["fmt", "--check"],
    "lint": ["lint"],
    "types": ["check", "--no-remote", "--no-npm", "core/live/web", "core/playgrounds", "tests/web"],
    "tests": ["test", "--no-remote", "--no-npm", "--no-check", "--allow-read=.", "--quiet"],
}


def modules():
    return sorted([*(ROOT / "core").rglob("web/**/*.js"), *(ROOT / "tests/web").glob("*.js")])


@pytest.mark.parametrize("arguments", CHECKS.values(), ids=CHECKS)
def test_the_browser_half_passes(arguments, tmp_path):
    quiet = {"NO_COLOR": "1", "DENO_NO_UPDATE_CHECK": "1", "DENO_NO_PROMPT": "1"}
    done = subprocess.run(
        [find_deno_bin(), *arguments],
        cwd=ROOT, env={**os.environ, **quiet, "DENO_DIR": str(tmp_path)},
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-6000:]


def test_types_are_checked_without_exceptions():
    escapes = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in modules()
        for word in ("@ts-nocheck", "@ts-ignore", "@ts-expect-error", "deno-lint-ignore")
        if word in path.read_text()
    ]
    assert escapes == []


def test_modules_and_sheets_stay_short():
    lengths = {path: len(path.read_text().splitlines()) for path in modules()}
    long = [p for p, lines in lengths.items() if lines > LONGEST]
    assert [path.name for path in long] == []
    sheets = sorted((ROOT / "core/playgrounds").glob("*/web/*.css"))
    assert sheets
    long = [p for p in sheets if len(p.read_text().splitlines()) > LONGEST_SHEET]
    assert [path.parts[-3] for path in long] == []


def test_no_panel_reaches_another_by_name():
    reaching = [
        str(path.relative_to(ROOT)) for path in modules() if "panels.get(" in path.read_text()
    ]
    assert reaching == ["core/live/web/watch.js"]  # the view's own, for what is on the screen
