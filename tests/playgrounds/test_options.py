"""Whatever a browser sends along with a panel, a probe or an act of PROTOCOL.md: an answer or a sentence."""

import random
import re
from pathlib import Path

import pytest
import torch

import core.playgrounds
from core.live.codec import encode
from core.playgrounds import lookup, names
from core.playgrounds.contract import ActError

PLAYGROUNDS = Path(core.playgrounds.__file__).parent
HUGE = 10**400
NASTY = [
    *(None, True, -1, 0, 1, 7, 10**9, HUGE, -HUGE, 0.5, -1.5, 1e308, "", "0", "value" * 50),
    *([], [[]], [0], [0, 1], [1, 1], [0, 10**9], [HUGE, 0], [0.5, 1.5], [None, None], ["a", "b"]),
    *([0, 1, 2], [[0, 0], [1, 1]], [[1e308, -1e308], [HUGE, 0]], [["0", "1"], [[], {}]]),
    *(["fake", [], {}], {}, {"a": []}, {"0": 1, "1": 2}),
]
MORE = {  # settings beside the defaults that bring other panels, or other sizes
    "mlp": [{"dataset": "arms", "classes": 4}, {"hidden": ()}],
    "gan": [{"dataset": "digits", "conditional": "on"}, {"dataset": "sine"}],
    "vae": [{"dataset": "digits", "latent_dim": 5, "conditional": "on"}],
    "qlearning": [{"env": "Taxi-v4"}],
    "optimizers": [{"surface": "network"}],
    "search": [{"over": ("seed",), "beside": "grid", "trials": 4, "parallel": 1}],
    "sweep": [{"x": "noise", "x_to": 50.0, "x_from": 0.0, "x_spacing": "linear", "y": "none"}],
    "transformer": [
        {"dataset": "modular"},
        {"dataset": "copy", "contest": ("gru", "transformer")},
        {"dataset": "translation", "model": "encdec"},
    ],
    "regression": [{"dataset": "three-classes"}, {"model": "network"}],
}
CASES = [(name, values) for name in names() for values in ({}, *MORE.get(name, []))]


def panels(name):
    """Each view with its options."""
    return {view: list(declared.options) for view, declared in lookup(name).VIEWS.items()}


def asked(name, kind):
    """Each probe or act with the words of its arguments, as the protocol has them."""
    protocol = (PLAYGROUNDS / name / "PROTOCOL.md").read_text(encoding="utf-8")
    found = {}
    for what in lookup(name).PROBES if kind == "Probes" else lookup(name).ACTS:
        told = re.search(rf"`{what} \{{(.*?)\}}", protocol, re.S)
        assert told, f"PROTOCOL.md of {name} does not name {what}"
        found[what] = re.findall(r"[a-z]\w*", told[1])
    return found


def wishes(words):
    """Every nasty value for every word, the other words taken at random."""
    dice = random.Random(0)
    yield {}
    for word in [*words, "unheard_of"]:
        for value in NASTY:
            yield {other: dice.choice(NASTY) for other in words} | {word: value}
            yield {word: value}


@pytest.fixture(params=CASES, ids=str)
def algorithm(request):
    name, values = request.param
    config, notes = lookup(name).Config.repaired(values)
    assert not notes
    made = lookup(name)(config, torch.device("cpu"))
    for _ in range(3):
        made.step()
    return made


def test_every_panel_is_shown_or_refused_in_words(algorithm):
    found = panels(algorithm.NAME)
    assert len(found) >= (2 if algorithm.NAME in ("optimizers", "picture") else 3)
    refusals = []
    for panel, words in found.items():
        for options in wishes(words):
            try:
                encode({}, algorithm.views({panel: options}))
            except ActError as error:
                refusals.append(error.message.say())
    assert all(refusals)


@pytest.mark.parametrize("kind", ["Probes", "Acts"])
def test_every_question_is_answered_or_refused_in_words(algorithm, kind):
    found = asked(algorithm.NAME, kind)
    nothing = (("gan", "Probes"), ("vae", "Acts"), ("optimizers", "Probes"))
    nothing += (("regularization", "Probes"), ("regularization", "Acts"), ("picture", "Acts"))
    nothing += (("cnn", "Probes"), ("cnn", "Acts"))
    nothing += (("transformer", "Probes"), ("transformer", "Acts"))
    nothing += (("sweep", "Probes"), ("sweep", "Acts"), ("search", "Probes"), ("search", "Acts"))
    assert found or (algorithm.NAME, kind) in nothing
    refusals = []
    for what, words in found.items():
        for args in wishes(words):
            try:
                if kind == "Probes":
                    encode(*algorithm.probe(what, args))
                else:
                    encode(algorithm.act(what, args), {})
            except ActError as error:
                refusals.append(error.message.say())
    assert all(refusals)
    algorithm.step()
    assert algorithm.describe()
