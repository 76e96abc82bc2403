"""The curves of backpropagation and its formulas, with places for the numbers of the moment."""

from __future__ import annotations

from typing import Any

from core.figures import palette
from core.figures.curves import Translate, figure
from core.figures.formulas import mathml

GRADIENT = r"\frac{\partial L}{\partial w} = "
FORMULAS = {
    "z": r"z = @{terms} = @{z}",
    "gradient": GRADIENT + r"a \cdot \delta = @{terms} = @{g}",
    "gradients": GRADIENT + r"\sum_{b} a_b \, \delta_b = @{terms} = @{g}",
    "bias": r"\frac{\partial L}{\partial b} = \delta = @{g}",
    "biases": r"\frac{\partial L}{\partial b} = \sum_{b} \delta_b = @{terms} = @{g}",
    "hidden": r"\delta = f\text{′}(z) \sum_j w_j \, \delta_j = @{slope} \cdot (@{terms}) = @{delta}",
    "mse": r"\delta = \frac{1}{B} (a - t) \, a (1 - a)"
    r" = @{share} \cdot (@{a} - @{t}) \cdot @{slope} = @{delta}",
    "cross_entropy": r"\delta = \frac{1}{B} (a - t) = @{share} \cdot (@{a} - @{t}) = @{delta}",
    "sgd": r"w \leftarrow w - \eta \, g = @{w} - @{lr} \cdot @{g} = @{after}",
    "momentum": r"v \leftarrow \mu v + g = @{v}, \quad w \leftarrow w - \eta \, v = @{after}",
    "adam": r"\hat m = @{m}, \ \hat v = @{v}, \quad"
    r" w \leftarrow w - \eta \frac{\hat m}{\sqrt{\hat v} + \epsilon} = @{after}",
    "check": r"\frac{L(w + \epsilon) - L(w - \epsilon)}{2 \epsilon} = @{difference}",
}


def formulas() -> dict[str, list[str]]:
    """Every formula as MathML, by name: in parts, each of which begins with an equals sign but the first,
    so that a narrow panel can break it there."""
    return {
        name: [
            mathml(part if not k else "=" + part, block="frac" in part)
            for k, part in enumerate(latex.split(" = "))
        ]
        for name, latex in FORMULAS.items()
    }


def loss_figure(_: Translate) -> dict[str, Any]:
    """The loss of each step (raw) and of all examples."""
    traces = [
        ("batch_loss", _("minibatch"), palette.RAW, 1.0),
        ("train_loss", _("all examples"), palette.TRAIN, 3.0),
    ]
    return figure(_, _("loss"), traces, ".4g", {"rangemode": "tozero"}, log=True)


def gradient_figure(_: Translate, layers: int) -> dict[str, Any]:
    """The length of each layer's gradient, of a network with so many layers of weights."""
    traces = [
        (f"gradient_{k}", _("layer {k}").format(k=k), palette.CLASSES[k - 1], 2.0)
        for k in range(1, layers + 1)
    ]
    return figure(_, _("‖gradient‖"), traces, ".3g", {"type": "log", "nticks": 4}, log=True)


def curves(_: Translate) -> list[dict[str, Any]]:
    """What the chart may show; gradients by how deep the network is."""
    return [
        {"title": _("Loss"), **loss_figure(_)},
        *[
            {
                "requires": f"gradient_{n}",
                "title": _("Gradients of {n} layers").format(n=n),
                **gradient_figure(_, n),
            }
            for n in (4, 3, 2, 1)
        ],
    ]
