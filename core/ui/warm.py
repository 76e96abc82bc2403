"""Everything that pages need, imported before the first visitor comes.

A library that looks for another in `sys.modules`, as Plotly does for pandas, finds it half imported where
the script of another visitor is just importing it.
"""

from __future__ import annotations

import gc
import time
from importlib import import_module
from pkgutil import walk_packages

from PIL import Image

import core

SCRIPTS = {"core.__main__", "core.ui.shell"}  # these do something when they are imported
LATE = ("pandas",)  # which Streamlit imports when it first needs it


def warm_up() -> None:
    """Starts the engine and does once what pages do: import, draw, build one run of every algorithm."""
    for found in walk_packages(core.__path__, "core."):
        if found.name not in SCRIPTS:
            import_module(found.name)
    for library in LATE:
        import_module(library)
    Image.preinit()
    _draw()
    _build()
    _freeze()


def _draw() -> None:
    """Every page's figures: Plotly imports its parts when they are first drawn."""
    from core.playgrounds import names, page

    for name in names():
        page(name).panels(str)


def _build() -> None:
    """Runs that are freed again: some libraries are imported when an algorithm is first built."""
    from core.playgrounds import lookup, names
    from core.training.engine import engine

    for one in map(lookup, names()):  # one after the other: there may be room for no more
        run = engine().create("", one, one.Config())
        while run.session is None and run.reason is None:
            time.sleep(0.005)
        engine().stop(run.id)


def _freeze() -> None:
    """What is there by now stays: the garbage collector need not look at it again.

    Streamlit has it look at everything after each run of a script, which stopped all threads for a fifth of a
    second, so that pictures stood still.
    """
    gc.collect()
    gc.freeze()
