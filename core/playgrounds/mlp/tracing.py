"""A step of the MLP in stages, told from what its buffers still hold."""

from __future__ import annotations

from typing import Any, Protocol

import torch
from torch import Tensor

from core.nn.dense import DenseNet, Workspace
from core.nn.losses import Loss
from core.nn.minibatches import Minibatches
from core.nn.normalisation import EPS, LayerNorms
from core.playgrounds.contract import Arrays, Stage, as_array


class Taken(Protocol):
    """The algorithm, as far as its newest step is told."""

    net: DenseNet
    loss: type[Loss]
    batches: Minibatches[Workspace]


def told(of: Taken, before: Tensor, loss: Any) -> list[Stage]:
    """The newest step; `before` is theta [P] as it was, `loss` the minibatch's."""
    net, (x, _, t, work) = of.net, of.batches.last
    o = of.loss.predict(work.z[-1])
    last = len(net.weights)
    arrays = _arrays(rows=of.batches.last_rows, x=x[:, :-1], t=t)
    stages = [Stage("minibatch", 0, arrays)]
    gammas = before[len(before) - sum(net.sizes[1:-1]) :].split(net.sizes[1:-1])
    for k, (z, a) in enumerate(zip(work.z, [*work.a, o], strict=True)):
        arrays = _arrays(z=work.sums[k], a=a)
        if k < last - 1 and net.norm is not None:
            arrays |= {"y": as_array(z), "normal": _normal(net.norm, k, work.sums[k], gammas[k])}
        if k < last - 1 and net.skips[k]:
            arrays["bent"] = as_array(work.bent[k])
        stages.append(Stage("forward", k + 1, arrays))
    stages.append(Stage("loss", last, _arrays(loss=loss, delta=work.delta[-1])))
    for k in reversed(range(last)):
        arrays = _arrays(delta=work.delta[k], gradient=net.gradients[k])
        stages.append(Stage("backward", k + 1, arrays))
    stages.append(Stage("update", None, _arrays(before=before, after=net.theta)))
    return stages


def _normal(norm: LayerNorms, k: int, z: Tensor, gamma: Tensor) -> Any:
    """Mean, √(variance + ε) and γ of every neuron of hidden layer k in that minibatch, f4 [3, n_k]."""
    if len(z) > 1:
        variance, mean = torch.var_mean(z, 0, correction=0)
    else:  # one row: by the running means
        variance, mean = norm.variance[k], norm.mean[k]
    return as_array(torch.stack((mean, (variance + EPS).sqrt(), gamma)))


def _arrays(**tensors: Tensor | Any) -> Arrays:
    return {name: as_array(tensor) for name, tensor in tensors.items()}
