"""The server's figures in Prometheus's text format.

Everything is read when somebody asks: threads that train and the event loop only ever add to sums that they
have (core/training/tally.py, core/live/counts.py). Nothing names a run or a visitor.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

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
from core.training.engine import Engine
from core.training.run import Run
from core.training.tally import BOUNDS, Histogram

STATES = ("reachable", "full", "closed", "away", "off")


class Figures(Collector):
    """All of one engine and of the live view before it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def describe(self) -> list[Metric]:
        """Nothing is asked before there is an engine."""
        return []

    def collect(self) -> Iterator[Metric]:
        runs = self._engine.runs
        yield InfoMetricFamily("learnscope", "What is served", {"version": version()})
        yield from self._people(runs)
        yield from self._training()
        yield from _sent()
        yield from self._store()
        yield _gauge("memory_bytes", "Resident memory of the process", memory.resident())
        yield _gauge("handles_open", "Open file handles", handles.used())
        yield _gauge("handles_limit", "File handles that the process may have", handles.limit())

    def _people(self, runs: list[Run]) -> Iterator[Metric]:
        found = Counter((run.algorithm_class.NAME, _state(run)) for run in runs)
        family = GaugeMetricFamily(
            "learnscope_runs", "Runs in memory", labels=("playground", "state")
        )
        for labels, count in sorted(found.items()):
            family.add_metric(labels, count)
        yield family
        limits, admission = self._engine.admission.limits, self._engine.admission
        watchers = [watcher for run in runs for watcher in tuple(run.watchers)]
        yield _gauge("viewers", "Open live views", len(watchers))
        yield _gauge("viewers_visible", "Of those on a screen", sum(w.visible for w in watchers))
        yield _gauge("waiting", "Visitors in line", admission.waiting)
        yield _gauge("runs_limit", "Runs at once at most (LEARNSCOPE_RUNS)", limits.runs)
        yield _gauge(
            "viewers_limit", "Who looks at once at most (LEARNSCOPE_VIEWERS)", limits.viewers
        )

    def _training(self) -> Iterator[Metric]:
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
        for lane in self._engine.lanes:
            tally, labels = lane.tally, [lane.name]
            steps.add_metric(labels, tally.steps)
            frames.add_metric(labels, tally.frames)
            spent.add_metric(labels, tally.frame_seconds)
            slices.add_metric(labels, *_buckets(tally.slices))
            control.add_metric(labels, *_buckets(tally.controls))
        yield from (steps, frames, spent, slices, control)

    def _store(self) -> Iterator[Metric]:
        keeper = self._engine.keeper
        facts = {"state": "off"} if keeper is None else keeper.facts()
        family = GaugeMetricFamily(
            "learnscope_store", "How the store is (1 for one of them)", labels=("state",)
        )
        for state in STATES:
            family.add_metric([state], state == facts["state"])
        yield family
        yield _counter("store_writes", "Runs written", int(facts.get("written", 0)))
        yield _counter("store_failures", "Times that the store failed", int(facts.get("failed", 0)))


def _sent() -> Iterator[Metric]:
    sums = counts()
    yield _counter("frames_sent", "Frames packed and sent", sums.frames)
    yield _counter("messages_sent", "Messages sent over live views", sums.messages)
    yield _counter("bytes_sent", "Bytes of those", sums.bytes)
    yield _counter("messages_heard", "Messages of browsers", sums.heard)
    yield _counter("messages_malformed", "Messages that made no sense", sums.malformed)
    yield _counter("viewers_joined", "Live views that were opened", sums.joined)
    refused = CounterMetricFamily("learnscope_refused", "Live views refused", labels=("why",))
    for why, count in sorted(sums.refused.copy().items()):
        refused.add_metric([why], count)
    yield refused


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(f"learnscope_{name}", text, value)


def _counter(name: str, text: str, value: float) -> Metric:
    return CounterMetricFamily(f"learnscope_{name}", text, value)


def _buckets(histogram: Histogram) -> tuple[list[tuple[str, float]], float]:
    """Prometheus counts what took at most so long, so each bucket holds those before it."""
    names = [*(f"{bound:g}" for bound in BOUNDS), "+Inf"]
    counted = [float(count) for count in accumulate(list(histogram.counts))]
    return list(zip(names, counted, strict=True)), histogram.seconds


def _state(run: Run) -> str:
    if run.session is None and run.status == "ready":
        return "waiting"  # in line, or being built
    return run.status


class Metrics:
    """The text for one engine."""

    TYPE = CONTENT_TYPE_LATEST

    def __init__(self, engine: Engine) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(Figures(engine))
        ProcessCollector(registry=self._registry)

    def text(self) -> bytes:
        return generate(self._registry)
