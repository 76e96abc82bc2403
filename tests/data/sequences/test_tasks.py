"""Every task's rows, checked by brute force: the answers are right, and no question is in both sets."""

import pytest
import torch
from torch import Generator

from core.data.sequences.addition import Addition
from core.data.sequences.brackets import Brackets
from core.data.sequences.characters import RARE, SHIPPED, Text, shakespeare
from core.data.sequences.induction import Induction
from core.data.sequences.modular import Modular
from core.data.sequences.parity import Parity
from core.data.sequences.strings import Strings
from core.data.sequences.translation import Translation
from core.params import ParamError


def told(task, batch):
    """Each row as (what is read, what is expected where it counts)."""
    for inputs, targets, weights in zip(*batch, strict=True):
        yield task.decode(inputs), task.decode(targets), weights.bool().tolist()


def expected(target, counts):
    return "".join(one for one, count in zip(target, counts, strict=True) if count)


def rows(task):
    generator = Generator().manual_seed(7)
    return [*told(task, task.batch(generator, 300)), *told(task, task.validation)]


GENERATED = [
    *(Strings(kind, 6, 10, 9, 0) for kind in ("copy", "reverse", "sort", "delay")),
    *(Addition(digits, turned, 0) for digits in (2, 3) for turned in (True, False)),
    Brackets(14, 0), *(Parity(kind, 9, 0) for kind in ("final", "running", "scratchpad")),
    Induction(40, False, 0), Induction(40, True, 0), Translation(0),
]  # fmt: skip


@pytest.mark.parametrize("task", GENERATED, ids=lambda task: type(task).__name__)
def test_no_question_is_in_both_sets_and_the_generator_decides(task):
    held = {tuple(row) for row in task.validation.inputs[:, : _question(task)].tolist()}
    assert len(held) == len(task.validation.inputs)
    one, two = (task.batch(Generator().manual_seed(3), 2000) for _ in range(2))
    assert all(torch.equal(a, b) for a, b in zip(one, two, strict=True))
    assert not held & {tuple(row) for row in one.inputs[:, : _question(task)].tolist()}
    assert one.inputs.shape[1] == task.context
    assert int(one.inputs.max()) < len(task)


def _question(task):
    """How many places of a row tell it from all others."""
    if isinstance(task, Induction | Translation):
        return task.context
    return {Addition: 2 * getattr(task, "digits", 0) + 1}.get(
        type(task), getattr(task, "length", 0)
    )


@pytest.mark.parametrize("kind", ["copy", "reverse", "sort", "delay"])
def test_strings(kind):
    task = Strings(kind, 6, 10, 9, 0)
    for read, target, counts in rows(task):
        letters = read[:6]
        answer = {"reverse": letters[::-1], "sort": "".join(sorted(letters))}.get(kind, letters)
        assert expected(target, counts) == answer
        assert read[6 : 6 + task.blanks] == "·" * task.blanks
        assert read[6 + task.blanks] == "="
        assert (read + target[-1])[7 + task.blanks :] == answer


@pytest.mark.parametrize(("digits", "turned"), [(2, True), (2, False), (3, True)])
def test_addition(digits, turned):
    for read, target, counts in rows(Addition(digits, turned, 0)):
        a, b = read.split("=")[0].split("+")
        total = str(int(a) + int(b)).zfill(digits + 1)
        assert expected(target, counts) == (total[::-1] if turned else total)


def test_brackets():
    task = Brackets(14, 0)
    for read, target, counts in rows(task):
        opened, stack = read.split("=")[0], []
        for one in opened:
            if one in "([":
                stack.append(one)
            else:
                assert stack.pop() == {")": "(", "]": "["}[one]
        closing = "".join({"(": ")", "[": "]"}[one] for one in reversed(stack))
        assert expected(target, counts) == closing.ljust(task.depth + 1, "·")


@pytest.mark.parametrize("kind", ["final", "running", "scratchpad"])
def test_parity(kind):
    for read, target, counts in rows(Parity(kind, 9, 0)):
        so_far = "".join(str(read[: i + 1].count("1") % 2) for i in range(9))
        assert expected(target, counts) == (so_far[-1] if kind == "final" else so_far)


@pytest.mark.parametrize("fixed", [False, True])
def test_induction(fixed):
    lengths = set()
    for read, target, counts in rows(Induction(40, fixed, 0)):
        length = read.index(read[0], 1)
        lengths.add(length)
        assert len(set(read[:length])) == length
        assert all(read[i] == read[i - length] for i in range(length, 40))
        assert counts == [i >= length for i in range(40)]
        assert all(target[i] == read[i + 1 - length] for i in range(length, 40))
    assert lengths == ({20} if fixed else set(range(4, 21)))


# A second translator: each word by itself, and three rules.
PAIRS = """the/le,la a/un,une small/petit,petite big/grand,grande pretty/joli,jolie black/noir,noire
white/blanc,blanche green/vert,verte grey/gris,grise cat/chat dog/chien horse/cheval king/roi fox/renard
girl/fille cow/vache mouse/souris queen/reine goat/chèvre sees/voit follows/suit at/regarde for/cherche
sleeps/dort sings/chante runs/court often/souvent always/toujours"""
WORDS = dict(pair.split("/") for pair in PAIRS.split())
HERS = {"girl", "cow", "mouse", "queen", "goat"}
THINGS = {"cat", "dog", "horse", "king", "fox"} | HERS
COLOURS, HOW = {"black", "white", "green", "grey"}, {"often", "always"}


def translated(english):
    words = [word for word in english.split() if word != "looks"]  # "at" and "for" tell which
    for i, word in enumerate(words[:-1]):
        if word in COLOURS | HOW:
            words[i : i + 2] = words[i + 1], word
    french, gender = [], None
    for word in words:  # a noun decides on what stands before it, and on the colour behind it
        forms = WORDS[word].split(",")
        if word in THINGS:
            gender = int(word in HERS)
            french = [one if isinstance(one, str) else one[gender] for one in french]
        french.append(forms[0] if len(forms) == 1 else forms[gender] if word in COLOURS else forms)
    return " ".join(french)


def test_the_second_translator():
    english = "the small black cat often looks for a green cow"
    assert translated(english) == "le petit chat noir cherche souvent une vache verte"


def test_translation():
    task, lengths = Translation(0), set()
    for inputs, targets, weights in (
        row for batch in (task.batch(Generator().manual_seed(7), 300), task.validation)
        for row in zip(*batch, strict=True)
    ):  # fmt: skip
        counts = weights.bool()
        english = task.decode(inputs).split(" =")[0]
        assert task.decode(targets[counts]) == f"{translated(english)} ."
        assert counts.nonzero()[0] == len(english.split())
        assert not counts[int(counts.nonzero()[-1]) + 1 :].any()
        lengths.add(len(english.split()))
    assert lengths == set(range(3, 12))
    assert set(task.words) == {*WORDS, "looks"}


def test_a_sentence_of_ones_own_is_read_and_an_unknown_word_named():
    task = Translation(0)
    assert (
        task.decode(task.encode("The black  CAT sleeps=le chat"))
        == "the black cat sleeps = le chat"
    )
    with pytest.raises(
        ParamError, match=r"the word elephant\. It knows: the, a, small, .*, runs\."
    ):
        task.fits("the elephant sleeps")


@pytest.mark.parametrize("operation", ["add", "subtract", "multiply", "divide"])
def test_modular_arithmetic(operation):
    p, task = 11, Modular(11, operation, 0.4, 0)
    seen = task.batch(Generator(), 10_000)
    every = torch.cat((seen.inputs, task.validation.inputs)).tolist()
    assert (
        len({tuple(row) for row in every}) == len(every) == (110 if operation == "divide" else 121)
    )
    for (a, _, b, _), c in zip(
        every, torch.cat((seen.targets, task.validation.targets))[:, 3].tolist(), strict=True
    ):
        right = {"add": a + b, "subtract": a - b, "multiply": a * b, "divide": c * b}[operation] % p
        assert right == (a if operation == "divide" else c)
    assert int(task.learned.sum()) == task.train_rows == len(seen.inputs)
    assert (
        task.decode(task.encode("3+ 4 =")) == f"3 {task.symbols[p]} 4 ="
        if operation == "add"
        else True
    )
    with pytest.raises(ParamError, match="11 is no symbol"):
        task.encode("11 =")


@pytest.mark.parametrize(("p", "operation", "share", "said"), [
    (9, "divide", 0.4, "dividing needs a prime, such as 7"), (5, "add", 0.9, "leaves no pairs"),
])  # fmt: skip
def test_arithmetic_that_cannot_be_is_refused(p, operation, share, said):
    with pytest.raises(ParamError, match=said):
        Modular(p, operation, share, 0)


def test_text():
    text = SHIPPED.read_text(encoding="utf-8")
    assert len(text) > 60_000
    task = Text(text, 32)
    batch = task.batch(Generator().manual_seed(0), 50)
    for read, target, counts in told(task, batch):
        assert read + target[-1] in text[: task.cut]
        assert target[:-1] == read[1:]
        assert all(counts)
    for read, target, _ in told(task, task.validation):
        assert read + target[-1] in text[task.cut :]
    assert task.decode(task.encode(task.prompt)) == task.prompt


def test_rare_characters_are_grouped_and_named():
    text = "".join(chr(0x4E00 + i % 300) + "abcab" for i in range(600))
    task = Text(text, 8)
    assert len(task) == 128
    assert task.symbols[-1] == RARE
    assert len(task.grouped) == 303 - 127
    assert task.decode(task.encode("ab" + task.grouped[0])) == "ab" + RARE


@pytest.mark.parametrize(("text", "said"), [
    ("", "is empty"), (" \n", "is empty"), ("aaaa", "character 'a' alone"), ("abc", "has 3 characters"),
    ("ab\0c" * 99, "no text"),
])  # fmt: skip
def test_a_text_that_cannot_be_learned_is_refused(text, said):
    with pytest.raises(ParamError, match=said):
        Text(text, 32)


def test_a_prompt_with_an_unknown_character_names_it():
    task = Addition(2, True, 0)
    with pytest.raises(ParamError, match="does not know the character x"):
        task.fits("1x")
    with pytest.raises(ParamError, match="at most 8 fit"):
        task.fits("1" * 9)
    with pytest.raises(ParamError, match="empty"):
        task.fits("")


def test_shakespeare_is_found_or_shipped(tmp_path, monkeypatch):
    monkeypatch.setenv("LEARNSCOPE_DATA", str(tmp_path))
    assert shakespeare().startswith("First Citizen")
    (tmp_path / "shakespeare").mkdir()
    (tmp_path / "shakespeare" / "input.txt").write_text("to be or not")
    assert shakespeare() == "to be or not"
