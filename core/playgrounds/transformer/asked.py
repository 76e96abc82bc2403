"""What a viewer may ask of the views of a prompt: checked, with defaults for what is left out.

After a rebuild the options of the build before still arrive for a moment: a prompt, layer, head or position
that this build has not, but another one could have, counts as left out. What never makes sense raises
ActError.
"""

from __future__ import annotations

from typing import Any

from core.i18n import N_
from core.params import Message
from core.playgrounds.arguments import existing, finite, index, one_of, within
from core.playgrounds.contract import ActError, Options

LAYERS, HEADS, PLACES = 12, 8, 512  # the most of any build: attentions of an encoder–decoder
LONGEST = 256  # characters of a prompt
KINDS = ("transformer", "rnn", "gru", "lstm", "encdec")
MODEL = {"model": "of a contest, the kind of model"}
OFF = {
    "off": "heads whose answer is taken away: [[layer, head], …]",
    "by": "what stands in its place: zero, or mean, what it says on average",
}
PROMPT = MODEL | {  # what the views of one prompt are told of it
    "prompt": "a text, the task's own where left out",
    **OFF,
    "hand": "one attention weight set by hand: [layer, head, row, column, weight in 0…1]",
}
PLACE = PROMPT | {
    "position": "which token, the last where left out",
    "layer": "which layer; of an encoder–decoder which of its 3 · layers attentions",
    "head": "which head",
}
HOW = PROMPT | {
    "temperature": "0…2; 0 takes the likeliest",
    "top_k": "draw from the k likeliest, 0: from all",
    "top_p": "draw from the likeliest that have this share together, 0.01…1",
    "again": "which continuation: 0…999",
}


def model(options: Options) -> str:
    """Which kind of model, "" where nothing is said."""
    return one_of(options, "model", ("", *KINDS))


def prompt(options: Options, name: str = "prompt") -> str:
    """The text that a viewer has typed, "" where there is none."""
    given: Any = options.get(name)
    if given is None:
        return ""
    if not isinstance(given, str) or len(given) > LONGEST:
        said = N_("{name}: give a text of at most {most} characters.")
        raise ActError(Message(name, said, {"most": LONGEST}))
    return given


def by_mean(options: Options) -> bool:
    """Whether what is taken away is replaced by what it says on average."""
    return one_of(options, "by", ("zero", "mean"), "zero") == "mean"


def off(options: Options, layers: int, heads: int) -> list[tuple[int, int]]:
    """The heads that are zeroed, as (layer, head); without those that this build has not."""
    given: Any = options.get("off")
    if given is None:
        return []
    fine = isinstance(given, list) and len(given) <= LAYERS * HEADS
    if not (fine and all(_numbers(one, (LAYERS, HEADS)) for one in given)):
        raise ActError(Message("off", N_("off: give pairs of a layer and a head.")))
    return [(layer, head) for layer, head in given if layer < layers and head < heads]


def hand(options: Options, layers: int, heads: int) -> tuple[int, int, int, int, float] | None:
    """The weight that was set by hand: (layer, head, row, column, weight), or None."""
    given: Any = options.get("hand")
    if given is None:
        return None
    most = (LAYERS, HEADS, PLACES, PLACES)
    weight: Any = given[4] if isinstance(given, list) and len(given) == 5 else None
    real = isinstance(weight, int | float) and not isinstance(weight, bool) and 0 <= weight <= 1
    if not (real and _numbers(given[:4], most)):
        raise ActError(
            Message("hand", N_("hand: give layer, head, row, column and a weight in 0–1."))
        )
    layer, head, row, column, _ = given
    return (layer, head, row, column, float(weight)) if layer < layers and head < heads else None


def place(options: Options, name: str, count: int) -> int | None:
    """The layer, head or position, 0…count − 1; None where it is left out, or of another build."""
    return existing(options, name, count, {"layer": LAYERS, "head": HEADS}.get(name, PLACES))


def drawing(options: Options) -> tuple[float, int, float, int]:
    """Temperature, top k, top p, and which continuation."""
    temperature = 1.0 if options.get("temperature") is None else finite(options, "temperature", 2)
    share = 1.0 if options.get("top_p") is None else finite(options, "top_p", 1)
    if temperature < 0 or share < 0.01:
        name = "temperature" if temperature < 0 else "top_p"
        raise ActError(Message(name, N_("{name}: give a number above 0."), {"name": name}))
    return (
        temperature,
        index(options, "top_k", 0, 1000, 0),
        share,
        index(options, "again", 0, 999, 0),
    )


def _numbers(given: Any, most: tuple[int, ...]) -> bool:
    """Whether these are whole numbers, one below each of `most`."""
    return (
        isinstance(given, list)
        and len(given) == len(most)
        and all(within(one, 0, high - 1) for one, high in zip(given, most, strict=True))
    )
