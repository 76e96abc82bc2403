"""The DDPG playground: an actor and its critic learn to move. The words are in ddpg.LANGUAGE.md."""

import streamlit as st

from core.ui.playground import playground

# Panels that share one place, in the order of their tabs.
PLANE = ("surface", "replay")
STRIP = ("action", "noise")


@st.cache_data(show_spinner=False)
def panels(language):
    """What the live view shows."""
    from core.figures.ddpg import curves
    from core.i18n import translator

    _ = translator(language)
    every = curves(_)
    tabs = {
        "surface": (_("Critic and policy"), _("Critic and policy")),
        "replay": (_("Replay memory"), _("Replay memory")),
        "action": (_("Q over the action"), _("Q over the action")),
        "noise": (_("Exploration noise"), _("Noise")),
    }

    def sharing(names, column):
        """Panels of one column, one of which is seen at a time."""
        row = {"name": f"{column}-tabs", "kind": "tabs", "of": list(names), "column": column}
        return [
            {**row, "title": _("What is shown here")},
            *(
                {"name": name, "kind": name, "title": tabs[name][0], "tab": tabs[name][1]}
                | {"column": column}
                for name in names
            ),
        ]

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
        *sharing(STRIP, "strip"),
        *sharing(PLANE, "plane"),
        {
            "name": "diagnosis",
            "kind": "diagnosis",
            "title": _("Diagnosis"),
            "column": "numbers",
            "more": ["episode_return", "mean_q"],
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
