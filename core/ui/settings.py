"""What the viewer asked for on one page, and what can be had of it.

A setting is kept as it was asked for, also while it contradicts another one: the configuration in effect
is the nearest that makes sense, and the setting takes effect by itself once nothing stands against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from core.params import Config, Message, ParamError, Preset, Text, Translate
from core.ui.address import Address, Note, base, declared, nearest
from core.ui.fields import as_shown


class Settings:
    """One page's settings in the session's state; a widget's key is `PAGE.PARAM`."""

    def __init__(self, page: str, config: type[Config], presets: Sequence[Preset]) -> None:
        self.page, self.config, self.presets = page, config, presets
        self.params = declared(config)
        self.values: dict[str, Any] = st.session_state.setdefault(f"settings.{page}", {})
        # What the widgets showed whose values were set here, until they have been drawn anew.
        self.shown: dict[str, Any] = st.session_state.setdefault(f"shown.{page}", {})
        # why a widget's last change was refused, until its next one
        self.slips: dict[str, Message] = st.session_state.setdefault(f"slips.{page}", {})
        if not self.values:
            self.put(self.base())

    @property
    def preset(self) -> str | None:
        return st.session_state.get(f"preset.{self.page}")

    def key(self, name: str) -> str:
        return f"{self.page}.{name}"

    def base(self) -> dict[str, Any]:
        """Every hyperparameter as the chosen preset has it."""
        return base(self.config, self.presets, self.preset)

    def choose(self, preset: str | None, values: Mapping[str, Any] | None = None) -> None:
        """Everything as `preset` has it, except for `values`."""
        st.session_state[f"preset.{self.page}"] = preset
        self.put(self.base() | dict(values or {}))

    def adopt(self, address: Address) -> None:
        self.choose(address.preset, address.values)

    def put(self, values: Mapping[str, Any]) -> None:
        """Set `values` on the viewer's behalf; their widgets will show them."""
        for name, value in values.items():
            self._set(name, nearest(self.params[name], value, self.values.get(name))[0])

    def take(self, name: str) -> bool:
        """Takes over the widget's value. Called by Streamlit when the viewer changed it.

        What the hyperparameter doesn't allow changes nothing: the former value comes back, but for a line of
        text, which is put right where it stands. True where the
        widget stands as the viewer left it, and nothing has to be said beside it.
        """
        touch()
        param, shown = self.params[name], st.session_state[self.key(name)]
        slipped = name in self.slips
        if name in self.shown and shown == self.shown[name]:
            # No change, but what stood in the browser: a script was cut short, or a page left in a hurry.
            self._set(name, self.values[name])
            return False
        try:
            value = param.parse(shown) if isinstance(shown, str) else param.check(shown)
        except ParamError as error:
            self._set(name, self.values[name], write=not isinstance(param, Text))
            self.slips[name] = error.message
            return False
        if isinstance(shown, float):
            value = float(f"{shown:.15g}")  # 0.15000000000000002 is 0.15, in the address too
        write = isinstance(shown, str) and not _plain(shown, value)
        self._set(name, value, write)
        return not (write or slipped)

    def _set(self, name: str, value: Any, write: bool = True) -> None:
        """A canonical value, and whether it has to be written into the widget."""
        if write and name in self.values:
            self.shown.setdefault(name, as_shown(self.params[name], self.values[name]))
        self.values[name] = value
        self.slips.pop(name, None)
        if write:
            st.session_state[self.key(name)] = as_shown(self.params[name], value)

    def show(self, name: str) -> str:
        """The widget's key, with its state in place: it is lost whenever the page isn't shown."""
        key = self.key(name)
        if key not in st.session_state:
            st.session_state[key] = as_shown(self.params[name], self.values[name])
        return key

    def labels(self, _: Translate) -> dict[str, str]:
        """Every hyperparameter's name as it stands beside its widget."""
        return {name: _(param.label) for name, param in self.params.items()}

    def changed(self) -> dict[str, tuple[Any, Any]]:
        """name → (the preset's value, the setting) where they differ."""
        start = self.base()
        chosen = self.values.items()
        return {name: (start[name], value) for name, value in chosen if value != start[name]}

    def effective(self) -> tuple[Config, list[Note]]:
        """The nearest configuration that makes sense, and which settings wait for another one to change."""
        config, messages = self.config.repaired(self.values)
        return config, [Note(message, self._instead(config, message)) for message in messages]

    def _instead(self, config: Config, message: Message) -> str:
        return self.params[message.param].format(getattr(config, message.param))


def _plain(text: str, value: Any) -> bool:
    """Whether nobody can read `text` as anything but `value`. It stays as it was typed: written back a
    moment later, it would fall on what is being typed by then."""
    try:
        return float(text) == value
    except ValueError:
        return text == value


def touch() -> None:
    """The viewer did something: this run's address may be a moment old and says nothing new."""
    st.session_state["touched"] = True


def untouched() -> bool:
    """Whether a script has run for all that the viewer did."""
    return not st.session_state.get("touched")


def touched() -> bool:
    """Whether the viewer did something since this was last asked."""
    return st.session_state.pop("touched", False)
