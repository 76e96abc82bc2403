"""A race of optimisers on one clock: one loss, one start, one gradient each per step.

Every optimiser has its own parameters theta and walks down the same loss f, a surface of two parameters
(surfaces.py) or that of a small network with all of its weights (network.py):

    gradient     g = ∇f(theta), by hand; noisy for some
    learning     η = lr · factor of the optimiser · factor of the schedule
    update       its own rule, from core/nn/optimisers.py

Who leaves the neighbourhood of the picture has exploded and takes no more steps; the others go on. A step
is one update of everybody.

Metrics, per optimiser NAME of those that take part: `train_loss.NAME` (the loss where it is), on surfaces
`distance.NAME` (to the nearest minimum), on the network `evaluations.NAME` (gradients over all points so
far); now and then `sharpness.NAME` and `limit.NAME`, as in core/nn/sharpness.py; and `lr_now`, the common
learning rate.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import torch

from core import params
from core.i18n import N_
from core.nn.dense import streams
from core.nn.sharpness import LIMITS, hessian, top_eigenvalue
from core.params import Message
from core.playgrounds.arguments import finite, index
from core.playgrounds.contract import (
    ActError,
    Algorithm,
    Args,
    Scalars,
    Stage,
    State,
    Trace,
)
from core.playgrounds.optimizers import views
from core.playgrounds.optimizers.config import NETWORK, RUNNERS, OptimizersConfig
from core.playgrounds.optimizers.cost import cost
from core.playgrounds.optimizers.landscape import Formula, Landscape
from core.playgrounds.optimizers.presets import PRESETS
from core.playgrounds.optimizers.race import Race
from core.playgrounds.optimizers.runner import Runner
from core.playgrounds.optimizers.schedules import factor
from core.playgrounds.optimizers.weights import Weights

KEPT = 4  # races that a placed start has ended and that can be taken up again


class Optimizers(Algorithm):
    """Everybody who takes part, the loss, and where all have been."""

    NAME = "optimizers"
    LABEL = N_("Optimisers")
    UNIT = N_("update of each")
    AUTOGRAD = False
    Config: ClassVar[type[params.Config]] = OptimizersConfig
    PRESETS = PRESETS
    COST = staticmethod(cost)
    VIEWS, METRICS = views.VIEWS, views.METRICS

    config: OptimizersConfig

    def __init__(self, config: OptimizersConfig, device: torch.device | str = "cpu") -> None:
        self.config, self.device = config, torch.device(device)
        self._rng, fresh = streams(config.seed, 2)
        network = config.surface == NETWORK
        self.landscape: Landscape = Weights(config, fresh) if network else Formula(config)
        self.race = Race(self.landscape, config.taking, config.schedule_steps)
        self.before: list[State] = []  # races before a start was placed, the last one last
        self.steps = 0  # since the build
        self.work = dict.fromkeys(config.taking, 0.0)  # gradients over all points, since the build
        self._story = Trace()
        self._take_live_values()

    # ---- learning ---------------------------------------------------------------------------
    def step(self) -> Scalars:
        """One update of everybody who is still there."""
        c, race, here = self.config, self.race, self.race.here
        drawn = self.landscape.drawn(self._rng, c)
        lr = self._rate
        if here:
            noisy = np.array([runner.name in self._noisy for runner in here])
            thetas = torch.stack([runner.theta for runner in here]).numpy()
            slopes = torch.from_numpy(self.landscape.felt(thetas, noisy, drawn))
            for runner, slope, feels in zip(here, slopes, noisy, strict=True):
                self._story.tell("gradient", member=slope)
                runner.update(slope, lr * self._factors[runner.name], c.weight_decay)
                self.work[runner.name] += self.landscape.work(c) if feels else 1.0
        self.steps += 1
        points = race.went_on(self.steps, c.plane)
        self._story.tell("update", points=points)
        losses = race.losses(points)
        if c.schedule == "range_test" and race.raced <= c.schedule_steps:
            race.tested.add(np.array([runner.lr for runner in race.runners]), losses)
        return {"lr_now": lr, **self._told(points, losses)}

    @property
    def _rate(self) -> float:
        """The common learning rate of the next step."""
        c = self.config
        return c.lr * factor(c.schedule, self.race.raced, c.schedule_steps)

    def configure(self, config: params.Config) -> None:
        """A range test begins anew at the start when what it goes through is changed."""
        assert isinstance(config, OptimizersConfig)
        changed = config.difference(self.config).keys()
        self.config = config
        if "plane" in changed:
            self.race.look_anew(config.plane)
        if config.schedule == "range_test" and changed & {"schedule", "schedule_steps", "lr"}:
            self.race.begin(self.race.start, config.schedule_steps)
        self._take_live_values()

    def _take_live_values(self) -> None:
        c = self.config
        for runner in self.race.runners:
            runner.configure(c)
        self._factors = {name: float(getattr(c, f"factor_{name}")) for name in c.taking}
        felt = set(c.taking) - {"gd"} if c.noisy == "all" else {"sgd"}
        self._noisy = felt if c.noise or c.surface == NETWORK else set()

    # ---- how well ---------------------------------------------------------------------------
    def _told(self, points: np.ndarray, losses: np.ndarray) -> Scalars:
        """What every step tells of everybody; not-a-number for who has left."""
        found: Scalars = {}
        for runner, loss, point in zip(self.race.runners, losses, points, strict=True):
            name = runner.name
            found[f"train_loss.{name}"] = float(loss)
            if self.config.surface == NETWORK:
                found[f"evaluations.{name}"] = math.nan if name in self.left else self.work[name]
            else:
                found[f"distance.{name}"] = self.landscape.distance(point)
        return found

    def evaluate(self) -> Scalars:
        """Also how sharp the loss is where those are for whom a limit is known."""
        points = self.race.points
        found = self._told(points, self.race.losses(points))
        for runner in self.race.runners:
            if runner.name not in LIMITS:
                continue
            gone, limit = runner.name in self.left, LIMITS[runner.name](self.config.momentum)
            lr = max(self._rate * self._factors[runner.name], 1e-12)
            found[f"sharpness.{runner.name}"] = math.nan if gone else self._sharpness(runner)
            found[f"limit.{runner.name}"] = math.nan if gone else limit / lr
        return found

    def _sharpness(self, runner: Runner) -> float:
        return top_eigenvalue(hessian(self.landscape.slopes, runner.theta.numpy()))

    @property
    def evaluate_now(self) -> bool:
        return self.steps % self.landscape.often == 0 or self._over

    @property
    def _over(self) -> bool:
        return (
            self.config.schedule == "range_test" and self.race.raced == self.config.schedule_steps
        )

    def finished(self, metrics: Mapping[str, float]) -> Message | None:
        """A range test ends where it has reached its highest rate."""
        if not self._over:
            return None
        return Message(
            "schedule", N_("The range test is over: see which learning rates are usable.")
        )

    @property
    def members(self) -> Mapping[str, str]:
        return {name: RUNNERS[name] for name in self.config.taking}

    @property
    def left(self) -> Mapping[str, tuple[int, Message]]:
        return self.race.left

    def notes(self) -> list[Message]:
        """Who has left; and who takes no part because there is no matrix here."""
        absent = [name for name in self.config.optimizers if name not in self.config.taking]
        text = N_(
            "{muon} takes no part: it turns matrices of weights, and two parameters are none."
        )
        idle = [Message("optimizers", text, {"muon": Message(n, RUNNERS[n])}) for n in absent]
        return [*super().notes(), *idle]

    # ---- to look at ---------------------------------------------------------------------------
    def describe(self) -> dict[str, Any]:
        return views.describe(self)

    def place(self, args: Args) -> dict[str, Any]:
        """`place {x1, x2, plane}`: everybody begins again there, with nothing remembered.

        `plane`, if given, is the key of the plane that was meant: refused where there is another by now.
        """
        plane = self.race.plane
        if index(args, "plane", 0, 2**32 - 1, plane.key) != plane.key:
            text = N_("The picture has just moved to another plane: place the start again.")
            raise ActError(Message("plane", text))
        at = [finite(args, name, 1e6) for name in ("x1", "x2")]
        for name, value in zip(("x1", "x2"), at, strict=True):
            if not plane.low <= value <= plane.high:
                values = {"low": plane.low, "high": plane.high}
                text = N_("{name} = {value} is outside the picture: give a number in {low}…{high}.")
                raise ActError(
                    Message(name, text, values | {"name": name, "value": f"{value:.4g}"})
                )
        self.before = [*self.before, State.of(self.race.state())][-KEPT:]
        old = self._start
        self.race.begin(torch.from_numpy(plane.lifted(np.array(at))), self.config.schedule_steps)
        self._take_live_values()
        return {"name": N_("start"), "old": old, "new": self._start}

    def undo_start(self, args: Args) -> dict[str, Any]:
        """`undo_start {}`: the race that the last placed start has ended goes on."""
        if not self.before:
            raise ActError(Message("undo_start", N_("There is no placed start to take back.")))
        old = self._start
        self.race.load_state(self.before.pop().tree())
        self.race.look_anew(self.config.plane)
        return {"name": N_("start"), "old": old, "new": self._start}

    @property
    def _start(self) -> str:
        """Where on the plane the start is."""
        place = self.race.plane.at(self.race.start.numpy()).tolist()
        return ", ".join(f"{value:z.3g}" for value in place)

    ACTS: ClassVar = {"place": place, "undo_start": undo_start}

    def trace(self) -> list[Stage]:
        """The gradients, and where the updates have led."""
        return self._story.of(self.step)

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> State:
        return State.of(
            {
                "race": self.race.state(),
                "before": [race.tree() for race in self.before],
                "steps": self.steps,
                "work": self.work,
                "rng": self._rng.get_state(),
                "live": self._live(),
            }
        )

    def load_state(self, state: State) -> None:
        """Takes over the live values of that time too."""
        kept = state.tree()
        self._take_live(kept["live"])
        self.race.load_state(kept["race"])
        self.before = [State.of(race) for race in kept["before"]]
        self.steps, self.work = kept["steps"], kept["work"]
        self._rng.set_state(kept["rng"])
