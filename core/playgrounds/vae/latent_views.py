"""What can be seen of a VAE's codes: the map, KL per dimension, the aggregate posterior, what they know.

N images in the scatter (≤ 1,000), d latent dimensions, E ellipses, r dimensions traversed, F factors.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import torch

from core.playgrounds.arguments import existing
from core.playgrounds.contract import Array, Arrays, Options, View, as_array
from core.playgrounds.vae import metrics, options
from core.playgrounds.vae.look import Look
from core.playgrounds.vae.pictures import sheet

BOX = 3.5  # half the side of the map
ELLIPSES = 60  # posteriors drawn in the scatter
STRIP = 9  # images of a path or a traversal
ROWS = 8  # dimensions that are traversed
BINS = 31  # of the histograms


def latent(look: Look, asked: Options) -> Arrays:
    """The means of the posteriors on the map, and how far some of them reach."""
    rows = look.plane(options.axes(asked, look.d))
    mu, log_var = look.posteriors
    means = mu.cpu().numpy().astype(np.float64) @ rows.T
    found = {"latent.mean": means.astype(np.float32), "latent.plane": rows.astype(np.float32)}
    if look.model.probabilistic:
        variance = log_var[:ELLIPSES].exp().cpu().numpy().astype(np.float64)
        found["latent.ellipses"] = ellipses(means[:ELLIPSES], rows, variance)
    return found


def ellipses(centres: np.ndarray, rows: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """1-σ ellipses on the map of posteriors with diagonal variance [E, d]: [E, 5] x, y, half-axes, angle."""
    shape = np.einsum("ad,md,bd->mab", rows, variance, rows)  # [E, 2, 2]
    values, vectors = np.linalg.eigh(shape)
    half = np.sqrt(values.clip(min=0))
    angle = np.arctan2(vectors[:, 1, 1], vectors[:, 0, 1])
    return np.column_stack((centres, half[:, 1], half[:, 0], angle)).astype(np.float32)


def dimensions(look: Look, asked: Options) -> Arrays:
    """What each latent dimension costs, and whether it says something of the image."""
    if not look.model.probabilistic:
        return {}
    mu, _ = look.posteriors
    return {
        "dims.kl": as_array(look.kl),
        "dims.active": as_array(metrics.active(mu)).astype(np.uint8),
        "dims.variance": as_array(mu.var(0, correction=0)),
    }


def aggregate(look: Look, asked: Options) -> Arrays:
    """Codes of all images together, a histogram per dimension, beside the standard normal's."""
    borders = np.linspace(-BOX, BOX, BINS + 1)
    z = look.codes.cpu().numpy()
    shares = [np.histogram(column, borders)[0] / len(z) for column in z.T]
    normal = NormalDist()
    return {
        "aggregate": np.array(shares, np.float32),
        "aggregate.x": ((borders[1:] + borders[:-1]) / 2).astype(np.float32),
        "aggregate.prior": np.diff([normal.cdf(b) for b in borders]).astype(np.float32),
    }


def traversals(look: Look, asked: Options) -> Arrays:
    """One dimension moved at a time, around 0 or an image's code; those of most KL first."""
    p, (mu, _) = look.pictures, look.posteriors
    image = existing(asked, "image", p.choose, options.IMAGES)
    label = options.label(asked, p.conditions)
    weight = look.kl if look.model.probabilistic else mu.var(0, correction=0)  # [d]
    dims = weight.argsort(descending=True, stable=True)[:ROWS].cpu().numpy()  # [r]
    centre = torch.zeros(look.d) if image is None else mu[image].cpu()
    steps = np.linspace(-3, 3, STRIP)
    codes = np.repeat(centre.numpy().astype(np.float64)[None], len(dims) * STRIP, 0)
    for row, dim in enumerate(dims):
        codes[row * STRIP : (row + 1) * STRIP, dim] = steps
    found = {
        "traversal": sheet(look.decoded(codes, label), STRIP),
        "traversal.dims": dims.astype(np.int32),
        "traversal.kl": weight.cpu().numpy()[dims].astype(np.float32),
        "traversal.x": steps.astype(np.float32),
    }
    if p.about.factors:
        factor, score = look.disentanglement.captured()
        found["traversal.factor"] = factor[dims].astype(np.int32)
        found["traversal.score"] = score[dims].astype(np.float32)
    return found


def disentanglement(look: Look, asked: Options) -> Arrays:
    """How much of each factor each dimension knows."""
    if not look.pictures.about.factors:
        return {}
    return {"mig.matrix": look.disentanglement.matrix.astype(np.float32)}


AXES = "null: z₁ and z₂, or with d > 2 the plane that follows the codes; [i, j]: two dimensions"
LABEL = "the class that is drawn; conditional models only"
POSTERIORS, FACTORS = "models with a posterior", "images whose factors are known"
LATENT_VIEWS = {
    "latent": View(
        latent,
        {
            "latent.mean": Array("f4", "N 2", coding="means of q(z|x) on the map"),
            "latent.plane": Array(
                "f4", "2 d", coding="the map's rows: a place on it stands for z = place · plane"
            ),
            "latent.ellipses": Array(
                "f4", "E 5", coding="1 σ around the first: x, y, half-axes (the longer first), angle",
                only=POSTERIORS,
            ),
        },
        {"axes": AXES},
    ),
    "dimensions": View(
        dimensions,
        {
            "dims.kl": Array("f4", "d", "nats", only=POSTERIORS),
            "dims.active": Array(
                "u1", "d", coding="1: the means' variance is above 0.01", only=POSTERIORS
            ),
            "dims.variance": Array("f4", "d", coding="of the means", only=POSTERIORS),
        },
    ),
    "aggregate": View(
        aggregate,
        {
            "aggregate": Array("f4", "d B", coding="share of the codes in each bin"),
            "aggregate.x": Array("f4", "B", coding="the bins' middles"),
            "aggregate.prior": Array("f4", "B", coding="the standard normal's share"),
        },
    ),
    "traversals": View(
        traversals,
        {
            "traversal": Array("u1", "H W", coding="r rows by falling KL, 9 images each", shades=True),
            "traversal.dims": Array("i4", "r", coding="which dimension is moved"),
            "traversal.kl": Array("f4", "r", "nats", coding="autoencoder: variance of the means"),
            "traversal.x": Array("f4", "9", coding="what the dimension is set to"),
            "traversal.factor": Array("i4", "r", coding="the factor known best", only=FACTORS),
            "traversal.score": Array("f4", "r", coding="what share of it, 0…1", only=FACTORS),
        },
        {"image": "the test image around whose code; null: around 0", "label": LABEL},
    ),
    "disentanglement": View(
        disentanglement,
        {"mig.matrix": Array("f4", "F d", coding="I(z_j; v_f) / H(v_f)", only=FACTORS)},
    ),
}  # fmt: skip
