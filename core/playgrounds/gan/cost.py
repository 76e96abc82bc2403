"""What a GAN costs: both networks forth and back for every update, and for pictures the data beside them."""

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
from core.playgrounds.gan.config import IMAGES, SIGNALS, GanConfig

LENGTH, CHUNK = 32, 4  # of a signal, and of a step of its recurrence: signals.py, recurrent.py
GATES = 12  # numbers per unit that a step of a GRU leaves behind
SHADOWS, SAMPLE, LOOKED_AT = 32, 5000, 2000  # of the search for neighbours: core/data/neighbours.py
MEASURED, POINTS = 500, 2500  # samples that metrics look at: domain.py
JUDGED = 6 * 1024  # numbers of a picture inside the judge


def cost(c: GanConfig) -> Cost:
    """Of a configuration: B real samples and B generated ones per update."""
    generator, discriminator = _networks(c)
    d_updates, g_updates, rows = max(c.d_updates, 1), max(c.g_updates, 1), c.batch_size
    penalties = bool(c.r1) + (c.loss == "wgan_gp" and c.gp_weight > 0)
    judged = 2 + 2 * penalties  # a slope that has a slope itself leaves twice as much behind
    d_learning = learning((discriminator, judged * rows))
    g_learning = learning((generator, rows), (discriminator, rows))
    d_products = generator.products + 6 * (1 + penalties) * discriminator.products
    g_products = 3 * generator.products + 2 * discriminator.products
    flops = 2 * rows * (d_updates * d_products + g_updates * g_products)
    samples = MEASURED if c.dataset in IMAGES or c.dataset in SIGNALS else POINTS
    measuring = answering((generator, max(samples, rows)))
    slots = (len(OPTIMIZERS[name].SLOTS) for name in (c.g_optimizer, c.d_optimizer))
    kept = remembered(
        generator.weights, next(slots), copies=4
    )  # the averaged one has two, states one
    kept += remembered(discriminator.weights, next(slots))
    return Cost(kept + _data(c) + alternating(max(d_learning, g_learning), measuring), flops)


def _networks(c: GanConfig) -> tuple[Net, Net]:
    if c.dataset in SIGNALS:
        return _recurrent(c)
    if c.dataset in IMAGES:
        return _convolutional(c)
    return dense((c.latent_dim, *c.g_hidden, 2)), dense((2, *c.d_hidden, 1))


def _convolutional(c: GanConfig) -> tuple[Net, Net]:
    """As Painter and Critic in convolutional.py: a transposed convolution is one with fewer products."""
    about, w = IMAGE_SETS[c.dataset], c.width
    side, told = about.side, len(about.classes) if c.conditional == "on" else 0
    half, quarter = side // 2, side // 4
    generator = dense((c.latent_dim + told, 4 * w * quarter**2))
    generator += _transposed(4 * w, 2 * w, half) + _transposed(2 * w, 1, side)
    discriminator = convolution(1, w, 4, half) + convolution(w, 2 * w, 4, quarter)
    return generator, discriminator + dense((2 * w * quarter**2, 1 + told))


def _transposed(n_in: int, n_out: int, side: int) -> Net:
    """Every pixel of the input stamps 4 × 4 new ones, and there are a quarter as many of them."""
    stamped = convolution(n_in, n_out, 4, side)
    return Net(stamped.weights, stamped.products / 4, stamped.kept, stamped.widest)


def _recurrent(c: GanConfig) -> tuple[Net, Net]:
    """As Composer and Listener in recurrent.py."""
    w, steps = c.width, LENGTH // CHUNK
    composer = dense((c.latent_dim, w)) + _gru(c.latent_dim, w, steps) + dense((w, LENGTH))
    both_ways = _gru(CHUNK, w, steps) + _gru(CHUNK, w, steps)
    return composer, both_ways + dense((2 * w, 1))


def _gru(n_in: int, w: int, steps: int) -> Net:
    weights = 3 * w * (n_in + w + 2)
    return Net(weights, steps * weights, steps * GATES * w, steps * 3 * w)


def _data(c: GanConfig) -> float:
    """The samples and what they are measured with."""
    if c.dataset in SIGNALS:
        return NUMBER * LENGTH * 4000 * 8
    if c.dataset not in IMAGES:
        return NUMBER * 64**2 * 8
    about = IMAGE_SETS[c.dataset]
    (train, test), pixels = about.size, about.side**2
    pictures = (3 * train + test) * pixels + 16 * train  # as read, for training, for neighbours
    searched = NUMBER * (2 * min(train, SAMPLE) * pixels + train * SHADOWS + LOOKED_AT * pixels)
    return pictures + searched + NUMBER * MEASURED * JUDGED
