"""Which worker gets a run, and what may be set."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from core.places import SETTING, chosen, problem
from core.places.processes import Processes
from core.places.settings import Settings
from core.places.slots import Slot
from core.training.figures import STORES, added

ROOT = Path(__file__).resolve().parents[2]


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
    for wrong, sentence in (("rays", "= rays is not understood"), ("fast", "not understood")):
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


def test_ray_is_refused_by_a_sentence_where_it_is_not_installed_or_not_reached_so(monkeypatch):
    monkeypatch.setenv(SETTING, "ray")
    monkeypatch.setattr("core.places.find_spec", lambda name: None)
    with pytest.raises(
        ValueError, match=r"needs Ray: .*requirements-cluster\.txt.*thread, processes"
    ):
        chosen()
    assert problem().startswith(f"{SETTING} = ray needs Ray")
    monkeypatch.setattr("core.places.find_spec", lambda name: name == "ray")
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    monkeypatch.setenv("LEARNSCOPE_RAY", "head:6379")
    assert chosen() == "ray"
    monkeypatch.setenv("LEARNSCOPE_RAY", "ray://head:10001")
    with pytest.raises(ValueError, match="ray://head:10001 is not understood: give HOST:PORT"):
        chosen()
    monkeypatch.setattr("core.places.sys.platform", "win32")
    with pytest.raises(ValueError, match="on Windows give thread"):
        chosen()


def test_nothing_imports_ray_unless_it_is_chosen():
    """Whether or not it is installed: the line of the one module that does is never reached."""
    code = "import sys, core.places.processes, core.places.worker; print('ray' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "False\n"


def machines(*cpus, gpus=0):
    return [{"CPU": float(n), "GPU": float(gpus), "memory": 1e9} for n in cpus]


@pytest.mark.parametrize(
    ("cluster", "workers", "gpus", "spare"),
    [
        (machines(4), 3, 0, True),  # as in processes of this machine
        (machines(1), 1, 0, False),
        (machines(2, 2), 1, 0, True),  # one of the two may be lost
        (machines(0, 8, 8, 8), 15, 0, True),  # the head trains nothing
        (machines(8, 8, gpus=1), 5, 2, True),
    ],
)
def test_a_cluster_has_so_many_workers_that_a_machine_may_be_lost(
    monkeypatch, cluster, workers, gpus, spare
):
    for name in ("LEARNSCOPE_WORKERS", "LEARNSCOPE_SPARE", "LEARNSCOPE_RAY_GPUS"):
        monkeypatch.delenv(name, raising=False)
    assert Settings.of_cluster(cluster) == (Settings(workers, gpus, spare), 1)


def test_a_workers_part_of_a_gpu_and_how_many_there_are_can_be_set(monkeypatch):
    monkeypatch.setenv("LEARNSCOPE_RAY_GPUS", "0.1")
    monkeypatch.setenv("LEARNSCOPE_WORKERS", "4")
    assert Settings.of_cluster(machines(16, gpus=1)) == (Settings(4, 10, True), 0.1)
    with pytest.raises(ValueError, match=r"has 12 processors.* 4 workers .*10 for GPUs need one"):
        Settings.of_cluster(machines(12, gpus=1))
    monkeypatch.setenv("LEARNSCOPE_RAY_GPUS", "1.5")
    with pytest.raises(ValueError, match=r"LEARNSCOPE_RAY_GPUS = 1\.5: give a part"):
        Settings.of_cluster(machines(16, gpus=2))
    monkeypatch.setenv("LEARNSCOPE_RAY_GPUS", "0")
    assert Settings.of_cluster(machines(16, gpus=2)) == (Settings(4, 0, True), 0)


def test_what_is_set_goes_to_other_machines_and_memory_is_theirs(monkeypatch):
    monkeypatch.delenv("LEARNSCOPE_MEMORY", raising=False)
    here = {"HOME": "/h", "LEARNSCOPE_STORE": "postgresql://db", "LEARNSCOPE_BROADCAST_TOKEN": "t"}
    shared = Settings(workers=2).shared(here)
    assert shared.keys() == {"LEARNSCOPE_STORE", "LEARNSCOPE_RUNS", "LEARNSCOPE_VIEWERS"}
    monkeypatch.setenv("LEARNSCOPE_MEMORY", "900")
    assert Settings(workers=2).shared({"LEARNSCOPE_MEMORY": "900"})["LEARNSCOPE_MEMORY"] == "450"
