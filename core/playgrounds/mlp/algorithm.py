"""A multilayer perceptron (MLP): layers of neurons that learn to tell points of the plane apart.

A neuron adds up what the layer before says, each part times a weight, and bends the sum:

    forward      z_k = a_{k−1} W_k + b_k,   a_k = f(z_k)
    backward     delta_{k−1} = (delta_k W_kᵀ) · f′(z_{k−1}),   where delta_k = dL/dz_k
    gradient     dL/dW_k = a_{k−1}ᵀ delta_k
    update       W_k ← W_k − lr · dL/dW_k

Backpropagation: Rumelhart, Hinton & Williams 1986 (doi:10.1038/323533a0). No autograd: both passes
stand in core/nn/dense.py, the losses in core/nn/losses.py, the activations in core/nn/activations.py, the
optimisers in core/nn/optimisers.py; the tests hold them against autograd and torch.optim. Without dropout
core/nn/fast.py does the same for many minibatches in one call.

With batch normalisation z_k is normalised before f bends it; with residual connections a layer as wide as the
hidden layer before it adds what it was fed: a_k = f(z_k) + a_{k−1}. Both are written out there, too.

A step is one minibatch; an epoch is one pass over the N training points. B rows in a minibatch, n_k
neurons in layer k, K outputs.

Metrics: `train_loss`, `test_loss` (means over all points, without penalties and dropout), and
`train_accuracy`, `test_accuracy`, or `train_r2`, `test_r2` for regression.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from time import perf_counter
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor

from core import params
from core.i18n import N_
from core.nn.dense import DenseNet, streams
from core.nn.features import features
from core.nn.losses import loss_for
from core.nn.minibatches import Minibatches
from core.nn.optimisers import SGD
from core.params import Message
from core.playgrounds.arguments import finite, index
from core.playgrounds.contract import (
    Algorithm,
    Answer,
    Args,
    Scalars,
    Stage,
    State,
    beyond,
    weights_left_bounds,
)
from core.playgrounds.mlp import views
from core.playgrounds.mlp.config import MlpConfig
from core.playgrounds.mlp.cost import cost
from core.playgrounds.mlp.descent import Descent
from core.playgrounds.mlp.drawable import Drawable
from core.playgrounds.mlp.landscape import Landscape
from core.playgrounds.mlp.maps import NeuronMaps
from core.playgrounds.mlp.plane import Plane, TableMaps
from core.playgrounds.mlp.points import Points
from core.playgrounds.mlp.presets import PRESETS
from core.playgrounds.mlp.pruning import Pruning
from core.playgrounds.mlp.tracing import told

STEPS = 200  # per picture at most: an epoch of a large table takes long
LARGEST = 1000.0  # weight that may be typed by hand
AT_ONCE = 32  # minibatches between two looks at the clock


class Mlp(Drawable):
    """One network, its points and its optimiser."""

    NAME = "mlp"
    LABEL = N_("Neural network")
    UNIT = N_("minibatch")
    AUTOGRAD = False
    Config: ClassVar[type[params.Config]] = MlpConfig
    PRESETS = PRESETS
    COST = staticmethod(cost)
    VIEWS, METRICS = views.VIEWS, views.METRICS
    BULK = True
    EXPLODED = 1e4  # a minibatch's loss over the untrained network's, or over 1

    config: MlpConfig

    def __init__(self, config: MlpConfig, device: torch.device | str = "cpu") -> None:
        self.config, self.device = config, torch.device(device)
        for_weights, for_order, dropout_rng, *for_others = streams(config.seed, 3 + config.ensemble)
        c = config
        self.drawing = self._drawn()
        self.points = Points(self.drawing.sample, c.inputs, self.device)
        sizes = (c.width, *c.hidden, c.outputs)
        switches = {"norm": c.batch_norm == "on", "residual": c.residual == "on"}
        nets = [DenseNet(sizes, self.device, **switches) for _ in range(1 + c.ensemble)]
        for net, generator in zip(nets, (for_weights, *for_others), strict=True):
            net.initialise(c.initialisation, generator, c.initial_scale)
        self.net = nets[0]
        n = self.points.train
        t = torch.empty(n, c.outputs, device=self.device)  # filled in a moment
        self.batches = Minibatches(
            self.points.x[:n], t, c.batch_size, self.net.workspace, for_order
        )
        self.descent = Descent(nets, self.batches, dropout_rng)
        self._take_live_values(anew=True)
        self.pruning = Pruning(self.net)
        self._landscapes: dict[str, Landscape] = {}  # of those who look; no part of the run
        table = self.drawing.base.table
        self.plane = Plane(table) if table else None
        self.maps: NeuronMaps = (
            TableMaps(self.net, self.plane)
            if self.plane
            else NeuronMaps(self.net, lambda x: features(x, c.inputs))
        )
        # Asked for once an epoch, of which there may be thousands a second.
        self._metrics, self._regression = c.metrics, c.task == "regression"
        self._untrained_loss = float(self.evaluate()["train_loss"])

    def inherit(self, former: Algorithm) -> None:
        """What was drawn by hand."""
        assert isinstance(former, Mlp)
        self._inherit_drawing(former)
        self._untrained_loss = float(self.evaluate()["train_loss"])

    # ---- learning ---------------------------------------------------------------------------
    def step(self) -> Scalars:
        """One minibatch: forward, loss, backward, update."""
        return {"batch_loss": self.descent.learn(1)[0]}

    def stretch(self, most: int, deadline: float) -> int:
        """Up to `most` minibatches; the course of a run does not depend on how they are cut up."""
        taken = 0
        while True:
            losses = self.descent.learn(min(most - taken, AT_ONCE))
            self.descent.tell(losses)
            taken += len(losses)
            if self.batches.done or taken == most or perf_counter() >= deadline:
                return taken

    def columns(self) -> Mapping[str, Tensor]:
        return {"batch_loss": self.descent.told()}

    def configure(self, config: params.Config) -> None:
        assert isinstance(config, MlpConfig)
        before, self.config = self.config, config
        if config.drawn != before.drawn:
            self._follow_link(before.drawn)
        if config.batch_size != before.batch_size:
            self.batches.resize(config.batch_size)
        self._take_live_values(anew=config.optimizer != before.optimizer)

    def _take_live_values(self, *, anew: bool) -> None:
        c = self.config
        self.loss = loss_for(c.loss, c.task, c.outputs)
        self.targets = self.loss.targets(self.points.y, c.outputs)  # [M, K]
        self.batches.retarget(self.targets[: self.points.train])
        self.descent.take(c, self.loss, anew=anew)

    # ---- how well ---------------------------------------------------------------------------
    def evaluate(self) -> Scalars:
        """The metrics over all points: the loss alone, without L1, L2 and dropout."""
        _, z = self.net.answer(self.points.x)  # [M, K]
        said = z.view(-1) if self._regression else self.winner(z)  # [M]
        values = self.points.scores(self.loss.each(z, self.targets), said, self._regression)
        return dict(zip(self._metrics, values, strict=True))

    def winner(self, z: Tensor) -> Tensor:
        """The class that z [M, K] stands for, [M]."""
        return z.argmax(1) if self.net.sizes[-1] > 1 else z.view(-1) > 0

    @property
    def evaluate_now(self) -> bool:
        return self.batches.done

    @property
    def epoch(self) -> float:
        return self.batches.epoch

    @property
    def smooth_steps(self) -> int:
        epoch = math.ceil(self.points.train / self.config.batch_size)
        return min(epoch, STEPS) if self.plane else epoch

    def diverged(self, scalars: Mapping[str, np.ndarray]) -> tuple[int, Message] | None:
        """Not finite, or 10,000 times the loss before training (at least 1)."""
        if not self.points.train:
            return None
        losses = scalars["batch_loss"]
        limit = self.EXPLODED * max(1.0, self._untrained_loss)
        text = N_("the loss of a minibatch was {value}, more than {limit}.")
        return (
            super().diverged(scalars)
            or beyond("batch_loss", losses, limit, text)
            or weights_left_bounds(bool(self.net.theta.isfinite().all()), len(losses))
        )

    def finished(self, metrics: Mapping[str, float]) -> Message | None:
        c = self.config
        if c.stop_epochs and self.epoch >= c.stop_epochs:
            text = N_("{epochs} epochs are done.")
            return Message("stop_epochs", text, {"epochs": c.stop_epochs})
        if c.stop_loss and metrics["train_loss"] <= c.stop_loss:
            text = N_("The training loss has come down to {loss}.")
            return Message("stop_loss", text, {"loss": f"{metrics['train_loss']:.3g}"})
        return None

    # ---- to look at ---------------------------------------------------------------------------
    def describe(self) -> dict[str, Any]:
        return views.describe(self)

    def signed(self, z: Tensor) -> Tensor:
        """The output as values in −1…1, [M, K]; a probability p as 2p − 1."""
        o = self.loss.predict(z)
        return o * 2 - 1 if self.loss.PROBABILITY else o.clamp(-1, 1)

    @property
    def nets(self) -> list[DenseNet]:
        """The one that is shown, and those beside it."""
        return [learner.net for learner in self.descent.learners]

    @property
    def optimizer(self) -> SGD:
        """Of the network that is shown."""
        return self.descent.learners[0].optimizer

    def landscape(self, kind: str) -> Landscape:
        """That of a kind, which has looked at the weights as they are."""
        if kind not in self._landscapes:
            self._landscapes[kind] = Landscape(self.net, self.config.seed, kind)
        found, n = self._landscapes[kind], self.points.train
        found.look(self.loss, self.points.x[:n], self.targets[:n], self.epoch)
        return found

    def predict(self, args: Args) -> Answer:
        """`predict {x1, x2}`, of a table `predict {values: {column: value}}`, where a column that isn't
        named has its median: the output there, and what every hidden neuron answers."""
        hidden, z = self.net.answer(self.maps.place(args))
        output = self.maps.told(self.loss.predict(z)[0].tolist())
        return {"output": output, "layers": [a[0].tolist() for a in hidden]}, {}

    def set_weight(self, args: Args) -> dict[str, Any]:
        """`set_weight {layer, source, target, value}`, by hand: a weight, a bias (source −1, of a normalised
        layer its shift β), or the scale γ of a normalised layer (−2)."""
        layer = index(args, "layer", 1, len(self.net.weights))
        weight = self.net.weights[layer - 1]
        norm = self.net.norm if layer < len(self.net.weights) else None
        source = index(args, "source", -2 if norm else -1, len(weight) - 2)
        target = index(args, "target", 0, weight.shape[1] - 1)
        new = finite(args, "value", LARGEST)
        row = norm.gamma[layer - 1] if norm and source == -2 else weight[source]  # −1: the last one
        old = float(row[target])
        row[target] = new
        own = "γ" if source == -2 else "β" if norm else "b"
        name = (
            f"{own}{layer}[{target + 1}]" if source < 0 else f"w{layer}[{source + 1}→{target + 1}]"
        )
        return {"name": name, "old": f"{old:z.4g}", "new": f"{new:z.4g}"}

    PROBES: ClassVar = {"predict": predict, **Drawable.DRAWING_PROBES}
    ACTS: ClassVar = {"set_weight": set_weight, **Drawable.DRAWING_ACTS}

    def trace(self) -> list[Stage]:
        """One step, told from what its buffers still hold."""
        before = self.net.theta.clone()
        if not self.points.train:
            self.step()
            return []
        loss = self.step()["batch_loss"]
        return told(self, before, loss)

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> State:
        return State.of(
            {
                "learners": [learner.state() for learner in self.descent.learners],
                "batches": self.batches.state(),
                "drawing": self.drawing.state(),
                "dropout_rng": self.descent.dropout_rng.get_state(),
                "live": self._live(),
            }
        )

    def load_state(self, state: State) -> None:
        """Takes over the live values of that time too."""
        kept = state.tree()
        self._take_live(kept["live"])
        for learner, one in zip(self.descent.learners, kept["learners"], strict=True):
            learner.load_state(one)
        self._load_drawing(kept["drawing"])
        self.batches.load_state(kept["batches"])
        self.descent.dropout_rng.set_state(kept["dropout_rng"])
        self.descent.set_rates()
        self._landscapes.clear()
