"""Data sets on the command line: which are here, where, what is made of them; fetched if asked."""

from __future__ import annotations

from typing import Any

from tqdm import tqdm

from core.arguments import Refusal
from core.console import interrupts
from core.params import Message, ParamError

LOOK = 0.1  # seconds between two looks at a download


def names() -> list[str]:
    from core.data.official import FILES

    return list(FILES)


def told(name: str) -> dict[str, Any]:
    """What there is of a set, without reading it."""
    from core.data import download, official, places

    return {
        "name": name,
        "here": download.present(name),
        "root": str(places.root()),
        "folder": str(places.own(name)),
        "megabytes": round(official.megabytes(name), 1),
    }


def sentence(found: dict[str, Any]) -> str:
    """One line of a set, as `told` or `read` has it."""
    if "train" in found:
        text = "{name}: {train:,} images to train on, {test:,} to test on, {pixels}, {n} classes. {note}"
        return text.format(**found, n=len(found["classes"])).strip()
    if found["here"]:
        return "{name}: here, in {root}".format(**found)
    return "{name}: not here, looked at {folder}; --download fetches {megabytes} MB".format(**found)


def overview() -> list[dict[str, Any]]:
    """What there is of every set."""
    return [told(name) for name in names()]


def read(name: str) -> dict[str, Any]:
    """What is learned from the set. Refusal, with the full path looked at, where it can't be."""
    from core.data import labelled, places

    _check(name)
    try:
        found = labelled.load(name)
    except ParamError as error:
        raise Refusal(
            f"{error.message.say()} Looked at: {places.own(name)}, {places.root()}."
        ) from None
    pixels = "×".join(map(str, found.x.shape[1:]))
    return told(name) | {
        "train": len(found.x), "test": len(found.x_test), "pixels": pixels,
        "classes": list(found.classes), "note": found.told.say() if found.told else "",
    }  # fmt: skip


def where(reason: Message) -> str:
    """What a refusal about a data set doesn't tell visitors of a page: the folder looked at, in full."""
    from core.data import places

    name = reason.values.get("value")
    return f" Looked at: {places.own(str(name))}." if name in names() else ""


def fetch(name: str) -> None:
    """Fetches what is missing of the set, with progress on a terminal; Ctrl-C cancels. May raise Refusal."""
    from core.data import download

    _check(name)
    try:
        job = download.start(name, "command line")
    except ParamError as error:
        raise Refusal(error.message.say()) from None
    with (
        interrupts() as pressed,
        tqdm(total=job.total, unit="B", unit_scale=True, disable=None, leave=False) as bar,
    ):
        while not job.over:
            if pressed:
                download.cancel(name, "command line")
            job.wait(LOOK)
            bar.n = job.received
            bar.refresh()
    if job.stage == "stopped":
        raise SystemExit(130)
    if job.problem is not None:
        raise Refusal(f"{job.problem.say()}{_by_hand(name)}")


def _by_hand(name: str) -> str:
    from core.data import official, places

    files = ", ".join(file.url for file in official.FILES[name])
    return f" By hand: put {files} into {places.own(name)}."


def _check(name: str) -> None:
    if name not in names():
        raise Refusal(f"There is no data set {name[:60]}; there are {', '.join(names())}.")
