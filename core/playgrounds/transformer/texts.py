"""The browser component's texts for the panels of /transformer. See core/live/texts.py."""

from __future__ import annotations

from core.i18n import N_

TEXTS: dict[str, str] = {
    "attention.label": N_("Where each head looks: a row is a place, a column what it looks at"),
    "attention.none": N_("Only a transformer has heads that look at other places."),
    "sample.label": N_("The prompt, and what the model goes on with"),
    "sample.none": N_("This task is answered place by place: there is nothing to go on with."),
}
