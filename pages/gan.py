"""The GAN playground: two networks at play, what they make, and what goes wrong. Words: gan.LANGUAGE.md."""

import streamlit as st

from core.ui.playground import playground
from core.ui.upload import csv_upload


@st.cache_data(show_spinner=False)
def panels(language):
    """What the live view shows: a panel appears where the data are of its kind."""
    from core.playgrounds.gan.figures import curves, profiles
    from core.i18n import translator

    _ = translator(language)
    every = curves(_)
    picture = {"column": "picture", "main": True}
    return [
        {"name": "samples", "kind": "samples", "title": _("Samples"), **picture},
        {"name": "grid", "kind": "grid", "title": _("Generated images"), **picture},
        {"name": "waves", "kind": "waves", "title": _("Signals"), **picture},
        {"name": "strip", "kind": "strip", "title": _("From noise to noise"), "column": "picture"},
        {"name": "flow", "kind": "flow", "title": _("Data flow"), "column": "flow"},
        {
            "name": "diagnosis",
            "kind": "diagnosis",
            "title": _("Diagnosis"),
            "column": "diagnosis",
        },
        {
            "name": "losses",
            "kind": "choice",
            "title": _("Curves"),
            "column": "curves",
            "variants": every,
        },
        {
            "name": "quality",
            "kind": "choice",
            "title": _("More curves"),
            "column": "curves",
            "variants": every[1:],
            "only": "points",
        },
        {
            "name": "neighbours",
            "kind": "neighbours",
            "title": _("Is it copying?"),
            "column": "curves",
        },
        {
            "name": "profile",
            "kind": "profile",
            "title": _("In common"),
            "column": "curves",
            "variants": profiles(_),
        },
    ]


playground(
    "gan",
    panels,
    open_groups=("Generator", "Discriminator"),
    sources=("adversarial/objectives.py", "adversarial/points.py", "adversarial/diagnosis.py"),
    controls=csv_upload,
)
