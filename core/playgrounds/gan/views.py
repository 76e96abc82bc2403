"""What can be seen of a GAN: the data flow here, the samples of each kind of data in a file of its own.

`only` says which kind of data an array is there for: points, images or signals.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from core.i18n import N_
from core.playgrounds.contract import Array, Arrays, Metric, Options, View, as_array
from core.playgrounds.gan.domain import Domain
from core.playgrounds.gan.image_views import IMAGE_METRICS, IMAGE_STATIC, IMAGE_VIEWS, ImageLook
from core.playgrounds.gan.look import Look
from core.playgrounds.gan.pair import NetworkPair
from core.playgrounds.gan.point_views import POINT_METRICS, POINT_STATIC, POINT_VIEWS, PointLook
from core.playgrounds.gan.signal_views import (
    SIGNAL_METRICS,
    SIGNAL_STATIC,
    SIGNAL_VIEWS,
    SignalLook,
)

LOOKS: dict[str, type[Look]] = {"points": PointLook, "images": ImageLook, "signals": SignalLook}
SAMPLES, BINS = 64, 16  # of the data flow: samples, and bins of D's answers


def look_at(domain: Domain, pair: NetworkPair) -> Look:
    return LOOKS[domain.KIND](domain, pair)


@torch.no_grad()
def flow(look: Look, options: Options) -> Arrays:
    """What is there at this moment on the way from noise to losses: the same samples at every look."""
    domain, pair = look.domain, look.pair
    rng = domain.fixed(1)
    x, labels = domain.real(SAMPLES, rng)
    z = domain.noise(SAMPLES, rng)
    fake = pair.generate(z, labels)
    on_real = pair.answer(pair.scores(x, labels))  # [64]
    on_fake = pair.answer(pair.scores(fake, labels))  # [64]
    both = torch.cat((on_real, on_fake)).nan_to_num()
    low, high = (0.0, 1.0) if pair.probability else (float(both.min()), float(both.max()))
    arrays = {
        "flow.noise": as_array(F.pad(z[:, :2], (0, max(0, 2 - z.shape[1])))),  # [64, 2]
        "flow.real": look.thumbs(x),
        "flow.fake": look.thumbs(fake),
        "flow.d_real": _counts(on_real, low, high),
        "flow.d_fake": _counts(on_fake, low, high),
        "flow.range": np.array([low, high], np.float32),
    }
    for name, net in (("g", pair.generator), ("d", pair.discriminator)):
        arrays[f"flow.{name}_gradient"] = _length(net.grad)
        arrays[f"flow.{name}_weights"] = _length(net.theta)
    return arrays


def _counts(values: Tensor, low: float, high: float) -> np.ndarray:
    """How many values [n] fall in each of 16 equal bins, int32 [16]."""
    counts, _ = np.histogram(as_array(values.nan_to_num()), BINS, (low, high))
    return counts.astype(np.int32)


def _length(vector: Tensor) -> np.ndarray:
    return np.array([float(torch.linalg.vector_norm(vector))])


def _thumbs(which: str) -> Array:
    """Samples of the data flow, as each kind of data shows them."""
    signals = Array("f4", "3 32", coding=which, only="signals")
    images = Array(
        "u1",
        "H W",
        coding=f"four {which} in a square",
        only="images",
        shades=True,
        otherwise=signals,
    )
    return Array("f4", "64 2", coding=which, only="points", otherwise=images)


STATIC = POINT_STATIC | IMAGE_STATIC | SIGNAL_STATIC
ANSWERS = "how many of 64 answers of D lie in each 16th of flow.range"
VIEWS = {
    **POINT_VIEWS,
    **IMAGE_VIEWS,
    **SIGNAL_VIEWS,
    "flow": View(
        flow,
        {
            "flow.noise": Array("f4", "64 2", coding="two dimensions; where there is one, the second is 0"),
            "flow.real": _thumbs("real samples"),
            "flow.fake": _thumbs("generated samples"),
            "flow.d_real": Array("i4", "16", coding=f"real samples: {ANSWERS}"),
            "flow.d_fake": Array("i4", "16", coding=f"generated samples: {ANSWERS}"),
            "flow.range": Array("f4", "2", coding="the least and the greatest answer; beliefs: 0 and 1"),
            "flow.g_gradient": Array("f8", "1", coding="length of G's last gradient"),
            "flow.d_gradient": Array("f8", "1", coding="length of D's last gradient"),
            "flow.g_weights": Array("f8", "1", coding="length of the vector of all of G's parameters"),
            "flow.d_weights": Array("f8", "1", coding="length of the vector of all of D's parameters"),
        },
    ),
}  # fmt: skip

SCALARS = {
    "d_loss": Metric(
        N_("D's loss"),
        N_("What the discriminator minimises, with penalties: small when it tells both apart"),
        better="lower", evaluated_on="minibatch", headline=True,
    ),
    "g_loss": Metric(
        N_("G's loss"), N_("What the generator minimises: small when D takes generated samples for real"),
        better="lower", evaluated_on="minibatch", headline=True,
    ),
    "d_real": Metric(
        N_("D(real)"), N_("D's mean answer to real samples: a belief in 0…1, or a score without a scale"),
        evaluated_on="minibatch", headline=True,
    ),
    "d_fake": Metric(
        N_("D(generated)"), N_("D's mean answer to generated samples, in the same terms"),
        evaluated_on="minibatch", headline=True,
    ),
    "d_gradient": Metric(
        N_("D's gradient"), N_("Length of the discriminator's gradient"), evaluated_on="minibatch"
    ),
    "g_gradient": Metric(
        N_("G's gradient"),
        N_("Length of the gradient that reaches the generator, through the discriminator"),
        evaluated_on="minibatch",
    ),
}  # fmt: skip
METRICS = SCALARS | POINT_METRICS | IMAGE_METRICS | SIGNAL_METRICS


def describe(look: Look) -> dict[str, Any]:
    """What a viewer must know once per build."""
    domain, pair = look.domain, look.pair
    c, objective = domain.config, pair.objective
    return {
        "kind": domain.KIND,
        "dataset": c.dataset,
        "noise": {"kind": c.noise_kind, "dim": c.latent_dim},
        "classes": domain.classes,
        "generator": {"text": domain.text("g"), "params": pair.generator.theta.numel()},
        "discriminator": {"text": domain.text("d"), "params": pair.discriminator.theta.numel()},
        "scalars": ["d_loss", "g_loss", "d_real", "d_fake"],
        "averaged": c.average > 0,
        "objective": {
            "label": objective.label,
            "d": objective.d_formula,
            "g": objective.g_formula,
            "paper": objective.paper,
            "link": objective.link,
            "probability": pair.probability,
        },
        **look.describe(),
    }
