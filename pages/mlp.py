"""The MLP playground: a network, its decision map, its curves. The words are in mlp.LANGUAGE.md."""

from typing import Literal

import streamlit as st

from core.ui.playground import playground
from core.ui.words import language


@st.cache_data(show_spinner=False)
def curves(language: str, score: Literal["accuracy", "r2"]):
    """The figures of the two charts: built once per language, since building takes longer than drawing."""
    from core.figures.curves import loss_figure, score_figure
    from core.i18n import translator

    _ = translator(language)
    return loss_figure(_), score_figure(_, score)


def panels(_, config):
    """What the live view shows, in reading order."""
    score: Literal["accuracy", "r2"] = "r2" if config.task == "regression" else "accuracy"
    loss, right = curves(language(), score)
    found = [
        {"name": "network", "kind": "network", "title": _("The network")},
        {"name": "map", "kind": "map", "title": _("What it answers at each point")},
        {"name": "loss", "kind": "chart", "title": _("Loss"), **loss},
        {"name": "score", "kind": "chart", "title": _("Score"), **right},
    ]
    if config.task == "classification":
        found.append({"name": "confusion", "kind": "confusion", "title": _("Confusions")})
    return found


playground("mlp", panels, open_groups=("Training",))
