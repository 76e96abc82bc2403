"""A generative adversarial network (GAN): a forger and a judge learn from each other.

The generator G turns noise z into samples; the discriminator D scores how real a sample looks:

    D's update   d_loss(D(x), D(G(z))) ↓     real x high, generated low
    G's update   g_loss(D(G(z))) ↓           through D, which stays as it is

Goodfellow et al. 2014 (https://arxiv.org/abs/1406.2661), algorithm 1. The losses stand in
core/playgrounds/gan/objectives.py, the networks, data and metrics in one domain each: points.py,
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
from core.playgrounds.contract import Algorithm, Arrays, Scalars, Stage, Wanted
from core.playgrounds.gan import flow
from core.playgrounds.gan.config import GanConfig
from core.playgrounds.gan.diagnosis import Diary, oscillation, victory
from core.playgrounds.gan.domains import domain_for
from core.playgrounds.gan.objectives import gradient_penalty, r1_penalty
from core.playgrounds.gan.pair import Pair
from core.playgrounds.gan.presets import PRESETS


class Gan(Algorithm):
    """Two networks, their optimisers, and the data of one domain."""

    NAME = "gan"
    LABEL = N_("GAN")
    UNIT = N_("iteration")
    Config: ClassVar[type[params.Config]] = GanConfig
    PRESETS = PRESETS
    EVALUATE_EVERY = 250  # iterations
    EXPLODED, CRITIC_EXPLODED = 1e4, 1e10  # a loss; a critic's has no natural size

    config: GanConfig

    def __init__(self, config: GanConfig, device: torch.device | str = "cpu") -> None:
        self.config, self.device = config, torch.device(device)
        for_weights, self._dice = streams(config.seed, 2)
        self.domain = domain_for(config, self.device)
        self.pair = Pair(config, self.domain, for_weights)
        self.generator, self.discriminator = self.pair.generator, self.pair.discriminator
        self.iteration = 0
        self.diary = Diary()  # what the alarm looks back on
        self._measured: Scalars = {}  # the last metrics
        self._tape: list[Stage] | None = None  # while a step is told in stages

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
        if self.iteration % self.diary.EVERY == 0:
            self.diary.write(scalars, self.domain.trail(fake))
        return scalars

    def _learn_d(self, update: bool) -> Scalars:
        """A batch of real samples and one of forgeries are told apart."""
        c, net = self.config, self.discriminator
        tell = self._tell if update else _silent
        x, labels = self.domain.real(c.batch_size, self._dice)  # [B, *S], [B]
        z = self.domain.noise(c.batch_size, self._dice)  # [B, z]
        with torch.no_grad():
            fake = self.generator(z, labels)  # [B, *S]
        tell("noise", noise=z)
        tell("generate", fake=fake)
        x, fake = self._blurred(x), self._blurred(fake)
        scores = self._judged(x, fake, labels)  # [2, B]
        answers = self.pair.answer(scores.detach())  # [2, B]
        tell("judge", real=x, d_real=answers[0], d_fake=answers[1])
        on_real, on_fake = scores.unbind()
        loss = self.pair.objective.d_loss(on_real, on_fake, c.label_smoothing)  # []
        loss = self._penalised(loss, x, fake, labels)
        tell("d_loss", loss=loss)
        net.backward(loss)
        length = torch.linalg.vector_norm(net.grad)  # []
        tell("d_gradients", norm=length, gradient=net.grad)
        tell("d_update", before=net.theta)
        if update:
            self.pair.update_d(self._lr(c.d_lr))
        tell("d_update", after=net.theta)
        d_real, d_fake = answers.mean(1).unbind()
        return {"d_loss": loss.detach(), "d_real": d_real, "d_fake": d_fake, "d_gradient": length}

    def _learn_g(self, update: bool) -> tuple[Scalars, Tensor]:
        """A batch of forgeries goes before the judge; the blame flows back through it."""
        net = self.generator
        tell = self._tell if update else _silent
        z = self.domain.noise(self.config.batch_size, self._dice)  # [B, z]
        labels = self.domain.labels(len(z), self._dice)  # [B]
        fake = net(z, labels)  # [B, *S]
        scores = self.discriminator(self._blurred(fake), labels)  # [B]
        tell("noise2", noise=z, fake=fake, d_fake=self.pair.answer(scores))
        loss = self.pair.objective.g_loss(scores)  # []
        tell("g_loss", loss=loss)
        if self._tape is not None and self.domain.KIND == "points":
            (slope,) = torch.autograd.grad(loss, fake, retain_graph=True)
            tell("g_gradients", arrows=-slope * len(fake))
        net.backward(loss)
        length = torch.linalg.vector_norm(net.grad)  # []
        tell("g_gradients", norm=length, gradient=net.grad)
        tell("g_update", before=net.theta)
        if update:
            self.pair.update_g(self._lr(self.config.g_lr))
        tell("g_update", after=net.theta)
        return {"g_loss": loss.detach(), "g_gradient": length}, fake.detach()

    def _judged(self, x: Tensor, fake: Tensor, labels: Tensor | None) -> Tensor:
        """Scores of both batches [2, B]: in one go, unless the judge compares within a batch."""
        if self.domain.mixes:
            return torch.stack((self.discriminator(x, labels), self.discriminator(fake, labels)))
        twice = None if labels is None else torch.cat((labels, labels))
        return self.discriminator(torch.cat((x, fake)), twice).view(2, -1)

    def _penalised(self, loss: Tensor, x: Tensor, fake: Tensor, labels: Tensor | None) -> Tensor:
        """The discriminator's loss with the penalties that are switched on."""
        c = self.config

        def judge(x: Tensor) -> Tensor:
            return self.discriminator(x, labels)

        if (
            c.r1 and self.iteration % c.r1_every == 0
        ):  # lazily: Karras et al. 2020 (arXiv:1912.04958)
            loss = loss + c.r1 * c.r1_every * r1_penalty(judge, x)
        if c.loss == "wgan_gp" and c.gp_weight:
            loss = loss + c.gp_weight * gradient_penalty(judge, x, fake, self._dice)
        return loss

    def _blurred(self, x: Tensor) -> Tensor:
        """x [B, *S] with instance noise: Sønderby et al. 2017 (arXiv:1610.04490), section 3.3."""
        if not self.config.instance_noise:
            return x
        noise = torch.randn(x.shape, generator=self._dice)
        return x + self.config.instance_noise * noise.to(self.device)

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
        if self.iteration < self.diary.SPAN:
            return []
        found = self.domain.alarm(
            {k: float(v) for k, v in (self._measured or self.evaluate()).items()}
        )
        if self.pair.probability:
            found += victory(self.diary)
        return found + oscillation(self.diary)

    @property
    def evaluate_now(self) -> bool:
        return self.iteration % self.EVALUATE_EVERY == 0

    @property
    def smooth_steps(self) -> int:
        return 5

    def diverged(self, scalars: Mapping[str, np.ndarray]) -> tuple[int, Message] | None:
        """Not finite, or a loss of more than 10,000 (a critic's: 10¹⁰)."""
        found = super().diverged(scalars)
        if found is not None:
            return found
        limit = self.CRITIC_EXPLODED if self.pair.objective.unbounded else self.EXPLODED
        for name in ("d_loss", "g_loss"):
            over = np.flatnonzero(np.abs(scalars[name]) > limit)
            if over.size:
                seen = {
                    "name": name,
                    "value": f"{scalars[name][over[0]]:.3g}",
                    "limit": f"{limit:.3g}",
                }
                text = N_("{name} was {value}, more than {limit}.")
                return int(over[0]), Message(name, text, seen)
        for net in (self.generator, self.discriminator):
            if not bool(net.theta.isfinite().all()):
                text = N_("a weight is no longer a finite number.")
                return len(scalars["d_loss"]) - 1, Message("weights", text)
        return None

    def finished(self, metrics: Mapping[str, float]) -> Message | None:
        stop = self.config.stop_steps
        if stop and self.iteration >= stop:
            text = N_("{iterations} iterations are done.")
            return Message("stop_steps", text, {"iterations": stop})
        return None

    # ---- to look at ---------------------------------------------------------------------------
    def describe(self) -> dict[str, Any]:
        c, game = self.config, self.pair.objective
        counts = {"g": self.generator.theta.numel(), "d": self.discriminator.theta.numel()}
        return {
            "kind": self.domain.KIND,
            "dataset": c.dataset,
            "noise": {"kind": c.noise_kind, "dim": c.latent_dim},
            "classes": self.domain.classes,
            "generator": {"text": self.domain.text("g"), "params": counts["g"]},
            "discriminator": {"text": self.domain.text("d"), "params": counts["d"]},
            "scalars": ["d_loss", "g_loss", "d_real", "d_fake"],
            "averaged": c.average > 0,
            "objective": {
                "label": game.label,
                "d": game.d_formula,
                "g": game.g_formula,
                "paper": game.paper,
                "link": game.link,
                "probability": self.pair.probability,
            },
            **self.domain.describe(),
        }

    def static_views(self) -> Arrays:
        return self.domain.static_views()

    def views(self, wanted: Wanted) -> Arrays:
        arrays = self.domain.views(wanted, self.pair)
        if "flow" in wanted:
            arrays |= flow.pictures(self.domain, self.pair)
        return arrays

    def probe(self, name: str, args: Mapping[str, Any]) -> tuple[dict[str, Any], Arrays]:
        return self.domain.probe(name, args, self.pair)

    def act(self, name: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """`step_only {network: "g"|"d"}`: one update of that network alone."""
        if name != "step_only":
            return super().act(name, args)
        if one_of(args, "network", ("g", "d")) == "g":
            said, key = self._learn_g(update=True)[0], "g_loss"
        else:
            said, key = self._learn_d(update=True), "d_loss"
        return {"name": key, "old": "", "new": f"{float(said[key]):.4g}"}

    def trace(self) -> list[Stage]:
        """One step, told while it happens."""
        self._tape = []
        self.step()
        stages, self._tape = self._tape, None
        return stages

    def _tell(self, name: str, **told: Tensor) -> None:
        """In slow motion: keep what is there at this stage; further numbers of a stage join the first."""
        if self._tape is None:
            return
        arrays = {}
        for key, x in told.items():
            x = x.detach()
            sample = key in ("fake", "real", "arrows")
            arrays[key] = self.domain.told(x) if sample else x.cpu().numpy().copy()
        if self._tape and self._tape[-1].name == name:
            self._tape[-1].arrays.update(arrays)
        else:
            self._tape.append(Stage(name, None, arrays))

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> dict[str, Any]:
        return {
            "pair": self.pair.state(),
            "iteration": self.iteration,
            "dice": self._dice.get_state(),
            "diary": self.diary.state(),
            "live": {name: getattr(self.config, name) for name in sorted(self.config.live_names())},
        }

    def load_state(self, state: Mapping[str, Any]) -> None:
        """Takes over the live values of that time too."""
        self.configure(self.config.changed(**state["live"]))
        self.pair.load_state(state["pair"])
        self.iteration, self._measured = state["iteration"], {}
        self._dice.set_state(state["dice"])
        self.diary.load_state(state["diary"])


def _silent(name: str, **told: Tensor) -> None:
    """A frozen network has nothing to tell."""
