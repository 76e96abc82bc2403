"""What a viewer may ask of a VAE's views and probes: checked, with defaults for what is left out.

After a rebuild the options of the build before still arrive for a moment: a dimension, class or image that
this build has not, but another one could have, counts as left out. Whatever else makes no sense raises
ActError.
"""

from __future__ import annotations

from core.data.image_upload import CLASSES
from core.i18n import N_
from core.params import Message
from core.playgrounds.arguments import existing, finite, within
from core.playgrounds.contract import ActError, Args
from core.playgrounds.vae.config import VaeConfig
from core.playgrounds.vae.pictures import CHOICE

FAR = 50.0  # a code's largest number that a viewer may ask for
DIMENSIONS = int(VaeConfig.param("latent_dim").high or 0)  # that any build can have
IMAGES = CHOICE[0] * CHOICE[1]  # that can be chosen in any build


def label(args: Args, classes: int) -> int:
    """The class that is drawn, where the networks are told one of `classes`."""
    return existing(args, "label", classes, CLASSES) or 0


def axes(args: Args, d: int) -> tuple[int, int] | None:
    """Two of d latent dimensions to be seen; None: the plane that follows the codes."""
    given = args.get("axes")
    if given is None:
        return None
    if (
        not _pair(given)
        or not all(within(a, 0, DIMENSIONS - 1) for a in given)
        or given[0] == given[1]
    ):
        text = N_("axes = {value}: give two different latent dimensions, 0–{last}.")
        raise ActError(Message("axes", text, {"value": str(given)[:60], "last": d - 1}))
    return (given[0], given[1]) if max(given) < d else None


def ends(args: Args, count: int, most: int) -> tuple[int, int] | None:
    """Two of the `count` images to choose from, where a path begins and ends."""
    given = args.get("ends")
    if given is None:
        return None
    if not _pair(given):
        raise ActError(Message("ends", N_("ends: give the numbers of two test images.")))
    first, last = (existing({"ends": end}, "ends", count, most) for end in given)
    return None if first is None or last is None else (first, last)


def numbers(args: Args, name: str, count: int) -> list[float]:
    """The list of `count` numbers called `name`, none of them far from where codes are."""
    given = args.get(name)
    if not isinstance(given, list) or len(given) != count:
        text = N_("{name}: give a list of {count} numbers.")
        raise ActError(Message(name, text, {"name": name, "count": count}))
    return [finite({name: value}, name, FAR) for value in given]


def _pair(given: object) -> bool:
    return isinstance(given, list) and len(given) == 2
