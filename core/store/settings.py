"""Where runs are kept, how often they are written, and what is cleaned away: the environment's settings."""

from __future__ import annotations

import os
from dataclasses import dataclass

from core.training.environment import number

MB = 1e6


@dataclass(frozen=True)
class Settings:
    url: str  # of a database, as SQLAlchemy reads it; "" where nothing is to be kept
    every: float = 5.0  # seconds between two writings of a run
    days: float = 7.0  # that a run is kept which nobody has looked at since
    megabytes: float = 500.0  # of all runs
    library_each: float = 50.0  # named runs of one browser,
    library_each_megabytes: float = 200.0  # and their size
    library_megabytes: float = 2000.0  # of all named runs
    library_days: float = 180.0  # that a named run is kept which nobody has opened since

    @classmethod
    def set(cls) -> Settings:
        """LEARNSCOPE_STORE and what begins with it, and LEARNSCOPE_LIBRARY and what begins with that."""
        url = os.environ.get("LEARNSCOPE_STORE", "").strip()
        return cls(
            url="" if url.lower() == "off" else url or _default(),
            every=number("LEARNSCOPE_STORE_EVERY", cls.every, least=0.1),
            days=number("LEARNSCOPE_STORE_DAYS", cls.days),
            megabytes=number("LEARNSCOPE_STORE_MB", cls.megabytes),
            library_each=number("LEARNSCOPE_LIBRARY", cls.library_each),
            library_each_megabytes=number("LEARNSCOPE_LIBRARY_EACH_MB", cls.library_each_megabytes),
            library_megabytes=number("LEARNSCOPE_LIBRARY_MB", cls.library_megabytes),
            library_days=number("LEARNSCOPE_LIBRARY_DAYS", cls.library_days),
        )


def _default() -> str:
    """A file among the user's own."""
    import platformdirs  # seldom needed

    return f"sqlite:///{platformdirs.user_state_path('learnscope') / 'runs.db'}"
