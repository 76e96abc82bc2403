"""A server on 127.0.0.1 that hands out small files as official addresses do, or as badly as it is told."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from core.data.official import File


class Server(ThreadingHTTPServer):
    """`files` by name; `asked` lists which were asked for. `cut`: bytes after which the line goes dead,
    `status`: the answer in place of a file, `wrong`: other bytes, `gate`: waited for after half a file."""

    daemon_threads = True

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files, self.asked = files, list[str]()
        self.cut: int | None = None
        self.status, self.wrong = 200, b""
        self.gate = threading.Event()
        self.gate.set()
        self.half = threading.Event()  # half of a file has been sent

    def table(self, size: int = 0) -> tuple[File, ...]:
        """The files as core/data/official.py declares its own."""
        base = f"http://127.0.0.1:{self.server_port}/"
        return tuple(
            File(name, base, size or len(data), hashlib.md5(data).hexdigest())
            for name, data in self.files.items()
        )


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        name = self.path.lstrip("/")
        self.server.asked.append(name)
        if self.server.status != 200:
            self.send_error(self.server.status)
            return
        data = self.server.wrong or self.server.files[name]
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.server.cut is not None:
            self.wfile.write(data[: self.server.cut])
            self.close_connection = True
            return
        self.wfile.write(data[: len(data) // 2])
        self.wfile.flush()
        self.server.half.set()
        self.server.gate.wait(20)
        self.wfile.write(data[len(data) // 2 :])

    def log_message(self, *_: object) -> None:
        """Tests' output is quiet."""


@contextmanager
def serving(files: dict[str, bytes]) -> Iterator[Server]:
    server = Server(files)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.gate.set()
        server.shutdown()
        server.server_close()
        thread.join()
