"""The MLP playground: a network, its decision map, its curves. The words are in mlp.LANGUAGE.md."""

import streamlit as st

from core.ui.playground import playground


@st.cache_data(show_spinner=False)
def panels(language):
    """What the live view shows, in reading order; charts take the variant that the run has metrics for."""
    from core.figures.curves import loss_figure, score_figure
    from core.i18n import translator

    _ = translator(language)
    scores = [
        {"requires": "test_accuracy", "title": _("Accuracy"), **score_figure(_, "accuracy")},
        {"requires": "test_r2", "title": _("R²"), **score_figure(_, "r2")},
    ]
    return [
        {"name": "network", "kind": "network", "title": _("The network")},
        {"name": "map", "kind": "map", "title": _("Its answer at every point")},
        {"name": "confusion", "kind": "matrix", "title": _("Confusions")},
        {"name": "loss", "kind": "chart", "title": _("Loss"), **loss_figure(_)},
        {"name": "score", "kind": "chart", "title": _("Score"), "variants": scores},
    ]


playground("mlp", panels, open_groups=("Training",), sources=("nets.py", "losses.py", "optim.py"))
