"""What a viewer may ask a VAE: to decode a place, to encode an image, to film a path. Pure questions."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from core.i18n import N_
from core.params import Message
from core.playgrounds.arguments import index, one_of
from core.playgrounds.contract import ActError, Answer, Args
from core.playgrounds.vae import options
from core.playgrounds.vae.film import PATHS, gif
from core.playgrounds.vae.look import Look

FRAMES, SCALES = (5, 60), (1, 40)  # of a film


class Looked(Protocol):
    """What can be looked at: the algorithm."""

    def look(self) -> Look: ...


def decode(of: Looked, args: Args) -> Answer:
    """`decode {z} or {place, axes}, {label}`: the image of a code, or of a place on the map."""
    look = of.look()
    if "z" in args:
        z = np.array(options.numbers(args, "z", look.d))
    else:
        place = np.array(options.numbers(args, "place", 2))
        z = place @ look.plane(options.axes(args, look.d))
    label = options.label(args, look.pictures.conditions)
    return {"z": z.tolist()}, {"image": look.decoded(z[None], label)[0]}


def encode(of: Looked, args: Args) -> Answer:
    """`encode {image}`: the posterior of a test image."""
    look = of.look()
    p = look.pictures
    i = index(args, "image", 0, p.choose - 1)
    mu, log_var = look.model.posteriors(p.test[i : i + 1], p.y_test[i : i + 1])
    return {"mu": mu[0].tolist(), "sigma": (0.5 * log_var[0]).exp().tolist()}, {}


def film(of: Looked, args: Args) -> Answer:
    """`film {ends, path, frames, scale}`: the way between two test images as an animated GIF."""
    look = of.look()
    choose = look.pictures.choose
    ends = options.ends(args, choose, choose)
    if ends is None:
        raise ActError(Message("ends", N_("ends: give the numbers of two test images.")))
    way = one_of(args, "path", PATHS, "linear")
    frames, scale = index(args, "frames", *FRAMES), index(args, "scale", *SCALES)
    made = gif(look.path(ends, way, frames), scale)
    value = {"frames": frames, "name": f"learnscope-{ends[0]}-{ends[1]}.gif"}
    return value, {"gif": np.frombuffer(made, np.uint8).copy()}


PROBES = {"decode": decode, "encode": encode, "film": film}
