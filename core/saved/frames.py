"""What the main picture of a run was made of, at some moments of its timeline: numbers, not pixels.

`frames.safetensors` has the arrays of the views that the page's main panels show, as a browser gets them:
`STEP/VIEW/ARRAY`. Its metadata say in words what it is (`about`), at which `steps`, and each array's axes,
unit and coding (`arrays`, JSON). A run that is opened needs none of it: it draws its pictures again.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from safetensors.numpy import load, save

from core.i18n import N_
from core.playgrounds import lookup, page
from core.playgrounds.contract import ActError, Algorithm, Arrays
from core.saved.archive import FRAMES, MOST, refusal
from core.training import memory
from core.training.device import resolve
from core.training.moments import Moment

LONGEST = 2.0  # seconds for all of them
ROOM = 0.8  # of the bytes that the file may have: for arrays
LARGEST = 512e6  # bytes of memory of a run that is built a second time for this
ABOUT = (
    "Arrays of the main picture of a Learnscope run at some of its steps. STEP/VIEW/ARRAY is one array of one"
    " moment; `steps` lists the moments, `arrays` says what each array's axes and numbers are. Read with"
    " safetensors.numpy.load_file."
)
log = logging.getLogger(__name__)


def made(name: str, moments: Sequence[Moment]) -> bytes:
    """The file of a run of the playground `name`; b"" where nothing can be shown, or it would cost too much.

    On a copy of the run, so any thread may do it while the run goes on.
    """
    algorithm_class = lookup(name)
    wanted = {one.view for one in page(name).panels(str) if one.main and one.view}
    views = sorted(wanted & algorithm_class.VIEWS.keys())
    if not moments or not views or algorithm_class.cost(moments[-1].config).memory > LARGEST:
        return b""
    arrays: dict[str, np.ndarray] = {}
    steps: list[int] = []
    began, held = time.monotonic(), 0
    try:
        memory.check(algorithm_class, moments[-1].config, resolve("cpu"))
        with torch.inference_mode(not algorithm_class.AUTOGRAD):
            algorithm = algorithm_class(moments[0].config, resolve("cpu"))
            for moment in (moments[-1], *moments[:-1]):  # the end, whatever there is time for
                found = _shown(algorithm, moment, views)
                held += sum(array.nbytes for array in found.values())
                if held > ROOM * MOST[FRAMES] or time.monotonic() - began > LONGEST:
                    break
                arrays |= found
                steps += [moment.step] if found else []
    except Exception as error:  # the run itself is saved whatever becomes of its pictures
        log.warning("no frames of a run of %s: %s", name, error)
    if not arrays:
        return b""
    told = {
        f"{view}/{array}": {
            "axes": form.shape, "unit": form.unit, "coding": form.coding, "only": form.only,
        }
        for view in views
        for array, form in algorithm_class.VIEWS[view].arrays.items()
    }  # fmt: skip
    return save(
        arrays,
        {
            "about": ABOUT,
            "steps": json.dumps(sorted(set(steps))),
            "arrays": json.dumps(told),
        },
    )


def _shown(algorithm: Algorithm, moment: Moment, views: Sequence[str]) -> Arrays:
    """The arrays of one moment, by their names in the file."""
    algorithm.load_state(moment.state)
    if algorithm.config != moment.config:
        algorithm.configure(moment.config)
    found = Arrays()
    examples = {view: algorithm.VIEWS[view].example for view in views}
    for view in views:
        try:
            arrays = algorithm.views({view: {}}) or algorithm.views({view: examples[view]})
        except ActError:  # of other data than this run's
            continue
        for name, array in arrays.items():
            found[f"{moment.step}/{view}/{name}"] = np.ascontiguousarray(array)
    return found


def read(content: bytes) -> tuple[list[int], Mapping[str, np.ndarray]]:
    """The steps, and the arrays by their names in the file. ParamError where it is no such file."""
    try:
        if len(content) > MOST[FRAMES]:
            raise ValueError("it is too long")
        length = int.from_bytes(content[:8], "little")
        told = json.loads(content[8 : 8 + length])["__metadata__"]
        steps = json.loads(told["steps"])
        if not isinstance(steps, list) or not all(type(step) is int for step in steps):
            raise ValueError("its steps are no numbers")
        arrays = load(content)
        if not {name.partition("/")[0] for name in arrays} <= {str(step) for step in steps}:
            raise ValueError("an array is of no moment")
    except Exception as error:  # whatever damaged or hostile bytes do to the readers
        text = N_("{name} in the file can't be read: {error}.")
        raise refusal(text, name=FRAMES, error=str(error)[:120]) from None
    return steps, arrays
