"""How a network does inside, layer by layer: how its answers, gradients and weights are spread, how large
its steps are, and what goes wrong. Over all training points, at the frame's step.

R layers with weights (the hidden ones and the output), n neurons drawn, 40 bins.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from core.playgrounds.contract import Array, Arrays, Options, View
from core.playgrounds.mlp.passes import Inside, Passes, passes, training
from core.playgrounds.mlp.signs import DEAD, SATURATED, SIGNS, effective_rank, levels, unit_codes

BINS = 40
FAINTEST, GREATEST = -8, 2  # powers of ten of a gradient, four bins each
KINDS = ("activations", "gradients", "weights")


def _units(of: Inside, options: Options) -> Arrays:
    """Which neurons are dead or saturated; inputs and outputs never are, nor is any without a point."""
    if not of.points.train:
        return {"units": np.zeros(sum(of.net.sizes), np.uint8)}
    bent = of.net.bent(training(of)[0])
    found = zip(bent, of.net.activations, strict=True)
    codes = [unit_codes(a.cpu().numpy(), f.name)[0] for a, f in found]
    inputs, outputs = (np.zeros(size, np.uint8) for size in (of.net.sizes[0], of.net.sizes[-1]))
    return {"units": np.concatenate([inputs, *codes, outputs])}


def _diagnosis(of: Inside, options: Options) -> Arrays:
    """Nothing, while there is no point to learn from."""
    if not of.points.train:
        return {}
    with np.errstate(all="ignore"):  # weights on their way to infinity are shown as they are
        return _measured(of, options.get("kind"))


def _measured(of: Inside, kind: Any) -> Arrays:
    seen = passes(of)
    kernels = [kernel.cpu().numpy() for kernel in of.net.kernels]
    weight = np.array([np.linalg.norm(kernel) for kernel in kernels])
    gradients = [(np.linalg.norm(w), np.linalg.norm(b)) for w, b in seen.gradients()]
    update = _ratios(of, weight)
    codes = [unit_codes(a, f.name) for a, f in zip(seen.bent, of.net.activations, strict=True)]
    signal = np.array(seen.signal())
    asked = np.array([w for w, _ in gradients]) / weight
    rms = weight / np.sqrt([kernel.size for kernel in kernels])
    ranks = [effective_rank(a - a.mean(0)) for a in (*seen.a[1:], seen.z[-1])]
    histogram, spans = _histograms(of, seen, kernels, kind)
    return {
        "layers.gradient": np.array([math.hypot(w, b) for w, b in gradients], np.float32),
        "layers.signal": signal.astype(np.float32),
        "layers.update": update.astype(np.float32),
        "layers.rank": np.array(ranks, np.float32),
        "layers.dead": _counts(codes, DEAD),
        "layers.saturated": _counts(codes, SATURATED),
        "signs": levels(codes, signal, asked, rms, update),
        "histogram": histogram,
        "histogram.range": spans,
        "histogram.kind": np.array([KINDS.index(kind) if kind in KINDS else 0], np.uint8),
    }


def _counts(codes: list[tuple[np.ndarray, np.ndarray]], code: int) -> np.ndarray:
    """How many units of each layer have that code, [R]; the output's never do."""
    return np.array([*((strict == code).sum() for strict, _ in codes), 0], np.int32)


def _ratios(of: Inside, weight: np.ndarray) -> np.ndarray:
    """The newest update's norm over the weights', [R], without biases; not a number before the first step."""
    if of.batches.begun == 0:
        return np.full(len(weight), np.nan)
    flat, moved, begin = of.descent.learners[0].newest_update().cpu().numpy(), [], 0
    for w in of.net.weights:
        rows, columns = w.shape
        moved.append(np.linalg.norm(flat[begin : begin + (rows - 1) * columns]))
        begin += rows * columns
    return np.array(moved) / weight


Spread = tuple[np.ndarray, float, float]  # values, and the range that is shown of them


def _histograms(
    of: Inside, seen: Passes, kernels: list[np.ndarray], kind: Any
) -> tuple[np.ndarray, np.ndarray]:
    """Shares per bin [R, 40], and from where to where the bins go [R, 2]."""
    if kind == "gradients":
        least, most = 10.0**FAINTEST, 10.0**GREATEST
        logs = [np.log10(np.clip(np.abs(d), least, most)) for d in seen.delta]
        return _counted([(log, float(FAINTEST), float(GREATEST)) for log in logs])
    if kind == "weights":
        return _counted([_around_zero(kernel) for kernel in kernels])
    names = [activation.name for activation in of.net.activations]
    found = [_bounded(a, name) for a, name in zip(seen.bent, names, strict=True)]
    return _counted([*found, (seen.o, 0.0, 1.0) if of.loss.PROBABILITY else _around_zero(seen.o)])


def _bounded(a: np.ndarray, name: str) -> Spread:
    """A function's own limits; round numbers where it has none."""
    if name in ("tanh", "sine", "sigmoid"):
        return a, 0.0 if name == "sigmoid" else -1.0, 1.0
    low, high = float(a.min()), float(a.max())
    return a, -_round(-low) if low < 0 else 0.0, _round(high)


def _around_zero(values: np.ndarray) -> Spread:
    reach = _round(float(np.abs(values).max()))
    return values, -reach, reach


def _round(value: float) -> float:
    """The next of 1, 2, 5, 10 … × 10ⁿ at or above; 1 for what is not a number or not above 0."""
    if not 1e-30 < value < 1e30:
        return 1.0
    power: float = 10.0 ** math.floor(math.log10(value))
    return next((step * power for step in (1, 2, 5) if step * power >= value), 10 * power)


def _counted(spreads: list[Spread]) -> tuple[np.ndarray, np.ndarray]:
    rows = []
    for values, low, high in spreads:
        places = np.nan_to_num((values.ravel() - low) * (BINS / (high - low)))
        bins = np.clip(places, 0, BINS - 1).astype(np.intp)
        rows.append(np.bincount(bins, minlength=BINS) / values.size)
    spans = np.array([[low, high] for _, low, high in spreads], np.float32)
    return np.array(rows, np.float32), spans


VIEWS = {
    "units": View(
        _units,
        {
            "units": Array(
                "u1", "n",
                coding="inputs that are on, layer by layer, output last; 1 dead, 2 saturated",
            )
        },
        rest=1.0,
    ),
    "diagnosis": View(
        _diagnosis,
        {
            "layers.gradient": Array("f4", "R", coding="norm of the mean loss's, biases included"),
            "layers.signal": Array(
                "f4", "R", coding="norm of a point's own gradient, root mean square over the points"
            ),
            "layers.update": Array(
                "f4", "R",
                coding="norm of what the newest minibatch's gradient makes of the weights, over theirs",
            ),
            "layers.rank": Array("f4", "R", coding="effective rank of the answers about their mean"),
            "layers.dead": Array("i4", "R", "units"),
            "layers.saturated": Array("i4", "R", "units"),
            "signs": Array(
                "u1", "5 R", coding=f"{', '.join(SIGNS)}: 2 appears, 1 stays if it is there, 0 goes"
            ),
            "histogram": Array("f4", f"R {BINS}", coding="share per bin"),
            "histogram.range": Array(
                "f4", "R 2", coding="of gradients powers of ten of |dL/dz|, each point's own"
            ),
            "histogram.kind": Array("u1", "1", coding="which of the kinds"),
        },
        {"kind": ", ".join(KINDS)},
        rest=0.2,
    ),
}  # fmt: skip
