"""The texts of the menu of pictures and films (web/pictures)."""

from __future__ import annotations

from core.i18n import N_

TEXTS: dict[str, str] = {
    "action.pictures": N_("Pictures and films"),
    "tip.pictures": N_("Save any panel as a picture, or as a film over the run"),
    "pictures.unreachable": N_("The files of this menu have not arrived. Reload the page."),
    "pictures.panel": N_("Panel"),
    "pictures.kind": N_("Kind of file"),
    "pictures.png": N_("Picture (PNG)"),
    "pictures.svg": N_("Drawing (SVG)"),
    "pictures.gif": N_("Film (GIF)"),
    "pictures.video": N_("Film ({kind})"),
    "pictures.count": N_("Pictures of the film"),
    "tip.pictures.count": N_(
        "Pictures of the film at most: the run goes to so many of its moments, evenly, and comes back"
    ),
    "pictures.most": N_("up to {count} pictures"),
    "action.picture-light": N_("Light, for paper"),
    "tip.picture-light": N_("Dark on white, whatever the page is"),
    "action.save-picture": N_("Save"),
    "action.cancel-picture": N_("Cancel"),
    "pictures.progress": N_("Pictures taken"),
    "pictures.caption": N_("Step {step}"),
    "pictures.saved": N_("{name}: {size} MB"),
    "pictures.filmed": N_("{name}: {count} pictures, {size} MB"),
    "pictures.failed": N_("This browser could not make the picture. Try a smaller window."),
    "pictures.one": N_("There is one moment so far: train first, then there is a film."),
    "pictures.nothing": N_("The run has not come to rest, so there is no film. Try again."),
    "pictures.interrupted": N_("The run was moved meanwhile, so the film was given up."),
    "pictures.cancelled": N_("Cancelled: the run is back where it was."),
    "pictures.large": N_(
        "The film would have more than 48 MB: take fewer pictures or a smaller panel."
    ),
}
