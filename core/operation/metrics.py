"""The server's figures in Prometheus's text format.

Everything is read when somebody asks: threads that train and the event loop only ever add to sums that they
have (core/training/tally.py, core/live/counts.py). Nothing names a run or a visitor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector
from prometheus_client import generate_latest as generate
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from core.live.assets import version
from core.live.counts import counts
from core.training import handles, memory
from core.training.figures import STORES
from core.training.places import Place
from core.training.tally import BOUNDS

Told = Mapping[str, Any]  # figures of training (core/training/figures.py)
SUMS = (
    ("frames_sent", "Frames packed and sent", "frames"),
    ("messages_sent", "Messages sent over live views", "messages"),
    ("bytes_sent", "Bytes of those", "bytes"),
    ("messages_heard", "Messages of browsers", "heard"),
    ("messages_malformed", "Messages that made no sense", "malformed"),
    ("viewers_joined", "Live views that were opened", "joined"),
)  # of core/live/counts.py


class Figures(Collector):
    """All of one place where runs are trained, and of the live view before it."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def describe(self) -> list[Metric]:
        """Nothing is asked before there is an engine."""
        return []

    def collect(self) -> Iterator[Metric]:
        found = self._place.figures()
        yield InfoMetricFamily("learnscope", "What is served", {"version": version()})
        yield from _people(found)
        yield from _training(found["lanes"])
        yield from _sent(found.get("sent", []))
        yield from _store(found["store"])
        yield _gauge("memory_bytes", "Resident memory of the process", memory.resident())
        yield _gauge("handles_open", "Open file handles", handles.used())
        yield _gauge("handles_limit", "File handles that the process may have", handles.limit())
        yield _gauge("workers", "Processes that train beside this one", found.get("workers", 0))
        yield _counter(
            "workers_lost", "Of those, how many had to be replaced", found.get("lost", 0)
        )
        yield _gauge("workers_memory_bytes", "Resident memory of those", found.get("memory", 0))


def _people(found: Told) -> Iterator[Metric]:
    family = GaugeMetricFamily("learnscope_runs", "Runs in memory", labels=("playground", "state"))
    for name, state, count in found["runs"]:
        family.add_metric([name, state], count)
    yield family
    yield _gauge("viewers", "Open live views", found["viewers"])
    yield _gauge("viewers_visible", "Of those on a screen", found["visible"])
    yield _gauge("waiting", "Visitors in line", found["waiting"])
    yield _gauge("runs_limit", "Runs at once at most (LEARNSCOPE_RUNS)", found["runs_limit"])
    yield _gauge(
        "viewers_limit", "Who looks at once at most (LEARNSCOPE_VIEWERS)", found["viewers_limit"]
    )


def _training(lanes: Told) -> Iterator[Metric]:
    steps = CounterMetricFamily("learnscope_steps", "Training steps taken", labels=("lane",))
    frames = CounterMetricFamily(
        "learnscope_frames_made", "Frames made for viewers", labels=("lane",)
    )
    spent = CounterMetricFamily(
        "learnscope_frame_seconds", "Processor time of making frames", labels=("lane",)
    )
    slices = HistogramMetricFamily(
        "learnscope_slice_seconds", "Uninterrupted training of one run", labels=("lane",)
    )
    control = HistogramMetricFamily(
        "learnscope_control_seconds",
        "From the arrival of a control (play, pause, step, gear, seek) to its having been carried out",
        labels=("lane",),
    )
    for name, tally in lanes.items():
        steps.add_metric([name], tally["steps"])
        frames.add_metric([name], tally["frames"])
        spent.add_metric([name], tally["frame_seconds"])
        slices.add_metric([name], *_buckets(tally["slices"]))
        control.add_metric([name], *_buckets(tally["controls"]))
    yield from (steps, frames, spent, slices, control)


def _store(facts: Told) -> Iterator[Metric]:
    family = GaugeMetricFamily(
        "learnscope_store", "How the store is (1 for one of them)", labels=("state",)
    )
    for state in STORES:
        family.add_metric([state], state == facts["state"])
    yield family
    yield _counter("store_writes", "Runs written", int(facts.get("written", 0)))
    yield _counter("store_failures", "Times that the store failed", int(facts.get("failed", 0)))


def _sent(elsewhere: Sequence[float]) -> Iterator[Metric]:
    """`elsewhere`: the same sums of other processes, in the order of SUMS."""
    sums = counts()
    others = elsewhere or [0.0] * len(SUMS)
    for (name, text, key), other in zip(SUMS, others, strict=True):
        yield _counter(name, text, getattr(sums, key) + other)
    refused = CounterMetricFamily("learnscope_refused", "Live views refused", labels=("why",))
    for why, count in sorted(sums.refused.copy().items()):
        refused.add_metric([why], count)
    yield refused


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(f"learnscope_{name}", text, value)


def _counter(name: str, text: str, value: float) -> Metric:
    return CounterMetricFamily(f"learnscope_{name}", text, value)


def _buckets(histogram: Told) -> tuple[list[tuple[str, float]], float]:
    """Prometheus counts what took at most so long, so each bucket holds those before it."""
    names = [*(f"{bound:g}" for bound in BOUNDS), "+Inf"]
    counted = [float(count) for count in accumulate(histogram["counts"])]
    return list(zip(names, counted, strict=True)), histogram["seconds"]


class Metrics:
    """The text for one place."""

    TYPE = CONTENT_TYPE_LATEST

    def __init__(self, place: Place) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(Figures(place))
        ProcessCollector(registry=self._registry)

    def text(self) -> bytes:
        return generate(self._registry)
