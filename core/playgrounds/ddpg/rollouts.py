"""Episodes beside the training: the policy shows what it can do, and a viewer may try from the same start.

Both have environments of their own, made when somebody first asks, and draw nothing from the training's
generators.
"""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
from PIL import Image

from core.i18n import N_
from core.params import Message
from core.playgrounds.arguments import finite, index
from core.playgrounds.contract import ActError, Arrays
from core.playgrounds.ddpg.environment import Environment
from core.playgrounds.ddpg.renderer import Renderer, child

FIRST_SEED = 20_000  # of the demonstrations: none that an evaluation uses
WIDTH = 300  # pixels of a picture at scale 1
EVERY = 2  # a picture of every second step
QUALITY = 75
MOST_STEPS = 40
log = logging.getLogger(__name__)


class Episode:
    """One episode in a world of its own, a few steps at a time."""

    def __init__(self) -> None:
        self._world: Environment | None = None
        self._renderer: Renderer | None = None  # where pictures come from a process of their own
        self._total = 0.0
        self._over = True

    def go_on(
        self,
        like: Environment,
        number: int,
        steps: int,
        restart: bool,
        act: Callable[[Environment], np.ndarray],
        push: float,
        scale: float,
    ) -> tuple[dict[str, Any], Arrays]:
        """Up to `steps` steps of episode `number`; `act` gives an action [m] in −1…1. Raises ActError
        where the environment or its renderer fails: the training is not to suffer."""
        with self._guarded(like.name):
            world = self._own(like)
            if restart or world.time == 0:
                self._begin(world, number)
            world.physics(*like.factors)
            if push and not self._over:
                world.push(push)
            poses, actions = [], []
            rewards: list[float] = []
            pictures: list[bytes] = []
            while not self._over and len(rewards) < steps:
                outcome = world.step(act(world))
                self._total += outcome.reward
                self._over = outcome.over
                poses.append(world.pose)
                rewards.append(outcome.reward)
                actions.append(world.action)
                if like.spec.DRAWING == "picture" and (len(rewards) % EVERY == 0 or self._over):
                    pictures += self._pictured(world, scale)
            if self._renderer is not None:
                pictures = self._renderer.fetch()  # of some steps ago: nobody waits for them
            arrays = {
                "show.body": np.array(poses, np.float32).reshape(len(rewards), len(world.pose)),
                "show.reward": np.array(rewards, np.float32),
                "show.action": np.array(actions, np.float32).reshape(len(rewards), world.m),
            }
            if like.spec.DRAWING == "picture":
                arrays["show.frames"] = np.frombuffer(b"".join(pictures), np.uint8)
                arrays["show.sizes"] = np.array([len(picture) for picture in pictures], np.int32)
            said = {
                "number": number,
                "step": world.time,
                "return": self._total,
                "over": self._over,
                "unseen": self._renderer.unseen if self._renderer is not None else "",
            }
            return said, arrays

    def _begin(self, world: Environment, number: int) -> None:
        """Episode `number` begins, with nothing left of the one before."""
        world.begin(FIRST_SEED + number)
        self._total, self._over = 0.0, False
        if self._renderer is not None:
            self._renderer.restart()

    def _pictured(self, world: Environment, scale: float) -> list[bytes]:
        """The picture of now; none yet where another process makes it."""
        if self._renderer is None:
            return [_jpeg(world.env.render(), scale)]
        self._renderer.ask(world.spec.scene(world.env))
        return []

    def _own(self, like: Environment) -> Environment:
        """Its environment, made when it is first needed."""
        if self._world is None:
            os.environ.setdefault("SDL_VIDEODRIVER", "dummy")  # pygame is to look for no display
            drawn = like.spec.DRAWING == "picture" and not like.spec.APART
            self._world = Environment(like.name, *like.factors, drawn=drawn)
            if like.spec.APART and self._renderer is None:
                self._renderer = Renderer(child(like.name))
        return self._world

    @contextmanager
    def _guarded(self, name: str) -> Iterator[None]:
        """Whatever the environment or its renderer raises becomes an answer."""
        try:
            yield
        except Exception as error:
            log.warning("a demonstration of %s failed", name, exc_info=error)
            self._world = None
            values = {"error": f"{type(error).__name__}: {error}"[:200]}
            text = N_("The demonstration was stopped by an error: {error}.")
            raise ActError(Message("show", text, values)) from error


class Rollouts:
    """Where the policy shows itself and a viewer competes: the same starts for both."""

    def __init__(self) -> None:
        self.number = 0
        self._policy, self._hand = Episode(), Episode()

    def show(
        self, like: Environment, policy: Callable[[np.ndarray], np.ndarray], args: Mapping[str, Any]
    ) -> tuple[dict[str, Any], Arrays]:
        """`show {steps, restart, push, scale}`: the noise-free policy goes on."""
        steps, restart, scale = _common(args)
        push = finite(args, "push", 10.0) if "push" in args else 0.0
        self.number += restart

        def act(world: Environment) -> np.ndarray:
            return policy(world.seen[None])[0]

        return self._policy.go_on(like, self.number, steps, restart, act, push, scale)

    def play(self, like: Environment, args: Mapping[str, Any]) -> tuple[dict[str, Any], Arrays]:
        """`play {action, steps, restart, scale}`: the viewer's action, in the world's units, goes on."""
        steps, restart, scale = _common(args)
        action = like.unstretched(numbers(args, "action", like.m))
        return self._hand.go_on(like, self.number, steps, restart, lambda world: action, 0.0, scale)


def numbers(args: Mapping[str, Any], name: str, length: int) -> np.ndarray:
    """The list of `length` numbers called `name`, float32. Raises ActError."""
    values = args.get(name)
    if isinstance(values, list) and len(values) == length:
        return np.array([finite({name: value}, name, 1e6) for value in values], np.float32)
    text = N_("{name} = {value}: give a list of {length} numbers.")
    raise ActError(Message(name, text, {"name": name, "value": str(values)[:60], "length": length}))


def _common(args: Mapping[str, Any]) -> tuple[int, bool, float]:
    steps = index({"steps": 1} | dict(args), "steps", 1, MOST_STEPS)
    scale = min(max(finite({"scale": 1.0} | dict(args), "scale", 10.0), 0.2), 2.0)
    return steps, bool(args.get("restart")), scale


def _jpeg(pixels: np.ndarray, scale: float) -> bytes:
    """A picture [h, w, 3] as JPEG, `scale` · 300 pixels wide."""
    image = Image.fromarray(pixels)
    width = round(WIDTH * scale)
    image = image.resize(
        (width, round(width * image.height / image.width)),
        Image.Resampling.BILINEAR,
        reducing_gap=2,
    )
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()
