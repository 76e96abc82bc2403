"""A page's address and what it says: `?mlp.preset=spiral&mlp.lr=0.1&play=true`. Pure; no Streamlit.

Precedence: default < preset < address. Nothing in an address is trusted and nothing in it raises: what
can't be used becomes a note that says so and names what was done instead.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from core.i18n import N_
from core.params import Config, Message, Param, ParamError, Preset, Translate, reading, unknown
from core.ui.compared import parsed, written

GEARS = ("crawl", "slow", "smooth", "flat")
TRUTHS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
LANGUAGE = re.compile(r"[a-z0-9]{1,8}([-_][a-z0-9]{1,8}){0,3}", re.ASCII)  # a browser's tag
EXTRAS = ("play", "gear", "device", "present", "show", "compare", "clock", "lang", "at", "tabs")
CLOCKS = ("steps", "seconds")  # what runs that are compared have in common
ONCE = ("at", "tabs")  # where one begins: an address that is written says nothing of them
SWITCHES = ("play", "present")
PUNCTUATION = " .,;:!?)]}>'\"»”’…"  # what a sentence leaves at the end of a link
FURTHEST = 10_000_000  # steps that a link may name
MOST_NOTES = 6  # an address may hold a thousand mistakes; a page has room for a few


@dataclass(frozen=True)
class Note:
    """What is wrong with an entry, and the value used instead (None: it was left out)."""

    problem: Message
    instead: str | None = None

    def say(self, translate: Translate = str, names: Mapping[str, str] | None = None) -> str:
        if self.instead is None:
            done = translate(N_("It was left out."))
        elif self.instead == "":
            done = translate(N_("Used instead: nothing."))
        else:
            done = translate(N_("Used instead: {value}.")).format(value=self.instead)
        return f"{self.problem.say(translate, names)} {done}"


@dataclass(frozen=True)
class Address:
    """What an address asks for. `values` are allowed one by one, though they may contradict each other."""

    preset: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    extras: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


def declared(config: type[Config]) -> dict[str, Param]:
    return {param.name: param for param in config.params()}


def base(config: type[Config], presets: Sequence[Preset], preset: str | None) -> dict[str, Any]:
    """Every hyperparameter's value under `preset`: the defaults, and the preset's own over them."""
    chosen = next((dict(one.values) for one in presets if one.name == preset), {})
    return {
        name: param.check(chosen[name]) if name in chosen else param.default
        for name, param in declared(config).items()
    }


def nearest(param: Param, value: Any, otherwise: Any = None) -> tuple[Any, Message | None]:
    """`value`, a text or a canonical value, as the parameter allows it, and what was wrong with it.

    Where nothing can be made of it, `otherwise`; the default if that is None.
    """
    try:
        return (param.parse(value) if isinstance(value, str) else param.check(value)), None
    except ParamError as error:
        unread = error.unread and otherwise is not None
        return (otherwise if unread else error.nearest), error.message


def read(
    query: Mapping[str, str],
    page: str,
    config: type[Config],
    presets: Sequence[Preset],
    devices: Sequence[str] = ("auto", "cpu"),
    panels: Collection[str] = (),
) -> Address:
    """What `query` asks of `page`, which has `panels`. Entries of other pages, and what mailers and trackers
    have added, are none of its business."""
    query = {key.removeprefix("amp;"): text.rstrip(PUNCTUATION) for key, text in query.items()}
    params, notes = declared(config), list[Note]()
    values: dict[str, Any] = {}
    extras: dict[str, str] = {}
    preset, about_preset = _preset(page, query, presets)
    start = base(config, presets, preset)
    for key, text in query.items():
        owner, dot, name = key.partition(".")
        note: Note | None = None
        if key == "compare":
            runs, wrong = parsed(text, config)
            extras |= {key: written(runs, config)} if runs else {}
            notes += [Note(problem, instead) for problem, instead in wrong]
        elif key in EXTRAS:
            note = (
                _shown(key, text, panels, extras)
                if key in ("show", "tabs")
                else _extra(key, text, devices, extras)
            )
        elif owner == page and name == "preset":
            note = about_preset
        elif owner == page and name in params:
            values[name], problem = nearest(params[name], text, start[name])
            instead = params[name].format(values[name])
            note = Note(replace(problem, param=key), instead) if problem else None
        elif owner == page and dot:
            note = Note(unknown(name, [*params, "preset"]))
        elif key in params or key == "preset":
            note = Note(_bare(key, page))
        notes += [note] if note else []
    if "compare" not in extras:  # one run needs no clock
        extras.pop("clock", None)
    if len(notes) > MOST_NOTES:
        text = N_("{n} more entries of this address could not be used as they are.")
        rest = Note(Message("address", text, {"n": len(notes) - MOST_NOTES}))
        notes[MOST_NOTES:] = [rest]
    return Address(preset, values, extras, tuple(notes))


def write(
    page: str,
    config: type[Config],
    presets: Sequence[Preset],
    preset: str | None,
    settings: Mapping[str, Any],
    extras: Mapping[str, str],
) -> dict[str, str]:
    """The shortest address from which `read` makes the same again: only what differs from the preset."""
    query = {f"{page}.preset": preset} if preset else {}
    start = base(config, presets, preset)
    for name, param in declared(config).items():
        value = nearest(param, settings.get(name, start[name]))[0]
        if value != start[name]:
            query[f"{page}.{name}"] = param.format(value)
    alone = () if "compare" in extras else ("clock",)
    lasting = (key for key in EXTRAS if key in extras and key not in (*ONCE, *alone))
    return query | {key: extras[key] for key in lasting}


def _extra(key: str, text: str, devices: Sequence[str], extras: dict[str, str]) -> Note | None:
    """Takes one of play, gear, device, present, lang and at into `extras`; a note where it makes no sense."""
    value = text.strip().lower()
    if key == "at":
        return _at(value, extras)
    if key == "lang":
        if LANGUAGE.fullmatch(value):  # an unknown language is English: no note needed
            extras[key] = value
        return None
    if key in SWITCHES:
        if value in TRUTHS:
            extras[key] = "true" if TRUTHS[value] else "false"
            return None
        return Note(_unfit(key, text, ("true", "false")), "false")
    options = {"gear": GEARS, "clock": CLOCKS}.get(key, devices)
    if value in options:
        extras[key] = value
        return None
    close = difflib.get_close_matches(value, options, n=1)
    if key == "gear" and close:
        extras[key] = close[0]
        return Note(_unfit(key, text, options), close[0])
    return Note(_unfit(key, text, options), "auto" if key == "device" else None)


def _at(text: str, extras: dict[str, str]) -> Note | None:
    """Takes the step that the address names; a note where it is none."""
    digits = text.replace(",", "").replace("_", "")
    step = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 20 else None
    if step is not None and step <= FURTHEST:
        extras["at"] = str(step)
        return None
    sentence = N_("{name} = {value}: a step was expected, a whole number in {bounds}.")
    values = {"value": _short(text), "bounds": f"0–{FURTHEST}"}
    return Note(Message("at", sentence, values))


def _shown(key: str, text: str, panels: Collection[str], extras: dict[str, str]) -> Note | None:
    """Takes those of `panels` that the address names; a note where one is not known."""
    asked = list(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    known = [name for name in asked if name in panels]
    if known:
        extras[key] = ",".join(known)
    if known and len(known) == len(asked):
        return None
    strange = ", ".join(name for name in asked if name not in panels)
    return Note(_unfit(key, strange, tuple(panels)), ", ".join(known) or None)


def _preset(
    page: str, query: Mapping[str, str], presets: Sequence[Preset]
) -> tuple[str | None, Note | None]:
    key = f"{page}.preset"
    if key not in query:
        return None, None
    text, names = query[key].strip(), [preset.name for preset in presets]
    known = reading.name(text, names)
    if known is not None:
        return known, None
    begun = [name for name in names if text and name.startswith(text)]  # a link cut in half
    close = begun or difflib.get_close_matches(text, names, n=1)
    found = close[0] if close else None
    return found, Note(_unfit(key, query[key], names), found)


def _unfit(key: str, text: str, options: Sequence[str]) -> Message:
    values = {"value": _short(text), "bounds": ", ".join(options)}
    return Message(key, N_("{name} = {value} is not known: choose one of {bounds}."), values)


def _bare(key: str, page: str) -> Message:
    """The sentence for a hyperparameter without its page."""
    text = N_("{name} in the address is not known; did you mean {close}?")
    return Message(key, text, {"name": key, "close": f"{page}.{key}"})


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
