"""How long a light run stands still beside a heavy one: /mlp's default next to presets of /cnn.

    python -m benchmarks.neighbours [PRESET …] [--seconds 12]

One engine, as the server has it; both runs play in the gear that they begin with and are watched by somebody
who takes 28 frames a second. Told are the light run's longest gap between two frames and its rate, alone and
beside each preset, and how long a step of the heavy run takes. That may well be longer than 100 ms: it is in
a lane of its own (core/training/lane.py), and torch lets go of Python's lock in its kernels.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import time

from core.params import Message
from core.playgrounds import lookup
from core.training.engine import Engine
from core.training.run import Run

PRESETS = ("fashion-mnist", "cifar10-resnet")
SETTLES = 6.0  # seconds until both have found their lanes


class Audience:
    """Looks at a run all the time, and notes when it got a frame."""

    visible = True

    def __init__(self) -> None:
        self.frames: list[float] = []
        self._seen = -1

    def stale(self, run: Run) -> bool:
        return run.session is not None and run.step != self._seen

    def due(self, run: Run, now: float, interval: float) -> bool:
        return self.stale(run) and (not self.frames or now - self.frames[-1] >= interval)

    def show(self, run: Run) -> None:
        names = ("map", "network") if run.algorithm.NAME == "mlp" else ("maps", "confusion")
        run.algorithm.views({name: {} for name in names})
        self._seen = run.step
        self.frames.append(time.monotonic())

    def hold(self, place: int, why: Message | None) -> None: ...

    def dismiss(self) -> None: ...

    def break_off(self, run: Run) -> None: ...


def watched(engine: Engine, name: str, preset: str | None = None) -> tuple[Run, Audience]:
    playground = lookup(name)
    values = next((one.values for one in playground.PRESETS if one.name == preset), {})
    run = engine.create("benchmark", playground, playground.Config(**values), "cpu")
    audience = Audience()
    run.watchers.append(audience)
    run.play()
    return run, audience


def measured(preset: str | None, seconds: float) -> str:
    engine = Engine()
    try:
        light, audience = watched(engine, "mlp")
        heavy = watched(engine, "cnn", preset)[0] if preset else None
        time.sleep(SETTLES)
        begun, first = time.monotonic(), light.step
        steps = heavy.step if heavy else 0
        time.sleep(seconds)
        taken = time.monotonic() - begun
        frames = [one for one in audience.frames if one >= begun]
        gaps = [later - earlier for earlier, later in itertools.pairwise(frames)]
        lane = heavy.lane.name if heavy and heavy.lane else "–"  # type: ignore[attr-defined]
        each = taken / max(heavy.step - steps, 1) if heavy else 0.0
        return (
            f"{preset or 'alone':16} {max(gaps) * 1e3:8.0f} {statistics.median(gaps) * 1e3:8.0f}"
            f" {len(frames) / taken:9.1f} {(light.step - first) / taken:9.0f} {each * 1e3:9.0f}  {lane}"
        )
    finally:
        engine.close(30.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("presets", nargs="*", default=PRESETS)
    parser.add_argument("--seconds", type=float, default=12.0)
    asked = parser.parse_args()
    print(
        "beside /mlp       longest   median  frames/s   steps/s  its step  lane      (gaps and step: ms)"
    )
    for preset in (None, *asked.presets):
        print(measured(preset, asked.seconds), flush=True)


if __name__ == "__main__":
    main()
