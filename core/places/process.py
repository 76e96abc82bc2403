"""Workers in processes of this machine, reached over Unix sockets in a folder of this server's own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import core
from core.places.member import Member
from core.places.settings import Settings


class WorkerProcess(Member):
    """Begun here."""

    def __init__(
        self,
        path: Path,
        environment: Mapping[str, str],
        first_build: int,
        lost: Callable[[Member], None],
        heard: Callable[[Member], None],
    ) -> None:
        self.address: str = str(path)
        self._ours, theirs = socket.socketpair()
        home = str(Path(core.__file__).resolve().parents[1])
        paths = os.pathsep.join(filter(None, (home, environment.get("PYTHONPATH", ""))))
        command = [sys.executable, "-m", "core.places.worker"]
        with theirs:
            handle = theirs.fileno()
            self.process = subprocess.Popen(
                [*command, str(handle), self.address, str(first_build)],
                env={**environment, "PYTHONPATH": paths}, pass_fds=[handle], stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C in a terminal is for the server alone
            )  # fmt: skip
        self.name = f"process {self.pid}"
        super().__init__(lost, heard)

    def _life(self) -> socket.socket:
        return self._ours

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def lives(self) -> bool:
        return self.process.poll() is None

    def terminate(self) -> None:
        self.leaving = True
        if self.lives:
            self.process.terminate()

    def kill(self) -> None:
        if self.lives:
            self.process.kill()
        self.process.wait()

    def wait(self, seconds: float) -> bool:
        try:
            self.process.wait(max(seconds, 0.01))
        except subprocess.TimeoutExpired:
            return False
        return True


class Beside:
    """`Hiring` (crew.py) of processes beside this one."""

    tries = 3

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = Path(tempfile.mkdtemp(prefix="learnscope-"))
        self._begun = 0

    def begin(
        self,
        slot: int,
        first_build: int,
        lost: Callable[[Member], None],
        heard: Callable[[Member], None],
    ) -> Member:
        self._begun += 1
        environment = self._settings.environment(slot)
        return WorkerProcess(self._folder / str(self._begun), environment, first_build, lost, heard)

    def may_stand_in(self, gpu: bool) -> bool:
        return not (gpu and self._settings.gpus > 1)

    def close(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
