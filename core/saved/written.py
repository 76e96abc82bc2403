"""A saved run written out for other programs: a script with its weights and data, events, tables."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save

from core.i18n import N_
from core.playgrounds.script import script
from core.saved import archive, tables, tensorboard
from core.saved.archive import refusal
from core.saved.file import Saved
from core.training.device import resolve
from core.training.packed import unpack


def into(folder: Path, saved: Saved, kind: str) -> dict[str, Any]:
    """Writes into `folder`, which is made where it isn't there: the names of the files, and for a script the
    metrics that it will print. ParamError where that can't be done."""
    told: dict[str, Any] = {"name": saved.packed.algorithm, "step": saved.packed.step}
    if kind == "csv":
        files = {
            archive.HISTORY: tables.history(saved.packed).encode(),
            archive.EVENTS: tables.events(saved.packed).encode(),
        }
    elif kind == "script":
        files, told["metrics"] = _script(saved)
    else:
        files = tensorboard.written(saved.packed)
    _made(folder)
    for name, content in files.items():
        archive.write(folder / name, content)
    return {"files": [str(folder / name) for name in files]} | told


def _made(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        text = N_("{file} can't be written ({error}).")
        why = error.strerror or type(error).__name__
        raise refusal(text, file=str(folder)[-120:], error=why) from None


def _script(saved: Saved) -> tuple[dict[str, bytes], dict[str, float]]:
    """The files of the script, and the metrics that it prints as this process has them."""
    algorithm_class = saved.algorithm_class
    with torch.inference_mode(not algorithm_class.AUTOGRAD):
        algorithm = unpack(saved.packed, algorithm_class, resolve("cpu")).algorithm
        made = script(algorithm_class.NAME, algorithm)
        known = algorithm.final()
    title = f"{algorithm_class.LABEL}, as trained for {saved.packed.step:,} steps by Learnscope."
    arrays = io.BytesIO()
    np.savez_compressed(arrays, **made.data)  # type: ignore[arg-type]
    files = {
        "model.py": made.source(title).encode(),
        "weights.safetensors": save(dict(made.weights)),
        "data.npz": arrays.getvalue(),
    }
    return files, {name: float(known[name]) for name in made.metrics}
