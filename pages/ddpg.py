"""The DDPG playground: an actor and its critic learn to move. The words are in ddpg.LANGUAGE.md."""

import streamlit as st

from core.ui.playground import playground


@st.cache_data(show_spinner=False)
def panels(language):
    """What the live view shows."""
    from core.playgrounds.ddpg.figures import curves
    from core.i18n import translator
    from core.ui.tabs import sharing

    _ = translator(language)
    every = curves(_)
    plane = {
        "surface": (_("Critic and policy"), _("Critic and policy")),
        "replay": (_("Replay memory"), _("Replay memory")),
    }
    strip = {
        "action": (_("Q over the action"), _("Q over the action")),
        "noise": (_("Exploration noise"), _("Noise")),
    }

    def chart(name, title, variants):
        place = {"column": "numbers", "variants": variants}
        return {"name": name, "kind": "returns", "title": title, **place}

    return [
        {
            "name": "world",
            "kind": "stage",
            "title": _("World"),
            "column": "world",
            "main": True,
            "drawn": "optional",
        },
        *sharing("strip", strip, _),
        *sharing("plane", plane, _),
        {
            "name": "diagnosis",
            "kind": "diagnosis",
            "title": _("Diagnosis"),
            "column": "numbers",
            "more": ["episodes", "episode_return", "mean_q"],
        },
        chart("returns", _("Curves"), every),
        chart("more", _("More curves"), [*every[2:], *every[:2]]),
    ]


playground(
    "ddpg",
    panels,
    open_groups=("Learning",),
    sources=("actorcritic/learner.py", "actorcritic/noise.py", "actorcritic/worlds.py"),
)
