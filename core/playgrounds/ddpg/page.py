"""What the page /ddpg shows: an actor and its critic learn to move."""

from __future__ import annotations

from core.i18n import N_
from core.params import Translate
from core.playgrounds.declared import Page, Panel, sharing


def panels(_: Translate) -> list[Panel]:
    """In reading order."""
    from core.playgrounds.ddpg.figures import curves

    every = curves(_)
    plane = [
        ("surface", _("Critic and policy"), _("Critic and policy")),
        ("replay", _("Replay memory"), _("Replay memory")),
    ]
    strip = [
        ("action", _("Q over the action"), _("Q over the action")),
        ("noise", _("Exploration noise"), _("Noise")),
    ]

    def tabs(column: str, of: list[tuple[str, str, str]]) -> list[Panel]:
        made = [
            Panel(name, name, title, name, column, stage=column == "plane", tab=tab)
            for name, title, tab in of
        ]
        return sharing(column, _("What is shown here"), made)

    def chart(name: str, title: str, variants: list[dict[str, object]]) -> Panel:
        stage = name == "returns"
        column = "curves" if stage else "more"
        return Panel(
            name, "returns", title, "curves", column, stage=stage, more={"variants": variants}
        )

    counted = {"more": ["episodes", "episode_return", "mean_q"]}
    return [
        Panel("world", "stage", _("World"), "world", "world", main=True, stage=True, optional=True),
        *tabs("plane", plane),
        chart("returns", _("Curves"), every),
        Panel("diagnosis", "diagnosis", _("Diagnosis"), None, "diagnosis", more=counted),
        *tabs("strip", strip),
        chart("more", _("More curves"), [*every[2:], *every[:2]]),
    ]


PAGE = Page(
    panels,
    picture=N_(
        "A pendulum held upright, the critic's surface over angle and speed, and the returns"
    ),
    group=N_("Reinforcement learning"),
    place=5,
    open_groups=("Learning",),
    sources=(
        "playgrounds/ddpg/learner.py",
        "playgrounds/ddpg/noise.py",
        "playgrounds/ddpg/environment.py",
    ),
)
