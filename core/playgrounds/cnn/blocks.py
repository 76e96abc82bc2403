"""The language in which a network is written, one block after the other: `conv 16, pool, dense 64`.

    conv 16        convolution of 16 channels, 3 × 3 pixels; then its activation
    conv 16 k5 s2  … of 5 × 5 pixels, with stride 2
    conv 16 p0     … without padding; `same` (the default) pads so that stride 1 keeps the size
    conv 16 bn     … with batch normalisation in front of the activation (Ioffe & Szegedy 2015)
    res 32 s2      residual block: two convolutions of 3 × 3 beside a shortcut (He et al. 2015)
    pool, pool 3 s2, avgpool   the largest or the mean value of a window; a stride is its size unless given
    gap            the mean of each whole map (global average pooling)
    dense 64       fully connected, with its activation; `bn` as above
    dropout 0.2    a share of the numbers is set to 0 while training

What turns maps into a row of numbers in front of a dense layer, and the last layer of one output per class,
are added by themselves. A block is separated from the next by a comma; capitals don't matter.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from core.i18n import N_
from core.params.messages import Message, ParamError

LONGEST, BLOCKS = 400, 24  # characters, blocks
CHANNELS, NEURONS, SHARE = (1, 512), (1, 1024), (0.0, 0.9)
KERNEL, STRIDE, PADDING = (1, 11), (1, 4), (0, 5)
KINDS = {
    "conv": N_("convolution"),
    "res": N_("residual block"),
    "pool": N_("maximum pooling"),
    "avgpool": N_("average pooling"),
    "gap": N_("global average pooling"),
    "dense": N_("dense"),
    "dropout": N_("dropout"),
}
WORDS = {  # what may follow the number: k, s, p with a number, or a word
    "conv": ("k", "s", "p", "same", "valid", "bn"),
    "res": ("s",),
    "pool": ("s",),
    "avgpool": ("s",),
    "gap": (),
    "dense": ("bn",),
    "dropout": (),
}

EXAMPLES = {"k": "k3", "s": "s2", "p": "p0"}


@dataclass(frozen=True)
class Block:
    """`text` as it was written, from character `at` on (1 is the first). `size`: channels, neurons, or the
    side of a window; `share` of a dropout."""

    kind: str
    text: str
    at: int
    size: int = 0
    kernel: int = 3
    stride: int = 1
    padding: int = 1
    normalised: bool = False
    share: float = 0.0


FLATTEN = Block("flatten", "flatten", 0)  # never written: it comes by itself


def parsed(text: str) -> tuple[Block, ...]:
    """The blocks of a network. Raises ParamError with a sentence that names the place."""
    found = _parsed(text)
    if isinstance(found, Message):
        raise ParamError(found)
    return found


def why_not(text: str) -> Message | None:
    """What is wrong with a text, in a sentence that names the place."""
    found = _parsed(text)
    return found if isinstance(found, Message) else None


class _WrongError(Exception):
    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text)
        self.message = Message("layers", text, values)


@lru_cache(maxsize=256)
def _parsed(text: str) -> tuple[Block, ...] | Message:
    try:
        found = tuple(_block(words) for words in _split(text))
        if len(found) > BLOCKS:
            raise _WrongError(
                N_("{name} has {count} blocks: at most {most} are allowed."),
                count=len(found), most=BLOCKS,
            )  # fmt: skip
        return found
    except _WrongError as error:
        return error.message


Word = tuple[int, str]  # where it begins, counted from 1, and what it says


def _split(text: str) -> Iterator[list[Word]]:
    """The words of each block; nothing at all is a network without hidden layers."""
    at = 1
    parts = re.split(r"[,;\n]", text)
    for part in parts:
        words = [(at + m.start(), m[0].lower()) for m in re.finditer(r"\S+", part)]
        if not words and text.strip():
            raise _WrongError(
                N_("{name}: at character {at} a block is missing between two commas."), at=at
            )
        if words:
            yield words
        at += len(part) + 1


def _block(words: list[Word]) -> Block:
    at, kind = words[0]
    glued = re.fullmatch(r"([a-z]+)(\d.*)", kind)  # conv16
    if glued and glued[1] in KINDS:
        kind = glued[1]
        words = [(at, kind), (at + len(kind), glued[2]), *words[1:]]
    if kind not in KINDS:
        close = difflib.get_close_matches(kind, KINDS, n=1)
        text = N_("{name}: at character {at}, {word} is no block; there are {known}.")
        if close:
            text = N_("{name}: at character {at}, {word} is no block; did you mean {close}?")
        raise _WrongError(text, at=at, word=kind[:20], known=", ".join(KINDS), close="".join(close))
    said = " ".join(word for _, word in words)
    block = Block(kind, said, at)
    rest = words[1:]
    if kind in ("conv", "res", "dense"):
        low, high = NEURONS if kind == "dense" else CHANNELS
        block = replace(block, size=_number(kind, at, rest, low, high))
    elif kind == "dropout":
        block = replace(block, share=_share(at, rest))
    elif kind in ("pool", "avgpool"):
        size = _number(kind, at, rest, 2, KERNEL[1]) if rest and rest[0][1].isdigit() else 2
        block = replace(block, size=size, kernel=size, stride=size, padding=0)
    return _with_words(block, rest)


def _number(kind: str, at: int, rest: list[Word], low: int, high: int) -> int:
    """The number that follows a block's name, taken off `rest`."""
    text = N_("{name}: at character {at}, {word} needs a whole number of {low}–{high} behind it.")
    if not rest or not re.fullmatch(r"\d{1,6}", rest[0][1]):
        raise _WrongError(text, at=at, word=kind, low=low, high=high)
    _, word = rest.pop(0)
    if not low <= int(word) <= high:
        raise _WrongError(text, at=at, word=kind, low=low, high=high)
    return int(word)


def _share(at: int, rest: list[Word]) -> float:
    low, high = SHARE
    if rest and re.fullmatch(r"\d?\.\d{1,6}|0|\d{1,2}%", rest[0][1]):
        word = rest.pop(0)[1]
        share = float(word[:-1]) / 100 if word.endswith("%") else float(word)
        if low <= share <= high:
            return share
    text = N_("{name}: at character {at}, dropout needs a share of {low}–{high} behind it.")
    raise _WrongError(text, at=at, low=low, high=high)


def _with_words(block: Block, rest: list[Word]) -> Block:
    """What follows: kernel, stride, padding, and the normalisation."""
    same = True
    allowed = {"k": KERNEL, "s": STRIDE, "p": PADDING}
    for at, word in rest:
        found = re.fullmatch(r"([ksp])(\d{1,3})", word)
        name = found[1] if found else word
        if name not in WORDS[block.kind] or (found is None and name in allowed):
            text = N_("{name}: at character {at}, {kind} does not know {word}; it knows {known}.")
            known = ", ".join(EXAMPLES.get(one, one) for one in WORDS[block.kind])
            raise _WrongError(text, at=at, kind=block.kind, word=word[:20], known=known or "–")
        if found:
            low, high = allowed[name]
            if not low <= int(found[2]) <= high:
                text = N_(
                    "{name}: at character {at}, {word} is out of range: allowed is {low}–{high}."
                )
                raise _WrongError(text, at=at, word=word, low=f"{name}{low}", high=f"{name}{high}")
            value = int(found[2])
            if name == "k":
                block = replace(block, kernel=value)
            elif name == "s":
                block = replace(block, stride=value)
            else:
                same, block = False, replace(block, padding=value)
        elif word == "bn":
            block = replace(block, normalised=True)
        elif word == "valid":
            same, block = False, replace(block, padding=0)
    if block.kind == "conv" and same:
        if block.kernel % 2 == 0:
            text = N_("{name}: at character {at}, a kernel of {kernel} × {kernel} cannot keep the size: "
                      "say how much padding it gets, p0 for none.")  # fmt: skip
            raise _WrongError(text, at=block.at, kernel=block.kernel)
        block = replace(block, padding=(block.kernel - 1) // 2)
    return block
