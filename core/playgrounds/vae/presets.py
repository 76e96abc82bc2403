"""Settings of the VAE worth seeing: what works, and what goes wrong and why."""

from __future__ import annotations

from core.i18n import N_
from core.params import Preset

PRESETS = (
    Preset(
        "digits-2d",
        N_("A map of digits"),
        N_("Two numbers per digit: similar digits move together, and the plane fills with in-betweens."),
        {},
    ),
    Preset(
        "conditional",
        N_("Told the class"),
        N_("The class is told, so the code is free for the hand: slant, width, weight. Choose a digit."),
        {"conditional": "on"},
    ),
    Preset(
        "shapes",
        N_("Disentangled shapes"),
        N_("β = 4 makes each nat dear: dimensions specialise, one in size, some in position. See Factors."),
        {"dataset": "shapes", "latent_dim": 8, "beta": 4.0, "hidden": (256, 128), "lr": 0.001},
    ),
    Preset(
        "convolutional",
        N_("Convolutional"),
        N_("The same map from networks that know what is beside what, with far fewer weights."),
        {"network": "convolutional"},
    ),
    Preset(
        "iwae",
        N_("Importance weighted"),
        N_("Ten codes per image tighten the bound: see how far the IWAE bound lies above the ELBO."),
        {"model": "iwae", "samples": 10, "latent_dim": 8},
    ),
    Preset(
        "cyclical",
        N_("Cyclical annealing"),
        N_("β rises and falls: free to encode, then to tidy up, again and again."),
        {"latent_dim": 8, "annealing": "cyclical", "anneal_steps": 1000},
    ),
    Preset(
        "mnist-20",
        N_("MNIST, 20 dimensions"),
        N_("60,000 digits, binarised anew at every look: the setting that papers report, in a minute."),
        {
            "dataset": "mnist", "binarise": "on", "latent_dim": 20, "hidden": (400,), "lr": 0.001,
            "batch_size": 128,
        },
    ),
    Preset(
        "kingma-welling",
        N_("Kingma & Welling 2013"),
        N_("500 tanh units and 20 dimensions, as in the first paper, with Adam in Adagrad's place."),
        {
            "dataset": "mnist", "binarise": "on", "latent_dim": 20, "hidden": (500,),
            "activation": "tanh", "lr": 0.001, "batch_size": 100,
        },
    ),
    Preset(
        "autoencoder",
        N_("Plain autoencoder"),
        N_("The map's networks without noise or prior: sharper copies, but most of the plane is no digit."),
        {"model": "autoencoder"},
    ),
    Preset(
        "collapse",
        N_("Posterior collapse"),
        N_("β = 30: a nat of code costs more than it saves, so the code says nothing. Lower β, live."),
        {"beta": 30.0, "latent_dim": 8},
        failure=True,
    ),
    Preset(
        "powerful-decoder",
        N_("Too strong a decoder"),
        N_("Pixels also see their neighbours, and these tell so much that the code has nothing to add: "
           "the bound rises, the map goes out."),
        {"decoder": "autoregressive"},
        failure=True,
    ),
    Preset(
        "holes",
        N_("Holes (β = 0)"),
        N_("No prior pulls: codes drift apart, noise dies out, and between the islands nothing is learned."),
        {"beta": 0.0},
        failure=True,
    ),
    Preset(
        "blurry",
        N_("Blurry Gaussian"),
        N_("A wide Gaussian forgives every small error: the average of many digits is good enough."),
        {"likelihood": "gaussian", "sigma": 1.0},
        failure=True,
    ),
)  # fmt: skip
