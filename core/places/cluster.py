"""Workers in actors of a Ray cluster, on whichever machines it has, reached over TCP.

Ray places them, says when they have ended and ends them. What is asked and answered, and every frame, goes
past it (wire.py): nothing that a visitor sent is ever pickled. Ray pickles what `Cluster.begin` gives, which
is the server's own: settings and names.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import ray
from ray.exceptions import GetTimeoutError, RayError

from core.places import ADDRESS, NotBegunError, wire
from core.places.member import START, Member
from core.places.settings import Settings
from core.places.wire import GREETED, Tcp
from core.store.server import me
from core.store.settings import Settings as Store

FOLDERS = ("LEARNSCOPE_DATA", "LEARNSCOPE_UPLOADS")  # each machine may have its own
OWN = ("auto", "local")  # Ray's words: the cluster that runs on this machine, a new one
log = logging.getLogger(__name__)


class Trainer:
    """Runs in an actor: an ordinary worker (worker.py), until the server ends or wants it to."""

    def __init__(self, first_build: int, server: str, environment: Mapping[str, str]) -> None:
        for name, value in environment.items():
            if name not in FOLDERS or name not in os.environ:
                os.environ[name] = value
        from core.places.worker import prepared
        from core.training import memory

        here = ray.get_runtime_context().get_node_id()
        cpus = [node["Resources"].get("CPU", 1) for node in ray.nodes() if node["NodeID"] == here]
        if memory.BUDGET not in environment:  # a processor's part of the machine's
            os.environ[memory.BUDGET] = f"{memory.budget() / memory.MB / max(*cpus, 1, 1):.0f}"
        self._engine = prepared(first_build, server)
        self._line = socket.create_server((ray.util.get_node_ip_address(), 0), backlog=1000)

    def where(self) -> tuple[str, int, int]:
        """(address, port, process)"""
        host, port = self._line.getsockname()[:2]
        return host, port, os.getpid()

    def serve(self, token: str) -> None:
        from core.places.worker import Worker

        asyncio.run(Worker(self._engine).serve_at(self._line, token))
        self._engine.close()
        ray.actor.exit_actor()


class Actor(Member):
    """The server's side of one."""

    def __init__(
        self,
        handle: Any,
        token: str,
        lost: Callable[[Member], None],
        heard: Callable[[Member], None],
    ) -> None:
        self.name, self.pid = "an actor", 0
        self._handle, self._token = handle, token
        self._where, self._served = handle.where.remote(), handle.serve.remote(token)
        self._connection: socket.socket | None = None
        super().__init__(lost, heard)

    def _life(self) -> socket.socket:
        try:
            host, port, self.pid = ray.get(self._where, timeout=START)
        except GetTimeoutError:
            raise ConnectionError(f"no room in the cluster for {START:g} s") from None
        except RayError as error:
            raise ConnectionError(str(error)) from error
        self.name, self.address = f"process {self.pid} on {host}", Tcp(host, port, self._token)
        self._connection = wire.line(self.address, GREETED)
        self._connection.sendall(wire.greeting(self.address) + wire.called({"ask": "life"}))
        return self._connection

    @property
    def lives(self) -> bool:
        return not self._over(0.0)

    def terminate(self) -> None:
        self.leaving = True
        if self._connection is not None:
            with suppress(OSError):  # it has ended already
                self._connection.shutdown(socket.SHUT_WR)

    def kill(self) -> None:
        if ray.is_initialized():
            ray.kill(self._handle)

    def wait(self, seconds: float) -> bool:
        return self._over(max(seconds, 0.01))

    def _over(self, seconds: float) -> bool:
        """Whether the actor has ended by then, in whichever way."""
        return not ray.is_initialized() or bool(ray.wait([self._served], timeout=seconds)[0])


class Cluster:
    """`Hiring` (crew.py) of actors, spread over the cluster's machines."""

    tries = sys.maxsize  # room may come back with a machine

    def __init__(self) -> None:
        """Joins it, or starts one of this machine. Raises NotBegunError."""
        for name in ("RAY_USAGE_STATS_ENABLED", "RAY_COLOR_PREFIX"):
            os.environ.setdefault(name, "0")
        address = os.environ.get(ADDRESS, "").strip() or os.environ.get("RAY_ADDRESS", "").strip()
        try:
            if address and address not in OWN:
                _reach(address)
            ray.init(address or None, include_dashboard=False, logging_level=logging.ERROR)
        except (OSError, RayError, RuntimeError, ValueError) as error:
            named = f"at {address}" if address else "of this machine"
            raise NotBegunError(f"The Ray cluster {named} can't be had: {error}") from error
        nodes = [node for node in ray.nodes() if node["Alive"]]
        try:
            self.settings, self._share = Settings.of_cluster([node["Resources"] for node in nodes])
        except ValueError as error:
            ray.shutdown()
            raise NotBegunError(str(error)) from None
        self._token = secrets.token_hex(32)
        if len({node["NodeManagerAddress"] for node in nodes}) > 1 and "sqlite" in Store.set().url:
            log.warning("a file of SQLite is one machine's, and this cluster has several: runs of a lost one "
                        "begin anew. Set LEARNSCOPE_STORE to a PostgreSQL database.")  # fmt: skip

    def begin(
        self,
        slot: int,
        first_build: int,
        lost: Callable[[Member], None],
        heard: Callable[[Member], None],
    ) -> Member:
        gpu = slot >= self.settings.workers
        made: Any = ray.remote(Trainer)
        options = {"num_cpus": 1, "num_gpus": self._share if gpu else 0, "max_restarts": 0}
        placed = made.options(**options, scheduling_strategy="SPREAD")
        environment = self.settings.shared(os.environ) | (
            {} if gpu else {"CUDA_VISIBLE_DEVICES": ""}
        )
        return Actor(placed.remote(first_build, me(), environment), self._token, lost, heard)

    def may_stand_in(self, gpu: bool) -> bool:
        return not gpu

    def close(self) -> None:
        ray.shutdown()


def _reach(address: str) -> None:
    """Ray itself would try for minutes. Raises OSError where nobody listens, ValueError where it is none."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        raise ValueError("give HOST:PORT of its head.")
    socket.create_connection((host, int(port)), GREETED).close()
