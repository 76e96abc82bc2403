"""The picture frame: Streamlit draws the pages, one more route carries what moves."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from core.live.cookie import ViewerCookie
from core.live.doorkeeper import Doorkeeper
from core.live.gate import AllowedHosts, SecurityHeaders, frame_rule, host_names
from core.live.handshakes import FirstWord, limit_requests
from core.live.origin import FileFromFrame, OwnOrigin
from core.live.preload import Preload, links
from core.live.route import routes
from core.operation import log
from core.operation.access import OwnFigures, networks
from core.operation.route import routes as looked_at
from core.places import problem
from core.ui.abandoned import Abandoned
from core.ui.failure import show_failure

if not_chosen := problem():
    sys.exit(not_chosen)
base = st.get_option("server.baseUrlPath").strip("/")
base = f"/{base}" if base else ""
origins = st.get_option("server.corsAllowedOrigins")


def _engine() -> Any:
    """Where runs are trained, and imported whatever a page's script will ask for."""
    from core.places import NotBegunError, begin
    from core.store import start
    from core.ui.warm import warm_up

    try:
        engine = begin(start)
    except NotBegunError as error:
        print(error, file=sys.stderr, flush=True)
        os._exit(1)  # an exception would be reported with all that it came through
    warm_up(engine)
    return engine


def _full() -> bool:
    """Whether there is no room even in the line of those who wait."""
    from core.training.engine import engine

    return engine().full


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Healthy means ready: nothing has to be imported once the first visitor is let in."""
    log.begin()
    engine = await asyncio.to_thread(_engine)
    limit_requests(AutoHTTPProtocol)
    sweeping = asyncio.create_task(Abandoned().sweep_on(), name="learnscope-abandoned")
    log.say("the server is ready")
    yield
    sweeping.cancel()
    log.say("the server ends with %d runs", len(engine.ids))
    await asyncio.to_thread(engine.close)


app = st.App(
    Path(__file__).parent / "core" / "ui" / "shell.py",
    routes=[*routes(base, origins), *looked_at(base)],
    middleware=[
        Middleware(SecurityHeaders, policy=frame_rule(os.environ.get("LEARNSCOPE_FRAMES", ""))),
        Middleware(AllowedHosts, names=host_names(os.environ.get("LEARNSCOPE_HOSTS", ""))),
        Middleware(
            OwnFigures, allowed=networks(os.environ.get("LEARNSCOPE_METRICS", "")), base=base
        ),
        Middleware(OwnOrigin, allowed=origins if st.get_option("server.enableCORS") else None),
        Middleware(FileFromFrame),
        Middleware(Doorkeeper, full=_full),
        Middleware(ViewerCookie, path=base or "/"),
        Middleware(FirstWord),
        Middleware(Preload, links=partial(links, base)),
    ],
    lifespan=lifespan,
    on_script_error=show_failure,
)
