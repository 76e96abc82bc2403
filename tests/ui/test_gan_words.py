"""The GAN's page gives each objective's formula and paper, as the code has them."""

import re

from core.playgrounds.gan.objectives import OBJECTIVES
from core.ui.words import words


def test_every_objective_stands_in_the_table_with_formula_and_paper():
    body = words("gan", "en").body.replace("\\|", "|")
    for one in OBJECTIVES.values():
        (row,) = re.findall(rf"^\| {re.escape(one.label)} \|.*$", body, re.MULTILINE)
        assert one.d_formula in row
        assert f"| {one.g_formula} |" in row
        assert one.link in row
