"""What a network learns before its own task: transfer learning's first phase, on other images.

Yosinski et al. 2014, "How transferable are features in deep neural networks?" (arXiv:1411.1792). Each
network has a double here: the same layers with the same weights, and a head for the source's classes. The
doubles learn; after each update all but the head is written into the networks themselves, so what is looked
at is always the network that will learn the target. Its own head is zero until then, as features of another
task make large and wrong outputs with random weights: Kolesnikov et al. 2019 (arXiv:1912.11370), section 3.3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Generator

from core.playgrounds.cnn import architecture, blocks, classes
from core.playgrounds.cnn.config import CnnConfig
from core.playgrounds.cnn.evaluation import Evaluation, Nets
from core.playgrounds.cnn.feed import Feed
from core.playgrounds.cnn.learner import Learner
from core.playgrounds.cnn.network import Network
from core.playgrounds.cnn.pictures import Pictures


class Source:
    """The source's images, and the doubles of the `targets`, which learn them for `epochs`."""

    def __init__(
        self,
        c: CnnConfig,
        targets: Sequence[Learner],
        image: tuple[int, ...],
        device: torch.device,
        rngs: Sequence[Generator],
    ) -> None:
        """Raises ParamError where the images are not there, or not of the target's shape `image`. `rngs`: of
        the order of the images, and of the heads."""
        self.config, self.targets, self.epochs = c, targets, c.source_epochs
        self.pictures = Pictures(c.source(), device, c.source_numbers)
        self.feed = Feed(self.pictures, rngs[0])
        error = classes.unlike(self.pictures.image, image)
        if error is not None:
            raise error
        self.layers = architecture.layers(
            blocks.parsed(c.layers), image, len(self.pictures.classes)
        )
        self.learners = []
        for target in targets:
            module = Network(self.layers, image[0], image[1], c.activation, rngs[1])
            learner = Learner(module, device, target.rng, c)
            self._body = learner.net.theta.numel() - self.layers[-1].parameters
            learner.net.theta[: self._body] = target.net.theta[: self._body]
            target.net.theta[self._body :] = 0.0
            self.learners.append(learner)
        self.nets = Nets(self.learners[0].net)
        self.evaluation = Evaluation(self.nets, self.pictures, self.layers, whole=False)

    @property
    def done(self) -> bool:
        """Whether all its epochs are over."""
        return self.feed.epoch > self.epochs - 1e-6

    @property
    def metrics(self) -> dict[str, float]:
        """What was measured last on the source's own test images."""
        found = self.evaluation.metrics
        return {"source_accuracy": found["test_accuracy"], "source_loss": found["test_loss"]}

    def share(self) -> None:
        """All but the heads into the networks that will learn the target, gradients too."""
        for target, double in zip(self.targets, self.learners, strict=True):
            target.net.theta[: self._body] = double.net.theta[: self._body]
            target.net.grad[: self._body] = double.net.grad[: self._body]
            target.net.take_buffers(double.net)

    def configure(self, c: CnnConfig) -> None:
        self.config = c
        for learner in self.learners:
            learner.configure(c)
        self.evaluation.configure(c)

    def state(self) -> dict[str, Any]:
        """After the last epoch, and what is measured then, only what tells how far it got."""
        if self.done and not self.evaluation.busy:
            return {"feed": self.feed.state(), "metrics": dict(self.evaluation.metrics)}
        learners = {} if self.done else {"learners": [one.state() for one in self.learners]}
        return {"feed": self.feed.state(), "evaluation": self.evaluation.state()} | learners

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.feed.load_state(state["feed"])
        for learner, kept in zip(self.learners, state.get("learners", ()), strict=False):
            learner.load_state(kept)
        if "evaluation" in state:
            self.evaluation.load_state(state["evaluation"])
        else:
            self.evaluation.rest(state["metrics"])
