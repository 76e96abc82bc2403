"""The exact data that a run has used: uploads travel with it, well-known sets by name and hash.

What an algorithm makes of its seed it makes again; what was drawn by hand is in state and settings.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any

from core.data import labelled, official, uploads
from core.data.files import DATASETS
from core.i18n import N_
from core.playgrounds import page
from core.saved.archive import refusal

FOLDER = "LEARNSCOPE_UPLOADS"


def sets(values: Mapping[str, Any]) -> dict[str, str]:
    """The well-known sets that a configuration names → the SHA-256 of their images and labels."""
    names = sorted(
        {one for one in values.values() if isinstance(one, str) and one in official.FILES}
    )
    return {name: _hash(name) for name in names}


def _hash(name: str) -> str:
    found = labelled.load(name)
    total = hashlib.sha256()
    for array in (found.x, found.y, found.x_test, found.y_test):
        total.update(f"{array.dtype.str}{array.shape}".encode())
        total.update(array.data if array.flags.c_contiguous else array.tobytes())
    return total.hexdigest()


def handed_in(name: str, values: Mapping[str, Any], own: Callable[[str], bool]) -> dict[str, bytes]:
    """The upload that a run of the playground `name` learns from, by its id; nothing where it learns from
    none, or from one that isn't `own`. ParamError where the file is no more."""
    kind, upload = page(name).upload, values.get("upload", "")
    if not kind or not upload or values["dataset"] != DATASETS[kind] or not own(upload):
        return {}
    return {upload: uploads.read(upload)}


def check(told: Mapping[str, Any], values: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    """Whether the data are those of the run; ParamError where they aren't, or aren't here."""
    for upload, data in files.items():
        if hashlib.sha256(data).hexdigest()[:16] != upload:
            raise refusal(N_("The data in the file are damaged."))
        if upload != values.get("upload"):
            raise refusal(N_("The file holds data that its run doesn't use."))
    for name, digest in sets(values).items():
        if told.get(name) != digest:
            text = N_(
                "The data set {name} here is another than the one that the run was trained on."
            )
            raise refusal(text, name=name)


@contextmanager
def lent(files: Mapping[str, bytes]) -> Iterator[None]:
    """The uploads lie in a folder of their own for as long as it takes; for a process of one run alone."""
    before = os.environ.get(FOLDER)
    with TemporaryDirectory(prefix="learnscope-") as folder:
        if files:
            os.environ[FOLDER] = folder
        try:
            for data in files.values():
                uploads.store(data)
            yield
        finally:
            os.environ.pop(FOLDER, None)
            if before is not None:
                os.environ[FOLDER] = before
