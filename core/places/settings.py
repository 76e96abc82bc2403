"""How many workers there are, and what each of them may have."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass

import torch

from core.training import memory
from core.training.admission import Limits
from core.training.environment import number


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

    @property
    def slots(self) -> int:
        return self.workers + self.gpus

    def environment(self, slot: int) -> dict[str, str]:
        """Of a worker: its part of what the server as a whole may have."""
        limits, parts = Limits.set(), self.slots
        found = {
            "LEARNSCOPE_RUNS": str(math.ceil(limits.runs / parts)),
            "LEARNSCOPE_VIEWERS": str(math.ceil(limits.viewers / parts)),
            "LEARNSCOPE_MEMORY": f"{memory.budget() / memory.MB / parts:.0f}",
        }
        if slot >= self.workers and self.gpus > 1:
            found["CUDA_VISIBLE_DEVICES"] = str(slot - self.workers)
        return {**os.environ, **found}


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS
        return os.cpu_count() or 1
