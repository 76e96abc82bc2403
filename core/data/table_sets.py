"""Tables that a network learns from: four small ones of real data, and one's own."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Protocol

from core.data import columns, encoding, stored, table
from core.data.columns import Plan
from core.data.encoding import Prepared
from core.data.fields import Field
from core.data.fields import fields as fields_of
from core.i18n import N_
from core.params.messages import ParamError

HOME = Path(table.__file__).parent / "csv"
FILE = "csv"
LABELS = {
    "iris": N_("Irises"),
    "wine": N_("Wines"),
    "breast-cancer": N_("Breast tumours"),
    "diabetes": N_("Diabetes"),
    FILE: N_("Your table"),
}
TARGET_KINDS = {"auto": N_("Automatic"), "classes": N_("Classes"), "number": N_("A number")}
GAPS = {"fill": N_("Fill them"), "leave-out": N_("Leave their rows out")}


class Asked(Protocol):
    """What a configuration says of a table."""

    @property
    def dataset(self) -> str: ...
    @property
    def upload(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def left_out(self) -> str: ...
    @property
    def target_kind(self) -> str: ...
    @property
    def gaps(self) -> str: ...
    @property
    def train_share(self) -> float: ...
    @property
    def data_seed(self) -> int: ...


def plan(c: Asked) -> Plan:
    """What is predicted from what. ParamError about one of the settings."""
    if c.dataset == FILE:
        stored.table(c.upload)  # it may have made way meanwhile
    return _plan(c.dataset, c.upload, c.target, c.left_out, c.target_kind, c.gaps)


def learnable(upload: str) -> None:
    """ParamError where nothing can be learned from a file, whatever is asked of it."""
    stored.table(upload)
    _plan(FILE, upload, "", "", "auto", "fill")


def known(c: Asked) -> Plan | None:
    """The same, or None where it can't be had."""
    try:
        return plan(c)
    except ParamError:
        return None


def refused(c: Asked) -> ParamError | None:
    """Why a table can't be learned from as a setting wants it; what a file lacks is no setting's fault."""
    try:
        plan(c)
    except ParamError as error:
        return None if error.message.param == "upload" else error
    return None


def drawn(c: Asked) -> Prepared:
    """Its rows, split and encoded."""
    return _prepared(plan(c), c.train_share, c.data_seed)


def fields(c: Asked) -> tuple[Field, ...]:
    """All its columns, learned from or not."""
    return _fields(c.dataset, c.upload)


def _table(dataset: str, upload: str) -> table.Table:
    return stored.table(upload)[1] if dataset == FILE else _built_in(dataset)


@lru_cache(maxsize=4)
def _fields(dataset: str, upload: str) -> tuple[Field, ...]:
    return fields_of(_table(dataset, upload))


@lru_cache(maxsize=8)  # what an id stands for never changes
def _plan(dataset: str, upload: str, *how: str) -> Plan:
    return columns.plan(_table(dataset, upload), *how)


@lru_cache(maxsize=4)
def _built_in(dataset: str) -> table.Table:
    return table.read((HOME / f"{dataset}.csv").read_bytes())


@lru_cache(maxsize=2)
def _prepared(plan: Plan, share: float, seed: int) -> Prepared:
    return encoding.prepared(plan, share, seed)
