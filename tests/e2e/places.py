"""Where a server may stand: behind the proxies of README.md, and in a frame of another site."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

README = Path(__file__).resolve().parents[2] / "README.md"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def example(language: str) -> str:
    """The only block of this language in README.md."""
    (found,) = re.findall(
        rf"```{language}\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL
    )
    return found


def needed(program: str, package: str) -> str:
    """Where `program` lies; without it the test is skipped, and says of which package it is."""
    found = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        pytest.skip(f"{program} is not installed (on Debian: apt install {package})")
    return found


def certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed one for 127.0.0.1, and its key."""
    found = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [needed("openssl", "openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
         "-out", found[0], "-keyout", found[1]],
        check=True, capture_output=True,
    )  # fmt: skip
    return found


@contextmanager
def nginx(folder: Path, servers: str, port: int) -> Iterator[None]:
    """Runs nginx with these `server` and `map` blocks until it is no longer needed."""
    program = needed("nginx", "nginx-light")
    paths = "".join(
        f"{name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file = folder / "nginx.conf"
    file.write_text(
        f"pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off; worker_processes 1;"
        f"events {{}} http {{ access_log off; {paths}\n{servers}\n}}"
    )
    checked = subprocess.run([program, "-t", "-c", file], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    running = subprocess.Popen([program, "-c", file])
    try:
        reachable(port)
        yield
    finally:
        running.terminate()
        running.wait(10)


def reachable(port: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"nobody listens at port {port}", pytrace=False)


@contextmanager
def framing(address: str, attributes: str = "") -> Iterator[str]:
    """A page of another site, `localhost`, with the frame of `address` in it; gives its address."""
    page = f'<title>A course</title><iframe src="{address}" width="1200" height="800" {attributes}></iframe>'

    class Course(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            icon = self.path == "/favicon.ico"
            self.send_response(204 if icon else 200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(b"" if icon else page.encode())

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    course = ThreadingHTTPServer(("127.0.0.1", 0), Course)
    threading.Thread(target=course.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{course.server_port}/"
    finally:
        course.shutdown()
        course.server_close()
