"""A session as it goes to disk: its state, its settings and its curves, as arrays and facts alone.

`pack` copies, so it belongs on the thread that trains; bytes are made and read on any other. In another
process `unpack` gives a session that goes on bit for bit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np
import torch

from core.i18n import N_
from core.params import Config, Message, ParamError
from core.playgrounds.contract import Algorithm, State
from core.training.history import Curve, Event, History
from core.training.session import Session

VERSION = 1  # of what stands in the bytes; rises when an older reader would misread it


@dataclass(frozen=True)
class Packed:
    """`arrays` by name (`state.…`, `steps.CURVE` int64 [n], `values.CURVE` float32 [n]) and `facts`, JSON."""

    arrays: Mapping[str, np.ndarray]
    facts: Mapping[str, Any]

    @property
    def algorithm(self) -> str:
        return str(self.facts["algorithm"])

    @property
    def step(self) -> int:
        return int(self.facts["step"])

    @property
    def values(self) -> Mapping[str, Any]:
        """The configuration, as JSON has it."""
        found: Mapping[str, Any] = self.facts["config"]
        return found

    @property
    def state(self) -> State:
        arrays = {
            name.removeprefix("state."): array
            for name, array in self.arrays.items()
            if name.startswith("state.")
        }
        return State(arrays, self.facts["state"])

    @property
    def size(self) -> int:
        """Bytes of the arrays."""
        return sum(array.nbytes for array in self.arrays.values())

    def to_bytes(self) -> bytes:
        return State(dict(self.arrays), dict(self.facts)).to_bytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Raises ParamError where `data` is no packed session, or one of a later version."""
        try:
            read = State.from_bytes(data)
            version = int(read.facts["version"])
        except Exception as error:  # whatever damaged or hostile bytes do to the readers
            text = N_("This is no saved run: {error}.")
            why = error.__cause__ or error
            raise _bad(text, error=str(why)[:120] or type(why).__name__) from None
        if version > VERSION:
            text = N_(
                "This run was saved by a later version ({version}); this one reads up to {known}."
            )
            raise _bad(text, version=version, known=VERSION)
        return cls(read.arrays, read.facts)


def pack(session: Session) -> Packed:
    """Copies of all that `session` is. Its step is the state's: curves end there, too."""
    algorithm, history = session.algorithm, session.history
    state = algorithm.state()
    step = session.step - algorithm.state_lag
    history.settle()
    arrays = {f"state.{name}": array for name, array in state.arrays.items()}
    widths = {}
    for name, curve in history.curves.items():
        steps, values = curve.points()
        kept = steps <= step
        arrays[f"steps.{name}"] = steps[kept].astype(np.int64)
        arrays[f"values.{name}"] = values[kept]
        widths[name] = curve.width
    facts = {
        "version": VERSION,
        "algorithm": algorithm.NAME,
        "config": session.config.to_json(),
        "device": session.device,
        "step": step,
        "state": state.facts,
        "widths": widths,
        "latest": history.latest,
        "events": [asdict(event) for event in history.events if event.step <= step],
    }
    return Packed(arrays, json.loads(json.dumps(facts)))  # a copy: facts may be the algorithm's own


def unpack(packed: Packed, algorithm_class: type[Algorithm], where: torch.device) -> Session:
    """The session again, on `where`. Call it inside the run's `computing`.

    Raises ParamError where the settings are none of this version's, or the arrays not of this model.
    """
    config = settings(packed, algorithm_class)
    algorithm = algorithm_class(config, where)
    try:
        algorithm.load_state(packed.state)
        history = _history(packed)
        device = str(packed.facts["device"])
        session = Session(algorithm, config, device, history, packed.step)
    except Exception as error:
        text = N_("This run's state is not one of its model: {error}.")
        raise _bad(text, error=f"{type(error).__name__}: {error}"[:160]) from None
    return session


def settings(packed: Packed, algorithm_class: type[Algorithm]) -> Config:
    """The configuration it was saved with. Raises ParamError where a value isn't allowed (any more)."""
    return configured(packed.values, algorithm_class)


def configured(values: Mapping[str, Any], algorithm_class: type[Algorithm]) -> Config:
    """The configuration that `values`, JSON, were made from. Raises ParamError as `settings` does."""
    known = {param.name for param in algorithm_class.Config.params()}
    others = sorted(values.keys() - known)
    if others:
        text = N_("This run was saved with settings that are not known here: {others}.")
        raise _bad(text, others=", ".join(others)[:200])
    return algorithm_class.Config(**dict(values))


def _history(packed: Packed) -> History:
    history = History()
    for name, width in packed.facts["widths"].items():
        curve = history.curves[name] = Curve()
        curve.width = int(width)
        if len(packed.arrays[f"steps.{name}"]):
            curve.extend(packed.arrays[f"steps.{name}"], packed.arrays[f"values.{name}"])
    history.settle()
    for event in packed.facts["events"]:
        history.stamp(Event(**event))
    history.latest = {name: float(value) for name, value in packed.facts["latest"].items()}
    return history


def _bad(text: str, **values: object) -> ParamError:
    return ParamError(Message("file", text, values), "")
