"""What the viewer asked for on one page, and what can be had of it.

A wish is kept as it was asked for, also while it contradicts another one: the configuration in effect is
the nearest that makes sense, and the wish comes true by itself once nothing stands against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from core.params import Config, Message, Param, Preset
from core.ui.address import Address, Note, base, declared, nearest

TEXTS = ("sizes", "choices")  # kinds that are typed, and kept as typed


class Wishes:
    """One page's wishes in the session's state; a widget's key is `PAGE.PARAM`."""

    def __init__(self, page: str, config: type[Config], presets: Sequence[Preset]) -> None:
        self.page, self.config, self.presets = page, config, presets
        self.params = declared(config)
        self.values: dict[str, Any] = st.session_state.setdefault(f"wishes.{page}", {})
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
        """Wish for `values` on the viewer's behalf; their widgets will show them."""
        for name, value in values.items():
            value = nearest(self.params[name], value)[0]
            self.values[name] = st.session_state[self.key(name)] = as_shown(
                self.params[name], value
            )

    def take(self, name: str) -> None:
        """The widget's value is the wish. Called by Streamlit when the viewer changed it."""
        touch()
        value, key = st.session_state[self.key(name)], self.key(name)
        if value is None:  # a number field that was emptied
            st.session_state[key] = self.values[name]
            return
        if isinstance(value, float):
            value = float(f"{value:.10g}")  # 0.1 − 0.01 is 0.09, and the address says so too
        self.values[name] = value

    def show(self, name: str) -> str:
        """The widget's key, with its state in place: it is lost whenever the page isn't shown."""
        key = self.key(name)
        if key not in st.session_state:
            st.session_state[key] = self.values[name]
        return key

    def slip(self, name: str) -> Note | None:
        """What is wrong with this wish taken by itself."""
        param = self.params[name]
        value, problem = nearest(param, self.values[name])
        return Note(problem, param.format(value)) if problem else None

    def changed(self) -> dict[str, tuple[Any, Any]]:
        """name → (the preset's value, the wish) where they differ."""
        start = self.base()
        wished = {name: nearest(param, self.values[name])[0] for name, param in self.params.items()}
        return {
            name: (start[name], value) for name, value in wished.items() if value != start[name]
        }

    def effective(self) -> tuple[Config, list[Note]]:
        """The nearest configuration that makes sense, and which wishes wait for another one to change."""
        wished = {name: nearest(param, self.values[name])[0] for name, param in self.params.items()}
        config, messages = self.config.repaired(wished)
        return config, [Note(message, self._instead(config, message)) for message in messages]

    def _instead(self, config: Config, message: Message) -> str:
        return self.params[message.param].format(getattr(config, message.param))


def as_shown(param: Param, value: Any) -> Any:
    """A canonical value as the parameter's widget holds it."""
    if param.kind in TEXTS:
        return param.format(value)
    return list(value) if isinstance(value, tuple) else value


def touch() -> None:
    """The viewer did something: this run's address may be a moment old and says nothing new."""
    st.session_state["touched"] = True


def touched() -> bool:
    return st.session_state.pop("touched", False)
