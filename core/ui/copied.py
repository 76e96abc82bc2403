"""“Take a copy” on a watcher's page: the run of a broadcast, from this moment on one's own, paused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.i18n import N_
from core.live.broadcast.broadcast import broadcasts
from core.params import Message, ParamError, Translate
from core.ui.saved_run import opened
from core.ui.words import plain

if TYPE_CHECKING:
    from core.training.packed import Packed
    from core.training.places import Trained

ASKED, PROBLEM = "copy", "copied.problem"  # in the address, and in the session's state
PATIENCE = 30.0  # seconds that a step may take before the run can be copied
GONE = N_("There is nothing to copy: the broadcast has ended. Here is a run of your own.")
SLOW = N_("The run could not be copied: its step takes too long. Try again later.")


def take_copy(page: str, _: Translate) -> None:
    """Where the address asks for the copy of a broadcast, makes it this session's run; it asks once."""
    name = st.query_params.get(ASKED)
    if name is None:
        return
    del st.query_params[ASKED]
    try:
        found = copied(name, page)
        st.session_state[f"address.{found}"] = st.query_params.to_dict()
    except ParamError as error:
        st.warning(plain(error.message.say(_)), icon=":material/content_copy:")


def copied(name: str, page: str) -> str:
    """The page of the copy, which is its session's run now. ParamError where there can be none."""
    from core.data.uploads import claimed
    from core.saved.file import to_bytes

    broadcast = broadcasts().get(name[:60])
    if broadcast is None or page != broadcast.run.algorithm_class.NAME:
        raise ParamError(Message(ASKED, GONE), "")
    packed, owner = packed_by(broadcast.run), broadcast.owner
    return opened(to_bytes(packed, lambda upload: claimed(upload, owner)))


def packed_by(run: Trained) -> Packed:
    """What the thread that trains makes of the run once it comes to it, between two steps."""
    try:
        return run.copy(PATIENCE)[0]
    except TimeoutError:
        raise ParamError(Message(ASKED, SLOW), "") from None
    except ParamError:
        raise ParamError(Message(ASKED, GONE), "") from None
