"""A playground's page under AppTest: addresses, presets, widgets, contradictions, the run behind it."""

from types import SimpleNamespace

import pytest
import streamlit
from streamlit.runtime.state import QueryParamsProxy

from core.ui.words import plain
from tests.ui.fakes import FakeConfig, FakeRun

RERUN = streamlit.rerun  # of which the page's fixture leaves nothing


def widget(app, key):
    kinds = (
        app.slider,
        app.selectbox,
        app.text_input,
        app.button_group,
        app.button,
    )
    return next(one for kind in kinds for one in kind if one.key == key)


def asked(app, text):
    return [one.value for one in (*app.warning, *app.info, *app.caption) if text in one.value]


def test_a_plain_address_shows_the_default_paused(open_page, engine, shown):
    app = open_page()
    assert not app.exception
    assert app.title[0].value == "Neural network"
    assert engine.run.config == FakeConfig()
    assert engine.run.said == [("gear", "smooth")]
    assert shown[-1]["run"] == engine.run.id
    assert not app.query_params
    assert not app.warning


def test_the_sidebars_widgets_wait_for_the_first_picture(open_page, shown, monkeypatch):
    seen = []

    def wait(seconds):
        seen.append((len(shown), 0 < seconds <= 1, "panel" in seen))

    monkeypatch.setattr(FakeRun, "drawn", SimpleNamespace(wait=wait))
    monkeypatch.setattr("core.ui.playground.panel", lambda *anything: seen.append("panel"))
    open_page()
    assert seen == [(1, True, False), "panel"]


def test_an_address_sets_widgets_and_run(open_page, engine):
    app = open_page({"mlp.preset": "easy", "mlp.noise": "0.25", "play": "true", "device": "cpu"})
    assert widget(app, "mlp.lr").value == "0.1"
    assert widget(app, "mlp.hidden").value == "8"
    assert engine.run.config == FakeConfig(hidden=(8,), lr=0.1, noise=0.25)
    assert engine.run.said == [("play", "flat")]
    assert engine.run.device == "cpu"
    assert app.query_params == {
        "mlp.preset": "easy",
        "mlp.noise": "0.25",
        "play": "true",
        "device": "cpu",
    }


@pytest.mark.parametrize(
    "query",
    [
        {"mlp.lr": "-5", "mlp.lrr": "1", "gear": "warp"},
        {"mlp.hidden": "a,b", "mlp.preset": "nope"},
        {"mlp.seed": "9" * 400, "mlp.inputs": "x9"},
        {"\0": "![x](http://example.org/x.png)", "mlp.dataset": "<b>", "": ""},
    ],
)
def test_mistakes_in_an_address_are_told_and_can_be_dismissed(open_page, engine, query):
    app = open_page(query)
    assert not app.exception
    (warning,) = app.warning
    assert "instead" in warning.value or "left out" in warning.value
    assert "](" not in warning.value
    assert engine.run is not None
    widget(app, "dismiss.mlp").click()
    app.run()
    assert not app.warning
    assert engine.created == 1


def test_a_preset_sets_every_widget_and_a_second_click_puts_back(open_page, engine):
    app = open_page({"mlp.noise": "0.25"})
    widget(app, "preset.mlp.xor").click()
    app.run()
    assert engine.run.config == FakeConfig(inputs=("x1x2",), noise=0.1)
    assert "Four corners." in widget(app, "preset.mlp.xor").label
    widget(app, "mlp.noise").set_value(0.5)
    app.run()
    assert app.query_params == {"mlp.preset": "xor", "mlp.noise": "0.5"}
    widget(app, "preset.mlp.xor").click()
    app.run()
    assert widget(app, "mlp.noise").value == 0.1
    assert widget(app, "preset.mlp.burst").icon == ":material/warning:"
    widget(app, "preset.mlp.burst").click()
    app.run()
    assert engine.run.config == FakeConfig(lr=10.0)
    assert app.query_params == {"mlp.preset": "burst"}


def test_a_changed_widget_reaches_the_run_and_the_address(open_page, engine):
    app = open_page()
    for key, value in {"mlp.lr": "1e-5", "mlp.hidden": " 3, 3", "mlp.loss": "mse"}.items():
        widget(app, key).set_value(value)
        app.run()
    assert engine.run.config == FakeConfig(lr=1e-5, hidden=(3, 3), loss="mse")
    assert [what for what, _ in engine.run.said] == ["gear"] + ["configure"] * 3
    assert app.query_params == {"mlp.lr": "1e-05", "mlp.hidden": "3,3", "mlp.loss": "mse"}
    assert engine.created == 1


def test_a_change_that_leaves_the_page_as_it_is_draws_the_way_back_alone(
    open_page, engine, monkeypatch
):
    app = open_page({"mlp.batch_size": "100"})
    drawn = []
    monkeypatch.setattr(streamlit, "rerun", drawn.append)
    widget(app, "mlp.lr").set_value("0.5")
    app.run()
    assert drawn == ["rest.mlp"]
    widget(app, "mlp.lr").set_value("1e\u22123")  # which is written back as 0.001
    app.run()
    widget(app, "mlp.points").set_value("50")  # which contradicts the batch size
    app.run()
    widget(app, "mlp.loss").set_value("mse")
    app.run()
    assert drawn == ["rest.mlp"]


def test_what_is_drawn_alone_tells_run_and_address(open_page, engine, monkeypatch):
    app = open_page()
    monkeypatch.setattr(streamlit, "rerun", RERUN)
    widget(app, "mlp.lr").set_value("0.5")
    app.run()
    assert not app.exception
    assert not app.title  # nothing else was drawn
    assert [one.label for one in app.button] == [
        plain("Learning rate: 0.5 → 0.03"),
        "Put everything back",
    ]
    assert engine.run.config == FakeConfig(lr=0.5)
    assert app.query_params == {"mlp.lr": "0.5"}
    app.query_params.clear()  # Back
    monkeypatch.setattr(streamlit, "rerun", lambda fragment: None)
    app.run()
    assert engine.run.config == FakeConfig()
    assert widget(app, "mlp.lr").value == "0.03"


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        ("0.00123456", "0.00123457"),
        ("0.123456789012345", "0.2234567890123456"),
        ("1.5e-05", "2.5e-05"),
        ("10", "9.87654321012"),
    ],
)
def test_a_value_is_shown_with_all_its_digits(value, typed, open_page, engine):
    app = open_page({"mlp.lr": value, "mlp.noise": "0.123456789012"})
    assert widget(app, "mlp.lr").value == value
    assert widget(app, "mlp.noise").value == 0.123456789012
    assert widget(app, "mlp.noise").format % 0.123456789012 == "0.123456789012"
    widget(app, "mlp.lr").set_value(typed)
    app.run()
    assert engine.run.config.lr == float(typed)
    assert app.query_params["mlp.lr"] == typed


def test_a_gear_that_is_chosen_stands_in_the_address_and_comes_from_it(open_page, engine):
    app = open_page({"play": "true"})
    assert engine.run.said == [("play", "flat")]
    app.session_state["view.mlp"] = {"edit": {"gear": "slow"}}
    widget(app, "fake-view").click()
    app.run()
    assert app.query_params == {"play": "true", "gear": "slow"}
    assert engine.run.said == [("play", "flat")]  # it has heard of the gear by its own socket
    app.query_params.update({"gear": "crawl"})
    app.run()
    assert engine.run.said[1:] == [("gear", "crawl")]
    del app.query_params["gear"]  # Back to the beginning
    app.run()
    assert engine.run.said[2:] == [("gear", "smooth")]
    assert app.query_params == {"play": "true"}


@pytest.mark.parametrize("step", [0, 20])
def test_a_run_found_again_does_what_the_address_says_but_rests_on(
    open_page, engine, monkeypatch, step
):
    app = open_page()
    known = engine.run
    known.step = step
    monkeypatch.setattr(engine, "adopt", lambda *asked: known)
    del app.session_state["run.mlp"]
    app.query_params.update({"play": "true", "gear": "crawl"})
    app.run()
    assert engine.run is known
    assert known.said[1:] == [("gear", "crawl")] + [("play", None)] * (step == 0)


def test_device_and_play_neither_come_nor_go_by_themselves(open_page, engine):
    app = open_page({"play": "true"})
    widget(app, "device.mlp").set_value("cpu")
    app.run()
    assert app.query_params == {"play": "true", "device": "cpu"}
    engine.run.before, engine.run.device = engine.run.config, "auto"  # what undo brings back
    app.session_state["view.mlp"] = {"edit": {"undo": True}}
    widget(app, "fake-view").click()
    app.run()
    assert app.query_params == {"play": "true", "device": "auto"}
    assert engine.run.device == "auto"
    app.switch_page("../../pages/home.py")
    app.query_params.clear()
    app.run()
    app.switch_page("../../pages/mlp.py")
    app.query_params.update({"gear": "slow"})
    app.run()
    assert app.query_params == {"gear": "slow"}
    assert engine.run.device == "auto"


def test_changes_are_counted_and_put_back_one_by_one_or_all(open_page, engine):
    app = open_page({"mlp.preset": "easy", "mlp.lr": "1", "mlp.noise": "0.5"})
    widget(app, "back.mlp.lr").click()
    app.run()
    assert engine.run.config == FakeConfig(hidden=(8,), lr=0.1, noise=0.5)
    widget(app, "back.all.mlp").click()
    app.run()
    assert engine.run.config == FakeConfig(hidden=(8,), lr=0.1)
    assert app.query_params == {"mlp.preset": "easy"}


def test_a_contradiction_is_explained_and_the_wish_comes_back(open_page, engine):
    app = open_page()
    widget(app, "mlp.batch_size").set_value(100)
    app.run()
    widget(app, "mlp.points").set_value("50")
    app.run()
    assert engine.run.config.batch_size == 25
    (note,) = app.info
    assert note.value.startswith(plain("Batch size: there are only 25 training points."))
    assert widget(app, "mlp.batch_size").value == 100
    widget(app, "mlp.points").set_value("400")
    app.run()
    assert not app.info
    assert engine.run.config.batch_size == 100


@pytest.mark.parametrize(
    ("name", "typed", "said", "shown"),
    [
        ("lr", "", "Learning rate is empty", "0.1"),
        ("lr", "fast", "Learning rate = fast: give a number", "0.1"),
        ("lr", "50", "Learning rate = 50 is out of range", "0.1"),
        ("lr", "1,500", "can mean 1.5 or 1500", "0.1"),
        ("points", "many", "Points = many: give a whole number", "500"),
        ("hidden", "4,,y", "Hidden layers = 4,y: give at most 6", "8"),
        ("hidden", "8;99", "Hidden layers = 8,99: give at most 6", "8"),
        ("activations", "relu, tan", "Per layer = relu,tan: give at most 6", ""),
        ("inputs", [], "Inputs is empty", ["x1", "x2"]),
    ],
)
def test_what_cannot_be_taken_brings_the_former_value_back_and_says_so(
    name, typed, said, shown, open_page, engine
):
    app = open_page({"mlp.preset": "easy"})
    before = engine.run.config
    widget(app, f"mlp.{name}").set_value(typed)
    app.run()
    assert not app.exception
    assert widget(app, f"mlp.{name}").value == shown
    (sentence,) = asked(app, plain(said))
    assert "Kept" in sentence or "Nothing was changed" in sentence
    assert engine.run.config == before
    assert ("configure", before) not in engine.run.said
    good = {"inputs": ["x2"], "activations": "tanh"}.get(name, "10")
    widget(app, f"mlp.{name}").set_value(good)
    app.run()
    assert not asked(app, plain(said))
    assert engine.run.config != before


@pytest.mark.parametrize(
    ("name", "typed", "value", "shown"),
    [
        ("lr", "0,03", 0.03, "0.03"),
        ("lr", "1e-3", 0.001, "1e-3"),
        ("lr", ".5", 0.5, ".5"),
        ("lr", "1e\u22123", 0.001, "0.001"),
        ("lr", "\uff10\uff0e\uff10\uff13", 0.03, "0.03"),
        ("points", "1\u202f000", 1000, "1000"),
        ("points", "1,000", 1000, "1000"),
        ("hidden", "8;8", (8, 8), "8,8"),
        ("hidden", "8 8", (8, 8), "8,8"),
        ("hidden", "[8, 8]", (8, 8), "8,8"),
        ("hidden", "8\uff0c8", (8, 8), "8,8"),
        ("hidden", "", (), ""),
        ("activations", "ReLU TANH", ("relu", "tanh"), "relu,tanh"),
    ],
)
def test_whatever_a_keyboard_writes_is_understood(name, typed, value, shown, open_page, engine):
    app = open_page()
    widget(app, f"mlp.{name}").set_value(typed)
    app.run()
    assert getattr(engine.run.config, name) == value
    assert widget(app, f"mlp.{name}").value == shown
    assert not asked(app, "Kept")


def test_the_drawing_edits_the_wishes(open_page, engine):
    app = open_page()

    def edit(what):
        app.session_state["view.mlp"] = {"edit": what}
        widget(app, "fake-view").click()
        app.run()
        return engine.run.config

    assert edit({"hidden": [5, 5, 99]}) == FakeConfig(hidden=(5, 5, 16))
    assert widget(app, "mlp.hidden").value == "5,5,16"
    assert edit({"inputs": ["x1x2", "x2"]}).inputs == ("x2", "x1x2")
    assert edit({"new_seed": True}).seed == 1
    assert edit({"undo": True}).seed == 0
    assert app.query_params == {"mlp.inputs": "x2,x1x2", "mlp.hidden": "5,5,16"}
    assert edit({"hidden": 7, "who": 1}).hidden == (5, 5, 16)
    assert not app.exception


def test_undo_brings_the_preset_back_too(open_page, engine):
    app = open_page({"mlp.preset": "xor"})
    widget(app, "preset.mlp.easy").click()
    app.run()
    app.session_state["view.mlp"] = {"edit": {"undo": True}}
    widget(app, "fake-view").click()
    app.run()
    assert app.query_params == {"mlp.preset": "xor"}
    assert engine.run.config == FakeConfig(inputs=("x1x2",), noise=0.1)


def test_a_language_is_the_viewers_own(open_page, engine, monkeypatch):
    import core.i18n

    assert not [one for one in open_page().selectbox if one.key == "language"]
    monkeypatch.setattr(core.i18n, "languages", lambda: ["en", "zh"])
    app = open_page({"lang": "zh"})
    assert widget(app, "language").value == "zh"
    widget(app, "language").set_value("en")
    app.run()
    assert not app.exception
    assert app.query_params == {"lang": "en"}


def test_back_and_forward_are_obeyed_but_a_stale_address_is_not(open_page, engine):
    app = open_page()
    widget(app, "mlp.lr").set_value("1")
    app.run()
    app.query_params.clear()  # the Back button
    app.run()
    assert engine.run.config == FakeConfig()
    app.query_params["mlp.lr"] = "1"  # Forward
    app.run()
    assert engine.run.config == FakeConfig(lr=1.0)
    widget(app, "mlp.lr").set_value("2")
    app.query_params.clear()  # a click that left before the browser had heard of its last address
    app.run()
    assert engine.run.config == FakeConfig(lr=2.0)
    assert app.query_params == {"mlp.lr": "2"}


def test_a_click_that_cuts_the_first_script_short_is_kept(open_page, engine, monkeypatch):
    with monkeypatch.context() as cut:
        cut.setattr("core.ui.page_session.PageSession.depart", lambda self: None)
        app = open_page({"mlp.preset": "easy"})
    widget(app, "mlp.hidden").set_value("7,7")
    app.run()
    assert widget(app, "mlp.hidden").value == "7,7"
    assert app.query_params == {"mlp.preset": "easy", "mlp.hidden": "7,7"}


def test_a_preset_that_the_browser_has_not_drawn_yet_is_not_undone_by_what_stands_there(
    open_page, engine, monkeypatch
):
    app = open_page({"mlp.preset": "easy"})
    with monkeypatch.context() as cut:
        cut.setattr("core.ui.page_session.PageSession.depart", lambda self: None)
        widget(app, "preset.mlp.burst").click()
        app.run()
    widget(app, "mlp.lr").set_value("0.1")  # as the browser had it
    widget(app, "mlp.hidden").set_value("7,7")
    app.run()
    assert engine.run.config == FakeConfig(lr=10.0, hidden=(7, 7))
    assert widget(app, "mlp.lr").value == "10"
    widget(app, "mlp.lr").set_value("0.1")
    app.run()
    assert engine.run.config == FakeConfig(lr=0.1, hidden=(7, 7))


def test_what_the_browser_is_about_to_hear_is_corrected(open_page, engine, monkeypatch):
    app = open_page()
    widget(app, "mlp.lr").set_value("1")
    app.run()
    told = []
    monkeypatch.setattr(QueryParamsProxy, "from_dict", lambda self, query: told.append(query))
    widget(app, "mlp.lr").set_value("0.03")
    app.query_params.clear()  # a click that left before the browser had heard of lr = 1
    app.run()
    assert told == [{}]


def test_another_page_and_back_keeps_everything(open_page, engine):
    app = open_page({"mlp.preset": "easy"})
    widget(app, "mlp.hidden").set_value("7,7")
    app.run()
    app.switch_page("../../pages/home.py")
    app.query_params.clear()
    app.run()
    app.switch_page("../../pages/mlp.py")
    app.run()
    assert widget(app, "mlp.hidden").value == "7,7"
    assert app.query_params == {"mlp.preset": "easy", "mlp.hidden": "7,7"}
    assert engine.created == 1


def test_a_run_that_is_gone_is_replaced(open_page, engine):
    app = open_page({"mlp.lr": "1", "gear": "slow"})
    engine.run = None
    app.run()
    assert engine.created == 2
    assert engine.run.said == [("gear", "slow")]
    assert engine.run.config == FakeConfig(lr=1.0)


def test_a_link_to_a_step_is_computed_once_and_does_not_play(open_page, engine, shown):
    app = open_page({"mlp.lr": "0.1", "at": "120", "play": "true", "tabs": "map"})
    assert engine.run.said == [("gear", "smooth"), ("reach", 120)]
    assert shown[-1]["tabs"] == ["map"]
    assert app.query_params == {"mlp.lr": "0.1"}
    app.run()
    assert (engine.created, engine.run.said[-1]) == (1, ("reach", 120))


def test_a_step_that_makes_no_sense_leaves_the_page_as_it_is(open_page, engine):
    app = open_page({"at": "soon"})
    assert engine.run.said == [("gear", "smooth")]
    assert asked(app, "a step was expected")
