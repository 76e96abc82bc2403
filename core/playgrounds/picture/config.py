"""The hyperparameters of /picture. Live are what decides a step: learning rate, optimiser, batch size."""

from __future__ import annotations

from dataclasses import dataclass

from core.i18n import N_
from core.nn import optimisers as optim
from core.params import Config, choice, code, integer, number, sizes, unused
from core.playgrounds.picture.scenes import PICTURES

PICTURE, INPUTS, NETWORK = N_("Picture"), N_("Inputs"), N_("Network")
TRAINING, STOP = N_("Training"), N_("Stop")
SWITCH = {"off": N_("Off"), "on": N_("On")}
SIDES = {
    "32": N_("32 × 32"),
    "64": N_("64 × 64"),
    "96": N_("96 × 96"),
    "128": N_("128 × 128"),
}
HELD_OUT = {"none": N_("Nothing"), "checkerboard": N_("Every second pixel")}
FEATURES = {
    "gaussian": N_("Random Fourier features"),
    "positional": N_("Positional encoding"),
    "none": N_("None: x and y themselves"),
}
FUNCTIONS = {"relu": N_("ReLU"), "tanh": N_("Tanh"), "sine": N_("Sine (SIREN)")}
LAYERS, NEURONS, MOST = 4, 256, 256


@dataclass(frozen=True)
class PictureConfig(Config):
    """The default: a photograph of 64 × 64 pixels, and 128 random waves for the network to see them with."""

    # fmt: off
    dataset: str = choice(
        "china", PICTURES, N_("Picture"), N_("What the network is to paint."), PICTURE,
    )
    upload: str = code(
        "", 64, N_("Upload"), N_("Which upload the picture 'Your own picture' reads."), PICTURE,
    )
    side: str = choice(
        "64", SIDES, N_("Pixels"), N_("The picture is brought to this size: every pixel is an example."),
        PICTURE,
    )
    held_out: str = choice(
        "none", HELD_OUT, N_("Held out"),
        N_("Every second pixel, as on a chessboard, can be kept from the network, to test what it paints "
           "between those that it knows."), PICTURE,
    )

    features: str = choice(
        "gaussian", FEATURES, N_("Features"),
        N_("What the network is told of a place: its coordinates, or how they stand in many waves."), INPUTS,
    )
    frequencies: int = integer(
        128, 1, MOST, N_("Number of waves"),
        N_("Each is a cosine and a sine across the picture, so that there are twice as many inputs."), INPUTS,
        scale="log",
    )
    scale: float = number(
        10.0, 0.1, 200.0, N_("Scale σ"),
        N_("How fine the waves are: of random ones the standard deviation, of a positional encoding the "
           "upper end. Too small blurs, too large is noise."), INPUTS, scale="log", unit=N_("cycles"),
    )
    compare: str = choice(
        "on", SWITCH, N_("The same without features"),
        N_("A second network with the same layers that is told x and y alone learns from the same pixels "
           "at the same steps. Beside sines, it has ReLUs."), INPUTS,
    )

    hidden: tuple[int, ...] = sizes(
        (64, 64), LAYERS, 1, NEURONS, N_("Hidden layers"),
        N_("Neurons per hidden layer, from the inputs on: 64,64. Empty: no hidden layer."), NETWORK,
    )
    activation: str = choice(
        "relu", FUNCTIONS, N_("Activation"),
        N_("The function that bends what a neuron adds up. Sines begin with weights of their own."), NETWORK,
    )

    optimizer: str = choice(
        "adam", optim.LABELS, N_("Optimiser"), N_("How a gradient becomes a step, for both networks."),
        TRAINING, live=True,
    )
    lr: float = number(
        0.01, 1e-6, 1.0, N_("Learning rate"), N_("How long a step is, for both networks."), TRAINING,
        live=True, scale="log",
    )
    schedule: str = choice(
        "cosine", optim.SCHEDULES, N_("Schedule"),
        N_("How the learning rate falls with time. Constant, a nearly perfect picture is thrown back now "
           "and then."), TRAINING, live=True,
    )
    schedule_epochs: int = integer(
        1000, 1, 1_000_000, N_("Schedule length"),
        N_("Epochs after which the schedule has done its work; then the rate stays where it is."), TRAINING,
        live=True, scale="log", unit=N_("epochs"),
    )
    batch_size: int = integer(
        1024, 1, 4096, N_("Batch size"),
        N_("Pixels per step, the same ones for both networks; at most all there are."), TRAINING,
        live=True, scale="log",
    )

    stop_epochs: int = integer(
        0, 0, 1_000_000, N_("Stop after"), N_("The run ends after this many epochs; 0: never."), STOP,
        live=True, unit=N_("epochs"),
    )
    # fmt: on

    @property
    def pixels(self) -> int:
        """S, of a side."""
        return int(self.side)

    @property
    def learned(self) -> int:
        """N, the pixels that are learned from."""
        return self.pixels**2 // (2 if self.held_out == "checkerboard" else 1)

    @property
    def rows(self) -> int:
        """B, the pixels of a step."""
        return min(self.batch_size, self.learned)

    @property
    def inputs(self) -> int:
        """Of the network with features, n_0."""
        return {
            "none": 2,
            "gaussian": 2 * self.frequencies,
            "positional": 4 * max(1, self.frequencies // 2),
        }[self.features]

    @property
    def differs(self) -> bool:
        """Whether the plain network is another one than that which is shown."""
        return self.features != "none" or (self.activation == "sine" and bool(self.hidden))

    @property
    def both(self) -> bool:
        """Whether two networks learn."""
        return self.compare == "on" and self.differs

    def idle(self) -> dict[str, str]:
        """As core.params has it."""
        none = N_("There are no features.")
        single = N_("The only wave along each axis has one cycle, whatever the scale.")
        same = N_("Both would be the same network.")
        return unused(
            (self.features != "none", none, "frequencies", "scale"),
            (self.features != "positional" or self.frequencies >= 4, single, "scale"),
            (self.differs, same, "compare"),
            (
                self.schedule != "constant",
                N_("The learning rate stays as it is."),
                "schedule_epochs",
            ),
            (bool(self.hidden), N_("There is no hidden layer."), "activation"),
        )
