"""The panels that one viewer wants to see, and what becomes of those that cannot be shown."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from core.i18n import N_
from core.live.codec import encode
from core.params import Message
from core.playgrounds.contract import ActError, Algorithm, Arrays, View, Wanted

CURVES = "curves"  # watched by whoever wants the history alone: it is no view
log = logging.getLogger(__name__)


def views(algorithm: Algorithm, asked: Wanted) -> Arrays:
    """The arrays of those of `asked` that are views."""
    real = {name: options for name, options in asked.items() if name != CURVES}
    return algorithm.views(real) if real else {}


def costly(view: View | None) -> bool:
    """Whether it is worth sparing: it rests, and does not get on with every look."""
    return view is not None and view.rest > 0 and not view.rolling


class Panels:
    """`wanted` is replaced by the server's event loop; everything else belongs to the training thread."""

    def __init__(self, tell: Callable[[Message], None]) -> None:
        self.wanted: Wanted = {}
        self._shown: dict[str, Mapping[str, Any]] = {}  # panel → the options of what was sent last
        self._tell = tell
        self._stopped: dict[str, Mapping[str, Any]] = {}  # panel → the options with which it failed
        self._told: dict[str, str] = {}  # panel → what was said about that
        self._rests: dict[
            str, tuple[Mapping[str, Any], float]
        ] = {}  # panel → its options, and until when

    def forget(self) -> None:
        """Another model: what was stopped may be shown again."""
        self._stopped, self._told, self._rests, self._shown = {}, {}, {}, {}

    def want(self, panels: Wanted) -> None:
        """These from now on. Whoever points at another token says all of it anew: what is wanted as before
        need not be computed again for that, so it keeps the options by which it is known."""
        before = self.wanted
        self.wanted = {
            name: before[name]
            if before.get(name) == options and name not in self._stopped
            else options
            for name, options in panels.items()
        }

    def wake(self) -> None:
        """Somebody new sees the next frame: no view rests for it."""
        self._rests = {}

    def asked(
        self,
        declared: Mapping[str, View],
        now: float | None,
        fresh: bool = False,
        same: bool = False,
    ) -> Wanted:
        """What is wanted and has not been stopped: a browser that says anew what it wants has another try.

        `now` is the time in a run that goes on: some of the views `declared` rest between two frames of it.
        `fresh`: somebody waits for something else than before, so those whose rest is just over let it go
        first. `same`: nothing but that has changed: those that rest are what they were.
        """
        asked = {}
        for name, options in self.wanted.items():
            if self._stopped.get(name) is options:
                continue
            rest = declared[name].rest if name in declared and now is not None else 0.0
            if rest and now is not None:
                before, until = self._rests.get(name, ({}, 0.0))
                if before is options and now < until + (rest if fresh else 0.0):
                    continue
                self._rests[name] = options, now + rest
            if same and self._shown.get(name) is options and costly(declared.get(name)):
                continue
            self._shown[name] = asked[name] = options
        return asked

    def sift(self, algorithm: Algorithm, asked: Wanted, stop: bool) -> dict[str, Arrays]:
        """The arrays of those of `asked` that can be shown, each panel asked for by itself.

        With `stop` the others are stopped, and the viewer is told why.
        """
        shown = {}
        for name, options in asked.items():
            try:
                arrays = views(algorithm, {name: options})
                encode({}, arrays)
                shown[name] = arrays
            except Exception as error:
                self._shown.pop(name, None)
                if stop:
                    self._stop(name, options, error)
        return shown

    def _stop(self, panel: str, options: Mapping[str, Any], error: Exception) -> None:
        self._stopped[panel] = options
        values: dict[str, Any] = {"panel": panel[:60]}
        if isinstance(error, ActError):
            text = N_("The panel {panel} is not shown. {why}")
            values["why"] = error.message
        else:
            log.error("the panel %s failed", panel[:60], exc_info=error)
            text = N_("The panel {panel} was stopped by an error: {error}")
            values["error"] = f"{type(error).__name__}: {error}"[:300]
        message = Message(panel, text, values)
        if self._told.get(panel) != message.say():
            self._told[panel] = message.say()
            self._tell(message)
