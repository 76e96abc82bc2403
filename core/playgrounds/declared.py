"""What a playground declares once, and everything else reads: views, metrics, panels, its page.

The live view sends what VIEWS names, the transport and the diagnosis show what METRICS says, the
browser builds what `Page.panels` lists, and the protocol's and README's tables are made from both.
Texts are English, marked with N_, and translated where a viewer sees them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from core.params import Translate

Arrays = dict[str, np.ndarray]
Options = Mapping[str, Any]  # what one viewer wants of one view
DTYPES = {"u1": np.uint8, "i4": np.int32, "f4": np.float32, "f8": np.float64}


class UndeclaredError(LookupError):
    """A name that the declarations do not know: a mistake in the code, never a viewer's."""


@dataclass(frozen=True)
class Array:
    """One array of a view.

    `shape` has an entry per axis, separated by spaces: a number, or a letter that stands for the same
    length wherever the view's arrays have it; "" is a single number. `coding` says what the numbers mean
    where that is not the thing itself (`u1` pixels, say); `only` when the array is there, "" always.
    `shades`: `u1` that are looked at and not counted, so that they may be off by a little while they move.
    `otherwise` is what stands under the same name with other data, where its type or shape differs.
    """

    dtype: Literal["u1", "i4", "f4", "f8"]
    shape: str
    unit: str = ""
    coding: str = ""
    only: str = ""
    shades: bool = False
    otherwise: Array | None = None

    @property
    def forms(self) -> tuple[Array, ...]:
        """This one, and what else may stand under its name."""
        return (self, *(self.otherwise.forms if self.otherwise else ()))

    @property
    def axes(self) -> tuple[str, ...]:
        return tuple(self.shape.split())


@dataclass(frozen=True)
class View:
    """Something that can be looked at: how its arrays are made, what they are, what may be asked.

    `fill(look, options)` gives copies, never shared with training, and raises ActError for options that
    make no sense; `look` is what `Algorithm.look` gives for one frame. `options` maps each option to a
    few words on its values; `example` are some that ask for all there is, where none ask for less. What a
    `rolling` one shows depends on when it was looked at before (it is worked out bit by bit); all others
    are functions of the run's state. `rest` are seconds between two frames with this view while the run
    goes on: for what costs much and is read.
    """

    fill: Callable[[Any, Options], Arrays]
    arrays: Mapping[str, Array]
    options: Mapping[str, str] = field(default_factory=dict)
    example: Options = field(default_factory=dict)
    rolling: bool = False
    rest: float = 0.0


def shades(views: Mapping[str, View]) -> frozenset[str]:
    """The names of those arrays that may be off by a little while they move."""
    arrays = [item for view in views.values() for item in view.arrays.items()]
    return frozenset(name for name, array in arrays if any(form.shades for form in array.forms))


@dataclass(frozen=True)
class Metric:
    """One number of a run: a scalar of every step or a measured one.

    `format` is one of the browser's formats (format.js), `beside` a second number shown with it: how many
    there are at most, or how far they spread. `headline` ones stand at the top of the page. `evaluated_on`
    says which data; training data are "train".
    """

    label: str
    help: str = ""
    format: Literal["loss", "percent", "count", "nats", "weight", "decibel", "of", "spread"] = (
        "loss"
    )
    unit: str = ""
    better: Literal["higher", "lower", ""] = ""
    evaluated_on: str = ""
    beside: str = ""
    headline: bool = False

    def to_json(self, translate: Translate = str) -> dict[str, Any]:
        return {
            "label": translate(self.label),
            "help": translate(self.help) if self.help else "",
            "format": self.format,
            "unit": translate(self.unit) if self.unit else "",
            "better": self.better,
            "evaluated_on": self.evaluated_on,
            "beside": self.beside,
            "headline": self.headline,
        }


@dataclass(frozen=True)
class Panel:
    """One panel of a page. The browser looks for `kind` in the playground's own web/index.js first, then
    among the shared ones; `view` is what of VIEWS is computed for it ("curves": the history alone).

    `main` is the picture that counts as the frame; those of the `stage` fit one screen together, all others
    come below it; `optional` ones can be switched off; `more` is what this kind needs beyond that (a chart's
    figures, say). Panels of one column share its place: all of them on the stage, or none.
    """

    name: str
    kind: str
    title: str
    view: str | None = None
    column: str = "main"
    main: bool = False
    stage: bool = False
    optional: bool = False
    tab: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        said: dict[str, Any] = {"name": self.name, "kind": self.kind, "title": self.title}
        said |= {"view": self.view, "column": self.column, "main": self.main}
        said |= {"stage": True} if self.stage else {}
        said |= {"drawn": "optional"} if self.optional else {}
        return said | ({"tab": self.tab} if self.tab else {}) | dict(self.more)


@dataclass(frozen=True)
class Page:
    """How a playground is shown.

    `panels(translate)` lists what the live view shows, in reading order. Groups of hyperparameters in
    `open_groups` begin open. The page ends with the algorithm's own file, and behind it the `sources`,
    paths below core/. `upload` names the field for files of the viewer's own: a `table` is a column of
    numbers, `pairs` are two, `columns` are all of a table; `images` may have classes, `classes` are images
    that must; a `picture` is one in colour, a `text` is read character by character. `group` and `place` say
    where the playground stands in the navigation; playgrounds of one place stand in alphabetical order.
    `picture` says in words what card.png shows, for whoever cannot see it.
    """

    panels: Callable[[Translate], list[Panel]]
    open_groups: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    upload: Literal["", "table", "pairs", "columns", "images", "classes", "picture", "text"] = ""
    group: str = ""
    place: int = 0
    picture: str = ""


def sharing(column: str, title: str, panels: list[Panel]) -> list[Panel]:
    """Panels that share one place, one of which is seen at a time, behind their row of tabs."""
    more = {"of": [panel.name for panel in panels]}
    stage = any(panel.stage for panel in panels)
    return [Panel(f"{column}-tabs", "tabs", title, column=column, stage=stage, more=more), *panels]
