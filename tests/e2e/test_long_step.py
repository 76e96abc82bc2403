"""A real server with runs whose step takes longer than anybody likes to wait: what is said, and its end."""

from __future__ import annotations

import asyncio
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from core.live.codec import head
from tests.e2e.conftest import ROOT
from tests.e2e.visitors import staying

# Some 20 to 30 s a step on one processor, most of it in single kernels.
LONG = "&".join(
    f"vae.{name}={value}"
    for name, value in {
        "hidden": "1024,1024,1024,1024",
        "batch_size": 512,
        "model": "iwae",
        "samples": 50,
        "dataset": "digits",
    }.items()
)


async def until_told(address: str) -> tuple[str, int]:
    """Two visitors: what the one with a long step is told about it, and the frames the other gets then."""
    async with (
        staying(address, "vae", f"{LONG}&play=true") as long,
        staying(address, "mlp", "play=true") as light,
    ):
        frames, told = 0, asyncio.create_task(notice(long))
        while not told.done():
            message = asyncio.create_task(light.recv())
            await asyncio.wait([told, message], return_when=asyncio.FIRST_COMPLETED)
            if message.done() and told.done() is False:
                header = head(message.result())
                if header["type"] == "frame":
                    frames += 1
                    await light.send(f'{{"type": "ack", "n": {header["n"]}}}')
            message.cancel()
        return told.result(), frames


async def notice(socket) -> str:
    while True:
        header = head(await socket.recv())
        if header["type"] == "notice":
            return header["text"]


def test_a_long_step_is_spoken_of_others_go_on_and_the_server_ends_in_time(start_server):
    address = start_server()  # which is stopped by SIGTERM at the end, and must end within 5 s
    with ThreadPoolExecutor(1) as thread:  # this one may have Playwright's event loop
        text, frames = thread.submit(asyncio.run, until_told(address)).result(60)
    assert re.fullmatch(r"This step has been running for \d+ s\.", text)
    assert frames > 10


def test_the_page_says_so_until_it_is_over(page):
    page.goto(f"/vae?{LONG}&play=true")
    banner = page.locator(".ls-banner:not(.ls-anew)")
    saying = re.compile(r"^This step has been running for \d+ s\.$")
    expect(banner).to_have_text(saying, timeout=60_000)
    expect(page.locator('[data-panel="latent"]')).to_be_visible()  # the untrained model, meanwhile
    page.locator('[data-action="pause"]').click()
    expect(page.locator('[data-status="paused"]')).to_be_attached(timeout=60_000)
    expect(banner).to_be_hidden(timeout=10_000)


SCRIPT = """
import signal, sys, time
from core.playgrounds import lookup
from core.training.engine import engine

signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever began the tests may ignore it
vae = lookup("vae")
config = vae.Config(hidden=(1024,) * 4, batch_size=512, model="iwae", samples=50, dataset="digits")
run = engine().create("me", vae, config, "cpu")
run.play("flat")
while run.lane is None or run.lane.occupied is None:
    time.sleep(0.01)
print("busy", flush=True)
{end}
"""


@pytest.mark.breadth(1)
@pytest.mark.parametrize("end", ["time.sleep(60)", "sys.exit()"])
def test_an_interpreter_ends_in_time_and_in_order_whatever_runs(end):
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT.format(end=end)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "busy\n"
        began = time.monotonic()
        if "sleep" in end:
            process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
        assert time.monotonic() - began < 5
        assert process.returncode == 0, errors
        assert "terminate" not in errors
    finally:
        process.kill()
