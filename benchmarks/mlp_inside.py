"""What looking inside the network costs the training of /mlp: a viewer without a browser, in this process.

    python -m benchmarks.mlp_inside [--seconds 4] [--rounds 5] [--preset tf-playground] [--before FOLDER]

Minibatches per second, flat out, in turns: headless (nobody looks), with the panels of the stage as the page
has them at first, with everything below it as well, each tab by itself, and with all tabs at once, which no page
can show. A viewer acknowledges each frame after the time that a browser takes to draw one. With `--before`, a
checkout of an earlier state, headless there and here in turns: what nobody looks at must cost nothing.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import threading
import time
from typing import Any

from core.live.outbox import Outbox
from core.live.packing import Frame
from core.live.viewer import Viewer
from core.playgrounds import lookup
from core.training.engine import Engine

WARM = 1.0  # seconds before measuring
DRAWN = 0.016  # seconds from a frame to its acknowledgement
STAGE: dict[str, dict[str, Any]] = {"network": {}, "map": {}, "curves": {}, "units": {}}
BELOW: dict[str, dict[str, Any]] = {"confusion": {}}
DIAGNOSIS: dict[str, dict[str, Any]] = {"diagnosis": {"kind": "activations"}}
SPACE: dict[str, dict[str, Any]] = {"space": {"by": "components"}}
LOOKS = {
    "headless": None,
    "stage": STAGE,
    "diagnosis": STAGE | BELOW | DIAGNOSIS,
    "layer space": STAGE | BELOW | SPACE,
    "all at once": STAGE | BELOW | DIAGNOSIS | SPACE,
}


class Watcher:
    """A viewer that acknowledges every frame a little after it has come."""

    def __init__(self, run: Any, panels: dict[str, dict[str, Any]]) -> None:
        self.frames = 0
        self._panels = panels
        self.viewer = Viewer(run, self._take)
        self.outbox = Outbox(self.viewer.link)
        run.watchers.append(self.viewer)
        self.viewer.hear(json.dumps({"type": "watch", "panels": panels, "visible": True}))

    def _take(self, message: bytes | Frame) -> None:
        if not isinstance(message, Frame):
            return
        self.frames += 1
        said = json.dumps({"type": "ack", "n": message.header["n"]})
        timer = threading.Timer(DRAWN, self.viewer.hear, (said,))
        timer.daemon = True
        timer.start()


def rate(
    preset: str, panels: dict[str, dict[str, Any]] | None, seconds: float
) -> tuple[float, float]:
    """(minibatches, frames) per second."""
    algorithm = lookup("mlp")
    values = {one.name: one.values for one in algorithm.PRESETS}[preset]
    engine = Engine()
    run = engine.create("benchmark", algorithm, algorithm.Config(**values), "cpu")
    watcher = Watcher(run, panels) if panels is not None else None
    run.play("flat")
    time.sleep(WARM)
    began, steps, frames = time.perf_counter(), run.step, watcher.frames if watcher else 0
    time.sleep(seconds)
    took = time.perf_counter() - began
    found = (run.step - steps) / took, ((watcher.frames if watcher else 0) - frames) / took
    run.watchers.clear()
    engine.stop(run.id)
    engine.close()
    return found


def headless(folder: str, preset: str, seconds: float) -> float:
    """Steps per second of the checkout in `folder`, by its own command line."""
    command = [sys.executable, "-m", "core", "train", "mlp", "--preset", preset, "--json"]
    command += ["--seconds", str(seconds), "--device", "cpu"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder)
    said = json.loads(done.stdout.splitlines()[-1])
    return said["steps"] / said["seconds"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--preset", default="tf-playground")
    parser.add_argument("--before", help="a checkout of an earlier state")
    asked = parser.parse_args()
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in LOOKS}
    for _ in range(asked.rounds):
        for name, panels in LOOKS.items():
            found[name].append(rate(asked.preset, panels, asked.seconds))
    print(f"{asked.preset:14s} steps/s  frames/s  of headless, round by round")
    for name, rounds in found.items():
        steps, frames = (statistics.median(column) for column in zip(*rounds, strict=True))
        shares = [
            one / alone for (one, _), (alone, _) in zip(rounds, found["headless"], strict=True)
        ]
        each = " ".join(f"{share:.2f}" for share in shares)
        print(f"{name:14s} {steps:7.0f} {frames:9.1f}  {statistics.median(shares):.2f}  ({each})")
    if asked.before:
        pairs = []
        for turn in range(2 * asked.rounds):
            folders = [asked.before, "."] if turn % 2 else [".", asked.before]
            rates = {one: headless(one, asked.preset, asked.seconds) for one in folders}
            pairs.append(rates["."] / rates[asked.before])
        each = " ".join(f"{share:.3f}" for share in pairs)
        print(f"headless here / before  {statistics.median(pairs):.3f}  ({each})")


if __name__ == "__main__":
    main()
