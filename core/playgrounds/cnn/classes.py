"""Which source a network may learn first: classes of the same images, `0-4` or `0, 2, 7`, or another set."""

from __future__ import annotations

import re
from typing import Protocol

from core.data import labelled
from core.i18n import N_
from core.params.messages import Message, ParamError
from core.playgrounds.cnn import blocks

LONGEST, HIGHEST = 100, 99  # characters, number of a class
FEWEST = 2  # classes of the source, and of the target


class Transferred(Protocol):
    """What of a configuration decides it."""

    @property
    def dataset(self) -> str: ...

    @property
    def layers(self) -> str: ...

    @property
    def transfer(self) -> str: ...

    @property
    def freeze(self) -> int: ...

    @property
    def source_numbers(self) -> tuple[int, ...] | None: ...


def parsed(text: str) -> tuple[int, ...]:
    """The numbers, ascending, each once, of a text that `why_not` lets pass."""
    found: set[int] = set()
    for part in re.findall(r"\d+\s*-\s*\d+|\d+", text):
        first, _, last = part.partition("-")
        found |= set(range(int(first), int(last or first) + 1))
    return tuple(sorted(found))


def why_not(text: str) -> Message | None:
    """What is wrong with a text."""
    part = r"\d{1,2}(\s*-\s*\d{1,2})?"
    if not re.fullmatch(rf"{part}(\s*,\s*{part})*", text.strip()):
        wrong = N_(
            "{name}: {given} names no classes; write numbers of 0–{most}, as 0-4 or 0, 2, 7."
        )
        return Message("source_classes", wrong, {"given": text[:20] or "–", "most": HIGHEST})
    if len(parsed(text)) < FEWEST:
        few = N_("{name}: {given} is fewer than two classes; the source needs two at least.")
        return Message("source_classes", few, {"given": text[:20]})
    return None


def conflict(c: Transferred) -> ParamError | None:
    """Why nothing can be carried over from this source to these images."""
    layers = len(blocks.parsed(c.layers))
    if c.freeze > layers:
        text = N_("{name} = {value}: the network has {layers} layers before its output.")
        return ParamError(Message("freeze", text, {"value": c.freeze, "layers": layers}), layers)
    about = labelled.about(c.dataset)
    if c.source_numbers is not None:
        own = c.dataset == "upload"  # how many classes it has is known when it is read
        return None if own else too_few(c.source_numbers, about.classes)
    if c.transfer == c.dataset:
        text = N_(
            "The source is the same set as the target: choose another one, or other classes of it."
        )
        return ParamError(Message("transfer", text), "off")
    return unlike(labelled.about(c.transfer).shape, about.shape, c.dataset == "upload")


def too_few(numbers: tuple[int, ...], count: int) -> ParamError | None:
    """Where the set has not these classes, or too few besides."""
    values = {"count": count, "last": count - 1, "most": count - FEWEST}
    if count < 2 * FEWEST:
        text = N_("The images have {count} classes: source and target need two each.")
        return ParamError(Message("transfer", text, values), "off")
    nearest = f"0-{min(len(numbers), count // 2) - 1}"
    if numbers[-1] >= count:
        text = N_("{name}: the images have {count} classes, 0–{last}.")
        return ParamError(Message("source_classes", text, values), nearest)
    if len(numbers) > count - FEWEST:
        text = N_(
            "{name}: of {count} classes at most {most} can be the source: the target needs two."
        )
        return ParamError(Message("source_classes", text, values), nearest)
    return None


def unlike(
    source: tuple[int, ...], target: tuple[int, ...], any_colour: bool = False
) -> ParamError | None:
    """Where the shapes differ; `any_colour`: how many channels the target has is not known yet."""
    first = 1 if any_colour else 0
    if source[first:] == target[first:]:
        return None
    text = N_("The source's images are {source}, the target's {target} (channels × rows × columns): a "
              "network fits both only where these are equal.")  # fmt: skip
    values = {"source": " × ".join(map(str, source)), "target": " × ".join(map(str, target))}
    return ParamError(Message("transfer", text, values), "off")
