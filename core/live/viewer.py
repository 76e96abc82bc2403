"""One browser looking at one run: what it wants to see, what it has been sent, what it may say."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from core.i18n import N_, translated
from core.live.codec import encode
from core.live.panels import CURVES, Panels, views
from core.params import Message, Translate
from core.playgrounds.contract import ActError, Arrays
from core.training.answers import Reply
from core.training.history import Event
from core.training.pace import GEARS, next_beat
from core.training.run import Run

IN_FLIGHT = 2  # frames sent and not yet acknowledged
MOST_STEPS = 100_000
MOST_PROBES = 32  # questions waiting for an answer
Send = Callable[[bytes], None]
OVER = b""  # sent in place of a message: the run is gone


class BadMessageError(ValueError):
    """A message that the protocol does not know; `message` is a sentence for the viewer."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.say())
        self.message = message


class Viewer:
    """The training thread calls `stale`, `due` and `show`; the server's event loop calls `hear`.

    `send` hands bytes to the event loop and may be called from either.
    """

    def __init__(self, run: Run, send: Send, translate: Translate = str) -> None:
        self.visible = False
        self._run = run
        self._send = send
        self._translate = translate
        self._labels = {param.name: translate(param.label) for param in run.config.params()}
        self._panels = Panels(self.notice)
        self._fresh = False  # the panels wanted have changed since the last frame
        self._lost = -1  # the build of which nothing more can be shown
        self._revision = -1
        self._build = self._described = -1
        self._sent = self._acked = 0
        self._next = 0.0
        self._history_version = -1
        self._closed: dict[str, int] = {}  # curve → points that this browser has for good
        self._events = 0
        self._asked = self._answered = 0
        self._held: tuple[int, Message | None] = (0, None)  # its place in line, as it was last told

    # ---- on the training thread -------------------------------------------------------------
    def stale(self, run: Run) -> bool:
        shown = (self._revision, self._build, self._described)
        news = self._fresh or shown != (run.revision, run.build, run.described)
        return self.visible and news and self._lost != run.build

    def due(self, run: Run, now: float, interval: float) -> bool:
        if not self.stale(run) or self._sent - self._acked >= IN_FLIGHT or now < self._next:
            return False
        self._next = next_beat(self._next, interval, now)
        return True

    def show(self, run: Run) -> None:
        """Compose and send what this viewer lacks."""
        rebuilt = run.build != self._build
        if run.session is None:
            self._send(encode({"type": "notice", "text": self._say(run.reason)}, {}))
        elif rebuilt or run.described != self._described:
            if rebuilt:
                self._history_version, self._closed, self._events = -1, {}, 0
                self._panels.forget()
            self._send(self._meta(run))
        self._revision, self._build, self._described = run.revision, run.build, run.described
        self._fresh = False
        if run.session is None:
            return
        self._send(self._frame(run, rebuilt))

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
            self._send(
                encode(self._header(run, history, epoch=None, notes=[]) | {"panels": []}, {})
            )

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

    def _frame(self, run: Run, rebuilt: bool) -> bytes:
        history, arrays = self._news(run)
        notes = [self._say(note) for note in run.algorithm.notes()]
        header = self._header(run, history, run.algorithm.epoch, notes)
        asked = self._panels.asked()
        try:
            seen = views(run.algorithm, asked)
            return encode(header | {"panels": list(asked)}, arrays | seen)
        except Exception:
            # Right after a rebuild the options may still be meant for the model before: one more try.
            shown = self._panels.sift(run.algorithm, asked, stop=not rebuilt)
            self._fresh = self._fresh or (rebuilt and len(shown) < len(asked))
            for seen in shown.values():
                arrays |= seen
            return encode(header | {"panels": list(shown)}, arrays)

    def _header(
        self, run: Run, history: dict[str, Any], epoch: float | None, notes: list[str]
    ) -> dict[str, Any]:
        """All of the next frame's header but the names of its panels."""
        self._sent += 1
        rate, epoch_rate = run.speed.rate() if run.status == "running" else (0.0, 0.0)
        return {
            "type": "frame",
            "n": self._sent,
            "build": run.build,
            "status": run.status,
            "reason": {"text": self._say(run.reason)} if run.reason else None,
            "notes": notes,
            "step": run.step,
            "epoch": epoch,
            "gear": run.pace.gear,
            "rate": rate,
            "epoch_rate": None if epoch is None else epoch_rate,
            "metrics": run.history.latest,
            "history": history,
        }

    def _news(self, run: Run) -> tuple[dict[str, Any], Arrays]:
        """The part of the history that this browser does not have yet."""
        history, arrays, starts = run.history, {}, {}
        history.settle()
        if history.version != self._history_version:
            self._history_version, self._closed, self._events = history.version, {}, 0
        for name, curve in history.curves.items():
            since = self._closed.get(name, 0)
            arrays[f"curve.{name}.x"], arrays[f"curve.{name}.y"] = curve.points(since)
            starts[name] = {"from": since}
            self._closed[name] = curve.closed
        fresh = [self._labelled(run, event) for event in history.events[self._events :]]
        events = {"from": self._events, "items": fresh}
        self._events = len(history.events)
        return {"version": history.version, "curves": starts, "events": events}, arrays

    def _labelled(self, run: Run, event: Event) -> dict[str, Any]:
        """An event with the name that a hyperparameter's widget shows."""
        labels = {param.name: param.label for param in run.config.params()}
        label = self._translate(labels[event.name]) if event.name in labels else event.name
        return {**asdict(event), "label": label}

    # ---- on the event loop ------------------------------------------------------------------
    def hear(self, text: str) -> None:
        """Obey one message of the browser; raises BadMessageError where the protocol does not know it."""
        try:
            message = json.loads(text, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise _bad(N_("A message was not JSON: {detail}"), detail=str(error)[:80]) from error
        if not isinstance(message, dict):
            raise _bad(N_("A message was not a JSON object."))
        kind = message.get("type")
        obey = _HEARD.get(kind) if isinstance(kind, str) else None
        if obey is None:
            raise _bad(N_("There is no message of type {kind}."), kind=str(kind)[:60])
        try:
            obey(self, message)
        except ActError as error:
            raise BadMessageError(error.message) from error

    def _hear_watch(self, message: Mapping[str, Any]) -> None:
        panels = message.get("panels")
        if not isinstance(panels, dict) or not all(isinstance(o, dict) for o in panels.values()):
            raise _bad(N_("{name}: an object was expected."), name="panels")
        if not isinstance(message.get("visible"), bool):
            raise _bad(N_("{name}: true or false was expected."), name="visible")
        unknown = panels.keys() - {CURVES} - self._run.algorithm_class.VIEWS.keys()
        if unknown:
            raise _bad(N_("There is no view {name}."), name=", ".join(sorted(unknown))[:60])
        self.visible = message["visible"]
        self._panels.wanted = panels
        self._fresh = True
        self._run.wake()

    def _hear_ack(self, message: Mapping[str, Any]) -> None:
        number = _whole(message, "n", 0, 2**53)
        if number > self._sent:
            raise _bad(N_("Frame {n} has not been sent."), n=number)
        self._acked = max(self._acked, number)
        self._run.drawn.set()
        if self.stale(self._run):
            self._run.wake()

    def _hear_step(self, message: Mapping[str, Any]) -> None:
        self._run.advance_by(_whole(message, "n", 1, MOST_STEPS))

    def _hear_gear(self, message: Mapping[str, Any]) -> None:
        self._run.set_gear(str(message.get("gear")))

    def _hear_question(self, message: Mapping[str, Any]) -> None:
        number = _whole(message, "id", 0, 2**53)
        name, args = message.get("name"), message.get("args", {})
        if not isinstance(name, str) or not isinstance(args, dict):
            raise _bad(N_("{name}: an object was expected."), name="args")
        ask = self._run.probe if message["type"] == "probe" else self._run.act
        ask(name, args, self._answering(number))

    def _hear_trace(self, message: Mapping[str, Any]) -> None:
        self._run.trace(self._answering(_whole(message, "id", 0, 2**53)))

    def _answering(self, number: int) -> Reply:
        """What sends the answer to question `number` once there is one."""
        if self._asked - self._answered >= MOST_PROBES:
            raise _bad(N_("Too many questions are waiting for an answer."))
        self._asked += 1

        def reply(ok: bool, answer: dict[str, Any] | Message, arrays: Arrays) -> None:
            said = {"value": answer} if ok else {"text": self._say(answer)}
            message = encode({"type": "answer", "id": number, "ok": ok, **said}, arrays)
            self._answered += 1
            self._send(message)

        return reply

    def _say(self, message: Message | dict[str, Any] | None) -> str:
        if not isinstance(message, Message):
            return ""
        return message.say(self._translate, self._labels)

    def notice(self, message: Message) -> None:
        self._send(encode({"type": "notice", "text": self._say(message)}, {}))


_HEARD: dict[str, Callable[[Viewer, Mapping[str, Any]], None]] = {
    "watch": Viewer._hear_watch,
    "ack": Viewer._hear_ack,
    "play": lambda viewer, _: viewer._run.play(),
    "pause": lambda viewer, _: viewer._run.pause(),
    "step": Viewer._hear_step,
    "epoch": lambda viewer, _: viewer._run.advance_epoch(),
    "gear": Viewer._hear_gear,
    "reset": lambda viewer, _: viewer._run.reset(),
    "probe": Viewer._hear_question,
    "act": Viewer._hear_question,
    "trace": Viewer._hear_trace,
}


def _whole(message: Mapping[str, Any], name: str, low: int, high: int) -> int:
    value = message.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        text = N_("{name}: a whole number in {low}–{high} was expected.")
        raise _bad(text, name=name, low=low, high=high)
    return value


def _bad(text: str, **values: Any) -> BadMessageError:
    return BadMessageError(Message(str(values.get("name", "message")), text, values))


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
