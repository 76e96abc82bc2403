"""Runs on disk, so that they outlive the server: what is written, when, and how it is found again.

Nothing here is imported before `start` is called, but for the settings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.store.settings import Settings

if TYPE_CHECKING:
    from core.store.keeper import Store
    from core.training.places import Place


def start(
    engine: Place, settings: Settings | None = None, server: int | str | None = None
) -> Store | None:
    """Has the runs of `engine` kept, as the environment says; None where they are not to be. `server`: the
    process that this one trains for, by its number or its name (server.py); that one cleans the store."""
    settings = settings or Settings.set()
    if not settings.url:
        return None
    from core.store.keeper import Store
    from core.store.server import stand_for

    if server is not None:
        stand_for(server)
    store = Store(settings, lambda: engine.ids, cleans=server is None)
    engine.keeper, engine.library = store, store.library
    return store
