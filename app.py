"""The picture frame: Streamlit draws the pages, one more route carries what moves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from core.live.cookie import ViewerCookie
from core.live.origin import FileFromFrame, ReadableOrigin
from core.live.preload import Preload, links
from core.live.route import routes
from core.ui.failure import show_failure

base = st.get_option("server.baseUrlPath").strip("/")
base = f"/{base}" if base else ""


def _engine() -> Any:
    """The engine with its thread running, and imported whatever a page's script will ask for."""
    from core.training.engine import engine
    from core.ui.warm import warm_up

    warm_up()
    return engine()


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Healthy means ready: nothing has to be imported once the first visitor is let in."""
    engine = await asyncio.to_thread(_engine)
    yield
    await asyncio.to_thread(engine.close)


app = st.App(
    Path(__file__).parent / "core" / "ui" / "shell.py",
    routes=routes(base, st.get_option("server.corsAllowedOrigins")),
    middleware=[
        Middleware(ReadableOrigin),
        Middleware(FileFromFrame),
        Middleware(ViewerCookie, path=base or "/"),
        Middleware(Preload, links=partial(links, base)),
    ],
    lifespan=lifespan,
    on_script_error=show_failure,
)
