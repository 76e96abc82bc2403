"""Both passes of dense G and D in one call: what turns.py lets autograd work out, for speed.

Of an iteration of small networks two thirds are Python's own part and autograd's book-keeping. Here the
losses of objectives.py stand with their derivatives, and G and D with their passes written out, as one
function each in the part of Python that TorchScript compiles (see core/nn/fast.py). The operators and their
order are those that autograd takes; a test holds the two together (tests/playgrounds/gan/test_fast.py).
Penalties on D's slope, spectral normalisation and the batch's deviation stay autograd's.

B samples of a batch, z numbers of noise each; scores [2, B] are of real samples and generated ones.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import torch
from torch import Tensor

from core.nn.flat import Flat
from core.nn.scripted import scripted
from core.playgrounds.gan.config import GanConfig
from core.playgrounds.gan.layers import ACTIVATED, LEAK
from core.playgrounds.gan.objectives import (
    OBJECTIVES,
    d_critic,
    d_hinge,
    d_log,
    d_squares,
    g_critic,
    g_minimax,
    g_non_saturating,
    g_squares,
)
from core.playgrounds.gan.turns import DTurn, GTurn

# As the compiled functions know them: by number.
FUNCTIONS = {name: number for number, name in enumerate(ACTIVATED)}
D_LOSSES = (d_log, d_squares, d_critic, d_hinge)
G_LOSSES = (g_minimax, g_non_saturating, g_squares, g_critic)


# ---- compiled: only what TorchScript knows --------------------------------------------------------
def bent(function: int, z: Tensor, leak: float) -> Tensor:
    """f(z), as in layers.py."""
    if function == 0:
        return torch.relu(z)
    if function == 1:
        return torch.nn.functional.leaky_relu(z, leak)
    if function == 2:
        return torch.tanh(z)
    if function == 3:
        return torch.sigmoid(z)
    if function == 4:
        return torch.nn.functional.gelu(z)
    if function == 5:
        return torch.nn.functional.silu(z)
    return torch.sin(z)


def straightened(function: int, delta: Tensor, z: Tensor, a: Tensor, leak: float) -> Tensor:
    """dL/dz from dL/da."""
    if function == 0:
        return torch.ops.aten.threshold_backward(delta, a, 0.0)
    if function == 1:
        return torch.ops.aten.leaky_relu_backward(delta, z, leak, False)
    if function == 2:
        return torch.ops.aten.tanh_backward(delta, a)
    if function == 3:
        return torch.ops.aten.sigmoid_backward(delta, a)
    if function == 4:
        return torch.ops.aten.gelu_backward(delta, z)
    if function == 5:
        return torch.ops.aten.silu_backward(delta, z)
    return delta * torch.cos(z)


def ahead(
    x: Tensor, weights: list[Tensor], biases: list[Tensor], function: int, leak: float
) -> tuple[list[Tensor], list[Tensor]]:
    """z of every layer, and what came into it; weights are [n_out, n_in]."""
    z: list[Tensor] = []
    inward = [x]
    for k in range(len(weights)):
        z.append(torch.addmm(biases[k], inward[k], weights[k].t()))
        if k + 1 < len(weights):
            inward.append(bent(function, z[k], leak))
    return z, inward


def back(
    delta: Tensor, z: list[Tensor], inward: list[Tensor], weights: list[Tensor],
    slopes: list[Tensor], bias_slopes: list[Tensor], function: int, leak: float, through: bool,
) -> Tensor:  # fmt: skip
    """From delta = dL/dz of the output to the slopes, where there are any; `through`: and to dL/dx."""
    last = len(weights) - 1
    for j in range(last + 1):
        k = last - j
        if len(slopes) > 0:
            torch.mm(delta.t(), inward[k], out=slopes[k])
            torch.sum(delta, [0], out=bias_slopes[k])
        if k > 0:
            delta = torch.mm(delta, weights[k])
            delta = straightened(function, delta, z[k - 1], inward[k], leak)
        elif through:
            delta = torch.mm(delta, weights[0])
    return delta


def softened(s: Tensor, share: float) -> Tensor:
    """The derivative of share · Σ softplus(s)."""
    return torch.ops.aten.softplus_backward(torch.full_like(s, share), s, 1.0, 20.0)


def d_loss(kind: int, real: Tensor, fake: Tensor, smooth: float) -> tuple[Tensor, Tensor]:
    """The discriminator's loss, and its derivative [2 · B]; kind as in D_LOSSES."""
    share = 1.0 / len(real)
    if kind == 0:
        softplus = torch.nn.functional.softplus
        loss = softplus(-real).mean() + softplus(fake).mean()
        on_real = -softened(-real, share)
        if smooth > 0:
            loss = loss + smooth * real.mean()
            on_real = on_real + smooth * share
        return loss, torch.cat([on_real, softened(fake, share)])
    if kind == 1:
        off = real - (1 - smooth)
        loss = 0.5 * (off.square().mean() + fake.square().mean())
        return loss, torch.cat([off, fake]) * share
    if kind == 2:
        loss = fake.mean() - real.mean()
        return loss, torch.cat([torch.full_like(real, -share), torch.full_like(fake, share)])
    on_real, on_fake = 1 - real, 1 + fake
    loss = torch.relu(on_real).mean() + torch.relu(on_fake).mean()
    return loss, torch.cat([(on_real > 0) * -share, (on_fake > 0) * share])


def g_loss(kind: int, fake: Tensor) -> tuple[Tensor, Tensor]:
    """The generator's loss, and its derivative [B]; kind as in G_LOSSES."""
    share = 1.0 / len(fake)
    if kind == 0:
        return -torch.nn.functional.softplus(fake).mean(), -softened(fake, share)
    if kind == 1:
        return torch.nn.functional.softplus(-fake).mean(), -softened(-fake, share)
    if kind == 2:
        off = fake - 1
        return 0.5 * off.square().mean(), off * share
    return -fake.mean(), torch.full_like(fake, -share)


def tell_apart(
    z: Tensor, x: Tensor, blur: Tensor | None, g: list[list[Tensor]], d: list[list[Tensor]],
    g_function: int, d_function: int, leak: float, bounded: bool, kind: int, smooth: float,
) -> tuple[Tensor, Tensor, Tensor]:  # fmt: skip
    """D's turn: G(z) [B, n], scores [2, B], D's loss; D's slopes are filled.

    g and d: weights, biases, and the slopes of both.
    """
    fake = ahead(z, g[0], g[1], g_function, leak)[0][-1]
    if bounded:
        fake = torch.tanh(fake)
    shown = fake if blur is None else fake + blur
    sums, inward = ahead(torch.cat([x, shown]), d[0], d[1], d_function, leak)
    scores = sums[-1].view(2, -1)
    loss, delta = d_loss(kind, scores[0], scores[1], smooth)
    back(delta.unsqueeze(1), sums, inward, d[0], d[2], d[3], d_function, leak, False)
    return fake, scores, loss


def pass_off(
    z: Tensor, blur: Tensor | None, g: list[list[Tensor]], d: list[list[Tensor]],
    g_function: int, d_function: int, leak: float, bounded: bool, kind: int,
) -> tuple[Tensor, Tensor, Tensor, Tensor]:  # fmt: skip
    """G's turn: G(z) [B, n], their scores [B], G's loss, dL/dG(z) [B, n]; G's slopes are filled."""
    none: list[Tensor] = []
    g_sums, g_inward = ahead(z, g[0], g[1], g_function, leak)
    fake = torch.tanh(g_sums[-1]) if bounded else g_sums[-1]
    shown = fake if blur is None else fake + blur
    sums, inward = ahead(shown, d[0], d[1], d_function, leak)
    scores = sums[-1].view(-1)
    loss, delta = g_loss(kind, scores)
    slope = back(delta.unsqueeze(1), sums, inward, d[0], none, none, d_function, leak, True)
    delta = torch.ops.aten.tanh_backward(slope, fake) if bounded else slope
    back(delta, g_sums, g_inward, g[0], g[2], g[3], g_function, leak, False)
    return fake, scores, loss, slope


# ---- for others -----------------------------------------------------------------------------------
@cache
def compiled() -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Both turns without the interpreter; as they stand where torch can't compile them."""
    return scripted(tell_apart), scripted(pass_off)


class FastTurns:
    """Both turns of a generator and a discriminator that are made of dense layers alone."""

    def __init__(self, generator: Flat, discriminator: Flat) -> None:
        self._g, self._d = _layers(generator), _layers(discriminator)

    def d(self, c: GanConfig, z: Tensor, x: Tensor, blur: Tensor | None) -> DTurn:
        """`blur` [B, n] is added to what G made before D sees it."""
        kind = D_LOSSES.index(OBJECTIVES[c.loss].d_loss)
        return DTurn(*compiled()[0](z, x, blur, *self._how(c), kind, c.label_smoothing))

    def g(self, c: GanConfig, z: Tensor, blur: Tensor | None) -> GTurn:
        kind = G_LOSSES.index(OBJECTIVES[c.loss].g_loss)
        return GTurn(*compiled()[1](z, blur, *self._how(c), kind))

    def _how(self, c: GanConfig) -> tuple[Any, ...]:
        functions = FUNCTIONS[c.g_activation], FUNCTIONS[c.d_activation]
        return self._g, self._d, *functions, LEAK, c.g_output == "tanh"


def serves(c: GanConfig, iteration: int) -> bool:
    """Whether no part of D's turn in this iteration is left to autograd."""
    penalised = (c.r1 and iteration % c.r1_every == 0) or (c.loss == "wgan_gp" and c.gp_weight)
    return not penalised and c.spectral_norm == "off" and c.minibatch_std == "off"


def _layers(net: Flat) -> list[list[Tensor]]:
    """Weights, biases, and the slopes of both, layer by layer: windows on the network's vectors."""
    weights, biases = net.params[::2], net.params[1::2]
    kept = [[one.detach() for one in each] for each in (weights, biases)]
    slopes = [[one.grad for one in each if one.grad is not None] for each in (weights, biases)]
    return [*kept, *slopes]
