"""A playground's page under AppTest: addresses, presets, widgets, contradictions, the run behind it."""

import pytest

from tests.ui.fakes import FakeConfig


def widget(app, key):
    kinds = (
        app.number_input,
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


def test_an_address_sets_widgets_and_run(open_page, engine):
    app = open_page({"mlp.preset": "easy", "mlp.noise": "0.25", "play": "true", "device": "cpu"})
    assert widget(app, "mlp.lr").value == 0.1
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
    widget(app, "presets.good.mlp").set_value("xor")
    app.run()
    assert engine.run.config == FakeConfig(inputs=("x1x2",), noise=0.1)
    assert any("Four corners." in one.value for one in app.markdown)
    widget(app, "mlp.noise").set_value(0.5)
    app.run()
    assert app.query_params == {"mlp.preset": "xor", "mlp.noise": "0.5"}
    widget(app, "presets.good.mlp").set_value(None)
    app.run()
    assert widget(app, "mlp.noise").value == 0.1
    widget(app, "presets.failure.mlp").set_value("burst")
    app.run()
    assert engine.run.config == FakeConfig(lr=10.0)
    assert widget(app, "presets.good.mlp").value is None
    assert app.query_params == {"mlp.preset": "burst"}


def test_a_changed_widget_reaches_the_run_and_the_address(open_page, engine):
    app = open_page()
    for key, value in {"mlp.lr": 1e-5, "mlp.hidden": " 3, 3", "mlp.loss": "mse"}.items():
        widget(app, key).set_value(value)
        app.run()
    assert engine.run.config == FakeConfig(lr=1e-5, hidden=(3, 3), loss="mse")
    assert [what for what, _ in engine.run.said] == ["gear"] + ["configure"] * 3
    assert app.query_params == {"mlp.lr": "1e-05", "mlp.hidden": "3,3", "mlp.loss": "mse"}
    assert engine.created == 1


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
    widget(app, "mlp.points").set_value(50)
    app.run()
    assert engine.run.config.batch_size == 25
    (note,) = app.info
    assert "only 25 training points" in note.value
    assert widget(app, "mlp.batch_size").value == 100
    widget(app, "mlp.points").set_value(400)
    app.run()
    assert not app.info
    assert engine.run.config.batch_size == 100


def test_a_slip_of_the_pen_is_told_beside_its_widget(open_page, engine):
    app = open_page()
    widget(app, "mlp.hidden").set_value("4,,x")
    app.run()
    assert not app.exception
    assert asked(app, "hidden")
    assert widget(app, "mlp.hidden").value == "4,,x"
    widget(app, "mlp.hidden").set_value("4")
    app.run()
    assert not asked(app, "hidden")
    assert engine.run.config.hidden == (4,)


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
    assert edit({"hidden": 7, "who": 1}).hidden == (4, 2)
    assert not app.exception


def test_undo_brings_the_preset_back_too(open_page, engine):
    app = open_page({"mlp.preset": "xor"})
    widget(app, "presets.good.mlp").set_value("easy")
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
    widget(app, "mlp.lr").set_value(1.0)
    app.run()
    app.query_params.clear()  # the Back button
    app.run()
    assert engine.run.config == FakeConfig()
    app.query_params["mlp.lr"] = "1"  # Forward
    app.run()
    assert engine.run.config == FakeConfig(lr=1.0)
    widget(app, "mlp.lr").set_value(2.0)
    app.query_params.clear()  # a click that left before the browser had heard of its last address
    app.run()
    assert engine.run.config == FakeConfig(lr=2.0)
    assert app.query_params == {"mlp.lr": "2"}


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
