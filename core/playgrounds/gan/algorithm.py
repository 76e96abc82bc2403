"""A generative adversarial network (GAN): a generator and a discriminator learn from each other.

The generator G turns noise z into samples; the discriminator D scores how real a sample looks:

    D's update   d_loss(D(x), D(G(z))) ↓     real x high, generated low
    G's update   g_loss(D(G(z))) ↓           through D, which stays as it is

Goodfellow et al. 2014 (https://arxiv.org/abs/1406.2661), algorithm 1. The losses stand in
core/playgrounds/gan/objectives.py, both updates' passes in turns.py and, for small dense networks, once more
in fast.py, the networks, data and metrics in one domain each: points.py,
images.py, signals.py. An iteration is `d_updates` updates of D, then `g_updates` of G; a network
with 0 of them is frozen, and still has a loss. B samples in a batch, z numbers of noise each.

Scalars: `d_loss`, `g_loss` with penalties; `d_real`, `d_fake`: mean belief in real and generated
samples, 0…1, or the mean score where the objective has no scale; `d_gradient`, `g_gradient`: length
of the last gradient. Metrics: those of the domain, see there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor

from core import params
from core.i18n import N_
from core.nn.dense import streams
from core.nn.optimisers import scheduled
from core.params import Message
from core.playgrounds.arguments import one_of
from core.playgrounds.contract import (
    Algorithm,
    Args,
    Arrays,
    Scalars,
    Stage,
    State,
    Trace,
    beyond,
    weights_left_bounds,
)
from core.playgrounds.gan import views
from core.playgrounds.gan.config import GanConfig
from core.playgrounds.gan.cost import cost
from core.playgrounds.gan.diagnosis import ScalarWindow, oscillation, victory
from core.playgrounds.gan.domains import domain_for
from core.playgrounds.gan.fast import FastTurns, serves
from core.playgrounds.gan.look import Look
from core.playgrounds.gan.pair import NetworkPair
from core.playgrounds.gan.presets import PRESETS
from core.playgrounds.gan.turns import Turns, blurred

SAMPLES = {"fake", "real", "arrows"}  # what of a trace are samples


class Gan(Algorithm):
    """Two networks, their optimisers, and the data of one domain."""

    NAME = "gan"
    LABEL = N_("GAN")
    UNIT = N_("iteration")
    Config: ClassVar[type[params.Config]] = GanConfig
    PRESETS = PRESETS
    COST = staticmethod(cost)
    VIEWS, STATIC, METRICS = views.VIEWS, views.STATIC, views.METRICS
    EVALUATE_EVERY = 250  # iterations
    EXPLODED, CRITIC_EXPLODED = 1e4, 1e10  # a loss; a critic's has no natural size

    config: GanConfig

    def __init__(self, config: GanConfig, device: torch.device | str = "cpu") -> None:
        self.config, self.device = config, torch.device(device)
        for_weights, self._rng = streams(config.seed, 2)
        self.domain = domain_for(config, self.device)
        self.pair = NetworkPair(config, self.domain, for_weights)
        self.generator, self.discriminator = self.pair.generator, self.pair.discriminator
        self.turns = Turns(self.pair, self.domain, self._rng)
        dense = self.domain.KIND == "points"
        self.fast = FastTurns(self.generator, self.discriminator) if dense else None
        self.iteration = 0
        self.window = ScalarWindow()  # what the alarm looks back on
        self._measured: Scalars = {}  # the last metrics
        self._trace = Trace()

    # ---- learning ---------------------------------------------------------------------------
    def step(self) -> Scalars:
        """One iteration: D's updates, then G's. A frozen network only has its loss measured."""
        c = self.config
        for _ in range(max(c.d_updates, 1)):
            d_said = self._learn_d(update=c.d_updates > 0)
        for _ in range(max(c.g_updates, 1)):
            g_said, fake = self._learn_g(update=c.g_updates > 0)
        self.iteration += 1
        scalars = d_said | g_said
        if self.iteration % self.window.EVERY == 0:
            self.window.append(scalars, self.domain.statistics(fake))
        return scalars

    def _learn_d(self, update: bool) -> Scalars:
        """A batch of real samples and one of generated ones are told apart."""
        c, net = self.config, self.discriminator
        trace = self._record if update else _silent
        x, labels = self.domain.real(c.batch_size, self._rng)  # [B, *S], [B]
        z = self.domain.noise(c.batch_size, self._rng)  # [B, z]
        x = blurred(x, self._blur(len(x)))
        blur = self._blur(len(x))
        if self.fast is not None and serves(c, self.iteration):
            fake, scores, loss = self.fast.d(c, z, x, blur)
        else:
            fake, scores, loss = self.turns.d(c, z, x, blur, labels, self.iteration)
        answers = self.pair.answer(scores)  # [2, B]
        trace("noise", noise=z)
        trace("generate", fake=fake)
        trace("judge", real=x, d_real=answers[0], d_fake=answers[1])
        trace("d_loss", loss=loss)
        length = torch.linalg.vector_norm(net.grad)  # []
        trace("d_gradients", norm=length, gradient=net.grad)
        trace("d_update", before=net.theta)
        if update:
            self.pair.update_d(self._lr(c.d_lr))
        trace("d_update", after=net.theta)
        d_real, d_fake = answers.mean(1).unbind()
        return {"d_loss": loss, "d_real": d_real, "d_fake": d_fake, "d_gradient": length}

    def _learn_g(self, update: bool) -> tuple[Scalars, Tensor]:
        """A batch of generated samples is scored; the gradient flows back through D."""
        c, net = self.config, self.generator
        trace = self._record if update else _silent
        z = self.domain.noise(c.batch_size, self._rng)  # [B, z]
        labels = self.domain.labels(len(z), self._rng)  # [B]
        blur = self._blur(len(z))
        if self.fast is not None and serves(c, self.iteration):
            fake, scores, loss, slope = self.fast.g(c, z, blur)
        else:
            slopes = self._trace.on and self.domain.KIND == "points"
            fake, scores, loss, slope = self.turns.g(c, z, blur, labels, slopes)
        trace("noise2", noise=z, fake=fake, d_fake=self.pair.answer(scores))
        trace("g_loss", loss=loss)
        if slope is not None:
            trace("g_gradients", arrows=-slope * len(fake))
        length = torch.linalg.vector_norm(net.grad)  # []
        trace("g_gradients", norm=length, gradient=net.grad)
        trace("g_update", before=net.theta)
        if update:
            self.pair.update_g(self._lr(c.g_lr))
        trace("g_update", after=net.theta)
        return {"g_loss": loss, "g_gradient": length}, fake

    def _blur(self, n: int) -> Tensor | None:
        """Instance noise [n, *S] or None: Sønderby et al. 2017 (arXiv:1610.04490), section 3.3."""
        if not self.config.instance_noise:
            return None
        noise = torch.randn((n, *self.domain.shape), generator=self._rng)
        return self.config.instance_noise * noise.to(self.device)

    def configure(self, config: params.Config) -> None:
        assert isinstance(config, GanConfig)
        self.config = config
        self.domain.configure(config)
        self.pair.configure(config)

    def _lr(self, lr: float) -> float:
        """A learning rate as the schedule has it in this iteration."""
        return scheduled(self.config.schedule, lr, self.iteration, self.config.schedule_steps)

    # ---- how well ---------------------------------------------------------------------------
    def evaluate(self) -> Scalars:
        self._measured = self.domain.metrics(self.pair, self.domain.quick)
        return dict(self._measured)

    def final(self) -> Scalars:
        """The metrics on many fresh samples."""
        return self.domain.metrics(self.pair, self.domain.thorough)

    def notes(self) -> list[Message]:
        """The alarm, once the first iterations are over: what is going wrong, and the sign of it."""
        if self.iteration < self.window.SPAN:
            return []
        found = self.domain.alarm(
            {k: float(v) for k, v in (self._measured or self.evaluate()).items()}
        )
        if self.pair.probability:
            found += victory(self.window)
        return found + oscillation(self.window)

    @property
    def evaluate_now(self) -> bool:
        return self.iteration % self.EVALUATE_EVERY == 0

    @property
    def smooth_steps(self) -> int:
        return 5

    def diverged(self, scalars: Mapping[str, np.ndarray]) -> tuple[int, Message] | None:
        """Not finite, or a loss of more than 10,000 (a critic's: 10¹⁰)."""
        limit = self.CRITIC_EXPLODED if self.pair.objective.unbounded else self.EXPLODED
        nets = (self.generator, self.discriminator)
        finite = all(bool(net.theta.isfinite().all()) for net in nets)
        return (
            super().diverged(scalars)
            or beyond("d_loss", scalars["d_loss"], limit)
            or beyond("g_loss", scalars["g_loss"], limit)
            or weights_left_bounds(finite, len(scalars["d_loss"]))
        )

    def finished(self, metrics: Mapping[str, float]) -> Message | None:
        stop = self.config.stop_steps
        if stop and self.iteration >= stop:
            text = N_("{iterations} iterations are done.")
            return Message("stop_steps", text, {"iterations": stop})
        return None

    # ---- to look at ---------------------------------------------------------------------------
    def look(self) -> Look:
        return views.look_at(self.domain, self.pair)

    def describe(self) -> dict[str, Any]:
        return views.describe(self.look())

    def static_views(self) -> Arrays:
        return self.look().static()

    def step_only(self, args: Args) -> dict[str, Any]:
        """`step_only {network: "g"|"d"}`: one update of that network alone."""
        if one_of(args, "network", ("g", "d")) == "g":
            said, key = self._learn_g(update=True)[0], "g_loss"
        else:
            said, key = self._learn_d(update=True), "d_loss"
        return {"name": key, "old": "", "new": f"{float(said[key]):z.4g}"}

    ACTS: ClassVar = {"step_only": step_only}

    def trace(self) -> list[Stage]:
        """One step, recorded while it happens."""
        return self._trace.of(self.step)

    def _record(self, stage: str, **tensors: Tensor) -> None:
        """In slow motion: keep what is there at this stage, of samples those that are shown."""
        if not self._trace.on:
            return
        shown = {k: self.look().traced(tensors[k].detach()) for k in SAMPLES & tensors.keys()}
        self._trace.tell(stage, None, **{**tensors, **shown})

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> State:
        return State.of(
            {
                "pair": self.pair.state(),
                "iteration": self.iteration,
                "rng": self._rng.get_state(),
                "window": self.window.state(),
                "live": self._live(),
            }
        )

    def load_state(self, state: State) -> None:
        """Takes over the live values of that time too."""
        kept = state.tree()
        self._take_live(kept["live"])
        self.pair.load_state(kept["pair"])
        self.iteration, self._measured = kept["iteration"], {}
        self._rng.set_state(kept["rng"])
        self.window.load_state(kept["window"])


def _silent(stage: str, **tensors: Tensor) -> None:
    """A frozen network leaves no trace."""
