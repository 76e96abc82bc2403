"""Everything that pages need, imported before the first visitor comes.

A library that looks for another in `sys.modules`, as Plotly does for pandas, finds it half imported where
the script of another visitor is just importing it.
"""

from __future__ import annotations

import gc
from importlib import import_module
from pkgutil import walk_packages

from PIL import Image

import core
from core.playgrounds import lookup, names, page
from core.training.engine import Engine
from core.training.places import Place
from core.training.warm import build_once

SCRIPTS = {"core.__main__", "core.ui.shell"}  # these do something when they are imported
WITHOUT = {"core.places.cluster"}  # needs Ray, which only a server of a cluster has, and has by now
LATE = ("pandas",)  # which Streamlit imports when it first needs it


def warm_up(engine: Place) -> None:
    """Does once what pages do: import, draw, build one run of every algorithm, where they are built here."""
    for found in walk_packages(core.__path__, "core."):
        if found.name not in SCRIPTS | WITHOUT:
            import_module(found.name)
    for library in LATE:
        import_module(library)
    Image.preinit()
    _draw()
    if isinstance(engine, Engine):
        build_once(engine, map(lookup, names()))
    _freeze()


def _draw() -> None:
    """Every page's figures: Plotly imports its parts when they are first drawn."""
    for name in names():
        page(name).panels(str)


def _freeze() -> None:
    """What is there by now stays: the garbage collector need not look at it again.

    Streamlit has it look at everything after each run of a script, which stopped all threads for a fifth of a
    second, so that pictures stood still.
    """
    gc.collect()
    gc.freeze()
