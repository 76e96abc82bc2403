"""The hyperparameters of the models on sequences. Live are all but those that decide data or shapes."""

from __future__ import annotations

from dataclasses import dataclass

from core import params
from core.data.sequences import modular
from core.data.sequences.task import Task
from core.i18n import N_
from core.params import Message, ParamError, choice, choices, code, integer, number, unused
from core.playgrounds.transformer import tasks
from core.playgrounds.transformer.positions import POSITIONS
from core.playgrounds.transformer.sizes import ATTENDING, Sizes
from core.playgrounds.transformer.tasks import TASKS, TEXTS

DATA, MODEL, CONTEST = N_("Data"), N_("Model"), N_("Contest")
TRAINING, STOP = N_("Training"), N_("Stop")
SWITCH = {"off": N_("Off"), "on": N_("On")}
KINDS = {
    "transformer": N_("Transformer"), "rnn": N_("RNN"), "gru": N_("GRU"), "lstm": N_("LSTM"),
    "encdec": N_("Encoder–decoder"),
}  # fmt: skip
OPTIMIZERS = {"sgd": N_("SGD"), "adam": N_("Adam"), "adamw": N_("AdamW")}


@dataclass(frozen=True)
class TransformerConfig(params.Config):
    """The default: a transformer of two layers learns to add two numbers of two digits."""

    # fmt: off
    dataset: str = choice("addition", TASKS, N_("Task"), N_("What the model is to continue."), DATA)
    upload: str = code("", 64, N_("Upload"), N_("Which upload 'Your own text' reads."), DATA)
    characters: int = integer(
        0, 0, 2_000_000, N_("Characters used"),
        N_("Of a text, from its beginning; a tenth of them is kept apart. 0: all."), DATA,
    )
    context: int = integer(
        64, 8, 128, N_("Context"), N_("How many symbols a row of a text, or of repeats, has."), DATA,
    )
    digits: int = integer(2, 2, 3, N_("Digits"), N_("Of each of the two numbers."), DATA)
    digit_order: str = choice(
        "reversed", {"reversed": N_("Reversed"), "plain": N_("Plain")}, N_("Digits of the sum"),
        N_("Reversed, the ones come first, so that each digit needs only the carry of the last."), DATA,
    )
    length: int = integer(
        10, 4, 24, N_("Length"), N_("Letters of a string, bits, or brackets."), DATA,
    )
    alphabet: int = integer(10, 2, 26, N_("Alphabet"), N_("How many letters strings are made of."), DATA)
    blanks: int = integer(20, 0, 60, N_("Wait"), N_("Places between the string and its copy."), DATA)
    answer: str = choice(
        "scratchpad",
        {"final": N_("Final bit only"), "running": N_("After every bit"), "scratchpad": N_("Scratchpad")},
        N_("Answer"), N_("Of parity: one bit for all, one at every bit, or all steps written down."), DATA,
    )
    repeat: str = choice(
        "random", {"random": N_("Of random length"), "fixed": N_("Half a row")}, N_("Piece"),
        N_("How long the piece is that is repeated."), DATA,
    )
    operation: str = choice("add", modular.OPERATIONS, N_("Operation"), N_("What is computed mod p."), DATA)
    modulus: int = integer(97, 5, 113, N_("Modulus p"), N_("Numbers go from 0 to p − 1."), DATA)
    share: float = number(
        0.28, 0.05, 0.95, N_("Share learned from"), N_("Of all pairs; the others are kept apart."), DATA,
        step=0.01,
    )

    model: str = choice(
        "transformer", KINDS, N_("Model"), N_("What reads the sequence."), MODEL,
    )
    layers: int = integer(2, 1, 4, N_("Layers"), N_("Blocks, or cells, one above the other."), MODEL)
    width: int = integer(
        64, 16, 128, N_("Width"), N_("Numbers that stand for one place."), MODEL, step=16,
    )
    heads: int = integer(4, 1, 8, N_("Heads"), N_("Each looks at other places with its share of the width."),
                         MODEL)
    mlp: str = choice("on", SWITCH, N_("MLP"), N_("Whether each block has one behind its attention."), MODEL)
    mlp_width: int = integer(256, 16, 512, N_("MLP width"), N_("Units of its hidden layer."), MODEL, step=16)
    norm_place: str = choice(
        "pre", {"pre": N_("Before each part"), "post": N_("Behind each sum"), "none": N_("None")},
        N_("Normalisation"), N_("Where the numbers of a place are brought to one scale."), MODEL,
    )
    norm: str = choice(
        "layer", {"layer": N_("LayerNorm"), "rms": N_("RMSNorm")}, N_("Kind of normalisation"),
        N_("By mean and variance, or by length alone."), MODEL,
    )
    positions: str = choice(
        "learned", POSITIONS, N_("Positions"), N_("How a place is told from another."), MODEL,
    )
    causal: str = choice(
        "on", SWITCH, N_("Causal mask"), N_("Nobody looks at what comes later. Off, answers can be read."),
        MODEL,
    )
    tied: str = choice(
        "off", SWITCH, N_("Tied embeddings"), N_("The same vectors for symbols read and predicted."), MODEL,
    )
    activation: str = choice(
        "gelu", {"relu": N_("ReLU"), "gelu": N_("GELU"), "silu": N_("SiLU"), "tanh": N_("tanh")},
        N_("Activation"), N_("The bend in the MLP."), MODEL,
    )
    nonlinearity: str = choice(
        "tanh", {"tanh": N_("tanh"), "relu": N_("ReLU")}, N_("Nonlinearity of the RNN"),
        N_("The bend in its state."), MODEL,
    )
    forget_bias: float = number(
        1.0, -1.0, 5.0, N_("Forget bias"), N_("Of an LSTM at the start: the larger, the longer it keeps."),
        MODEL, step=0.5,
    )
    contest: tuple[str, ...] = choices(
        (), KINDS, 4, N_("Contest"),
        N_("Models side by side on the same data, each with as many parameters as the one above."), CONTEST,
    )

    optimizer: str = choice(
        "adamw", OPTIMIZERS, N_("Optimiser"), N_("How the gradient becomes a step."), TRAINING, live=True,
    )
    lr: float = number(
        0.003, 1e-6, 1.0, N_("Learning rate"), N_("How long the steps are."), TRAINING, live=True,
        scale="log",
    )
    batch_size: int = integer(
        128, 1, 512, N_("Batch size"), N_("Rows per update."), TRAINING, live=True, scale="log",
    )
    warm_up: int = integer(
        50, 0, 10_000, N_("Warm-up"), N_("Over the first updates the learning rate rises from 0."), TRAINING,
        live=True, unit=N_("updates"),
    )
    schedule: str = choice(
        "constant", {"constant": N_("Constant"), "cosine": N_("Cosine")}, N_("Schedule"),
        N_("Whether the learning rate falls, along a cosine, to a hundredth."), TRAINING, live=True,
    )
    schedule_steps: int = integer(
        2000, 50, 1_000_000, N_("Schedule length"), N_("The updates over which the schedule runs."),
        TRAINING, live=True, scale="log", unit=N_("updates"),
    )
    weight_decay: float = number(
        0.01, 0.0, 2.0, N_("Weight decay"), N_("Pulls every weight matrix towards zero."), TRAINING,
        live=True, step=0.01,
    )
    clip: float = number(
        1.0, 0.0, 10.0, N_("Clipping"), N_("The longest gradient that counts in full; 0: any."), TRAINING,
        live=True, step=0.1,
    )
    dropout: float = number(
        0.0, 0.0, 0.8, N_("Dropout"), N_("The share of numbers left out of embedding and blocks."), TRAINING,
        live=True, step=0.05,
    )
    stop_steps: int = integer(
        0, 0, 10_000_000, N_("Stop after"), N_("The run ends after this many updates; 0: never."), STOP,
        live=True, unit=N_("updates"),
    )
    # fmt: on

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of model that learn, in order."""
        return tuple(dict.fromkeys(self.contest)) or (self.model,)

    def conflict(self) -> ParamError | None:
        every = (*self.kinds, self.model)
        if "encdec" in every and not tasks.divided(self):
            said = N_(
                "{name} = {model}: it reads one sequence and writes another, but this task has only one. Two"
                " have addition, copy, reverse, sort, delay, brackets, parity with an answer behind the bits,"
                " modular arithmetic and translation."
            )
            name = "model" if self.model == "encdec" else "contest"
            near = (
                "transformer"
                if name == "model"
                else tuple(one for one in self.contest if one != "encdec")
            )
            return ParamError(Message(name, said, {"model": KINDS["encdec"]}), near)
        if set(ATTENDING) & {*every}:
            refused = self._of_heads()
            if refused is not None:
                return refused
        if self.dataset == "modular":
            return modular.why_not(self.modulus, self.operation, self.share)
        least = 2 * (self.context + 1)
        if self.dataset in TEXTS and 0 < self.characters < least:
            said = N_(
                "{name} = {value}: with a context of {context} it takes {least} characters at least."
            )
            values = {"value": self.characters, "context": self.context, "least": least}
            return ParamError(Message("characters", said, values), least)
        return None

    def _of_heads(self) -> ParamError | None:
        """Heads that the width cannot be shared among."""
        each = 2 if self.positions == "rope" else 1
        if self.width % (each * self.heads) == 0:
            return None
        if self.width % each:
            even = self.width + 1 if self.width < 128 else self.width - 1
            said = N_("{name} = {width}: rotary positions turn pairs and need an even width.")
            return ParamError(Message("width", said, {"width": self.width}), even)
        near = max(h for h in range(1, self.heads + 1) if self.width % (each * h) == 0)
        values = {"heads": self.heads, "width": self.width, "near": near}
        said = N_(
            "{name} = {heads}: a width of {width} cannot be shared among so many; {near} would do."
        )
        if each == 2 and self.width % self.heads == 0:
            said = N_("{name} = {heads} gives heads an odd width, but rotary positions turn pairs; {near} "
                      "would do.")  # fmt: skip
        return ParamError(Message("heads", said, values), near)

    def idle(self) -> dict[str, str]:
        """As core.params has it."""
        of, kinds = self.dataset, (*self.kinds, self.model)
        attends = bool(set(ATTENDING) & {*kinds})
        return unused(
            (of in TEXTS, N_("Only a text has characters to choose."), "characters"),
            (of in (*TEXTS, "induction"), N_("The task decides how long a row is."), "context"),
            (of == "addition", N_("Only addition has digits."), "digits", "digit_order"),
            (of in ("copy", "reverse", "sort", "delay", "parity", "brackets"),
             N_("The length is this task's own affair."), "length"),
            (of in ("copy", "reverse", "sort", "delay"), N_("Only strings have an alphabet."), "alphabet"),
            (of == "delay", N_("Only the copy after a wait waits."), "blanks"),
            (of == "parity", N_("Only parity can be answered in several ways."), "answer"),
            (of == "induction", N_("Only repeats have a piece."), "repeat"),
            (of == "modular", N_("Only arithmetic modulo p has these."), "operation", "modulus", "share"),
            (attends, N_("Only a transformer or an encoder–decoder has this."), "heads", "mlp", "mlp_width",
             "norm_place", "norm", "positions", "causal", "tied", "activation"),
            (self.mlp == "on", N_("There is no MLP."), "mlp_width", "activation"),
            (self.norm_place != "none", N_("Nothing is normalised."), "norm"),
            ("rnn" in kinds, N_("Only the RNN has this."), "nonlinearity"),
            ("lstm" in kinds, N_("Only the LSTM has this."), "forget_bias"),
            (self.schedule != "constant", N_("The learning rate is constant."), "schedule_steps"),
        )  # fmt: skip

    def task(self) -> Task:
        """The data. ParamError where a text is not there or too short."""
        return tasks.made(self)

    def sizes(self, symbols: int, context: int, divider: int | None = None) -> Sizes:
        """Of the one model, to which those of a contest are made equal."""
        c = self
        return Sizes(
            c.model, symbols, context, c.layers, c.width, c.heads, c.mlp_width if c.mlp == "on" else 0,
            c.norm_place, c.norm, c.positions, c.causal == "on", c.tied == "on", c.activation,
            c.nonlinearity, c.forget_bias, -1 if divider is None else divider,
        )  # fmt: skip

    def about(self) -> tuple[int, int]:
        """Symbols (of a text: about) and context of the task, without making it."""
        return tasks.about(self)
