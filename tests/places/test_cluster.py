"""Runs in actors of a Ray cluster: the bits of threads, and all go on when one of two machines is lost."""

import time
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

import core.training.engine as module
from core.live.cookie import NAME
from core.live.route import routes
from core.places.processes import Processes
from core.places.relay import AGAIN
from core.playgrounds import lookup
from core.store import start
from tests.places.crews import ME, fresh, reads_on, sees, trains_as_a_thread, until

ray = pytest.importorskip("ray", reason="Ray is not installed (requirements-cluster.txt)")
pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def nodes():
    """A head that trains nothing and two machines of two processors, all of this one."""
    from ray.cluster_utils import Cluster

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.delenv("RAY_ADDRESS", raising=False)
        head = {"num_cpus": 0, "include_dashboard": False}
        cluster = Cluster(initialize_head=True, head_node_args=head)
        for _ in range(2):
            cluster.add_node(num_cpus=2)
        cluster.wait_for_nodes()
        patch.setenv("LEARNSCOPE_RAY", cluster.address)
        yield cluster
        ray.shutdown()
        cluster.shutdown()


@pytest.fixture(scope="module")
def place(nodes, tmp_path_factory):
    """A worker on each machine and a spare one on either, which store what they have twice a second."""
    from core.places.cluster import Cluster

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEARNSCOPE_STORE", f"sqlite:///{tmp_path_factory.mktemp('store')}/runs.db")
        patch.setenv("LEARNSCOPE_STORE_EVERY", "0.5")
        patch.setenv("LEARNSCOPE_WORKERS", "2")
        cluster = Cluster()
        made = Processes(cluster.settings, cluster)
        start(made)
        made.begin()
        yield made
        pids = [slot.worker.pid for slot in made.slots]
        assert made.close(), "a worker did not end by itself"
        until(lambda: not [pid for pid in pids if Path(f"/proc/{pid}").exists()], 20.0)


def test_an_actor_and_a_thread_train_the_same_bits(place):
    trains_as_a_thread(place, "mlp")


def machine(nodes, worker):
    """The node whose raylet has begun that actor."""
    parent = int(Path(f"/proc/{worker.pid}/stat").read_text().rpartition(")")[2].split()[1])
    found = [one for one in nodes.worker_nodes if raylet(one).pid == parent]
    assert len(found) == 1
    return found[0]


def raylet(node):
    return node.all_processes["raylet"][0].process


def goes_on(client, address, cookie, step):
    """Whether the run is seen beyond that step; a browser comes again while no other worker has it."""
    try:
        with client.websocket_connect(address, headers=cookie) as socket:
            return sees(socket, lambda header: header["step"] > step)
    except WebSocketDisconnect:
        return False


def test_a_lost_machines_runs_go_on_at_another_and_those_of_others_are_not_touched(
    place, nodes, monkeypatch
):
    algorithm = lookup("mlp")
    monkeypatch.setattr(module, "engine", lambda: place)
    until(lambda: place._crew._spare is not None and place._crew._spare.ready.wait(0.1))
    lost = place.create(ME, algorithm, algorithm.Config(seed=1), "cpu")
    other = place.create(ME, algorithm, algorithm.Config(seed=2), "cpu")
    apart = [machine(nodes, run.slot.worker) for run in (lost, other)]
    assert apart[0] is not apart[1], "two workers, two machines"
    beside = other.slot.worker
    other.play()
    with TestClient(Starlette(routes=routes(""))) as client:
        address = f"/learnscope/live/{lost.id}"
        cookie = {"cookie": f"{NAME}={ME}"}
        with client.websocket_connect(address, headers=cookie) as socket:
            sees(socket, lambda header: header["step"] == 0)
            socket.send_text('{"type": "play"}')
            sees(socket, lambda header: header["step"] > 0)
            time.sleep(2.0)  # by then it has been written
            before = fresh(place, lost).step
            began = time.monotonic()
            nodes.remove_node(apart[0], allow_graceful=False)
            with pytest.raises(WebSocketDisconnect) as closed:
                reads_on(socket)
        assert closed.value.code == AGAIN
        until(lambda: goes_on(client, address, cookie, before))
    print(f"went on after {time.monotonic() - began:.1f} s, seen by its page")
    assert lost.kept
    assert machine(nodes, lost.slot.worker) is apart[1]
    assert other.slot.worker is beside
    assert fresh(place, other).status == "running"
    assert place.figures()["lost"] >= 1
    for run in (lost, other):
        place.stop(run.id)
