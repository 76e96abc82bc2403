"""Formulas: LaTeX in, MathML out, with a place for every live number."""

import re
import xml.etree.ElementTree as ET

import pytest

from core.figures.formulas import mathml

MATH = "{http://www.w3.org/1998/Math/MathML}"


def test_a_formula_is_mathml_with_its_places():
    made = mathml(
        r"\frac{\partial L}{\partial w_1} = \delta \cdot a = @{delta} \cdot @{a.1} = @{delta}"
    )
    root = ET.fromstring(made)
    assert root.tag == f"{MATH}math"
    assert [one.get("data-n") for one in root.iter(f"{MATH}mn") if one.get("data-n")] == [
        "delta", "a.1", "delta",
    ]  # fmt: skip
    assert root.find(f".//{MATH}mfrac") is not None
    assert "@" not in made


def test_a_block_says_so_and_a_mistake_raises():
    assert 'display="block"' in mathml(r"\sum_i x_i", block=True)
    with pytest.raises(ValueError, match=re.escape("x^")):
        mathml("x^")
