"""A variational autoencoder (VAE): images are squeezed into a few numbers, and invented from them.

The encoder turns an image x into a cloud q(z|x) = N(μ, σ²), the decoder a code z into an image. Both
learn to make the evidence lower bound large (Kingma & Welling 2013, https://arxiv.org/abs/1312.6114):

    ELBO = E_q[log p(x|z)] − KL(q(z|x) ‖ N(0, I))        z = μ + σ · ε,  ε ~ N(0, I)

Training makes −log p(x|z) + β · KL small. The bounds stand in core/playgrounds/vae/bounds.py, the networks
in networks.py. B images in a minibatch, D pixels, d latent dimensions, k codes per image.

Scalars: `loss`; `batch_reconstruction` (−log p(x|z)) and `batch_kl`; `beta_now`.
Metrics in nats per image, of test images: `elbo` (always with β = 1), `reconstruction`, `kl`;
`train_elbo`, `train_reconstruction`, `train_kl` of as many training images; `active_units`;
`latent_knn_accuracy`: the 15 nearest training means tell a test image's class, where there are classes;
`iwae`: the bound of k codes, where k > 1; `mig`, where the images' factors are known. While training they
are measured on the first 1,000 images, at the end on all test images. An autoencoder has no bound:
`reconstruction`, knn.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Generator, Tensor

from core import params
from core.i18n import N_
from core.nn.dense import streams
from core.nn.flat import Flat
from core.nn.optimisers import OPTIMIZERS, SGD, scheduled
from core.params import Message
from core.playgrounds.contract import Algorithm, Arrays, Scalars, Stage, Wanted
from core.playgrounds.cost import Cost
from core.playgrounds.vae import bounds, measures, projection
from core.playgrounds.vae.autoregressive import Neighbours
from core.playgrounds.vae.config import VaeConfig
from core.playgrounds.vae.cost import cost as cost_of
from core.playgrounds.vae.disentangle import disentanglement
from core.playgrounds.vae.networks import ACTIVATED, Coder, Convolutional, Dense
from core.playgrounds.vae.pictures import Pictures
from core.playgrounds.vae.presets import PRESETS
from core.playgrounds.vae.views import Sights

QUICK = 1000  # images that metrics are measured on while it trains
CHUNK = 1000  # images encoded in one go


class Vae(Algorithm):
    """Encoder, decoder, optimiser, and the images."""

    NAME = "vae"
    LABEL = N_("VAE")
    UNIT = N_("update")
    Config: ClassVar[type[params.Config]] = VaeConfig
    PRESETS = PRESETS
    EVALUATE_EVERY = 250  # updates
    EXPLODED = 1e9  # nats
    SETTLED = 500  # updates after which an alarm may be raised

    config: VaeConfig

    def __init__(self, config: VaeConfig, device: torch.device | str = "cpu") -> None:
        self.config, self.device = config, torch.device(device)
        for_weights, self._order_dice, self._dice = streams(config.seed, 3)
        self.pictures = Pictures(config, self.device)
        self.net = Flat(_coder(config, self.pictures, for_weights), self.device)
        self.optimizer: SGD = OPTIMIZERS[config.optimizer](self.net.theta)
        self.update, self._row = 0, 0
        self._order = torch.randperm(len(self.pictures.x), generator=self._order_dice)
        self.plane: np.ndarray | None = None  # [2, d], rows of the map where d > 2
        self._measured: dict[str, float] = {}
        self._tape: list[Stage] | None = None
        self.sights = Sights(self)
        self._turn()

    @property
    def coder(self) -> Coder:
        module = self.net.module
        assert isinstance(module, Coder)
        return module

    @property
    def probabilistic(self) -> bool:
        """Whether codes are clouds: everything but a plain autoencoder."""
        return self.config.model != "autoencoder"

    @classmethod
    def cost(cls, config: params.Config) -> Cost:
        assert isinstance(config, VaeConfig)
        return cost_of(config)

    # ---- learning ---------------------------------------------------------------------------
    def step(self) -> Scalars:
        """One update on one minibatch."""
        c = self.config
        x, label = self._minibatch()  # [B, D], [B, K]
        self._tell("input", x=x)
        mu, log_var = self.coder.encode(x, label)  # [B, d]
        self._tell("encode", mu=mu, sigma=(0.5 * log_var).exp())
        beta = bounds.annealed(c.annealing, c.beta, self.update, c.anneal_steps)
        kl = bounds.kl(mu, log_var)  # [B, d]
        if c.model == "iwae":
            loss, reconstruction = self._iwae_loss(x, label, mu, log_var)
        else:
            z = self._code(mu, log_var)  # [B, d]
            logits = self.coder.decode(z, label) + self.coder.context(x)  # [B, D]
            self._tell("decode", out=torch.sigmoid(logits))
            reconstruction = -self._likelihood(logits, x)  # [B]
            loss = reconstruction.mean()
            if self.probabilistic:
                loss = loss + beta * bounds.freed(kl, c.free_bits)
        self._tell("loss", loss=loss, reconstruction=reconstruction, kl=kl.sum(1))
        self.net.backward(loss)
        self._tell(
            "gradients", norm=torch.linalg.vector_norm(self.net.grad), gradient=self.net.grad
        )
        self._tell("update", before=self.net.theta)
        lr = scheduled(c.schedule, c.lr, self.update, c.schedule_steps)
        decay = torch.full_like(self.net.theta, c.weight_decay) if c.weight_decay else None
        self.optimizer.update(self.net.theta, self.net.grad, lr, decay)
        self._tell("update", after=self.net.theta)
        self.update += 1
        if self.evaluate_now:
            self._turn()
        said: Scalars = {
            "loss": loss.detach(),
            "batch_reconstruction": reconstruction.detach().mean(),
        }
        if self.probabilistic:
            said |= {"batch_kl": kl.detach().sum(1).mean(), "beta_now": beta}
        return said

    def _code(self, mu: Tensor, log_var: Tensor) -> Tensor:
        """A code of each image, [B, d]: drawn from its cloud, or its mean where there is none."""
        if not self.probabilistic:
            self._tell("sample", z=mu)
            return mu
        eps = torch.randn(mu.shape, generator=self._dice).to(self.device)
        z = bounds.reparameterised(mu, log_var, eps)
        self._tell("sample", eps=eps, z=z)
        return z

    def _iwae_loss(
        self, x: Tensor, label: Tensor | None, mu: Tensor, log_var: Tensor
    ) -> tuple[Tensor, Tensor]:
        """−L_k, [], and the mean of −log p(x|z) over the k codes, [B]."""
        eps = torch.randn((self.config.samples, *mu.shape), generator=self._dice).to(self.device)
        weights, log_px, z, out = self._weighed(x, label, mu, log_var, eps)
        self._tell("sample", eps=eps[0], z=z[0])
        self._tell("decode", out=out[0])
        return -bounds.iwae(weights).mean(), -log_px.mean(0)

    def _weighed(
        self, x: Tensor, label: Tensor | None, mu: Tensor, log_var: Tensor, eps: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """With ε [k, B, d]: log w and log p(x|z), both [k, B], the codes, and the decoded [k, B, D]."""
        k = len(eps)
        z = bounds.reparameterised(mu, log_var, eps)  # [k, B, d]
        twice = None if label is None else label.repeat(k, 1)
        logits = self.coder.decode(z.flatten(0, 1), twice).view(k, *x.shape) + self.coder.context(x)
        log_px = self._likelihood(logits, x)
        return bounds.log_weights(log_px, z, eps, log_var), log_px, z, torch.sigmoid(logits)

    def _likelihood(self, logits: Tensor, x: Tensor) -> Tensor:
        kind = "bernoulli" if self.config.likelihood == "bernoulli" else "gaussian"
        return bounds.log_likelihood(kind, logits, x, self.log_sigma)

    @property
    def log_sigma(self) -> Tensor | float:
        learned = self.coder.log_sigma
        return float(np.log(self.config.sigma)) if learned is None else learned

    def _minibatch(self) -> tuple[Tensor, Tensor | None]:
        """The next images of this epoch's order; the last minibatch of an epoch may be shorter."""
        if self._row >= len(self._order):
            self._order = torch.randperm(len(self._order), generator=self._order_dice)
            self._row = 0
        rows = self._order[self._row : self._row + self.config.batch_size].to(self.device)
        self._row += len(rows)
        self._epoch_rows += len(rows)
        x = self.pictures.drawn(self.pictures.x[rows], self._dice)
        return x, self.pictures.one_hot(self.pictures.y[rows])

    _epoch_rows = 0

    @property
    def epoch(self) -> float:
        return self._epoch_rows / len(self.pictures.x)

    def configure(self, config: params.Config) -> None:
        assert isinstance(config, VaeConfig)
        if config.optimizer != self.config.optimizer:
            self.optimizer = OPTIMIZERS[config.optimizer](self.net.theta)
        self.config = config
        self.coder.bend = ACTIVATED[config.activation]

    # ---- how well ---------------------------------------------------------------------------
    @torch.no_grad()
    def encoded(self, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        """Means and log variances [B, d] of images [B, D] with labels [B], some at a time."""
        parts = [
            self.coder.encode(some, self.pictures.one_hot(labels))
            for some, labels in zip(x.split(CHUNK), y.split(CHUNK), strict=True)
        ]
        return torch.cat([mu for mu, _ in parts]), torch.cat([log_var for _, log_var in parts])

    def evaluate(self) -> Scalars:
        self._measured = self._metrics(QUICK)
        return dict(self._measured)

    def final(self) -> Scalars:
        """The metrics on all test images."""
        return dict(self._metrics(len(self.pictures.test)))

    @torch.no_grad()
    def _metrics(self, most: int) -> dict[str, float]:
        p, fixed = self.pictures, Generator().manual_seed(self.config.seed + 2**40)
        x, y = p.test[:most], p.y_test[:most]
        seen = p.drawn(p.x[: len(x)], fixed), p.y[: len(x)]
        found: dict[str, float] = {}
        mu, log_var = self._bound("", x, y, fixed, found)
        self._bound("train_", *seen, fixed, found)
        if p.classes:
            known = slice(0, 2000 if most <= QUICK else len(p.x))
            mu_known, _ = self.encoded(p.x[known].float() / 255, p.y[known])
            found["latent_knn_accuracy"] = measures.knn_accuracy(mu_known, p.y[known], mu, y)
        if not self.probabilistic:
            return found
        found["active_units"] = float(measures.active(mu).sum())
        levels = p.found.levels_test
        if levels is not None:
            z = bounds.reparameterised(
                mu, log_var, torch.randn(mu.shape, generator=fixed).to(mu.device)
            )
            found["mig"] = disentanglement(z.cpu().numpy(), levels[: len(x)]).mig
        return found

    def _bound(
        self, prefix: str, x: Tensor, y: Tensor, fixed: Generator, found: dict[str, float]
    ) -> tuple[Tensor, Tensor]:
        """Writes the bound of images and its parts into `found`; returns their clouds."""
        mu, log_var = self.encoded(x, y)
        k = self.config.samples if self.probabilistic and not prefix else 1
        parts, weights = [], []
        for rows in torch.arange(len(x)).split(max(1, CHUNK // k)):
            label = self.pictures.one_hot(y[rows])
            eps = torch.randn((k, len(rows), mu.shape[1]), generator=fixed).to(self.device)
            if not self.probabilistic:
                eps.zero_()
            w, log_px, _, _ = self._weighed(x[rows], label, mu[rows], log_var[rows], eps)
            parts.append(-log_px.mean(0))
            weights.append(bounds.iwae(w))
        found[f"{prefix}reconstruction"] = float(torch.cat(parts).mean())
        if self.probabilistic:
            found[f"{prefix}kl"] = float(bounds.kl(mu, log_var).sum(1).mean())
            found[f"{prefix}elbo"] = -found[f"{prefix}reconstruction"] - found[f"{prefix}kl"]
            if k > 1:
                found["iwae"] = float(torch.cat(weights).mean())
        return mu, log_var

    def notes(self) -> list[Message]:
        """The alarm: a collapsed posterior, or codes that no prior holds together."""
        if self.update < self.SETTLED or not self.probabilistic:
            return []
        seen = self._measured or {k: float(v) for k, v in self.evaluate().items()}
        units, d = int(seen["active_units"]), self.config.latent_dim
        values = {
            "units": units,
            "of": d,
            "kl": f"{seen['kl']:.2f}",
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
        found = super().diverged(scalars)
        if found is not None:
            return found
        over = np.flatnonzero(np.abs(scalars["loss"]) > self.EXPLODED)
        if over.size:
            seen = {"name": "loss", "value": f"{scalars['loss'][over[0]]:.3g}",
                    "limit": f"{self.EXPLODED:.0g}"}  # fmt: skip
            return int(over[0]), Message("loss", N_("{name} was {value}, more than {limit}."), seen)
        if not bool(self.net.theta.isfinite().all()):
            return len(scalars["loss"]) - 1, Message(
                "weights", N_("a weight is no longer a finite number.")
            )
        return None

    def finished(self, metrics: Mapping[str, float]) -> Message | None:
        stop = self.config.stop_steps
        if stop and self.update >= stop:
            return Message("stop_steps", N_("{updates} updates are done."), {"updates": stop})
        return None

    def _turn(self) -> None:
        """Where there are more than two dimensions, the map turns towards the widest plane."""
        if self.config.latent_dim > 2:
            mu, _ = self.encoded(self.pictures.test[:QUICK], self.pictures.y_test[:QUICK])
            self.plane = projection.turned(self.plane, mu.cpu().numpy())

    # ---- to look at ---------------------------------------------------------------------------
    def describe(self) -> dict[str, Any]:
        return self.sights.describe()

    def static_views(self) -> Arrays:
        return self.sights.static()

    def views(self, wanted: Wanted) -> Arrays:
        return self.sights.views(wanted)

    def probe(self, name: str, args: Mapping[str, Any]) -> tuple[dict[str, Any], Arrays]:
        found = self.sights.probe(name, args)
        return found if found is not None else super().probe(name, args)

    def trace(self) -> list[Stage]:
        """One step, told while it happens."""
        self._tape = []
        self.step()
        stages, self._tape = self._tape, None
        return stages

    def _tell(self, name: str, **told: Tensor) -> None:
        """In slow motion: keep what is there at this stage. Pictures travel as the first 4 of a batch."""
        if self._tape is None:
            return
        side = self.pictures.side
        arrays = {}
        for key, value in told.items():
            x = value.detach().cpu()
            if key in ("x", "out"):
                arrays["batch"] = np.array([len(x)], np.float32)
                x = x[:4].view(-1, side, side)
            arrays[key] = x.numpy().copy()
        if self._tape and self._tape[-1].name == name:
            self._tape[-1].arrays.update(arrays)
        else:
            self._tape.append(Stage(name, None, arrays))

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> dict[str, Any]:
        return {
            "net": self.net.state(),
            "optimizer": self.optimizer.state(),
            "update": self.update,
            "row": self._row,
            "epoch_rows": self._epoch_rows,
            "order": self._order.clone(),
            "order_dice": self._order_dice.get_state(),
            "dice": self._dice.get_state(),
            "plane": None if self.plane is None else self.plane.copy(),
            "live": {name: getattr(self.config, name) for name in sorted(self.config.live_names())},
        }

    def load_state(self, state: Mapping[str, Any]) -> None:
        """Takes over the live values of that time too."""
        self.configure(self.config.changed(**state["live"]))
        self.net.load_state(state["net"])
        self.optimizer.load_state(state["optimizer"])
        self.update, self._row = state["update"], state["row"]
        self._epoch_rows, self._order = state["epoch_rows"], state["order"].clone()
        self._order_dice.set_state(state["order_dice"])
        self._dice.set_state(state["dice"])
        self.plane = None if state["plane"] is None else state["plane"].copy()
        self._measured = {}


def _coder(config: VaeConfig, pictures: Pictures, generator: Generator) -> Coder:
    learned = config.likelihood == "gaussian_learned"
    rest = (config.latent_dim, generator, config.activation, learned, config.sigma)
    coder: Coder
    if config.network == "convolutional":
        coder = Convolutional(pictures.side, pictures.told, config.width, *rest)
    else:
        coder = Dense(pictures.side**2, pictures.told, config.hidden, *rest)
    if config.decoder == "autoregressive":
        coder.neighbours = Neighbours(pictures.side, generator)
    return coder
