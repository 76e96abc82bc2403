"""A worker's side: what it answers to the server's questions. All are called on threads of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from core.live.codec import encode
from core.params import Message, ParamError
from core.places.wire import Blobs
from core.playgrounds import lookup
from core.playgrounds.contract import ActError, Arrays, State
from core.training.engine import Engine
from core.training.keeping import ANEW
from core.training.packed import Packed, configured
from core.training.run import Run

Said = Mapping[str, Any]
Answer = tuple[dict[str, Any], dict[str, bytes]]
ANSWERED = 60.0  # seconds for a look closer


def answer(engine: Engine, said: Said, blobs: Blobs) -> Answer:
    """`{ok: …}`, or `{refused: MESSAGE}` with a sentence, `{late: true}` for a step too long."""
    try:
        found = ASKED[said["ask"]](engine, said, blobs)
    except (ParamError, ActError) as error:
        return {"refused": error.message.to_json()}, {}
    except TimeoutError:
        return {"late": True}, {}
    return found if isinstance(found, tuple) else ({"ok": found}, {})


def facts(run: Run | None) -> dict[str, Any] | None:
    """What the server knows of a run."""
    if run is None:
        return None
    clock = run.clock
    return {
        "id": run.id,
        "owner": run.owner,
        "algorithm": run.algorithm_class.NAME,
        "config": run.config.to_json(),
        "device": run.device,
        "tab": run.tab,
        "born": run.born,
        "kept": run.kept,
        "built": run.built,
        "step": run.step,
        "status": "running" if run.auto_paused else run.status,
        "gear": run.gear,
        "clock": [one.id for one in clock.members] if clock is not None else [],
        "counts": clock.counts if clock is not None else "",
        "reason": run.reason.to_json() if run.reason is not None else None,
    }


def _create(engine: Engine, said: Said, blobs: Blobs) -> Any:
    algorithm = lookup(said["algorithm"])
    config = configured(said["config"], algorithm)
    saved = Packed.from_bytes(blobs["saved"]) if "saved" in blobs else None
    run = engine.create(
        said["owner"], algorithm, config, said["device"], saved, name=said.get("name", "")
    )
    run.tab = said.get("tab", run.tab)
    if said.get("anew"):
        run.note = Message("store", ANEW)
    return facts(run)


def _adopt(engine: Engine, said: Said, _: Blobs) -> Any:
    algorithm = lookup(said["algorithm"])
    config = configured(said["config"], algorithm)
    if said["stored"]:
        return facts(engine.stored(said["owner"], algorithm.NAME, config, said["alive"]))
    return facts(engine.alone(said["owner"], algorithm.NAME, config))


def _shown(engine: Engine, said: Said, _: Blobs) -> Any:
    return facts(engine.shown(said["tab"], said["algorithm"], said["owner"]))


def _together(engine: Engine, said: Said, _: Blobs) -> Any:
    found = [engine.get(name) for name in said["runs"]]
    runs = [run for run in found if run is not None]
    if runs:
        engine.together(runs, said["counts"])
    return len(runs)


def _do(engine: Engine, said: Said, _: Blobs) -> Any:
    """A command to a run, or to all on its clock; its facts then."""
    run = engine.get(said["run"])
    if run is None:
        return None
    told: Any = run.clock if said.get("all") and run.clock is not None else run
    DONE[said["do"]](told, *said["args"])
    return facts(run)


def _undo(engine: Engine, said: Said, _: Blobs) -> Any:
    run = engine.get(said["run"])
    before = run.undo() if run is not None else None
    return {"before": before.to_json() if before is not None else None, "facts": facts(run)}


def _probe(engine: Engine, said: Said, _: Blobs) -> Any:
    """Waits for the thread that trains."""
    import threading

    run, done, found = engine.get(said["run"]), threading.Event(), list[Answer]()
    if run is None:
        return {"ok": False}

    def reply(ok: bool, said: dict[str, Any] | Message, arrays: Arrays) -> None:
        told = {"message": said.to_json()} if isinstance(said, Message) else {}
        value = {} if isinstance(said, Message) else said
        found.append(({"ok": ok, **told}, {"answer": encode({"value": value}, arrays)}))
        done.set()

    run.probe(said["name"], said["args"], reply)
    if not done.wait(ANSWERED):
        raise TimeoutError
    return found[0]


def _copy(engine: Engine, said: Said, _: Blobs) -> Any:
    """The run as packed bytes, and its moments: facts in JSON, states in bytes."""
    run = engine.get(said["run"])
    if run is None:
        return None
    packed, moments = run.copy(said["patience"], said["moments"])
    told = [
        {"step": one.step, "config": one.config.to_json(), "latest": one.latest} for one in moments
    ]
    states = {f"moment.{i}": _state(one.state) for i, one in enumerate(moments)}
    return {"ok": {"moments": told}}, {"packed": packed.to_bytes(), **states}


def _state(state: State) -> bytes:
    arrays = {name: np.asarray(array) for name, array in state.arrays.items()}
    return State(arrays, dict(state.facts)).to_bytes()


def _configure(run: Run, values: Mapping[str, Any]) -> None:
    run.configure(configured(values, run.algorithm_class))


def _call(run: Run, tab: str) -> None:
    run.tab = tab


DONE: dict[str, Callable[..., Any]] = {
    "configure": _configure,
    "device": Run.set_device,
    "gear": lambda told, gear: told.set_gear(gear),
    "leave": Run.leave_clock,
    "pause": lambda told: told.pause(),
    "play": lambda told, *gear: told.play(*gear),
    "reach": Run.reach,
    "step": Run.advance_by,
    "tab": _call,
}
ASKED: dict[str, Callable[[Engine, Said, Blobs], Any]] = {
    "adopt": _adopt,
    "been": lambda engine, said, _: (run := engine.get(said["run"])) is not None and run.been(said["step"]),
    "copy": _copy,
    "create": _create,
    "do": _do,
    "facts": lambda engine, said, _: facts(engine.get(said["run"])),
    "latest": lambda engine, said, _: run.latest if (run := engine.get(said["run"])) else {},
    "probe": _probe,
    "recall": lambda engine, said, _: facts(engine.recall(said["run"], said["owner"])),
    "shown": _shown,
    "stop": lambda engine, said, _: engine.stop(said["run"]),
    "together": _together,
    "undo": _undo,
}  # fmt: skip
