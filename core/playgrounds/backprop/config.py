"""Backpropagation's hyperparameters."""

from __future__ import annotations

from dataclasses import dataclass

from core.i18n import N_
from core.nn import initialisers
from core.nn import optimisers as optim
from core.nn.activations import ACTIVATIONS
from core.params import (
    Config,
    Message,
    ParamError,
    choice,
    integer,
    number,
    sizes,
    subset,
    unused,
)
from core.playgrounds.backprop.examples import FEATURES, LABELS, make

DATA, NETWORK, TRAINING = N_("Data"), N_("Network"), N_("Training")
LAYERS, NEURONS, ROWS = 3, 4, 4  # hidden layers, neurons in each, examples per step: at most
FUNCTIONS = {name: ACTIVATIONS[name].label for name in ("sigmoid", "tanh", "relu", "linear")}
LOSSES = {"mse": N_("Squared error"), "cross_entropy": N_("Cross-entropy")}
STARTS = initialisers.LABELS | {"counted": N_("Counted up")}
SWITCH = {"off": N_("Off"), "on": N_("On")}
OPTIMIZERS = {name: optim.LABELS[name] for name in ("sgd", "momentum", "adam")}


@dataclass(frozen=True)
class BackpropConfig(Config):
    """The hyperparameters. Live are all that leave the network's shape and the examples alone."""

    # fmt: off
    dataset: str = choice(
        "xor", LABELS, N_("Examples"), N_("The few examples that the network learns from, in turn."), DATA
    )
    standardise: str = choice(
        "off", SWITCH, N_("Standardise inputs"),
        N_("Preprocessing: every input less its mean, divided by its standard deviation."), DATA,
    )
    batch_size: int = integer(
        1, 1, ROWS, N_("Batch size"), N_("Examples per step: their gradients are averaged."), DATA, live=True
    )

    inputs: tuple[str, ...] = subset(
        ("x1", "x2"), FEATURES, N_("Features"), N_("What the network is told about an example."), NETWORK
    )
    hidden: tuple[int, ...] = sizes(
        (3,), LAYERS, 1, NEURONS, N_("Hidden layers"),
        N_("Neurons per hidden layer, from the inputs on: 3,2. Empty: no hidden layer."), NETWORK,
    )
    activation: str = choice(
        "sigmoid", FUNCTIONS, N_("Activation"),
        N_("The function of the hidden neurons. Its slope multiplies the error on the way back."),
        NETWORK, live=True,
    )
    initialisation: str = choice(
        "xavier", STARTS, N_("Initial weights"),
        N_("How large the random weights are at the start; counted up: 0.15, 0.20, 0.25 and so on."),
        NETWORK,
    )

    loss: str = choice(
        "mse", LOSSES, N_("Loss"), N_("What a mistake costs. The output is a sigmoid in either case."),
        TRAINING, live=True,
    )
    optimizer: str = choice(
        "sgd", OPTIMIZERS, N_("Optimiser"),
        N_("How a gradient becomes a step. A new optimiser starts without memory."), TRAINING, live=True,
    )
    lr: float = number(
        0.5, 1e-5, 100.0, N_("Learning rate"),
        N_("How long a step is: too short takes for ever, too long overshoots."), TRAINING,
        live=True, scale="log",
    )
    momentum: float = number(
        0.9, 0.0, 0.99, N_("Momentum"),
        N_("The share of the last step that is added to the next; only Momentum uses it."), TRAINING,
        live=True, step=0.01,
    )
    # fmt: on

    def conflict(self) -> ParamError | None:
        examples = len(make(self.dataset)[0])
        if self.batch_size > examples:
            text = N_("{name} = {value} is more than the {examples} examples there are.")
            values = {"value": self.batch_size, "examples": examples}
            return ParamError(Message("batch_size", text, values), examples)
        return None

    def idle(self) -> dict[str, str]:
        """As core.params has it."""
        return unused(
            (len(self.hidden) > 0, N_("There is no hidden layer."), "activation"),
            (self.optimizer == "momentum", N_("Only Momentum uses it."), "momentum"),
        )

    @property
    def outputs(self) -> int:
        return make(self.dataset)[1].shape[1]
