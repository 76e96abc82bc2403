"""Copies of one network that learn from the same minibatches, each held back in its own way.

R networks in the batch, B rows of a minibatch, P parameters each, M members, N points. The mathematics is
that of core/nn/batched.py; what is special to a copy touches its own row alone:

    L1, L2             penalties of the update, l1 Σ |w| and ½ l2 Σ w²
    dropout            masks on hidden neurons; Srivastava et al. 2014 (JMLR 15)
    jitter             inputs x + σ · noise, drawn anew each time; Bishop 1995: about an L2 on the slope
    label smoothing    targets t (1 − ε) + ε/2; Szegedy et al. 2016 (arXiv:1512.00567), section 7
    batch norm         core/nn/normalisation.py
    early stopping     learns as the plain copy does, so it is that row, and what was kept of it
    ensemble           several rows with other initial weights; their probabilities are averaged
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Generator, Tensor
from torch.nn.functional import logsigmoid

from core.i18n import N_
from core.nn.activations import ACTIVATIONS
from core.nn.batched import BatchedNet, BatchedUpdate, BatchedWorkspace, learn
from core.nn.dense import streams
from core.nn.losses import BinaryCrossEntropy
from core.nn.minibatches import Minibatches
from core.nn.normalisation import BatchNorm
from core.nn.optimisers import OPTIMIZERS
from core.params import Message
from core.playgrounds.contract import Trace
from core.playgrounds.regularization.config import COPIES, RegularizationConfig
from core.playgrounds.regularization.experiment import Experiment
from core.playgrounds.regularization.fast import FastCopies
from core.playgrounds.regularization.split import Split
from core.playgrounds.regularization.stopping import EarlyStopping

ALONE = ("none", "l1", "l2", "dropout", "jitter", "label_smoothing", "batch_norm")  # a row each
FAR = 1e4  # norm of the weights beyond which a network has exploded


class Copies(Experiment):
    """Everybody who takes part, as one batch."""

    LOSS = BinaryCrossEntropy
    SMOOTH = 2

    def __init__(self, c: RegularizationConfig, split: Split, device: torch.device) -> None:
        self.members = {name: COPIES[name] for name in c.copies}
        self.left: dict[str, tuple[int, Message]] = {}
        self.steps = 0
        first, order, self._drop, self._move, *others = streams(c.seed, 4 + c.ensemble)
        self._place(c)
        rows = max(place.stop for place in self.rows.values())
        sizes = (2, *c.hidden, 1)
        self.net = BatchedNet(sizes, rows, device)
        same = [_again(first) for name in self.rows if name != "ensemble"]
        self.net.initialise(
            "he" if c.hidden and c.activation == "relu" else "xavier", [*same, *others][:rows]
        )
        self.net.activations = [ACTIVATIONS[c.activation]] * len(c.hidden)
        if "batch_norm" in self.rows:
            self.net.norm = BatchNorm(c.hidden, self.rows["batch_norm"], device)
        self.update = BatchedUpdate(self.net, OPTIMIZERS[c.optimizer])
        self._norm_update = OPTIMIZERS[c.optimizer](
            self.net.norm.theta if self.net.norm else torch.empty(0)
        )
        self._fast = FastCopies(self.net, self.update, self._norm_update)
        self.stopping = EarlyStopping(self.net.theta[0]) if "early_stopping" in c.copies else None
        self._shown = BatchedNet(sizes, rows + (self.stopping is not None), device)
        self._shown.activations = self.net.activations
        self._is_weight = self.net.is_weight.bool()
        places = {name: place.start for name, place in self.rows.items()}
        places |= {"ensemble": rows, "early_stopping": rows + ("ensemble" in self.rows)}
        self._members = torch.tensor([places[name] for name in c.copies], device=device)  # [M]
        self.t = self.LOSS.targets(split.y, 1)
        self._validation = split.x[split.validation], self.t[split.validation]
        train = split.x[split.train], self.t[split.train]
        self.batches: Minibatches[BatchedWorkspace] = Minibatches(
            *train, c.rows, self.net.workspace, order
        )
        self.configure(c)

    def _place(self, c: RegularizationConfig) -> None:
        """`rows`: where in the batch each member's network lies, or its networks."""
        plain = {"none"} if "early_stopping" in c.copies else set()
        alone = [name for name in ALONE if name in {*c.copies, *plain}]
        self.rows = {name: slice(i, i + 1) for i, name in enumerate(alone)}
        if "ensemble" in c.copies:
            self.rows["ensemble"] = slice(len(alone), len(alone) + c.ensemble)

    def configure(self, config: RegularizationConfig) -> None:
        self.config = c = config
        device = self.net.device

        def only(name: str, value: float) -> Tensor:
            """A number per row [R]: `value` for the member `name`, and zero for all others."""
            found = torch.zeros(self.net.copies, device=device)
            if name in self.rows:
                found[self.rows[name]] = value
            return found

        lr = torch.full((self.net.copies,), c.lr, device=device)
        self.update.set(lr, only("l2", c.l2), only("l1", c.l1))
        self._drops = bool(c.hidden) and "dropout" in self.rows
        self._smoothed = only("label_smoothing", c.label_smoothing)[:, None, None]  # [R, 1, 1]

    # ---- learning ---------------------------------------------------------------------------
    def step(self, story: Trace) -> Tensor:
        """One minibatch, the same for all: forward, loss, backward, update."""
        if self.batches.done:
            self.batches.begin_epoch()
        x, _, t, work = self.batches.draw()
        x, t = self._jittered(x), torch.lerp(t, torch.full_like(t, 0.5), self._smoothed)
        masks, row = self._masks(len(x[0]))
        losses, delta, norms = self._fast.step(x, t, work, self.config.lr, masks, row)
        story.tell("minibatch", x=x, t=t)
        story.tell("loss", loss=losses, delta=delta)
        story.tell("backward", gradient=self.net.grad)
        self.steps += 1
        norms = self._look_after(norms)
        story.tell("update", theta=self.net.theta)
        if self.stopping is not None and self.batches.done and "none" not in self.left:
            self._validate(self.stopping)
        return self._of_members(norms)

    def explained(
        self, x: Tensor, t: Tensor, work: BatchedWorkspace, masks: Sequence[Tensor] = ()
    ) -> tuple[Tensor, Tensor]:
        """What fast.py does in one call, as batched.py explains it: losses [R], delta [R, B, 1].

        x is [R, B, 3], t [R, B, 1]; masks [R, n_k, B].
        """
        z = self.net.forward(x, work, masks)  # [R, B, 1]
        losses, delta = learn(self.LOSS, z, t)
        self.net.backward(delta, work, masks)
        self.update.step()
        if self.net.norm is not None:
            self._norm_update.update(self.net.norm.theta, self.net.norm.grad, self.config.lr)
        return losses, delta

    def _masks(self, rows: int) -> tuple[list[Tensor], int]:
        """Dropout's masks [n_k, B] of the one row that has them, drawn as by BatchedNet, and which row."""
        if not self._drops:
            return [], -1
        found, p = [], self.config.dropout
        for n in self.net.sizes[1:-1]:
            stays = torch.rand(rows, n, generator=self._drop).t() >= p
            found.append((stays / (1 - p)).to(self.net.device))
        return found, self.rows["dropout"].start

    def _jittered(self, x: Tensor) -> Tensor:
        """x [B, 3] as [R, B, 3], where one row sees its points moved."""
        if "jitter" not in self.rows:
            return x.expand(self.net.copies, -1, -1)
        noise = torch.randn(len(x), 2, generator=self._move).to(x.device)
        x = x.repeat(self.net.copies, 1, 1)
        x[self.rows["jitter"], :, :2] += noise * self.config.jitter
        return x

    def _look_after(self, norms: Tensor) -> Tensor:
        """The norm of every row's weights [R]; who has exploded leaves, and stays at zero from then on."""
        for name in self.left:
            self.net.theta[self.rows[name]] = 0
            norms[self.rows[name]] = 0
        if float(norms.max()) <= FAR:  # not-a-number is not
            return norms
        for name, place in self.rows.items():
            worst = float(norms[place].max())
            if worst <= FAR:
                continue
            text = N_("the norm of its weights was {norm}, with learning rate {lr}.")
            seen = {"norm": f"{worst:.3g}", "lr": f"{self.config.lr:.3g}"}
            self.left[name] = self.steps, Message(name, text, seen)
            self.net.theta[place] = 0
            if name == "none" and self.stopping is not None and self.stopping.stopped is None:
                self.stopping.stopped = self.steps
        return norms

    def _validate(self, stopping: EarlyStopping) -> None:
        """The plain copy on the validation points."""
        if stopping.stopped is not None:
            return
        loss = self._fast.loss(*self._validation, self.rows["none"].start)
        stopping.look(loss, self.net.theta[0], self.config.patience, self.steps)

    def _of_members(self, norms: Tensor) -> Tensor:
        """From rows [R] to members [M]: the ensemble has the mean of its own."""
        for name in self.left:
            norms[self.rows[name]] = torch.nan
        found = [norms]
        if "ensemble" in self.rows:
            found.append(norms[self.rows["ensemble"]].mean(0, keepdim=True))
        if self.stopping is not None:
            kept = self.stopping.kept * self.net.is_weight
            found.append(torch.linalg.vector_norm(kept, dim=0, keepdim=True))
        return torch.cat(found).index_select(0, self._members)

    # ---- to look at ---------------------------------------------------------------------------
    def answer(self, x: Tensor) -> Tensor:
        shown, norm = self._shown, self.net.norm
        shown.theta[: self.net.copies] = self.net.theta
        if self.stopping is not None:
            shown.theta[-1] = self.stopping.kept
        if norm is not None:
            for k in range(len(norm.gamma)):
                shown.weights[k][norm.copies] = norm.folded(k, self.net.weights[k][norm.copies])
        z = shown.answer(x)[1][:, :, 0]  # [R, N], or one row more
        places = self.rows | {"early_stopping": slice(len(z) - 1, len(z))}
        found = torch.stack([mean_of_probabilities(z[places[name]]) for name in self.members])
        for i, name in enumerate(self.members):
            if name in self.left:
                found[i] = torch.nan
        return found

    def weights(self) -> list[Tensor]:
        kept = {} if self.stopping is None else {"early_stopping": self.stopping.kept[None]}
        theta = {name: self.net.theta[place] for name, place in self.rows.items()} | kept
        return [theta[name][:, self._is_weight].reshape(-1) for name in self.members]

    @property
    def epoch(self) -> float:
        return self.batches.epoch

    @property
    def epoch_done(self) -> bool:
        return self.batches.done

    @property
    def steps_per_epoch(self) -> int:
        return -(-self.config.points // self.config.rows)

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> dict[str, Any]:
        norm = self.net.norm
        return {
            "theta": self.net.theta,
            "optimizer": self.update.optimizer.state(),
            "norm": norm and {"layer": norm.state(), "optimizer": self._norm_update.state()},
            "batches": self.batches.state(),
            "stopping": self.stopping and self.stopping.state(),
            "rngs": [self._drop.get_state(), self._move.get_state()],
            "steps": self.steps,
            "left": {n: [s, m.param, m.text, dict(m.values)] for n, (s, m) in self.left.items()},
        }

    def load_state(self, kept: Mapping[str, Any]) -> None:
        self.net.theta.copy_(kept["theta"])
        self.update.optimizer.load_state(kept["optimizer"])
        if self.net.norm is not None:
            self.net.norm.load_state(kept["norm"]["layer"])
            self._norm_update.load_state(kept["norm"]["optimizer"])
        self.batches.load_state(kept["batches"])
        if self.stopping is not None:
            self.stopping.load_state(kept["stopping"])
        for rng, state in zip((self._drop, self._move), kept["rngs"], strict=True):
            rng.set_state(state)
        self.steps = kept["steps"]
        self.left = {n: (s, Message(*rest)) for n, (s, *rest) in kept["left"].items()}


def mean_of_probabilities(z: Tensor) -> Tensor:
    """Logits z [E, N] of several networks -> the logit of their mean probability, [N].

    From logarithms, so that it keeps its digits where all of them are sure.
    """
    if len(z) == 1:
        return z[0]
    return torch.logsumexp(logsigmoid(z), 0) - torch.logsumexp(logsigmoid(-z), 0)


def _again(generator: Generator) -> Generator:
    """A generator that gives what `generator` gave from its beginning."""
    return Generator().manual_seed(generator.initial_seed())
