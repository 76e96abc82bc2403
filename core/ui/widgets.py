"""The hyperparameters' widgets, made from their declarations: nothing here knows an algorithm."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import streamlit as st

from core.params import Choice, Code, Config, Number, Param, Subset, Translate
from core.ui.fields import LISTS, step, style_class, typed
from core.ui.settings import Settings, touch
from core.ui.words import plain

LIVE, ANEW, CHANGED = "⚡", "↻", "•"
LONGEST = 60  # letters of a value in a sentence


def panel(
    settings: Settings,
    config: Config,
    _: Translate,
    change: Callable[[str], None],
    open_groups: Collection[str] = (),
) -> None:
    """All widgets in their groups, in the order of declaration; the first group is open in any case.

    What changes nothing in `config`, the one in effect, rests: it says why and cannot be moved. `change` is
    called with the name of a number that the viewer has changed.
    """
    idle = config.idle()
    groups: dict[str, list[Param]] = {}
    for param in settings.params.values():
        if isinstance(param, Code):  # the page has a control of its own for it
            continue
        groups.setdefault(param.group, []).append(param)
    for at, (group, params) in enumerate(groups.items()):
        with st.expander(_(group), expanded=at == 0 or group in open_groups):
            for param in params:
                asked = settings.values[param.name] != getattr(config, param.name)  # and waits
                rests = "" if asked else idle.get(param.name, "")
                draw(
                    param,
                    settings,
                    _,
                    change if isinstance(param, Number) else settings.take,
                    rests,
                )
                slip(param, settings, _)


def draw(
    param: Param, settings: Settings, _: Translate, change: Callable[[str], object], idle: str
) -> None:
    """One widget. It shows the setting and hands on what the viewer makes of it, unless it is `idle`."""
    name = param.name
    when = _("Takes effect at once.") if param.live else _("A change starts the run anew.")
    rests = f"**{_(idle)}**\n\n" if idle else ""
    common: dict[str, Any] = {
        "label": f"{_(param.label)} ({_(param.unit)})" if param.unit else _(param.label),
        "key": settings.show(name),
        "disabled": bool(idle),
        "help": f"{rests}{_(param.help)}\n\n{LIVE if param.live else ANEW} {when}",
        "on_change": change,
        "args": (name,),
    }
    labels = param.options
    if isinstance(param, Choice):
        st.selectbox(options=list(labels), format_func=lambda option: _(labels[option]), **common)
    elif isinstance(param, Subset):
        st.pills(
            options=list(labels),
            format_func=lambda option: _(labels[option]),
            selection_mode="multi",
            **common,
        )
    elif typed(param):
        st.text_input(placeholder=_("none") if isinstance(param, LISTS) else None, **common)
    elif isinstance(param, Number):
        kind: Any = int if param.WHOLE else float
        common |= {"min_value": kind(param.low), "max_value": kind(param.high)}
        st.slider(step=step(param), format="%d" if kind is int else "%.15g", **common)


def slip(param: Param, settings: Settings, _: Translate) -> None:
    """Why what was typed or chosen last could not be taken, and what holds instead."""
    problem = settings.slips.get(param.name)
    if problem is None:
        return
    value = settings.values[param.name]
    kept = _("Kept: {value}.").format(value=_said(param, value, _))
    if value == ():
        kept = _("Nothing was changed.")
    st.caption(f":material/error: {plain(f'{problem.say(_, settings.labels(_))} {kept}')}")


def legend(_: Translate) -> None:
    """What the marks at the labels mean."""
    st.caption(_("⚡ at once · ↻ starts anew · • changed"))


def way_back(settings: Settings, _: Translate) -> None:
    """Back to the preset: all of it or one by one."""
    changed = settings.changed()
    text = _("{n} changed: put back") if changed else _("Nothing to put back")
    label = text.format(n=len(changed))
    with st.popover(label, disabled=not changed, width="stretch", key=f"back.{settings.page}"):
        for name, (old, new) in changed.items():
            param = settings.params[name]
            st.button(
                plain(f"{_(param.label)}: {_said(param, new, _)} → {_said(param, old, _)}"),
                key=f"back.{settings.key(name)}",
                on_click=put_back,
                args=(settings, [name]),
                width="stretch",
            )
        st.button(
            _("Put everything back"),
            key=f"back.all.{settings.page}",
            on_click=put_back,
            args=(settings, list(changed)),
            type="primary",
            width="stretch",
        )
    st.html(f"<style>{marks(settings, changed)}</style>")


def put_back(settings: Settings, names: list[str]) -> None:
    touch()
    start = settings.base()
    settings.put({name: start[name] for name in names})


def marks(settings: Settings, changed: Collection[str]) -> str:
    """CSS that puts the marks after the labels, so that the labels themselves stay plain words."""
    rules = [
        f"{_label(settings.key(name))}::after {{content: '\\00a0{LIVE if param.live else ANEW}'}}"
        for name, param in settings.params.items()
    ]
    rules += [
        f"{_label(settings.key(name))}::before {{content: '{CHANGED}\\00a0'}}" for name in changed
    ]
    return "\n".join(rules)


def _label(key: str) -> str:
    return f".{style_class(key)} [data-testid=stWidgetLabel] p"


def _said(param: Param, value: Any, _: Translate) -> str:
    """A value as its widget shows it."""
    if param.options:
        chosen = value if isinstance(value, tuple) else (value,)
        return ", ".join(_(param.options[one]) for one in chosen) or "–"
    said = param.format(value) or "–"
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"
