"""The palette under a colorimeter: contrast on both themes, distance under colour blindness."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from core.figures import palette

CONFIG = Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml"
THEME = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
THEMES = ("light", "dark")

# Machado, Oliveira & Fernandes 2009, doi:10.1109/TVCG.2009.113, severity 1.0, on linear RGB.
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            (0.152286, 1.052583, -0.204868),
            (0.114503, 0.786281, 0.099216),
            (-0.003882, -0.048116, 1.051998),
        ]
    ),
    "deuteranopia": np.array(
        [
            (0.367322, 0.860646, -0.227968),
            (0.280085, 0.672501, 0.047413),
            (-0.011820, 0.042940, 0.968881),
        ]
    ),
}
XYZ = np.array(  # linear sRGB → CIE XYZ, IEC 61966-2-1
    [(0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)]
)


def linear(colour: str) -> np.ndarray:
    """`#rrggbb` → linear RGB in [0, 1]."""
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio, 1…21."""
    dark, light = sorted(float(XYZ[1] @ linear(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str, vision: str) -> np.ndarray:
    """CIE L*a*b* (D65) of the colour as somebody with that vision sees it."""
    seen = np.clip(VISION[vision] @ linear(colour), 0, 1)
    t = XYZ @ seen / XYZ.sum(axis=1)
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("vision", VISION)
def test_classes_stay_apart(vision):
    distance = {
        (one, other): float(np.linalg.norm(lab(one, vision) - lab(other, vision)))
        for one, other in combinations(palette.CLASSES + palette.MORE, 2)
    }
    assert min(distance.values()) > 24, distance  # ΔE*ab; 2.3 is just noticeable
    assert distance[palette.BLUE, palette.ORANGE] > 60


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISION)
def test_undecided_looks_like_neither_sign(theme, vision):
    middle = lab(palette.MIDDLE[theme], vision)
    for sign in (palette.BLUE, palette.ORANGE):
        assert np.linalg.norm(lab(sign, vision) - middle) > 30
    assert palette.diverging(theme)[1] == (0.5, palette.MIDDLE[theme])


@pytest.mark.parametrize("theme", THEMES)
def test_graphics_stand_out_from_the_page(theme):
    page = THEME[theme]["backgroundColor"]
    assert contrast(palette.BLUE, page) >= 3  # WCAG 1.4.11, non-text contrast
    assert contrast(palette.ORANGE, page) >= 3
    assert contrast(palette.INK, page) >= 4
    assert (
        min(contrast(colour, page) for colour in palette.CLASSES + palette.MORE) > 1.9
    )  # wear an outline


@pytest.mark.parametrize("theme", THEMES)
def test_text_is_readable_everywhere_on_the_page(theme):
    colours = THEME[theme]
    for area in (colours, colours["sidebar"]):
        for ground in (area["backgroundColor"], area["secondaryBackgroundColor"]):
            assert contrast(colours["textColor"], ground) >= 7  # WCAG AAA
            assert contrast(colours["linkColor"], ground) >= 4.5  # WCAG AA
        assert contrast(colours["primaryColor"], area["backgroundColor"]) >= 4.5
    assert contrast(colours["primaryColor"], "#ffffff") >= 3  # large text and marks, WCAG AA


def test_theme_and_figures_share_their_colours():
    assert THEME["chartCategoricalColors"] == list(palette.CLASSES)
    assert THEME["light"]["blueColor"] == THEME["light"]["primaryColor"] == palette.BLUE
    assert THEME["light"]["orangeColor"] == palette.ORANGE


def test_fonts_come_from_the_machine():
    assert "http" not in CONFIG.read_text(encoding="utf-8")
