"""What an algorithm promises: it learns in `step()` and is looked at through everything else.

Whatever decides the course of a run is in `state()`: after `load_state` it goes on bit for bit as before.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
import torch

from core import params
from core.i18n import N_
from core.params import Message, Preset
from core.playgrounds.cost import Cost
from core.playgrounds.declared import (
    Array,
    Arrays,
    Metric,
    Options,
    Page,
    Panel,
    UndeclaredError,
    View,
)
from core.playgrounds.stages import Stage, Trace, as_array
from core.playgrounds.state import State

Scalars = dict[str, float | torch.Tensor]  # a name → a float or a 0-d tensor
Wanted = Mapping[str, Options]  # a view's name → what one viewer wants of it
Args = Mapping[str, Any]  # what comes along with a probe or an act
Answer = tuple[dict[str, Any], Arrays]  # JSON, and arrays


class ActError(ValueError):
    """A probe or an act with arguments that make no sense; `message` is a sentence for the viewer."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.say())
        self.message = message


class Algorithm(ABC):
    """One algorithm being trained. Not thread-safe: only the training thread touches it."""

    NAME: ClassVar[str]
    LABEL: ClassVar[str]
    UNIT: ClassVar[str]  # what one step is, in the field's terms
    Config: ClassVar[type[params.Config]]
    PRESETS: ClassVar[Sequence[Preset]]
    VIEWS: ClassVar[Mapping[str, View]]
    STATIC: ClassVar[Mapping[str, Array]] = {}  # the arrays of `static_views`
    METRICS: ClassVar[Mapping[str, Metric]]
    COST: ClassVar[staticmethod[[Any], Cost]]
    PROBES: ClassVar[Mapping[str, Callable[[Any, Args], Answer]]] = {}
    ACTS: ClassVar[Mapping[str, Callable[[Any, Args], dict[str, Any]]]] = {}
    MOMENTS: ClassVar[Mapping[str, str]] = {}  # turning points that `moments` tells of → label
    BULK: ClassVar[bool] = False  # whether `stretch` takes many steps at once
    AUTOGRAD: ClassVar[bool] = True  # whether gradients come from torch's autograd (Run.computing)

    config: params.Config
    device: torch.device

    def __init__(self, config: params.Config, device: torch.device) -> None:
        """Build the untrained model that `config.seed` decides, on `device`."""
        self.config = config
        self.device = device

    def inherit(self, former: Algorithm) -> None:
        """Take over, before the first step, what was made by hand (points drawn, say) in the run before."""
        return

    @classmethod
    def cost(cls, config: params.Config) -> Cost:
        """About what a run of `config` needs, from the configuration alone: nothing is built or tried.

        Raises ParamError where not even that can be said, because it can't be built.
        """
        return cls.COST(config)

    @abstractmethod
    def step(self) -> Scalars:
        """One unit of learning. The same names at every step; tensors are read once per slice."""

    @abstractmethod
    def evaluate(self) -> Scalars:
        """Metrics that need a pass over held-out data; pure, draws nothing from the training generators."""

    def stretch(self, most: int, deadline: float) -> int:
        """Up to `most` steps (≥ 1) in one go, about until `time.perf_counter()` is `deadline`.

        Returns how many were taken: at least one, none past a step after which `evaluate` is due.
        Only for algorithms with BULK, whose steps are so short that a call for each would cost more
        than the step itself. They say what they have to say through `columns` or `news`.
        """
        raise NotImplementedError

    def columns(self) -> Mapping[str, torch.Tensor]:
        """With BULK: the scalars [n] of all steps that `stretch` has taken since the last call; nothing,
        where there are too many to be told one by one."""
        return {}

    @property
    def members(self) -> Mapping[str, str]:
        """Several models that learn on one clock, from the same data and seed: name → label, in order;
        empty where there is one. A member's scalars and metrics are called `METRIC.MEMBER`."""
        return {}

    @property
    def left(self) -> Mapping[str, tuple[int, Message]]:
        """Members that have exploded and take no more steps, while the others go on: the number of the
        step, counted from the build, at which that was seen, and what was. Decided by steps alone."""
        return {}

    def news(self) -> list[tuple[int, Scalars]]:
        """What happened now and then since the last call (an episode's return, say): the number of
        the step, counted from the build, and the scalars seen there, in step order."""
        return []

    def moments(self) -> list[tuple[int, str]]:
        """Turning points since the last call, to be stamped on the curves: step from the build, and name."""
        return []

    def final(self) -> Scalars:
        """The metrics a finished run is judged by: as exact as they can be, however long it takes."""
        return self.evaluate()

    def notes(self) -> list[Message]:
        """What a viewer should be told about the run as it stands: an alarm, or who has left it."""
        text = N_("{member} has left the picture at step {step}: {seen} The others go on.")
        return [
            Message(
                name,
                text,
                {"member": Message(name, self.members[name]), "step": step, "seen": seen},
            )
            for name, (step, seen) in self.left.items()
        ]

    @property
    @abstractmethod
    def evaluate_now(self) -> bool:
        """Whether the step just done is one after which `evaluate` is due: decided by steps alone."""

    def views(self, wanted: Wanted) -> Arrays:
        """The arrays of the views that somebody looks at: copies, never shared with training.

        Raises UndeclaredError for a name that VIEWS has not, ActError for options that make no sense.
        """
        unknown = wanted.keys() - self.VIEWS.keys()
        if unknown:
            raise UndeclaredError(f"{self.NAME} has no view {', '.join(sorted(unknown))}")
        look, arrays = self.look(), Arrays()
        for name, options in wanted.items():
            arrays |= self.VIEWS[name].fill(look, options)
        return arrays

    def look(self) -> Any:
        """What VIEWS are filled from: made anew for every frame, so that views can share what they need."""
        return self

    @abstractmethod
    def describe(self) -> dict[str, Any]:
        """What a viewer must know once per build, as JSON: structure, names, units."""

    def static_views(self) -> Arrays:
        """Arrays that do not change until the next build (the data points, say)."""
        return {}

    @property
    def epoch(self) -> float | None:
        """Passes over the training set so far; None where there is no such thing."""
        return None

    @property
    def amounts(self) -> Mapping[str, float]:
        """What has been done so far, `images` say, of which the command line tells how much a second."""
        return {}

    @property
    def smooth_steps(self) -> int:
        """Steps per picture in the gear `smooth`."""
        return 1

    @abstractmethod
    def configure(self, config: params.Config) -> None:
        """Take over the live values of `config`; the others are equal to the present ones."""

    def probe(self, name: str, args: Args) -> Answer:
        """Answer a viewer's question, one of PROBES, without changing anything. Raises ActError."""
        if name not in self.PROBES:
            raise ActError(Message(name, N_("There is no probe {name}."), {"name": name[:60]}))
        return self.PROBES[name](self, args)

    def act(self, name: str, args: Args) -> dict[str, Any]:
        """Change something outside Config, one of ACTS; returns what the history should say: `name`,
        `old` and `new`, without a name nothing. Raises ActError."""
        if name not in self.ACTS:
            raise ActError(Message(name, N_("There is no act {name}."), {"name": name[:60]}))
        return self.ACTS[name](self, args)

    @abstractmethod
    def trace(self) -> list[Stage]:
        """Exactly one `step()`, told stage by stage."""

    @abstractmethod
    def state(self) -> State:
        """Everything needed to go on bit for bit, copied."""

    @property
    def state_lag(self) -> int:
        """How many steps ago it was as `state` has it: 0, unless something in it (a physics engine)
        can be copied only now and then."""
        return 0

    @abstractmethod
    def load_state(self, state: State) -> None:
        """Go on from `state`, which is left untouched."""

    def diverged(self, scalars: Mapping[str, np.ndarray]) -> tuple[int, Message] | None:
        """The first row of a slice's scalars at which training has exploded, and what was seen.

        With BULK and without `columns` there are no rows: 0 stands for the first step of the slice. Of
        members that is said by `left`: a run of several has exploded when all of them have, which the
        engine sees by itself.
        """
        for name, values in scalars.items():
            if member_of(name) in self.members:
                continue
            bad = np.flatnonzero(~np.isfinite(values))
            if bad.size:
                seen = {"name": name, "value": float(values[bad[0]])}
                return int(bad[0]), Message(name, "{name} became {value}.", seen)
        return None

    def finished(self, metrics: Mapping[str, float]) -> Message | None:
        """Why the run should stop here, or None: the stop conditions of Config."""
        return None

    def _live(self) -> dict[str, Any]:
        """The live values of the configuration, for `state`."""
        return {name: getattr(self.config, name) for name in sorted(self.config.live_names())}

    def _take_live(self, values: Mapping[str, Any]) -> None:
        """The live values of a saved state."""
        self.configure(self.config.changed(**values))


def member_of(name: str) -> str:
    """The member whose scalar or metric `name` is, "" where it is the run's own."""
    return name.partition(".")[2]


def beyond(
    name: str,
    values: np.ndarray,
    limit: float,
    text: str = N_("{name} was {value}, more than {limit}."),
) -> tuple[int, Message] | None:
    """For `diverged`: the first row at which the size of `values` is above `limit`."""
    over = np.flatnonzero(np.abs(values) > limit)
    if not over.size:
        return None
    seen = {"name": name, "value": f"{values[over[0]]:.3g}", "limit": f"{limit:.3g}"}
    return int(over[0]), Message(name, text, seen)


def weights_left_bounds(finite: bool, rows: int) -> tuple[int, Message] | None:
    """For `diverged`: the last of `rows` steps, where not all weights are finite (losses may hide it)."""
    if finite:
        return None
    return rows - 1, Message("weights", N_("a weight is no longer a finite number."))


__all__ = [
    "ActError",
    "Algorithm",
    "Answer",
    "Args",
    "Array",
    "Arrays",
    "Metric",
    "Options",
    "Page",
    "Panel",
    "Scalars",
    "Stage",
    "State",
    "Trace",
    "UndeclaredError",
    "View",
    "Wanted",
    "as_array",
    "beyond",
    "member_of",
    "weights_left_bounds",
]
