"""What the presets reach, seeds 0–4, through the command line: the figures the README quotes.

python -m benchmarks.mlp_learning
"""

from __future__ import annotations

import json
import subprocess
import sys

TASKS = [
    ("circle", 200, 0.99),
    ("xor", 200, 0.99),
    ("gaussians", 200, 0.99),
    ("spiral", 1500, 0.97),
]


def main() -> int:
    failed = 0
    for preset, epochs, bar in TASKS:
        reached = []
        for seed in range(5):
            command = [sys.executable, "-m", "core", "train", "mlp", "--preset", preset, "--json"]
            command += ["--epochs", str(epochs), "--seed", str(seed), "--device", "cpu"]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            result = json.loads(done.stdout.splitlines()[-1])
            reached.append(result["metrics"]["test_accuracy"])
        worst = min(reached)
        failed += worst < bar
        shown = " ".join(f"{value:.3f}" for value in reached)
        print(f"{preset:10} {epochs:5} epochs  test accuracy {shown}  worst {worst:.3f}  bar {bar}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
