"""A t-SNE in a process of its own: features come on standard input, what happens goes out line by line.

    python -m core.playgrounds.cnn.tsne_child PERPLEXITY < features.npy

Each line is JSON: `{"done": iterations}` while it goes on, in the end `{"points": [[x, y], …], "kl": …}`, or
`{"same": true}` where all images have the same features. scikit-learn tells of its progress by printing
alone, so that is read; its other output is dropped.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
from typing import TextIO

ITERATIONS = (
    1000  # the first 250 with exaggerated affinities, as van der Maaten & Hinton 2008 have it
)
NICER = 10  # training goes first
SEED = 0
TOLD = re.compile(r"Iteration (\d+)")


class Progress(io.TextIOBase):
    """Takes what scikit-learn prints, and tells `out` of its iterations."""

    def __init__(self, out: TextIO) -> None:
        self.out = out

    def write(self, text: str, /) -> int:
        found = TOLD.search(text)
        if found:
            tell(self.out, done=int(found[1]))
        return len(text)


def tell(out: TextIO, **what: object) -> None:
    out.write(json.dumps(what) + "\n")
    out.flush()


def main() -> None:
    if hasattr(os, "nice"):
        os.nice(NICER)
    import numpy as np

    features = np.load(sys.stdin.buffer, allow_pickle=False)  # [M, n]
    if np.ptp(features, axis=0).max(initial=0.0) == 0:
        tell(sys.stdout, same=True)
        return
    from sklearn.manifold import TSNE

    out, sys.stdout = sys.stdout, Progress(sys.stdout)
    made = TSNE(
        perplexity=float(sys.argv[1]), max_iter=ITERATIONS, init="pca", random_state=SEED, n_jobs=1,
        verbose=2,
    )  # fmt: skip
    points = made.fit_transform(features)
    tell(out, points=points.tolist(), kl=float(made.kl_divergence_))


if __name__ == "__main__":
    main()
