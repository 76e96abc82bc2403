"""A convolutional network learns to tell images apart, live.

Kernels of a few weights are slid over the image and over the maps that come of it (LeCun et al. 1998,
doi:10.1109/5.726791); what is left in the end is turned into one number per class, and by the softmax into
probabilities. Training makes the cross-entropy between these and the true classes small. How a network is
written stands in blocks.py, what it is layer by layer in architecture.py, the network in network.py. B images
in a minibatch, C channels, K classes, P parameters.

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
from torch import Tensor

from core import params
from core.i18n import N_
from core.nn.dense import streams
from core.nn.flat import Flat
from core.nn.optimisers import OPTIMIZERS, SGD, Momentum
from core.params import Message
from core.playgrounds.cnn import architecture, blocks, schedules, views
from core.playgrounds.cnn.config import CnnConfig
from core.playgrounds.cnn.cost import cost
from core.playgrounds.cnn.evaluation import Evaluation, everything, slice_of
from core.playgrounds.cnn.look import Look
from core.playgrounds.cnn.maximise import Maximisers
from core.playgrounds.cnn.network import Network
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

TRACED = 4  # images of a minibatch that slow motion shows
SOON = (5, 40)  # updates after which it is measured, too: first changes are the largest
SHARE = 0.3  # images measured per image learned from, at most, between two ends of epochs


class Cnn(Algorithm):
    """The network being trained, its optimiser, and what measures it."""

    NAME = "cnn"
    LABEL = N_("CNN")
    UNIT = N_("update")
    Config: ClassVar[type[params.Config]] = CnnConfig
    PRESETS = PRESETS
    COST = staticmethod(cost)
    VIEWS, STATIC, METRICS = views.VIEWS, views.STATIC, views.METRICS
    EXPLODED = 1e6  # nats

    config: CnnConfig

    def __init__(self, config: CnnConfig, device: torch.device | str = "cpu") -> None:
        """Raises ParamError where the images are not there, or can't go through the network."""
        self.config, self.device = config, torch.device(device)
        for_weights, self._order_rng, self._rng, self._drop_rng = streams(config.seed, 4)
        self.pictures = Pictures(config, self.device)
        found, image = blocks.parsed(config.layers), self.pictures.image
        self.layers = architecture.layers(found, image, len(self.pictures.classes))
        self.module = Network(self.layers, image[0], image[1], config.activation, for_weights)
        self.net = Flat(self.module, self.device)
        counts = torch.tensor([param.numel() for param in self.net.params])
        weights = torch.tensor([float(param.dim() > 1) for param in self.net.params])  # no biases
        self._decayed = weights.repeat_interleave(counts).to(self.device)  # [P]
        self.optimizer: SGD = OPTIMIZERS[config.optimizer](self.net.theta)
        self.update, self._row, self._epoch_rows, self._unmeasured = 0, 0, 0, 0
        self._order = self._shuffled()
        self.stopping = EarlyStopping()
        self.evaluation = Evaluation(self.net, self.pictures, self.layers)
        self._completed = False
        self._trace, self.maximisers, self.tsnes = Trace(), Maximisers(), Jobs()
        self.configure(config)
        self.evaluation.at_once(self.net, 0)

    # ---- learning ---------------------------------------------------------------------------
    def step(self) -> Scalars:
        """One update on one minibatch, and a slice of the measuring."""
        c, trace = self.config, self._trace
        rows = self._next_rows()
        x, t = self._minibatch(rows)  # [B, C, h, w], [B, K]
        if trace.on:
            batch = np.array([len(x)], np.float32)
            trace.tell("input", x=x[:TRACED], target=t[:TRACED], batch=batch)
        log_p = self._learning(x).log_softmax(1)  # [B, K]
        loss = -(t * log_p).sum(1).mean()
        if trace.on:
            trace.tell("forward", p=log_p.detach()[:TRACED].exp())
            trace.tell("loss", loss=loss)
        self.net.backward(loss)
        norm = torch.linalg.vector_norm(self.net.grad)
        trace.tell("gradients", norm=norm)
        trace.tell("update", before=self.net.theta)
        lr = schedules.rate(c.schedule, c.lr, self.epoch, c.schedule_epochs)
        decay = self._decayed * c.weight_decay if c.weight_decay else None
        self.optimizer.update(self.net.theta, self.net.grad, lr, decay)
        trace.tell("update", after=self.net.theta)
        self.update += 1
        self._epoch_rows += len(rows)
        right = (log_p.detach().argmax(1) == t.argmax(1)).float().mean()
        self._measure(len(rows))
        return {
            "loss": loss.detach(), "batch_accuracy": right, "gradient_norm": norm, "lr_now": lr,
        }  # fmt: skip

    def _minibatch(self, rows: Tensor) -> tuple[Tensor, Tensor]:
        """Augmented, normalised images [B, C, h, w] and targets [B, K]."""
        p, augmentation = self.pictures, self.config.augmentation
        x = augmentation.images(p.pixels(rows), self._rng, p.outside)
        return augmentation.mix(
            p.normalised(x), p.targets(rows, self.config.label_smoothing), self._rng
        )

    def _learning(self, x: Tensor) -> Tensor:
        """Logits [B, K] with dropout and the minibatch's own means."""
        self.module.train()
        self.module.generator = self._drop_rng
        try:
            found: Tensor = self.module(x)
        finally:
            self.module.eval()
            self.module.generator = None
        return found

    def _next_rows(self) -> Tensor:
        """The next images of this epoch's order; the last minibatch of an epoch may be shorter."""
        if self._row >= len(self._order):
            self._order, self._row = self._shuffled(), 0
        rows = self._order[self._row : self._row + self.config.batch_size]
        self._row += len(rows)
        return rows

    def _shuffled(self) -> Tensor:
        train = self.pictures.train
        return train[torch.randperm(len(train), generator=self._order_rng)]

    def _measure(self, rows: int) -> None:
        """A slice of the measurement under way, or the beginning of one that is due."""
        self._unmeasured += rows
        evaluation, ends = self.evaluation, self._row >= len(self._order)
        often = self.update in SOON or self._unmeasured * SHARE >= evaluation.total
        if ends and evaluation.busy and not evaluation.of_epoch:
            evaluation.begin(self.net, self.update, True)  # the epoch's own comes first
        elif not evaluation.busy and (ends or often):
            evaluation.begin(self.net, self.update, ends)
            self._unmeasured = min(self._unmeasured, 0)
        if ends and self._unmeasured >= 0:  # all test images: for that it is measured less often
            self._unmeasured -= round(evaluation.begin_whole(self.net, self.update) / SHARE)
        evaluation.slice = slice_of(self.layers, self.config.batch_size)
        self._completed = evaluation.whole_goes_on()
        if evaluation.busy and evaluation.go_on():
            self._completed = True
            self._settle()

    def _settle(self) -> None:
        """After a measurement: what early stopping makes of it."""
        c, evaluation = self.config, self.evaluation
        loss = evaluation.metrics.get("validation_loss")
        if not c.patience or loss is None or not evaluation.of_epoch:
            return
        self.stopping.look(loss, evaluation.twin, evaluation.step, c.patience)
        if self.stopping.stopped or self._over:
            self.stopping.restore(self.net)
            evaluation.at_once(self.net, self.stopping.step)

    @property
    def _over(self) -> bool:
        """Whether as many epochs are done as the run was to take."""
        return 0 < self.config.stop_epochs <= round(self.epoch, 6)

    @property
    def amounts(self) -> Mapping[str, float]:
        return {"images": self._epoch_rows}

    @property
    def epoch(self) -> float:
        return self._epoch_rows / len(self.pictures.train)

    def configure(self, config: params.Config) -> None:
        assert isinstance(config, CnnConfig)
        if config.optimizer != self.config.optimizer:
            self.optimizer = OPTIMIZERS[config.optimizer](self.net.theta)
        if isinstance(self.optimizer, Momentum):
            self.optimizer.mu = config.momentum
        if config.patience != self.config.patience:
            self.stopping.stopped = False
        self.config = config
        for module in (self.module, self.evaluation.twin.module):
            assert isinstance(module, Network)
            module.activation, module.dropout = config.activation, config.dropout

    # ---- how well ---------------------------------------------------------------------------
    def evaluate(self) -> Scalars:
        """What was measured last."""
        found: Scalars = dict(self.evaluation.metrics)
        if self.stopping.best is not None:
            found["best_step"] = float(self.stopping.step)
        return found

    def final(self) -> Scalars:
        """The metrics on all images."""
        kept = {name: one for name, one in self.evaluate().items() if "_all" not in name}
        return kept | everything(self.net, self.pictures, slice_of(self.layers))

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
            or weights_left_bounds(bool(self.net.theta.isfinite().all()), len(losses))
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
            {
                "net": self.net.state(), "optimizer": self.optimizer.state(), "update": self.update,
                "row": self._row, "epoch_rows": self._epoch_rows, "unmeasured": self._unmeasured,
                "completed": self._completed, "order": self._order,
                "evaluation": self.evaluation.state(), "stopping": self.stopping.state(),
                "order_rng": self._order_rng.get_state(), "rng": self._rng.get_state(),
                "drop_rng": self._drop_rng.get_state(), "live": self._live(),
            }
        )  # fmt: skip

    def load_state(self, state: State) -> None:
        """Takes over the live values of that time too."""
        kept = state.tree()
        self._take_live(kept["live"])
        self.net.load_state(kept["net"])
        self.optimizer.load_state(kept["optimizer"])
        self.update, self._row, self._order = kept["update"], kept["row"], kept["order"]
        self._epoch_rows, self._unmeasured = kept["epoch_rows"], kept["unmeasured"]
        self._completed = kept["completed"]
        self.evaluation.load_state(kept["evaluation"])
        self.stopping.load_state(kept["stopping"])
        self._order_rng.set_state(kept["order_rng"])
        self._rng.set_state(kept["rng"])
        self._drop_rng.set_state(kept["drop_rng"])
