"""A table handed in on /regression: two of its columns become the points, or a sentence says why not."""

import pytest

from tests.ui.test_upload import buttons, folder, hand_in, used

__all__ = ["folder"]
CARS = (
    b"weight;doors;price\n"
    + b"".join(
        b"%d,5;%d;1.%03d,00\n" % (900 + k * k % 37, k % 3, k * k * 7 % 999) for k in range(50)
    )
    + b"1000,5;;\n"
)


def column(app, name):
    return next(one for one in app.sidebar.selectbox if one.label == f"Column of {name}")


def test_two_columns_become_the_points_and_others_can_be_chosen(open_real, engine, folder):
    app = hand_in(open_real({}, "regression"), "cars.csv", CARS)
    assert not app.exception
    assert not app.error
    config = engine.run.config
    assert (config.dataset, config.x_column, config.column) == ("csv", "", "")
    assert "In use: cars.csv" in used(app)
    assert "x is column weight, y is column price: 50 rows have both." in used(app)
    assert "Separator: semicolon. Decimal sign: comma." in used(app)
    assert "Row 52 was left out: there is no number." in used(app)
    assert column(app, "x").options == ["the number of the row", "weight", "doors", "price"]
    column(app, "x").set_value(2).run()
    assert engine.run.config.x_column == app.query_params["regression.x_column"] == "2"
    again = open_real(dict(app.query_params), "regression")
    assert "x is column doors, y is column price" in used(again)
    column(again, "y").set_value(1).run()
    assert engine.run.config.column == "1"
    buttons(again)["Stop using this file"].click().run()
    assert not again.exception
    config = engine.run.config
    assert (config.dataset, config.upload, config.x_column, config.column) == ("line", "", "", "")


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "empty"), (b"a,b\n1,2\n3,4\n", "in 2 rows"), (b"\0\1\2", "control character")],
)
def test_a_bad_file_changes_nothing(open_real, engine, folder, data, said):
    app = hand_in(open_real({"regression.degree": "3"}, "regression"), "cars.csv", data)
    assert not app.exception
    (error,) = app.error
    assert "cars" in error.value
    assert said in error.value
    assert (engine.run.config.dataset, engine.run.config.degree) == ("line", 3)


def test_a_column_that_is_not_there_shows_the_usual_points_and_says_so(open_real, engine, folder):
    app = hand_in(open_real({}, "regression"), "cars.csv", CARS)
    query = dict(app.query_params) | {"regression.column": "colour"}
    app = open_real(query, "regression")
    assert not app.exception
    assert engine.run.config.dataset == "line"
    assert any("no numbers in column colour" in one.value for one in app.main.info)
