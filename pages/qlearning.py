"""The tabular reinforcement learning playground: values spread over a world. Words: qlearning.LANGUAGE.md."""

import streamlit as st

from core.ui.playground import playground


@st.cache_data(show_spinner=False)
def panels(language):
    """What the live view shows."""
    from core.playgrounds.qlearning.figures import curves
    from core.i18n import translator

    _ = translator(language)
    every = curves(_)
    return [
        {
            "name": "world",
            "kind": "world",
            "title": _("The world"),
            "column": "board",
            "main": True,
            "drawn": "optional",
        },
        {"name": "optimal", "kind": "optimal", "title": _("Optimal values"), "column": "optimal"},
        {"name": "diagnosis", "kind": "diagnosis", "title": _("So far"), "column": "facts"},
        {"name": "update", "kind": "update", "title": _("The last update"), "column": "update"},
        {
            "name": "returns",
            "kind": "choice",
            "title": _("Curves"),
            "column": "returns",
            "variants": every,
        },
        {
            "name": "more",
            "kind": "choice",
            "title": _("More curves"),
            "column": "returns",
            "variants": [*every[1:], every[0]],
        },
    ]


playground(
    "qlearning",
    panels,
    open_groups=("Method", "Learning rate", "Exploration"),
    sources=("tabular/agent.py", "tabular/planning.py", "tabular/grid.py"),
)
