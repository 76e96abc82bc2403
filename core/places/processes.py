"""Runs in worker processes: which worker gets a run, who has it, and how it comes back from a lost one."""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

from core.params import Config, ParamError
from core.places import wire
from core.places.crew import Crew, Hiring
from core.places.distant import DistantRun
from core.places.member import Member
from core.places.process import Beside
from core.places.settings import Settings
from core.places.slots import Slot, refusing
from core.places.wire import GoneError
from core.playgrounds.contract import Algorithm
from core.training import handles
from core.training.figures import Figures, added
from core.training.library import Library
from core.training.packed import Packed
from core.training.weighing import level

NEW = 5.0  # seconds for which a run that its worker has not spoken of yet is known
BACK = 20.0  # seconds for one run to be found in the store
log = logging.getLogger(__name__)


class Processes:
    """`Place` (core/training/places.py) of worker processes."""

    def __init__(self, settings: Settings, hiring: Hiring | None = None) -> None:
        """`hiring`: by whom workers are begun; processes of this machine where it is None."""
        handles.raise_limit()
        self.keeper: Any = None  # core/store sets both: the library is this process's,
        self.library: Library | None = None  # runs are kept by the workers
        self._runs: dict[str, DistantRun] = {}
        self._lock = threading.RLock()
        self._settings, self._hiring = settings, hiring
        self._crew: Crew | None = None

    def begin(self) -> None:
        """Starts the workers. Raises NotBegunError where they can't be had."""
        self._crew = Crew(
            self._settings, self._hiring or Beside(self._settings), self._bring_back, self._hear
        )
        atexit.register(self.close)

    @property
    def slots(self) -> list[Slot]:
        return self._crew.slots if self._crew is not None else []

    # ---- who is there ---------------------------------------------------------------------------
    @property
    def ids(self) -> list[str]:
        return list(self._runs)

    @property
    def full(self) -> bool:
        told = [one for one in self._told() if one]
        return handles.left() < 1 or (bool(told) and all(one["figures"]["full"] for one in told))

    def figures(self) -> Figures:
        """As the workers have said last: at most half a second ago."""
        told = [one for one in self._told() if one]
        assert self._crew is not None
        return added([one["figures"] for one in told]) | {
            "workers": sum(slot.up.is_set() for slot in self.slots),
            "lost": self._crew.lost,
            "memory": sum(one["memory"] for one in told),
            "full": self.full,
        }

    def _told(self) -> list[dict[str, Any]]:
        return [slot.worker.told if slot.worker is not None else {} for slot in self.slots]

    def _hear(self, worker: Member) -> None:
        """A worker's word, on a thread of its own: the runs that it has, and how they are."""
        slot = self._crew.of(worker) if self._crew is not None else None
        if slot is None or not slot.up.is_set():
            return
        said = {one[0]: one for one in worker.told["runs"]}
        now = time.monotonic()
        with self._lock:
            for run in [one for one in self._runs.values() if one.slot is slot]:
                if run.id in said:
                    _, run.status, run.step, run.built, run.level = said[run.id]
                elif now - run.since > NEW:
                    self._runs.pop(run.id, None)

    def _known(self, slot: Slot, facts: Mapping[str, Any] | None) -> DistantRun | None:
        """The one object that stands for the run in this process."""
        if facts is None:
            return None
        with self._lock:
            run = self._runs.get(facts["id"])
            if run is None or run.slot is not slot:
                run = self._runs[facts["id"]] = DistantRun(slot, facts)
            else:
                run.learn(facts)
            return run

    # ---- asked by pages -------------------------------------------------------------------------
    def create(
        self,
        owner: str,
        algorithm_class: type[Algorithm],
        config: Config,
        device: str = "auto",
        saved: Packed | None = None,
        beside: DistantRun | None = None,
    ) -> DistantRun:
        weight = level(algorithm_class, config)
        slot = beside.slot if beside is not None else self._slot(weight, device)
        said = {"ask": "create", "owner": owner, "algorithm": algorithm_class.NAME,
                "config": config.to_json(), "device": device}  # fmt: skip
        blobs = {"saved": saved.to_bytes()} if saved is not None else {}
        made = self._known(slot, slot.ask(said, blobs)["ok"])
        assert made is not None
        made.level = weight
        return made

    def get(self, run_id: str) -> DistantRun | None:
        return self._runs.get(run_id)

    def recall(self, run_id: str, owner: str) -> DistantRun | None:
        run = self._runs.get(run_id)
        if run is not None:
            facts = run.slot.ask({"ask": "facts", "run": run_id})["ok"]
            if facts is not None:
                return self._known(run.slot, facts)
            self._drop(run)
        if not run_id or self.keeper is None:
            return None
        slot = self._slot(0, "auto")
        return self._known(slot, slot.ask({"ask": "recall", "run": run_id, "owner": owner})["ok"])

    def shown(self, tab: str, algorithm: str, owner: str) -> DistantRun | None:
        with self._lock:
            here = [one for one in self._runs.values() if algorithm == one.algorithm_class.NAME]
            found = [one for one in here if one.tab == tab and owner in ("", one.owner)]
        if found:
            newest = max(found, key=lambda run: run.born)
            return self.recall(newest.id, newest.owner)
        slot = self._slot(0, "auto")
        said = {"ask": "shown", "tab": tab, "algorithm": algorithm, "owner": owner}
        return self._known(slot, slot.ask(said)["ok"])

    def adopt(
        self, owner: str, algorithm: str, config: Config, beside: DistantRun | None = None
    ) -> DistantRun | None:
        said = {"ask": "adopt", "owner": owner, "algorithm": algorithm, "config": config.to_json()}
        found = []
        with self._lock:
            theirs = {run.slot for run in self._runs.values() if run.owner == owner}
        for slot in theirs if beside is None else [beside.slot]:
            facts = slot.ask(said | {"stored": False})["ok"]
            if facts is not None:
                found.append(self._known(slot, facts))
        if found or self.keeper is None:
            return max((run for run in found if run), key=lambda run: run.born, default=None)
        slot = beside.slot if beside is not None else self._slot(0, "auto")
        return self._known(slot, slot.ask(said | {"stored": True, "alive": self.ids})["ok"])

    def near(self, one: DistantRun, other: DistantRun) -> bool:
        return one.slot is other.slot

    def together(self, runs: Sequence[DistantRun], counts: str) -> None:
        group = (tuple(run.id for run in runs), counts) if len(runs) > 1 else ((), "")
        if runs[0].group == group:
            return
        before = runs[0].group[0]
        said = {"ask": "together", "runs": [run.id for run in runs], "counts": counts}
        runs[0].slot.ask(said)
        for name in before:
            if name in self._runs:
                self._runs[name].group = (), ""
        for run in runs:
            run.group = group

    def stop(self, run_id: str) -> None:
        run = self._runs.get(run_id)
        if run is not None:
            run.slot.ask({"ask": "stop", "run": run_id})
            self._drop(run)

    def close(self) -> bool:
        """The workers write what they have, and end."""
        crew, self._crew = self._crew, None
        ended = crew.close() if crew is not None else True
        if self.keeper is not None:
            self.keeper.close(())
        return ended

    def _drop(self, run: DistantRun) -> None:
        with self._lock:
            if self._runs.get(run.id) is run:
                del self._runs[run.id]

    # ---- which worker ---------------------------------------------------------------------------
    def _slot(self, weight: int, device: str) -> Slot:
        """For a run of that weight: heavy ones share as few workers as half of them, light ones go where no
        heavy one is, as far as there is such a worker; each to the one with fewest."""
        gpus = [slot for slot in self.slots if slot.gpu]
        if gpus and device in ("auto", "cuda"):
            return min(gpus, key=self._load)
        slots = [slot for slot in self.slots if not slot.gpu]
        if weight:
            return min(slots[-max(len(slots) // 2, 1) :], key=self._load)
        return min(slots, key=self._load)

    def _load(self, slot: Slot) -> tuple[bool, int, int]:
        with self._lock:
            runs = [run for run in self._runs.values() if run.slot is slot]
        heavy = sum(run.level > 0 for run in runs)
        return (
            not slot.up.is_set(),
            heavy,
            sum(run.status == "running" or not run.built for run in runs),
        )

    # ---- a worker was lost ----------------------------------------------------------------------
    def _bring_back(self, slot: Slot) -> None:
        """All its runs, by the worker that it has now, before anybody else asks that one."""
        with self._lock:
            runs = [run for run in self._runs.values() if run.slot is slot]
        groups = {run.group for run in runs if run.group[0]}
        for run in runs:
            run.since = time.monotonic()
            said = {"ask": "recall", "run": run.id, "owner": run.owner}
            try:
                run.learn(self._asked(slot, said) or self._anew(slot, run))
            except ParamError as error:
                log.error("run %s is lost: %s", run.id, error)
                self._drop(run)
        for ids, counts in groups:
            self._asked(slot, {"ask": "together", "runs": list(ids), "counts": counts})
            for run in runs:
                if run.id in ids:
                    run.group = ids, counts

    def _anew(self, slot: Slot, run: DistantRun) -> Any:
        """One that was never written has not come far: it begins again under its name."""
        said = {"ask": "create", "owner": run.owner, "algorithm": run.algorithm_class.NAME, "name": run.id,
                "config": run.config.to_json(), "device": run.device, "tab": run.tab,
                "anew": run.step > 0}  # fmt: skip
        gear, plays = run.gear, run.status == "running"
        self._asked(slot, said)
        for command in [["gear", gear], ["play"]] if plays else [["gear", gear]]:
            do, *args = command
            found = self._asked(slot, {"ask": "do", "run": run.id, "do": do, "args": args})
        return found

    def _asked(self, slot: Slot, said: Mapping[str, Any]) -> Any:
        """What a worker answers that nobody else may ask yet. Raises GoneError."""
        if slot.worker is None:
            raise GoneError("no worker")
        return refusing(wire.ask(slot.worker.address, said, None, BACK))[0]["ok"]
