"""What is drawn of a VAE with Plotly: the bound and its two parts, and what is measured beside them.

As in core.figures.curves the figures are made once and filled in the browser from the history. All
bounds are in nats per image; blue is the training set, orange the test set.
"""

from __future__ import annotations

from typing import Any

from core.figures import palette
from core.figures.curves import Translate, figure

TRAIN, TEST, RAW, THIRD = palette.TRAIN, palette.TEST, palette.RAW, palette.CLASSES[2]
NATS, SHARE = ".2f", ".1%"
PERCENT = {"range": [0, 1.02], "tickformat": ".0%"}
ZERO = {"rangemode": "tozero"}


def curves(_: Translate) -> list[dict[str, Any]]:
    """Every figure with the number that it `requires`: those that a run has are offered.

    With `tail` the y axis follows what comes after the first tenth of the steps.
    """
    return [
        {"requires": "elbo", "title": _("ELBO"), "tail": True, **elbo(_)},
        {"requires": "reconstruction", "title": _("Rec. and KL"), **parts(_)},
        {"requires": "loss", "title": _("Loss of the minibatch"), **minibatch(_)},
        {"requires": "beta_now", "title": _("Weight of the KL"), **weight(_)},
        {"requires": "active_units", "title": _("Active units"), **active(_)},
        {"requires": "latent_knn_accuracy", "title": _("k-NN accuracy"), **neighbours(_)},
        {"requires": "iwae", "title": _("IWAE bound"), "tail": True, **importance(_)},
        {"requires": "mig", "title": _("Disentanglement (MIG)"), **disentanglement(_)},
    ]


def elbo(_: Translate) -> dict[str, Any]:
    """The evidence lower bound on both sets: higher is better, and where they part, it overfits."""
    traces = [("train_elbo", _("train"), TRAIN, 2.0), ("elbo", _("test"), TEST, 3.5)]
    return figure(_, _("nats"), traces, NATS, {}, log=False)


def parts(_: Translate) -> dict[str, Any]:
    """−ELBO = reconstruction + KL: what each of both costs, on both sets."""
    traces = [
        ("train_reconstruction", _("rec. train"), TRAIN, 2.0),
        ("reconstruction", _("rec. test"), TEST, 3.0),
        ("train_kl", _("KL train"), TRAIN, 2.0),
        ("kl", _("KL test"), TEST, 3.0),
    ]
    dashed = ("train_kl", "kl")
    return figure(_, _("nats"), traces, NATS, ZERO, log=True, dashed=dashed)


def minibatch(_: Translate) -> dict[str, Any]:
    """What training itself makes small, step by step: with β, and with noise."""
    traces = [
        ("loss", _("loss"), RAW, 1.0),
        ("batch_reconstruction", _("reconstruction"), THIRD, 1.6),
        ("batch_kl", _("KL"), TRAIN, 1.6),
    ]
    return figure(_, _("nats"), traces, NATS, ZERO, log=True)


def weight(_: Translate) -> dict[str, Any]:
    """β as the schedule has it at each step."""
    return figure(_, _("β"), [("beta_now", _("β now"), TRAIN, 2.5)], ".3g", ZERO, log=False)


def active(_: Translate) -> dict[str, Any]:
    """How many latent dimensions carry something of the image."""
    traces = [("active_units", _("active units"), TEST, 3.0)]
    return figure(_, _("dimensions"), traces, ".0f", ZERO, log=False)


def neighbours(_: Translate) -> dict[str, Any]:
    """How often the nearest training images in latent space tell a test image's class."""
    traces = [("latent_knn_accuracy", _("test"), TEST, 3.0)]
    return figure(_, _("share right"), traces, SHARE, PERCENT, log=False)


def importance(_: Translate) -> dict[str, Any]:
    """The bound of k samples lies between the ELBO and the log-likelihood itself."""
    traces = [("iwae", _("k samples, test"), THIRD, 3.0), ("elbo", _("ELBO, test"), TEST, 2.0)]
    return figure(_, _("nats"), traces, NATS, {}, log=False)


def disentanglement(_: Translate) -> dict[str, Any]:
    """The mutual information gap: 0 is no dimension for any factor, 1 one for each."""
    traces = [("mig", _("mutual information gap"), TEST, 3.0)]
    return figure(_, _("MIG"), traces, ".3f", {"range": [0, 1.02]}, log=False)
