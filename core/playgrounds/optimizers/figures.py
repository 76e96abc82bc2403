"""The curves of a race, everybody's colour and letter, and the formulas of every update.

Formulas have places for live numbers (core/figures/formulas.py); `numbers.py` fills them.
"""

from __future__ import annotations

from typing import Any

from core.figures import palette
from core.figures.curves import Translate, figure
from core.figures.formulas import mathml
from core.playgrounds.optimizers.config import RUNNERS

COLOURS = dict(zip(RUNNERS, (*palette.CLASSES, *palette.MORE), strict=True))
LETTERS = dict(zip(RUNNERS, "GSMNARDWLF", strict=True))  # D, W: Adam and AdamW; F: schedule-free


def _vector(name: str) -> str:
    return rf"\begin{{pmatrix}}@{{{name}1}}\\@{{{name}2}}\end{{pmatrix}}"


G = rf"g=\nabla f={_vector('g')}"
STEP = rf"\theta\leftarrow\theta-\eta\,{{}}={_vector('after')}"


def _after(step: str) -> str:
    return rf"\theta\leftarrow{step}={_vector('after')}"


def _running(letter: str, share: str, place: str, old: str, what: str) -> str:
    """A running mean: letter ← share · old + (1 − share) · what, with its numbers."""
    return (
        rf"{letter}\leftarrow {share}\,{letter}+(1-{share})\,{what}"
        rf"=@{{{place}}}\cdot{_vector(old)}+(1-@{{{place}}})\,{what}={_vector(letter)}"
    )


VELOCITY = rf"v\leftarrow\mu v+g=@{{mu}}\cdot{_vector('old')}+g={_vector('v')}"
MEANS = (
    _running("m", r"\beta_1", "beta1", "oldm", "g"),
    _running("v", r"\beta_2", "beta2", "oldv", "g^2"),
)
HATS = (
    rf"\hat m=\frac{{m}}{{1-\beta_1^t}}=\frac{{m}}{{@{{warm1}}}}={_vector('mhat')}",
    rf"\hat v=\frac{{v}}{{1-\beta_2^t}}=\frac{{v}}{{@{{warm2}}}}={_vector('vhat')}\quad t=@{{t}}",
)
ADAM = r"\theta-\eta\,\frac{\hat m}{\sqrt{\hat v}+\epsilon}"
FORMULAS: dict[str, tuple[str, ...]] = {
    "gd": (_after(r"\theta-\eta\,g"),),
    "sgd": (_after(r"\theta-\eta\,g"),),
    "momentum": (VELOCITY, _after(r"\theta-\eta\,v")),
    "nesterov": (VELOCITY, _after(r"\theta-\eta\,(g+\mu v)")),
    "adagrad": (
        rf"s\leftarrow s+g^2={_vector('old')}+g^2={_vector('s')}",
        _after(r"\theta-\eta\,\frac{g}{\sqrt{s}+\epsilon}"),
    ),
    "rmsprop": (
        _running("v", r"\alpha", "alpha", "old", "g^2"),
        _after(r"\theta-\eta\,\frac{g}{\sqrt{v}+\epsilon}"),
    ),
    "adam": (*MEANS, *HATS, _after(ADAM)),
    "adamw": (*MEANS, *HATS, _after(rf"(1-\eta\cdot @{{decay}})\,{ADAM}")),
    "lion": (
        rf"c=\beta_1 m+(1-\beta_1)\,g=@{{beta1}}\cdot{_vector('old')}+(1-@{{beta1}})\,g={_vector('c')}",
        _running("m", r"\beta_2", "beta2", "old", "g"),
        rf"\pm c={_vector('sign')}",
        _after(r"(1-\eta\cdot @{decay})\,\theta-\eta\,(\pm c)"),
    ),
    "schedule_free": (
        rf"z\leftarrow z-\eta g={_vector('oldz')}-@{{lr}}\,g={_vector('z')}",
        rf"x\leftarrow(1-\frac1t)\,x+\frac1t\,z={_vector('x')}\quad\frac1t=@{{share}}",
        rf"\theta\leftarrow(1-\beta)\,z+\beta x={_vector('after')}\quad\beta=@{{beta}}",
    ),
}


def formulas() -> dict[str, list[str]]:
    """For every optimiser its lines as MathML: where it was, the gradient, the rule."""
    begin = (
        rf"\theta={_vector('before')}\qquad {G}\qquad\eta=@{{lr}}",
        rf"\Delta\theta={_vector('step')}",
    )
    return {
        name: [mathml(line, block=True) for line in (begin[0], *lines, begin[1])]
        for name, lines in FORMULAS.items()
    }


def runners(_: Translate) -> dict[str, dict[str, str]]:
    """Everybody's name, colour and letter."""
    return {
        name: {"label": _(label), "colour": COLOURS[name], "letter": LETTERS[name]}
        for name, label in RUNNERS.items()
    }


def _race(_: Translate, what: str, title: str) -> dict[str, Any]:
    traces = [(f"{what}.{name}", _(label), COLOURS[name], 2.2) for name, label in RUNNERS.items()]
    made = figure(_, title, traces, ".4g", {"type": "log"}, log=True)
    made["figure"]["layout"]["xaxis"]["title_text"] = _("step = gradient evaluations of each")
    return made


def loss_figure(_: Translate) -> dict[str, Any]:
    return _race(_, "train_loss", _("loss"))


def distance_figure(_: Translate) -> dict[str, Any]:
    return _race(_, "distance", _("distance to the nearest minimum"))


def rate_figure(_: Translate) -> dict[str, Any]:
    """The schedule as it is felt."""
    traces = [("lr_now", _("learning rate"), palette.TEST, 2.5)]
    return figure(_, _("learning rate"), traces, ".3g", {"rangemode": "tozero"}, log=True)
