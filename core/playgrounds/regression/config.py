"""The hyperparameters of the regression. Live are those of training and of the penalties."""

from __future__ import annotations

from dataclasses import dataclass

from core.i18n import N_
from core.nn.activations import ACTIVATIONS
from core.nn.optimisers import LABELS as OPTIMIZERS
from core.params import Config, choice, code, integer, number
from core.params.declare import unused
from core.playgrounds.regression.sets import CLOUDS, FILE, LABELS, MOST

DATA, MODEL, TRAINING, STOP = N_("Data"), N_("Model"), N_("Training"), N_("Stop")
REGULARISATION = N_("Regularisation")
MODELS = {"polynomial": N_("Polynomial"), "network": N_("Network")}
LOSSES = {
    "mse": N_("Squared error"),
    "huber": N_("Huber"),
    "absolute": N_("Absolute error"),
}
CLASS_LOSSES = {"cross_entropy": N_("Cross-entropy"), "mse": N_("Squared error")}
STARTS = {"near": N_("Near zero"), "wrong": N_("Sure and wrong")}
SWITCH = {"off": N_("Off"), "on": N_("On")}
DEGREES = 15


@dataclass(frozen=True)
class RegressionConfig(Config):
    """The default: a line through twenty points by gradient descent on the mean squared error."""

    # fmt: off
    dataset: str = choice(
        "line", LABELS, N_("Points"),
        N_("What the points are drawn from. Of classes, the class is to be told from x₁ and x₂."), DATA,
    )
    points: int = integer(
        20, 2, MOST, N_("Number of points"),
        N_("For training. A hundred others of the same kind only test."), DATA,
    )
    noise: float = number(
        0.6, 0.0, 3.0, N_("Noise"),
        N_("How far the points stray from their curve, up and down, or from their class's middle."), DATA,
        step=0.1,
    )
    upload: str = code(
        "", 64, N_("Upload"), N_("Which uploaded file 'Your CSV' reads."), DATA,
    )
    x_column: str = code(
        "", 64, N_("Column of x"),
        N_("Of that file: its place, from 1, or its name; nothing: chosen, as the page says."), DATA,
    )
    column: str = code(
        "", 64, N_("Column of y"),
        N_("Of that file: its place, from 1, or its name; nothing: chosen, as the page says."), DATA,
    )
    model: str = choice(
        "polynomial", MODELS, N_("Model"),
        N_("Fitted to numbers: a line or a sum of powers of x, or a network with one hidden layer."), MODEL,
    )
    degree: int = integer(
        1, 1, DEGREES, N_("Degree"),
        N_("The highest power of x: 1 is a line, 2 a parabola. The model stays linear in β."), MODEL,
    )
    standardise: str = choice(
        "off", SWITCH, N_("Standardise the inputs"),
        N_("Every power of x minus its mean and over its spread: the bowl becomes round."), MODEL,
    )
    neurons: int = integer(
        8, 1, 24, N_("Neurons"), N_("In the network's hidden layer; the curve is the sum of what they say."),
        MODEL,
    )
    activation: str = choice(
        "tanh", {name: one.label for name, one in ACTIVATIONS.items()}, N_("Activation"),
        N_("What a neuron makes of w x + b: the shape from which the curve is put together."), MODEL,
    )
    loss: str = choice(
        "mse", LOSSES | {"all": N_("All three")}, N_("Loss"),
        N_("What a residual costs: its square, its size, or Huber's square for small ones and size for "
           "large ones."), TRAINING,
    )
    class_loss: str = choice(
        "both", CLASS_LOSSES | {"both": N_("Both")}, N_("Loss of classes"),
        N_("What a probability costs: minus its logarithm, or the square of what it lacks."), TRAINING,
    )
    start: str = choice(
        "near", STARTS, N_("Start"),
        N_("Where classes begin: knowing nothing, or as sure as can be of the wrong answers."), TRAINING,
    )
    optimizer: str = choice(
        "adam", OPTIMIZERS, N_("Optimiser"),
        N_("Of the network; the others go plainly against the gradient."), TRAINING,
    )
    lr: float = number(
        0.05, 1e-5, 10.0, N_("Learning rate"),
        N_("How far to go against the gradient. Above 2/λmax the steps of the squared error grow."),
        TRAINING, live=True, scale="log",
    )
    l1: float = number(
        0.0, 0.0, 1.0, N_("L1"), N_("Draws coefficients to exactly zero; β₀ is spared."),
        REGULARISATION, live=True, step=0.001,
    )
    weight_decay: float = number(
        0.0, 0.0, 1.0, N_("L2"), N_("Draws coefficients towards zero, large ones most; β₀ is spared."),
        REGULARISATION, live=True, step=0.001,
    )
    stop_steps: int = integer(
        0, 0, 1_000_000, N_("Stop after"), N_("The run ends after this many steps; 0: never."), STOP,
        live=True, unit=N_("steps"),
    )
    # fmt: on

    @property
    def family(self) -> str:
        """The kind of model: "polynomial", "network" or "classes"."""
        return "classes" if self.dataset in CLOUDS else self.model

    @property
    def losses(self) -> tuple[str, ...]:
        """Those that are descended, each by a fit of its own."""
        chosen, every = (
            (self.class_loss, CLASS_LOSSES) if self.family == "classes" else (self.loss, LOSSES)
        )
        return (chosen,) if chosen in every else tuple(every)

    @property
    def size(self) -> int:
        """P, the number of coefficients of a polynomial."""
        return self.degree + 1

    def drawn_alike(self, other: RegressionConfig) -> bool:
        """Whether both ask for the same points, but for the seed."""
        names = ("dataset", "points", "noise", "upload", "x_column", "column")
        return all(getattr(self, name) == getattr(other, name) for name in names)

    def idle(self) -> dict[str, str]:
        """As core.params has it."""
        numbers = self.family != "classes"
        return unused(
            (self.dataset != FILE, N_("The points come out of your file."), "points", "noise"),
            (numbers, N_("Classes are told apart by logistic regression, or softmax."),
             "model", "degree", "standardise", "neurons", "activation", "loss", "optimizer"),
            (not numbers, N_("Only points with classes use it."), "class_loss", "start"),
            (self.model == "polynomial", N_("Only a polynomial has it."), "degree", "standardise"),
            (self.model == "network", N_("Only the network has it."),
             "neurons", "activation", "optimizer"),
        )  # fmt: skip
