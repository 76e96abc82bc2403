"""The hyperparameters of the convolutional network. Live are all but those of data, blocks and copies."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core import params
from core.data import labelled
from core.i18n import N_
from core.nn import optimisers as optim
from core.nn.activations import ACTIVATIONS
from core.nn.augment import Augmentation
from core.params import ParamError, choice, code, integer, number, text, unused
from core.playgrounds.cnn import architecture, blocks, classes
from core.playgrounds.cnn.network import ACTIVATED
from core.playgrounds.cnn.precision import PRECISIONS
from core.playgrounds.cnn.schedules import SCHEDULES

DATA, NETWORK, TRAINING = N_("Data"), N_("Network"), N_("Training")
AUGMENTATION, STOP, TRANSFER = N_("Augmentation"), N_("Stop"), N_("Transfer and ensemble")
MEMBERS = 5  # of an ensemble, at most
SOURCES: dict[str, str] = {"off": N_("Off"), "classes": N_("Other classes of these images")}
SOURCES |= {name: label for name, label in labelled.LABELS.items() if name != "upload"}


@dataclass(frozen=True)
class CnnConfig(params.Config):
    """The default: scikit-learn's digits and two convolutions."""

    # fmt: off
    dataset: str = choice(
        "digits", labelled.LABELS, N_("Images"),
        N_("What the network is to tell apart."), DATA,
    )
    upload: str = code(
        "", 64, N_("Upload"), N_("Which upload the data set 'Your own images' reads."), DATA,
    )
    images: int = integer(
        0, 0, 100_000, N_("Training images"),
        N_("Learn from so many images only, drawn once for all seeds; 0: all there are."), DATA,
    )
    validation: float = number(
        0.1, 0.0, 0.5, N_("Validation share"),
        N_("This part of the training images is not learned from; early stopping listens to it, so that the "
           "test images stay unseen."), DATA, step=0.05,
    )
    labels: str = choice(
        "true", {"true": N_("True"), "shuffled": N_("Shuffled")}, N_("Labels"),
        N_("Shuffled: the labels of all training images are dealt out anew, so that there is nothing to be "
           "learned but each image by heart (Zhang et al. 2016). Test labels stay true."), DATA,
    )

    layers: str = text(
        "conv 16, conv 32, pool, dense 64", blocks.LONGEST, N_("Layers"),
        N_("Blocks in a row: conv 16 (also k5 s2 p0 bn), res 32, pool, avgpool, gap, dense 64, dropout 0.2. "
           "The last layer, one output per class, comes by itself."), NETWORK, why_not=blocks.why_not,
    )
    activation: str = choice(
        "relu", {name: ACTIVATIONS[name].label for name in ACTIVATED},
        N_("Activation"), N_("The bend after each convolution and dense layer."), NETWORK, live=True,
    )
    dropout: float = number(
        0.0, 0.0, 0.9, N_("Dropout"),
        N_("The share of numbers in front of each dense layer that is set to 0 while training."), NETWORK,
        live=True, step=0.05,
    )

    optimizer: str = choice(
        "adam", optim.LABELS, N_("Optimiser"), N_("How the gradient becomes a step."), TRAINING, live=True,
    )
    lr: float = number(
        0.002, 1e-6, 10.0, N_("Learning rate"), N_("How long the steps are."), TRAINING, live=True,
        scale="log",
    )
    momentum: float = number(
        0.9, 0.0, 0.999, N_("Momentum"), N_("The share of its velocity that a step keeps."), TRAINING,
        live=True, step=0.01,
    )
    batch_size: int = integer(
        64, 1, 512, N_("Batch size"), N_("Images per update."), TRAINING, live=True, scale="log",
    )
    weight_decay: float = number(
        0.0, 0.0, 0.1, N_("Weight decay"),
        N_("Pulls weights, but no biases and no γ or β, towards zero; with AdamW apart from the gradient."),
        TRAINING, live=True, step=0.0001,
    )
    label_smoothing: float = number(
        0.0, 0.0, 0.5, N_("Label smoothing"),
        N_("This share of each target is spread evenly over all classes (Szegedy et al. 2015)."), TRAINING,
        live=True, step=0.01,
    )
    schedule: str = choice(
        "one_cycle", SCHEDULES, N_("Schedule"),
        N_("How the learning rate changes: not, down in two steps, along a cosine, or up first and then down "
           "to almost nothing."), TRAINING, live=True,
    )
    schedule_epochs: int = integer(
        20, 1, 1000, N_("Schedule length"), N_("The epochs over which the schedule runs."), TRAINING,
        live=True, scale="log", unit=N_("epochs"),
    )

    precision: str = choice(
        "float32", PRECISIONS, N_("Precision"),
        N_("Mixed: convolutions and products in 16 bits while learning, which CUDA cards do several times as "
           "fast; weights, sums and what is measured keep 32. On a CPU only 32 bits are allowed."), TRAINING,
    )
    channels_last: str = choice(
        "off", {"off": N_("Off"), "on": N_("On")}, N_("Channels last"),
        N_("How images lie in the memory of a CUDA card: the channels of a pixel side by side, as its 16-bit "
           "units want them. The same numbers but for rounding. On a CPU only 'off' is allowed."), TRAINING,
    )

    rotation: float = number(
        0.0, 0.0, 90.0, N_("Rotation"), N_("By up to so much, either way."), AUGMENTATION, live=True,
        step=1.0, unit="°",
    )
    shift: float = number(
        0.0, 0.0, 0.5, N_("Shift"), N_("By up to this share of the side, along both axes."), AUGMENTATION,
        live=True, step=0.01,
    )
    shear: float = number(
        0.0, 0.0, 45.0, N_("Shear"), N_("Slanted by up to so much, either way."), AUGMENTATION, live=True,
        step=1.0, unit="°",
    )
    zoom: float = number(
        0.0, 0.0, 0.5, N_("Zoom"), N_("Larger or smaller by up to this share."), AUGMENTATION, live=True,
        step=0.01,
    )
    flip: float = number(
        0.0, 0.0, 1.0, N_("Flip"), N_("How often left and right change places; digits are no digits then."),
        AUGMENTATION, live=True, step=0.05,
    )
    crop: int = integer(
        0, 0, 8, N_("Random crop"), N_("Pixels of border that are added before as many are cut off again."),
        AUGMENTATION, live=True, unit=N_("pixels"),
    )
    cutout: int = integer(
        0, 0, 24, N_("Cutout"), N_("The side of a square that is blanked (DeVries & Taylor 2017)."),
        AUGMENTATION, live=True, unit=N_("pixels"),
    )
    mixup: float = number(
        0.0, 0.0, 2.0, N_("Mixup"),
        N_("Images are blended in pairs, and so are their targets; α of the Beta distribution that says how "
           "much (Zhang et al. 2017)."), AUGMENTATION, live=True, step=0.1,
    )

    transfer: str = choice(
        "off", SOURCES, N_("Learn first"),
        N_("Transfer learning: a source that is learned before, of the same shape. Then the output layer is "
           "replaced by a fresh one, and the images above are learned, beside the same network from scratch "
           "on the same minibatches."), TRANSFER,
    )
    source_classes: str = text(
        "0-4", classes.LONGEST, N_("Source classes"),
        N_("Which classes are learned first, counted from 0: 0-4, or 0, 2, 7. The others are the target."),
        TRANSFER, why_not=classes.why_not,
    )
    source_epochs: int = integer(
        10, 1, 1000, N_("Source epochs"), N_("For how long the source is learned."), TRANSFER,
        scale="log", unit=N_("epochs"),
    )
    freeze: int = integer(
        0, 0, blocks.BLOCKS, N_("Frozen layers"),
        N_("So many of the first layers, as they are written, stand still after the source: their weights, "
           "and the means and deviations of their normalisation. The table of layers names them. 0: all are "
           "fine-tuned."), TRANSFER, live=True,
    )
    ensemble: int = integer(
        1, 1, MEMBERS, N_("Ensemble"),
        N_("So many networks learn from the same minibatches, each from initial weights of its own; the mean "
           "of their probabilities is measured too. All that is shown is of the first. 1: no ensemble."),
        TRANSFER, unit=N_("networks"),
    )

    patience: int = integer(
        0, 0, 1000, N_("Patience"),
        N_("Early stopping: after so many epochs without a lower validation loss the run ends, with the best "
           "weights; 0: never."), STOP, live=True, unit=N_("epochs"),
    )
    stop_epochs: int = integer(
        0, 0, 100_000, N_("Stop after"), N_("The run ends after so many epochs; 0: never."), STOP,
        live=True, unit=N_("epochs"),
    )
    # fmt: on

    @property
    def augmentation(self) -> Augmentation:
        return Augmentation(
            self.rotation, self.shift, self.shear, self.zoom, self.flip, self.crop, self.cutout, self.mixup
        )  # fmt: skip

    @property
    def source_numbers(self) -> tuple[int, ...] | None:
        """The classes of the source, where it is a part of the set."""
        return classes.parsed(self.source_classes) if self.transfer == "classes" else None

    def source(self) -> CnnConfig:
        """As the source is learned: all of its training images, with their true labels."""
        name = self.dataset if self.transfer == "classes" else self.transfer
        return replace(
            self, dataset=name, transfer="off", images=0, validation=0.0, labels="true", ensemble=1
        )

    def conflict(self) -> ParamError | None:
        """A network that these images can't go through: put right to the part in front of the layer."""
        if self.transfer != "off":
            error = classes.conflict(self)
            if error is not None:
                return error
        found, about = blocks.parsed(self.layers), labelled.about(self.dataset)
        count = about.classes - len(self.source_numbers or ())
        try:
            architecture.layers(found, about.shape, max(count, 0))
        except ParamError as error:
            nearest = architecture.possible(found, about.shape, max(count, 0))
            return ParamError(error.message, nearest)
        return None

    def idle(self) -> dict[str, str]:
        """As core.params has it."""
        return unused(
            (self.optimizer in ("momentum", "nesterov"), N_("Only momentum and Nesterov have a velocity."),
             "momentum"),
            (self.schedule != "constant", N_("The learning rate is constant."), "schedule_epochs"),
            (self.transfer != "off", N_("Nothing is learned before."), "source_epochs", "freeze"),
            (self.transfer == "classes", N_("The source is no part of these images."), "source_classes"),
            (self.validation > 0, N_("Early stopping needs validation images."), "patience"),
        )  # fmt: skip
