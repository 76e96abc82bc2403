"""The field for a table of which all columns are learned from: by a file or pasted; target, inputs, gaps.

The same lists serve the built-in tables.
"""

from __future__ import annotations

import html
from typing import Any

import streamlit as st

from core.data.fields import LABELS, Field
from core.data.files import DATASETS
from core.i18n import N_
from core.params import Message, ParamError, Translate
from core.ui.histogram import HEIGHT, WIDTH, histogram
from core.ui.settings import Settings, touch
from core.ui.upload import COLUMNS, MEGABYTES, Files, field, named_file, taken, told
from core.ui.words import plain

KIND = "columns"


def columns_upload(settings: Settings, _: Translate) -> None:
    """A file or a pasted text that can be used becomes the data; any other gets a sentence, and what was
    there stays."""
    from core.playgrounds import lookup

    page = settings.page
    dataset = settings.values["dataset"]
    config = settings.effective()[0]
    is_table = getattr(config, "table", False)
    with st.expander(_("Your own table"), expanded=is_table):
        label = _("A file with named columns: CSV, or any other text")
        field(settings, "csv", _taken, label, many=False, megabytes=MEGABYTES)
        with st.popover(_("Paste a table"), width="stretch", key=f"paste.open.{page}"):
            key = f"paste.{page}"
            st.text_area(_("Rows of cells, the names of the columns first"), key=key)
            st.button(
                _("Learn from it"), key=f"paste.take.{page}", on_click=paste, args=(settings, key)
            )
        told(settings, KIND, _in_use, _)
        if is_table and dataset != DATASETS[KIND]:
            st.markdown(plain(_(lookup(page).Config.param("dataset").options[dataset])))
            _lists(settings, config, _)


def paste(settings: Settings, key: str) -> None:
    """What was pasted becomes the data, as a file would."""
    touch()
    page = settings.page
    for kind in ("problem", "report"):
        st.session_state.pop(f"file.{kind}.{page}", None)
    text = str(st.session_state.get(key) or "")
    try:
        values, _report = _taken([("pasted.csv", text.encode())])
        settings.put(values)
        st.session_state[key] = ""
    except ParamError as error:
        st.session_state[f"file.problem.{page}"] = error.message


def _taken(files: Files) -> tuple[dict[str, Any], list[Message]]:
    from core.data import columns

    values, report = taken(files, columns.plan, KIND)
    del values["column"]
    return values | {"target": "", "left_out": "", "target_kind": "auto"}, report


def _in_use(settings: Settings, _: Translate) -> None:
    """The file's name, and what of it is learned."""
    from core.data import stored

    name, table = stored.table(settings.values["upload"])
    named_file(name, _)
    config = settings.effective()[0]
    if getattr(config, "dataset", "") != DATASETS[KIND]:
        return
    _lists(settings, config, _, table.how())


def _lists(settings: Settings, config: Any, _: Translate, how: Message | None = None) -> None:
    """The columns with their kinds, which of them is the target and which are left out; and the decisions."""
    from core.data import table_sets

    every, ready = table_sets.fields(config), table_sets.drawn(config)
    every = every[:COLUMNS]
    names = {str(one.place): one.name for one in every}
    kinds = {str(one.place): _(LABELS[one.kind]) for one in every}

    def called(place: str) -> str:
        return _("{column} ({kind})").format(column=names[place], kind=kinds[place])

    target, gone = str(ready.plan.target.place), _places(every, config.left_out)
    page = settings.page
    _choose(
        settings, f"table.target.{page}", target, st.selectbox,
        lambda chosen: {"target": chosen, "target_kind": "auto"},
        label=_("Target: what is predicted"), options=list(names), format_func=called,
    )  # fmt: skip
    others = [place for place in names if place != target]
    _choose(
        settings, f"table.left.{page}", gone, st.multiselect,
        lambda chosen: {"left_out": ",".join(chosen)},
        label=_("Columns left out"), options=others, format_func=called,
    )  # fmt: skip
    st.html(_listed(every, ready, _))
    notes = [*([how] if how else []), *ready.plan.notes]
    said = [one.say(_) for one in notes]
    sizes = {"train": ready.train, "test": len(ready.y) - ready.train}
    text = N_("{train} rows are learned from, {test} only test. What is standardised is so by the mean and "
              "the standard deviation of the former.")  # fmt: skip
    said.append(_(text).format(**sizes))
    if not ready.plan.classes:
        text = N_(
            "The target is learned as (value − {mean:.5g}) / {factor:.5g}, twice its standard deviation."
        )
        said.append(_(text).format(mean=ready.shift, factor=ready.factor))
    st.info("\n\n".join(map(plain, said)))


def _choose(settings: Settings, key: str, now: Any, widget: Any, values: Any, **about: Any) -> None:
    """A list whose choice becomes the settings that `values` makes of it."""
    if st.session_state.get(key) != now:
        st.session_state[key] = now

    def choose() -> None:
        touch()
        settings.put(values(st.session_state[key]))

    widget(key=key, on_change=choose, **about)


def _places(every: tuple[Field, ...], left_out: str) -> list[str]:
    from core.data.fields import find

    words = [word for word in left_out.split(",") if word.strip()]
    return [str(find(every, word, "left_out").place) for word in words]


def _listed(every: tuple[Field, ...], ready: Any, _: Translate) -> str:
    """A row for each column: its name, kind and histogram, and by what it is standardised."""
    inputs = {
        one.place: start for one, start in zip(ready.plan.inputs, ready.encoder.starts, strict=True)
    }
    rows = []
    for one in every:
        role = _("left out")
        if one.place == ready.plan.target.place:
            role = _("target")
        elif one.place in inputs and one.kinds:
            role = _("0 or 1 each")
        elif one.place in inputs:
            start = inputs[one.place]
            mean, spread = ready.encoder.means[start], ready.encoder.deviations[start]
            role = _("{mean:.4g} ± {spread:.3g}").format(mean=mean, spread=spread)
        picture = (
            f'<img src="{histogram(one)}" alt="" width="{WIDTH}" height="{HEIGHT}" '
            'style="display: block; width: 100%; min-width: 40px">'
        )
        kind = f'<span style="opacity: 0.7">{html.escape(_(LABELS[one.kind]))}</span>'
        cells = (f"{html.escape(one.name)}<br>{kind}", picture, html.escape(role))
        rows.append(
            "<tr>"
            + "".join(f'<td style="padding: 1px 4px">{cell}</td>' for cell in cells)
            + "</tr>"
        )
    names = (_("Column and kind"), _("Values"), _("Mean ± deviation"))
    head = "".join(
        f'<th style="padding: 1px 4px; text-align: left">{html.escape(one)}</th>' for one in names
    )
    return (
        '<div style="max-height: 320px; overflow: auto; overflow-wrap: anywhere">'
        '<table style="font-size: 0.8rem; width: 100%">'
        f"<tr>{head}</tr>{''.join(rows)}</table></div>"
    )
