"""Settings of the MLP worth seeing: what works, and what goes wrong and why."""

from __future__ import annotations

from core.i18n import N_
from core.params import Preset
from core.playgrounds.mlp.table_presets import TABLES

ALL_INPUTS = ("x1", "x2", "x1sq", "x2sq", "x1x2", "sinx1", "sinx2")

GOOD = (
    Preset(
        "tf-playground",
        N_("The classic"),
        N_(
            "The default setting of TensorFlow Playground: squared error, and weights small at first."
        ),
        {"loss": "mse", "initialisation": "uniform"},
    ),
    Preset(
        "circle",
        N_("Circle"),
        N_("No line can fence in a disc, but six bent ones put together can."),
        {"hidden": (6, 3), "optimizer": "momentum", "lr": 0.01},
    ),
    Preset(
        "xor",
        N_("XOR"),
        N_(
            "The problem that halted the field in 1969: one neuron can't solve it, one hidden layer can."
        ),
        {
            "dataset": "xor",
            "hidden": (8,),
            "activation": "relu",
            "initialisation": "he",
            "optimizer": "momentum",
            "lr": 0.01,
        },
    ),
    Preset(
        "gaussians",
        N_("Two clouds"),
        N_("One line is enough, so there is no hidden layer: this is logistic regression."),
        {"dataset": "gaussians", "hidden": ()},
    ),
    Preset(
        "spiral",
        N_("Spiral"),
        N_("Two layers of eight smooth neurons and Adam unroll the hardest of the classic sets."),
        {
            "dataset": "spiral",
            "hidden": (8, 8),
            "activation": "silu",
            "initialisation": "he",
            "optimizer": "adam",
            "lr": 0.01,
            "schedule": "cosine",
        },
    ),
    Preset(
        "spiral-features",
        N_("Spiral, with hints"),
        N_(
            "Given sines and products of the coordinates, a single hidden layer does for the spiral."
        ),
        {
            "dataset": "spiral",
            "inputs": ALL_INPUTS,
            "hidden": (8,),
            "optimizer": "adam",
            "lr": 0.01,
        },
    ),
    Preset(
        "moons",
        N_("Moons"),
        N_("A gentle curve between two half circles: watch it bend from a straight line."),
        {
            "dataset": "moons",
            "noise": 10.0,
            "hidden": (6, 4),
            "optimizer": "momentum",
            "lr": 0.01,
        },
    ),
    Preset(
        "arms",
        N_("Four arms"),
        N_("Four classes, four outputs: softmax makes them share one probability."),
        {
            "dataset": "arms",
            "classes": 4,
            "points": 800,
            "hidden": (12, 8),
            "optimizer": "adam",
            "lr": 0.01,
        },
    ),
    Preset(
        "plane",
        N_("Plane"),
        N_("Regression at its simplest: one linear neuron finds a tilted plane."),
        {"dataset": "plane", "loss": "mse", "hidden": ()},
    ),
    Preset(
        "bumps",
        N_("Six bumps"),
        N_("Regression that needs a network: three hills and three valleys out of smooth steps."),
        {
            "dataset": "multi-gaussian",
            "points": 1000,
            "loss": "mse",
            "hidden": (12, 8),
            "activation": "silu",
            "optimizer": "adam",
            "lr": 0.01,
            "schedule": "cosine",
        },
    ),
    Preset(
        "rule",
        N_("A rule of your own"),
        N_("Points after a rule that you write: change it in the sidebar, under Data."),
        {
            "dataset": "rule",
            "rule": "sin(x1) > x2 or x1**2 + (x2 - 4)**2 < 2",
            "hidden": (8, 8),
            "optimizer": "adam",
            "lr": 0.01,
        },
    ),
    Preset(
        "ensemble",
        N_("Where nobody knows"),
        N_("Six networks learn the same moons: see where they disagree, under Uncertainty."),
        {
            "dataset": "moons",
            "hidden": (8, 8),
            "dropout": 0.1,
            "ensemble": 5,
            "optimizer": "adam",
            "lr": 0.01,
        },
    ),
    Preset(
        "batch-norm",
        N_("Six sigmoids, normalised"),
        N_(
            "Between six sigmoids the gradient vanishes; normalised over the minibatch, they learn within "
            "100 epochs."
        ),
        {"hidden": (8,) * 6, "activation": "sigmoid", "batch_norm": "on"},
    ),
    Preset(
        "residual",
        N_("A way around"),
        N_(
            "Weights a hundredth of the usual: six layers would learn nothing, but each adds what it is fed."
        ),
        {
            "hidden": (8,) * 6,
            "activation": "relu",
            "initialisation": "small",
            "residual": "on",
        },
    ),
    Preset(
        "sparse",
        N_("Only what is needed"),
        N_("L1 sets links to zero until little but the squares remain, of which a circle is made."),
        {"inputs": ALL_INPUTS, "hidden": (4,), "l1": 0.03},
    ),
)

FAILURES = (
    Preset(
        "dead-relus",
        N_("Dead ReLUs"),
        N_(
            "One step too long pushes the neurons below zero everywhere, where no gradient brings them back."
        ),
        {"hidden": (8, 8), "activation": "relu", "initialisation": "he", "lr": 3.0},
        failure=True,
    ),
    Preset(
        "vanishing-gradient",
        N_("Vanishing gradient"),
        N_(
            "Every sigmoid passes back at most a quarter of the gradient; six in a row leave nothing."
        ),
        {"hidden": (8,) * 6, "activation": "sigmoid"},
        failure=True,
    ),
    Preset(
        "lr-too-high",
        N_("Learning rate too high"),
        N_("Every step overshoots by more than it corrects, until the loss explodes."),
        {"dataset": "plane", "loss": "mse", "hidden": (), "lr": 0.17},
        failure=True,
    ),
    Preset(
        "zero-weights",
        N_("All weights zero"),
        N_("Equal neurons get equal gradients and stay equal: four do the work of one."),
        {
            "dataset": "moons",
            "noise": 10.0,
            "hidden": (4, 4),
            "activation": "sigmoid",
            "initialisation": "zeros",
            "lr": 0.3,
        },
        failure=True,
    ),
    Preset(
        "overfitting",
        N_("Overfitting"),
        N_(
            "Sixty noisy points, and a network big enough to learn them by heart: the test loss rises."
        ),
        {
            "noise": 35.0,
            "points": 120,
            "hidden": (16, 16),
            "optimizer": "adam",
            "lr": 0.01,
        },
        failure=True,
    ),
    Preset(
        "linear-xor",
        N_("No bend, no XOR"),
        N_("Without a bend in between, sixteen neurons are one: a straight line, however deep."),
        {"dataset": "xor", "hidden": (8, 8), "activation": "linear"},
        failure=True,
    ),
    Preset(
        "squared-error",
        N_("Sure and wrong"),
        N_(
            "The output is certain and wrong: squared error has no slope there. Switch to cross-entropy!"
        ),
        {"dataset": "gaussians", "initialisation": "large", "loss": "mse", "seed": 0},
        failure=True,
    ),
    Preset(
        "small-weights",
        N_("Weights too small"),
        N_(
            "Signals fade from layer to layer, and so does the gradient: nothing moves for a long time."
        ),
        {"hidden": (8, 8, 8), "initialisation": "small"},
        failure=True,
    ),
    Preset(
        "too-small",
        N_("Network too small"),
        N_("Six neurons can't bend often enough to follow a spiral, however long they train."),
        {"dataset": "spiral"},
        failure=True,
    ),
    Preset(
        "too-much-decay",
        N_("Too much L2"),
        N_("Weights are drawn to zero faster than they learn: the map stays pale."),
        {"hidden": (8, 8), "weight_decay": 0.1},
        failure=True,
    ),
)

PRESETS = (*GOOD, *TABLES, *FAILURES)
