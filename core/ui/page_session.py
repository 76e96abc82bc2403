"""One viewer on one page: the address they came by, the run they watch, what they change on the drawing."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.live.cookie import NAME as COOKIE
from core.live.cookie import viewer_of
from core.params import Config
from core.ui.address import Note, read, write
from core.ui.settings import Settings, touch, touched

if TYPE_CHECKING:
    from core.playgrounds.contract import Algorithm
    from core.training.run import Run


def viewer() -> str:
    """Who owns the runs of this browser; without a cookie, this session alone."""
    if not token():
        cookie = st.context.cookies.get(COOKIE, "")
        known = viewer_of(f"{COOKIE}={cookie}")
        if known:
            return known
        st.session_state["viewer"] = secrets.token_urlsafe(24)
    return token()


def token() -> str:
    """What this session's runs belong to where the browser keeps no cookie, as in the frame of another
    site: its own pages alone are told. Empty where there is a cookie."""
    return st.session_state.get("viewer", "")


class PageSession:
    """What a page's script does with the session, from its first line to its last."""

    def __init__(self, page: str, algorithm: type[Algorithm], pages: Collection[str]) -> None:
        from core.training.device import available
        from core.training.engine import engine

        self.page, self.algorithm, self.engine = page, algorithm, engine()
        self.devices = ("auto", *reversed(available()))
        self.settings = Settings(page, algorithm.Config, algorithm.PRESETS)
        self._arrive(pages)

    @property
    def extras(self) -> dict[str, str]:
        """play, gear and device where somebody asked for them."""
        return st.session_state.setdefault(f"extras.{self.page}", {})

    @property
    def presets(self) -> dict[Config, str | None]:
        """The preset that each configuration of this session was made from."""
        return st.session_state.setdefault(f"presets.{self.page}", {})

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was wrong with the address, until it is dismissed."""
        return st.session_state.get(f"notes.{self.page}", ())

    def dismiss(self) -> None:
        touch()
        st.session_state.pop(f"notes.{self.page}", None)

    def _arrive(self, pages: Collection[str]) -> None:
        """Take over the address, unless it is the one we wrote or older than what the viewer just did."""
        query, page = st.query_params.to_dict(), self.page
        written = st.session_state.get(f"address.{page}")
        stayed = st.session_state.get("settled") == page
        self.stale = touched() and written is not None
        if self.stale or query == written:
            return
        if written is not None and not stayed and not any(k.startswith(f"{page}.") for k in query):
            return  # back from another page by a plain link: everything is as it was left
        algorithm = self.algorithm
        address = read(query, page, algorithm.Config, algorithm.PRESETS, self.devices, pages)
        self.settings.adopt(address)
        st.session_state[f"extras.{page}"] = dict(address.extras)
        st.session_state[f"notes.{page}"] = address.notes
        # Taken over for good: a click may end this script before it departs, and must not be undone.
        st.session_state[f"address.{page}"] = query

    def depart(self) -> None:
        """Show the address that leads here again."""
        settings, algorithm = self.settings, self.algorithm
        extras = dict(self.extras)
        if st.session_state.get("lang"):
            extras["lang"] = st.session_state["lang"]
        query = write(
            self.page, algorithm.Config, algorithm.PRESETS, settings.preset, settings.values, extras
        )
        written = st.session_state.get(f"address.{self.page}")
        # A stale address may be the right one again, while the browser is just hearing of another.
        if st.query_params.to_dict() != query or (self.stale and written != query):
            st.query_params.from_dict(query)
        st.session_state[f"address.{self.page}"] = query
        st.session_state["settled"] = self.page

    def run(self, config: Config) -> Run:
        """The run this viewer watches, configured: the session's, else the browser's own, else a new one."""
        found = self.current()
        wanted = self.extras.get("device")
        if found is None:
            found = self.engine.adopt(viewer(), self.page, config) or self._new(config)
            st.session_state[f"run.{self.page}"] = found.id
        if found.config != config:
            found.configure(config)
        self.presets[config] = self.settings.preset
        if wanted is not None and found.device != wanted:
            found.set_device(wanted)
        return found

    def current(self) -> Run | None:
        return self.engine.get(st.session_state.get(f"run.{self.page}", ""))

    def _new(self, config: Config) -> Run:
        extras = self.extras
        run = self.engine.create(viewer(), self.algorithm, config, extras.get("device", "auto"))
        if extras.get("play") == "true":
            run.play(extras.get("gear", "flat"))
        else:
            run.set_gear(extras.get("gear", "smooth"))
        return run

    def edit(self, asked: Mapping[str, Any]) -> None:
        """What the viewer did on the drawing: other hidden layers or inputs, a new seed, undo."""
        touch()
        settings, run = self.settings, self.current()
        settings.put({name: asked[name] for name in asked if name in settings.params})
        if asked.get("new_seed"):
            seed = settings.params["seed"]
            settings.put({"seed": (settings.values["seed"] + 1) % (int(seed.high or 0) + 1)})
        if asked.get("undo") and run is not None:
            before = run.undo()
            if before is not None:
                values = {name: getattr(before, name) for name in settings.params}
                settings.choose(self.presets.get(before, settings.preset), values)
                if run.device != "auto":
                    self.extras["device"] = run.device
