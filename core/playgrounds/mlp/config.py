"""The MLP's hyperparameters, and which of them contradict each other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from core.data import rules
from core.data import table_sets as tables
from core.i18n import N_
from core.nn import initialisers
from core.nn import optimisers as optim
from core.nn.activations import ACTIVATIONS, Activation
from core.nn.features import INPUTS
from core.params import (
    Config,
    ParamError,
    choice,
    choices,
    code,
    integer,
    names,
    number,
    sizes,
    subset,
    text,
    unused,
)
from core.playgrounds.mlp import conflicts, link, sets

DATA, NETWORK, TRAINING = N_("Data"), N_("Network"), N_("Training")
REGULARISATION, STOP = N_("Regularisation"), N_("Stop")
LAYERS, NEURONS = 6, 16  # the most that the drawing has room for
MEMBERS = 8  # of an ensemble, beside the network that is shown
SWITCH = {"off": N_("Off"), "on": N_("On")}
FUNCTIONS = {activation.name: activation.label for activation in ACTIVATIONS.values()}
LOSSES = {
    "cross_entropy": N_("Cross-entropy"),
    "mse": N_("Squared error"),
    "huber": N_("Huber"),
}


@dataclass(frozen=True)
class MlpConfig(Config):
    """The hyperparameters. Live are all but those that reshape the network or the data."""

    # fmt: off
    dataset: str = choice(
        "circle", sets.LABELS, N_("Points"),
        N_("What is to be learned: a class for every point of the plane, or a number."), DATA,
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
    classes: int = integer(
        3, 2, 6, N_("Classes"),
        N_("How many arms the set 'Spiral arms' has, or classes can be drawn from nothing; other sets ignore "
           "it."), DATA,
    )
    rule: str = text(
        "x1**2 + x2**2 < 9", rules.LONGEST, N_("Rule"),
        N_("A comparison in x1 and x2 makes two classes, such as sin(3*x1) > x2; anything else is the number "
           "to be learned, such as x1*x2. There are + − * / **, and, or, not, sin, cos, tan, exp, log, "
           "sqrt, abs, tanh, min, max, sign, pi and e."), DATA, why_not=rules.why_not,
    )
    data_seed: int = integer(
        0, 0, 2**31 - 1, N_("Data seed"), N_("Another number draws other points of the same kind."), DATA
    )
    drawn: str = code(
        "", link.LONGEST, N_("Drawn points"), N_("What was added, moved and erased on the map by hand."),
        DATA, live=True, quiet=True, why_not=link.why_not,
    )

    upload: str = code(
        "", 64, N_("Upload"), N_("Which uploaded file 'Your table' reads."), DATA,
    )
    target: str = names(
        "", 200, N_("Target"),
        N_("Of a table: the column that is predicted, by its place, from 1, or its name; nothing: chosen, as "
           "the page says."), DATA,
    )
    target_kind: str = choice(
        "auto", tables.TARGET_KINDS, N_("Target is"),
        N_("Few whole numbers may be classes or numbers: said here, or decided by the column."), DATA,
    )
    left_out: str = names(
        "", 1000, N_("Columns left out"),
        N_("Of a table: what is not learned from, by places or names, with commas between."), DATA,
    )
    gaps: str = choice(
        "fill", tables.GAPS, N_("Gaps"),
        N_("Of a table: a gap gets its column's median in the training rows, and in a text column a kind of "
           "its own; or its row is left out."), DATA,
    )

    inputs: tuple[str, ...] = subset(
        ("x1", "x2"), {name: label for name, (label, _) in INPUTS.items()}, N_("Inputs"),
        N_("What the network is told about a point. The right feature can save a whole layer."), NETWORK,
    )
    hidden: tuple[int, ...] = sizes(
        (4, 2), LAYERS, 1, NEURONS, N_("Hidden layers"),
        N_("Neurons per hidden layer, from the inputs on: 4,2. Empty: no hidden layer."), NETWORK,
    )
    activation: str = choice(
        "tanh", FUNCTIONS, N_("Activation"),
        N_("The function that bends what a neuron adds up. Without a bend, layers melt into one."),
        NETWORK, live=True,
    )
    layer_activations: tuple[str, ...] = choices(
        (), FUNCTIONS, LAYERS, N_("Activation per layer"),
        N_("One per hidden layer, separated by commas; layers without one take the activation above."),
        NETWORK, live=True,
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

    batch_norm: str = choice(
        "off", SWITCH, N_("Batch normalisation"),
        N_("What a hidden neuron adds up is brought to mean 0 and variance 1 over the minibatch, then to a "
           "scale and a shift that are learned: no layer starts too small or saturated."),
        NETWORK,
    )
    residual: str = choice(
        "off", SWITCH, N_("Residual connections"),
        N_("A hidden layer as wide as the hidden layer before it adds what it is fed to what it answers: a "
           "way for the gradient around every bend."),
        NETWORK,
    )
    ensemble: int = integer(
        0, 0, MEMBERS, N_("Networks beside it"),
        N_("Others with other initial weights that learn the same. Where they disagree, nobody knows."),
        NETWORK,
    )

    loss: str = choice(
        "cross_entropy", LOSSES, N_("Loss"),
        N_("What a mistake costs. Cross-entropy is for classes, Huber for numbers, squared error for both."),
        TRAINING, live=True,
    )
    optimizer: str = choice(
        "sgd", optim.LABELS, N_("Optimiser"),
        N_("How a gradient becomes a step. A new optimiser starts without memory."), TRAINING, live=True,
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
    schedule: str = choice(
        "constant", optim.SCHEDULES, N_("Schedule"),
        N_("Steps: a tenth after half of the epochs below, a hundredth after three quarters. "
           "Cosine: smoothly down to a hundredth."),
        TRAINING, live=True,
    )
    schedule_epochs: int = integer(
        500, 1, 100_000, N_("Schedule length"), N_("The epochs over which the schedule runs."), TRAINING,
        live=True, scale="log", unit=N_("epochs"),
    )
    batch_size: int = integer(
        10, 1, 512, N_("Batch size"),
        N_("Points per step. Few: quick, noisy steps. Many: slow, steady ones."), TRAINING,
        live=True, scale="log",
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
    clip_norm: float = number(
        0.0, 0.0, 100.0, N_("Gradient clipping"), N_("The greatest length of the gradient; 0: any."),
        REGULARISATION, live=True, step=0.1,
    )

    stop_epochs: int = integer(
        0, 0, 1_000_000, N_("Stop after"), N_("The run ends after this many epochs; 0: never."), STOP,
        live=True, unit=N_("epochs"),
    )
    stop_loss: float = number(
        0.0, 0.0, 10.0, N_("Stop at loss"),
        N_("The run ends when the training loss is no greater than this; 0: never."), STOP,
        live=True, step=0.001,
    )
    # fmt: on

    @property
    def task(self) -> str:
        return sets.kind(self).task

    @property
    def train_points(self) -> int:
        """N, the number of points that are learned from, but for what is drawn by hand."""
        return sets.trained(self)

    @property
    def width(self) -> int:
        """n_0, how many numbers the network is fed."""
        return len(sets.kind(self).inputs) or len(self.inputs)

    @property
    def table(self) -> bool:
        """Whether the points are rows of a table."""
        return self.dataset in tables.LABELS

    @property
    def outputs(self) -> int:
        """K, the number of output neurons."""
        return sets.kind(self).outputs

    def conflict(self) -> ParamError | None:
        return (tables.refused(self) if self.table else None) or conflicts.found(self)

    def idle(self) -> dict[str, str]:
        """As core.params has it."""
        hidden, named = len(self.hidden), len(self.layer_activations)
        return unused(
            (not self.table, N_("The points are the rows of a table."), "points", "noise", "classes"),
            (self.dataset in sets.CLASSED,
             N_("Only the point sets with classes have labels that can be wrong."), "label_noise"),
            (not self.table, N_("A table's own columns are the inputs."), "inputs"),
            (self.table, N_("Only tables have columns."), "target_kind", "gaps"),
            (self.dataset in sets.NUMBERED,
             N_("Only the sets 'Spiral arms' and 'Nothing: draw classes' have classes to choose."),
             "classes"),
            (self.dataset == "rule", N_("Only the points 'A rule of your own' follow it."), "rule"),
            (self.dataset not in sets.OWN, N_("There are no points but those that you draw."),
             "noise", "points", "train_share", "data_seed"),
            (hidden > 0, N_("There is no hidden layer."), "activation", "layer_activations", "dropout",
             "batch_norm", "residual"),
            (any(one == other for one, other in pairwise(self.hidden)),
             N_("No hidden layer is as wide as the hidden layer before it."), "residual"),
            (named < hidden, N_("Every hidden layer has an activation of its own."), "activation"),
            (self.optimizer in ("momentum", "nesterov"), N_("Only Momentum and Nesterov use it."),
             "momentum"),
            (self.schedule != "constant", N_("The learning rate is constant."), "schedule_epochs"),
        )  # fmt: skip

    @property
    def metrics(self) -> tuple[str, ...]:
        """The names of what `evaluate` measures."""
        score = "r2" if self.task == "regression" else "accuracy"
        return "train_loss", "test_loss", f"train_{score}", f"test_{score}"

    def functions(self) -> list[Activation]:
        """The activation of every hidden layer."""
        names = (*self.layer_activations, *[self.activation] * len(self.hidden))
        return [ACTIVATIONS[name] for name in names[: len(self.hidden)]]
