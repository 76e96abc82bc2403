"""A small dictionary translation: "the small black cat often looks at a cow" is "le petit chat noir regarde
souvent une vache".

Words are symbols. What makes it more than a list of pairs: in French colours stand behind the noun and
adverbs behind the verb, articles and adjectives agree with the noun, and two words of a verb become one.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence

import torch
from torch import Generator, Tensor

from core.data.sequences.task import Batch, Generated, continued
from core.i18n import N_
from core.params.messages import Message, ParamError

# English word, French word for a masculine noun, and for a feminine one.
ARTICLES = (("the", "le", "la"), ("a", "un", "une"))
BEFORE = (("small", "petit", "petite"), ("big", "grand", "grande"), ("pretty", "joli", "jolie"))
BEHIND = (
    ("black", "noir", "noire"), ("white", "blanc", "blanche"), ("green", "vert", "verte"),
    ("grey", "gris", "grise"),
)  # fmt: skip
MASCULINE = (
    ("cat", "chat"), ("dog", "chien"), ("horse", "cheval"), ("king", "roi"), ("fox", "renard"),
)  # fmt: skip
FEMININE = (
    ("girl", "fille"), ("cow", "vache"), ("mouse", "souris"), ("queen", "reine"), ("goat", "chèvre"),
)  # fmt: skip
NOUNS = (*MASCULINE, *FEMININE)
VERBS = (("sees", "voit"), ("follows", "suit"), ("looks at", "regarde"), ("looks for", "cherche"))
ALONE = (("sleeps", "dort"), ("sings", "chante"), ("runs", "court"))  # verbs without an object
ADVERBS = (("often", "souvent"), ("always", "toujours"))
EQUALS, STOP = "=", "."
LONGEST = 11  # words of an English sentence; a French one has one fewer at most

# A question [n, 10]: article, adjective before, adjective behind (0: none), noun; adverb (0: none), verb; and
# the object's article, adjectives and noun, all 0 where the verb has none.
SUBJECT, ACT, OBJECT = slice(0, 4), slice(4, 6), slice(6, 10)
THINGS = (len(ARTICLES), len(BEFORE) + 1, len(BEHIND) + 1, len(NOUNS))
ACTS = (len(ADVERBS) + 1, len(VERBS) + len(ALONE))
NOTHING = -1

Phrase = Callable[..., list[str]]


class Translation(Generated):
    """English words, "=", the French ones and ".": rows of different lengths, filled up with "."s that do not
    count."""

    def __init__(self, seed: int) -> None:
        every = (*ARTICLES, *BEFORE, *BEHIND, *NOUNS, *ADVERBS, *VERBS, *ALONE)
        english = [word for one, *_ in every for word in one.split()]
        self.words = list(dict.fromkeys(english))
        french = dict.fromkeys(word for _, *words in every for word in words)
        self.symbols = [*self.words, *french, EQUALS, STOP]
        self._numbers = {symbol: i for i, symbol in enumerate(self.symbols)}
        self._things = [self._table(thing, THINGS, tongue) for tongue in (0, 1)]
        self._acts = [self._table(act, ACTS, tongue) for tongue in (0, 1)]
        self.context = 2 * LONGEST
        self._hold(seed, math.inf)
        longest = int(self.validation.weights.sum(1).argmax())  # it is the one that is shown first
        order = [longest, *(i for i in range(len(self.validation.inputs)) if i != longest)]
        self.validation = Batch(*(part[order] for part in self.validation))
        first = self.validation.inputs[0].tolist()
        self.prompt = self.decode(first[: first.index(self._numbers[EQUALS]) + 1])

    @property
    def end(self) -> str:
        return STOP

    def _table(self, words: Phrase, counts: tuple[int, ...], tongue: int) -> Tensor:
        """What `words` says of every combination, as numbers: [*counts, k], −1 where there is no word."""
        said = [words(tongue, *which) for which in itertools.product(*map(range, counts))]
        k = max(map(len, said))
        numbers = [[self._numbers[w] for w in one] + [NOTHING] * (k - len(one)) for one in said]
        return torch.tensor(numbers).view(*counts, k)

    def draw(self, generator: Generator, n: int) -> Tensor:
        """Every word is drawn evenly from its list; "none" is one of them for adjectives and adverbs."""
        many = torch.tensor((*THINGS, *ACTS, *THINGS))
        found = (torch.rand(n, len(many), generator=generator) * many).long()
        found[found[:, ACT][:, 1] >= len(VERBS), OBJECT] = 0
        return found

    def rows(self, questions: Tensor) -> Batch:
        alone = questions[:, ACT][:, 1:] >= len(VERBS)
        parts = []
        for tongue, sign in enumerate((EQUALS, STOP)):
            things = self._things[tongue]
            subject = things[tuple(questions[:, SUBJECT].T)]
            object_ = torch.where(alone, NOTHING, things[tuple(questions[:, OBJECT].T)])
            act = self._acts[tongue][tuple(questions[:, ACT].T)]
            last = torch.full((len(questions), 1), self._numbers[sign])
            parts += [subject, act, object_, last]
        rows = torch.cat(parts, 1)
        order = (rows == NOTHING).long().argsort(dim=1, stable=True)  # the gaps go to the end
        rows = rows.gather(1, order)[:, : self.context + 1]
        begun = (rows == self._numbers[EQUALS]).long().cumsum(1) > 0
        answer = begun & (rows != self._numbers[EQUALS]) & (rows != NOTHING)
        return continued(torch.where(rows == NOTHING, self._numbers[STOP], rows), answer)

    def encode(self, text: str) -> Tensor:
        """Words with spaces between them, in letters of any size; "=" and "." need none."""
        words = text.lower().replace(EQUALS, f" {EQUALS} ").replace(STOP, f" {STOP} ").split()
        unknown = next((word for word in words if word not in self._numbers), None)
        if unknown is not None:
            said = N_("The model does not know the word {word}. It knows: {known}.")
            values = {"word": unknown[:20], "known": ", ".join(self.words)}
            raise ParamError(Message("prompt", said, values), self.prompt)
        return torch.tensor([self._numbers[word] for word in words], dtype=torch.long)

    def question(self, ids: Tensor) -> Tensor | None:
        """What `rows` takes, [10], of the English before "="; None where it is no such sentence."""
        words = [self.symbols[int(i)] for i in ids]
        return understood(words[: words.index(EQUALS)]) if EQUALS in words else None

    def decode(self, ids: Sequence[int] | Tensor) -> str:
        return " ".join(self.symbols[int(i)] for i in ids)


def thing(tongue: int, article: int, before: int, behind: int, noun: int) -> list[str]:
    """An article, adjectives and a noun, in English (0) or French (1); adjectives count from 1, 0 is none."""
    feminine = noun >= len(MASCULINE)
    form = 1 + feminine if tongue else 0
    name = NOUNS[noun][tongue]
    first = [BEFORE[before - 1][form]] * (before > 0)
    second = [BEHIND[behind - 1][form]] * (behind > 0)
    own = [name, *second] if tongue else [*second, name]
    return [ARTICLES[article][form], *first, *own]


def act(tongue: int, adverb: int, verb: int) -> list[str]:
    """An adverb, 0 for none, and a verb; in French the verb comes first."""
    how = [ADVERBS[adverb - 1][tongue]] * (adverb > 0)
    does = (*VERBS, *ALONE)[verb][tongue].split()
    return [*does, *how] if tongue else [*how, *does]


def understood(words: Sequence[str]) -> Tensor | None:
    """The question [10] that an English sentence is, None where it is none."""
    rest = list(words)

    def taken(among: Sequence[Sequence[str]]) -> int | None:
        for at, (english, *_) in enumerate(among):
            parts = english.split()
            if rest[: len(parts)] == parts:
                del rest[: len(parts)]
                return at
        return None

    def some(among: Sequence[Sequence[str]]) -> int:
        at = taken(among)
        return 0 if at is None else at + 1

    def named() -> list[int | None]:
        return [taken(ARTICLES), some(BEFORE), some(BEHIND), taken(NOUNS)]

    found = [*named(), some(ADVERBS), taken((*VERBS, *ALONE))]
    has_object = found[-1] is not None and found[-1] < len(VERBS)
    found += named() if has_object else [0, 0, 0, 0]
    numbers = [one for one in found if one is not None]
    return torch.tensor(numbers) if len(numbers) == len(found) and not rest else None
