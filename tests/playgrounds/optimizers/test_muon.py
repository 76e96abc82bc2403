"""Muon against torch.optim.Muon, and where it has nothing to do."""

import numpy as np
import pytest
import torch

from core.params import ParamError
from core.playgrounds.optimizers.algorithm import Optimizers
from core.playgrounds.optimizers.config import OptimizersConfig
from core.playgrounds.optimizers.muon import Matrix, Muon, newton_schulz

SHAPES = [(8, 8), (3, 7), (6, 2)]


def targets(shape):
    generator = torch.Generator().manual_seed(sum(shape))
    return torch.randn(2, *shape, generator=generator, dtype=torch.float64)


def slope(w, target):
    """Of ½ ‖w − target‖² with a bend, so that gradients turn."""
    return (w - target) + 0.1 * torch.sin(3 * w)


def both(shape, decay, steps=100):
    """The matrix after steps of ours, beside a bias that is AdamW's, and after torch's own."""
    start, target = targets(shape)
    size = start.numel()
    theta = torch.cat([torch.tensor([1.0, -2.0], dtype=torch.float64), start.flatten()])
    ours = Muon(theta, (Matrix(2, shape),))
    theirs = start.clone().requires_grad_()
    bias = theta[:2].clone().requires_grad_()
    muon = torch.optim.Muon(
        [theirs], lr=0.02, weight_decay=decay, momentum=0.95, adjust_lr_fn="match_rms_adamw"
    )
    adamw = torch.optim.AdamW([bias], lr=0.02, weight_decay=decay)
    shrink = torch.full_like(theta, decay) if decay else None
    for _ in range(steps):
        w = theta[2:].view(shape)
        g = torch.cat([theta[:2] * 3, slope(w, target).flatten()])
        ours.update(theta, g, 0.02, shrink)
        theirs.grad, bias.grad = slope(theirs.detach(), target), bias.detach() * 3
        muon.step(), adamw.step()
    assert theta[2:].numel() == size
    return theta, theirs.detach(), bias.detach()


@pytest.mark.parametrize("decay", [0.0, 0.1])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_hundred_updates_are_torchs_own(shape, decay, monkeypatch):
    # torch rounds to bfloat16 inside the iteration; left in double precision it is the same algorithm.
    monkeypatch.setattr(torch.Tensor, "bfloat16", torch.Tensor.clone)
    theta, theirs, bias = both(shape, decay)
    np.testing.assert_allclose(theta[2:].view(shape), theirs, rtol=0, atol=1e-6)
    np.testing.assert_allclose(theta[:2], bias, rtol=0, atol=1e-6)  # what is no matrix is AdamW's


def test_torch_as_it_is_differs_by_its_rounding_alone():
    theta, theirs, _ = both((8, 8), 0.0)
    start, _ = targets((8, 8))
    moved = (theirs - start).norm()
    assert (theta[2:].view(8, 8) - theirs).norm() < 0.03 * moved


@pytest.mark.parametrize("shape", SHAPES)
def test_newton_schulz_brings_singular_values_near_one_and_keeps_the_vectors(shape):
    g = targets(shape)[0].numpy()
    u, _, vt = np.linalg.svd(g, full_matrices=False)
    inner = u.T @ newton_schulz(g) @ vt.T
    assert np.abs(inner - np.diag(np.diag(inner))).max() < 1e-9
    assert (np.diag(inner) > 0.6).all()
    assert (np.diag(inner) < 1.3).all()
    assert (newton_schulz(np.zeros((3, 2))) == 0).all()


def test_where_there_is_no_matrix_muon_takes_no_part_and_that_is_said():
    made = Optimizers(OptimizersConfig(optimizers=("gd", "muon")))
    made.step()
    assert list(made.members) == ["gd"]
    assert made.describe()["absent"] == ["muon"]
    assert made.notes()[0].say().startswith("Muon takes no part")
    assert made.config.idle()["factor_muon"].startswith("Muon is for matrices")
    there = Optimizers(OptimizersConfig(optimizers=("gd", "muon"), surface="network"))
    assert list(there.members) == ["gd", "muon"]
    assert not there.notes()
    with pytest.raises(ParamError, match="Muon alone has nothing to do here"):
        OptimizersConfig(optimizers=("muon",))
