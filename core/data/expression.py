"""Expressions in x₁ and x₂ that people write: arithmetic, comparisons, and, or, not. Nothing else is known.

A parser by precedence (Pratt 1973, doi:10.1145/512927.512931) makes of the text a tree of functions that
numpy carries out; no text is ever executed. From loose to tight:

    or · and · not · < ≤ > ≥ == ≠ · + − · × ÷ · sign · powers (from the right: 2**3**2 is 2**9)
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from core.data.arithmetic import (
    COMPARED,
    COMPUTED,
    CONSTANTS,
    ONE,
    SEVERAL,
    At,
    Claim,
    Number,
    Tree,
    Truth,
    Values,
    both,
    comparison,
    constant,
    either,
    opposite,
    power,
)
from core.i18n import N_
from core.params.messages import Message

LONGEST, DEEPEST = 200, 20  # characters; brackets, signs and powers inside each other


class ExpressionError(ValueError):
    """What is wrong with the text, in a sentence that shows the place."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.say())
        self.message = message


@dataclass(frozen=True)
class Token:
    kind: str  # "number", "word", "sign", "end"
    text: str
    place: int


SPELLINGS = {"−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "÷": "/", "^": "**", "≤": "<=", "≥": ">=",
             "≠": "!=", "π": "pi", "x₁": "x1", "x₂": "x2"}  # fmt: skip
TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<word>(?![\d²³₁₂])\w(?:(?![²³₁₂])\w)*[₁₂]?)"
    r"|(?P<sign>\*\*|<=|>=|==|!=|[-+*/^<>(),²³−–×·⋅÷≤≥≠=]))"
)
JOINS = ("and", "or", "not")
KNOWN = ("x1", "x2", *CONSTANTS, *ONE, *SEVERAL, *JOINS)
OR, AND, NOT, COMPARES, ADDS, TIMES, SIGN, POWER = range(1, 9)  # how tightly each holds
TIGHT = (
    {"or": OR, "and": AND, "+": ADDS, "-": ADDS, "*": TIMES, "/": TIMES}
    | dict.fromkeys(COMPARED, COMPARES)
    | dict.fromkeys(("**", "²", "³"), POWER)
)


def parsed(text: str) -> Tree:
    """The tree of an expression. Raises ExpressionError, and nothing else."""
    reader = _Reader(text)
    if reader.now.kind == "end":
        reader.refuse(N_("{name} is empty: write something like x1**2 + x2**2 < 9."))
    tree = reader.expression(0)
    if reader.now.kind != "end":
        reader.stray()
    return tree


def _tokens(text: str) -> list[Token]:
    found, at = [], 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if match is None:
            place = at + len(text[at:]) - len(text[at:].lstrip())
            said = N_("{name}: “{sign}” at place {place} is not known here: {marked}")
            raise _error(said, text, place, sign=text[place])
        kind = str(match.lastgroup)
        written = match[kind]
        low = written.lower() if kind == "word" else written
        found.append(Token(kind, SPELLINGS.get(low, low), match.start(kind)))
        at = match.end()
    return [*found, Token("end", "", len(text))]


class _Reader:
    """The tokens of one text, read from left to right."""

    def __init__(self, text: str) -> None:
        self.text, self.tokens, self.at, self.depth = text, _tokens(text), 0, 0

    @property
    def now(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.now
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return token

    def expression(self, loose: int) -> Tree:
        """All that holds together more tightly than `loose`."""
        self.depth += 1
        if self.depth > DEEPEST:
            self.refuse(
                N_("{name}: more than {most} brackets, signs or powers are inside each other at place "
                   "{place}: {marked}"), most=DEEPEST,
            )  # fmt: skip
        left = self.first()
        while TIGHT.get(self.now.text, 0) > loose:
            left = self.further(left)
        self.depth -= 1
        return left

    def first(self) -> Tree:
        """A value, or what stands before one."""
        token = self.take()
        if token.kind == "number":
            return constant(float(token.text))
        if token.text in ("-", "+"):
            value = self.number(SIGN, token)
            return Number(lambda a, b: -value(a, b)) if token.text == "-" else Number(value)
        if token.text == "(":
            inner = self.expression(0)
            self.close(token)
            return inner
        if token.text == "not":
            claim = self.claim(NOT, token)
            return Claim(lambda a, b: opposite(claim(a, b)))
        if token.kind == "word" and token.text not in JOINS:
            return self.word(token)
        self.refuse(N_("{name}: a number, x1 or x2 is missing at place {place}: {marked}"), token)

    def word(self, token: Token) -> Tree:
        if token.text in ("x1", "x2"):
            return Number((lambda a, b: a) if token.text == "x1" else (lambda a, b: b))
        if token.text in CONSTANTS:
            return constant(CONSTANTS[token.text])
        if token.text in ONE or token.text in SEVERAL:
            return self.called(token)
        close = difflib.get_close_matches(token.text, KNOWN, n=1)
        if close:
            said = N_(
                "{name}: {word} at place {place} is not known; did you mean {close}? {marked}"
            )
            self.refuse(said, token, word=token.text, close=close[0])
        said = N_("{name}: {word} at place {place} is not known: {marked}. There are {known}.")
        self.refuse(said, token, word=token.text, known=", ".join(KNOWN))

    def called(self, token: Token) -> Number:
        """A function with what stands in its brackets."""
        if self.now.text != "(":
            said = N_("{name}: {word} needs brackets at place {place}, as in {word}(x1): {marked}")
            self.refuse(said, word=token.text)
        opened = self.take()
        given = [self.number(0, opened)]
        while self.now.text == "," and token.text in SEVERAL:
            given.append(self.number(0, self.take()))
        self.close(opened)
        if token.text in ONE:
            function, (one,) = ONE[token.text], given
            return Number(lambda a, b: function(one(a, b)))
        if len(given) < 2:
            said = N_(
                "{name}: {word} at place {place} needs two numbers, as in {word}(x1, x2): {marked}"
            )
            self.refuse(said, token, word=token.text)
        join = SEVERAL[token.text]

        def of_all(a: Values, b: Values) -> Values:
            value = given[0](a, b)
            for other in given[1:]:
                value = join(value, other(a, b))
            return value

        return Number(of_all)

    def further(self, left: Tree) -> Tree:
        """What an operator makes of what stands before it and behind it."""
        token = self.take()
        if token.text in ("and", "or"):
            one, other = self.as_claim(left, token), self.claim(TIGHT[token.text], token)
            join = both if token.text == "and" else either
            return Claim(lambda a, b: join(one(a, b), other(a, b)))
        value = self.as_number(left, token)
        if token.text in ("²", "³"):
            return power(value, 2.0 if token.text == "²" else 3.0)
        if token.text in COMPARED:
            return self.compared(value, token)
        tight = SIGN - 1 if token.text == "**" else TIGHT[token.text]  # powers hold to the right
        second, compute = self.number(tight, token), COMPUTED[token.text]
        return Number(lambda a, b: compute(value(a, b), second(a, b)))

    def compared(self, value: At, token: Token) -> Claim:
        """A comparison, or a chain of them: 1 < x1 < 2."""
        other = self.number(COMPARES, token)
        claim = comparison(COMPARED[token.text], value, other)
        if self.now.text not in COMPARED:
            return Claim(claim)
        rest = self.compared(other, self.take())
        return Claim(lambda a, b: both(claim(a, b), rest.at(a, b)))

    # ---- what has to be a number, or a claim -------------------------------------------------
    def number(self, loose: int, token: Token) -> At:
        return self.as_number(self.expression(loose), token)

    def claim(self, loose: int, token: Token) -> Callable[[Values, Values], Truth]:
        return self.as_claim(self.expression(loose), token)

    def as_number(self, tree: Tree, token: Token) -> At:
        if isinstance(tree, Claim):
            said = N_(
                "{name}: “{sign}” at place {place} needs numbers beside it, not a comparison: {marked}"
            )
            self.refuse(said, token, sign=token.text)
        return tree.at

    def as_claim(self, tree: Tree, token: Token) -> Callable[[Values, Values], Truth]:
        if isinstance(tree, Number):
            said = N_(
                "{name}: “{sign}” at place {place} needs comparisons beside it, as in x1 > 0: {marked}"
            )
            self.refuse(said, token, sign=token.text)
        return tree.at

    # ---- refusals -----------------------------------------------------------------------------
    def close(self, opened: Token) -> None:
        if self.now.text != ")" and self.now.kind == "end":
            self.refuse(
                N_("{name}: the bracket at place {place} is never closed: {marked}"), opened
            )
        if self.now.text != ")":
            self.stray()
        self.take()

    def stray(self) -> NoReturn:
        """What stands where nothing can, in words."""
        if self.now.text == ",":
            self.refuse(N_("{name}: a comma at place {place}; decimals are written with a point, as in 0.5: "
                           "{marked}"))  # fmt: skip
        if self.now.text == "=":
            self.refuse(
                N_("{name}: “=” at place {place} compares nothing: write ==, < or >: {marked}")
            )
        if self.now.text == ")":
            self.refuse(N_("{name}: the bracket at place {place} was never opened: {marked}"))
        self.refuse(N_("{name}: an operator such as + or * is missing at place {place}: {marked}"))

    def refuse(self, said: str, token: Token | None = None, **values: object) -> NoReturn:
        raise _error(said, self.text, (token or self.now).place, **values)


def _error(said: str, text: str, place: int, **values: object) -> ExpressionError:
    """The sentence about the place, counted from 1, with a pointer into the text."""
    marked = f"{text[max(0, place - 20) : place]}▸{text[place : place + 20]}".strip()
    return ExpressionError(Message("rule", said, {"place": place + 1, "marked": marked} | values))
