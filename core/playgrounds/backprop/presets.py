"""Settings worth seeing, and why each behaves as it does."""

from core.i18n import N_
from core.params import Preset

GOOD = (
    Preset(
        "xor",
        N_("XOR"),
        N_(
            "No single neuron can do it; three hidden ones can, once their errors have come back to them."
        ),
        {"lr": 2.0},
    ),
    Preset(
        "textbook",
        N_("The textbook's step"),
        N_(
            "Two inputs, two hidden neurons, two outputs, round numbers: work it out on paper beside it!"
        ),
        {
            "dataset": "textbook",
            "hidden": (2,),
            "initialisation": "counted",
            "lr": 0.5,
        },
    ),
    Preset(
        "minibatch",
        N_("Four at once"),
        N_(
            "All four examples in one step: every gradient is a sum of four parts, and they may cancel."
        ),
        {"batch_size": 4, "hidden": (3,), "activation": "tanh", "optimizer": "adam", "lr": 0.05},
    ),
)

FAILURES = (
    Preset(
        "saturation",
        N_("Saturated sigmoids"),
        N_(
            "Ten times the usual weights: most slopes are nearly zero, and with them every delta behind."
        ),
        {"initialisation": "large", "seed": 3},
        failure=True,
    ),
    Preset(
        "vanishing-gradient",
        N_("Vanishing gradient"),
        N_(
            "Each sigmoid passes back a quarter of the error at most: follow delta from right to left."
        ),
        {"hidden": (2, 2, 2)},
        failure=True,
    ),
)

PRESETS = GOOD + FAILURES
