"""Augmentation of minibatches of 128 on one thread: images/s of each part, and of all of them.

python -m benchmarks.augment [--rounds 5]
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable

import torch
from torch import Generator, Tensor

from core.nn.augment import Augmentation

BATCH, SHAPES = 128, ((1, 28, 28), (3, 32, 32))
PARTS: dict[str, Augmentation] = {
    "rotation, shift, shear, zoom": Augmentation(rotation=15, shift=0.1, shear=10, zoom=0.1),
    "flip": Augmentation(flip=0.5),
    "crop": Augmentation(crop=4),
    "flip, crop": Augmentation(flip=0.5, crop=4),
    "cutout": Augmentation(cutout=8),
    "mixup": Augmentation(mixup=0.2),
    "all": Augmentation(15, 0.1, 10, 0.1, 0.5, 4, 8, 0.2),
}


def rate(one: Augmentation, x: Tensor, t: Tensor) -> float:
    """Images/s within a third of a second."""
    generator = Generator().manual_seed(0)

    def step() -> None:
        one.mix(one.images(x, generator), t, generator)

    return len(x) * _calls(step)


def _calls(step: Callable[[], None], seconds: float = 0.33) -> float:
    """Calls a second."""
    step()
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        step()
        count += 1
    return count / (time.perf_counter() - start)


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reader.add_argument("--rounds", type=int, default=5)
    rounds = reader.parse_args().rounds
    torch.set_num_threads(1)
    t = torch.eye(10)[torch.arange(BATCH) % 10]
    for shape in SHAPES:
        x = torch.rand(BATCH, *shape)
        for name, one in PARTS.items():
            found = statistics.median(rate(one, x, t) for _ in range(rounds))
            figures = {"pixels": "×".join(map(str, shape)), "part": name, "images_per_s": found}
            figures["ms_per_batch"] = round(1000 * BATCH / found, 3)
            print(json.dumps(figures | {"images_per_s": round(found)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
