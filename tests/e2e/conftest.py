"""The real server and a real browser. One of each for the session, a visitor who is new for each test.

    @pytest.mark.view(theme="dark", size=(1024, 768), expect_errors="WebSocket")
    def test_something(page):
        page.goto("/mlp")

The test fails on any error in the browser's console, unless `expect_errors` matches it, and on any
request to another host.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    ConsoleMessage,
    Page,
    sync_playwright,
)
from playwright.sync_api import Error as PlaywrightError

from tests.e2e import chromium

ROOT = Path(__file__).resolve().parents[2]
START, STOP = 60.0, 5.0  # seconds
# Seconds that a run trains on when its page is gone: the runs of tests that are over must not take the
# processor from those to come.
PAUSE_AFTER = "2"
SEEN = """() => JSON.stringify({
    ...document.querySelector("[data-learnscope]")?.dataset,
    notices: [".ls-banner:not([hidden])", "[role=alert]:not(:empty)", ".ls-map-read"]
        .flatMap((kind) => [...document.querySelectorAll(kind)].map((notice) => notice.innerText)),
}, null, 1)"""
LOGS = pytest.StashKey[list[Path]]()


@contextmanager
def running(log: Path, *flags: str, root: Path = ROOT, port: int = 0) -> Iterator[str]:
    """Starts `streamlit run app.py` with more flags; gives its address; stops it within 5 s.

    Port 0 is a free one.
    """
    process, address = begun(log, *flags, root=root, port=port)
    try:
        yield address
        assert process.poll() is None, f"the server ended by itself:\n{tail(log)}"
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP)
        except subprocess.TimeoutExpired:
            pytest.fail(f"the server took more than {STOP:g} s to end:\n{tail(log)}", pytrace=False)
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """kill -9, if it is still there."""
    if process.poll() is None:
        process.kill()
        process.wait()


def begun(
    log: Path, *flags: str, root: Path = ROOT, port: int = 0
) -> tuple[subprocess.Popen[bytes], str]:
    """The same server and its address, once it is healthy; whoever calls ends it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = port or free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, f"--server.port={port}", *flags], cwd=root, stdout=output, stderr=output,
            env={"LEARNSCOPE_PAUSE_AFTER": PAUSE_AFTER, "LEARNSCOPE_STORE": "off", **os.environ},
        )  # fmt: skip
    try:
        base = next((flag.split("=")[1] for flag in flags if "baseUrlPath" in flag), "")
        address = f"http://127.0.0.1:{port}" + (f"/{base.strip('/')}" if base else "")
        deadline = time.monotonic() + START
        while not healthy(address):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the server did not start:\n{tail(log)}", pytrace=False)
            time.sleep(0.1)
    except BaseException:
        end(process)
        raise
    return process, address


def healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def tail(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-80:])


@pytest.fixture(scope="session")
def server(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[str]:
    """The address of the session's server, such as `http://127.0.0.1:41234`."""
    log = tmp_path_factory.mktemp("server") / "server.log"
    request.session.stash[LOGS] = [log]
    with running(log) as address:
        yield address


@pytest.fixture
def start_server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., str]]:
    """A fresh server for this test: `start_server("--server.baseUrlPath=lab")` → its address."""
    logs = request.node.stash.setdefault(LOGS, [])
    with ExitStack() as servers:

        def start(*flags: str, **where: Path) -> str:
            logs.append(tmp_path / f"server-{len(logs)}.log")
            return servers.enter_context(running(logs[-1], *flags, **where))

        yield start


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Shows the log of the server that a failed test looked at, and what stood on its page."""
    report = yield
    if report.failed:
        if report.when == "call" and isinstance(page := item.funcargs.get("page"), Page):
            report.sections.append(("the page", seen(page)))
        logs = item.session.stash.get(LOGS, []) if "server" in item.fixturenames else []
        for log in [*logs, *item.stash.get(LOGS, [])]:
            report.sections.append((f"log of {log.name}", tail(log)))
    return report


@pytest.fixture(scope="session")
def chrome() -> Iterator[Chrome]:
    with sync_playwright() as playwright:
        try:
            program = chromium.ensure(Path(playwright.chromium.executable_path))
        except RuntimeError as error:
            pytest.fail(str(error), pytrace=False)
        yield Chrome(playwright.chromium, program)


@dataclass(frozen=True)
class Chrome:
    """The machine's browser, not started yet."""

    kind: BrowserType
    program: Path

    def launch(self) -> Browser:
        return self.kind.launch(executable_path=self.program, args=chromium.FLAGS)

    def remembering(self, folder: Path, **view: Any) -> BrowserContext:
        """One that keeps on disk what it has loaded and compiled, and one process for all its pages."""
        flags = [*chromium.FLAGS, "--process-per-site"]
        return self.kind.launch_persistent_context(
            folder, executable_path=self.program, args=flags, **view
        )


@pytest.fixture(scope="session")
def browser(chrome: Chrome) -> Iterator[Browser]:
    launched = chrome.launch()
    yield launched
    launched.close()


class Visitors:
    """Pages of people who have never been here. Nearly all come from one browser, kept for the session with
    the scripts that it has compiled: without it, opening a page costs one and a half times as much. One page
    of the server's, without a script, stays open, and with it the process: a new one for each page would
    read all that was compiled again, for a quarter of what opening costs."""

    def __init__(self, begin: Callable[..., BrowserContext]) -> None:
        self._begin = begin
        self._kept: dict[str, BrowserContext] = {}

    def page(self, size: tuple[int, int], theme: str, **rare: Any) -> Page:
        """`size` in px; `rare`: what a browser only has from its beginning. Of those one is kept beside the
        usual one."""
        kind = repr(rare) if rare else ""
        if kind not in self._kept:
            for other in filter(None, [*self._kept] if rare else []):
                self._kept.pop(other).close()
            self._kept[kind] = self._begun(**rare)
        context = self._kept[kind]
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=theme)
        return page

    def _begun(self, **rare: Any) -> BrowserContext:
        context = self._begin(**rare)
        context.pages[0].goto("/_stcore/health")
        context.clear_cookies()
        return context

    def forget(self, context: BrowserContext, server: str) -> None:
        """Closes its pages and takes away all that the next visitor must not find."""
        try:
            blank, *others = context.pages  # a browser without any page would end
            for one in others:
                one.close()
            kinds = {"origin": server, "storageTypes": "cookies,local_storage,indexeddb"}
            session = context.new_cdp_session(blank)
            session.send("Storage.clearDataForOrigin", kinds)
            session.detach()
            context.clear_cookies()
            context.clear_permissions()
            context.unroute_all()
        except PlaywrightError:  # in no state for another visitor
            self.close()

    def close(self) -> None:
        while self._kept:
            self._kept.popitem()[1].close()


@pytest.fixture(scope="session")
def visitors(
    chrome: Chrome, server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Visitors]:
    def begin(**view: Any) -> BrowserContext:
        return chrome.remembering(tmp_path_factory.mktemp("profile"), base_url=server, **view)

    every = Visitors(begin)
    yield every
    every.close()


@pytest.fixture
def page(
    visitors: Visitors,
    server: str,
    start_server: Callable[..., str],  # its servers outlive the page
    request: pytest.FixtureRequest,
) -> Iterator[Page]:
    """A page of somebody who has never been here; relative addresses go to the server."""
    mark = request.node.get_closest_marker("view")
    view = {
        "theme": "light",
        "size": (1440, 900),
        "expect_errors": None,
        "locale": None,
        "touch": False,
    }
    view |= mark.kwargs if mark else {}
    rare = {"locale": view["locale"], "has_touch": view["touch"]}
    own = {name: value for name, value in rare.items() if value}
    opened = visitors.page(view["size"], view["theme"], **own)
    errors: list[str] = []
    opened.on("console", lambda said: errors.extend(complaint(said)))
    opened.on("pageerror", lambda error: errors.append(f"{error.name}: {error.message}"))
    opened.on("request", lambda asked: errors.extend(elsewhere(asked.url)))
    yield opened
    visitors.forget(opened.context, server)
    expected = view["expect_errors"]
    unexpected = [text for text in errors if not (expected and re.search(expected, text))]
    assert not unexpected, "the browser reported:\n" + "\n".join(unexpected)


def seen(page: Page) -> str:
    """Where `page` is, what its live view says of itself and every notice on it."""
    try:
        return page.url + "\n" + page.evaluate(SEEN)
    except PlaywrightError as error:
        return str(error)


def complaint(said: ConsoleMessage) -> list[str]:
    """A console error, and where it comes from."""
    return [f"{said.text} {said.location.get('url', '')}"] if said.type == "error" else []


def elsewhere(url: str) -> list[str]:
    """A complaint where `url` leaves this machine: the app must work without a network."""
    found = urlsplit(url)
    local = found.scheme not in ("http", "https", "ws", "wss") or found.hostname == "127.0.0.1"
    return [] if local else [f"request to another host: {url}"]
