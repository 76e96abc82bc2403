"""Settings of the models on sequences worth seeing: what works, and what goes wrong and why."""

from __future__ import annotations

from core.i18n import N_
from core.params import Preset

TEXT = {"dataset": "shakespeare", "batch_size": 32, "lr": 0.003, "warm_up": 100}
ATTENTION_ONLY = {
    "dataset": "induction",
    "mlp": "off",
    "batch_size": 64,
    "context": 48,
    "weight_decay": 0.0,
}
GROKKING = {
    "dataset": "modular", "layers": 1, "width": 64, "norm_place": "none", "activation": "relu",
    "batch_size": 512, "lr": 0.01, "weight_decay": 0.6, "warm_up": 10, "clip": 0.0, "schedule": "cosine",
    "schedule_steps": 4500,
}  # fmt: skip
EVERYBODY = ("transformer", "rnn", "gru", "lstm")

PRESETS = (
    Preset(
        "addition",
        N_("Addition"),
        N_("The ones come first, so that each digit needs only one carry: a head finds both digits, and in "
           "seconds every sum is right."),
        {},
    ),
    Preset(
        "shakespeare",
        N_("Shakespeare"),
        N_("Character by character: first letters, then words, then speakers. Watch the sample."),
        TEXT | {"schedule": "cosine", "schedule_steps": 2200},
    ),
    Preset(
        "nanogpt",
        N_("nanoGPT on a processor"),
        N_("The recipe that nanoGPT's README has for a laptop, of 2,000 steps."),
        {
            "dataset": "shakespeare", "layers": 4, "width": 128, "mlp_width": 512, "batch_size": 12,
            "lr": 0.001, "warm_up": 100, "schedule": "cosine", "schedule_steps": 2000, "weight_decay": 0.1,
            "stop_steps": 2000,
        },
    ),
    Preset(
        "shakespeare-lstm",
        N_("Shakespeare, LSTM"),
        N_("For the same seconds of a processor an LSTM of this size gets further than any small GPT here."),
        TEXT | {"model": "lstm", "layers": 1, "width": 128, "batch_size": 16, "lr": 0.02, "clip": 0.25,
                "forget_bias": 0.0, "schedule": "cosine", "schedule_steps": 1400},
    ),
    Preset(
        "addition-plain",
        N_("Addition, plain order"),
        N_("The first digit depends on every carry behind it: the same sums take longer to learn."),
        {"digit_order": "plain"},
    ),
    Preset(
        "copy",
        N_("Copy"),
        N_("A head looks a fixed distance back: see it in the map of its weights."),
        {"dataset": "copy", "batch_size": 64},
    ),
    Preset(
        "reverse",
        N_("Reverse"),
        N_("The places to look at run the other way: the map shows the other diagonal."),
        {"dataset": "reverse", "batch_size": 64},
    ),
    Preset(
        "encoder-decoder",
        N_("Encoder–decoder"),
        N_("One transformer reads the letters, another writes them from the end: its cross-attention is the"
           " other diagonal."),
        {"dataset": "reverse", "model": "encdec", "layers": 1, "batch_size": 64},
    ),
    Preset(
        "translation",
        N_("Translation"),
        N_("English to French: cross-attention goes back where a colour comes behind its noun; for le or la"
           " one head looks at the article, the other at the noun."),
        {"dataset": "translation", "model": "encdec", "layers": 1, "heads": 2, "batch_size": 64},
    ),
    Preset(
        "sort",
        N_("Sort"),
        N_("The next letter is the smallest not yet written: one layer's heads count what there is, wherever "
           "it stands."),
        {"dataset": "sort", "layers": 1, "batch_size": 64, "schedule": "cosine", "schedule_steps": 1500},
    ),
    Preset(
        "brackets",
        N_("Brackets"),
        N_("What is open must be closed in the right order: heads find the bracket that is still open."),
        {
            "dataset": "brackets", "length": 12, "batch_size": 64, "schedule": "cosine",
            "schedule_steps": 1500,
        },
    ),
    Preset(
        "parity-scratchpad",
        N_("Parity with a scratchpad"),
        N_("Written down step by step, each bit needs two symbols only, and what was impossible is easy."),
        {"dataset": "parity", "length": 16},
    ),
    Preset(
        "induction",
        N_("Induction heads"),
        N_("Attention alone, two layers: one head looks one back, another uses that to find what followed."),
        ATTENTION_ONLY,
    ),
    Preset(
        "grokking",
        N_("Grokking"),
        N_("A quarter of the sums is known by heart soon; long after, all others are right, and numbers lie "
           "on circles."),
        GROKKING,
    ),
    Preset(
        "contest-delay",
        N_("Contest: a long wait"),
        N_("Six letters across twenty blanks: attention looks back at once, an RNN has forgotten."),
        {"dataset": "delay", "length": 6, "layers": 1, "width": 48, "mlp_width": 192, "batch_size": 64,
         "contest": EVERYBODY},
    ),
    Preset(
        "contest-parity",
        N_("Contest: running parity"),
        N_("One bit to remember: every recurrent cell does it in a second, attention not at all."),
        {"dataset": "parity", "answer": "running", "length": 16, "layers": 1, "width": 48, "mlp_width": 192,
         "batch_size": 64, "contest": EVERYBODY},
    ),
    Preset(
        "no-mask",
        N_("Without the mask"),
        N_("Every place sees the answer behind it: almost no loss, and what it writes is nonsense."),
        TEXT | {"causal": "off"},
        failure=True,
    ),
    Preset(
        "no-positions",
        N_("Without positions"),
        N_("Nothing tells first from last, so nothing can be turned round. Sorting does not care."),
        {"dataset": "reverse", "batch_size": 64, "positions": "none"},
        failure=True,
    ),
    Preset(
        "one-layer",
        N_("One layer"),
        N_("To find what followed, a head needs another one below that looked one back: no induction."),
        ATTENTION_ONLY | {"layers": 1},
        failure=True,
    ),
    Preset(
        "fixed-repeat",
        N_("A fixed repeat"),
        N_("The piece is always half a row: looking back by so many places is enough, and no induction is "
           "learned."),
        ATTENTION_ONLY | {"repeat": "fixed"},
        failure=True,
    ),
    Preset(
        "parity",
        N_("Parity without a scratchpad"),
        N_("One answer for sixteen bits: every bit turns it over, and half of the way is no better."),
        {"dataset": "parity", "answer": "final", "length": 16},
        failure=True,
    ),
    Preset(
        "memorise",
        N_("Known by heart"),
        N_("Grokking's sums without weight decay: all that was learned is right, and nothing else ever is."),
        GROKKING | {"weight_decay": 0.0},
        failure=True,
    ),
    Preset(
        "lr-too-high",
        N_("Steps too long"),
        N_("A learning rate of 0.1: the loss stays where letters are counted and nothing is read."),
        TEXT | {"lr": 0.1, "clip": 0.0},
        failure=True,
    ),
    Preset(
        "overfit",
        N_("2,000 characters"),
        N_("So short a text is soon known by heart: one loss falls, the other rises above chance."),
        TEXT | {"characters": 2000, "weight_decay": 0.0},
        failure=True,
    ),
    Preset(
        "forget-bias-0",
        N_("An LSTM that forgets"),
        N_("With a forget bias of 0 half of the cell is lost at every place, and the gradient with it."),
        {"dataset": "delay", "length": 6, "model": "lstm", "layers": 1, "width": 48, "batch_size": 64,
         "forget_bias": 0.0},
        failure=True,
    ),
)  # fmt: skip
