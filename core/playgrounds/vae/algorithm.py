"""A variational autoencoder (VAE): images are squeezed into a few numbers, and invented from them.

The encoder turns an image x into a posterior q(z|x) = N(μ, σ²), the decoder a code z into an image. Both
learn to make the evidence lower bound large (Kingma & Welling 2013, https://arxiv.org/abs/1312.6114):

    ELBO = E_q[log p(x|z)] − KL(q(z|x) ‖ N(0, I))        z = μ + σ · ε,  ε ~ N(0, I)

Training makes −log p(x|z) + β · KL small. The bounds stand in core/playgrounds/vae/bounds.py, the networks
in networks.py, what is measured in metrics.py. B images in a minibatch, D pixels, d latent dimensions, k
codes per image.

Scalars: `loss`; `batch_reconstruction` (−log p(x|z)) and `batch_kl`; `beta_now`. While training the metrics
are measured on the first 1,000 test images, at the end on all of them.
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
from core.nn.optimisers import OPTIMIZERS, SGD, scheduled
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
    Wanted,
    beyond,
    weights_left_bounds,
)
from core.playgrounds.vae import bounds, probes, projection, views
from core.playgrounds.vae.config import VaeConfig
from core.playgrounds.vae.cost import cost
from core.playgrounds.vae.look import Look
from core.playgrounds.vae.metrics import QUICK, measured
from core.playgrounds.vae.model import VaeModel
from core.playgrounds.vae.presets import PRESETS

TRACED = 4  # images of a minibatch that slow motion shows


class Vae(Algorithm):
    """The model being trained, its optimiser, and the plane that its codes are seen in."""

    NAME = "vae"
    LABEL = N_("VAE")
    UNIT = N_("update")
    Config: ClassVar[type[params.Config]] = VaeConfig
    PRESETS = PRESETS
    COST = staticmethod(cost)
    VIEWS, STATIC, METRICS = views.VIEWS, views.STATIC, views.METRICS
    PROBES: ClassVar = probes.PROBES
    EVALUATE_EVERY = 250  # updates
    EXPLODED = 1e9  # nats
    SETTLED = 500  # updates after which an alarm may be raised

    config: VaeConfig

    def __init__(self, config: VaeConfig, device: torch.device | str = "cpu") -> None:
        self.config, self.device = config, torch.device(device)
        for_weights, self._order_rng, self._rng = streams(config.seed, 3)
        self.model = VaeModel(config, self.device, for_weights)
        self.pictures, self.net = self.model.pictures, self.model.net
        self.optimizer: SGD = OPTIMIZERS[config.optimizer](self.net.theta)
        self.update, self._row, self._epoch_rows = 0, 0, 0
        self._order = torch.randperm(len(self.pictures.x), generator=self._order_rng)
        self.plane: np.ndarray | None = None  # [2, d], rows of the map where d > 2
        self._measured: dict[str, float] = {}
        self._trace = Trace()
        self._turn()

    # ---- learning ---------------------------------------------------------------------------
    def step(self) -> Scalars:
        """One update on one minibatch."""
        c, trace = self.config, self._trace
        x, label = self._minibatch()  # [B, D], [B, K]
        if trace.on:
            self._trace_images("input", "x", x)
        mu, log_var = self.model.coder.encode(x, label)  # [B, d]
        if trace.on:
            trace.tell("encode", mu=mu, sigma=(0.5 * log_var).exp())
        beta = bounds.annealed(c.annealing, c.beta, self.update, c.anneal_steps)
        kl = bounds.kl(mu, log_var)  # [B, d]
        if c.model == "iwae":
            loss, reconstruction = self._iwae_loss(x, label, mu, log_var)
        else:
            z = self._code(mu, log_var)  # [B, d]
            logits = self.model.logits(z, label, x)  # [B, D]
            if trace.on:
                self._trace_images("decode", "out", torch.sigmoid(logits))
            reconstruction = -self.model.log_likelihood(logits, x)  # [B]
            loss = reconstruction.mean()
            if self.model.probabilistic:
                loss = loss + beta * bounds.freed(kl, c.free_bits)
        if trace.on:
            trace.tell("loss", loss=loss, reconstruction=reconstruction, kl=kl.sum(1))
        self._descend(loss)
        said: Scalars = {
            "loss": loss.detach(),
            "batch_reconstruction": reconstruction.detach().mean(),
        }
        if self.model.probabilistic:
            said |= {"batch_kl": kl.detach().sum(1).mean(), "beta_now": beta}
        return said

    def _code(self, mu: Tensor, log_var: Tensor) -> Tensor:
        """A code of each image, [B, d]: drawn from its posterior, or the mean where there is none."""
        if not self.model.probabilistic:
            self._trace.tell("sample", z=mu)
            return mu
        eps = torch.randn(mu.shape, generator=self._rng).to(self.device)
        z = bounds.reparameterised(mu, log_var, eps)
        self._trace.tell("sample", eps=eps, z=z)
        return z

    def _iwae_loss(
        self, x: Tensor, label: Tensor | None, mu: Tensor, log_var: Tensor
    ) -> tuple[Tensor, Tensor]:
        """−L_k, [], and the mean of −log p(x|z) over the k codes, [B]."""
        eps = torch.randn((self.config.samples, *mu.shape), generator=self._rng).to(self.device)
        z = bounds.reparameterised(mu, log_var, eps)  # [k, B, d]
        logits = self.model.logits(z, label, x)  # [k, B, D]
        log_px = self.model.log_likelihood(logits, x)  # [k, B]
        weights = bounds.log_weights(log_px, z, eps, log_var)  # [k, B]
        if self._trace.on:
            self._trace.tell("sample", eps=eps[0], z=z[0])
            self._trace_images("decode", "out", torch.sigmoid(logits)[0])
        return -bounds.iwae(weights).mean(), -log_px.mean(0)

    def _descend(self, loss: Tensor) -> None:
        """One step of the optimiser down the loss []."""
        c, net, trace = self.config, self.net, self._trace
        net.backward(loss)
        if trace.on:
            norm = torch.linalg.vector_norm(net.grad)
            trace.tell("gradients", norm=norm, gradient=net.grad)
        trace.tell("update", before=net.theta)
        lr = scheduled(c.schedule, c.lr, self.update, c.schedule_steps)
        decay = torch.full_like(net.theta, c.weight_decay) if c.weight_decay else None
        self.optimizer.update(net.theta, net.grad, lr, decay)
        trace.tell("update", after=net.theta)
        self.update += 1
        if self.evaluate_now:
            self._turn()

    def _minibatch(self) -> tuple[Tensor, Tensor | None]:
        """The next images of this epoch's order; the last minibatch of an epoch may be shorter."""
        if self._row >= len(self._order):
            self._order = torch.randperm(len(self._order), generator=self._order_rng)
            self._row = 0
        rows = self._order[self._row : self._row + self.config.batch_size].to(self.device)
        self._row += len(rows)
        self._epoch_rows += len(rows)
        x = self.pictures.drawn(self.pictures.x[rows], self._rng)
        return x, self.pictures.one_hot(self.pictures.y[rows])

    @property
    def epoch(self) -> float:
        return self._epoch_rows / len(self.pictures.x)

    def configure(self, config: params.Config) -> None:
        assert isinstance(config, VaeConfig)
        if config.optimizer != self.config.optimizer:
            self.optimizer = OPTIMIZERS[config.optimizer](self.net.theta)
        self.config = config
        self.model.configure(config)

    # ---- how well ---------------------------------------------------------------------------
    def evaluate(self) -> Scalars:
        self._measured = measured(self.model, QUICK)
        return dict(self._measured)

    def final(self) -> Scalars:
        """The metrics on all test images."""
        return dict(measured(self.model, len(self.pictures.test)))

    def notes(self) -> list[Message]:
        """The alarm: a collapsed posterior, or codes that no prior holds together."""
        if self.update < self.SETTLED or not self.model.probabilistic:
            return []
        seen = self._measured or {k: float(v) for k, v in self.evaluate().items()}
        units, d = int(seen["active_units"]), self.config.latent_dim
        values = {
            "units": units,
            "of": d,
            "kl": f"{seen['kl']:z.2f}",
            "beta": f"{self.config.beta:g}",
        }
        if units == 0:
            text = N_("Posterior collapse: {units} of {of} latent dimensions are active, the KL is {kl} "
                      "nats. The decoder does not listen to the code.")  # fmt: skip
            return [Message("collapse", text, values)]
        if self.config.model == "vae" and self.config.beta == 0:
            text = N_("β = 0: nothing holds the codes near the prior. The KL has grown to {kl} nats, and "
                      "between the codes are holes.")  # fmt: skip
            return [Message("holes", text, values)]
        return []

    @property
    def evaluate_now(self) -> bool:
        return self.update % self.EVALUATE_EVERY == 0

    @property
    def smooth_steps(self) -> int:
        return 2

    def diverged(self, scalars: Mapping[str, np.ndarray]) -> tuple[int, Message] | None:
        """Not finite, or a loss beyond ±10⁹ nats."""
        losses = scalars["loss"]
        return (
            super().diverged(scalars)
            or beyond("loss", losses, self.EXPLODED)
            or weights_left_bounds(bool(self.net.theta.isfinite().all()), len(losses))
        )

    def finished(self, metrics: Mapping[str, float]) -> Message | None:
        stop = self.config.stop_steps
        if stop and self.update >= stop:
            return Message("stop_steps", N_("{updates} updates are done."), {"updates": stop})
        return None

    def _turn(self) -> None:
        """Where there are more than two dimensions, the map turns towards the widest plane."""
        if self.config.latent_dim > 2:
            mu, _ = self.model.posteriors(self.pictures.test[:QUICK], self.pictures.y_test[:QUICK])
            self.plane = projection.turned(self.plane, mu.cpu().numpy())

    # ---- to look at ---------------------------------------------------------------------------
    def describe(self) -> dict[str, Any]:
        return views.describe(self.model)

    def static_views(self) -> Arrays:
        return views.static(self.model)

    def look(self) -> Look:
        return Look(self.model, self.plane)

    @torch.no_grad()
    def views(self, wanted: Wanted) -> Arrays:
        return super().views(wanted)

    @torch.no_grad()
    def probe(self, name: str, args: Args) -> Answer:
        return super().probe(name, args)

    def trace(self) -> list[Stage]:
        """One step, recorded while it happens."""
        return self._trace.of(self.step)

    def _trace_images(self, stage: str, name: str, x: Tensor) -> None:
        """Images [B, D] travel as the first 4 of them, and how many there are."""
        shown = x[:TRACED].view(-1, self.pictures.side, self.pictures.side)
        images: dict[str, Any] = {"batch": np.array([len(x)], np.float32), name: shown}
        self._trace.tell(stage, **images)

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> State:
        return State.of(
            {
                "net": self.net.state(),
                "optimizer": self.optimizer.state(),
                "update": self.update,
                "row": self._row,
                "epoch_rows": self._epoch_rows,
                "order": self._order,
                "order_rng": self._order_rng.get_state(),
                "rng": self._rng.get_state(),
                "plane": self.plane,
                "live": self._live(),
            }
        )

    def load_state(self, state: State) -> None:
        """Takes over the live values of that time too."""
        kept = state.tree()
        self._take_live(kept["live"])
        self.net.load_state(kept["net"])
        self.optimizer.load_state(kept["optimizer"])
        self.update, self._row = kept["update"], kept["row"]
        self._epoch_rows, self._order = kept["epoch_rows"], kept["order"]
        self._order_rng.set_state(kept["order_rng"])
        self._rng.set_state(kept["rng"])
        self.plane = kept["plane"]
        self._measured = {}
