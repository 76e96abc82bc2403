"""The hyperparameters of /search: how it searches, in what space, and which trials it gives up."""

from __future__ import annotations

from dataclasses import dataclass

from core.data.toy import TOYS
from core.i18n import N_
from core.nn import optimisers as optim
from core.nn.activations import ACTIVATIONS
from core.params import Config, ParamError, choice, integer, number, subset, unused
from core.playgrounds.search import conflicts

SEARCH, SPACE, PRUNING = N_("Search"), N_("What is searched"), N_("Pruning")
FIXED, DATA = N_("What is not searched"), N_("Data")
DATASETS = ("circle", "xor", "gaussians", "spiral", "moons")
NEURONS, LAYERS, ROWS = 16, 4, 128
TRIALS, ALL = 128, 512  # of a study, and of all studies together
NONE = "none"
SAMPLERS = {"tpe": N_("TPE"), "random": N_("Random search"), "grid": N_("Grid")}
OPTIMIZERS = {name: label for name, label in optim.LABELS.items() if name in optim.OPTIMIZERS}
FUNCTIONS = {one.name: one.label for one in ACTIVATIONS.values()}
PRUNERS = {
    NONE: N_("None"), "median": N_("Median"), "halving": N_("Successive halving")
}  # fmt: skip
SEARCHED = {
    "lr": N_("Learning rate"), "weight_decay": N_("L2"), "width": N_("Width"), "depth": N_("Depth"),
    "batch_size": N_("Batch size"), "initial_scale": N_("Initial scale"),
    "activation": N_("Activation"), "optimizer": N_("Optimiser"), "seed": N_("Seed"),
}  # fmt: skip
RANGED = ("lr", "weight_decay", "width", "depth", "batch_size", "initial_scale")
OPTIONS = {"activation": "activations", "optimizer": "optimizers"}


@dataclass(frozen=True)
class SearchConfig(Config):
    """The default: TPE beside random search, five hyperparameters and one that decides nothing."""

    # fmt: off
    sampler: str = choice(
        "tpe", SAMPLERS, N_("Search by"),
        N_("Where the next trial comes from: TPE learns from those before it, the others do not."), SEARCH,
    )
    beside: str = choice(
        "random", {NONE: N_("None"), **SAMPLERS}, N_("Beside it"),
        N_("A second search of the same space with the same number of trials, to compare."), SEARCH,
    )
    trials: int = integer(
        48, 4, TRIALS, N_("Trials"), N_("The budget: so many networks are tried by each search."), SEARCH,
    )
    repeats: int = integer(
        1, 1, 8, N_("Repeats"),
        N_("So many searches of each kind with seeds of their own: their mean and range are shown."), SEARCH,
    )
    parallel: int = integer(
        4, 1, 16, N_("At a time"),
        N_("Trials of a search that train side by side. TPE knows less of those that are not done."), SEARCH,
    )
    startup: int = integer(
        10, 1, 64, N_("Random trials first"), N_("TPE draws so many at random before it begins to learn."),
        SEARCH,
    )
    objective: str = choice(
        "loss", {"loss": N_("Validation loss"), "error": N_("Validation error")}, N_("Objective"),
        N_("What is to be low on points that no trial learns from: the loss, or the share of errors."),
        SEARCH,
    )
    trial_epochs: int = integer(
        60, 5, 300, N_("Epochs"), N_("How long a trial trains that is not pruned."), SEARCH, step=5,
    )

    over: tuple[str, ...] = subset(
        ("lr", "weight_decay", "width", "depth", "activation", "seed"), SEARCHED, N_("Search over"),
        N_("The seed is a control: whatever importance it seems to have is chance."), SPACE,
    )
    lr_from: float = number(
        0.001, 1e-5, 10.0, N_("Learning rate, from"), N_("The lowest one that is tried."), SPACE, scale="log",
    )
    lr_to: float = number(
        3.0, 1e-5, 10.0, N_("Learning rate, to"), N_("The highest one that is tried."), SPACE, scale="log",
    )
    weight_decay_from: float = number(
        1e-6, 1e-8, 1.0, N_("L2, from"), N_("The lowest one that is tried."), SPACE, scale="log",
    )
    weight_decay_to: float = number(
        0.1, 1e-8, 1.0, N_("L2, to"), N_("The highest one that is tried."), SPACE, scale="log",
    )
    width_from: int = integer(
        1, 1, NEURONS, N_("Width, from"), N_("The fewest neurons per hidden layer."), SPACE,
    )
    width_to: int = integer(12, 1, NEURONS, N_("Width, to"), N_("The most neurons per hidden layer."), SPACE)
    depth_from: int = integer(1, 1, LAYERS, N_("Depth, from"), N_("The fewest hidden layers."), SPACE)
    depth_to: int = integer(3, 1, LAYERS, N_("Depth, to"), N_("The most hidden layers."), SPACE)
    batch_size_from: int = integer(
        4, 4, ROWS, N_("Batch size, from"), N_("The fewest points per step."), SPACE, scale="log",
    )
    batch_size_to: int = integer(
        64, 4, ROWS, N_("Batch size, to"), N_("The most points per step."), SPACE, scale="log",
    )
    initial_scale_from: float = number(
        0.1, 0.01, 10.0, N_("Initial scale, from"), N_("The lowest one that is tried."), SPACE, scale="log",
    )
    initial_scale_to: float = number(
        10.0, 0.01, 10.0, N_("Initial scale, to"), N_("The highest one that is tried."), SPACE, scale="log",
    )
    activations: tuple[str, ...] = subset(
        ("relu", "tanh", "sigmoid"), FUNCTIONS, N_("Activations"), N_("Those that are tried."), SPACE,
    )
    optimizers: tuple[str, ...] = subset(
        ("sgd", "momentum", "adam"), OPTIMIZERS, N_("Optimisers"), N_("Those that are tried."), SPACE,
    )

    pruner: str = choice(
        "median", PRUNERS, N_("Prune by"),
        N_("Which trials are given up early: those worse than half of the others, or all but the best."),
        PRUNING,
    )
    grace: int = integer(
        6, 1, 100, N_("Not before"), N_("No trial is pruned before so many epochs."), PRUNING,
        unit=N_("epochs"),
    )
    reduction: int = integer(
        3, 2, 4, N_("Keep one in"),
        N_("Of the trials that reach a rung, one in so many goes on to the next, so many times as far."),
        PRUNING,
    )

    lr: float = number(
        0.1, 1e-5, 10.0, N_("Learning rate"), N_("Of every trial, where it is not searched."), FIXED,
        scale="log",
    )
    weight_decay: float = number(
        0.0, 0.0, 1.0, N_("L2"), N_("Of every trial, where it is not searched."), FIXED, step=0.001,
    )
    width: int = integer(
        8, 1, NEURONS, N_("Width"), N_("Neurons per hidden layer, where that is not searched."), FIXED,
    )
    depth: int = integer(
        2, 1, LAYERS, N_("Depth"), N_("Hidden layers, where that is not searched."), FIXED,
    )
    batch_size: int = integer(
        10, 4, ROWS, N_("Batch size"), N_("Points per step, where that is not searched."), FIXED, scale="log",
    )
    initial_scale: float = number(
        1.0, 0.01, 10.0, N_("Initial scale"),
        N_("Initial weights are multiplied by this, where it is not searched."), FIXED, step=0.1,
    )
    activation: str = choice(
        "tanh", FUNCTIONS, N_("Activation"), N_("Of every trial, where it is not searched."), FIXED,
    )
    optimizer: str = choice(
        "sgd", OPTIMIZERS, N_("Optimiser"), N_("Of every trial, where it is not searched."), FIXED,
    )

    dataset: str = choice(
        "moons", {name: TOYS[name].label for name in DATASETS}, N_("Points"),
        N_("What is to be learned: a class for every point of the plane."), DATA,
    )
    noise: float = number(
        20.0, 0.0, 50.0, N_("Noise"), N_("How far the points stray from their shape."), DATA, unit="%",
        step=5.0,
    )
    points: int = integer(
        400, 100, 1000, N_("Number of points"), N_("For training, validation and testing together."), DATA,
        step=50,
    )
    train_share: float = number(
        0.5, 0.2, 0.8, N_("Share for training"),
        N_("Of the rest, half is for validation, by which trials are chosen, and half for the test."), DATA,
        step=0.1,
    )
    data_seed: int = integer(
        0, 0, 2**31 - 1, N_("Data seed"), N_("Another number draws other points of the same kind."), DATA
    )
    # fmt: on

    @property
    def train_points(self) -> int:
        """N, the number of points that are learned from."""
        return round(self.points * self.train_share)

    @property
    def searches(self) -> tuple[str, ...]:
        """The samplers that are compared, one or two."""
        return (self.sampler,) if self.beside == NONE else (self.sampler, self.beside)

    def conflict(self) -> ParamError | None:
        return conflicts.found(self, ALL)

    def idle(self) -> dict[str, str]:
        """As core.params has it."""
        out, within = N_("It is not searched."), N_("It is searched.")
        return unused(
            *((name in self.over, out, f"{name}_from", f"{name}_to") for name in RANGED),
            *((name in self.over, out, many) for name, many in OPTIONS.items()),
            *((name not in self.over, within, name) for name in (*RANGED, *OPTIONS)),
            ("tpe" in self.searches, N_("Only TPE begins at random."), "startup"),
            (self.pruner == "halving", N_("Only successive halving has rungs."), "reduction"),
            (self.pruner != NONE, N_("No trial is pruned."), "grace"),
        )
