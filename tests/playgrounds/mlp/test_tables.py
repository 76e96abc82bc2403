"""Tables on /mlp: the plane through many columns, what is asked of it, and what the network makes of them."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.data import uploads
from core.params import ParamError
from core.playgrounds.contract import ActError
from core.playgrounds.mlp.algorithm import Mlp
from core.playgrounds.mlp.maps import LARGE
from core.playgrounds.mlp.plane import SHOWN, components


def made(dataset="iris", **values):
    return Mlp(Mlp.Config(dataset=dataset, **values))


@pytest.fixture
def mixed(tmp_path, monkeypatch):
    """A table of one's own with numbers and a text, handed in."""
    monkeypatch.setenv("LEARNSCOPE_UPLOADS", str(tmp_path))
    rng = np.random.default_rng(0)
    rows = [
        f"{x:.3f},{'abc'[k % 3]},{z:.3f},{'yes' if x + k % 3 > 1 else 'no'}"
        for k, (x, z) in enumerate(rng.normal(size=(3000, 2)))
    ]
    return uploads.store("\n".join(["x,kind,z,answer", *rows]).encode())


def test_the_map_is_the_network_over_two_columns_with_the_others_where_they_stand():
    mlp = made()
    mlp.step()
    stand = [5.0, 3.0, 4.0, 1.0]
    asked = {"x": 0, "y": 3, "at": stand}
    arrays = mlp.views({"map": asked})
    (low, high), (below, above) = mlp.plane.spans[0], mlp.plane.spans[3]
    row, column = 20, 70
    values = np.array([stand])
    values[0, 0] = low + (column + 0.5) / LARGE * (high - low)
    values[0, 3] = above - (row + 0.5) / LARGE * (above - below)
    x = torch.from_numpy(mlp.plane.encoder.encode(values))
    _, z = mlp.net.answer(x)
    assert arrays["map"][row, column] == int(z.argmax())
    moved = mlp.views({"map": asked | {"at": [5.0, 3.0, 1.0, 1.0]}})
    assert (moved["map"] != arrays["map"]).any() or (moved["map.sure"] != arrays["map.sure"]).any()


def test_options_that_make_no_sense_show_the_usual_plane():
    mlp = made()
    usual = mlp.views({"map": {}})["map"]
    first = dict(zip("xy", mlp.plane.first, strict=True))
    for options in (
        first,
        {"x": 9, "y": 0},
        {"x": 1, "y": 1},
        {"x": "a"},
        {"at": [1, "b"]},
        {"at": [None] * 4},
    ):
        assert np.array_equal(mlp.views({"map": options})["map"], usual), options


def test_components_have_a_sign_of_their_own_and_their_loads_are_told():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(500, 3)) * (5, 2, 0.1)
    _, directions, shares = components(x)
    assert np.abs(directions).argmax(1).tolist() == [0, 1]
    assert (directions[[0, 1], [0, 1]] > 0).all()
    again = components(-x)[1]
    assert np.allclose(again, directions)
    assert shares.sum() == pytest.approx(1, abs=0.01)
    found = made("wine").describe()["table"]["components"]
    assert [len(one["loads"]) for one in found] == [3, 3]
    assert found[0]["loads"][0][0] == "flavanoids"
    assert found[0]["share"] > found[1]["share"] > 0.1


def test_the_first_axes_are_the_columns_that_tell_most():
    table = made().describe()["table"]
    assert [table["columns"][k]["name"] for k in table["axes"]] == [
        "petal length (cm)", "petal width (cm)",
    ]  # fmt: skip


def test_a_prediction_is_asked_for_by_columns_and_told_in_the_target_s_unit(mixed):
    iris = made(activation="tanh")
    output = iris.probe("predict", {"values": {"petal length (cm)": 1.4, "petal width (cm)": 0.2}})[
        0
    ]
    assert sum(output["output"]) == pytest.approx(1)
    with pytest.raises(ActError, match="sepal length"):
        iris.probe("predict", {"values": {"petals": 1}})
    with pytest.raises(ActError, match="give a number"):
        iris.probe("predict", {"values": {"petal width (cm)": "wide"}})
    number = made("diabetes", loss="mse")
    told = number.probe("predict", {})[0]["output"][0]
    assert 0 < told < 350  # not a standardised number
    own = made("csv", upload=mixed)
    assert own.probe("predict", {"values": {"kind": "b", "x": 0.5}})[0]["output"]
    with pytest.raises(ActError, match="a, b, c"):
        own.probe("predict", {"values": {"kind": "d"}})


def test_a_large_table_is_drawn_as_a_sample_and_a_text_is_an_axis_too(mixed):
    mlp = made("csv", upload=mixed)
    about, statics = mlp.describe(), mlp.views({"points": {}})
    assert about["classes"] == ["no", "yes"]
    assert [one["label"] for one in about["inputs"]] == [
        "x",
        "kind = a",
        "kind = b",
        "kind = c",
        "z",
    ]
    assert statics["table.values"].shape == (SHOWN, 5)
    assert len(statics["points.y"]) == len(statics["points.test"]) == SHOWN
    assert (about["table"]["rows"], about["table"]["shown"]) == (3000, SHOWN)
    assert mlp.views({"map": {"x": 1, "y": 0}})["map"].shape == (LARGE, LARGE)
    assert mlp.views({"network": {}})["thumbs"].shape[0] == 5 + 4 + 2 + 1
    assert mlp.views({"confusion": {}})["confusion"].sum() == 1500
    assert mlp.smooth_steps == 150


@pytest.mark.parametrize(
    ("values", "param"),
    [({"target": "petals"}, "target"), ({"left_out": "1,9"}, "left_out"),
     ({"target": "1", "target_kind": "classes"}, "target_kind")],
)  # fmt: skip
def test_settings_that_a_table_cannot_have_are_refused_by_name(values, param):
    with pytest.raises(ParamError) as caught:
        Mlp.Config(dataset="iris", **values)
    assert caught.value.message.param == param
    repaired, messages = Mlp.Config.repaired({"dataset": "iris"} | values)
    assert len(messages) >= 1
    assert repaired.dataset == "iris"


def test_a_table_without_a_file_is_refused_where_it_is_built():
    config = Mlp.Config(dataset="csv")
    with pytest.raises(ParamError, match="upload one"):
        Mlp(config)


@pytest.mark.parametrize("name", ["iris", "wine"])
def test_the_presets_of_irises_and_wines_learn_them_whatever_the_seed(name):
    preset = next(one for one in Mlp.PRESETS if one.name == name)
    for seed in range(5):
        mlp = Mlp(Mlp.Config(**preset.values, seed=seed))
        while mlp.epoch < 120:
            mlp.step()
        assert mlp.evaluate()["test_accuracy"] >= 0.95, seed


def test_columns_of_one_table_are_the_inputs_whatever_the_plane_s_inputs_are():
    assert made(inputs=("x1",)).net.sizes == made().net.sizes == (4, 4, 2, 3)
    assert made(left_out="1,2").net.sizes == (2, 4, 2, 3)
    assert made(target="1", loss="mse").net.sizes == (6, 4, 2, 1)
