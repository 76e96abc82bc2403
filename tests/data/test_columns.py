"""What a table asks of a network: kinds of columns, target, gaps; no test row leaks into training."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data import columns, encoding, table_sets
from core.data.columns import plan
from core.data.fields import CLASSES, KINDS, fields
from core.data.table import read
from core.params import ParamError

CASES = Path("/work/shared/cases/csv")
SETS = {
    "iris": (150, 4, 3),
    "wine": (178, 13, 3),
    "breast-cancer": (569, 30, 2),
    "diabetes": (442, 10, 0),
}


def written(names, rows):
    return "\n".join([",".join(names), *(",".join(map(str, row)) for row in rows)]).encode()


def table(rows=60, **more):
    """Columns of every kind."""
    rng = np.random.default_rng(1)
    every = {
        "id": range(1, rows + 1),
        "day": [f"2024-{1 + k % 12:02}-{1 + k % 28:02}" for k in range(rows)],
        "size": rng.normal(50, 20, rows).round(2),
        "colour": [["red", "green", "blue"][k % 3] for k in range(rows)],
        "name": [f"n{k}" for k in range(rows)],
        "same": [7] * rows,
        "weight": rng.normal(3, 1, rows).round(3),
        "grade": [k % 2 for k in range(rows)],
    } | more
    return read(written(every, zip(*every.values(), strict=True)))


def said(found):
    return " ".join(note.say() for note in found.notes)


def refusal(*args, **how):
    with pytest.raises(ParamError) as caught:
        plan(*args, **how)
    return caught.value.message.param, caught.value.message.say()


@pytest.mark.parametrize("name", SETS)
def test_the_built_in_tables_are_what_their_readme_says(name):
    rows, inputs, classes = SETS[name]
    found = plan(read((table_sets.HOME / f"{name}.csv").read_bytes()))
    assert (len(found.y), found.width, len(found.classes)) == (rows, inputs, classes)
    assert f"| {name}.csv | {rows} " in (table_sets.HOME / "README.md").read_text()


def test_every_kind_of_column_is_told():
    kinds = {one.name: one.kind for one in fields(table())}
    assert kinds == {
        "id": "counter", "day": "date", "size": "number", "colour": "classes", "name": "text",
        "same": "constant", "weight": "number", "grade": "classes",
    }  # fmt: skip


def test_what_cannot_be_learned_from_is_left_out_and_said():
    found = plan(table())
    assert found.names == ("size", "colour = blue", "colour = green", "colour = red", "weight")
    assert found.classes == ("0", "1")
    for name in ("id", "day", "name", "same"):
        assert f"Column {name} was left out" in said(found)
    assert "holds 2 different whole numbers: each is taken for a class" in said(found)
    assert plan(table(), left_out="4, weight").names == ("size",)


def test_a_target_is_asked_for_by_name_or_place_and_as_numbers_or_classes():
    assert plan(table(), "colour").classes == ("blue", "green", "red")
    assert plan(table(), "4").classes == ("blue", "green", "red")
    assert plan(table(), "COLOUR").target.name == "colour"
    assert plan(table(), "grade", target_kind="number").classes == ()
    assert plan(table(), "size").classes == ()
    assert refusal(table(), "colour", target_kind="number")[0] == "target_kind"
    param, text = refusal(table(), "size", target_kind="classes")
    assert param == "target_kind"
    assert f"at most {CLASSES}" in text


def test_bad_tables_get_a_sentence():
    param, text = refusal(table(), "nothing")
    assert param == "target"
    assert "id, day, size, colour, name, same, weight, grade" in text
    assert "same in every row" in refusal(table(), "same")[1]
    assert refusal(table(), left_out="grade")[0] == "left_out"
    assert "Nothing is left" in refusal(table(), left_out="size,colour,weight")[1]
    many = table(1000, label=[f"c{k % 500}" for k in range(1000)])
    assert "500 classes" in refusal(many, "label")[1]
    assert "No column" in refusal(read(b"a,b\n1,2\n1,2\n1,2\n1,2\n"))[1]
    assert "Only 3 rows" in refusal(read(b"a,b\n1,2.5\n5,4.5\n2,1.5\n"))[1]
    with pytest.raises(ParamError, match="No column of numbers"):
        read(b"a,b\nx,y\nz,w\n")


def test_gaps_are_filled_with_the_training_rows_median_or_a_kind_or_left_out():
    size = ["" if k % 10 == 3 else f"{k % 17}.5" for k in range(60)]
    size[7], size[8] = "NaN", "inf"
    colour = ["" if k % 9 == 4 else "ab"[k % 2] for k in range(60)]
    holed = table(size=size, colour=colour)
    found = plan(holed)
    assert found.inputs[1].kinds == ("a", "b", columns.GAP)
    assert "Column size has 8 gaps" in said(found)
    ready = encoding.prepared(found, 0.5, 0)
    assert np.isfinite(ready.x).all()
    own = ready.values[: ready.train, 0]
    assert ready.encoder.medians[0] == np.median(own[~np.isnan(own)])
    whole = plan(holed, gaps="leave-out")
    assert not np.isnan(np.stack([one.values for one in whole.inputs])).any()
    assert whole.inputs[1].kinds == ("a", "b")
    assert len(whole.y) < len(found.y)
    assert "Rows left out, as an input has no value there" in said(whole)


def test_rows_without_a_target_are_left_out():
    grade = [k % 2 if k % 5 else "" for k in range(60)]
    found = plan(table(grade=grade), "grade")
    assert len(found.y) == 48
    assert "no value there: 12" in said(found)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), share=st.floats(0.1, 0.9))
def test_no_test_row_leaks_into_the_numbers_by_which_inputs_are_scaled(seed, share):
    found = plan(table(), "size")
    ready = encoding.prepared(found, share, seed)
    mean, deviation = ready.x[: ready.train].mean(0), ready.x[: ready.train].std(0)
    column = found.names.index("weight")
    assert mean[column] == pytest.approx(0, abs=1e-4)
    assert deviation[column] == pytest.approx(1, abs=1e-3)
    # The same rows learned from, all others far away: nothing of the encoder moves.
    moved = [
        columns.Field(one.place, one.name, one.values.copy(), one.kinds) for one in found.inputs
    ]
    rows, train = encoding.order(found, share, seed)
    for one in moved:
        if not one.kinds:
            one.values[rows[train:]] = 1e6
    y = found.y.copy()
    y[rows[train:]] = -1e6
    other = columns.Plan(found.target, (), y, tuple(moved), found.rows, ())
    again = encoding.prepared(other, share, seed)
    assert again.x[:train].tobytes() == ready.x[:train].tobytes()
    assert (again.shift, again.factor) == (ready.shift, ready.factor)


@settings(max_examples=25, deadline=None)
@given(codes=st.lists(st.integers(0, 4), min_size=20, max_size=60), share=st.floats(0.2, 0.8))
def test_one_hot_inputs_stand_in_the_order_of_their_names_and_classes_are_split_evenly(
    codes, share
):
    rows = [("edcba"[code], "zy"[k % 2], 0.5 + k * k % 7) for k, code in enumerate(codes)]
    found = plan(read(written(("kind", "y", "x"), rows)), "y", left_out="")
    ready = encoding.prepared(found, share, 0)
    names = [name for name in found.names if name.startswith("kind")]
    assert names == sorted(names)
    order, train = encoding.order(found, share, 0)
    for row, x in zip(order, ready.x, strict=True):
        hot = [
            name for name, value in zip(found.names, x, strict=True) if name in names and value == 1
        ]
        assert hot == ([f"kind = {'edcba'[codes[row]]}"] if names else [])
    for k in range(2):
        assert abs((ready.y[:train] == k).sum() - share * (ready.y == k).sum()) <= 1.5


def test_texts_of_too_many_kinds_and_too_many_inputs_are_left_out():
    wide = {f"t{k}": [f"k{(i * (k + 1)) % 25}" for i in range(600)] for k in range(4)}
    found = plan(table(600, code=[f"c{k % 100}" for k in range(600)], **wide), "grade")
    assert found.width <= columns.INPUTS
    assert f"it has 100 kinds of text; at most {KINDS}" in said(found)
    assert "there is room for 64 inputs" in said(found)


@pytest.mark.skipif(not CASES.exists(), reason="the files are not on this machine")
@pytest.mark.parametrize("name", sorted(one.name for one in CASES.glob("*.csv")))
def test_the_shared_files_are_planned_or_refused_with_a_sentence(name):
    found = read((CASES / name).read_bytes())
    assert len(fields(found)) >= 1
    able = [one for one in fields(found) if one.kind in ("number", "classes")]
    if len(able) > 1:
        assert len(plan(found).y) == 400
    else:  # one column alone predicts nothing
        assert "Nothing is left to predict" in refusal(found)[1]


def test_a_large_table_is_planned_without_a_loop_over_its_rows():
    rng = np.random.default_rng(0)
    rows = np.c_[rng.normal(size=(5000, 5)).round(3), rng.integers(0, 3, 5000)]
    found = plan(read(written(("a", "b", "c", "d", "e", "y"), rows)))
    assert found.classes == ("0", "1", "2")
    assert encoding.prepared(found, 0.5, 0).x.shape == (5000, 5)
