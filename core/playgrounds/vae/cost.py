"""What a VAE costs: the widest pictures inside a convolutional decoder decide, times batch times codes."""

from __future__ import annotations

from core.data.images import IMAGE_SETS
from core.nn.optimisers import OPTIMIZERS
from core.playgrounds.cost import (
    NUMBER,
    Cost,
    Net,
    alternating,
    answering,
    convolution,
    dense,
    learning,
    remembered,
)
from core.playgrounds.vae.autoregressive import COLUMNS, ROWS, WIDTH
from core.playgrounds.vae.config import VaeConfig

EVALUATED = 1000  # images that go through the networks at once while it is evaluated or looked at
LIKELIHOOD = 6  # numbers per pixel between the logits and the loss


def cost(c: VaeConfig) -> Cost:
    """Of a configuration: B images and k codes of each per step."""
    about = IMAGE_SETS[c.dataset]
    side, (train, test) = about.side, about.size
    told = len(about.classes) if c.conditional == "on" else 0
    codes = c.batch_size * (c.samples if c.model == "iwae" else 1)
    encoder, decoder = _dense(c, side, told) if c.network == "dense" else _conv(c, side, told)
    decoder += Net(kept=LIKELIHOOD * side**2)
    context = Net()
    if c.decoder == "autoregressive":
        hidden = WIDTH * side**2
        weights = ROWS * COLUMNS * WIDTH
        context = Net(weights, weights * side**2 + hidden, 2 * hidden, hidden)
    parts = ((encoder, c.batch_size), (context, c.batch_size), (decoder, codes))
    most = max(c.samples, min(EVALUATED, test))
    evaluated = answering(*((part, most) for part, _ in parts))
    slots = len(OPTIMIZERS[c.optimizer].SLOTS)
    kept = remembered(sum(part.weights for part, _ in parts), slots)
    data = side**2 * (2 * train + (2 + NUMBER) * test) + 16 * (train + test)
    flops = 2 * 3 * sum(part.products * rows for part, rows in parts)
    return Cost(kept + data + alternating(learning(*parts), evaluated), flops)


def _dense(c: VaeConfig, side: int, told: int) -> tuple[Net, Net]:
    encoder = dense((side**2 + told, *c.hidden, 2 * c.latent_dim))
    return encoder, dense((c.latent_dim + told, *reversed(c.hidden), side**2))


def _conv(c: VaeConfig, side: int, told: int) -> tuple[Net, Net]:
    """As Convolutional in networks.py has them; the decoder keeps what it has enlarged."""
    w, half, quarter = c.width, side // 2, side // 4
    flat = 2 * w * quarter**2
    encoder = convolution(1, w, 3, half) + convolution(w, 2 * w, 3, quarter)
    decoder = dense((c.latent_dim + told, flat))
    decoder += convolution(2 * w, w, 3, half, reads=2 * w * half**2)
    decoder += convolution(w, 1, 3, side, reads=w * side**2)
    return encoder + dense((flat + told, 2 * c.latent_dim)), decoder
