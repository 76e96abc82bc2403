"""Pages whose runs worker processes train: nothing of it is seen, also when one of those is killed."""

import os
import re
import signal
from pathlib import Path

import pytest

from tests.e2e.conftest import begun, end, tail
from tests.e2e.live import LivePage


@pytest.fixture
def server(tmp_path, monkeypatch):
    """(process, address) of a server with two workers, which store what they have every second."""
    monkeypatch.setenv("LEARNSCOPE_ENGINE", "processes")
    monkeypatch.setenv("LEARNSCOPE_WORKERS", "2")
    monkeypatch.setenv("LEARNSCOPE_STORE", f"sqlite:///{tmp_path / 'runs.db'}")
    monkeypatch.setenv("LEARNSCOPE_STORE_EVERY", "1")
    process, address = begun(tmp_path / "server.log")
    try:
        yield process, address
        workers = children(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(5) in (0, -signal.SIGTERM)
        assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]
        assert "Traceback" not in tail(tmp_path / "server.log")
    finally:
        end(process)


def children(pid):
    """Worker processes in the order in which they were begun."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return sorted(int(one) for found in lists for one in found.read_text().split())


def opened(browser, address):
    """A page of somebody else, and the errors that it reports."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.set_default_timeout(60_000)
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    return LivePage(page).open(address), errors


def test_a_playground_is_played_changed_and_taken_back_over_workers(browser, server):
    live, errors = opened(browser, f"{server[1]}/mlp?mlp.preset=tf-playground")
    page = live.page
    try:
        assert live.step == 0
        live.settle()
        live.click("play", "d.status === 'running' && +d.step > 200")
        live.pause()
        last, picture = live.step, live.picture()

        # A live value, by its field: the run goes on from where it is, and the address has it
        rate = page.get_by_role("textbox", name=re.compile("Learning rate"))
        rate.fill("0.5")
        rate.press("Enter")
        mark = page.locator(".ls-moment[data-mark=set]")
        mark.wait_for()
        page.wait_for_function("location.search.includes('mlp.lr=0.5')")
        assert live.step == last

        # Back on the timeline, and on from there on another line
        slider = page.get_by_role("slider", name="Timeline of the run")
        slider.press("Home")
        live.until("+d.step === 0 && d.status !== 'running'")
        live.until_picture_differs(picture)
        live.click("branch", "d.status === 'running' && +d.step > 0")
        live.pause()
        assert page.locator("[data-action=lines] option").count() == 2

        # Another structure rebuilds it; a reload finds the run where it was
        live.click("add-layer")
        live.until("d.step === '0' && +d.build % 1000000 > 1")
        live.click("step", "d.step === '1'")
        live.settle()
        page.reload()
        live.until("+d.frames > 0 && d.step === '1'")
        assert errors == []
    finally:
        page.context.close()


def test_one_worker_is_killed_while_four_pages_are_open(browser, server):
    process, address = server
    spiral = f"{address}/mlp?mlp.preset=spiral&mlp.seed=3&play=true&gear=smooth"
    first, first_errors = opened(browser, f"{address}/mlp?play=true&gear=flat")
    second, second_errors = opened(browser, f"{address}/qlearning?play=true&gear=flat")
    lecturer, _ = opened(browser, spiral)
    pages = [first, second, lecturer]
    try:
        lecturer.click("cast")
        lecturer.page.locator("[data-action=cast-begin]").click()
        link = lecturer.page.locator(".ls-cast-link a").get_attribute("href")
        lecturer.page.keyboard.press("Escape")
        watcher, watcher_errors = opened(browser, link)
        pages.append(watcher)
        for page in pages:
            page.until("d.status === 'running' && +d.step > 50")
        first.page.wait_for_timeout(2500)  # by then all have been written
        before = [page.step for page in pages]

        os.kill(children(process.pid)[0], signal.SIGKILL)  # of the first and the third page

        for page, step in zip(pages, before, strict=True):
            page.until(f"d.status === 'running' && +d.step > {step + 20}")
        for page in (first, lecturer):
            back = page.page.locator(".ls-anew", has_text="is back as it was stored")
            back.locator("[data-action=dismiss]").click()
        assert second.page.locator(".ls-anew:not([hidden])").count() == 0
        lecturer.pause()
        watcher.until(f"d.status === 'paused' && +d.step === {lecturer.step}")
        assert [first_errors, second_errors, watcher_errors] == [[], [], []]
    finally:
        for page in pages:
            page.page.context.close()
