"""A state goes to bytes and comes back in another process, where the run goes on bit for bit."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from core.params import ParamError
from core.playgrounds import lookup, names
from core.playgrounds.contract import Algorithm, State
from tests.playgrounds.test_contract import build, same, smaller, train

ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = """
import json, sys
from pathlib import Path
import torch
from tests.playgrounds.test_state import digest, load
torch.set_num_threads(1)
print(json.dumps({file.stem: digest(load(file)) for file in map(Path, sys.argv[1:])}))
"""
PLACES: dict[str, list[dict[str, Any]]] = {  # beside the presets: environments of each kind
    "ddpg": [{"env": "LunarLanderContinuous-v3", "warm_up": 10}],
}


def settings(name: str) -> list[dict[str, Any]]:
    """The presets' values whose data are on this machine, and more of PLACES."""
    found: list[dict[str, Any]] = []
    for one in lookup(name).PRESETS:
        try:
            build(name, **one.values)
        except ParamError:
            continue
        found.append(smaller(name, one.values))
    return found + PLACES.get(name, [])


def digest(algorithm: Algorithm) -> str:
    """What comes of 40 more steps: their scalars, and everything in the state after them."""
    rows = [sorted(row.items()) for row in train(algorithm, 40)]
    state = algorithm.state()
    found = hashlib.sha256(repr(rows).encode())
    for name in sorted(state.arrays):
        found.update(name.encode() + state.arrays[name].tobytes())
    found.update(repr(sorted(state.facts.items())).encode())
    return found.hexdigest()


def load(file: Path) -> Algorithm:
    values = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    algorithm = build(values.pop("name"), **values)
    algorithm.load_state(State.from_bytes(file.read_bytes()))
    return algorithm


@pytest.mark.breadth(3)
@pytest.mark.parametrize("name", names())
def test_goes_on_in_a_fresh_process(name, tmp_path):
    expected = {}
    for number, values in enumerate(settings(name)):
        algorithm = build(name, **values)
        train(algorithm, 37)
        while algorithm.state_lag:
            train(algorithm, 1)
        file = tmp_path / f"{number}.state"
        file.write_bytes(algorithm.state().to_bytes())
        said = {"name": name, **algorithm.config.to_json()}
        file.with_suffix(".json").write_text(json.dumps(said), encoding="utf-8")
        algorithm.load_state(algorithm.state())
        expected[file.stem] = digest(algorithm)
    files = [str(tmp_path / f"{stem}.state") for stem in expected]
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, *files], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == expected


def test_a_tree_comes_back_as_it_was():
    tree = {
        "tensor": torch.arange(6).reshape(2, 3),
        "array": np.array([1.5, np.nan]),
        "deep": {"list": [1, 2.5, None, True, "x", {"more": np.zeros((0, 2), np.float32)}]},
        "big": 2**100,
        "small": 5e-324,
    }
    again = State.from_bytes(State.of(tree).to_bytes()).tree()
    assert same(again, tree)


def test_a_state_is_a_copy_both_ways():
    kept = torch.zeros(3)
    state = State.of({"kept": kept})
    kept += 1
    state.tree()["kept"].add_(5)
    assert state.tree()["kept"].tolist() == [0, 0, 0]


def test_what_is_for_reading_only_is_shared_and_a_window_is_not():
    kept = np.zeros(3)
    frozen = kept.copy()
    frozen.flags.writeable = False
    window = kept[:2]
    window.flags.writeable = False
    state = State.of({"frozen": frozen, "window": window})
    assert state.arrays["frozen"] is frozen
    kept += 1
    assert state.tree()["window"].tolist() == [0, 0]


@pytest.mark.parametrize(
    "value",
    [{1: 2}, {"a": {(1, 2): 3}}, {"a": object()}, {"a": np.float32(1)}, {"a": {"$array": 1}}],
)
def test_what_cannot_be_written_is_refused(value):
    with pytest.raises(TypeError):
        State.of(value)


@pytest.mark.parametrize("data", [b"", b"nonsense", bytes(8), State.of({"a": 1}).to_bytes()[:-3]])
def test_what_is_no_state_is_refused(data):
    with pytest.raises(ValueError, match="this is no saved state"):
        State.from_bytes(data)
