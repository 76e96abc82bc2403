"""Maps as text: there and back, and a sentence for every map that is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.params import ParamError
from core.playgrounds.qlearning.config import QlearningConfig
from core.playgrounds.qlearning.grid import LONGEST, OWN, REWARD, SIDE, Grid, decode
from core.playgrounds.qlearning.mdp import FLOOR, GOAL, PIT, START, WALL

OTHERS = (FLOOR, WALL, PIT, GOAL)  # another start might be walled in


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Any grid whose first row leads from a start to a goal."""
    width, height = draw(st.integers(2, SIDE)), draw(st.integers(1, SIDE))
    rest = width * (height - 1)
    kinds = (START, *[FLOOR] * (width - 2), GOAL)
    kinds += tuple(draw(st.lists(st.sampled_from(OTHERS), min_size=rest, max_size=rest)))
    cells = [cell for cell, kind in enumerate(kinds) if kind != WALL]
    priced = draw(st.dictionaries(st.sampled_from(cells), st.integers(-1000, 1000)))
    rewards = tuple(
        (cell, hundredths / 100)
        for cell, hundredths in sorted(priced.items())
        if hundredths / 100 != OWN[kinds[cell]]
    )
    return Grid(width, height, kinds, rewards)


@given(grids())
def test_a_map_survives_being_written_down(grid):
    code = grid.encode()
    assert decode(code) == grid
    assert decode(code).encode() == code
    assert len(code) <= LONGEST


@given(st.text("swpgo0123456789x-_m", max_size=30))
def test_no_text_breaks_it(text):
    refusal = None
    try:
        assert decode(text).encode()
    except ParamError as error:
        refusal = error
    assert refusal is None or refusal.message.param == "map"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("", "a map begins with its size"),
        ("sog", "a map begins with its size"),
        ("3xx1-sog", "a map begins with its size"),
        ("17x1-" + "s" * 16 + "g", "17×1 cells are too many or too few; allowed are 16×16"),
        ("0x3-", "0×3 cells are too many or too few"),
        ("3x1-sig", "i is no kind of cell; there are o, w, p, g, s"),
        ("3x1-sg", "3×1 is 3 cells, but there are 2 letters"),
        ("3x1-oog", "there is no start"),
        ("3x1-soo", "there is no goal"),
        ("3x1-swg", "no goal can be reached from the start in row 1, column 1"),
        ("3x2-sogwww", None),
        ("3x2-sogwws", None),
        ("3x3-sogwwwwsw", "no goal can be reached from the start in row 3, column 2"),
        ("3x1-spg", "no goal can be reached"),
        ("3x1-sog-", " is no reward"),
        ("3x1-sog-1x5", "1x5 is no reward"),
        ("3x1-sog-7p5", "cell 7 is given a reward, but is a wall or outside"),
        ("3x1-sog-1p1001", "the reward 10.01 of cell 1 is out of range: allowed is ±10"),
    ],
)
def test_what_is_wrong_is_said(code, sentence):
    if sentence is None:
        assert QlearningConfig(map=code)
        return
    with pytest.raises(ParamError, match=r"^map") as refusal:
        QlearningConfig(map=code)
    assert sentence in str(refusal.value)
    repaired, messages = QlearningConfig.repaired({"map": code})
    assert repaired.map == QlearningConfig().map
    assert len(messages) == 1


def test_rewards_override_the_kinds_own():
    pays = decode("4x2-soogoopo-1m50_3p1000").pays
    assert pays.tolist() == [0, -0.5, 0, REWARD, 0, 0, OWN[PIT], 0]
