"""One palette with one meaning everywhere: blue is −1, class 0; orange is +1, class 1.

Blue and vermillion are those of Okabe & Ito ("Color Universal Design", jfly.uni-koeln.de/color),
told apart by every common kind of colour vision; the others were searched for, numerically, so that
all of them stay apart for protanopes and deuteranopes (tests/figures/test_palette.py measures it).
Every colour is `#rrggbb`, except that grid lines are see-through.
"""

from __future__ import annotations

BLUE = "#0072b2"
ORANGE = "#d55e00"
CLASSES = (BLUE, ORANGE, "#12a866", "#c68cac", "#1fc6f8", "#f8aa00")
MORE = ("#246c60", "#0c54e4", "#a83024", "#3c90fc")  # for up to ten: such marks wear a letter too

# What lies between the two signs: the colour of "undecided", near each theme's background.
MIDDLE = {"light": "#f1f2f3", "dark": "#22272f"}

# Readable on both backgrounds, for figures drawn before the browser knows its theme.
INK = "#767c85"
GRID = "rgba(128, 134, 142, 0.25)"

# Roles in curves: what is measured on held-out data is the one to look at.
TRAIN = BLUE
TEST = ORANGE
RAW = "rgba(128, 134, 142, 0.55)"


def diverging(theme: str) -> list[tuple[float, str]]:
    """Plotly's colour scale from −1 over undecided to +1; `theme` is `light` or `dark`."""
    return [(0.0, BLUE), (0.5, MIDDLE[theme]), (1.0, ORANGE)]
