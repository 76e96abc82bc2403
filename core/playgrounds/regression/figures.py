"""The curves of a regression: loss, and the gap to the closed form. See core/figures/curves.py."""

from __future__ import annotations

from typing import Any

from core.figures import palette
from core.figures.curves import Translate, figure
from core.figures.formulas import mathml
from core.playgrounds.regression.config import LOSSES

COLOURS = {"mse": palette.BLUE, "huber": palette.ORANGE, "absolute": palette.CLASSES[2]}


def _made(_: Translate, title: str, traces: list[tuple[str, str, str, float]]) -> dict[str, Any]:
    made = figure(_, title, traces, ".4g", {}, log=True)
    made["figure"]["layout"]["xaxis"]["title"]["text"] = _("step")
    return made


def loss_variants(_: Translate) -> list[dict[str, Any]]:
    """Of one fit on both data sets; of three, each fit's loss on the test points."""
    both = [
        ("train_loss", _("train"), palette.TRAIN, 2.0),
        ("test_loss", _("test"), palette.TEST, 3.0),
    ]
    three = [(f"test_loss.{loss}", _(LOSSES[loss]), COLOURS[loss], 2.5) for loss in LOSSES]
    return [
        {"requires": "test_loss", "title": _("Loss"), **_made(_, _("loss"), both)},
        {
            "requires": "test_loss.mse",
            "title": _("Test loss, each its own"),
            **_made(_, _("loss"), three),
        },
    ]


def gap_variants(_: Translate) -> list[dict[str, Any]]:
    """max |β − β*| over the steps."""
    title = _("Gap to the closed form")
    one = [("closed_form_gap", _("gap"), palette.BLUE, 2.5)]
    three = [(f"closed_form_gap.{loss}", _(LOSSES[loss]), COLOURS[loss], 2.5) for loss in LOSSES]
    return [
        {"requires": "closed_form_gap", "title": title, **_made(_, "max |β − β*|", one)},
        {"requires": "closed_form_gap.mse", "title": title, **_made(_, "max |β − β*|", three)},
    ]


def formulas() -> dict[str, list[str]]:
    """Of a line, by the loss that is descended; of a polynomial, in matrices."""
    inner = {
        "mse": (r"\frac{2}{N}", r"(\hat{y}_i - y_i)"),
        "huber": (r"\frac{1}{N}", r"\psi(\hat{y}_i - y_i)"),
        "absolute": (r"\frac{1}{N}", r"\operatorname{sgn}(\hat{y}_i - y_i)"),
    }
    found = {}
    for loss, (factor, term) in inner.items():
        lines = [
            r"\hat{y} = \beta_0 + \beta_1 x = @{b0} + @{b1} \, x",
            rf"\frac{{\partial L}}{{\partial \beta_0}} = {factor} \sum_i {term} = @{{g0}}",
            rf"\frac{{\partial L}}{{\partial \beta_1}} = {factor} \sum_i {term} \, x_i = @{{g1}}",
            r"\beta_0 \leftarrow @{b0} - @{lr} \cdot @{g0} = @{n0}",
            r"\beta_1 \leftarrow @{b1} - @{lr} \cdot @{g1} = @{n1}",
            r"\beta_1^* = \frac{\sum_i (x_i - \bar{x})(y_i - \bar{y})}{\sum_i (x_i - \bar{x})^2} = @{s1}",
            r"\beta_0^* = \bar{y} - \beta_1^* \bar{x} = @{s0}",
            r"\frac{2}{\lambda_{\max}} = @{bound}",
        ]
        found[loss] = [mathml(line) for line in lines]
    lines = [
        r"\hat{y} = X \beta",
        r"\nabla L = \frac{2}{N} X^{\top} (X \beta - y)",
        r"\| \nabla L \| = @{norm}",
        r"\beta \leftarrow \beta - @{lr} \, \nabla L",
        r"\beta^* = (X^{\top} X)^{-1} X^{\top} y",
        r"\| \beta - \beta^* \| = @{gap}",
        r"\frac{2}{\lambda_{\max}} = @{bound}",
    ]
    return found | {"polynomial": [mathml(line) for line in lines]}
