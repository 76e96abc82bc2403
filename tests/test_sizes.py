"""Files and functions of core stay short enough to be read in one go."""

import ast
from pathlib import Path

CORE = Path(__file__).resolve().parents[1] / "core"
FILE, FUNCTION = 300, 50  # lines


def test_python_files_and_functions_are_short():
    long = []
    for path in CORE.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if len(source.splitlines()) > FILE:
            long.append(path.name)
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > FUNCTION:
                    long.append(f"{path.name}: {node.name} has {lines} lines")
    assert not long
