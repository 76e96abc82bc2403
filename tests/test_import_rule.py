"""Who may know whom. The contracts between packages are in pyproject.toml; here is what needs the folders."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from core.playgrounds import names

ROOT = Path(__file__).resolve().parent.parent
SHARED = ("core.data", "core.i18n", "core.nn", "core.params")
PROMISED = tuple(
    f"core.playgrounds.{name}" for name in ("arguments", "contract", "cost", "declared", "script")
)


def imported(path: Path) -> set[str]:
    """The modules that a file imports anywhere in it, `from a import b` as both a and a.b."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found


def within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == one or module.startswith(f"{one}.") for one in packages)


def test_packages_keep_the_import_rule():
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [lint, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", names())
def test_a_playground_knows_what_is_shared_and_no_other_playground(name):
    for path in sorted((ROOT / "core" / "playgrounds" / name).rglob("*.py")):
        allowed = (*SHARED, *PROMISED, f"core.playgrounds.{name}")
        if path.name in ("figures.py", "page.py"):
            allowed = (*allowed, "core.figures")
        ours = {one for one in imported(path) if one.startswith("core.")}
        assert all(within(one, allowed) for one in ours), (path.name, ours)


@pytest.mark.parametrize("name", names())
def test_a_page_is_three_lines(name):
    lines = (ROOT / "pages" / f"{name}.py").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith('"""')] == [
        "from core.ui.playground import playground",
        f'playground("{name}")',
    ]


def test_app_knows_views_and_the_engine_whose_life_it_bounds():
    ours = {one for one in imported(ROOT / "app.py") if one.startswith(("core", "pages"))}
    assert ours
    assert all(
        within(
            one,
            (
                "core.ui",
                "core.live",
                "core.figures",
                "core.operation",
                "core.places",
                "core.store",
                "core.training.engine",
            ),
        )
        for one in ours
    ), ours
