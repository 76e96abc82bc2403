"""What a viewer asks a run between two of its steps: a probe, an act, a step told in stages."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from core.i18n import N_
from core.params import Message
from core.playgrounds.contract import ActError
from core.training import memory
from core.training.answers import UNBUILT, Reply, broken, told
from core.training.history import Event
from core.training.trained_run import TrainedRun

log = logging.getLogger(__name__)


class QuestionedRun(TrainedRun):
    """Called on the training thread; every question gets an answer or a refusal in a sentence."""

    def _trace(self, reply: Reply) -> None:
        if self.session is None or not self._hold():
            reply(False, Message("trace", N_("This run cannot take a step.")), {})
            return
        try:
            stages, arrays = told(self.session.trace())
        except Exception as error:
            reply(False, broken("trace", error), {})
            raise
        self.history.stamp(Event(self.step, "act", "trace", "", ""))
        self.revision += 1
        reply(True, {"step": self.step, "stages": stages}, arrays)

    def _probe(self, name: str, args: Mapping[str, Any], reply: Reply) -> None:
        if self.session is None:
            reply(False, self.reason or UNBUILT, {})
            return
        try:
            reply(True, *self.algorithm.probe(name, args))
        except ActError as error:
            reply(False, error.message, {})
        except Exception as error:
            if memory.is_exhausted(error):
                self.fail(error)
                reply(False, self.reason or UNBUILT, {})
                return
            log.error("the probe %s failed", name[:60], exc_info=error)
            reply(False, broken(name, error), {})  # it has changed nothing: the run goes on

    def _act(self, name: str, args: Mapping[str, Any], reply: Reply) -> None:
        if self.session is None:
            reply(False, self.reason or UNBUILT, {})
            return
        before = self.session.before(name)
        try:
            said = self.algorithm.act(name, args)
        except ActError as error:
            reply(False, error.message, {})
            return
        except Exception as error:  # nobody knows what it has changed: the run ends
            reply(False, broken(name, error), {})
            raise
        self.session.changed(name, before)
        texts = {key: str(said.get(key, "")) for key in ("name", "old", "new")}
        if texts["name"]:  # a piece of something that its last piece tells of has none
            self.history.stamp(Event(self.step, "act", **texts))
        self.revision += 1
        reply(True, said, {})
