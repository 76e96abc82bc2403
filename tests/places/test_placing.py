"""Which worker gets a run, and what may be set."""

import threading

import pytest

from core.places import SETTING, chosen
from core.places.processes import Processes
from core.places.settings import Settings
from core.places.slots import Slot
from core.training.figures import STORES, added


class Placed:
    def __init__(self, slot, level):
        self.slot, self.level, self.status, self.built = slot, level, "running", True


def placing(workers, gpus=0):
    """A server without its processes."""
    made = object.__new__(Processes)
    made._lock, made._runs = threading.RLock(), {}
    made._crew = type("Crew", (), {})()
    made._crew.slots = [Slot(n, gpu=n >= workers) for n in range(workers + gpus)]
    for slot in made._crew.slots:
        slot.up.set()

    def place(level, device="cpu"):
        slot = made._slot(level, device)
        made._runs[str(len(made._runs))] = Placed(slot, level)
        return slot.number

    return place


def test_heavy_runs_and_light_ones_are_kept_apart_where_there_are_workers():
    place = placing(2)
    assert [place(0) for _ in range(4)] == [0, 1, 0, 1]
    assert [place(1) for _ in range(3)] == [1, 1, 1]
    assert [place(0) for _ in range(3)] == [0, 0, 0]
    place = placing(4)
    assert [place(2) for _ in range(4)] == [2, 3, 2, 3]
    assert [place(0) for _ in range(4)] == [0, 1, 0, 1]
    assert {placing(1)(level) for level in (0, 1, 2)} == {0}


def test_what_may_use_a_gpu_goes_where_one_is():
    place = placing(1, gpus=2)
    assert [place(0, "auto"), place(0, "cuda"), place(1, "cpu")] == [1, 2, 0]


def test_what_is_set_is_understood_or_refused_by_a_sentence(monkeypatch):
    monkeypatch.delenv(SETTING, raising=False)
    assert chosen() == "thread"
    monkeypatch.setenv(SETTING, " Processes ")
    assert chosen() == "processes"
    for wrong, sentence in (("ray", "not there in this version"), ("fast", "not understood")):
        monkeypatch.setenv(SETTING, wrong)
        with pytest.raises(ValueError, match=f"{sentence}.*thread.*processes"):
            chosen()


def test_each_worker_has_its_part_of_what_the_server_may_have(monkeypatch):
    monkeypatch.setenv("LEARNSCOPE_WORKERS", "3")
    monkeypatch.setenv("LEARNSCOPE_RUNS", "100")
    monkeypatch.setenv("LEARNSCOPE_MEMORY", "900")
    settings = Settings.set()
    assert settings.workers == 3
    part = 3 + settings.gpus
    environment = settings.environment(0)
    assert int(environment["LEARNSCOPE_RUNS"]) == -(-100 // part)
    assert float(environment["LEARNSCOPE_MEMORY"]) == pytest.approx(900 / part, abs=1)


def test_figures_of_several_workers_add_up():
    def one(runs, full, store, steps):
        lane = {"steps": steps, "slices": {"counts": [steps, 1], "seconds": 0.5}}
        return {"runs": runs, "full": full, "waiting": 1, "lanes": {"light": lane}, "dead": [],
                "store": {"state": store, "written": 2}}  # fmt: skip

    several = [
        one([["mlp", "running", 2]], True, STORES[0], 10),
        one([["gan", "paused", 1], ["mlp", "running", 1]], False, STORES[3], 5),
    ]
    total = added(several)
    assert total["runs"] == [["gan", "paused", 1], ["mlp", "running", 3]]
    assert total["full"] is False
    assert total["store"] == {"state": "away", "written": 4}
    assert total["lanes"]["light"] == {"steps": 15, "slices": {"counts": [15, 2], "seconds": 1.0}}
    assert total["waiting"] == 2
