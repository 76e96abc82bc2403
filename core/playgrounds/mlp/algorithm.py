"""A multilayer perceptron (MLP): layers of neurons that learn to tell points of the plane apart.

A neuron adds up what the layer before says, each part times a weight, and bends the sum:

    forward      z_k = a_{k−1} W_k + b_k,   a_k = f(z_k)
    backward     delta_{k−1} = (delta_k W_kᵀ) · f′(z_{k−1}),   where delta_k = dL/dz_k
    gradient     dL/dW_k = a_{k−1}ᵀ delta_k
    update       W_k ← W_k − lr · dL/dW_k

Backpropagation: Rumelhart, Hinton & Williams 1986 (doi:10.1038/323533a0). No autograd: both passes
stand in core/nn/dense.py, the losses in core/nn/losses.py, the activations in core/nn/activations.py, the
optimisers in core/nn/optimisers.py; the tests hold them against autograd and torch.optim.

A step is one minibatch; an epoch is one pass over the N training points. B rows in a minibatch, n_k
neurons in layer k, K outputs.

Metrics: `train_loss`, `test_loss` (means over all points, without penalties and dropout), and
`train_accuracy`, `test_accuracy`, or `train_r2`, `test_r2` for regression.
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
from core.nn.dense import DenseNet, streams
from core.nn.losses import loss_for
from core.nn.minibatches import Minibatches
from core.nn.optimisers import OPTIMIZERS, Momentum, clipped, scheduled, soft_threshold
from core.params import Message
from core.playgrounds.arguments import finite, index
from core.playgrounds.contract import (
    Algorithm,
    Answer,
    Args,
    Arrays,
    Scalars,
    Stage,
    State,
    as_array,
    beyond,
    weights_left_bounds,
)
from core.playgrounds.mlp import sets, views
from core.playgrounds.mlp.config import MlpConfig
from core.playgrounds.mlp.cost import cost
from core.playgrounds.mlp.maps import NeuronMaps
from core.playgrounds.mlp.plane import Plane, TableMaps
from core.playgrounds.mlp.points import Points, features
from core.playgrounds.mlp.presets import PRESETS

STEPS = 200  # per picture at most: an epoch of a large table takes long
LARGEST = 1000.0  # weight that may be typed by hand


class Mlp(Algorithm):
    """One network, its points and its optimiser."""

    NAME = "mlp"
    LABEL = N_("Neural network")
    UNIT = N_("minibatch")
    Config: ClassVar[type[params.Config]] = MlpConfig
    PRESETS = PRESETS
    COST = staticmethod(cost)
    VIEWS, STATIC, METRICS = views.VIEWS, views.STATIC, views.METRICS
    EXPLODED = 1e4  # a minibatch's loss over the untrained network's, or over 1

    config: MlpConfig

    def __init__(self, config: MlpConfig, device: torch.device | str = "cpu") -> None:
        self.config, self.device = config, torch.device(device)
        for_weights, for_order, self._dropout_rng = streams(config.seed, 3)
        c = config
        sample = sets.draw(c)
        self.points = Points(sample, c.inputs, self.device)
        self.net = DenseNet((c.width, *c.hidden, c.outputs), self.device)
        self.net.initialise(c.initialisation, for_weights)
        self.optimizer = OPTIMIZERS[c.optimizer](self.net.theta)
        n = self.points.train
        t = torch.empty(n, c.outputs, device=self.device)  # filled in a moment
        self.batches = Minibatches(
            self.points.x[:n], t, c.batch_size, self.net.workspace, for_order
        )
        self._take_live_values()
        self.plane = Plane(sample.table) if sample.table else None
        self.maps = NeuronMaps(self.net, lambda x: features(x, c.inputs))
        if self.plane:
            self.maps = TableMaps(self.net, self.plane)
        self._untrained_loss = float(self.evaluate()["train_loss"])

    # ---- learning ---------------------------------------------------------------------------
    def step(self) -> Scalars:
        """One minibatch: forward, loss, backward, update."""
        if self.batches.done:
            self.batches.begin_epoch()
            self._set_rates()
        x, x_transposed, t, work = self.batches.draw()
        p = self.config.dropout
        masks = self.net.dropout_masks(len(x), p, self._dropout_rng) if p else ()
        z = self.net.forward(x, work, masks)  # [B, K]
        loss, delta = self.loss.learn(z, t)  # [], [B, K]
        self.net.backward(x_transposed, delta, work, masks)
        self._update(self.net.grad)
        return {"batch_loss": loss}

    def _update(self, g: Tensor) -> None:
        """Clip the gradient [P], add the penalties, let the optimiser take its step."""
        if self.config.clip_norm:
            g = clipped(g, self.config.clip_norm)
        self.optimizer.update(self.net.theta, g, self._lr, self._decay)
        if self._threshold is not None:
            soft_threshold(self.net.theta, self._threshold)

    def configure(self, config: params.Config) -> None:
        assert isinstance(config, MlpConfig)
        before, self.config = self.config, config
        if config.batch_size != before.batch_size:
            self.batches.resize(config.batch_size)
        if config.optimizer != before.optimizer:
            self.optimizer = OPTIMIZERS[config.optimizer](self.net.theta)
        self._take_live_values()

    def _take_live_values(self) -> None:
        c = self.config
        self.net.activations = c.functions()
        self.loss = loss_for(c.loss, c.task, c.outputs)
        self._targets = self.loss.targets(self.points.y, c.outputs)  # [M, K]
        self.batches.retarget(self._targets[: self.points.train])
        if isinstance(self.optimizer, Momentum):
            self.optimizer.mu = c.momentum
        self._set_rates()

    def _set_rates(self) -> None:
        """What the schedule says for this epoch, worked out once and not at every step."""
        c = self.config
        self._lr = scheduled(c.schedule, c.lr, max(self.batches.begun - 1, 0), c.schedule_epochs)
        self._decay = self.net.is_weight * c.weight_decay if c.weight_decay else None  # [P]
        self._threshold = self.net.is_weight * (self._lr * c.l1) if c.l1 else None  # [P]

    # ---- how well ---------------------------------------------------------------------------
    def evaluate(self) -> Scalars:
        """The metrics over all points: the loss alone, without L1, L2 and dropout."""
        _, z = self.net.answer(self.points.x)  # [M, K]
        regression = self.config.task == "regression"
        said = z.view(-1) if regression else self.winner(z)  # [M]
        values = self.points.scores(self.loss.each(z, self._targets), said, regression)
        return dict(zip(self.config.metrics, values, strict=True))

    def winner(self, z: Tensor) -> Tensor:
        """The class that z [M, K] stands for, [M]."""
        return z.argmax(1) if self.config.outputs > 1 else z.view(-1) > 0

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

    def static_views(self) -> Arrays:
        return views.statics(self)

    def signed(self, z: Tensor) -> Tensor:
        """The output as values in −1…1, [M, K]; a probability p as 2p − 1."""
        o = self.loss.predict(z)
        return o * 2 - 1 if self.loss.PROBABILITY else o.clamp(-1, 1)

    def predict(self, args: Args) -> Answer:
        """`predict {x1, x2}`, of a table `predict {values: {column: value}}`, where a column that isn't
        named has its median: the output there, and what every hidden neuron answers."""
        hidden, z = self.net.answer(self.maps.place(args))
        output = self.maps.told(self.loss.predict(z)[0].tolist())
        return {"output": output, "layers": [a[0].tolist() for a in hidden]}, {}

    def set_weight(self, args: Args) -> dict[str, Any]:
        """`set_weight {layer, source, target, value}`: a weight, or a bias (source −1), by hand."""
        layer = index(args, "layer", 1, len(self.net.weights))
        weight = self.net.weights[layer - 1]
        source = index(args, "source", -1, len(weight) - 2)  # −1 is the last row: the biases
        target = index(args, "target", 0, weight.shape[1] - 1)
        new = finite(args, "value", LARGEST)
        old = float(weight[source, target])
        weight[source, target] = new
        name = f"b{layer}[{target + 1}]" if source < 0 else f"w{layer}[{source + 1}→{target + 1}]"
        return {"name": name, "old": f"{old:z.4g}", "new": f"{new:z.4g}"}

    PROBES: ClassVar = {"predict": predict}
    ACTS: ClassVar = {"set_weight": set_weight}

    def trace(self) -> list[Stage]:
        """One step, told from what its buffers still hold."""
        before = self.net.theta.clone()
        loss = self.step()["batch_loss"]
        x, _, t, work = self.batches.last
        o = self.loss.predict(work.z[-1])
        last = len(self.net.weights)
        arrays = _arrays(rows=self.batches.last_rows, x=x[:, :-1], t=t)
        stages = [Stage("minibatch", 0, arrays)]
        for k, (z, a) in enumerate(zip(work.z, [*work.a, o], strict=True)):
            stages.append(Stage("forward", k + 1, _arrays(z=z, a=a)))
        stages.append(Stage("loss", last, _arrays(loss=loss, delta=work.delta[-1])))
        for k in reversed(range(last)):
            arrays = _arrays(delta=work.delta[k], gradient=self.net.gradients[k])
            stages.append(Stage("backward", k + 1, arrays))
        stages.append(Stage("update", None, _arrays(before=before, after=self.net.theta)))
        return stages

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> State:
        return State.of(
            {
                "theta": self.net.theta,
                "grad": self.net.grad,
                "optimizer": self.optimizer.state(),
                "batches": self.batches.state(),
                "dropout_rng": self._dropout_rng.get_state(),
                "live": self._live(),
            }
        )

    def load_state(self, state: State) -> None:
        """Takes over the live values of that time too."""
        kept = state.tree()
        self._take_live(kept["live"])
        self.net.theta.copy_(kept["theta"])
        self.net.grad.copy_(kept["grad"])
        self.optimizer.load_state(kept["optimizer"])
        self.batches.load_state(kept["batches"])
        self._dropout_rng.set_state(kept["dropout_rng"])
        self._set_rates()


def _arrays(**tensors: Tensor | Any) -> Arrays:
    return {name: as_array(tensor) for name, tensor in tensors.items()}
