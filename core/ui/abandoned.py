"""Sessions whose browser has gone. Streamlit keeps them for a reconnection, each with an event loop of its
own (three handles), and lets go of them only when another one ends: here the clock does it."""

from __future__ import annotations

import asyncio
import time

from streamlit import runtime

KEPT = 60.0  # seconds for the browser to come back; a later one finds its run by its cookie
ROUND = 10.0  # seconds between two looks


class Abandoned:
    """Closes sessions that nobody is connected to."""

    def __init__(self, kept: float = KEPT) -> None:
        self._kept = kept
        self._since: dict[str, float] = {}  # session without a browser → when it was first seen so

    def sweep(self, now: float) -> None:
        if not runtime.exists():
            return
        server = runtime.get_instance()
        known = [info.session.id for info in server._session_mgr.list_sessions()]
        alone = [one for one in known if not server.is_active_session(one)]
        self._since = {one: self._since.get(one, now) for one in alone}
        for one, since in self._since.items():
            if now - since >= self._kept:
                server.close_session(one)

    async def sweep_on(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(ROUND)
            self.sweep(time.monotonic())
