"""Which panels a page shows where its address names some."""

from core.playgrounds import names
from core.ui.playground import panels, picked


def test_without_a_wish_all_panels_are_shown_as_declared():
    for name in names():
        assert picked(panels(name, "en"), "") == panels(name, "en")


def test_picked_panels_stand_side_by_side_on_the_stage():
    found = picked(panels("mlp", "en"), "map,confusion")
    assert [one["name"] for one in found] == ["map", "confusion"]
    assert all(one["stage"] for one in found)
    assert len({one["column"] for one in found}) == 2


def test_main_pictures_of_different_data_come_together():
    found = picked(panels("gan", "en"), "samples,losses")
    assert [one["name"] for one in found] == ["samples", "grid", "waves", "losses"]
    assert len({one["column"] for one in found}) == 2
