"""What a broken or ill-meant browser may send: messages, files and addresses, from a seed."""

from __future__ import annotations

import io
import json
import random
import string
import zipfile
from typing import Any
from urllib.parse import quote

import numpy as np
from PIL import Image

PROPER: list[dict[str, Any]] = [
    {"type": "watch", "panels": {"map": {}, "network": {}}, "visible": True},
    {"type": "ack", "n": 1},
    {"type": "play"},
    {"type": "pause"},
    {"type": "step", "n": 1},
    {"type": "epoch"},
    {"type": "gear", "gear": "smooth"},
    {"type": "set", "name": "lr", "value": 0.1},
    {"type": "seek", "step": 5, "line": 0, "before": False},
    {"type": "reset"},
    {"type": "probe", "id": 1, "name": "point", "args": {"x": 0.1, "y": 0.2}},
    {"type": "act", "id": 2, "name": "mute", "args": {"layer": 0, "unit": 1}},
    {"type": "trace", "id": 3},
]
VALUES: list[Any] = [
    None, True, False, 0, -1, 1e308, 10**400, 2**63, "", "lr", "../../etc/passwd", "\u2028", "\x00", [], {},
    [[[[]]]], {"type": {}}, "9" * 3000, "<script>", float("nan"), float("inf"), -0.0, "ä" * 500,
]  # fmt: skip
PATHS = ("learnscope/live", "learnscope/save", "learnscope/assets/x/style", "learnscope/assets/x/modules",
         "_stcore/health", "_stcore/upload_file/a/b", "media", "component/x", "healthz", "metrics",
         "mlp", "gan", "ddpg")  # fmt: skip


def message(dice: random.Random) -> str | bytes:
    """One message: most of them almost right."""
    way = dice.random()
    if way < 0.05:
        return dice.randbytes(dice.randrange(200))
    if way < 0.12:
        return "".join(chr(dice.randrange(1, 0xD7FF)) for _ in range(dice.randrange(100)))
    if way < 0.14:
        return "[" * dice.randrange(1, 9000) + "{" * dice.randrange(3)
    proper = dict(dice.choice(PROPER))
    for _ in range(dice.randrange(1, 4)):
        key = dice.choice(
            [*proper, "id", "args", "beat", "type", "".join(dice.choices("abc_", k=5))]
        )
        if dice.random() < 0.3:
            proper.pop(key, None)
        elif isinstance(proper.get(key), dict) and proper[key] and dice.random() < 0.7:
            inner = dice.choice([*proper[key]])
            proper[key] = {**proper[key], inner: dice.choice(VALUES)}
        else:
            proper[key] = dice.choice(VALUES)
    text = json.dumps(proper)
    if way < 0.25:
        return text[: dice.randrange(len(text) + 1)]
    if way < 0.3:
        at = dice.randrange(len(text))
        return text[:at] + dice.choice(string.printable) + text[at + 1 :]
    return text


def files() -> dict[str, bytes]:
    """Proper ones, by name: what is handed in here."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(40):
            archive.writestr(f"{'ab'[number % 2]}/{number}.png", _picture(number))
    rows = "x,y,kind\n" + "".join(f"{k},{k * k / 7:.3f},{'ab'[k % 2]}\n" for k in range(60))
    return {
        "table.csv": rows.encode(),
        "picture.png": _picture(0),
        "many.zip": packed.getvalue(),
        "words.txt": ("to be or not to be, " * 40).encode(),
    }


def _picture(number: int) -> bytes:
    grid, made = np.arange(192, dtype=np.uint8).reshape(8, 8, 3) * (number + 1), io.BytesIO()
    Image.fromarray(grid).save(made, "PNG")
    return made.getvalue()


def damaged(dice: random.Random, data: bytes) -> bytes:
    """The file with bytes changed, cut, doubled or put in."""
    made = bytearray(data)
    for _ in range(dice.randrange(1, 6)):
        at = dice.randrange(len(made) + 1)
        way = dice.randrange(4)
        if way == 0:
            del made[at : at + dice.randrange(40)]
        elif way == 1:
            made[at:at] = dice.randbytes(dice.randrange(40))
        elif way == 2 and at < len(made):
            made[at] ^= 1 << dice.randrange(8)
        else:
            made[at:at] = made[max(at - 60, 0) : at] * dice.randrange(4)
    return bytes(made)


def path(dice: random.Random) -> str:
    """A request's target: often below a path that there is."""
    parts = [dice.choice(PATHS)] if dice.random() < 0.8 else []
    for _ in range(dice.randrange(4)):
        parts.append(
            dice.choice(["..", "%2e%2e", "%00", "a" * 300, "%ff", "", "x.css", "%E2%80%A8", "{}"])
        )
    return "/" + "/".join(parts) + ("?" + query(dice) if dice.random() < 0.5 else "")


def query(dice: random.Random) -> str:
    """Settings of an address."""
    names = (
        "mlp.lr",
        "mlp.hidden",
        "mlp.dataset",
        "preset",
        "gear",
        "play",
        "upload",
        "panels",
        "lang",
        "run",
    )
    pairs = []
    for _ in range(dice.randrange(6)):
        value = dice.choice(VALUES)
        pairs.append(f"{dice.choice(names)}={quote(str(value)[:200])}")
    return "&".join(pairs)
