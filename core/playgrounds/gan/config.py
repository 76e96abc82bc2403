"""The hyperparameters of the GAN. Live are all but those that decide the shape of data or networks."""

from __future__ import annotations

from dataclasses import dataclass

from core import params
from core.data.distributions import DISTRIBUTIONS, EXAMPLE_DRAWING, decoded
from core.i18n import N_
from core.nn import optimisers as optim
from core.params import Message, ParamError, choice, code, integer, number, sizes, unused
from core.playgrounds.gan.layers import FUNCTIONS
from core.playgrounds.gan.objectives import OBJECTIVES

DATA, GENERATOR, DISCRIMINATOR = N_("Data"), N_("Generator"), N_("Discriminator")
GAME, STABILISERS, STOP = N_("Game"), N_("Stabilisers"), N_("Stop")
LAYERS, NEURONS = 5, 256
POINT_NOISE = 8  # the most numbers of noise that points are made from
IMAGES = {
    "digits": N_("Digits 8×8"),
    "mnist": N_("MNIST 28×28"),
    "fashion-mnist": N_("Fashion-MNIST 28×28"),
}
SIGNALS = {
    "sine": N_("Sines"),
    "sawtooth": N_("Sawtooth"),
    "sum": N_("Sum of two sines"),
    "csv": N_("A CSV column"),
}
POINTS = {one.name: one.label for one in DISTRIBUTIONS.values()}
OPTIMIZERS = {name: optim.LABELS[name] for name in ("sgd", "momentum", "rmsprop", "adam")}
SWITCH = {"off": N_("Off"), "on": N_("On")}


@dataclass(frozen=True)
class GanConfig(params.Config):
    """The default is GAN Lab's: two networks of two layers of 8, SGD 0.1, batches of 150."""

    # fmt: off
    dataset: str = choice(
        "two-gaussians", POINTS | IMAGES | SIGNALS, N_("Real data"),
        N_("What the generator is to imitate: points of the plane, pictures, or signals."), DATA,
    )
    drawing: str = code(
        EXAMPLE_DRAWING, 2000, N_("Drawing"),
        N_("The points drawn by hand, encoded; only the data set 'Draw your own' reads it."), DATA,
    )
    upload: str = code(
        "", 64, N_("Upload"), N_("Which uploaded file the data set 'A CSV column' reads."), DATA,
    )
    column: str = code(
        "", 64, N_("Column"),
        N_("Which column of that file: its place, from 1, or its name; nothing: the first that is no index."),
        DATA,
    )
    conditional: str = choice(
        "off", SWITCH, N_("Conditional"),
        N_("Both networks are told the class of a picture, so that one can ask for a 7. Pictures only."),
        DATA,
    )
    noise_kind: str = choice(
        "uniform", {"uniform": N_("Uniform"), "gaussian": N_("Gaussian")}, N_("Noise"),
        N_("What the generator makes its samples from."), DATA, live=True,
    )
    latent_dim: int = integer(
        2, 1, 128, N_("Noise dimensions"),
        N_("How many numbers of noise become one sample; at most 8 for points."), DATA,
    )

    g_hidden: tuple[int, ...] = sizes(
        (8, 8), LAYERS, 1, NEURONS, N_("Hidden layers"),
        N_("Neurons per hidden layer of the generator of points."), GENERATOR,
    )
    g_activation: str = choice(
        "relu", FUNCTIONS, N_("Activation"), N_("The bend in the generator's neurons."), GENERATOR,
        live=True,
    )
    g_output: str = choice(
        "tanh", {"tanh": N_("Tanh"), "linear": N_("Linear")}, N_("Output"),
        N_("Tanh keeps samples inside the box. Points only."), GENERATOR, live=True,
    )
    g_optimizer: str = choice(
        "sgd", OPTIMIZERS, N_("Optimiser"), N_("How the generator's gradient becomes a step."),
        GENERATOR, live=True,
    )
    g_lr: float = number(
        0.1, 1e-6, 10.0, N_("Learning rate"), N_("How long the generator's steps are."), GENERATOR,
        live=True, scale="log",
    )
    g_updates: int = integer(
        1, 0, 10, N_("Updates per iteration"), N_("0 freezes the generator."), GENERATOR, live=True,
    )

    d_hidden: tuple[int, ...] = sizes(
        (8, 8), LAYERS, 1, NEURONS, N_("Hidden layers"),
        N_("Neurons per hidden layer of the discriminator of points."), DISCRIMINATOR,
    )
    d_activation: str = choice(
        "relu", FUNCTIONS, N_("Activation"), N_("The bend in the discriminator's neurons."),
        DISCRIMINATOR, live=True,
    )
    d_optimizer: str = choice(
        "sgd", OPTIMIZERS, N_("Optimiser"), N_("How the discriminator's gradient becomes a step."),
        DISCRIMINATOR, live=True,
    )
    d_lr: float = number(
        0.1, 1e-6, 10.0, N_("Learning rate"), N_("How long the discriminator's steps are."),
        DISCRIMINATOR, live=True, scale="log",
    )
    d_updates: int = integer(
        1, 0, 10, N_("Updates per iteration"), N_("0 freezes the discriminator."), DISCRIMINATOR,
        live=True,
    )

    loss: str = choice(
        "non_saturating", {one.name: one.label for one in OBJECTIVES.values()}, N_("Objective"),
        N_("What the two networks play for."), GAME, live=True,
    )
    batch_size: int = integer(
        150, 1, 512, N_("Batch size"), N_("Real samples, and generated ones, per update."), GAME,
        live=True, scale="log",
    )
    beta1: float = number(
        0.9, 0.0, 0.999, N_("β₁"),
        N_("Adam's and Momentum's memory of past gradients. In a game, less is often more."), GAME,
        live=True, step=0.05,
    )
    beta2: float = number(
        0.999, 0.0, 0.9999, N_("β₂"), N_("Adam's and RMSProp's memory of the gradients' size."), GAME,
        live=True, step=0.001,
    )
    schedule: str = choice(
        "constant", optim.SCHEDULES, N_("Schedule"),
        N_("How both learning rates fall: not, in two steps, or along a cosine to a hundredth."), GAME,
        live=True,
    )
    schedule_steps: int = integer(
        10_000, 100, 1_000_000, N_("Schedule length"), N_("The iterations over which the schedule runs."),
        GAME, live=True, scale="log", unit=N_("iterations"),
    )
    width: int = integer(
        32, 4, 128, N_("Width"), N_("Channels of the networks for pictures, units of those for signals."),
        GAME, scale="log",
    )

    average: float = number(
        0.0, 0.0, 0.9999, N_("Averaged generator"),
        N_("Above 0, pictures and metrics show a moving average of the generator; training does not use it."),
        STABILISERS, live=True, step=0.001,
    )
    clip: float = number(
        0.01, 1e-4, 1.0, N_("Weight clipping"),
        N_("The greatest weight of a clipped Wasserstein critic; other objectives ignore it."),
        STABILISERS, live=True, scale="log",
    )
    gp_weight: float = number(
        1.0, 0.0, 100.0, N_("Gradient penalty"),
        N_("λ of Wasserstein with gradient penalty; other objectives ignore it."), STABILISERS,
        live=True, step=0.1,
    )
    r1: float = number(
        0.0, 0.0, 100.0, N_("R1 penalty"),
        N_("γ: keeps the discriminator's slope small at real samples, whatever the objective."),
        STABILISERS, live=True, step=0.1,
    )
    r1_every: int = integer(
        1, 1, 16, N_("R1 every"),
        N_("Only every so many iterations, and as many times as strong: nearly the same, and quicker."),
        STABILISERS, live=True, unit=N_("iterations"),
    )
    instance_noise: float = number(
        0.0, 0.0, 1.0, N_("Instance noise"),
        N_("Deviation of the noise added to whatever the discriminator is shown."), STABILISERS,
        live=True, step=0.01,
    )
    label_smoothing: float = number(
        0.0, 0.0, 0.5, N_("Label smoothing"),
        N_("Real samples are to be called real with 1 minus this; needs an objective with labels."),
        STABILISERS, live=True, step=0.05,
    )
    spectral_norm: str = choice(
        "off", SWITCH, N_("Spectral normalisation"),
        N_("No layer of the discriminator may stretch anything: its largest singular value is 1."),
        STABILISERS, live=True,
    )
    minibatch_std: str = choice(
        "off", SWITCH, N_("Minibatch deviation"),
        N_("The discriminator is also told how much a batch varies: a collapsed one gives itself away."),
        STABILISERS,
    )

    stop_steps: int = integer(
        0, 0, 10_000_000, N_("Stop after"), N_("The run ends after this many iterations; 0: never."),
        STOP, live=True, unit=N_("iterations"),
    )
    # fmt: on

    def conflict(self) -> ParamError | None:
        if self.dataset in POINTS and self.latent_dim > POINT_NOISE:
            text = N_("{name} = {value} is too many for points of the plane: at most {most}.")
            values = {"value": self.latent_dim, "most": POINT_NOISE}
            return ParamError(Message("latent_dim", text, values), POINT_NOISE)
        if self.dataset == "drawing":
            try:
                decoded(self.drawing)
            except ParamError as error:
                return error
        if self.conditional == "on" and self.dataset not in IMAGES:
            text = N_("{name} = on needs pictures with classes: {dataset} has none.")
            return ParamError(Message("conditional", text, {"dataset": self.dataset}), "off")
        return None

    def idle(self) -> dict[str, str]:
        """As core.params has it."""
        points, optimizers = self.dataset in POINTS, {self.g_optimizer, self.d_optimizer}
        smooths = OBJECTIVES[self.loss].smooths
        of_points = ("g_hidden", "d_hidden", "g_output")
        return unused(
            (self.dataset in IMAGES, N_("Only pictures have classes."), "conditional"),
            (points, N_("Only the networks for points of the plane have it."), *of_points),
            (not points, N_("Only the networks for pictures and signals have a width."), "width"),
            (self.dataset not in SIGNALS, N_("The networks for signals have activations of their own."),
             "g_activation", "d_activation"),
            (bool(optimizers & {"adam", "momentum"}), N_("Only Adam and Momentum use it."), "beta1"),
            (bool(optimizers & {"adam", "rmsprop"}), N_("Only Adam and RMSProp use it."), "beta2"),
            (self.schedule != "constant", N_("Both learning rates are constant."), "schedule_steps"),
            (self.loss == "wasserstein", N_("Only the clipped Wasserstein objective uses it."), "clip"),
            (self.loss == "wgan_gp", N_("Only Wasserstein with gradient penalty uses it."), "gp_weight"),
            (self.r1 > 0, N_("There is no R1 penalty."), "r1_every"),
            (smooths, N_("This objective has no labels to smooth."), "label_smoothing"),
        )  # fmt: skip
