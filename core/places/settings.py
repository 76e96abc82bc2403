"""How many workers there are, and what each of them may have."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch

from core.training import memory
from core.training.admission import Limits
from core.training.environment import number

SHARE = "LEARNSCOPE_RAY_GPUS"


@dataclass(frozen=True)
class Settings:
    workers: int = 1  # that train on processors,
    gpus: int = 0  # and one for each of these
    spare: bool = True  # one more, ready to take the place of one that dies

    @classmethod
    def set(cls) -> Settings:
        """LEARNSCOPE_WORKERS (default: processors − 1, at least 1) and LEARNSCOPE_SPARE (0 or 1)."""
        usual = max(_processors() - 1, 1)
        gpus = torch.cuda.device_count() if torch.cuda.is_available() else 0
        return cls(
            workers=int(number("LEARNSCOPE_WORKERS", usual, least=1)),
            gpus=gpus,
            spare=number("LEARNSCOPE_SPARE", 1) > 0,
        )

    @classmethod
    def of_cluster(cls, machines: Sequence[Mapping[str, float]]) -> tuple[Settings, float]:
        """Of machines with these resources ("CPU", "GPU"), and how much of a GPU a worker has.

        A worker, and the spare one, has a processor: so many that there is room for all when the largest
        machine is lost, or LEARNSCOPE_WORKERS. Raises ValueError with a sentence where there is none."""
        share = number(SHARE, 1)
        if share > 1 and share != int(share):
            raise ValueError(
                f"{SHARE} = {share:g}: give a part of a GPU up to 1, or a whole number."
            )
        gpus = sum(int(one.get("GPU", 0) / share + 1e-9) for one in machines) if share else 0
        cpus = [int(one.get("CPU", 0)) for one in machines if one.get("CPU", 0) >= 1]
        safe = sum(cpus) - (max(cpus) if len(cpus) > 1 else 0)
        workers = int(number("LEARNSCOPE_WORKERS", max(safe - gpus - 1, 1), least=1))
        if workers + gpus > sum(cpus):
            raise ValueError(
                f"The Ray cluster has {sum(cpus)} processors, and {workers} workers for processors and "
                f"{gpus} for GPUs need one each: lower LEARNSCOPE_WORKERS, raise {SHARE}, or add machines."
            )
        spare = number("LEARNSCOPE_SPARE", 1) > 0 and workers + gpus < sum(cpus)
        return cls(workers, gpus, spare), share

    @property
    def slots(self) -> int:
        return self.workers + self.gpus

    def environment(self, slot: int) -> dict[str, str]:
        """Of a worker: its part of what the server as a whole may have."""
        found = self._parts() | {memory.BUDGET: self._part_of_memory()}
        if slot >= self.workers and self.gpus > 1:
            found["CUDA_VISIBLE_DEVICES"] = str(slot - self.workers)
        return {**os.environ, **found}

    def shared(self, environment: Mapping[str, str]) -> dict[str, str]:
        """Of a worker on another machine: what is set here for Learnscope. Of memory it has a part of its own
        machine's, unless that is set."""
        own = {name: value for name, value in environment.items() if name.startswith("LEARNSCOPE_")}
        own.pop("LEARNSCOPE_BROADCAST_TOKEN", None)  # none of theirs
        memories = {memory.BUDGET: self._part_of_memory()} if own.get(memory.BUDGET) else {}
        return own | self._parts() | memories

    def _parts(self) -> dict[str, str]:
        limits = Limits.set()
        return {
            "LEARNSCOPE_RUNS": str(math.ceil(limits.runs / self.slots)),
            "LEARNSCOPE_VIEWERS": str(math.ceil(limits.viewers / self.slots)),
        }

    def _part_of_memory(self) -> str:
        return f"{memory.budget() / memory.MB / self.slots:.0f}"


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS
        return os.cpu_count() or 1
