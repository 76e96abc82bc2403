"""The curves of a race, everybody's colour and letter, and the formulas of every update.

Formulas have places for live numbers (core/figures/formulas.py); `numbers.py` fills them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from core.figures import palette
from core.figures.curves import Translate, figure
from core.figures.formulas import mathml
from core.nn.sharpness import LIMITS
from core.playgrounds.optimizers.config import RUNNERS

COLOURS = dict(zip(RUNNERS, (*palette.CLASSES, *palette.MORE, palette.INK), strict=True))
LETTERS = dict(zip(RUNNERS, "GSMNARDWLFμ", strict=True))  # D, W: Adam and AdamW; F: schedule-free


# What is far below anything of interest does not squeeze the rest.
LOGARITHMIC = {"type": "log", "autorangeoptions": {"clipmin": 1e-10}}


def _vector(name: str) -> str:
    return rf"\begin{{pmatrix}}@{{{name}1}}\\@{{{name}2}}\end{{pmatrix}}"


def _after(step: str) -> str:
    return rf"\theta\leftarrow{step}={_vector('before')}+{_vector('step')}={_vector('after')}"


def _running(letter: str, share: str, what: str) -> str:
    """A running mean: letter ← share · letter + (1 − share) · what."""
    return rf"{letter}\leftarrow {share}\,{letter}+(1-{share})\,{what}"


def _in_numbers(letter: str, share: str, old: str, what: str) -> str:
    """The same with its numbers."""
    return rf"{letter}={share}{_vector(old)}+(1-{share}){_vector(what)}={_vector(letter)}"


BEGIN = rf"\theta={_vector('before')}\qquad g=\nabla f={_vector('g')}"
ETA = r"\eta=@{lr}"
BETAS = rf"{ETA}\qquad\beta_1=@{{beta1}}\qquad\beta_2=@{{beta2}}"
DECAY = r"\lambda=@{decay}"
VELOCITY = (
    rf"{ETA}\qquad\mu=@{{mu}}",
    BEGIN,
    rf"v\leftarrow\mu v+g=\mu{_vector('old')}+{_vector('g')}={_vector('v')}",
)
MEANS = (
    BEGIN,
    _running("m", r"\beta_1", "g") + r"\qquad " + _running("v", r"\beta_2", "g^2"),
    _in_numbers("m", r"\beta_1", "oldm", "g"),
    _in_numbers("v", r"\beta_2", "oldv", "gg"),
    rf"\hat m=\frac{{m}}{{1-\beta_1^t}}={_vector('mhat')}\qquad"
    rf"\hat v=\frac{{v}}{{1-\beta_2^t}}={_vector('vhat')}",
)
ADAM = r"\theta-\eta\,\frac{\hat m}{\sqrt{\hat v}+\epsilon}"
FORMULAS: dict[str, tuple[str, ...]] = {
    "gd": (ETA, BEGIN, _after(r"\theta-\eta\,g")),
    "sgd": (ETA, BEGIN, _after(r"\theta-\eta\,g")),
    "momentum": (*VELOCITY, _after(r"\theta-\eta\,v")),
    "nesterov": (*VELOCITY, _after(r"\theta-\eta\,(g+\mu v)")),
    "adagrad": (
        ETA,
        BEGIN,
        rf"s\leftarrow s+g^2={_vector('old')}+{_vector('gg')}={_vector('s')}",
        _after(r"\theta-\eta\,\frac{g}{\sqrt{s}+\epsilon}"),
    ),
    "rmsprop": (
        rf"{ETA}\qquad\alpha=@{{alpha}}",
        BEGIN,
        _running("v", r"\alpha", "g^2"),
        _in_numbers("v", r"\alpha", "old", "gg"),
        _after(r"\theta-\eta\,\frac{g}{\sqrt{v}+\epsilon}"),
    ),
    "adam": (rf"{BETAS}\qquad t=@{{t}}", *MEANS, _after(ADAM)),
    "adamw": (
        rf"{BETAS}\qquad {DECAY}\qquad t=@{{t}}",
        *MEANS,
        _after(rf"{ADAM}-\eta\lambda\theta"),
    ),
    "lion": (
        rf"{BETAS}\qquad {DECAY}",
        BEGIN,
        r"c=\beta_1 m+(1-\beta_1)\,g\qquad " + _running("m", r"\beta_2", "g"),
        _in_numbers("c", r"\beta_1", "old", "g"),
        _in_numbers("m", r"\beta_2", "old", "g"),
        rf"\frac{{c}}{{|c|}}={_vector('sign')}",
        _after(r"\theta-\eta\,\frac{c}{|c|}-\eta\lambda\theta"),
    ),
    "schedule_free": (
        rf"{ETA}\qquad\beta=@{{beta}}\qquad\frac1t=@{{share}}",
        BEGIN,
        rf"z\leftarrow z-\eta g={_vector('oldz')}-\eta{_vector('g')}={_vector('z')}",
        r"x\leftarrow(1-\frac1t)\,x+\frac1t\,z",
        rf"x=(1-\frac1t){_vector('oldx')}+\frac1t{_vector('z')}={_vector('x')}",
        _after(r"(1-\beta)\,z+\beta x"),
    ),
    "muon": (
        rf"{ETA}\qquad\mu=@{{mu}}\qquad {DECAY}",
        BEGIN,
        _running("b", r"\mu", "g"),
        _in_numbers("b", r"\mu", "old", "g"),
        rf"O=\mathrm{{NS}}(\mu b+(1-\mu)\,g)={_vector('o')}",
        r"c=0.2\sqrt{\max(m,n)}=@{scale}",
        _after(r"\theta-\eta\,c\,O-\eta\lambda\theta"),
    ),
}


def formulas() -> dict[str, list[str]]:
    """For every optimiser its lines as MathML: its settings, where it was and the gradient, the rule."""
    return {name: [mathml(line, block=True) for line in lines] for name, lines in FORMULAS.items()}


def runners(_: Translate) -> dict[str, dict[str, str]]:
    """Everybody's name, colour and letter."""
    return {
        name: {"label": _(label), "colour": COLOURS[name], "letter": LETTERS[name]}
        for name, label in RUNNERS.items()
    }


def _race(
    _: Translate,
    what: str,
    title: str,
    among: Iterable[str] = RUNNERS,
    also: str = "",
    axis: Mapping[str, Any] = LOGARITHMIC,
) -> dict[str, Any]:
    """A curve per optimiser, and a dashed one of what is called `also`."""
    traces = [(f"{what}.{name}", _(RUNNERS[name]), COLOURS[name], 2.2) for name in among]
    bounds = [
        (f"{also}.{name}", _("limit of {name}").format(name=_(RUNNERS[name])), COLOURS[name], 1.6)
        for name in (among if also else ())
    ]
    dashed = [curve for curve, *_rest in bounds]
    all_ = [*traces, *bounds]
    made = figure(_, title, all_, ".4g", dict(axis), log=True, dashed=dashed)
    titles = [_("step = gradient evaluations of each"), _("step"), _("gradients over all points")]
    made["figure"]["layout"]["xaxis"]["title"]["text"] = titles[0]
    return made | {"axes": titles}


def loss_figure(_: Translate) -> dict[str, Any]:
    return _race(_, "train_loss", _("loss"))


def distance_figure(_: Translate) -> dict[str, Any]:
    return _race(_, "distance", _("distance to the nearest minimum"))


def sharpness_figure(_: Translate) -> dict[str, Any]:
    """Sharpness, and dashed how sharp it may be."""
    return _race(_, "sharpness", _("sharpness"), LIMITS, "limit", {"rangemode": "tozero"})


def rate_figure(_: Translate) -> dict[str, Any]:
    """The schedule as it is felt."""
    traces = [("lr_now", _("learning rate"), palette.TEST, 2.5)]
    return figure(_, _("learning rate"), traces, ".3g", {"rangemode": "tozero"}, log=True)
