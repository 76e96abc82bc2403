"""The browser component's texts for the panels of /regularization. See core/live/texts.py."""

from __future__ import annotations

from core.i18n import N_

TEXTS: dict[str, str] = {
    "maps.member": N_("{name}: test loss {test}, training loss {train}"),
    "maps.losses": N_("{test} / {train}"),
    "maps.left": N_("left the picture"),
    "maps.stopped": N_("stop {step}"),
    "maps.hint": N_(
        "Below each: test / training loss. Choose one: its curves stand out. Discs are training points, with "
        "their wrong labels."
    ),
    "action.test-data": N_("Test points"),
    "tip.test-data": N_("Show the test points as diamonds; training points are discs"),
    "weights.member": N_("{name}: {zeros} of the weights are about zero, their size is {size}"),
    "weights.facts": N_("{share} % · {size}"),
    "weights.hint": N_(
        "From −{reach} to {reach}, heights logarithmic. Numbers: the share of weights below 0.001, and their "
        "root mean square."
    ),
    "widths.x": N_("neurons = parameters"),
    "widths.y": N_("error"),
    "widths.train": N_("training error"),
    "widths.test": N_("test error"),
    "widths.limit": N_("where descent ends"),
    "widths.threshold": N_("parameters = points"),
    "widths.read": N_(
        "Test error: {narrow} at best while narrow, {peak} at the peak ({at} neurons), {wide} with {most}."
    ),
    "stopped.mark": N_("early stopping stopped here"),
}
