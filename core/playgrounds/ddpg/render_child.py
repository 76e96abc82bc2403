"""The process that draws a MuJoCo world: `python -m core.playgrounds.ddpg.render_child ENV`.

Standard input: scenes, each a count (u4) and so many f8, positions and then velocities of all joints.
Standard output: for each a length (u4) and a JPEG. It ends with its input, and by itself when nobody has
asked for IDLE seconds. Whatever the renderer does to this process, the one that trains goes on: renderer.py.
"""

from __future__ import annotations

import contextlib
import io
import os
import select
import struct
import sys
from typing import BinaryIO

import gymnasium
import numpy as np
from PIL import Image

IDLE = 60.0  # seconds
WIDTH, HEIGHT, QUALITY = 400, 300, 75


def main(name: str) -> None:
    frames = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no picture
    os.nice(5)  # training comes first
    env = gymnasium.make(
        name, disable_env_checker=True, render_mode="rgb_array", width=WIDTH, height=HEIGHT
    ).unwrapped
    env.reset(seed=0)
    scenes = os.fdopen(os.dup(0), "rb", buffering=0)
    while select.select([scenes], [], [], IDLE)[0]:
        head = exactly(scenes, 4)
        if head is None:
            break
        scene = np.frombuffer(exactly(scenes, 8 * struct.unpack("<I", head)[0]) or b"", "<f8")
        joints = env.model.nq  # type: ignore[attr-defined]
        env.set_state(scene[:joints], scene[joints:])  # type: ignore[attr-defined]
        picture = io.BytesIO()
        Image.fromarray(np.asarray(env.render(), np.uint8)).save(picture, "JPEG", quality=QUALITY)
        frames.write(struct.pack("<I", picture.tell()) + picture.getvalue())
        frames.flush()


def exactly(file: BinaryIO, count: int) -> bytes | None:
    """`count` bytes, None where the input has ended."""
    found = b""
    while len(found) < count:
        more = file.read(count - len(found))
        if not more:
            return None
        found += more
    return found


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        main(sys.argv[1])
