"""Every preset of every playground can be written out as a script, which gives the metrics of the run."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save

from core.params import ParamError
from core.playgrounds import lookup, names
from core.playgrounds.script import script

# Runs the scripts in the folders that it is told, one after the other, as each alone would run.
DRIVER = """
import runpy, sys
for folder in sys.argv[1:]:
    runpy.run_path(folder + "/model.py", run_name="__main__")
"""
STEPS = 3
FEW = 200
SOME = 5  # presets
SOONER = {"search": {"trial_epochs": 5, "trials": 4, "parallel": 4, "grace": 1}}  # a trial must end


def presets(name, most=None):
    return [preset.name for preset in lookup(name).PRESETS][:most]


def trained(name, preset):
    """A run of a few steps from a preset."""
    kind = lookup(name)
    values = next(one.values for one in kind.PRESETS if one.name == preset)
    algorithm = kind(kind.Config(**{**values, **SOONER.get(name, {})}), torch.device("cpu"))
    if name == "cnn":  # some of the test images are enough
        algorithm.pictures.test = algorithm.pictures.test[:FEW]
    if name == "vae":
        pictures = algorithm.model.pictures
        pictures.test, pictures.y_test = pictures.test[:FEW], pictures.y_test[:FEW]
    for _ in range(6 if name in SOONER else STEPS):
        algorithm.step()
    return algorithm


def written(folder: Path, name: str, preset: str) -> dict[str, float]:
    """Writes the script of a preset's run, and says what it should print."""
    with torch.inference_mode(not lookup(name).AUTOGRAD):
        algorithm = trained(name, preset)
        made = script(name, algorithm)
        known = algorithm.final()
    arrays = io.BytesIO()
    np.savez(arrays, **made.data)
    folder.mkdir()
    (folder / "model.py").write_text(made.source(name))
    (folder / "weights.safetensors").write_bytes(save(dict(made.weights)))
    (folder / "data.npz").write_bytes(arrays.getvalue())
    return {metric: float(known[metric]) for metric in made.metrics}


@pytest.mark.parametrize("name", names())
def test_every_preset_has_a_script_that_gives_its_metrics(name, tmp_path, monkeypatch, request):
    """Of each playground the first ones, and all with --thorough."""
    for kind in ("EnvSpec", "Pendulum"):
        monkeypatch.setattr(f"core.playgrounds.ddpg.env_specs.{kind}.FINAL_EPISODES", 2)
    monkeypatch.setattr("core.playgrounds.gan.images.ImageDomain.thorough", 1000, raising=False)
    expected = {}
    for preset in presets(name, None if request.config.getoption("--thorough") else SOME):
        try:
            expected[preset] = written(tmp_path / preset, name, preset)
        except ParamError as error:
            if error.message.param != "dataset":  # else its files are where LEARNSCOPE_DATA says
                raise
    folders = [str(tmp_path / preset) for preset in expected]
    done = subprocess.run(
        [sys.executable, "-I", "-c", DRIVER, *folders],
        capture_output=True, text=True, cwd=tmp_path, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = dict(zip(expected, map(json.loads, done.stdout.splitlines()), strict=True))
    for preset, metrics in expected.items():
        assert metrics, preset
        assert found[preset] == pytest.approx(metrics, rel=1e-4, abs=1e-4, nan_ok=True), preset


def test_what_has_no_script_is_refused_with_a_sentence():
    race = lookup("optimizers")
    with torch.inference_mode():
        algorithm = race(race.Config(surface="rosenbrock", lr=0.05), torch.device("cpu"))
        for _ in range(50):
            algorithm.step()
        left = set(algorithm.left)
        assert left
        assert not [
            one for one in script("optimizers", algorithm).metrics if one.split(".")[1] in left
        ]
        alone = race(
            race.Config(surface="rosenbrock", lr=0.05, optimizers=("gd",)), torch.device("cpu")
        )
        for _ in range(50):
            alone.step()
        with pytest.raises(
            ParamError, match="no script for this model of optimizers: every optimiser"
        ):
            script("optimizers", alone)
