"""A run as one file that can be opened again, here or elsewhere, and goes on bit for bit.

config.json tells people and tools what the run is; state.safetensors alone is what it is rebuilt from
(core/training/packed.py); history.csv and events.csv are for spreadsheets, frames.safetensors for whoever
draws the run's moments elsewhere (frames.py). A run that has been opened draws its pictures again.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
import torch

from core.i18n import N_
from core.params import Config, ParamError
from core.playgrounds import UnknownAlgorithmError, lookup
from core.playgrounds.contract import Algorithm
from core.saved import archive, data, frames, tables
from core.saved.archive import refusal
from core.training.history import BUCKETS, EVENTS
from core.training.moments import Moment
from core.training.packed import Packed, settings

FORMAT, VERSION = "learnscope run", 1  # of the zip and of config.json; the state has its own
CURVE = re.compile(r"[\w.@ -]{1,120}")
MOST_CURVES = 400
LONGEST = 4000  # letters of a text of an event
FURTHEST = 2**53  # steps


@dataclass(frozen=True)
class Saved:
    """A run that can be opened: its session, and the files that its viewer had handed in, by id."""

    packed: Packed
    uploads: Mapping[str, bytes]

    @property
    def algorithm_class(self) -> type[Algorithm]:
        return lookup(self.packed.algorithm)

    @property
    def config(self) -> Config:
        return settings(self.packed, self.algorithm_class)

    @property
    def device(self) -> str:
        return str(self.packed.facts["device"])


def to_bytes(
    packed: Packed,
    own: Callable[[str], bool] = lambda upload: True,
    moments: Sequence[Moment] = (),
) -> bytes:
    """The file of a run. An upload travels with it where it is `own`; else it has to lie where the file is
    opened. It has frames of `moments` and of its end, where there are any: moments depend on the clock, and
    without them the same run gives the same bytes. ParamError where what it was trained on is no more."""
    uploads = data.handed_in(packed.algorithm, packed.values, own)
    told = {
        "format": FORMAT,
        "version": VERSION,
        "name": packed.algorithm,
        "seed": packed.values["seed"],
        "device": packed.facts["device"],
        "step": packed.step,
        "config": packed.values,
        "latest": {
            name: value if math.isfinite(value) else None
            for name, value in packed.facts["latest"].items()
        },
        "data": {"sets": data.sets(packed.values), "uploads": sorted(uploads)},
        "versions": {"learnscope": _own_version(), "torch": torch.__version__},
    }
    parts = {
        archive.CONFIG: json.dumps(told, indent=2, ensure_ascii=False).encode(),
        archive.STATE: packed.to_bytes(),
        archive.HISTORY: tables.history(packed).encode(),
        archive.EVENTS: tables.events(packed).encode(),
    }
    if moments:
        config = settings(packed, lookup(packed.algorithm))
        shown = frames.made(
            packed.algorithm, [*moments, Moment(packed.step, packed.state, config, {})]
        )
        parts |= {archive.FRAMES: shown} if shown else {}
    return archive.packed(parts | {f"data/{name}": found for name, found in uploads.items()})


def _own_version() -> str:
    try:
        return version("learnscope")
    except PackageNotFoundError:  # run from a checkout
        return "unreleased"


# ---- reading --------------------------------------------------------------------------------------
def from_bytes(content: bytes) -> Saved:
    """The run in a file. ParamError, with a sentence, where it is damaged, hostile or of another version."""
    parts = archive.parts(content)
    told = _told(parts[archive.CONFIG])
    name = told.get("name")
    try:
        algorithm_class = lookup(name if isinstance(name, str) else "")
    except UnknownAlgorithmError as error:
        raise ParamError(error.message, "") from None
    packed = Packed.from_bytes(parts[archive.STATE])
    try:
        _check(packed)
        same = packed.algorithm == name and dict(packed.values) == told.get("config")
    except Exception as error:  # whatever facts of any form do to who reads them
        text = N_("This is no saved run: {error}.")
        raise refusal(text, error=f"{type(error).__name__}: {error}"[:160]) from None
    if not same:
        text = N_("{config} and {state} in the file tell of different runs.")
        raise refusal(text, config=archive.CONFIG, state=archive.STATE)
    uploads = {
        name.removeprefix("data/"): found
        for name, found in parts.items()
        if archive.DATA.fullmatch(name)
    }
    _configured(packed, algorithm_class)
    sets = told.get("data", {}).get("sets", {}) if isinstance(told.get("data"), dict) else {}
    data.check(sets if isinstance(sets, dict) else {}, packed.values, uploads)
    return Saved(packed, uploads)


def _told(content: bytes) -> dict[str, Any]:
    """config.json."""
    try:
        found = json.loads(content, parse_constant=_no_constant)
        if not isinstance(found, dict) or found.get("format") != FORMAT:
            raise ValueError("it is of another kind")
        number = found.get("version")
        if isinstance(number, bool) or not isinstance(number, int):
            raise ValueError("it has no version")
    except (ValueError, RecursionError) as error:
        text = N_("{name} in the file can't be read: {error}.")
        raise refusal(text, name=archive.CONFIG, error=str(error)[:120]) from None
    if number != VERSION:
        text = N_("The file is of version {version}; this Learnscope reads version {known}.")
        raise refusal(text, version=str(number)[:20], known=VERSION)
    return found


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _configured(packed: Packed, algorithm_class: type[Algorithm]) -> Config:
    try:
        return settings(packed, algorithm_class)
    except ParamError:
        raise
    except Exception as error:  # values of any form
        text = N_("The settings in the file can't be read: {error}.")
        raise refusal(text, error=f"{type(error).__name__}: {error}"[:160]) from None


def _check(packed: Packed) -> None:
    """Raises whatever comes to hand where the facts are not of the form that `pack` gives them."""
    facts = packed.facts
    step = facts["step"]
    if type(step) is not int or not 0 <= step <= FURTHEST:
        raise ValueError("its step is no number of steps")
    if not isinstance(facts["device"], str) or not isinstance(facts["state"], dict):
        raise ValueError("its state can't be told")
    for name, width in facts["widths"].items():
        steps, values = packed.arrays[f"steps.{name}"], packed.arrays[f"values.{name}"]
        sound = (
            CURVE.fullmatch(name)
            and type(width) is int
            and 1 <= width <= FURTHEST
            and steps.dtype == np.int64
            and values.dtype == np.float32
            and steps.ndim == 1
            and steps.shape == values.shape
            and len(steps) <= 4 * BUCKETS
            and ((steps >= 0) & (steps <= step)).all()
        )
        if not sound:
            raise ValueError("a curve is damaged")
    if len(facts["widths"]) > MOST_CURVES or len(facts["events"]) > EVENTS:
        raise ValueError("there are too many curves or events")
    for name, value in facts["latest"].items():
        if not CURVE.fullmatch(name) or type(value) is not float:
            raise ValueError("a metric is damaged")
    for event in facts["events"]:
        texts = [event[name] for name in ("kind", "name", "old", "new")]
        if type(event["step"]) is not int or not 0 <= event["step"] <= step or len(event) != 5:
            raise ValueError("an event is damaged")
        if not all(isinstance(text, str) and len(text) <= LONGEST for text in texts):
            raise ValueError("an event is damaged")
