"""Malformed messages, uploads and addresses against a real server: no crash, no traceback, no growth.

    python -m benchmarks.fuzz [--messages 100000] [--uploads 10000] [--urls 5000] [--seed 0]

Messages go to live views of visitors with runs of their own, who come anew when they are no longer listened
to. Uploads go to the server's own address for them, half of them broken as requests; and every damaged file
is read as its page would read it, in this process. Addresses are asked for over http; every fiftieth is a
page's settings, and its script is run. Printed: how many of each, how many connections the server closed, and
its memory and handles after each tenth. A browser that watches all the while must go on getting frames.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import json
import random
import re
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from benchmarks import malformed
from benchmarks.visitor import Viewer
from core.params import ParamError
from tests.e2e.conftest import begun, end
from tests.e2e.visitors import Visit, cookie, opened

BOUNDARY = "b" * 20
WINDOW = 50  # messages sent before the answers are looked for: a connection is left after as many bad ones
Told = dict[str, Any]


def watched(pid: int) -> tuple[float, int]:
    """MB of memory and open handles of the server."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 / 1e6, sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


async def messages(
    address: str, count: int, dice: random.Random, seen: Callable[[int], None]
) -> Told:
    """`count` that the server has read: what is sent to a connection that it has left does not count."""
    sent = closed = visitors = heard = 0
    while heard < count:
        visitors += 1
        headers = {"Cookie": await asyncio.to_thread(cookie, f"{address}/mlp"), "Origin": address}
        async with opened(address, Visit("mlp"), headers) as live:
            with suppress(InvalidHandshake, OSError):
                while heard < count:  # until the server listens no more
                    async with connect(live, additional_headers=headers, max_size=None) as socket:
                        with suppress(ConnectionClosed):
                            while True:
                                for _ in range(WINDOW):
                                    await socket.send(malformed.message(dice))
                                    sent += 1
                                with suppress(TimeoutError):
                                    while True:
                                        await asyncio.wait_for(socket.recv(), 0.02)
                    closed += 1
                    before, heard = heard, await asyncio.to_thread(_heard, address)
                    for done in range(before + 1, heard + 1):
                        seen(done)
    return {"sent": sent, "heard": heard, "visitors": visitors, "connections closed": closed}


def _heard(address: str) -> int:
    """Messages of browsers that the server has read, the witness's included."""
    with urllib.request.urlopen(f"{address}/metrics", timeout=30) as answer:
        found = re.search(r"^learnscope_messages_heard_total (\S+)", answer.read().decode(), re.M)
    return int(float(found[1])) if found else 0


async def uploads(
    address: str, count: int, dice: random.Random, seen: Callable[[int], None]
) -> Told:
    proper, answers, taken, refused = list(malformed.files().items()), {}, 0, 0
    longest: tuple[float, int, str, str] = (0.0, 0, "", "")
    visit = Visit("mlp")
    headers = {"Cookie": await asyncio.to_thread(cookie, f"{address}/mlp"), "Origin": address}
    async with opened(address, visit, headers):
        http_ = http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)
        for number in range(count):
            name, data = dice.choice(proper)
            data = malformed.damaged(dice, data)
            body = _multipart(name, data)
            if dice.random() < 0.5:
                body = malformed.damaged(dice, body)
            target = f"/_stcore/upload_file/{visit.session}/{number}"
            if dice.random() < 0.1:
                target = malformed.path(dice)
            began = time.perf_counter()
            status = await asyncio.to_thread(_put, http_, target, body, headers)
            longest = max(longest, (time.perf_counter() - began, status, target[:60], name))
            answers[status] = answers.get(status, 0) + 1
            read = _read(name, data)
            taken, refused = taken + read, refused + (not read)
            if status == 204:  # as a page does that lets go of its file
                await asyncio.to_thread(_put, http_, target, b"", headers, "DELETE")
            seen(number + 1)
            await asyncio.sleep(0)
    return {
        "sent": count,
        "answers": answers,
        "read after all": taken,
        "refused with a sentence": refused,
    }


def _multipart(name: str, data: bytes) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return head.encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()


def _put(http_: Any, target: str, body: bytes, headers: dict[str, str], how: str = "PUT") -> int:
    kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    try:
        http_.request(how, target, body, {**headers, **kind})
        answer = http_.getresponse()
        answer.read()
        return answer.status
    except (http.client.HTTPException, OSError):
        http_.close()
        return 0


def _read(name: str, data: bytes) -> bool:
    """Whether the page would take the file; anything but a sentence is raised."""
    from core.data import coloured, image_upload, own_text, table

    readers: dict[str, Callable[[], Any]] = {
        "csv": lambda: table.read(data),
        "txt": lambda: own_text.read(name, data),
        "png": lambda: coloured.read(name, data),
        "zip": lambda: image_upload.collected([(name, data)]),
    }
    try:
        readers[name.rpartition(".")[2]]()
    except ParamError:
        return False
    return True


async def urls(address: str, count: int, dice: random.Random, seen: Callable[[int], None]) -> Told:
    answers: dict[int, int] = {}
    http_ = http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)
    headers = {"Cookie": await asyncio.to_thread(cookie, f"{address}/mlp")}
    wrong, pages = [], 0
    for number in range(count):
        if number % 50 == 0:
            visit = Visit("mlp")
            async with opened(address, visit, headers, malformed.query(dice)):
                pages += 1
            wrong += [one for one in visit.wrong if "Error:" in one or "Traceback" in one]
        status = await asyncio.to_thread(_put, http_, malformed.path(dice), b"", headers, "GET")
        answers[status] = answers.get(status, 0) + 1
        seen(number + 1)
    return {"asked": count, "answers": answers, "pages": pages, "exceptions on pages": wrong}


async def all_of(address: str, pid: int, counts: dict[str, int], seed: int) -> bool:
    witness = Viewer(address, "qlearning")
    watching = asyncio.create_task(witness.attend(0.0))
    ready = asyncio.create_task(witness.ran.wait())
    await asyncio.wait({ready, watching}, timeout=120, return_when=asyncio.FIRST_COMPLETED)
    if watching.done():
        watching.result()
    good = True
    for act in (messages, uploads, urls):
        count, dice = counts[act.__name__], random.Random(seed)
        marks: list[tuple[float, int]] = []

        def seen(done: int, count: int = count, marks: list[tuple[float, int]] = marks) -> None:
            if done % max(count // 10, 1) == 0:
                marks.append(watched(pid))

        began = time.perf_counter()
        found = await act(address, count, dice, seen)
        seconds = time.perf_counter() - began
        frames = witness.rate(began, time.perf_counter())
        gap = witness.gap(began, time.perf_counter())
        print(f"{act.__name__}: {found}; {seconds:.0f} s")
        print("   MB at each tenth:", " ".join(f"{mb:.0f}" for mb, _ in marks))
        print("   handles:         ", " ".join(str(open_) for _, open_ in marks))
        print(f"   the witness: {frames:.1f} frames/s, longest gap {gap:.1f} s", flush=True)
        good = good and frames > 0.5 and not watching.done() and 500 not in found.get("answers", {})
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    return good


def attack(counts: dict[str, int], seed: int) -> bool:
    """Whether all went well; the rest is printed."""
    with tempfile.TemporaryDirectory() as folder:
        process, address = begun(log := Path(folder) / "server.log")
        try:
            good = asyncio.run(all_of(address, process.pid, counts, seed))
            alive = process.poll() is None
            health = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
            health.request("GET", "/healthz")
            print("healthz:", json.loads(health.getresponse().read()))
        finally:
            end(process)
        text = log.read_text(errors="replace")
        traces = len(re.findall(r"^Traceback", text, re.MULTILINE))
        print(f"log: {len(text.splitlines())} lines, {len(text)} characters, {traces} tracebacks")
        if traces:
            print(text[text.index("Traceback") :][:3000])
        return good and alive and not traces


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--uploads", type=int, default=10_000)
    parser.add_argument("--urls", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = vars(parser.parse_args())
    seed = asked.pop("seed")
    sys.exit(0 if attack(asked, seed) else "something went wrong: see above")


if __name__ == "__main__":
    main()
