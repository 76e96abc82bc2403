"""The bounds and their parts, against torch.distributions and numbers worked by hand."""

import math

import pytest
import torch
from torch.distributions import Bernoulli, Normal, kl_divergence

from core.playgrounds.vae import bounds


def randn(*shape, seed=0):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def test_kl_by_hand_and_against_torch():
    by_hand = bounds.kl(torch.tensor([[1.0, 0.0]]), torch.tensor([[0.0, math.log(4.0)]]))
    # ½(1 + 1 − 1 − 0) = ½ and ½(0 + 4 − 1 − log 4)
    assert by_hand[0].tolist() == pytest.approx([0.5, (3 - math.log(4)) / 2])
    mu, log_var = randn(5, 3), randn(5, 3, seed=1)
    theirs = kl_divergence(
        Normal(mu, (0.5 * log_var).exp()), Normal(torch.zeros(()), torch.ones(()))
    )
    torch.testing.assert_close(bounds.kl(mu, log_var), theirs)


def test_gradients_through_the_reparameterisation():
    """d/dμ f(μ + σε) = f′(z), d/dlog σ² = ½ σ ε f′(z), here with f = z³; and by finite differences."""
    mu, log_var, eps = (
        randn(4).requires_grad_(),
        randn(4, seed=1).requires_grad_(),
        randn(4, seed=2),
    )
    z = bounds.reparameterised(mu, log_var, eps)
    z.pow(3).sum().backward()
    with torch.no_grad():
        torch.testing.assert_close(mu.grad, 3 * z**2)
        torch.testing.assert_close(log_var.grad, 3 * z**2 * eps * (0.5 * log_var).exp() / 2)
    assert torch.autograd.gradcheck(
        lambda m, v: bounds.reparameterised(m, v, eps).pow(3), (mu, log_var)
    )


def test_likelihoods_against_torch():
    logits, x = randn(6, 9), (randn(6, 9, seed=1) > 0).double()
    theirs = Bernoulli(logits=logits).log_prob(x).sum(1)
    torch.testing.assert_close(bounds.log_likelihood("bernoulli", logits, x, 0.0), theirs)
    x, log_sigma = randn(6, 9, seed=2), torch.tensor(-0.7, dtype=torch.float64)
    theirs = Normal(torch.sigmoid(logits), log_sigma.exp()).log_prob(x).sum(1)
    torch.testing.assert_close(bounds.log_likelihood("gaussian", logits, x, log_sigma), theirs)


def weights(k, mean=0.5):
    """log w of a model whose evidence is known: x = z + noise, both N(0, 1), so p(x) = N(0, 2)."""
    x = torch.tensor([1.0, -0.3, 2.0], dtype=torch.float64)[:, None]
    mu, log_var = mean * x, torch.full_like(x, math.log(0.5))
    eps = randn(k, 3, 1, seed=3)
    z = bounds.reparameterised(mu, log_var, eps)
    log_px = Normal(z, 1.0).log_prob(x).sum(-1)
    return bounds.log_weights(log_px, z, eps, log_var), Normal(0.0, math.sqrt(2)).log_prob(x)[:, 0]


def test_where_the_posterior_is_exact_every_weight_is_the_evidence():
    found, evidence = weights(4)
    torch.testing.assert_close(found, evidence.expand(4, 3))


def test_the_iwae_bound_lies_between_elbo_and_evidence():
    found, evidence = weights(20_000, mean=0.1)
    elbo = found.mean(0)
    assert (bounds.iwae(found[:50]) >= found[:50].mean(0)).all()  # the same codes: Jensen
    assert (elbo < bounds.iwae(found) - 0.01).all()
    torch.testing.assert_close(bounds.iwae(found), evidence, atol=0.03, rtol=0)
    by_k = [bounds.iwae(found[: k * 1000].view(k, 1000, 3)).mean(0) for k in (1, 5, 20)]
    assert (by_k[0] < by_k[1]).all()
    assert (by_k[1] < by_k[2]).all()


def test_free_bits_count_no_dimension_below_their_measure():
    kl = torch.tensor([[0.0, 2.0], [0.2, 4.0]], requires_grad=True)  # means 0.1 and 3
    assert float(bounds.freed(kl, 0.0)) == pytest.approx(3.1)
    freed = bounds.freed(kl, 0.5)
    assert float(freed) == pytest.approx(3.5)
    freed.backward()
    assert kl.grad.tolist() == [[0.0, 0.5], [0.0, 0.5]]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("constant", [4, 4, 4, 4, 4]), ("warm_up", [0, 2, 4, 4, 4]), ("cyclical", [0, 2, 4, 4, 0])],
)
def test_annealing(name, expected):
    assert [bounds.annealed(name, 4.0, n, 10) for n in (0, 5, 10, 15, 20)] == expected
