"""Every playground's page with its real algorithm: all presets, and an address for every hyperparameter."""

import pytest

from core.playgrounds import lookup, names
from core.ui import pages


def test_every_page_has_its_algorithm_and_every_algorithm_its_page():
    assert sorted(pages.names()) == names()


@pytest.mark.parametrize("name", names())
def test_every_preset_gives_a_page(name, open_real, engine):
    algorithm = lookup(name)
    for preset in algorithm.PRESETS:
        app = open_real({f"{name}.preset": preset.name}, name)
        assert not app.exception
        assert not app.warning
        assert engine.run.config == algorithm.Config(**dict(preset.values))
        assert app.query_params == {f"{name}.preset": preset.name}


@pytest.mark.parametrize("name", names())
def test_every_hyperparameter_has_a_widget_and_survives_nonsense(name, open_real, engine):
    params = lookup(name).Config.params()
    app = open_real({f"{name}.{param.name}": "\x00nonsense; <b>" for param in params}, name)
    assert not app.exception
    assert len(app.warning) == 1
    kinds = (app.number_input, app.slider, app.selectbox, app.text_input, app.button_group)
    keys = {one.key for kind in kinds for one in kind}
    typed = [
        param.name for param in params if param.KIND not in ("code", "names")
    ]  # a page's own control has those
    assert {f"{name}.{one}" for one in typed} <= keys
    assert engine.run is not None


@pytest.mark.parametrize(
    ("page", "query", "idle", "used"),
    [
        ("mlp", {}, "mlp.classes", {"mlp.dataset": "arms"}),
        ("qlearning", {"qlearning.env": "Taxi-v4"}, "qlearning.slippery", {"qlearning.env": "FrozenLake-v1"}),
    ],
)  # fmt: skip
def test_a_control_without_effect_rests_and_says_why(open_real, page, query, idle, used):
    def control(query):
        app = open_real(query, page)
        return next(one for one in (*app.slider, *app.selectbox) if one.key == idle)

    resting = control(query)
    assert resting.disabled
    assert "Only the" in resting.help.partition("\n\n")[0]
    assert not control(used).disabled
