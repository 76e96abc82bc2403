"""The curves of a regression: loss, and the gap to the closed form. See core/figures/curves.py."""

from __future__ import annotations

from typing import Any

from core.figures import palette
from core.figures.curves import Translate, figure
from core.figures.formulas import mathml
from core.playgrounds.regression.config import CLASS_LOSSES, LOSSES

COLOURS = {"mse": palette.BLUE, "huber": palette.ORANGE, "absolute": palette.CLASSES[2]}
OF_CLASSES = {"cross_entropy": palette.BLUE, "mse": palette.ORANGE}


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
    title = _("Test loss, each its own")
    return [
        {"requires": "test_loss", "title": _("Loss"), **_made(_, _("loss"), both)},
        {
            "requires": "test_loss.cross_entropy",
            "title": title,
            **_made(_, _("loss"), _classes(_, "test_loss")),
        },
        {"requires": "test_loss.mse", "title": title, **_made(_, _("loss"), three)},
    ]


def _classes(_: Translate, metric: str) -> list[tuple[str, str, str, float]]:
    return [
        (f"{metric}.{loss}", _(label), OF_CLASSES[loss], 2.5)
        for loss, label in CLASS_LOSSES.items()
    ]


def accuracy_variants(_: Translate) -> list[dict[str, Any]]:
    """The share of test points told right, over the steps."""
    title, name = _("Test accuracy"), _("accuracy")
    one = [("test_accuracy", name, palette.TEST, 2.5)]
    every = {"test_accuracy": one, "test_accuracy.cross_entropy": _classes(_, "test_accuracy")}
    found = []
    for metric, traces in every.items():
        made = figure(_, name, traces, ".0%", {"range": [0, 1.02], "tickformat": ".0%"}, log=False)
        made["figure"]["layout"]["xaxis"]["title"]["text"] = _("step")
        found.append({"requires": metric, "title": title, **made})
    return found


def gap_variants(_: Translate) -> list[dict[str, Any]]:
    """max |β − β*| over the steps."""
    title = _("Gap to the closed form")
    one = [("closed_form_gap", _("gap"), palette.BLUE, 2.5)]
    three = [(f"closed_form_gap.{loss}", _(LOSSES[loss]), COLOURS[loss], 2.5) for loss in LOSSES]
    return [
        {"requires": "closed_form_gap", "title": title, **_made(_, "max |β − β*|", one)},
        {"requires": "closed_form_gap.mse", "title": title, **_made(_, "max |β − β*|", three)},
    ]


def formulas() -> dict[str, list[list[str]]]:
    """Of a line, by the loss that is descended; of a polynomial, in matrices; of a neuron; of classes.

    Each a list of groups, one for each loss where several are descended.
    """
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
        found[loss] = [[mathml(line) for line in lines]]
    lines = [
        r"\hat{y} = X \beta",
        r"\nabla L = \frac{2}{N} X^{\top} (X \beta - y)",
        r"\| \nabla L \| = @{norm}",
        r"\beta \leftarrow \beta - @{lr} \, \nabla L",
        r"\beta^* = (X^{\top} X)^{-1} X^{\top} y",
        r"\| \beta - \beta^* \| = @{gap}",
        r"\frac{2}{\lambda_{\max}} = @{bound}",
    ]
    found["polynomial"] = [[mathml(line) for line in lines]]
    found["network"] = [[mathml(line) for line in NEURON]]
    for model, lines_of in (("logistic", LOGISTIC), ("softmax", SOFTMAX)):
        for losses in (("cross_entropy",), ("mse",), ("cross_entropy", "mse")):
            name = "both" if len(losses) > 1 else losses[0]
            shown = BESIDE if len(losses) > 1 else None
            groups = [[mathml(line) for line in lines_of[loss][:shown]] for loss in losses]
            found[f"{model}.{name}"] = groups
    return found


BESIDE = 3  # lines of each loss where there are two
NEURON = (
    r"\hat{y} = \sum_j v_j \, f(w_j x + b_j) + c",
    r"j = @{j}: \quad v \, f(w x + b) = @{v} \, f(@{w} \, x + @{b})",
    r"-\frac{b}{w} = @{bend}",
    r"\frac{\partial L}{\partial v} = \frac{1}{N} \sum_i \ell\prime(r_i) \, f(w x_i + b) = @{gv}",
    r"\frac{\partial L}{\partial w} = "
    r"\frac{1}{N} \sum_i \ell\prime(r_i) \, v \, f\prime(w x_i + b) \, x_i = @{gw}",
    r"\frac{\partial L}{\partial b} = \frac{1}{N} \sum_i \ell\prime(r_i) \, v \, f\prime(w x_i + b) = @{gb}",
)
# Of one column of weights; @{i} is the point that is chosen, t its target. p − t is what the cross-entropy
# sends back; the squared error multiplies it by the slope of σ, or of softmax.
LOGISTIC = {
    "cross_entropy": (
        r"p = \sigma(w_0 + w_1 x_1 + w_2 x_2) = \sigma(@{w0c} + @{w1c} \, x_1 + @{w2c} \, x_2)",
        r"L = -\frac{1}{N} \sum_i \log p_i: \quad \frac{\partial L}{\partial w_1} = "
        r"\frac{1}{N} \sum_i (p_i - t_i) \, x_{i1} = @{g1c}",
        r"i = @{i}: \quad (p - t) \, x_1 = (@{pc} - @{t}) \cdot @{x} = @{termc}",
        r"w_1 \leftarrow @{w1c} - @{lr} \cdot @{g1c} = @{n1c}",
    ),
    "mse": (
        r"p = \sigma(@{w0m} + @{w1m} \, x_1 + @{w2m} \, x_2)",
        r"L = \frac{1}{N} \sum_i (p_i - t_i)^2: \quad \frac{\partial L}{\partial w_1} = "
        r"\frac{2}{N} \sum_i (p_i - t_i) \, p_i (1 - p_i) \, x_{i1} = @{g1m}",
        r"i = @{i}: \quad 2 (p - t) \, p (1 - p) \, x_1 = "
        r"2 (@{pm} - @{t}) \cdot @{sm} \cdot @{x} = @{termm}",
        r"w_1 \leftarrow @{w1m} - @{lr} \cdot @{g1m} = @{n1m}",
        r"\frac{1}{N} \sum_i p_i (1 - p_i) = @{fm}",
    ),
}
SOFTMAX = {
    "cross_entropy": (
        r"p_A = \frac{e^{z_A}}{\sum_k e^{z_k}}, \quad z_A = @{w0c} + @{w1c} \, x_1 + @{w2c} \, x_2",
        r"L = -\frac{1}{N} \sum_i \log p_i: \quad \frac{\partial L}{\partial w_{A1}} = "
        r"\frac{1}{N} \sum_i (p_{iA} - t_{iA}) \, x_{i1} = @{g1c}",
        r"i = @{i}: \quad (p_A - t_A) \, x_1 = (@{pc} - @{t}) \cdot @{x} = @{termc}",
        r"w_{A1} \leftarrow @{w1c} - @{lr} \cdot @{g1c} = @{n1c}",
    ),
    "mse": (
        r"z_A = @{w0m} + @{w1m} \, x_1 + @{w2m} \, x_2",
        r"L = \frac{1}{N} \sum_i \sum_k (p_{ik} - t_{ik})^2: \quad \frac{\partial L}{\partial w_{A1}} = "
        r"\frac{2}{N} \sum_i \sum_k (p_{ik} - t_{ik}) \frac{\partial p_{ik}}{\partial z_{iA}} "
        r"\, x_{i1} = @{g1m}",
        r"i = @{i}: \quad p_A (1 - p_A) = @{pm} \, (1 - @{pm}) = @{sm}, \quad @{termm}",
        r"w_{A1} \leftarrow @{w1m} - @{lr} \cdot @{g1m} = @{n1m}",
        r"\frac{1}{N} \sum_i p_i (1 - p_i) = @{fm}",
    ),
}
