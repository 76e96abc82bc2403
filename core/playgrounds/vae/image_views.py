"""What can be seen of a VAE as images: the decoded plane, sliders, paths, reconstructions, the trick.

d latent dimensions, images of h×w grey pixels, D = h·w; `u1` pictures: 0 = black … 255 = white.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import torch
from torch import Generator

from core.playgrounds.arguments import existing, index, one_of
from core.playgrounds.contract import Array, Arrays, Options, View, as_array
from core.playgrounds.vae import bounds, options
from core.playgrounds.vae.film import PATHS
from core.playgrounds.vae.latent_views import AXES, BOX, LABEL, POSTERIORS, STRIP
from core.playgrounds.vae.look import Look
from core.playgrounds.vae.pictures import greys, sheet

ZOOM = 8  # times as far a viewer may look
REBUILT = 8  # images in the rows of reconstructions
SIDES = {8: 15, 28: 13, 32: 11}  # images along a side of the decoded plane, by an image's own side
SPACINGS = ("even", "quantile")
DRAWS = 10**6  # of the trick's noise for one image


def decode(look: Look, asked: Options) -> Arrays:
    """The decoder over the plane of the map; what lies across it stays 0."""
    n, normal = SIDES[look.pictures.side], NormalDist()
    zoom = index(asked, "zoom", 1, ZOOM, default=1)
    if one_of(asked, "spacing", SPACINGS, "even") == "quantile":
        ticks = np.array([normal.inv_cdf((i + 0.5) / n) for i in range(n)])
    else:
        ticks = BOX * zoom * (2 * (np.arange(n) + 0.5) / n - 1)
    across, up = np.meshgrid(ticks, ticks[::-1])
    places = np.stack((across.ravel(), up.ravel()), 1)  # [n², 2]
    z = places @ look.plane(options.axes(asked, look.d))
    label = options.label(asked, look.pictures.conditions)
    return {"decode": sheet(look.decoded(z, label), n)}


def sliders(look: Look, asked: Options) -> Arrays:
    """The image of one code, 0 where none is given."""
    z = [0.0] * look.d if asked.get("z") is None else options.numbers(asked, "z", look.d)
    label = options.label(asked, look.pictures.conditions)
    return {"slider.image": look.decoded(np.array([z]), label)[0]}


def interpolation(look: Look, asked: Options) -> Arrays:
    """Images on the way from one test image to another."""
    ends = options.ends(asked, look.pictures.choose, options.IMAGES) or (0, 1)
    way = one_of(asked, "path", PATHS, "linear")
    return {"interpolation": sheet(look.path(ends, way, STRIP), STRIP)}


def reconstructions(look: Look, asked: Options) -> Arrays:
    """The first test images beside what the decoder makes of their means, and what that costs."""
    model, p = look.model, look.pictures
    x, label = p.test[:REBUILT], p.one_hot(p.y_test[:REBUILT])
    z = model.coder.encode(x, label)[0]
    mean = model.coder.picture(z, label)
    return {
        "rec.original": sheet(greys(x, p.side), REBUILT),
        "rec.mean": sheet(greys(mean, p.side), REBUILT),
        "rec.error": sheet(greys((x - mean).abs(), p.side), REBUILT),
        "rec.nats": as_array(-model.log_likelihood(model.logits(z, label, x), x)),
    }


def trick(look: Look, asked: Options) -> Arrays:
    """The reparameterisation of one image, with a noise that is its own."""
    model, p = look.model, look.pictures
    i = existing(asked, "image", p.choose, options.IMAGES) or 0
    draw = index(asked, "draw", 0, DRAWS, default=0)
    x, label = p.test[i : i + 1], p.one_hot(p.y_test[i : i + 1])
    mu, log_var = model.coder.encode(x, label)
    eps = torch.randn(mu.shape, generator=Generator().manual_seed(2**42 + 1000 * draw + i))
    eps = eps.to(model.device) if model.probabilistic else torch.zeros_like(mu)
    z = bounds.reparameterised(mu, log_var, eps)
    numbers = {"mu": mu, "z": z if model.probabilistic else mu}
    if model.probabilistic:
        sigma, kl = (0.5 * log_var).exp(), bounds.kl(mu, log_var)
        numbers |= {"sigma": sigma, "eps": eps, "kl": kl}
    return {
        "story.x": greys(x, p.side)[0],
        "story.out": greys(model.coder.picture(z, label), p.side)[0],
        "story.reconstruction": as_array(-model.log_likelihood(model.logits(z, label, x), x)),
        **{f"story.{name}": as_array(value[0]) for name, value in numbers.items()},
    }


IMAGE_VIEWS = {
    "decode": View(
        decode,
        {"decode": Array("u1", "H W", coding="n × n images, row 0 = top of the map", shades=True)},
        {
            "axes": AXES,
            "label": LABEL,
            "spacing": "even or quantile: every cell holds the same share of the prior",
            "zoom": "1–8 times the map",
        },
    ),
    "sliders": View(
        sliders,
        {"slider.image": Array("u1", "h w", shades=True)},
        {"z": "a code, d numbers in ±50", "label": LABEL},
    ),
    "trick": View(
        trick,
        {
            "story.x": Array("u1", "h w"),
            "story.out": Array(
                "u1", "h w", coding="made of z alone, also where the decoder sees neighbours"
            ),
            "story.reconstruction": Array("f4", "1", "nats"),
            "story.mu": Array("f4", "d"),
            "story.z": Array("f4", "d", coding="an autoencoder's is μ"),
            "story.sigma": Array("f4", "d", only=POSTERIORS),
            "story.eps": Array("f4", "d", coding="fixed by image and draw", only=POSTERIORS),
            "story.kl": Array("f4", "d", "nats", only=POSTERIORS),
        },
        {"image": "which test image", "draw": "which noise, 0–1,000,000"},
    ),
    "reconstructions": View(
        reconstructions,
        {
            "rec.original": Array("u1", "H W", coding="8 images in a row"),
            "rec.mean": Array("u1", "H W", coding="what is made of each one's mean", shades=True),
            "rec.error": Array("u1", "H W", coding="the difference of both, |·|", shades=True),
            "rec.nats": Array("f4", "8", "nats"),
        },
    ),
    "interpolation": View(
        interpolation,
        {"interpolation": Array("u1", "H W", coding="9 images in a row", shades=True)},
        {"ends": "[i, j], two test images", "path": "linear or spherical"},
    ),
}
