"""The picture frame: Streamlit draws the pages, one more route carries what moves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from core.live.cookie import ViewerCookie
from core.live.route import routes

base = st.get_option("server.baseUrlPath").strip("/")
base = f"/{base}" if base else ""


def _engine() -> Any:
    """The engine with its thread running; importing it loads torch."""
    from core.training.engine import engine

    engine().warm_up()
    return engine()


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Healthy means ready: torch is loaded before the first visitor is let in."""
    engine = await asyncio.to_thread(_engine)
    yield
    await asyncio.to_thread(engine.close)


app = st.App(
    Path(__file__).parent / "core" / "ui" / "shell.py",
    routes=routes(base, st.get_option("server.corsAllowedOrigins")),
    middleware=[Middleware(ViewerCookie, path=base or "/")],
    lifespan=lifespan,
)
