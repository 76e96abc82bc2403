"""A network paints a picture: it is told a place (x, y) and says the colour there.

A small network that is told x and y themselves learns slow changes of colour first, and sharp edges hardly
ever: its spectral bias (Rahaman et al. 2019, arXiv:1806.08734). Told how the place stands in many waves
instead, the same network paints sharply: Fourier features (Tancik et al. 2020, arXiv:2006.10739). Both learn
here on one clock, from the same minibatches of pixels, by squared error.

A step is one minibatch for both; an epoch is one pass over the pixels that are learned from. S pixels a side,
P = S², N of them learned from; with `held_out = checkerboard` every second one is never learned from.

Metrics: `train_psnr`, the peak signal-to-noise ratio −10 log₁₀ of the mean squared error over the pixels
learned from, in dB, of colours cut off at 0 and 1 as they are shown; `test_psnr` the same over held-out
pixels; `train_loss`, the mean squared error itself, of colours as the network says them. `plain_psnr`,
`plain_test_psnr` and `plain_loss` are those of the network without features.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor

from core import params
from core.i18n import N_
from core.nn.dense import streams
from core.params import Message
from core.playgrounds.contract import (
    Algorithm,
    Answer,
    Args,
    Arrays,
    Scalars,
    Stage,
    State,
    Trace,
    beyond,
)
from core.playgrounds.picture import between, views
from core.playgrounds.picture.config import PictureConfig
from core.playgrounds.picture.cost import cost
from core.playgrounds.picture.features import middles, places, waves
from core.playgrounds.picture.look import Look
from core.playgrounds.picture.painter import Painter
from core.playgrounds.picture.presets import PRESETS
from core.playgrounds.picture.scenes import load

EARLY, OFTEN = 10, 10  # epochs: every one of the first is evaluated, then every tenth
FAR = 1e6  # a mean squared error beyond which a network has exploded; colours are 0…1
SMOOTH = 8  # minibatches per picture at most


class Picture(Algorithm):
    """The picture, the network that paints it, and perhaps the same one without features."""

    NAME = "picture"
    LABEL = N_("A network paints a picture")
    UNIT = N_("minibatch")
    AUTOGRAD = False
    Config: ClassVar[type[params.Config]] = PictureConfig
    PRESETS = PRESETS
    COST = staticmethod(cost)
    VIEWS, STATIC, METRICS = views.VIEWS, views.STATIC, views.METRICS

    config: PictureConfig

    def __init__(self, config: PictureConfig, device: torch.device | str = "cpu") -> None:
        self.config, self.device = config, torch.device(device)
        c = config
        self.original = load(c.dataset, c.upload, c.pixels)  # uint8 [S, S, 3]
        colours = torch.from_numpy(self.original.reshape(-1, 3).copy()).float().div_(255)
        self.colours = colours.to(self.device)  # [P, 3]
        learned = torch.from_numpy(views.learned(c).reshape(-1))
        self.train = learned.nonzero().view(-1).to(self.device)  # [N]
        self.test = (~learned).nonzero().view(-1).to(self.device)  # [P − N]
        for_waves, *others = streams(c.seed, 3 + len(c.hidden))
        order, *seeds = (one.initial_seed() for one in others)
        along = middles(c.pixels)
        v = places(along, along)
        told = [(c.activation, waves(c.features, c.frequencies, c.scale, for_waves))]
        if c.both:
            told.append(("relu" if c.activation == "sine" else c.activation, None))
        self.painters = [Painter(c, activation, b, v, self.device) for activation, b in told]
        for painter in self.painters:
            painter.initialise(seeds)
            painter.begin(c, self.colours, self.train, order)
        self._story = Trace()
        self.steps = 0

    # ---- learning ---------------------------------------------------------------------------
    def step(self) -> Scalars:
        """One minibatch for both: forward, loss, backward, update."""
        losses: list[Tensor] = []
        for painter in self.painters:
            batch, loss = painter.learn()
            losses.append(loss)
            if self._story.on and painter is self.painters[0]:
                work, net = batch.work, painter.net
                self._story.tell("minibatch", x=batch.x, t=batch.t)
                self._story.tell("forward", z=work.z[-1])
                self._story.tell("loss", loss=loss, delta=work.delta[-1])
                self._story.tell("backward", gradient=net.grad)
                self._story.tell("update", theta=net.theta)
        self.steps += 1
        return dict(zip(("batch_loss", "plain_batch_loss"), losses, strict=False))

    def configure(self, config: params.Config) -> None:
        assert isinstance(config, PictureConfig)
        anew = config.optimizer != self.config.optimizer
        self.config = config
        for painter in self.painters:
            painter.take(config, anew=anew)

    # ---- how well ---------------------------------------------------------------------------
    def evaluate(self) -> Scalars:
        """Over all pixels, those learned from and those held out apart."""
        found: Scalars = {}
        for painter, (psnr_name, test, loss) in zip(self.painters, views.MEASURED, strict=False):
            said = painter.answer()
            found[loss] = squared_error(said[self.train], self.colours[self.train])
            shown = said.clamp_(0, 1)
            found[psnr_name] = psnr(squared_error(shown[self.train], self.colours[self.train]))
            if len(self.test):
                found[test] = psnr(squared_error(shown[self.test], self.colours[self.test]))
        return found

    @property
    def evaluate_now(self) -> bool:
        batches = self.painters[0].batches
        return batches.done and (batches.begun <= EARLY or batches.begun % OFTEN == 0)

    @property
    def epoch(self) -> float:
        return self.painters[0].batches.epoch

    @property
    def smooth_steps(self) -> int:
        return min(SMOOTH, math.ceil(self.config.learned / self.config.rows))

    def diverged(self, scalars: Mapping[str, np.ndarray]) -> tuple[int, Message] | None:
        found = [super().diverged(scalars)]
        found += [beyond(name, values, FAR) for name, values in scalars.items()]
        return min((one for one in found if one), key=lambda one: one[0], default=None)

    def finished(self, metrics: Mapping[str, float]) -> Message | None:
        most = self.config.stop_epochs
        if not most or self.epoch < most:
            return None
        return Message("stop_epochs", N_("{epochs} epochs are done."), {"epochs": most})

    # ---- to look at ---------------------------------------------------------------------------
    def look(self) -> Look:
        return Look(self.original, self.painters)

    def describe(self) -> dict[str, Any]:
        return views.describe(self.config)

    def static_views(self) -> Arrays:
        return {"original": self.original.copy()}

    def finer(self, args: Args) -> Answer:
        """What the networks say between the pixels."""
        return between.finer(self.painters, self.config.pixels, self.steps, args)

    PROBES: ClassVar = {"finer": finer}

    def trace(self) -> list[Stage]:
        """The minibatch, what the network said of it, the loss, the gradient and the weights after it."""
        return self._story.of(self.step)

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> State:
        painters = [painter.state() for painter in self.painters]
        return State.of({"painters": painters, "steps": self.steps, "live": self._live()})

    def load_state(self, state: State) -> None:
        """Takes over the live values of that time too."""
        kept = state.tree()
        self._take_live(kept["live"])
        self.steps = kept["steps"]
        for painter, one in zip(self.painters, kept["painters"], strict=True):
            painter.load_state(one)


def squared_error(said: Tensor, true: Tensor) -> Tensor:
    """The mean over pixels and colours, []."""
    return (said - true).square().mean()


def psnr(error: Tensor) -> Tensor:
    """The peak signal-to-noise ratio of a mean squared error of colours in 0…1, in dB: at most 100."""
    return -10 * torch.log10(error.clamp_min(1e-10))
