"""One viewer on one page: the address they came by, the run they watch, what they change on the drawing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.params import Config
from core.ui import comparison
from core.ui.address import GEARS, ONCE, Note, read, write
from core.ui.saved_run import OPENED
from core.ui.settings import Settings, touch, touched, untouched
from core.ui.upload import available
from core.ui.viewer import named, tab, tab_before, viewer
from core.ui.words import translate

if TYPE_CHECKING:
    from core.playgrounds.contract import Algorithm
    from core.training.places import Trained

OWN = ("play", "gear", "device")  # what an address says of a run beside its hyperparameters


class PageSession:
    """What a page's script does with the session, from its first line to its last."""

    def __init__(
        self,
        page: str,
        algorithm: type[Algorithm],
        uploads: str = "",
        panels: Collection[str] = (),
    ) -> None:
        from core.training.device import available
        from core.training.engine import engine

        self.page, self.algorithm, self.engine = page, algorithm, engine()
        self.devices = ("auto", *reversed(available()))
        self.settings = Settings(page, algorithm.Config, algorithm.PRESETS)
        self.uploads = uploads
        self.told: list[Note] = []  # the notes of `wanted` that the page shows
        self.idle: dict[str, str] = {}  # the hyperparameters that the page shows at rest
        self.news: set[str] = set()  # of OWN, what the address says otherwise than before
        self.departed = False  # whether its script has run to its end
        st.session_state["drawn"] = None  # the page whose script was the last to run, to its end
        self._arrive(panels)

    @property
    def extras(self) -> dict[str, str]:
        """play, gear, device, present and show where somebody asked for them."""
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

    def _arrive(self, panels: Collection[str]) -> None:
        """Take over the address, unless it is the one we wrote or older than what the viewer just did."""
        query, page = st.query_params.to_dict(), self.page
        written = st.session_state.get(f"address.{page}")
        stayed = st.session_state.get("settled") == page
        self.stale = touched() and written is not None
        if self.stale or query == written:
            return
        says = any(key.startswith(f"{page}.") or key in (*OWN, *ONCE) for key in query)
        if written is not None and not stayed and not says:
            return  # back from another page by a plain link: everything is as it was left
        algorithm = self.algorithm
        address = read(query, page, algorithm.Config, algorithm.PRESETS, self.devices, panels)
        self.settings.adopt(address)
        self.news = {key for key in OWN if address.extras.get(key) != self.extras.get(key)}
        lasting = {name: text for name, text in address.extras.items() if name not in ONCE}
        st.session_state[f"extras.{page}"] = lasting
        for name in ONCE:
            st.session_state[f"{name}.{page}"] = address.extras.get(name, "")
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
        st.session_state["settled"] = st.session_state["drawn"] = self.page
        if not self.departed:
            settings.shown.clear()
        self.departed = True

    def wanted(self) -> tuple[Config, list[Note]]:
        """What the settings make of a run, and why that isn't all that was asked for."""
        config, notes = self.settings.effective()
        config, missing = available(self.settings, self.uploads, config, translate(self.page))
        return config, [*notes, missing] if missing else notes

    # ---- a change that leaves the page as it is ----------------------------------------------
    @property
    def rest(self) -> str:
        """The key of the fragment that `follow` is called from."""
        return f"rest.{self.page}"

    def change(self, name: str) -> None:
        """Takes over a number. Called by Streamlit, instead of whose whole script the fragment is enough
        where nothing of the page but the marks of what was changed has to be drawn again."""
        done = self._all_done()
        if not self.settings.take(name) or not done:
            return
        config, told = self.wanted()
        if told == self.told and config.idle() == self.idle:
            st.rerun(self.rest)

    def _all_done(self) -> bool:
        """Whether the page shows all that the viewer did."""
        return untouched() and st.session_state.get("drawn") == self.page

    def follow(self) -> None:
        """The run and the address hear of a change, as at the end of a script."""
        self.stale = touched()
        self.run(self.wanted()[0])
        self.depart()

    def run(self, config: Config) -> Trained:
        """The run this viewer watches, configured: the session's, else the browser's own, else a new one."""
        found, new = self.current(), False
        wanted = self.extras.get("device", "auto" if "device" in self.news else None)
        at = st.session_state.pop(f"at.{self.page}", "")
        if at:
            found = self._at(int(at), found, config)
        if found is None:
            found = self._shown_before() or self.engine.adopt(viewer(), self.page, config)
            if found is None:
                found, new = self._new(config), True
                self.news = set()  # it has begun as the address has it
            elif (found.step or found.kept) and found.config == config:
                self.news.discard("play")  # a reload: what rested goes on resting
            st.session_state[f"run.{self.page}"] = found.id
            found.tab = tab()
        if found.config != config:
            found.configure(config)
        self.presets[config] = self.settings.preset
        if wanted is not None and found.device != wanted:
            found.set_device(wanted)
        told = comparison.join(self, found, config, new=new)
        if "gear" in self.news:
            told.set_gear(self.extras.get("gear", "smooth"))
        if "play" in self.news and self.extras.get("play") == "true":
            told.play()
        self.news = set()
        return found

    def current(self) -> Trained | None:
        known = st.session_state.get(f"run.{self.page}", "")
        return self.engine.recall(known, viewer()) if known else None

    def _shown_before(self) -> Trained | None:
        """The run that this tab was shown in a session that the server has lost, as with a restart."""
        before = tab_before()
        run = self.engine.shown(before, self.page, named()) if before else None
        if run is not None and not named():
            st.session_state["viewer"] = run.owner
        return run

    def retry(self, run: Trained) -> None:
        """What could not be had, its data say, may be there by now: the run is built again."""
        run.configure(run.config)
        if self.extras.get("play") == "true":
            run.play()

    def _at(self, step: int, found: Trained | None, config: Config) -> Trained:
        """The run at a step that a link names: this viewer's own where it has been there, else a new one,
        which is computed up to it."""
        if found is None or not _been(found, config, step):
            found = self.engine.adopt(viewer(), self.page, config)
        if found is None or not _been(found, config, step):
            self.extras.pop("play", None)
            found = self._new(config)
        self.news = set()
        st.session_state[f"run.{self.page}"] = found.id
        found.tab = tab()
        found.reach(step)
        return found

    def _new(self, config: Config) -> Trained:
        extras = self.extras
        run = self.engine.create(viewer(), self.algorithm, config, extras.get("device", "auto"))
        if extras.get("play") == "true":
            run.play(extras.get("gear", "flat"))
        else:
            run.set_gear(extras.get("gear", "smooth"))
        return run

    def edit(self, asked: Mapping[str, Any]) -> None:
        """What the viewer did on the live view: other hidden layers or inputs, a new seed, undo, a gear, a
        moment, runs beside this one; and whether the stage fills the window."""
        done = self._all_done()
        touch()
        settings, run = self.settings, self.current()
        if "compare" in asked:
            comparison.edit(self, asked["compare"])
        if asked.get("gear") in GEARS:  # which the run has heard of before
            self.extras["gear"] = asked["gear"]
            if done:
                st.rerun(self.rest)
        known = [name for name in asked if name in settings.params]
        settings.put({name: asked[name] for name in known})
        if (
            done
            and known
            and len(known) == len(asked)
            and all(settings.params[n].quiet for n in known)
        ):
            st.rerun(self.rest)
        if asked.get("go") == "runs":
            st.session_state[OPENED] = "runs"
        if "present" in asked:
            self.extras.pop("present", None)
            self.extras.update({"present": "true"} if asked["present"] else {})
        if asked.get("new_seed"):
            seed = settings.params["seed"]
            settings.put({"seed": (settings.values["seed"] + 1) % (int(seed.high or 0) + 1)})
        if asked.get("moment") and run is not None:  # gone to, with the settings of then
            then = run.config
            settings.put({name: getattr(then, name) for name in then.live_names()})
            comparison.visit(self)
        if asked.get("undo") and run is not None:
            before = run.undo()
            if before is not None:
                values = {name: getattr(before, name) for name in settings.params}
                settings.choose(self.presets.get(before, settings.preset), values)
                if run.device != self.extras.get("device", "auto"):
                    self.extras["device"] = run.device


def _been(run: Trained, config: Config, step: int) -> bool:
    """Whether a run with these settings has been at that step, and can go back there."""
    return run.config == config and run.been(step)
