"""A race of optimisers on one clock: one surface, one start, one gradient each per step.

Every optimiser has its own parameters (x₁, x₂) and walks down the same loss f:

    gradient     g = ∇f(x₁, x₂), by hand (surfaces.py); noisy for some
    learning     η = lr · factor of the optimiser · factor of the schedule
    update       its own rule, from core/nn/optimisers.py

Who leaves the neighbourhood of the picture has exploded and takes no more steps; the others go on. A step
is one update of everybody.

Metrics, per optimiser NAME of those that take part: `train_loss.NAME` (the loss where it is) and
`distance.NAME` (to the nearest minimum); and `lr_now`, the common learning rate as the schedule has it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, ClassVar

import torch
from torch import Tensor

from core import params
from core.i18n import N_
from core.nn.dense import streams
from core.params import Message
from core.playgrounds.arguments import finite
from core.playgrounds.contract import (
    ActError,
    Algorithm,
    Args,
    Arrays,
    Scalars,
    Stage,
    State,
    Trace,
)
from core.playgrounds.optimizers import views
from core.playgrounds.optimizers.config import RUNNERS, OptimizersConfig
from core.playgrounds.optimizers.cost import cost
from core.playgrounds.optimizers.paths import Paths
from core.playgrounds.optimizers.presets import PRESETS
from core.playgrounds.optimizers.runner import Runner
from core.playgrounds.optimizers.schedules import factor
from core.playgrounds.optimizers.surfaces import surface

FAR = 10.0  # pictures away from the middle: whoever is farther out has exploded
OFTEN = 10  # steps from one evaluation to the next


class Optimizers(Algorithm):
    """Everybody who takes part, the surface, and where all have been."""

    NAME = "optimizers"
    LABEL = N_("Optimisers")
    UNIT = N_("update of each")
    Config: ClassVar[type[params.Config]] = OptimizersConfig
    PRESETS = PRESETS
    COST = staticmethod(cost)
    VIEWS, STATIC, METRICS = views.VIEWS, views.STATIC, views.METRICS

    config: OptimizersConfig

    def __init__(self, config: OptimizersConfig, device: torch.device | str = "cpu") -> None:
        self.config, self.device = config, torch.device(device)
        (self._rng,) = streams(config.seed, 1)
        self.surface = surface(config.surface, config.conditioning, config.rotation)
        self.start = torch.tensor(self.surface.start, dtype=torch.float64)  # [2]
        self.runners = [Runner(name, self.start) for name in config.optimizers]
        self.paths = Paths(len(self.runners))
        self.steps = self.raced = 0  # since the build, and since the last start
        self._left: dict[str, tuple[int, Message]] = {}
        self._story = Trace()
        self._take_live_values()
        self.paths.add(self.points)

    # ---- learning ---------------------------------------------------------------------------
    def step(self) -> Scalars:
        """One update of everybody who is still there."""
        c = self.config
        noise = (
            torch.randn(2, generator=self._rng, dtype=torch.float64) * c.noise
        )  # for all the same
        lr = c.lr * factor(c.schedule, self.raced, c.schedule_steps)
        self.steps += 1
        self.raced += 1
        for runner in self.runners:
            if runner.name not in self._left:
                slope = self._slope(runner, noise)
                self._story.tell("gradient", member=slope)
                runner.update(slope, lr * self._factors[runner.name], c.weight_decay)
                self._look_after(runner)
        self.paths.add(self.points)
        self._story.tell("update", points=self.points)
        return {"lr_now": lr, **self.evaluate()}

    def _slope(self, runner: Runner, noise: Tensor) -> Tensor:
        """The gradient where the runner is, [2], with noise where it feels any."""
        x, y = runner.theta.tolist()
        slope = torch.tensor(self.surface.slope(x, y), dtype=torch.float64)
        return slope.add_(noise) if runner.name in self._noisy else slope

    def _look_after(self, runner: Runner) -> None:
        """Whether the runner is still near the picture."""
        low, high = self.surface.low, self.surface.high
        middle = (low + high) / 2
        x, y = runner.theta.tolist()
        if max(abs(x - middle), abs(y - middle)) <= FAR * (high - low):  # not-a-number is not
            return
        text = N_("it was at x₁ = {x1}, x₂ = {x2}, with learning rate {lr}.")
        seen = {"x1": f"{x:.3g}", "x2": f"{y:.3g}", "lr": f"{runner.lr:.3g}"}
        self._left[runner.name] = self.steps, Message(runner.name, text, seen)

    @property
    def points(self) -> list[list[float]]:
        """Where everybody is, [n][2]; not-a-number for who has left."""
        gone = [math.nan, math.nan]
        return [gone if r.name in self._left else r.point.tolist() for r in self.runners]

    def configure(self, config: params.Config) -> None:
        assert isinstance(config, OptimizersConfig)
        self.config = config
        self._take_live_values()

    def _take_live_values(self) -> None:
        c = self.config
        for runner in self.runners:
            runner.configure(c)
        self._factors = {name: float(getattr(c, f"factor_{name}")) for name in c.optimizers}
        felt = set(c.optimizers) - {"gd"} if c.noisy == "all" else {"sgd"}
        self._noisy = felt if c.noise else set()

    # ---- how well ---------------------------------------------------------------------------
    def evaluate(self) -> Scalars:
        """Loss and distance of everybody; not-a-number for who has left."""
        found: Scalars = {}
        for runner, (x, y) in zip(self.runners, self.points, strict=True):
            gone = runner.name in self._left
            found[f"train_loss.{runner.name}"] = math.nan if gone else self.surface.value(x, y)
            found[f"distance.{runner.name}"] = math.nan if gone else self.surface.distance(x, y)
        return found

    @property
    def evaluate_now(self) -> bool:
        return self.steps % OFTEN == 0

    @property
    def members(self) -> Mapping[str, str]:
        return {name: RUNNERS[name] for name in self.config.optimizers}

    @property
    def left(self) -> Mapping[str, tuple[int, Message]]:
        return self._left

    # ---- to look at ---------------------------------------------------------------------------
    def describe(self) -> dict[str, Any]:
        return views.describe(self)

    def static_views(self) -> Arrays:
        return {"heights": self.surface.heights()}

    def place(self, args: Args) -> dict[str, Any]:
        """`place {x1, x2}`: everybody begins again there, with nothing remembered."""
        low, high = self.surface.low, self.surface.high
        start = [finite(args, name, 1e6) for name in ("x1", "x2")]
        for name, value in zip(("x1", "x2"), start, strict=True):
            if not low <= value <= high:
                values = {"name": name, "value": f"{value:.4g}", "low": low, "high": high}
                text = N_("{name} = {value} is outside the picture: give a number in {low}…{high}.")
                raise ActError(Message(name, text, values))
        old = self.start.tolist()
        self.start = torch.tensor(start, dtype=torch.float64)
        self._left, self.raced = {}, 0
        for runner in self.runners:
            runner.begin(self.start)
        self.paths.begin()
        self._take_live_values()
        self.paths.add(self.points)
        return {"name": N_("start"), "old": _told(old), "new": _told(start)}

    ACTS: ClassVar = {"place": place}

    def trace(self) -> list[Stage]:
        """The gradients, and where the updates have led."""
        return self._story.of(self.step)

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> State:
        gone = {n: [s, m.param, m.text, dict(m.values)] for n, (s, m) in self._left.items()}
        return State.of(
            {
                "runners": [runner.state() for runner in self.runners],
                "paths": self.paths.state(),
                "start": self.start,
                "steps": self.steps,
                "raced": self.raced,
                "left": gone,
                "rng": self._rng.get_state(),
                "live": self._live(),
            }
        )

    def load_state(self, state: State) -> None:
        """Takes over the live values of that time too."""
        kept = state.tree()
        self._take_live(kept["live"])
        for runner, one in zip(self.runners, kept["runners"], strict=True):
            runner.load_state(one)
        self.paths.load_state(kept["paths"])
        self.start, self.steps, self.raced = kept["start"], kept["steps"], kept["raced"]
        self._left = {n: (s, Message(*rest)) for n, (s, *rest) in kept["left"].items()}
        self._rng.set_state(kept["rng"])


def _told(place: list[float]) -> str:
    return ", ".join(f"{value:z.3g}" for value in place)
