"""The principal plane against a singular value decomposition, and that it is the same from either side."""

import numpy as np
import pytest

from core.nn.principal import principal_plane


@pytest.mark.parametrize(("m", "n"), [(60, 7), (20, 100), (20, 400), (12, 3)])
def test_it_is_the_plane_of_the_two_largest_singular_values(m, n):
    a = np.random.default_rng(0).normal(size=(m, n)) * np.linspace(3, 0.5, n) + 2
    mean, basis = principal_plane(a)
    _, s, vt = np.linalg.svd(a - a.mean(0), full_matrices=False)
    np.testing.assert_allclose(mean, a.mean(0))
    np.testing.assert_allclose(np.abs((basis * vt[:2].T).sum(0)), 1, atol=1e-9)
    np.testing.assert_allclose(((a - mean) @ basis).var(0) * m, s[:2] ** 2, rtol=1e-9)
    assert (basis[np.abs(basis).argmax(0), [0, 1]] > 0).all()


def test_answers_that_do_not_differ_have_a_plane_without_anything_in_it():
    for n in (3, 400):
        mean, basis = principal_plane(np.ones((9, n)))
        assert basis.shape == (n, 2)
        assert np.isfinite(basis).all()
        np.testing.assert_allclose((np.ones((9, n)) - mean) @ basis, 0)


def test_a_single_number_has_one_direction():
    assert principal_plane(np.arange(5.0)[:, None])[1].tolist() == [[1, 0]]
