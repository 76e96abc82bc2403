"""What can be done after a divergence, in a sentence."""

from __future__ import annotations

from core.i18n import N_
from core.params import Config, Message


def ways_on(config: Config, changed: list[str], step: int) -> Message:
    """What can be done with values that were changed after a divergence; `step` is the last good state's."""
    if len(changed) > 1:
        text = N_("Diverged; {count} settings are others now. Reset begins anew with them, play goes on from "
                  "the last good state, step {good}.")  # fmt: skip
        return Message("status", text, {"count": len(changed), "good": step})
    param, value = config.param(changed[0]), getattr(config, changed[0])
    shown = (
        Message(param.name, param.options[value])
        if param.options and isinstance(value, str)
        else param.format(value)
    )
    text = N_("Diverged; {name} is {value} now. Reset begins anew with it, play goes on from the last good "
              "state, step {good}.")  # fmt: skip
    return Message(param.name, text, {"value": shown, "good": step})
