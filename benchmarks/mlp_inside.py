"""What looking inside the network costs the training of /mlp: a viewer without a browser, in this process.

    python -m benchmarks.mlp_inside [--rounds 20] [--preset tf-playground] [--before FOLDER]

Minibatches per second of one run, flat out, in short turns, so that whoever else uses the machine disturbs
all alike: headless (nobody looks), with the panels of the stage, with each tab below it, and with all tabs at
once, which no page can show. Seconds are those of this process's own processor time: on a busy machine that
is fairer, and stricter, as frames then come more often for each of them. The viewer acknowledges each frame
after the time that a browser takes to draw one. With `--before`, a checkout of an earlier state, headless
there and here in turns, by the clock: what nobody looks at must cost nothing.
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

from core.live.packing import Frame
from core.live.viewer import Viewer
from core.playgrounds import lookup
from core.training.engine import Engine
from core.training.run import Run

SLICE, WARM = 0.6, 0.15  # seconds of a turn, and those at its beginning that do not count
DRAWN = 0.016  # seconds from a frame to its acknowledgement
STAGE: dict[str, dict[str, Any]] = {"network": {}, "map": {}, "curves": {}, "units": {}}
BELOW: dict[str, dict[str, Any]] = {"confusion": {}}
DIAGNOSIS: dict[str, dict[str, Any]] = {"diagnosis": {"kind": "activations"}}
SPACE: dict[str, dict[str, Any]] = {"space": {"by": "components"}}
LOOKS: dict[str, dict[str, dict[str, Any]]] = {
    "headless": {},
    "stage": STAGE,
    "diagnosis": STAGE | BELOW | DIAGNOSIS,
    "layer space": STAGE | BELOW | SPACE,
    "all at once": STAGE | BELOW | DIAGNOSIS | SPACE,
}


class Watcher:
    """A viewer that acknowledges every frame a little after it has come."""

    def __init__(self, run: Run) -> None:
        self.frames = 0
        self.viewer = Viewer(run, self._take)
        run.watchers.append(self.viewer)

    def look(self, panels: dict[str, dict[str, Any]]) -> None:
        said = {"type": "watch", "panels": panels, "visible": bool(panels)}
        self.viewer.hear(json.dumps(said))

    def _take(self, message: bytes | Frame) -> None:
        if not isinstance(message, Frame):
            return
        self.frames += 1
        said = json.dumps({"type": "ack", "n": message.header["n"]})
        timer = threading.Timer(DRAWN, self.viewer.hear, (said,))
        timer.daemon = True
        timer.start()


def measured(preset: str, rounds: int) -> dict[str, list[tuple[float, float]]]:
    """(minibatches, frames) per second of every turn."""
    algorithm = lookup("mlp")
    values = {one.name: one.values for one in algorithm.PRESETS}[preset]
    engine = Engine()
    run = engine.create("benchmark", algorithm, algorithm.Config(**values), "cpu")
    watcher = Watcher(run)
    run.play("flat")
    time.sleep(1)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in LOOKS}
    for turn in range(rounds):
        for name in list(LOOKS)[:: 1 if turn % 2 else -1]:
            watcher.look(LOOKS[name])
            time.sleep(WARM)
            began, steps, frames = time.process_time(), run.step, watcher.frames
            time.sleep(SLICE - WARM)
            took = time.process_time() - began
            found[name].append(((run.step - steps) / took, (watcher.frames - frames) / took))
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
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--preset", default="tf-playground")
    parser.add_argument("--before", help="a checkout of an earlier state")
    asked = parser.parse_args()
    found = measured(asked.preset, asked.rounds)
    alone = [steps for steps, _ in found["headless"]]
    print(f"{asked.preset:14s} steps/s  frames/s  of headless (quartiles of {asked.rounds} turns)")
    for name, turns in found.items():
        steps, frames = (statistics.median(column) for column in zip(*turns, strict=True))
        shares = [one / other for (one, _), other in zip(turns, alone, strict=True)]
        low, middle, high = statistics.quantiles(shares, n=4)
        print(
            f"{name:14s} {steps:7.0f} {frames:9.1f}  {middle:.2f}  ({low:.2f}–{high:.2f})",
            flush=True,
        )
    if asked.before:
        pairs = []
        for turn in range(asked.rounds):
            folders = [asked.before, "."] if turn % 2 else [".", asked.before]
            rates = {one: headless(one, asked.preset, 2.0) for one in folders}
            pairs.append(rates["."] / rates[asked.before])
        low, middle, high = statistics.quantiles(pairs, n=4)
        print(f"headless here / before  {middle:.3f}  ({low:.3f}–{high:.3f})")


if __name__ == "__main__":
    main()
