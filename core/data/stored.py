"""Uploads as what they hold: a table of numbers with the file's name, or an album of images."""

from __future__ import annotations

from functools import lru_cache

from core.data import album_file, named, uploads
from core.data import table as tables
from core.data.image_upload import ImageUpload
from core.data.table import Table


def table(upload: str) -> tuple[str, Table]:
    """The file's name, "" where it isn't known, and its table. ParamError where there is none."""
    uploads.find(upload)
    return _table(upload)


def images(upload: str) -> ImageUpload:
    """The album. ParamError where there is none."""
    uploads.find(upload)
    return _images(upload)


@lru_cache(maxsize=4)  # what an id stands for never changes
def _table(upload: str) -> tuple[str, Table]:
    name, data = named.unpacked(uploads.read(upload))
    return name, tables.read(data)


@lru_cache(maxsize=4)
def _images(upload: str) -> ImageUpload:
    return album_file.unpacked(uploads.read(upload))
