"""A PostgreSQL of the tests' own, in a folder that goes with it; none where it isn't installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PLACES = "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin"
QUICK = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"  # it need not outlive a test
)


def missing() -> str:
    """Why there is none here; "" where there is."""
    if find_spec("psycopg") is None:
        return "psycopg is not installed: pip install -r requirements-postgresql.txt"
    if _program("initdb") is None or _program("postgres") is None:
        return "PostgreSQL's server is not installed: initdb and postgres are not found"
    if _root() and not shutil.which("setpriv"):
        return "PostgreSQL does not run as root, and there is no setpriv to be another one"
    return ""


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a server, `postgresql+psycopg://…:PORT/`, to which a database's name is added."""
    folder = Path(tempfile.mkdtemp(prefix="learnscope-pg-"))
    data, port = folder / "data", _free()
    if _root():
        shutil.chown(folder, "nobody")
    _call("initdb", "-D", data, "-U", "learnscope", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = (
        f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} {QUICK}"
    )
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            _command("postgres", "-D", data, *options.split()), stdout=log, stderr=log, cwd=folder
        )
    try:
        url = f"postgresql+psycopg://learnscope@127.0.0.1:{port}/"
        _wait(url, server, folder / "log")
        yield url
    finally:
        server.terminate()  # immediately would be SIGQUIT; this one waits for nobody either
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(server: str, name: str) -> Iterator[str]:
    """An empty one on that server."""
    _ask(server, f'CREATE DATABASE "{name}"')
    try:
        yield server + name
    finally:
        _ask(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _ask(server: str, statement: str) -> None:
    import psycopg

    where = server.replace("+psycopg", "") + "postgres"
    with psycopg.connect(where, autocommit=True, connect_timeout=5) as connection:
        connection.execute(statement)


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            return _ask(url, "SELECT 1")
        except Exception:
            assert server.poll() is None, log.read_text()[-2000:]
            assert time.monotonic() < end, log.read_text()[-2000:]
            time.sleep(0.1)


def _program(name: str) -> str | None:
    found = shutil.which(name)
    if found:
        return found
    every = [one for place in PLACES for one in Path("/").glob(f"{place[1:]}/{name}")]
    return str(max(every)) if every else None


def _root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _command(name: str, *args: Any) -> list[str]:
    """As somebody else than root, who may start none."""
    own = ["setpriv", "--reuid=nobody", "--clear-groups"] if _root() else []
    return [*own, str(_program(name)), *map(str, args)]


def _call(name: str, *args: Any) -> None:
    done = subprocess.run(
        _command(name, *args), capture_output=True, text=True, cwd="/", check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
