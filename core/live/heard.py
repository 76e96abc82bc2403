"""What a browser may say to the run it looks at: the messages of the protocol, read and obeyed."""

from __future__ import annotations

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from core.i18n import N_
from core.live.codec import encode
from core.live.link import Link
from core.live.packing import Frame
from core.live.panels import CURVES, Panels
from core.live.pulse import Pulse
from core.params import Message, Translate
from core.playgrounds.contract import ActError, Arrays
from core.training.answers import Reply
from core.training.clock import Clock
from core.training.run import Run

MOST_STEPS = 100_000
MOST_PROBES = 32  # questions waiting for an answer
Send = Callable[[bytes | Frame], None]


class BadMessageError(ValueError):
    """A message that the protocol does not know; `message` is a sentence for the viewer."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.say())
        self.message = message


class Listener(ABC):
    """The half of a viewer that the server's event loop calls.

    `send` hands an envelope, or a frame to be packed, to the event loop; any thread may call it.
    """

    def __init__(self, run: Run, send: Send, translate: Translate = str) -> None:
        self.visible = False
        self.pulse = Pulse()
        self._run = run
        self._send = send
        self._translate = translate
        self._labels = {param.name: translate(param.label) for param in run.config.params()}
        self._panels = Panels(self.notice)
        self._fresh = False  # the panels wanted have changed since the last frame
        self.link = Link()
        self._asked = self._answered = 0

    @property
    def _commanded(self) -> Run | Clock:
        """Who hears a command: of runs that are compared all."""
        return self._run.clock or self._run

    @property
    def greeted(self) -> bool:
        """Whether this browser has been shown the run."""
        return self.link.newest > 0

    @abstractmethod
    def stale(self, run: Run) -> bool:
        """Whether there is something that this browser has not been shown."""

    def hear(self, text: str) -> None:
        """Obey one message of the browser; raises BadMessageError where the protocol does not know it."""
        try:
            message = json.loads(text, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise _bad(N_("A message was not JSON: {detail}"), detail=str(error)[:80]) from error
        if not isinstance(message, dict):
            raise _bad(N_("A message was not a JSON object."))
        kind = message.get("type")
        obey = self._obeys(kind) if isinstance(kind, str) else None
        if obey is None:
            raise _bad(N_("There is no message of type {kind}."), kind=str(kind)[:60])
        if self.pulse.late(message):
            return self._refuse(message)
        try:
            obey(self, message)
        except ActError as error:
            raise BadMessageError(error.message) from error

    def _obeys(self, kind: str) -> Callable[[Any, Mapping[str, Any]], None] | None:
        """What is done at a message of this type; None: there is none."""
        return _HEARD.get(kind)

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
        self._panels.want(panels)
        self._fresh = True
        self._run.wake()

    def _hear_ack(self, message: Mapping[str, Any]) -> None:
        number = _whole(message, "n", 0, 2**53)
        if number > self.link.newest:
            raise _bad(N_("Frame {n} has not been sent."), n=number)
        self.link.acknowledged(number, time.perf_counter())
        self._run.drawn.set()
        if self.stale(self._run):
            self._run.wake()

    def _hear_step(self, message: Mapping[str, Any]) -> None:
        self._commanded.advance_by(_whole(message, "n", 1, MOST_STEPS))

    def _hear_gear(self, message: Mapping[str, Any]) -> None:
        self._commanded.set_gear(str(message.get("gear")))

    def _hear_set(self, message: Mapping[str, Any]) -> None:
        name, value = message.get("name"), message.get("value")
        if (
            not isinstance(name, str)
            or isinstance(value, bool)
            or not isinstance(value, int | float)
        ):
            raise _bad(
                N_("{name}: the name of a hyperparameter and a number were expected."), name="set"
            )
        if self._run.clock is None:
            self._run.set_value(name, value)
        else:
            self._run.clock.set_value(self._run, name, value)

    def _hear_seek(self, message: Mapping[str, Any]) -> None:
        """Without a step: to the end of the line."""
        step = _whole(message, "step", 0, 2**53) if "step" in message else None
        line = _whole(message, "line", 0, 2**31) if "line" in message else None
        before = message.get("before", False)
        if not isinstance(before, bool):
            raise _bad(N_("{name}: true or false was expected."), name="before")
        self._commanded.seek(step, line, before=before)

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

    def _refuse(self, message: Mapping[str, Any]) -> None:
        """Not carried out: it would come as a surprise by now."""
        late = Message(
            "message", N_("The network held your click back, so it was not carried out.")
        )
        if "id" in message:
            self._answering(_whole(message, "id", 0, 2**53))(False, late, {})
        else:
            self.notice(late)

    def _say(self, message: Message | dict[str, Any] | None) -> str:
        if not isinstance(message, Message):
            return ""
        return message.say(self._translate, self._labels)

    def notice(self, message: Message | None) -> None:
        """A sentence on the page; None takes it away."""
        self._send(encode({"type": "notice", "text": self._say(message)}, {}))


_HEARD: dict[str, Callable[[Listener, Mapping[str, Any]], None]] = {
    "watch": Listener._hear_watch,
    "ack": Listener._hear_ack,
    "play": lambda listener, _: listener._commanded.play(),
    "pause": lambda listener, _: listener._commanded.pause(),
    "step": Listener._hear_step,
    "epoch": lambda listener, _: listener._commanded.advance_epoch(),
    "gear": Listener._hear_gear,
    "set": Listener._hear_set,
    "seek": Listener._hear_seek,
    "reset": lambda listener, _: listener._commanded.reset(),
    "probe": Listener._hear_question,
    "act": Listener._hear_question,
    "trace": Listener._hear_trace,
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
