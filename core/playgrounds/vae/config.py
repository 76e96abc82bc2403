"""The hyperparameters of the VAE. Live are all but those that decide the shape of data or networks."""

from __future__ import annotations

from dataclasses import dataclass

from core import params
from core.data.images import IMAGE_SETS
from core.i18n import N_
from core.nn import optimisers as optim
from core.params import Message, ParamError, choice, code, integer, number, sizes, unused
from core.playgrounds.vae.networks import FUNCTIONS

DATA, MODEL, BOUND = N_("Data"), N_("Model"), N_("Bound")
TRAINING, STOP = N_("Training"), N_("Stop")
LAYERS, NEURONS = 4, 1024
SWITCH = {"off": N_("Off"), "on": N_("On")}
MODELS = {
    "vae": N_("Variational autoencoder"),
    "iwae": N_("Importance weighted"),
    "autoencoder": N_("Autoencoder"),
}
LIKELIHOODS = {
    "bernoulli": N_("Bernoulli"),
    "gaussian": N_("Gaussian, fixed deviation"),
    "gaussian_learned": N_("Gaussian, learned deviation"),
}
DECODERS = {
    "independent": N_("The code alone"),
    "autoregressive": N_("Pixel after pixel"),
}
ANNEALINGS = {"constant": N_("Constant"), "warm_up": N_("Warm-up"), "cyclical": N_("Cyclical")}


@dataclass(frozen=True)
class VaeConfig(params.Config):
    """The default: a 2-D map of scikit-learn's digits, learned by a small dense network."""

    # fmt: off
    dataset: str = choice(
        "digits", {one.name: one.label for one in IMAGE_SETS.values()}, N_("Images"),
        N_("What the model is to compress and to invent."), DATA,
    )
    upload: str = code(
        "", 64, N_("Upload"), N_("Which upload the data set 'Your own images' reads."), DATA,
    )
    conditional: str = choice(
        "off", SWITCH, N_("Conditional"),
        N_("Encoder and decoder are told the class, so that the code need not carry it."), DATA,
    )
    binarise: str = choice(
        "off", SWITCH, N_("Stochastic binarisation"),
        N_("Every time it is looked at, a pixel is drawn black or white, white as often as it is bright; "
           "test images are drawn once. Bernoulli only."), DATA,
    )

    model: str = choice(
        "vae", MODELS, N_("Model"),
        N_("An autoencoder has codes, but no noise and no prior; importance weighting tightens the bound."),
        MODEL,
    )
    latent_dim: int = integer(
        2, 1, 32, N_("Latent dimensions"), N_("How many numbers an image is squeezed into."), MODEL,
    )
    network: str = choice(
        "dense", {"dense": N_("Dense"), "convolutional": N_("Convolutional")}, N_("Networks"),
        N_("What encoder and decoder are made of."), MODEL,
    )
    hidden: tuple[int, ...] = sizes(
        (256, 128), LAYERS, 1, NEURONS, N_("Hidden layers"),
        N_("Neurons per hidden layer of the dense encoder; the decoder has them in reverse."), MODEL,
    )
    width: int = integer(
        16, 4, 64, N_("Width"), N_("Channels of the first convolution; the second has twice as many."),
        MODEL, scale="log",
    )
    decoder: str = choice(
        "independent", DECODERS, N_("Decoder"),
        N_("Pixels follow from the code alone, or also from their neighbours above and to the left: in "
           "training from the true ones, in pictures from those just drawn."), MODEL,
    )
    activation: str = choice(
        "relu", FUNCTIONS, N_("Activation"), N_("The bend in the hidden neurons."), MODEL, live=True,
    )
    likelihood: str = choice(
        "bernoulli", LIKELIHOODS, N_("Likelihood"),
        N_("What the decoder says of a pixel: how likely it is white, or a mean and a deviation."), MODEL,
    )
    sigma: float = number(
        0.3, 0.01, 2.0, N_("Deviation"),
        N_("Of a pixel around the decoder's mean, where it is fixed; where it is learned, the start."),
        MODEL, live=True, scale="log",
    )

    beta: float = number(
        1.0, 0.0, 100.0, N_("β"),
        N_("The weight of the KL divergence in training; 1 is the bound itself."), BOUND, live=True,
        step=0.1,
    )
    annealing: str = choice(
        "constant", ANNEALINGS, N_("Annealing"),
        N_("β from the start, rising once from 0, or again and again."), BOUND, live=True,
    )
    anneal_steps: int = integer(
        2000, 10, 1_000_000, N_("Annealing length"),
        N_("The updates over which β rises; a cycle rests as long at the top."), BOUND, live=True,
        scale="log", unit=N_("updates"),
    )
    free_bits: float = number(
        0.0, 0.0, 5.0, N_("Free bits"),
        N_("A dimension's mean KL below this costs no less: it may carry so much for nothing."), BOUND,
        live=True, step=0.05, unit=N_("nats"),
    )
    samples: int = integer(
        1, 1, 50, N_("Samples k"),
        N_("Codes drawn per image: importance weighting learns from them, and above 1 the IWAE bound is "
           "measured with so many."), BOUND, live=True,
    )

    optimizer: str = choice(
        "adam", optim.LABELS, N_("Optimiser"), N_("How the gradient becomes a step."), TRAINING,
        live=True,
    )
    lr: float = number(
        0.002, 1e-6, 1.0, N_("Learning rate"), N_("How long the steps are."), TRAINING, live=True,
        scale="log",
    )
    batch_size: int = integer(
        64, 1, 512, N_("Batch size"), N_("Images per update."), TRAINING, live=True, scale="log",
    )
    weight_decay: float = number(
        0.0, 0.0, 0.1, N_("Weight decay"), N_("L2: pulls every weight towards zero."), TRAINING,
        live=True, step=0.0001,
    )
    schedule: str = choice(
        "constant", optim.SCHEDULES, N_("Schedule"),
        N_("How the learning rate falls: not, in two steps, or along a cosine to a hundredth."), TRAINING,
        live=True,
    )
    schedule_steps: int = integer(
        10_000, 100, 1_000_000, N_("Schedule length"), N_("The updates over which the schedule runs."),
        TRAINING, live=True, scale="log", unit=N_("updates"),
    )
    stop_steps: int = integer(
        0, 0, 10_000_000, N_("Stop after"), N_("The run ends after this many updates; 0: never."), STOP,
        live=True, unit=N_("updates"),
    )
    # fmt: on

    def conflict(self) -> ParamError | None:
        if self.binarise == "on" and self.likelihood != "bernoulli":
            text = N_("{name} = on needs likelihood = bernoulli, not {likelihood}.")
            return ParamError(Message("binarise", text, {"likelihood": self.likelihood}), "off")
        return None

    def idle(self) -> dict[str, str]:
        """As core.params has it."""
        bound = ("beta", "annealing", "anneal_steps", "free_bits")
        return unused(
            (self.network == "dense", N_("Only dense networks have hidden layers of any size."), "hidden"),
            (self.network == "convolutional", N_("Only convolutional networks have a width."), "width"),
            (self.likelihood != "bernoulli", N_("Only a Gaussian likelihood has a deviation."), "sigma"),
            (self.model != "autoencoder", N_("An autoencoder has no bound."), *bound, "samples"),
            (self.model != "iwae", N_("Importance weighting has the bound itself, without a weight."),
             *bound),
            (self.annealing != "constant", N_("β is constant."), "anneal_steps"),
            (self.schedule != "constant", N_("The learning rate is constant."), "schedule_steps"),
        )  # fmt: skip
