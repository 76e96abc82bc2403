"""A table handed in or pasted on /mlp: target and inputs are chosen, or a sentence says why not."""

import pytest

from tests.ui.test_upload import buttons, folder, hand_in, used

__all__ = ["folder"]
PLANTS = ("height,leaf,flowers,age\n" + "".join(
    f"{10 + k * 7 % 23}.5,{'long' if k % 3 else 'big'},{'yes' if k * 7 % 23 > 11 else 'no'},{k * k % 31}.25\n"
    for k in range(60)
)).encode()  # fmt: skip


def listed(app, label):
    every = [*app.sidebar.selectbox, *app.sidebar.multiselect]
    return next(one for one in every if one.label == label)


def test_target_and_inputs_of_an_uploaded_table_are_chosen(open_real, engine, folder):
    app = hand_in(open_real({}, "mlp"), "plants.csv", PLANTS)
    assert not app.exception
    assert not app.error
    config = engine.run.config
    assert (config.dataset, config.target, config.outputs) == ("csv", "", 1)
    assert "In use: plants.csv" in used(app)
    assert "Column age is predicted, a number." in used(app)
    target = listed(app, "Target: what is predicted")
    assert target.options == [
        "height (number)",
        "leaf (classes)",
        "flowers (classes)",
        "age (number)",
    ]
    target.set_value("3").run()
    assert engine.run.config.target == app.query_params["mlp.target"] == "3"
    assert "Column flowers is predicted: 2 classes." in used(app)
    assert "30 rows are learned from, 30 only test." in used(app)
    listed(app, "Columns left out").set_value(["4"]).run()
    assert engine.run.config.left_out == "4"
    again = open_real(dict(app.query_params), "mlp")
    assert "Column flowers is predicted" in used(again)
    buttons(again)["Stop using this file"].click().run()
    assert not again.exception
    config = engine.run.config
    assert (config.dataset, config.upload, config.target, config.left_out) == ("circle", "", "", "")


def test_a_pasted_table_becomes_the_data(open_real, engine, folder):
    app = open_real({}, "mlp")
    app.sidebar.text_area[0].set_value(PLANTS.decode())
    buttons(app)["Learn from it"].click().run()
    assert not app.exception
    assert engine.run.config.dataset == "csv"
    assert "In use: pasted.csv" in used(app)


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "empty"), (b"a,b\nx,y\nz,w\n", "No column of numbers"),
     (b"a,b\n1,2\n1,2\n1,2\n", "No column of this"),
     (b"a\n1.5\n2.5\n2\n7\n", "Nothing is left")],
)  # fmt: skip
def test_a_bad_table_changes_nothing(open_real, engine, folder, data, said):
    app = hand_in(open_real({"mlp.lr": "0.1"}, "mlp"), "plants.csv", data)
    assert not app.exception
    (error,) = app.error
    assert said in error.value
    assert (engine.run.config.dataset, engine.run.config.lr) == ("circle", 0.1)


def test_a_target_that_is_not_there_is_named_with_those_that_are(open_real, engine, folder):
    app = open_real({"mlp.dataset": "iris", "mlp.target": "colour"}, "mlp")
    assert not app.exception
    assert (engine.run.config.dataset, engine.run.config.target) == ("iris", "")
    assert any("sepal width" in one.value for one in [*app.main.info, *app.main.warning])
