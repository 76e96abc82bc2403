"""What can be seen of a VAE: its views, the numbers of a run, and what a viewer is told once per build.

N images in the scatter (≤ 1,000), F factors, H×W pixels of a sheet of images.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from torch import nn

from core.i18n import N_
from core.playgrounds.contract import Array, Arrays, Metric
from core.playgrounds.vae import metrics
from core.playgrounds.vae.config import VaeConfig
from core.playgrounds.vae.image_views import IMAGE_VIEWS, SIDES
from core.playgrounds.vae.latent_views import BOX, FACTORS, LATENT_VIEWS
from core.playgrounds.vae.model import VaeModel
from core.playgrounds.vae.pictures import SHOWN

VIEWS = LATENT_VIEWS | IMAGE_VIEWS

STATIC = {
    "labels": Array("i4", "N", coding="class of each test image of the scatter"),
    "gallery": Array("u1", "H W", coding="the images that can be chosen, on one sheet"),
    "gallery.shape": Array("i4", "2", coding="its rows and columns"),
    "factors": Array("f4", "N F", coding="in the factors' own units", only=FACTORS),
}

METRICS = {
    "loss": Metric(
        N_("minibatch loss"),
        N_("What training makes small, on the images just learned from: with β, and with noise"),
        better="lower", evaluated_on="minibatch",
    ),
    "batch_reconstruction": Metric(
        N_("minibatch reconstruction"), N_("−log p(x|z) of the minibatch, in nats per image"),
        "nats", better="lower", evaluated_on="minibatch",
    ),
    "batch_kl": Metric(
        N_("minibatch KL"), N_("The divergence of q(z|x) from the prior, in nats per image"),
        "nats", evaluated_on="minibatch",
    ),
    "beta_now": Metric(N_("β now"), N_("The weight of the KL, as the annealing has it"), "weight"),
    "elbo": Metric(
        N_("ELBO"),
        N_("Evidence lower bound on test images, in nats per image: the higher the better, whatever β is"),
        "nats", better="higher", evaluated_on="test", headline=True,
    ),
    "reconstruction": Metric(
        N_("reconstruction"),
        N_("What a test image still costs once its latent code is known, in nats: −log p(x|z) on average"),
        "nats", better="lower", evaluated_on="test", headline=True,
    ),
    "kl": Metric(
        N_("KL"),
        N_("What the latent code itself costs, in nats: the divergence of q(z|x) from the prior, on average"),
        "nats", evaluated_on="test",
    ),
    "train_elbo": Metric(
        N_("train ELBO"), N_("The same bound on as many training images"),
        "nats", better="higher", evaluated_on="train",
    ),
    "train_reconstruction": Metric(
        N_("train reconstruction"), N_("−log p(x|z) of as many training images, in nats per image"),
        "nats", better="lower", evaluated_on="train",
    ),
    "train_kl": Metric(
        N_("train KL"), N_("What the latent code of a training image costs, in nats"),
        "nats", evaluated_on="train",
    ),
    "active_units": Metric(
        N_("active units"),
        N_("Latent dimensions whose mean moves with the image: its variance over test images is above 0.01"
           " (Burda et al. 2016)"),
        "of", evaluated_on="test", beside="latent_dim",
    ),
    "latent_knn_accuracy": Metric(
        N_("k-NN accuracy"),
        N_("How often the 15 nearest training images in latent space tell a test image's class"),
        "percent", better="higher", evaluated_on="test",
    ),
    "iwae": Metric(
        N_("IWAE"),
        N_("Importance-weighted bound on test images, in nats per image: never below the ELBO on average"),
        "nats", better="higher", evaluated_on="test",
    ),
    "mig": Metric(
        N_("MIG"),
        N_("Mutual information gap: 1 where every factor has a dimension of its own, 0 where none has"
           " (Chen et al. 2018)"),
        "weight", better="higher", evaluated_on="test",
    ),
}  # fmt: skip

FORMULAS = {
    "vae": "−log p(x|z) + β · KL(q(z|x) ‖ p(z))",
    "iwae": "−log ¹⁄ₖ Σᵢ p(x, zᵢ) / q(zᵢ|x)",
    "autoencoder": "−log p(x|z),  z = μ",
}


def static(model: VaeModel) -> Arrays:
    """The arrays of STATIC."""
    p = model.pictures
    gallery, shape = p.gallery()
    found = {
        "labels": p.y_test[:SHOWN].cpu().numpy().astype(np.int32),
        "gallery": gallery,
        "gallery.shape": np.array(shape, np.int32),
    }
    if p.found.factors_test is not None:
        found["factors"] = p.found.factors_test[:SHOWN].astype(np.float32)
    return found


def describe(model: VaeModel) -> dict[str, Any]:
    """What a viewer must know once per build."""
    c, p = model.config, model.pictures
    encoder, decoder = _networks(c, p.side)
    of_encoder, every = (_parameters(net) for net in (model.coder.encoder, model.coder))
    factors = [{"name": one.name, "values": len(one.values)} for one in p.about.factors]
    return {
        "dataset": c.dataset,
        "model": c.model,
        "conditional": bool(p.conditions),
        "label": bool(p.conditions),
        "likelihood": c.likelihood,
        "image": [p.side, p.side],
        "latent_dim": c.latent_dim,
        "classes": list(p.about.classes),
        "encoder": {"text": encoder, "params": of_encoder},
        "decoder": {"text": decoder, "params": every - of_encoder},
        "metrics": _metrics(model),
        "scalars": ["loss", "batch_reconstruction"]
        + ["batch_kl", "beta_now"] * model.probabilistic,
        "factors": factors or None,
        "choose": p.choose,
        "projection": "stable" if c.latent_dim > 2 else "direct",
        "box": BOX,
        "grid": SIDES[p.side],
        "active_threshold": metrics.ACTIVE,
        "objective": {"formula": FORMULAS[c.model]},
    }


def _parameters(network: nn.Module) -> int:
    return sum(parameter.numel() for parameter in network.parameters())


def _networks(c: VaeConfig, side: int) -> tuple[str, str]:
    """What encoder and decoder are made of, from end to end."""
    pixels, code = f"{side}×{side}", str(c.latent_dim)
    there = (
        [str(n) for n in c.hidden] if c.network == "dense" else [f"conv {c.width}, {2 * c.width}"]
    )
    return " → ".join((pixels, *there, code)), " → ".join((code, *reversed(there), pixels))


def _metrics(model: VaeModel) -> list[str]:
    """Those that this model has, in the order in which to show them."""
    about = model.pictures.about
    neighbours = ["latent_knn_accuracy"] * bool(about.classes)
    if not model.probabilistic:
        return ["reconstruction", *neighbours]
    found = ["elbo", "reconstruction", "kl", "active_units", *neighbours]
    return found + ["iwae"] * (model.config.samples > 1) + ["mig"] * bool(about.factors)
