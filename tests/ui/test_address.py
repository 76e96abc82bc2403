"""Addresses: what they say, what they leave out, and that nothing in them can hurt."""

from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.ui.address import MOST_NOTES, base, read, write
from tests.ui.fakes import PRESETS, FakeConfig

NAMES = [param.name for param in FakeConfig.params()]


def ask(**query):
    return ask_these({key.replace("__", "."): text for key, text in query.items()})


def ask_these(query):
    return read(query, "mlp", FakeConfig, PRESETS, ("auto", "cpu"))


def said(address):
    return [note.say() for note in address.notes]


def test_default_then_preset_then_address():
    found = ask(mlp__preset="easy", mlp__lr="0.5")
    values = base(FakeConfig, PRESETS, found.preset) | dict(found.values)
    assert (values["hidden"], values["lr"], values["noise"]) == ((8,), 0.5, 0.0)
    assert not found.notes


@pytest.mark.parametrize(
    ("key", "text", "words", "value"),
    [
        ("mlp.lr", "-1", ["lr = -1", "out of range", "1e-05–10", "Used instead: 1e-05."], 1e-5),
        ("mlp.lr", "fast", ["lr = fast", "give a number", "Used instead: 0.03."], 0.03),
        ("mlp.points", "1e400", ["give a whole number", "500"], 500),
        ("mlp.dataset", "circel", ["circel", "Used instead: circle."], "circle"),
        ("mlp.hidden", "4,99", ["4,99", "Used instead: 4,16."], (4, 16)),
        ("mlp.inputs", "", ["mlp.inputs is empty"], ("x1", "x2")),
        ("mlp.hidden", "8;y", ["mlp.hidden = 8,y", "Used instead: 4,2."], (4, 2)),
    ],
)
def test_an_impossible_value_is_named_and_replaced(key, text, words, value):
    found = ask_these({key: text})
    (sentence,) = said(found)
    assert all(word in sentence for word in words)
    assert found.values[key.partition(".")[2]] == value


def test_what_cannot_be_read_leaves_the_presets_value():
    found = ask_these({"mlp.hidden": "8;y", "mlp.lr": "fast", "mlp.preset": "easy"})
    assert (found.values["hidden"], found.values["lr"]) == ((8,), 0.1)
    assert len(found.notes) == 2


def test_names_are_known_in_any_case():
    query = {"mlp.preset": "EASY", "mlp.loss": "MSE", "mlp.activations": "ReLU;Tanh"}
    found = ask_these(query | {"mlp.lr": "0,5", "gear": "Slow", "device": "CPU"})
    assert found.preset == "easy"
    assert found.values == {"loss": "mse", "activations": ("relu", "tanh"), "lr": 0.5}
    assert found.extras == {"gear": "slow", "device": "cpu"}
    assert not found.notes


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("mlp.lrr", "1", ["no hyperparameter lrr", "did you mean lr?", "left out"]),
        ("mlp.hid", "4", ["did you mean hidden?"]),
        ("lr", "1", ["did you mean mlp.lr?"]),
        ("preset", "easy", ["did you mean mlp.preset?"]),
        ("mlp.preset", "eazy", ["eazy", "Used instead: easy."]),
        ("mlp.preset", "bur", ["Used instead: burst."]),
        ("mlp.preset", "???", ["choose one of easy, xor, burst", "left out"]),
        ("gear", "smoth", ["Used instead: smooth."]),
        ("gear", "7", ["crawl, slow, smooth, flat", "left out"]),
        ("play", "maybe", ["true, false", "Used instead: false."]),
        ("device", "cuda", ["auto, cpu", "Used instead: auto."]),
    ],
)
def test_an_entry_that_is_not_understood_gets_a_sentence(key, text, words):
    (sentence,) = said(ask_these({key: text}))
    assert all(word in sentence for word in words), sentence


def test_entries_of_other_pages_are_none_of_our_business():
    assert not ask(vae__beta="4", vae__preset="x", lang="zh").notes
    assert ask(lang="zh-CN").extras == {"lang": "zh-cn"}
    assert not ask(lang=">\x1f").extras  # no language's tag


@pytest.mark.parametrize(
    "key",
    ["utm_source", "utm_campaign", "fbclid", "gclid", "mc_cid", "ref", "ply", "mlp", "a.b", ""],
)
def test_what_mailers_and_trackers_add_is_passed_over_in_silence(key):
    found = ask_these({"mlp.lr": "0.5", key: "newsletter.2026"})
    assert (found.values, found.notes) == ({"lr": 0.5}, ())


@pytest.mark.parametrize("end", [".", ")", ").", ",", "!", ")]", "\u201d", " "])
def test_what_a_sentence_leaves_at_a_links_end_is_cut_off(end):
    query = {"mlp.preset": "easy", "mlp.lr": "0.5", "mlp.hidden": "3,3", "mlp.loss": "mse"}
    for last, text in (query | {"play": "true", "gear": "slow", "device": "cpu"}).items():
        found = ask_these({"play": "true"} | query | {last: text + end})
        clean = ask_these({"play": "true"} | query | {last: text})
        assert found == clean
        assert not found.notes


def test_an_ampersand_that_a_mailer_has_written_out_is_one():
    assert ask_these({"mlp.preset": "easy", "amp;mlp.lr": "0.5"}).values == {"lr": 0.5}


def test_a_thousand_mistakes_make_a_few_sentences():
    found = ask_these({f"mlp.wrong{n}": "1" for n in range(1000)})
    assert len(found.notes) == MOST_NOTES + 1
    assert str(1000 - MOST_NOTES) in said(found)[-1]


def test_the_address_holds_only_what_differs_from_the_preset():
    wishes = base(FakeConfig, PRESETS, "easy") | {"lr": 0.1, "hidden": "3,3", "noise": 0.25}
    assert write("mlp", FakeConfig, PRESETS, "easy", wishes, {"play": "true"}) == {
        "mlp.preset": "easy",
        "mlp.hidden": "3,3",
        "mlp.noise": "0.25",
        "play": "true",
    }
    assert write("mlp", FakeConfig, PRESETS, None, base(FakeConfig, PRESETS, None), {}) == {}


texts = st.text(max_size=30) | st.from_regex(
    r"-?[0-9]{1,4}(\.[0-9]+)?(e-?[0-9]{1,3})?", fullmatch=True
)
keys = st.sampled_from([f"mlp.{name}" for name in [*NAMES, "preset"]]) | st.sampled_from(
    ["play", "gear", "device", "lang", "mlp", "mlp.", ".lr", "vae.lr"]
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(keys | st.text(max_size=12), texts, max_size=8))
def test_any_address_gives_a_page_and_its_canonical_form_says_the_same(query):
    found = ask_these(query)
    wishes = base(FakeConfig, PRESETS, found.preset) | dict(found.values)
    FakeConfig.repaired(wishes)
    for note in found.notes:
        assert note.say()
    again = write("mlp", FakeConfig, PRESETS, found.preset, wishes, found.extras)
    second = ask_these(again)
    assert not second.notes
    assert base(FakeConfig, PRESETS, second.preset) | dict(second.values) == {
        name: FakeConfig.param(name).parse(FakeConfig.param(name).format(value))
        for name, value in wishes.items()
    }
    assert second.extras == found.extras


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 60))
def test_any_bytes_and_any_cut_are_survived(junk, cut):
    link = "mlp.preset=easy&mlp.lr=0.03&mlp.hidden=4%2C2&play=true&gear=slow"[:cut]
    text = f"{link}{junk.decode('latin-1')}"
    query = {key: values[-1] for key, values in parse_qs(text, keep_blank_values=True).items()}
    found = ask_these(query)
    wishes = base(FakeConfig, PRESETS, found.preset) | dict(found.values)
    FakeConfig.repaired(wishes)


def shown(text):
    return read({"show": text}, "mlp", FakeConfig, PRESETS, panels=("network", "map", "loss"))


def test_an_address_picks_panels_by_their_names():
    assert shown("map,loss").extras["show"] == "map,loss"
    assert shown(" Map ,, map").extras["show"] == "map"
    assert shown("map,loss").notes == ()


def test_a_panel_that_is_not_there_is_named_with_those_that_are():
    found = shown("map,lost")
    assert found.extras["show"] == "map"
    assert said(found) == [
        "show = lost is not known: choose one of network, map, loss. Used instead: map."
    ]
    assert "show" not in shown("lost").extras
    assert said(shown("lost"))[0].endswith("choose one of network, map, loss. It was left out.")


def test_a_presentation_is_asked_for_in_an_address_and_stays_in_it():
    found = ask(present="1")
    assert found.extras == {"present": "true"}
    assert write("mlp", FakeConfig, PRESETS, None, {}, found.extras) == {"present": "true"}


@pytest.mark.parametrize("text", ["120", "1,200", "0", "10000000"])
def test_a_step_of_the_timeline(text):
    found = ask(at=text)
    assert found.extras["at"] == text.replace(",", "")
    assert not found.notes


@pytest.mark.parametrize("text", ["-1", "soon", "1e3", "10000001", "9" * 50, "", "٣", "1.5"])
def test_a_step_that_is_none_gets_a_sentence(text):
    found = ask(at=text)
    assert "at" not in found.extras
    (sentence,) = said(found)
    assert "a whole number in 0–10000000. It was left out." in sentence


def test_tabs_are_known_panels_and_neither_they_nor_the_step_are_written_again():
    query = {"tabs": "map,nothing", "at": "5"}
    found = read(query, "mlp", FakeConfig, PRESETS, panels=("map", "curve"))
    assert found.extras == {"tabs": "map", "at": "5"}
    assert "tabs = nothing is not known" in said(found)[0]
    assert write("mlp", FakeConfig, PRESETS, None, {}, found.extras) == {}
