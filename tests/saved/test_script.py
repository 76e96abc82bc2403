"""The script that a saved run is written out as gives the run's metrics, in a process without Learnscope."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.saved.test_resume import call, told

RUNS = {
    "mlp": ("mlp", "--steps", 200),
    "mlp-arms": ("mlp", "--dataset", "arms", "--loss", "mse", "--steps", 100, "--hidden", "6,6,6",
                 "--residual", "on", "--batch-norm", "on", "--activation", "sine"),
    "mlp-numbers": ("mlp", "--dataset", "multi-gaussian", "--loss", "huber", "--hidden", "5",
                    "--activation", "gelu", "--steps", 100),
    "cnn": ("cnn", "--dataset", "digits", "--steps", 20,
            "--layers", "conv 6 k5 bn, pool, res 8 s2, dropout 0.2, conv 4, avgpool, dense 16 bn"),
    "cnn-gap": ("cnn", "--dataset", "digits", "--steps", 5, "--activation", "gelu",
                "--layers", "conv 4 p0, gap"),
    "gan": ("gan", "--steps", 50),
    "gan-average": ("gan", "--steps", 30, "--average", "0.9", "--g-activation", "leaky_relu"),
    "vae": ("vae", "--dataset", "digits", "--steps", 20),
    "vae-convolutions": ("vae", "--dataset", "digits", "--network", "convolutional", "--steps", 5,
                         "--model", "iwae", "--samples", 3, "--likelihood", "gaussian_learned"),
    "vae-told": ("vae", "--dataset", "digits", "--conditional", "on", "--steps", 5, "--model", "autoencoder",
                 "--activation", "leaky_relu", "--binarise", "on"),
    "backprop": ("backprop", "--steps", 10),
    "transformer": ("transformer", "--steps", 3, "--layers", 1, "--width", 16, "--mlp-width", 16,
                    "--heads", 2),
    "transformer-sines": ("transformer", "--steps", 2, "--layers", 2, "--width", 16, "--mlp", "off",
                          "--heads", 2, "--norm-place", "post", "--norm", "rms", "--tied", "on",
                          "--positions", "sinusoidal", "--causal", "off"),
    "transformer-rope": ("transformer", "--steps", 2, "--layers", 1, "--width", 16, "--mlp-width", 16,
                         "--heads", 2, "--positions", "rope"),
    "transformer-alibi": ("transformer", "--steps", 2, "--layers", 1, "--width", 16, "--mlp-width", 16,
                          "--heads", 2, "--positions", "alibi"),
    "ddpg": ("ddpg", "--steps", 300),
    "regularization": ("regularization", "--steps", 40),
    "regression": ("regression", "--steps", 30),
    "regression-network": ("regression", "--steps", 10, "--model", "network"),
    "picture": ("picture", "--steps", 20, "--side", 32),
    "picture-sine": ("picture", "--steps", 5, "--side", 32, "--features", "none", "--activation", "sine"),
}  # fmt: skip


def exported(tmp_path: Path, run) -> dict:
    file = tmp_path / "run.zip"
    told("train", *run, "--save", file)
    return told("export", file, tmp_path / "script", "--to", "script")


@pytest.mark.parametrize("name", RUNS)
def test_the_script_gives_the_same_metrics(name, tmp_path):
    expected = exported(tmp_path, RUNS[name])
    model = tmp_path / "script" / "model.py"
    source = model.read_text()
    assert len(source.splitlines()) <= 90
    assert "import core" not in source
    done = subprocess.run(
        [sys.executable, "-I", model], capture_output=True, text=True, cwd=tmp_path, timeout=120
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.keys() == expected["metrics"].keys()
    assert found == pytest.approx(expected["metrics"], abs=1e-5, nan_ok=True)


def test_a_model_without_a_script_is_refused_with_a_sentence(tmp_path):
    file = tmp_path / "run.zip"
    told("train", "vae", "--dataset", "digits", "--network", "convolutional", "--conditional", "on",
         "--steps", 1, "--save", file)  # fmt: skip
    done = call("export", file, tmp_path / "script", "--to", "script")
    assert done.exit_code == 2
    assert (
        "its convolutions are told the class. There is one for: backprop, cnn, ddpg," in done.stderr
    )
    assert not (tmp_path / "script").exists()
