"""The hyperparameters of /regularization. Live are the learning rate and how hard each copy is held back."""

from __future__ import annotations

from dataclasses import dataclass

from core.data.toy import TOYS
from core.i18n import N_
from core.nn import optimisers as optim
from core.nn.activations import ACTIVATIONS
from core.params import Config, choice, integer, number, sizes, subset, unused

EXPERIMENT, WHO = N_("Experiment"), N_("Copies")
DATA, NETWORK = N_("Data"), N_("Network")
TRAINING, STRENGTHS, STOP = N_("Training"), N_("How hard"), N_("Stop")
EXPERIMENTS = {
    "copies": N_("Regularisers side by side"),
    "widths": N_("Double descent over the width"),
}
COPIES = {
    "none": N_("None"),
    "l1": N_("L1"),
    "l2": N_("L2"),
    "dropout": N_("Dropout"),
    "early_stopping": N_("Early stopping"),
    "jitter": N_("Jitter"),
    "label_smoothing": N_("Label smoothing"),
    "batch_norm": N_("Batch norm"),
    "ensemble": N_("Ensemble"),
}
DATASETS = ("moons", "circle", "xor", "gaussians", "spiral")
FUNCTIONS = ("tanh", "relu", "gelu", "silu")
LAYERS, NEURONS = 3, 64


@dataclass(frozen=True)
class RegularizationConfig(Config):
    """The default: forty noisy points, and a thousand weights too many for them."""

    # fmt: off
    experiment: str = choice(
        "copies", EXPERIMENTS, N_("Experiment"),
        N_("Copies of one network, each regularised in its own way, or networks of many widths."),
        EXPERIMENT,
    )
    copies: tuple[str, ...] = subset(
        tuple(COPIES), COPIES, N_("Who takes part"),
        N_("All begin with the same weights, see the same points and learn at the same time."), WHO,
    )

    dataset: str = choice(
        "moons", {name: TOYS[name].label for name in DATASETS}, N_("Points"),
        N_("What the points are drawn from."), DATA,
    )
    points: int = integer(
        40, 8, 200, N_("Training points"),
        N_("As many again validate, and 300 others only test. The fewer, the easier to learn by heart."),
        DATA,
    )
    noise: float = number(
        25.0, 0.0, 50.0, N_("Noise"), N_("How far points stray, in percent."), DATA, step=5.0, unit="%",
    )
    label_noise: float = number(
        10.0, 0.0, 40.0, N_("Wrong labels"),
        N_("The share of training and validation points with the other class; test points have their own."),
        DATA, step=5.0, unit="%",
    )
    data_seed: int = integer(
        0, 0, 2**31 - 1, N_("Data seed"), N_("Another number draws other points of the same kind."), DATA,
    )

    hidden: tuple[int, ...] = sizes(
        (32, 32), LAYERS, 1, NEURONS, N_("Hidden layers"),
        N_("Neurons per hidden layer, from the inputs on: 32,32. Empty: no hidden layer."), NETWORK,
    )
    activation: str = choice(
        "tanh", {name: ACTIVATIONS[name].label for name in FUNCTIONS}, N_("Activation"),
        N_("The function that bends what a neuron adds up."), NETWORK,
    )

    optimizer: str = choice(
        "sgd", optim.LABELS, N_("Optimiser"), N_("How a gradient becomes a step, for all copies."), TRAINING,
    )
    lr: float = number(
        0.2, 1e-5, 10.0, N_("Learning rate"), N_("How long a step is, for all copies."), TRAINING,
        live=True, scale="log",
    )
    batch_size: int = integer(
        40, 1, 200, N_("Batch size"),
        N_("Points per step, the same ones for all copies; at most all there are."), TRAINING, scale="log",
    )

    l1: float = number(
        0.005, 0.0, 1.0, N_("L1"), N_("Draws weights to exactly zero: links that aren't needed vanish."),
        STRENGTHS, live=True, scale="linear", step=0.001,
    )
    l2: float = number(
        0.02, 0.0, 10.0, N_("L2"), N_("Weight decay: draws all weights towards zero, large ones most."),
        STRENGTHS, live=True, step=0.005,
    )
    dropout: float = number(
        0.3, 0.0, 0.9, N_("Dropout"), N_("The share of hidden neurons that sits out each step."), STRENGTHS,
        live=True, step=0.05,
    )
    patience: int = integer(
        50, 1, 10_000, N_("Patience"),
        N_("Epochs without a better validation loss after which early stopping stops."), STRENGTHS,
        live=True, scale="log", unit=N_("epochs"),
    )
    jitter: float = number(
        0.8, 0.0, 5.0, N_("Jitter"),
        N_("Every time a point is seen it is moved by about this much: a new point of the same class."),
        STRENGTHS, live=True, step=0.1,
    )
    label_smoothing: float = number(
        0.2, 0.0, 0.9, N_("Label smoothing"),
        N_("The share of every target that is taken away and dealt out evenly to both classes."), STRENGTHS,
        live=True, step=0.05,
    )
    ensemble: int = integer(
        5, 2, 10, N_("In the ensemble"),
        N_("Plain copies with other initial weights whose answers are averaged."), STRENGTHS,
    )
    ridge: float = number(
        0.0, 0.0, 1.0, N_("Ridge"),
        N_("L2 for the networks of all widths: see what becomes of the peak."), STRENGTHS, live=True,
        step=0.001,
    )

    stop_epochs: int = integer(
        0, 0, 1_000_000, N_("Stop after"), N_("The run ends after this many epochs; 0: never."), STOP,
        live=True, unit=N_("epochs"),
    )
    # fmt: on

    @property
    def rows(self) -> int:
        """B, the points in a step."""
        return min(self.batch_size, self.points)

    def idle(self) -> dict[str, str]:
        """As core.params has it."""
        side_by_side = self.experiment == "copies"
        wide = N_("Networks of many widths have one hidden layer, trained by plain descent.")
        hidden, absent = N_("There is no hidden layer."), N_("It takes no part.")
        return unused(
            (side_by_side, wide, "copies", "hidden", "activation", "optimizer", "lr", "batch_size"),
            (side_by_side, wide, *STRENGTH.values()),
            (not side_by_side, N_("Only networks of many widths have it."), "ridge"),
            (bool(self.hidden), hidden, "activation", "dropout"),
            *((name in self.copies, absent, strength) for name, strength in STRENGTH.items()),
        )


# What takes part → how hard it is held back.
STRENGTH = {
    "l1": "l1",
    "l2": "l2",
    "dropout": "dropout",
    "early_stopping": "patience",
    "jitter": "jitter",
    "label_smoothing": "label_smoothing",
    "ensemble": "ensemble",
}
