"""What the presets reach, seeds 0–4, through the command line: the figures the README quotes.

python -m benchmarks.ddpg_learning [preset …]
"""

from __future__ import annotations

import json
import subprocess
import sys

TASKS = {  # preset → environment steps, bar of the mean return, seeds that must reach it
    "pendulum": (10_000, -150.0, 5),
    "mountain-car": (20_000, 90.0, 4),
}


def main() -> int:
    failed = 0
    for preset in sys.argv[1:] or TASKS:
        steps, bar, needed = TASKS[preset]
        reached = []
        for seed in range(5):
            command = [sys.executable, "-m", "core", "train", "ddpg", "--preset", preset, "--json"]
            command += ["--steps", str(steps), "--seed", str(seed), "--device", "cpu"]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            metrics = json.loads(done.stdout.splitlines()[-1])["metrics"]
            reached.append(metrics["eval_return_mean"])
        passed = sum(value >= bar for value in reached)
        failed += passed < needed
        shown = " ".join(f"{value:.1f}" for value in reached)
        print(
            f"{preset:14} {steps:7,} steps, mean return of 100 noise-free episodes: {shown}; "
            f"{passed} of 5 reach {bar:g}",
            flush=True,
        )
    return failed


if __name__ == "__main__":
    sys.exit(main())
