"""What can be seen of a VAE (PROTOCOL.md). Nothing here changes training or draws from it."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Generator, Tensor, nn

from core.i18n import N_
from core.params import Message
from core.playgrounds.arguments import finite, index, one_of, within
from core.playgrounds.contract import ActError, Arrays, Wanted
from core.playgrounds.vae import bounds, measures, projection
from core.playgrounds.vae.disentangle import disentanglement
from core.playgrounds.vae.film import PATHS, gif
from core.playgrounds.vae.pictures import SHOWN, greys, sheet

if TYPE_CHECKING:
    from core.playgrounds.vae.algorithm import Vae

BOX = 3.5  # half the side of the map
ZOOM = 8  # times as far a viewer may look
CLOUDS = 60  # ellipses in the scatter
REBUILT = 8  # images in the rows of reconstructions
STRIP = 9  # images of a path or a traversal
ROWS = 8  # dimensions that are traversed
BINS = 31
SIDES = {8: 15, 28: 13, 32: 11}  # images along a side of the decoded plane
FAR = 50.0  # a code's largest number that a viewer may ask for


class Sights:
    """Arrays, probes and description of one model."""

    def __init__(self, vae: Vae) -> None:
        self.vae = vae

    # ---- what there is ------------------------------------------------------------------------
    def describe(self) -> dict[str, Any]:
        v, c = self.vae, self.vae.config
        p = v.pictures
        networks: tuple[nn.Module, ...] = (v.coder.encoder, v.coder)
        encoder, every = (sum(p.numel() for p in net.parameters()) for net in networks)
        sizes = (
            " → ".join(str(n) for n in c.hidden)
            if c.network == "dense"
            else f"conv {c.width}, {2 * c.width}"
        )
        back = " → ".join(str(n) for n in reversed(c.hidden)) if c.network == "dense" else sizes
        pixels = f"{p.side}×{p.side}"
        neighbours = ["latent_knn_accuracy"] * bool(p.classes)
        metrics = ["reconstruction", *neighbours]
        if v.probabilistic:
            metrics = ["elbo", "reconstruction", "kl", "active_units", *neighbours]
            metrics += ["iwae"] * (c.samples > 1) + ["mig"] * bool(p.about.factors)
        formula = {
            "vae": "−log p(x|z) + β · KL(q(z|x) ‖ p(z))",
            "iwae": "−log ¹⁄ₖ Σᵢ p(x, zᵢ) / q(zᵢ|x)",
            "autoencoder": "−log p(x|z),  z = μ",
        }[c.model]
        return {
            "dataset": c.dataset,
            "model": c.model,
            "conditional": bool(p.told),
            "label": bool(p.told),
            "likelihood": c.likelihood,
            "image": [p.side, p.side],
            "latent_dim": c.latent_dim,
            "classes": list(p.about.classes),
            "encoder": {
                "text": " → ".join((pixels, sizes, f"{c.latent_dim}")),
                "params": encoder,
            },
            "decoder": {
                "text": " → ".join((f"{c.latent_dim}", back, pixels)),
                "params": every - encoder,
            },
            "metrics": metrics,
            "scalars": ["loss", "batch_reconstruction"]
            + ["batch_kl", "beta_now"] * v.probabilistic,
            "factors": [{"name": one.name, "values": len(one.values)} for one in p.about.factors]
            or None,
            "choose": p.choose,
            "projection": "stable" if c.latent_dim > 2 else "direct",
            "box": BOX,
            "grid": SIDES[p.side],
            "active_threshold": measures.ACTIVE,
            "objective": {"formula": formula},
        }

    def static(self) -> Arrays:
        p = self.vae.pictures
        gallery, shape = p.gallery()
        found = {
            "labels": p.y_test[:SHOWN].cpu().numpy().astype(np.int32),
            "gallery": gallery,
            "gallery.shape": np.array(shape, np.int32),
        }
        if p.found.factors_test is not None:
            found["factors"] = p.found.factors_test[:SHOWN].astype(np.float32)
        return found

    # ---- frames -------------------------------------------------------------------------------
    @torch.no_grad()
    def views(self, wanted: Wanted) -> Arrays:
        v, p = self.vae, self.vae.pictures
        found: Arrays = {}
        clouds = None
        if {"latent", "dimensions", "aggregate", "traversals", "disentanglement"} & set(wanted):
            clouds = v.encoded(p.test[:SHOWN], p.y_test[:SHOWN])
        for name, options in wanted.items():
            if name == "latent" and clouds:
                found |= self._latent(options, *clouds)
            elif name == "decode":
                found |= self._decode(options)
            elif name in ("trick", "story"):
                found |= self._trick(options)
            elif name == "reconstructions":
                found |= self._reconstructions()
            elif name == "interpolation":
                found |= {"interpolation": self._strip(options)}
            elif name == "sliders":
                found |= self._slider(options)
            elif name == "dimensions" and clouds:
                found |= self._dimensions(*clouds)
            elif name == "aggregate" and clouds:
                found |= self._aggregate(*clouds)
            elif name == "traversals" and clouds:
                found |= self._traversals(options, *clouds)
            elif name == "disentanglement" and clouds and p.about.factors:
                found["mig.matrix"] = self._shared(*clouds).matrix.astype(np.float32)
        return found

    def rows(self, options: Mapping[str, Any]) -> np.ndarray:
        """The plane of the map, [2, d]: two chosen dimensions, or the one that follows the codes."""
        d, axes = self.vae.config.latent_dim, options.get("axes")
        if (
            isinstance(axes, list)
            and len(axes) == 2
            and all(within(a, 0, d - 1) for a in axes)
            and axes[0] != axes[1]
        ):
            return projection.axes(d, (axes[0], axes[1]))
        return projection.axes(d) if self.vae.plane is None else self.vae.plane

    def _latent(self, options: Mapping[str, Any], mu: Tensor, log_var: Tensor) -> Arrays:
        rows = self.rows(options)
        means = mu.cpu().numpy().astype(np.float64) @ rows.T
        found = {"latent.mean": means.astype(np.float32), "latent.plane": rows.astype(np.float32)}
        if self.vae.probabilistic:
            variance = log_var[:CLOUDS].exp().cpu().numpy().astype(np.float64)
            found["latent.ellipses"] = ellipses(means[:CLOUDS], rows, variance)
        return found

    def _decode(self, options: Mapping[str, Any]) -> Arrays:
        """The decoder over the plane of the map; what lies across it stays 0."""
        n = SIDES[self.vae.pictures.side]
        if one_of(options, "spacing", ("even", "quantile"), "even") == "quantile":
            normal = NormalDist()
            ticks = np.array([normal.inv_cdf((i + 0.5) / n) for i in range(n)])
        else:
            zoom = options.get("zoom")
            box = BOX * (zoom if within(zoom, 1, ZOOM) else 1)
            ticks = box * (2 * (np.arange(n) + 0.5) / n - 1)
        across, up = np.meshgrid(ticks, ticks[::-1])
        places = np.stack((across.ravel(), up.ravel()), 1)
        return {"decode": sheet(self.decoded(places @ self.rows(options), options.get("label")), n)}

    def _slider(self, options: Mapping[str, Any]) -> Arrays:
        z = options.get("z")
        d = self.vae.config.latent_dim
        if not isinstance(z, list) or len(z) != d:
            z = [0.0] * d
        numbers = [finite({"z": value}, "z", FAR) for value in z]
        return {"slider.image": self.decoded(np.array([numbers]), options.get("label"))[0]}

    def _reconstructions(self) -> Arrays:
        v, p = self.vae, self.vae.pictures
        x, y = p.test[:REBUILT], p.y_test[:REBUILT]
        label = p.one_hot(y)
        z = v.coder.encode(x, label)[0]
        logits, mean = v.coder.decode(z, label) + v.coder.context(x), v.coder.picture(z, label)
        return {
            "rec.original": sheet(greys(x, p.side), REBUILT),
            "rec.mean": sheet(greys(mean, p.side), REBUILT),
            "rec.error": sheet(greys((x - mean).abs(), p.side), REBUILT),
            "rec.nats": (-v._likelihood(logits, x)).cpu().numpy().astype(np.float32),
        }

    def _trick(self, options: Mapping[str, Any]) -> Arrays:
        """The reparameterisation of one image, with a noise that is its own."""
        v, p = self.vae, self.vae.pictures
        i, draw = options.get("image"), options.get("draw")
        i = i if within(i, 0, p.choose - 1) else 0
        draw = draw if within(draw, 0, 10**6) else 0
        x, label = p.test[i : i + 1], p.one_hot(p.y_test[i : i + 1])
        mu, log_var = v.coder.encode(x, label)
        own = Generator().manual_seed(2**42 + 1000 * draw + i)
        eps = torch.randn(mu.shape, generator=own).to(v.device)
        if not v.probabilistic:
            eps.zero_()
        z = bounds.reparameterised(mu, log_var, eps)
        logits = v.coder.decode(z, label) + v.coder.context(x)
        numbers = {
            "mu": mu,
            "sigma": (0.5 * log_var).exp(),
            "eps": eps,
            "z": z,
            "kl": bounds.kl(mu, log_var),
        }
        if not v.probabilistic:
            numbers = {"mu": mu, "z": mu}
        return {
            "story.x": greys(x, p.side)[0],
            "story.out": greys(v.coder.picture(z, label), p.side)[0],
            "story.reconstruction": -v._likelihood(logits, x).cpu().numpy().astype(np.float32),
            **{f"story.{name}": value[0].cpu().numpy().copy() for name, value in numbers.items()},
        }

    def _dimensions(self, mu: Tensor, log_var: Tensor) -> Arrays:
        if not self.vae.probabilistic:
            return {}
        return {
            "dims.kl": bounds.kl(mu, log_var).mean(0).cpu().numpy(),
            "dims.active": measures.active(mu).cpu().numpy().astype(np.uint8),
            "dims.variance": mu.var(0, correction=0).cpu().numpy(),
        }

    def _aggregate(self, mu: Tensor, log_var: Tensor) -> Arrays:
        """Codes of all images together, a histogram per dimension, beside the standard normal's."""
        borders = np.linspace(-BOX, BOX, BINS + 1)
        z = self._drawn(mu, log_var).cpu().numpy()
        shares = [np.histogram(column, borders)[0] / len(z) for column in z.T]
        normal = NormalDist()
        return {
            "aggregate": np.array(shares, np.float32),
            "aggregate.x": ((borders[1:] + borders[:-1]) / 2).astype(np.float32),
            "aggregate.prior": np.diff([normal.cdf(b) for b in borders]).astype(np.float32),
        }

    def _traversals(self, options: Mapping[str, Any], mu: Tensor, log_var: Tensor) -> Arrays:
        """One dimension moved at a time, around 0 or an image's code; those of most KL first."""
        v, i = self.vae, options.get("image")
        kl = bounds.kl(mu, log_var).mean(0) if v.probabilistic else mu.var(0, correction=0)
        dims = kl.argsort(descending=True, stable=True)[:ROWS].cpu().numpy()
        centre = np.zeros(v.config.latent_dim)
        if within(i, 0, v.pictures.choose - 1):
            centre = mu[i].cpu().numpy().astype(np.float64)
        steps = np.linspace(-3, 3, STRIP)
        codes = np.repeat(centre[None], len(dims) * STRIP, 0)
        for row, dim in enumerate(dims):
            codes[row * STRIP : (row + 1) * STRIP, dim] = steps
        found = {
            "traversal": sheet(self.decoded(codes, options.get("label")), STRIP),
            "traversal.dims": dims.astype(np.int32),
            "traversal.kl": kl.cpu().numpy()[dims].astype(np.float32),
            "traversal.x": steps.astype(np.float32),
        }
        if v.pictures.about.factors:
            factor, score = self._shared(mu, log_var).captured()
            found["traversal.factor"] = factor[dims].astype(np.int32)
            found["traversal.score"] = score[dims].astype(np.float32)
        return found

    def _shared(self, mu: Tensor, log_var: Tensor):  # type: ignore[no-untyped-def]
        levels = self.vae.pictures.found.levels_test
        assert levels is not None
        return disentanglement(self._drawn(mu, log_var).cpu().numpy(), levels[: len(mu)])

    def _drawn(self, mu: Tensor, log_var: Tensor) -> Tensor:
        """One code per image, always from the same noise."""
        if not self.vae.probabilistic:
            return mu
        eps = torch.randn(mu.shape, generator=Generator().manual_seed(2**43)).to(mu.device)
        return bounds.reparameterised(mu, log_var, eps)

    # ---- questions ----------------------------------------------------------------------------
    @torch.no_grad()
    def probe(self, name: str, args: Mapping[str, Any]) -> tuple[dict[str, Any], Arrays] | None:
        """`decode {z} or {place, axes}`, `encode {image}`, `film {ends, path, frames, scale}`; None
        for any other. Raises ActError."""
        if name == "decode":
            z = self._asked(args)
            return {"z": z.tolist()}, {"image": self.decoded(z[None], args.get("label"))[0]}
        if name == "encode":
            p, i = self.vae.pictures, index(args, "image", 0, self.vae.pictures.choose - 1)
            mu, log_var = self.vae.encoded(p.test[i : i + 1], p.y_test[i : i + 1])
            return {"mu": mu[0].tolist(), "sigma": (0.5 * log_var[0]).exp().tolist()}, {}
        if name == "film":
            frames = index(args, "frames", 5, 60)
            scale = index(args, "scale", 1, 40)
            film = gif(self._path(args, frames), scale)
            i, j = args["ends"]
            value = {"frames": frames, "name": f"learnscope-{i}-{j}.gif"}
            return value, {"gif": np.frombuffer(film, np.uint8).copy()}
        return None

    def _asked(self, args: Mapping[str, Any]) -> np.ndarray:
        """The code [d] that a viewer asks for: its numbers, or a place on the map."""
        d = self.vae.config.latent_dim
        name, count = ("z", d) if "z" in args else ("place", 2)
        given = args.get(name)
        if not isinstance(given, list) or len(given) != count:
            text = N_("{name}: give a list of {count} numbers.")
            raise ActError(Message(name, text, {"name": name, "count": count}))
        numbers = np.array([finite({name: value}, name, FAR) for value in given])
        return numbers if name == "z" else numbers @ self.rows(args)

    def _strip(self, options: Mapping[str, Any]) -> np.ndarray:
        return sheet(self._path({"ends": [0, 1]} | dict(options), STRIP), STRIP)

    def _path(self, args: Mapping[str, Any], count: int) -> np.ndarray:
        """Pictures [count, h, w] on the way between the codes of two test images."""
        p, ends = self.vae.pictures, args.get("ends")
        path = one_of(args, "path", PATHS, "linear")
        if not isinstance(ends, list) or len(ends) != 2:
            text = N_("{name}: give a list of {count} numbers.")
            raise ActError(Message("ends", text, {"name": "ends", "count": 2}))
        chosen = [index({"ends": end}, "ends", 0, p.choose - 1) for end in ends]
        mu, _ = self.vae.encoded(p.test[chosen], p.y_test[chosen])
        first, last = mu.cpu().numpy().astype(np.float64)
        label = int(p.y_test[chosen[0]]) if p.told else None
        return self.decoded(PATHS[path](first, last, count), label)

    def decoded(self, z: np.ndarray, label: Any = None) -> np.ndarray:
        """Means of p(x|z) of codes [n, d], as bytes [n, h, w]; of a class where the decoder is told one."""
        v, p = self.vae, self.vae.pictures
        codes = torch.as_tensor(np.asarray(z), dtype=torch.float32, device=v.device)
        told = None
        if p.told:
            which = label if within(label, 0, p.told - 1) else 0
            told = p.one_hot(torch.full((len(codes),), which, device=v.device))
        with torch.no_grad():
            return greys(v.coder.picture(codes, told), p.side)


def ellipses(centres: np.ndarray, rows: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """1-σ ellipses on the map of clouds with diagonal variance [M, d]: [M, 5] x, y, half-axes, angle."""
    shape = np.einsum("ad,md,bd->mab", rows, variance, rows)  # [M, 2, 2]
    values, vectors = np.linalg.eigh(shape)
    half = np.sqrt(values.clip(min=0))
    angle = np.arctan2(vectors[:, 1, 1], vectors[:, 0, 1])
    return np.column_stack((centres, half[:, 1], half[:, 0], angle)).astype(np.float32)
