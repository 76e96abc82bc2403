"""A convolutional network learns to tell images apart, live.

Kernels of a few weights are slid over the image and over the maps that come of it (LeCun et al. 1998,
doi:10.1109/5.726791); what is left in the end is turned into one number per class, and by the softmax into
probabilities. Training makes the cross-entropy between these and the true classes small. How a network is
written stands in blocks.py, what it is layer by layer in architecture.py, the network in network.py. B images
in a minibatch, C channels, K classes. An ensemble learns from the same minibatches; with transfer learning a
source comes first (source.py), and then a twin of the network that starts from scratch learns beside it. Its
steps count from the first of the source, `stop_epochs` and the schedule from the first of the target.

Scalars: `loss`, `batch_accuracy` (of the augmented minibatch, before its update), `gradient_norm`, `lr_now`.
Metrics: accuracy and loss on fixed test (≤ 2,000), validation and training images (≤ 1,000 each), these as
they are, without augmentation, measured in slices, of the weights at which that began; after an epoch of all
test images (`test_accuracy_all`, `test_loss_all`, of weights at `test_all_step`). At the end all test and
validation images count, and `images_per_s` says how many were learned from a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import torch

from core import params
from core.data import labelled
from core.i18n import N_
from core.nn.dense import streams
from core.params import Message
from core.playgrounds.cnn import architecture, blocks, classes, precision, schedules, views
from core.playgrounds.cnn.config import CnnConfig
from core.playgrounds.cnn.copies import STREAMS, Copies
from core.playgrounds.cnn.cost import cost
from core.playgrounds.cnn.evaluation import Evaluation, Nets, everything, slice_of
from core.playgrounds.cnn.feed import Feed
from core.playgrounds.cnn.learner import TRACED
from core.playgrounds.cnn.look import Look
from core.playgrounds.cnn.maximise import Maximisers
from core.playgrounds.cnn.pictures import Pictures
from core.playgrounds.cnn.presets import PRESETS
from core.playgrounds.cnn.stopping import EarlyStopping
from core.playgrounds.cnn.tsne import Jobs
from core.playgrounds.contract import (
    Algorithm,
    Arrays,
    Scalars,
    Stage,
    State,
    Trace,
    Wanted,
    beyond,
    weights_left_bounds,
)

SOON = (5, 40)  # updates after which it is measured, too: first changes are the largest
SILENT = Trace()  # of those that are not shown
SHARE = 0.3  # images measured per image learned from, at most, between two ends of epochs


class Cnn(Algorithm):
    """The network being trained, those beside it, and what measures them."""

    NAME = "cnn"
    LABEL = N_("CNN")
    UNIT = N_("update")
    Config: ClassVar[type[params.Config]] = CnnConfig
    PRESETS = PRESETS
    COST = staticmethod(cost)
    MOMENTS: ClassVar[Mapping[str, str]] = {"target": N_("the source is done, the target begins")}
    VIEWS, STATIC, METRICS = views.VIEWS, views.STATIC, views.METRICS
    EXPLODED = 1e6  # nats

    config: CnnConfig

    def __init__(self, config: CnnConfig, device: torch.device | str = "cpu") -> None:
        """Raises ParamError where the images are not there, or can't go through the network, or where the
        device has no mixed precision."""
        self.config, self.device = config, torch.device(device)
        error = precision.refused(config.precision, config.channels_last, self.device)
        if error is not None:
            raise error
        weights, order, self._rng, drop, *more = streams(config.seed, 4 + STREAMS)
        self.pictures = Pictures(config, self.device, self._target())
        found, image = blocks.parsed(config.layers), self.pictures.image
        self.layers = architecture.layers(found, image, len(self.pictures.classes))
        rngs = (weights, drop, *more)
        self.copies = Copies(config, self.pictures, self.layers, self.device, rngs)
        self.module, self.net = self.copies.learners[0].module, self.copies.learners[0].net
        self.feed = Feed(self.pictures, order)
        self.update, self._unmeasured = 0, 0
        self.stopping = EarlyStopping()
        self.evaluation = Evaluation(self.copies.nets, self.pictures, self.layers)
        self._completed, self._moments = False, list[tuple[int, str]]()
        self._trace, self.maximisers, self.tsnes = Trace(), Maximisers(), Jobs()
        self.configure(config)
        self.evaluation.at_once(self.copies.nets, 0)
        if self.copies.source is not None:
            self.copies.source.evaluation.at_once(self.copies.source.nets, 0)
            self.evaluation.metrics = {}  # they begin with the target

    def _target(self) -> tuple[int, ...] | None:
        """The classes that are left for the target, where others of the same set are the source."""
        numbers = self.config.source_numbers
        if numbers is None:
            return None
        count = len(labelled.load(self.config.dataset, self.config.upload).classes)
        error = classes.too_few(numbers, count)
        if error is not None:
            raise error
        return tuple(k for k in range(count) if k not in numbers)

    # ---- learning ---------------------------------------------------------------------------
    def step(self) -> Scalars:
        """One update on one minibatch of everybody whose turn it is, and a slice of the measuring."""
        c, trace, source = self.config, self._trace, self.copies.before
        feed = self.feed if source is None else source.feed
        horizon = c.schedule_epochs if source is None else c.source_epochs
        lr = schedules.rate(c.schedule, c.lr, feed.epoch, horizon)
        rows = feed.rows(c.batch_size)
        x, t = feed.minibatch(rows, c, self._rng)  # [B, C, h, w], [B, K]
        if trace.on:
            batch = np.array([len(x)], np.float32)
            trace.tell("input", x=x[:TRACED], target=t[:TRACED], batch=batch)
        shown, *others = self.copies.every if source is None else source.learners
        told = shown.learn(x, t, lr, c.weight_decay, trace)
        for one in others:
            one.learn(x, t, lr, c.weight_decay, SILENT)
        self.update += 1
        if source is None:
            self._measure(self.evaluation, self.copies.nets, feed, len(rows))
        else:
            source.share()
            self._measure(source.evaluation, source.nets, feed, len(rows))
            if source.done:
                self._moments.append((self.update, "target"))
                source.evaluation.begin(source.nets, self.update, True)
                self.evaluation.begin(self.copies.nets, self.update, True)
        return {
            "loss": told.loss, "batch_accuracy": told.right, "gradient_norm": told.norm, "lr_now": lr,
        }  # fmt: skip

    def _measure(self, evaluation: Evaluation, nets: Nets, feed: Feed, rows: int) -> None:
        """A slice of the measurement under way, or the beginning of one that is due."""
        self._unmeasured += rows
        often = self.update in SOON or self._unmeasured * SHARE >= evaluation.total
        if feed.ends and evaluation.busy and not evaluation.of_epoch:
            evaluation.begin(nets, self.update, True)  # the epoch's own comes first
        elif not evaluation.busy and (feed.ends or often):
            evaluation.begin(nets, self.update, feed.ends)
            self._unmeasured = min(self._unmeasured, 0)
        if (
            feed.ends and self._unmeasured >= 0
        ):  # all test images: for that it is measured less often
            self._unmeasured -= round(evaluation.begin_whole(nets.shown, self.update) / SHARE)
        evaluation.slice = slice_of(evaluation.layers, self.config.batch_size)
        source = self.copies.source
        if source is not None and source.evaluation.busy:  # what it came to is told first
            evaluation = source.evaluation
            evaluation.slice = slice_of(evaluation.layers, self.config.batch_size)
        self._completed = evaluation.whole_goes_on()
        if evaluation.busy and evaluation.go_on():
            self._completed = True
            if evaluation is self.evaluation:
                self._settle()

    def _settle(self) -> None:
        """After a measurement: what early stopping makes of it."""
        c, evaluation = self.config, self.evaluation
        loss = evaluation.metrics.get("validation_loss")
        if not c.patience or loss is None or not evaluation.of_epoch:
            return
        self.stopping.look(loss, evaluation.twins, evaluation.step, c.patience)
        if self.stopping.stopped or self._over:
            self.stopping.restore(self.copies.nets)
            evaluation.at_once(self.copies.nets, self.stopping.step)

    @property
    def _over(self) -> bool:
        """Whether as many epochs are done as the run was to take."""
        return 0 < self.config.stop_epochs <= round(self.feed.epoch, 6)

    @property
    def amounts(self) -> Mapping[str, float]:
        source = self.copies.source
        return {"images": self.feed.done + (0 if source is None else source.feed.done)}

    @property
    def epoch(self) -> float:
        source = self.copies.source
        return self.feed.epoch + (0 if source is None else source.feed.epoch)

    def configure(self, config: params.Config) -> None:
        assert isinstance(config, CnnConfig)
        if config.patience != self.config.patience:
            self.stopping.stopped = False
        self.config = config
        self.copies.configure(config)
        self.evaluation.configure(config)

    # ---- how well ---------------------------------------------------------------------------
    def evaluate(self) -> Scalars:
        """What was measured last."""
        source = self.copies.source
        if source is not None and not self.evaluation.metrics:  # none of the target yet
            return dict(source.metrics)
        found: Scalars = dict(self.evaluation.metrics)
        if self.stopping.best is not None:
            found["best_step"] = float(self.stopping.step)
        return found

    def final(self) -> Scalars:
        """The metrics on all images."""
        kept = {name: one for name, one in self.evaluate().items() if "_all" not in name}
        return kept | everything(self.copies.nets, self.pictures, slice_of(self.layers))

    @property
    def evaluate_now(self) -> bool:
        return self._completed

    def notes(self) -> list[Message]:
        if not self.stopping.stopped:
            return []
        values = {"loss": f"{self.stopping.best:.3g}", "step": self.stopping.step}
        text = N_("Stopped early, with the weights of step {step}, where the validation loss was lowest, "
                  "{loss}.")  # fmt: skip
        return [Message("patience", text, values)]

    def diverged(self, scalars: Mapping[str, np.ndarray]) -> tuple[int, Message] | None:
        """Not finite, or a loss beyond 10⁶ nats."""
        losses = scalars["loss"]
        return (
            super().diverged(scalars)
            or beyond("loss", losses, self.EXPLODED)
            or weights_left_bounds(self.copies.finite, len(losses))
        )

    def finished(self, metrics: Mapping[str, float]) -> Message | None:
        if self.config.patience and self.stopping.stopped:
            text = N_(
                "The validation loss has not fallen for {epochs} epochs; these are the best weights."
            )
            return Message("patience", text, {"epochs": self.config.patience})
        if self._over:
            values = {"epochs": self.config.stop_epochs}
            return Message("stop_epochs", N_("{epochs} epochs are done."), values)
        return None

    def moments(self) -> list[tuple[int, str]]:
        told, self._moments = self._moments, []
        return told

    # ---- to look at ---------------------------------------------------------------------------
    def describe(self) -> dict[str, Any]:
        return views.describe(self)

    def static_views(self) -> Arrays:
        return views.static(self)

    def look(self) -> Look:
        return Look(self)

    @torch.no_grad()
    def views(self, wanted: Wanted) -> Arrays:
        return super().views(wanted)

    def trace(self) -> list[Stage]:
        """One step, recorded while it happens."""
        return self._trace.of(self.step)

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> State:
        return State.of(
            self.copies.state() | self.feed.state() | {
                "update": self.update, "unmeasured": self._unmeasured, "completed": self._completed,
                "evaluation": self.evaluation.state(), "stopping": self.stopping.state(),
                "rng": self._rng.get_state(), "live": self._live(),
            }
        )  # fmt: skip

    def load_state(self, state: State) -> None:
        """Takes over the live values of that time too."""
        kept = state.tree()
        self._take_live(kept["live"])
        self.copies.load_state(kept)
        self.feed.load_state(kept)
        self.update, self._unmeasured = kept["update"], kept["unmeasured"]
        self._completed, self._moments = kept["completed"], []
        self.evaluation.load_state(kept["evaluation"])
        self.stopping.load_state(kept["stopping"])
        self._rng.set_state(kept["rng"])
