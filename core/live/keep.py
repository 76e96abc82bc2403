"""The present run under a name in the library: packed as a saved one is, with a picture from the browser."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
import math
import secrets
import time
from typing import TYPE_CHECKING, Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from core.i18n import N_
from core.live.cookie import lasting, viewer_of
from core.live.save import PATIENCE, Saver, packed_of
from core.live.thumbnail import thumbnail
from core.params import Message, ParamError, Translate
from core.training.library import Shelved, named

if TYPE_CHECKING:
    from core.training.library import Library
    from core.training.packed import Packed
    from core.training.places import Trained

LARGEST = 400_000  # bytes of a request
OFF = N_("This server keeps no library of runs. “Save” gives you the run as a file.")
BAD = N_("This was no request to keep a run.")


class KeepRun(Saver):
    """The route; a run is kept for one request at a time."""

    def __init__(self, path: str) -> None:
        """`path`: of the cookie."""
        super().__init__()
        self._path = path

    async def answer(self, request: Request, run: Trained, viewer: str, say: Translate) -> Response:
        from core.training.engine import engine

        library = engine().library
        if library is None:
            raise _bad(OFF)
        name, picture = _told(await _body(request))
        packed, _ = await asyncio.wait_for(packed_of(run), PATIENCE)
        kept = await asyncio.to_thread(_keep, library, viewer, name, picture, packed)
        # Where the browser keeps no cookie, its page's token is all that leads to the library.
        lasts = viewer_of(request.headers.get("cookie", "")) == viewer
        answer = {"id": kept.id, "name": kept.name, "lasts": lasts}
        headers = {"cache-control": "no-store"}
        if lasts:
            headers["set-cookie"] = lasting(viewer, request.scope, self._path)
        return JSONResponse(answer, headers=headers)


async def _body(request: Request) -> Any:
    """JSON of bounded length; a page of another site can't send any without asking first."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise _bad(BAD)
    found = b""
    try:
        async for part in request.stream():
            found += part
            if len(found) > LARGEST:
                raise _bad(BAD)
        return json.loads(found)
    except (ValueError, RecursionError, ClientDisconnect):
        raise _bad(BAD) from None


def _told(asked: Any) -> tuple[str, bytes]:
    """The name, and the picture as the browser sent it; b"" where that can't be read."""
    if not isinstance(asked, dict) or not isinstance(asked.get("name"), str):
        raise _bad(BAD)
    picture = asked.get("picture")
    text = picture.partition(",")[2] if isinstance(picture, str) else ""  # data:image/webp;base64,…
    try:
        return named(asked["name"]), base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return named(asked["name"]), b""


def _keep(library: Library, viewer: str, name: str, picture: bytes, packed: Packed) -> Shelved:
    from core.data.uploads import claimed
    from core.saved.file import to_bytes

    file = to_bytes(packed, lambda upload: claimed(upload, viewer))
    run = shelved(name, packed, len(file), thumbnail(picture) if picture else b"")
    library.keep(viewer, run, file)
    return run


def shelved(name: str, packed: Packed, size: int, picture: bytes = b"") -> Shelved:
    """What the library says of a run."""
    return Shelved(
        id=secrets.token_urlsafe(12),
        name=name,
        algorithm=packed.algorithm,
        config=packed.values,
        latest={
            metric: value if math.isfinite(value) else None
            for metric, value in packed.facts["latest"].items()
        },
        step=packed.step,
        kept=time.time(),
        size=size,
        picture=picture,
        deleted=0.0,
    )


def _bad(text: str) -> ParamError:
    return ParamError(Message("library", text), "")
