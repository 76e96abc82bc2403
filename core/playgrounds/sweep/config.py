"""The hyperparameters of /sweep: those of one network, as /mlp calls them, and what differs in the others."""

from __future__ import annotations

from dataclasses import dataclass

from core.data.toy import TOYS
from core.i18n import N_
from core.nn import initialisers
from core.nn import optimisers as optim
from core.nn.activations import ACTIVATIONS
from core.nn.features import INPUTS
from core.params import Config, ParamError, choice, integer, number, sizes, subset, unused
from core.playgrounds.sweep import conflicts
from core.playgrounds.sweep.axes import (
    AXES,
    CELLS,
    LABELS,
    NEURONS,
    NONE,
    SIDE,
    SPACINGS,
    spaced,
)

ACROSS, DOWN = N_("Across"), N_("Down")
DATA, NETWORK, TRAINING = N_("Data"), N_("Network"), N_("Training")
REGULARISATION, STOP = N_("Regularisation"), N_("Stop")
DATASETS = ("circle", "xor", "gaussians", "spiral", "moons")
LAYERS = 4
MOST = 1_000_000  # that an axis may reach: a seed


@dataclass(frozen=True)
class SweepConfig(Config):
    """The default: the default network of /mlp with eight learning rates and eight strengths of L2."""

    # fmt: off
    x: str = choice("lr", LABELS, N_("Across"), N_("What differs from column to column."), ACROSS)
    x_from: float = number(
        0.001, 0.0, MOST, N_("Across, from"), N_("The first column's value; of seeds the first seed."),
        ACROSS, step=0.001,
    )
    x_to: float = number(
        3.0, 0.0, MOST, N_("Across, to"), N_("The last column's value."), ACROSS, step=0.001,
    )
    x_count: int = integer(
        8, 1, CELLS, N_("Columns"),
        N_("How many values. With something down, too, at most 8; alone up to 64."), ACROSS,
    )
    x_spacing: str = choice(
        "log", SPACINGS, N_("Across, spacing"),
        N_("From one value to the next: times the same factor, or the same amount more."), ACROSS,
    )
    y: str = choice("weight_decay", LABELS, N_("Down"), N_("What differs from row to row."), DOWN)
    y_from: float = number(
        0.0001, 0.0, MOST, N_("Down, from"), N_("The first row's value; of seeds the first seed."), DOWN,
        step=0.001,
    )
    y_to: float = number(
        0.1, 0.0, MOST, N_("Down, to"), N_("The last row's value."), DOWN, step=0.001
    )
    y_count: int = integer(8, 1, SIDE, N_("Rows"), N_("How many values."), DOWN)
    y_spacing: str = choice(
        "log", SPACINGS, N_("Down, spacing"),
        N_("From one value to the next: times the same factor, or the same amount more."), DOWN,
    )

    dataset: str = choice(
        "circle", {name: TOYS[name].label for name in DATASETS}, N_("Points"),
        N_("What is to be learned: a class for every point of the plane."), DATA,
    )
    noise: float = number(
        0.0, 0.0, 50.0, N_("Noise"), N_("How far the points stray from their shape."), DATA,
        unit="%", step=5.0,
    )
    label_noise: float = number(
        0.0, 0.0, 50.0, N_("Wrong labels"),
        N_("This share of the training points has a wrong class; test points keep the right one."), DATA,
        unit="%", step=5.0,
    )
    points: int = integer(
        500, 50, 2000, N_("Number of points"), N_("For training and testing together."), DATA, step=50
    )
    train_share: float = number(
        0.5, 0.1, 0.9, N_("Share for training"),
        N_("This part of the points is learned from; the rest only tests what was learned."), DATA,
        step=0.1,
    )
    data_seed: int = integer(
        0, 0, 2**31 - 1, N_("Data seed"), N_("Another number draws other points of the same kind."), DATA
    )

    inputs: tuple[str, ...] = subset(
        ("x1", "x2"), {name: label for name, (label, _) in INPUTS.items()}, N_("Inputs"),
        N_("What the networks are told about a point."), NETWORK,
    )
    hidden: tuple[int, ...] = sizes(
        (4, 2), LAYERS, 1, NEURONS, N_("Hidden layers"),
        N_("Neurons per hidden layer, from the inputs on: 4,2. Empty: no hidden layer."), NETWORK,
    )
    activation: str = choice(
        "tanh", {one.name: one.label for one in ACTIVATIONS.values()}, N_("Activation"),
        N_("The function that bends what a neuron adds up."), NETWORK,
    )
    initialisation: str = choice(
        "xavier", initialisers.LABELS, N_("Initial weights"),
        N_("How large the random weights are at the start."), NETWORK,
    )
    initial_scale: float = number(
        1.0, 0.0, 10.0, N_("Initial scale"),
        N_("Initial weights are multiplied by this; biases are not. 1 leaves them as they are drawn."),
        NETWORK, step=0.1,
    )

    optimizer: str = choice(
        "sgd", optim.LABELS, N_("Optimiser"), N_("How a gradient becomes a step, for all networks."),
        TRAINING,
    )
    lr: float = number(
        0.03, 1e-5, 10.0, N_("Learning rate"),
        N_("How long a step is: too short takes for ever, too long overshoots."), TRAINING,
        live=True, scale="log",
    )
    momentum: float = number(
        0.9, 0.0, 0.99, N_("Momentum"),
        N_("The share of the last step that is added to the next; only Momentum and Nesterov use it."),
        TRAINING, live=True, step=0.01,
    )
    batch_size: int = integer(
        10, 1, 512, N_("Batch size"), N_("Points per step, for all networks unless it is swept."), TRAINING,
        scale="log",
    )

    l1: float = number(
        0.0, 0.0, 1.0, N_("L1"), N_("Draws weights to exactly zero: links that aren't needed vanish."),
        REGULARISATION, live=True, step=0.001,
    )
    weight_decay: float = number(
        0.0, 0.0, 1.0, N_("L2"),
        N_("Weight decay: draws all weights towards zero, large ones most. Biases are spared."),
        REGULARISATION, live=True, step=0.001,
    )
    dropout: float = number(
        0.0, 0.0, 0.9, N_("Dropout"),
        N_("The share of hidden neurons that sits out each step, so that none becomes indispensable."),
        REGULARISATION, live=True, step=0.05,
    )

    stop_epochs: int = integer(
        0, 0, 1_000_000, N_("Stop after"), N_("The run ends after this many epochs; 0: never."), STOP,
        live=True, unit=N_("epochs"),
    )
    # fmt: on

    @property
    def train_points(self) -> int:
        """N, the number of points that are learned from."""
        return round(self.points * self.train_share)

    def axis(self, which: str) -> tuple[str, list[float]]:
        """What differs along `which`, x or y, and its values: NONE and [] where nothing does."""
        name, low, high, count, spacing = (
            getattr(self, f"{which}{part}") for part in ("", "_from", "_to", "_count", "_spacing")
        )
        return (name, spaced(name, low, high, count, spacing)) if name != NONE else (NONE, [])

    def conflict(self) -> ParamError | None:
        return conflicts.found(self)

    def idle(self) -> dict[str, str]:
        """As core.params has it."""
        nothing, seeds = (
            N_("Nothing differs along it."),
            N_("Seeds are counted from the first one."),
        )
        return unused(
            *((getattr(self, one) != NONE, nothing, *(f"{one}_{part}" for part in PARTS)) for one in "xy"),
            *((getattr(self, one) != "seed", seeds, f"{one}_to", f"{one}_spacing") for one in "xy"),
            *((name not in (self.x, self.y), N_("It is swept."), name) for name in AXES if name != "width"),
            (bool(self.hidden), N_("There is no hidden layer."), "activation", "dropout"),
            (self.optimizer in ("momentum", "nesterov"), N_("Only Momentum and Nesterov use it."),
             "momentum"),
        )  # fmt: skip


PARTS = ("from", "to", "count", "spacing")
