"""A machine of a Ray cluster is lost: when do its runs go on at another, and is a run there touched?

    python -m benchmarks.lost_machine [--times 3] [--runs 4]

Needs requirements-cluster.txt. A cluster of this machine that stands for three: a head that trains nothing,
and two of two processors with a worker each, beside one of which the spare one stands. Each time a new
cluster is begun, so many runs of several pages train on both workers, and all that is on one of the two
machines is killed: first the one without the spare worker, then the one with it. Counted as in
worker_kills.py.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.worker_kills import PATIENCE, began, once
from core.places.processes import Processes
from core.store import start


def machine(nodes: Any, pid: int) -> Any:
    """The node whose raylet has begun that process."""
    parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return next(n for n in nodes.worker_nodes if n.all_processes["raylet"][0].process.pid == parent)


def lose(nodes: Any, node: Any) -> None:
    """All its processes at once, as with the current."""
    raylet = node.all_processes["raylet"][0].process.pid
    lists = Path(f"/proc/{raylet}/task").glob("*/children")
    for pid in {int(one) for found in lists for one in found.read_text().split()} | {raylet}:
        os.kill(pid, signal.SIGKILL)
    nodes.remove_node(node, allow_graceful=False)


def tried(runs: int, with_spare: bool) -> tuple[float, float]:
    """Seconds until all go on, and seconds lost."""
    from ray.cluster_utils import Cluster as Nodes

    from core.places.cluster import Cluster

    nodes = Nodes(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    for _ in range(2):
        nodes.add_node(num_cpus=2)
    os.environ["LEARNSCOPE_RAY"] = nodes.address
    cluster = Cluster()
    place = Processes(cluster.settings, cluster)
    start(place)
    place.begin()
    try:
        sides = [began(place, runs, "flat") for _ in range(2)]
        assert place._crew is not None
        spare: Any = place._crew._spare
        assert spare.ready.wait(PATIENCE)
        time.sleep(6.0)  # by then all have been written
        sides.sort(
            key=lambda side: machine(nodes, side[0].slot.worker.pid) is machine(nodes, spare.pid)
        )
        others, hit = sides if with_spare else sides[::-1]
        return once(place, hit, others, lambda worker: lose(nodes, machine(nodes, worker.pid)))
    finally:
        place.close()
        nodes.shutdown()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=3, help="of each kind")
    parser.add_argument("--runs", type=int, default=4, help="on each worker")
    asked = parser.parse_args()
    os.environ |= {"LEARNSCOPE_PAUSE_AFTER": "100000", "LEARNSCOPE_WORKERS": "2"}  # nobody looks
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    for with_spare in (False, True):
        backs, losses = [], []
        for number in range(asked.times):
            with tempfile.TemporaryDirectory() as folder:
                os.environ["LEARNSCOPE_STORE"] = f"sqlite:///{folder}/runs.db"
                back, lost = tried(asked.runs, with_spare)
            backs.append(back)
            losses.append(lost)
            print(f"{number + 1}: all go on after {back:.1f} s, {lost:.1f} s lost", flush=True)
        print(f"machine with{'' if with_spare else 'out'} the spare worker: they go on after "
              f"{statistics.median(backs):.1f} s (median), {max(backs):.1f} s (worst), at most "
              f"{max(losses):.1f} s lost", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
