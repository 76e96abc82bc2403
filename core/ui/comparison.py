"""Runs beside the page's own, on one clock with it: made, configured, changed, and told to the live view.

What they have otherwise than the page's settings is in the address (compared.py): all else they follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Protocol

import streamlit as st

from core.live.arena import arena_texts
from core.params import Config, Message, ParamError, Translate
from core.ui.compared import MOST, REPEATS, Settings, parsed, written
from core.ui.viewer import viewer

if TYPE_CHECKING:
    from core.playgrounds.contract import Algorithm
    from core.training.places import Place, Told, Trained
    from core.ui.settings import Settings as PageSettings


class Page(Protocol):
    """What is needed of a viewer's page (page_session.py)."""

    page: str
    algorithm: type[Algorithm]
    engine: Place
    settings: PageSettings

    @property
    def extras(self) -> dict[str, str]: ...


COUNTED = ("steps", "seconds")  # what the clock of a comparison counts
ENCODED = ("code", "names")  # kinds of hyperparameters that nobody types


def beside(session: Page) -> list[Settings]:
    """What each run beside the page's own has otherwise."""
    return parsed(session.extras.get("compare", ""), session.algorithm.Config)[0]


def join(session: Page, run: Trained, config: Config, *, new: bool) -> Told:
    """The runs beside `run`, which has `config` and may be `new`, made what they should be, all on one clock.

    Who hears what is commanded: that clock, or `run` where it is alone."""
    key, ids = f"compare.runs.{session.page}", list[str]()
    known = st.session_state.get(key, [])
    settings = beside(session)
    if not settings and not known:
        return run
    plays = session.extras.get("play") == "true" if new else run.status == "running"
    gear = session.extras.get("gear", "flat" if plays else "smooth") if new else run.gear
    runs, st.session_state[f"compare.conflict.{session.page}"] = [run], None
    past = st.session_state.pop(f"compare.past.{session.page}", False)
    told, wishes = st.session_state.get(f"compare.told.{session.page}", {}), dict[str, Config]()
    for own, name in zip_longest(settings, known[: len(settings)]):
        values = {param.name: getattr(config, param.name) for param in config.params()}
        wanted, conflicts = type(config).repaired(values | own)
        if conflicts:
            st.session_state[f"compare.conflict.{session.page}"] = conflicts[0]
        found = _found(session, name, wanted, runs)
        if found is None:
            found = _made(session, wanted, run, plays, gear)
        # One that is at a moment of the past has the settings of then, until others are wanted.
        if found.config != wanted and told.get(found.id) != wanted and not past:
            found.configure(wanted)
        wishes[found.id] = wanted
        if found.device != run.device:
            found.set_device(run.device)
        runs.append(found)
        ids.append(found.id)
    for name in known:
        gone = session.engine.get(name) if name not in ids else None
        if gone is not None:
            gone.leave_clock()
    st.session_state[key], st.session_state[f"compare.told.{session.page}"] = ids, wishes
    session.engine.together(runs, session.extras.get("clock", COUNTED[0]))
    commanded: Told = run.clock or run
    return commanded


def visit(session: Page) -> None:
    """All have gone to a moment: what each has otherwise is what it had then."""
    runs, live = beside(session), session.algorithm.Config.live_names()
    for own, name in zip(
        runs, st.session_state.get(f"compare.runs.{session.page}", []), strict=False
    ):
        found = session.engine.recall(name, viewer())
        if found is not None:
            own |= {key: getattr(found.config, key) for key in own if key in live}
    if runs:
        session.extras["compare"] = written(runs, session.algorithm.Config)
        st.session_state[f"compare.past.{session.page}"] = True


def _found(session: Page, name: str | None, config: Config, taken: list[Trained]) -> Trained | None:
    """The run of that name, else one of this browser that has rested."""
    own, engine = taken[0], session.engine
    found: Trained | None = engine.recall(name, viewer()) if name else None
    if found is None or not engine.near(own, found):
        found = engine.adopt(viewer(), session.page, config, beside=own)
    return None if found in taken else found


def _made(session: Page, config: Config, own: Trained, plays: bool, gear: str) -> Trained:
    """A new run, which does what the page's own does."""
    engine = session.engine
    made: Trained = engine.create(viewer(), session.algorithm, config, own.device, beside=own)
    made.set_gear(gear)
    if plays:
        made.play()
    return made


def edit(session: Page, asked: Any) -> None:
    """What the viewer wants of the comparison; what makes no sense changes nothing.

    `{begin}`, `{end}`, `{add: "same"|"seed"}`, `{drop: i}`, `{seeds: n}`, `{clock}`, or `{at: i, set: {name:
    value}}` with null for what the page has; i counts the runs beside the page's own from 0, which is −1.
    """
    if not isinstance(asked, Mapping):
        return
    page, extras, runs = session.page, session.extras, beside(session)
    st.session_state.pop(f"compare.problem.{page}", None)
    before = f"compared.{page}"
    at = asked.get("at", asked.get("drop"))
    here = isinstance(at, int) and not isinstance(at, bool) and 0 <= at < len(runs)
    if asked.get("clock") in COUNTED:
        extras["clock"] = asked["clock"]
    if asked.get("end"):
        st.session_state[before] = extras.pop("compare", "")
        return
    if asked.get("begin") and not runs:
        runs = parsed(st.session_state.get(before, ""), session.algorithm.Config)[0] or [{}]
    most = {"same": MOST, "seed": REPEATS}.get(str(asked.get("add")), 0)
    if len(runs) < most - 1:
        runs.append({"seed": _next_seed(session, runs)} if asked["add"] == "seed" else {})
    if isinstance(asked.get("seeds"), int):
        runs = []
        for _ in range(min(max(asked["seeds"], 2), REPEATS) - 1):
            runs.append({"seed": _next_seed(session, runs)})
    if here and "drop" in asked:
        del runs[at]
        known = st.session_state.get(f"compare.runs.{page}", [])
        st.session_state[f"compare.runs.{page}"] = [
            *known[:at],
            *known[at + 1 :],
            *known[at : at + 1],
        ]
    elif isinstance(asked.get("set"), Mapping) and (here or at == -1):
        _set(session, runs[at] if here else None, asked["set"])
    extras["compare"] = written(runs, session.algorithm.Config)
    if not runs:
        del extras["compare"]


def _set(session: Page, own: Settings | None, asked: Mapping[str, Any]) -> None:
    """Takes values of one run, None: of the page's: what isn't allowed is said, and changes nothing."""
    settings = session.settings
    for name, value in asked.items():
        param = settings.params.get(name)
        if param is None:
            continue
        try:
            found = None if value is None else _read(param, value)
        except ParamError as error:
            st.session_state[f"compare.problem.{session.page}"] = error.message
            continue
        if own is None:
            settings.put({} if found is None else {name: found})
            continue
        own.pop(name, None)
        if found is not None and found != settings.values[name]:
            own[name] = found


def _read(param: Any, value: Any) -> Any:
    return param.parse(value) if isinstance(value, str) else param.check(value)


def _next_seed(session: Page, runs: list[Settings]) -> int:
    """The next one that no run has."""
    own = session.settings.values["seed"]
    top = int(session.settings.params["seed"].high or 0) + 1
    taken = {own, *(one.get("seed", own) for one in runs)}
    return next((own + k) % top for k in range(1, REPEATS + 1) if (own + k) % top not in taken)


def told(session: Page, _: Translate) -> dict[str, Any] | None:
    """For the live view; None where nothing is compared."""
    runs = beside(session)
    if not runs:
        return None
    params = session.settings.params
    problem: Message | None = st.session_state.get(f"compare.problem.{session.page}")
    problem = problem or st.session_state.get(f"compare.conflict.{session.page}")
    return {
        "runs": [
            {"id": name, "own": sorted(own)}
            for name, own in zip(
                st.session_state.get(f"compare.runs.{session.page}", []), runs, strict=True
            )
        ],
        "most": MOST,
        "repeats": REPEATS,
        "texts": arena_texts(_),
        "clock": session.extras.get("clock", COUNTED[0]),
        "problem": problem.say(_, session.settings.labels(_)) if problem is not None else "",
        "params": [
            {
                "name": name,
                "label": _(param.label),
                "options": {value: _(text) for value, text in param.options.items()},
                "several": param.KIND not in ("choice",),
                "typed": param.KIND not in ENCODED,
            }
            for name, param in params.items()
        ],
    }
