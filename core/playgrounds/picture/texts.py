"""The browser component's texts for the panels of /picture. See core/live/texts.py."""

from __future__ import annotations

from core.i18n import N_

TEXTS: dict[str, str] = {
    "pictures.original": N_("Original"),
    "pictures.gaussian": N_("With random waves"),
    "pictures.positional": N_("With waves along x and y"),
    "pictures.sine": N_("With sines, no features"),
    "pictures.none": N_("Told x and y alone"),
    "pictures.plain": N_("Without features"),
    "pictures.psnr": N_("{psnr} dB"),
    "pictures.tested": N_("{psnr} dB · held out {test} dB"),
    "pictures.size": N_("{side} × {side} pixels"),
    "pictures.halved": N_("{side} × {side} pixels, half held out"),
    "pictures.alone": N_("{name}, {numbers}"),
    "pictures.label": N_(
        "The pictures: Enter marks a pixel, the arrow keys move it, Escape takes the mark away"
    ),
    "pictures.show": N_("What is shown"),
    "tip.show-as": N_(
        "The colours at the pixels, how far they are off, or what the networks say between the pixels"
    ),
    "show.colours": N_("Colours"),
    "show.error": N_("Error × 4"),
    "show.2": N_("2 × finer"),
    "show.4": N_("4 × finer"),
    "read.both": N_(
        "Row {row}, column {column}{kind}: original {original}, here {main}, without features {plain}"
    ),
    "read.alone": N_("Row {row}, column {column}{kind}: original {original}, here {main}"),
    "read.held": N_(" (held out)"),
    "read.hint": N_("Point at a pixel to compare its red, green and blue, each 0…255."),
    "read.error": N_("Four times the distance from the original, in each colour; black is right."),
    "read.finer": N_(
        "The networks are asked about {side} × {side} places; the original has its pixels."
    ),
    "spectrum.x": N_("cycles along the picture"),
    "spectrum.learned": N_("share learned"),
    "spectrum.show": N_("What is drawn"),
    "tip.spectrum-as": N_(
        "How much of the original's waves is there, or how strong the waves of each picture are"
    ),
    "spectrum.as-learned": N_("Share learned"),
    "spectrum.as-power": N_("Power"),
    "spectrum.said": N_("At least half is there up to {main} cycles."),
    "spectrum.said-both": N_(
        "At least half is there up to {main} cycles, without features up to {plain}."
    ),
}
