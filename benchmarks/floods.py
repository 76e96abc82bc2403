"""One viewer says the same thing very often: what another one, who just watches, notices of it.

    python -m benchmarks.floods [--dataset digits]

In one process and without sockets: a default MLP and a VAE train flat out, each with a viewer who answers
a frame at once; the VAE's viewer floods. Printed: the other's longest time without a picture and its
frames per second, until everything asked for was done, and what the process grew by.
"""

from __future__ import annotations

import argparse
import json
import time
from itertools import pairwise
from typing import Any

from core.live.codec import decode
from core.live.heard import BadMessageError
from core.live.viewer import Viewer
from core.playgrounds import lookup
from core.training.engine import Engine

FILM = {"ends": [0, 1], "frames": 60, "scale": 20}
FLOODS = {
    "1,000 × reset": [{"type": "reset"}] * 1000,
    "1,000 × reset, play": [{"type": "reset"}, {"type": "play"}] * 1000,
    "32 × film": [{"type": "probe", "id": i, "name": "film", "args": FILM} for i in range(32)],
    "32 × trace": [{"type": "trace", "id": i} for i in range(32)],
    "5,000 × step": [{"type": "step", "n": 1}] * 5000,
    "5,000 × watch": [{"type": "watch", "panels": {"latent": {}}, "visible": True}] * 5000,
}
QUIET = 2.0  # seconds before a flood, and after it


class Spectator:
    """A viewer of a run of its own, and when its frames came."""

    def __init__(self, engine: Engine, name: str, panels: list[str], **values: Any) -> None:
        algorithm = lookup(name)
        self.run = engine.create(name, algorithm, algorithm.Config(**values), "cpu")
        self.frames: list[float] = []
        self.viewer = Viewer(self.run, self._take)
        self.run.watchers.append(self.viewer)
        self.hear({"type": "watch", "panels": {panel: {} for panel in panels}, "visible": True})
        self.run.play("flat")

    def hear(self, message: dict[str, Any]) -> bool:
        """Whether it was accepted."""
        try:
            self.viewer.hear(json.dumps(message))
        except BadMessageError:
            return False
        return True

    def _take(self, message: bytes) -> None:
        header, _ = decode(message)
        if header["type"] == "frame":
            self.frames.append(time.perf_counter())
            self.hear({"type": "ack", "n": header["n"]})

    def seen(self, begin: float, end: float) -> tuple[float, float]:
        """The longest gap, and frames per second."""
        times = [begin, *(at for at in self.frames if begin <= at <= end), end]
        return max(b - a for a, b in pairwise(times)), (len(times) - 2) / (end - begin)


def resident() -> float:
    """MB of this process in memory, where the system tells."""
    with open("/proc/self/statm", encoding="ascii") as told:
        return int(told.read().split()[1]) * 4096 / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dataset", default="digits", help="of the VAE")
    asked = parser.parse_args()
    engine = Engine()
    other = Spectator(engine, "mlp", ["map", "network"])
    loud = Spectator(engine, "vae", ["latent"], dataset=asked.dataset)
    while not loud.frames or not other.frames:
        time.sleep(0.1)
    print("flood                   longest gap  frames/s  done after  memory  refused  builds")
    for name, messages in FLOODS.items():
        loud.run.play("flat")
        time.sleep(QUIET)
        memory, build, began = resident(), loud.run.build, time.perf_counter()
        refused = sum(not loud.hear(message) for message in messages)
        while loud.run.has_orders:
            time.sleep(0.002)
        done = time.perf_counter()
        time.sleep(QUIET)
        gap, rate = other.seen(began, done + QUIET)
        print(
            f"{name:22}  {gap:9.2f} s  {rate:8.1f}  {done - began:8.2f} s  {resident() - memory:+4.0f} MB"
            f"  {refused:7d}  {loud.run.build - build:6d}"
        )
    engine.close()


if __name__ == "__main__":
    main()
