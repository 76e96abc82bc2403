"""One browser looking at one run: what it wants to see, and what it has been sent."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Any

from core.i18n import translated
from core.live.codec import encode
from core.live.heard import Listener, Send
from core.live.packing import Frame
from core.live.panels import views
from core.live.timeline import Timeline
from core.params import Message, Translate
from core.playgrounds.contract import Arrays
from core.playgrounds.declared import shades
from core.training.history import Event
from core.training.pace import GEARS, next_beat
from core.training.run import Run

OVER = b""  # sent in place of a message: the run is gone
READABLE = ("crawl", "slow")  # gears in which every frame can be read, and so is exact


class Viewer(Listener):
    """The training thread calls what a `Watcher` has, the event loop what `Listener` has."""

    shared = False

    def __init__(self, run: Run, send: Send, translate: Translate = str) -> None:
        super().__init__(run, send, translate)
        self._lost = -1  # the build of which nothing more can be shown
        self._shades = shades(run.algorithm_class.VIEWS)
        self._revision = -1
        self._build = self._described = -1
        self._next = 0.0
        self._history_version = -1
        self._closed: dict[str, int] = {}  # curve → points that this browser has for good
        self._settled: dict[str, int] = {}  # curve → additions this browser has been told of
        self._events = 0
        self._timeline = Timeline()
        self._noted: Message | None = None  # what was told of the run that stays on the page
        self._held: tuple[int, Message | None] = (0, None)  # its place in line, as it was last told

    def stale(self, run: Run) -> bool:
        shown = (self._revision, self._build, self._described)
        news = self._fresh or shown != (run.revision, run.build, run.described)
        return self.visible and news and self._lost != run.build

    def due(self, run: Run, now: float, interval: float) -> bool:
        # Whoever asks for something else has it one frame early; the next one waits for that.
        early = interval if self._fresh else 0.0
        if not self.stale(run) or now < self._next - early or self.link.full:
            return False
        self._next = next_beat(self._next, interval * self.link.stretch, now)
        return True

    def show(self, run: Run) -> None:
        """Compose and send what this viewer lacks."""
        rebuilt = run.build != self._build
        if run.session is None:
            self._send(encode({"type": "notice", "text": self._say(run.reason)}, {}))
        elif rebuilt or run.described != self._described:
            if rebuilt:
                self._forget(-1)
                self._panels.forget()
                self._timeline.forget()
            self._send(self._meta(run))
        now = run.revision, run.build, run.described
        fresh = self._fresh
        same = fresh and now == (self._revision, self._build, self._described)
        self._revision, self._build, self._described = now
        self._fresh = False
        if run.note is not self._noted:
            self._noted = run.note
            header = {"type": "notice", "text": self._say(run.note), "stays": True}
            self._send(encode(header, {}))
        if run.session is None:
            return
        self._send(self._frame(run, rebuilt, fresh, same))

    def hold(self, place: int, why: Message | None) -> None:
        """Say that the run waits to be let in, and where in line; or that it does no longer."""
        if (place, why) != self._held:
            self._held = place, why
            self._send(encode({"type": "waiting", "place": place, "text": self._say(why)}, {}))

    def dismiss(self) -> None:
        self._send(OVER)

    def break_off(self, run: Run) -> None:
        """Say what ended the run, without anything that it would have to compute."""
        self._lost = run.build
        if run.reason is not None:
            self.notice(run.reason)
        if run.build == self._build:
            history = {"version": self._history_version, "curves": {}}
            header = self._header(run, history, epoch=None, notes=[]) | {"panels": []}
            self._send(Frame(header, {}, {}))

    def _forget(self, version: int) -> None:
        """The history of that version comes whole."""
        self._history_version, self._events = version, 0
        self._closed, self._settled = {}, {}

    def _meta(self, run: Run) -> bytes:
        algorithm = run.algorithm
        header = {
            "type": "meta",
            "build": run.build,
            "run": run.id,
            "algorithm": algorithm.NAME,
            "unit": self._translate(algorithm.UNIT),
            "config": algorithm.config.to_json(),
            "device": str(algorithm.device),
            "gears": GEARS,
            "describe": translated(algorithm.describe(), self._translate),
            "metrics": {
                name: metric.to_json(self._translate) for name, metric in algorithm.METRICS.items()
            },
            "views": {name: list(view.arrays) for name, view in algorithm.VIEWS.items()},
            "statics": list(algorithm.STATIC),
            "undo": run.previous is not None,
        }
        return encode(header, algorithm.static_views())

    def _frame(self, run: Run, rebuilt: bool, fresh: bool, same: bool) -> Frame:
        history, curves = self._news(run)
        notes = [self._say(note) for note in run.algorithm.notes()]
        header = self._header(run, history, run.algorithm.epoch, notes)
        if run.session is not None:
            still = run.status != "running"
            header["timeline"], lines = self._timeline.news(run.session.moments, still)
            curves |= lines
            if run.clock is not None:  # what it took is compared
                counted = run.step - run.session.worked_from
                worked = run.session.worked
                header |= {"worked": worked, "per_step": worked / counted if counted > 0 else None}
        now = time.perf_counter() if run.status == "running" and not rebuilt else None
        asked = self._panels.asked(run.algorithm.VIEWS, now, fresh, same)
        exact = run.status != "running" or run.pace.gear in READABLE
        try:
            seen = views(run.algorithm, asked)
            return Frame(header | {"panels": list(asked)}, curves, seen, self._shades, exact)
        except Exception:
            # Right after a rebuild the options may still be meant for the model before: one more try.
            shown = self._panels.sift(run.algorithm, asked, stop=not rebuilt)
            self._fresh = self._fresh or (rebuilt and len(shown) < len(asked))
            seen = {name: array for arrays in shown.values() for name, array in arrays.items()}
            return Frame(header | {"panels": list(shown)}, curves, seen, self._shades, exact)

    def _header(
        self, run: Run, history: dict[str, Any], epoch: float | None, notes: list[str]
    ) -> dict[str, Any]:
        """All of the next frame's header but the names of its panels."""
        rate, epoch_rate = run.speed.rate() if run.status == "running" else (0.0, 0.0)
        return {
            "type": "frame",
            "n": self.link.sent(time.perf_counter()),
            "build": run.build,
            "status": run.status,
            "reason": {"text": self._say(run.reason)} if run.reason else None,
            "notes": notes,
            "step": run.step,
            "epoch": epoch,
            "gear": run.pace.gear,
            "rate": rate,
            "epoch_rate": None if epoch is None else epoch_rate,
            "metrics": dict(run.history.latest),
            "history": history,
        }

    def _news(self, run: Run) -> tuple[dict[str, Any], Arrays]:
        """The part of the history that this browser does not have yet."""
        history, arrays, starts = run.history, {}, {}
        history.settle()
        if history.version != self._history_version:
            self._forget(history.version)
        for name, curve in history.curves.items():
            if self._settled.get(name) == curve.settled:
                continue
            since = self._closed.get(name, 0)
            arrays[f"curve.{name}.x"], arrays[f"curve.{name}.y"] = curve.points(since)
            starts[name] = {"from": since}
            self._closed[name], self._settled[name] = curve.closed, curve.settled
        fresh = [self._labelled(run, event) for event in history.events[self._events :]]
        events = {"from": self._events, "items": fresh}
        self._events = len(history.events)
        return {"version": history.version, "curves": starts, "events": events}, arrays

    def _labelled(self, run: Run, event: Event) -> dict[str, Any]:
        """An event with the name that a hyperparameter's widget shows, or with its member's."""
        labels = {param.name: param.label for param in run.config.params()}
        labels |= {**run.algorithm.members, **run.algorithm.MOMENTS}
        label = self._translate(labels[event.name]) if event.name in labels else event.name
        return {**asdict(event), "label": label}
