"""The hyperparameters' widgets, made from their declarations: nothing here knows an algorithm."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import streamlit as st

from core.params import Param, Translate
from core.ui.fields import LISTS, step, style_class, typed
from core.ui.wishes import Wishes, touch
from core.ui.words import plain

LIVE, ANEW, CHANGED = "⚡", "↻", "•"


def panel(wishes: Wishes, _: Translate, open_groups: Collection[str] = ()) -> None:
    """All widgets in their groups, in the order of declaration; the first group is open in any case."""
    groups: dict[str, list[Param]] = {}
    for param in wishes.params.values():
        if param.kind == "code":  # the page has a control of its own for it
            continue
        groups.setdefault(param.group, []).append(param)
    head(wishes, _)
    for at, (group, params) in enumerate(groups.items()):
        with st.expander(_(group), expanded=at == 0 or group in open_groups):
            for param in params:
                draw(param, wishes, _)
                slip(param, wishes, _)


def draw(param: Param, wishes: Wishes, _: Translate) -> None:
    """One widget. It shows the wish and hands on what the viewer makes of it."""
    name = param.name
    when = _("Takes effect at once.") if param.live else _("A change starts the run anew.")
    common: dict[str, Any] = {
        "label": f"{_(param.label)} ({_(param.unit)})" if param.unit else _(param.label),
        "key": wishes.show(name),
        "help": f"{_(param.help)}\n\n{LIVE if param.live else ANEW} {when}",
        "on_change": wishes.take,
        "args": (name,),
    }
    labels = param.options
    if param.kind == "choice":
        st.selectbox(options=list(labels), format_func=lambda option: _(labels[option]), **common)
    elif param.kind == "subset":
        st.pills(
            options=list(labels),
            format_func=lambda option: _(labels[option]),
            selection_mode="multi",
            **common,
        )
    elif typed(param):
        st.text_input(placeholder=_("none") if param.kind in LISTS else None, **common)
    else:
        kind: Any = int if param.kind == "int" else float
        common |= {"min_value": kind(param.low), "max_value": kind(param.high)}
        st.slider(step=step(param), format="%d" if kind is int else "%.6g", **common)


def slip(param: Param, wishes: Wishes, _: Translate) -> None:
    """Why what was typed or chosen last could not be taken, and what holds instead."""
    problem = wishes.slips.get(param.name)
    if problem is None:
        return
    value = wishes.values[param.name]
    kept = _("Kept: {value}.").format(value=_said(param, value, _))
    if value == ():
        kept = _("Nothing was changed.")
    st.caption(f":material/error: {plain(f'{problem.say(_, wishes.labels(_))} {kept}')}")


def head(wishes: Wishes, _: Translate) -> None:
    """The legend of the marks, and the way back to the preset: all of it or one by one."""
    st.caption(_("⚡ at once · ↻ starts anew · • changed"))
    changed = wishes.changed()
    text = _("{n} changed: put back") if changed else _("Nothing to put back")
    label = text.format(n=len(changed))
    with st.popover(label, disabled=not changed, width="stretch", key=f"back.{wishes.page}"):
        for name, (old, new) in changed.items():
            param = wishes.params[name]
            st.button(
                plain(f"{_(param.label)}: {_said(param, new, _)} → {_said(param, old, _)}"),
                key=f"back.{wishes.key(name)}",
                on_click=put_back,
                args=(wishes, [name]),
                width="stretch",
            )
        st.button(
            _("Put everything back"),
            key=f"back.all.{wishes.page}",
            on_click=put_back,
            args=(wishes, list(changed)),
            type="primary",
            width="stretch",
        )
    st.html(f"<style>{marks(wishes, changed)}</style>")


def put_back(wishes: Wishes, names: list[str]) -> None:
    touch()
    start = wishes.base()
    wishes.put({name: start[name] for name in names})


def marks(wishes: Wishes, changed: Collection[str]) -> str:
    """CSS that puts the marks after the labels, so that the labels themselves stay plain words."""
    rules = [
        f"{_label(wishes.key(name))}::after {{content: '\\00a0{LIVE if param.live else ANEW}'}}"
        for name, param in wishes.params.items()
    ]
    rules += [
        f"{_label(wishes.key(name))}::before {{content: '{CHANGED}\\00a0'}}" for name in changed
    ]
    return "\n".join(rules)


def _label(key: str) -> str:
    return f".{style_class(key)} [data-testid=stWidgetLabel] p"


def _said(param: Param, value: Any, _: Translate) -> str:
    """A value as its widget shows it."""
    if param.options:
        chosen = value if isinstance(value, tuple) else (value,)
        return ", ".join(_(param.options[one]) for one in chosen) or "–"
    return param.format(value) or "–"
