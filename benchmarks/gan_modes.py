"""What the presets on mixtures reach, seeds 0–4, through the command line, beside published figures.

    python -m benchmarks.gan_modes [--seconds 60] [--presets ring-8,grid-25] [--seeds 5]

Metrics on 10,000 fresh samples, as core/playgrounds/gan/metrics.py defines them. The published ones are
Table 1 of PacGAN (Lin et al. 2018, arXiv:1712.04086): mean ± standard error of 10 trials, 400,000
generator steps of a 4×400 network; theirs count modes by one of 2,500 samples (`pacgan` below).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

BARS = {  # preset → modes covered: at least, or at most where it is to fail; high-quality share
    "ring-8": (8, 0.90),
    "grid-25": (25, 0.90),
    "ring-8-literature": (0, 0.0),
    "grid-25-literature": (0, 0.0),
    "mode-collapse": (-3, 0.0),
}
WIDTH = {"ring-8": 0.8, "grid-25": 0.8}  # std ratio, at least
PUBLISHED = {
    "ring-8-literature": (
        ("GAN", "6.3 ± 0.5", "98.2 ± 0.2 %"),
        ("ALI", "6.6 ± 0.3", "97.6 ± 0.4 %"),
        ("PacGAN2", "7.9 ± 0.1", "95.6 ± 2.0 %"),
        ("PacGAN3", "7.8 ± 0.1", "97.7 ± 0.3 %"),
        ("PacGAN4", "7.8 ± 0.1", "95.9 ± 1.4 %"),
    ),
    "grid-25-literature": (
        ("GAN", "17.3 ± 0.8", "94.8 ± 0.7 %"),
        ("ALI", "24.1 ± 0.4", "95.7 ± 0.6 %"),
        ("PacGAN2", "23.8 ± 0.7", "91.3 ± 0.8 %"),
        ("PacGAN3", "24.6 ± 0.4", "94.2 ± 0.4 %"),
        ("PacGAN4", "24.8 ± 0.2", "93.6 ± 0.6 %"),
    ),
}


def trained(preset: str, seed: int, seconds: float) -> dict:
    """The JSON that one run through the command line ends with."""
    command = [sys.executable, "-m", "core", "train", "gan", "--preset", preset, "--json"]
    command += ["--seconds", str(seconds), "--seed", str(seed), "--device", "cpu"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="of training, for each run")
    parser.add_argument("--presets", default=",".join(BARS))
    parser.add_argument("--seeds", type=int, default=5)
    args = parser.parse_args()
    failed = 0
    for preset in args.presets.split(","):
        bar, share = BARS[preset]
        print(f"\n{preset}, {args.seconds:g} s each")
        print("seed    steps  modes  pacgan  high quality  std ratio  JS (nats)")
        for seed in range(args.seeds):
            result = trained(preset, seed, args.seconds)
            m = {name: float("nan") if v is None else v for name, v in result["metrics"].items()}
            covered, quality = m["modes_covered"], m["high_quality_fraction"]
            good = covered <= -bar if bar < 0 else covered >= bar and quality >= share
            good = good and not m["mode_std_ratio"] < WIDTH.get(preset, 0.0)
            failed += not good
            print(
                f"{seed:4} {result['steps']:8,} {covered:3.0f}/{m['modes_total']:.0f}"
                f" {m['modes_covered_pacgan']:7.0f} {100 * quality:11.1f} %"
                f" {m['mode_std_ratio']:10.2f} {m['js_divergence']:10.3f}"
                f"{'' if good else '   misses its bar'}",
                flush=True,
            )
        for name, modes, quality in PUBLISHED.get(preset, ()):
            print(f"published: {name:8} {modes:>10} modes  {quality:>13} high quality")
    return failed


if __name__ == "__main__":
    sys.exit(main())
