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

    @classmethod
    def set(cls) -> Settings:
        """LEARNSCOPE_STORE, LEARNSCOPE_STORE_EVERY, LEARNSCOPE_STORE_DAYS and LEARNSCOPE_STORE_MB."""
        url = os.environ.get("LEARNSCOPE_STORE", "").strip()
        return cls(
            url="" if url.lower() == "off" else url or _default(),
            every=number("LEARNSCOPE_STORE_EVERY", cls.every, least=0.1),
            days=number("LEARNSCOPE_STORE_DAYS", cls.days),
            megabytes=number("LEARNSCOPE_STORE_MB", cls.megabytes),
        )


def _default() -> str:
    """A file among the user's own."""
    import platformdirs  # seldom needed

    return f"sqlite:///{platformdirs.user_state_path('learnscope') / 'runs.db'}"
