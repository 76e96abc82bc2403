"""Ways between codes, and films that other programs can read."""

import io

import numpy as np
import pytest
from PIL import Image

from core.playgrounds.vae.film import PATHS, gif, linear, spherical

A, B = np.array([3.0, 0.0]), np.array([0.0, 1.0])


@pytest.mark.parametrize("path", PATHS)
def test_both_ends_are_where_they_should_be(path):
    way = PATHS[path](A, B, 7)
    assert way.shape == (7, 2)
    np.testing.assert_allclose(way[[0, -1]], [A, B], atol=1e-12)


def test_the_arc_turns_and_shrinks_evenly():
    way = spherical(A, B, 4)
    np.testing.assert_allclose(np.linalg.norm(way, axis=1), [3, 7 / 3, 5 / 3, 1])
    np.testing.assert_allclose(
        np.degrees(np.arctan2(way[:, 1], way[:, 0])), [0, 30, 60, 90], atol=1e-9
    )


@pytest.mark.parametrize("other", [np.zeros(2), -A, 2 * A])
def test_where_there_is_no_arc_the_way_is_straight(other):
    np.testing.assert_allclose(spherical(A, other, 5), linear(A, other, 5))


@pytest.mark.parametrize("alike", [True, False])
def test_a_film_has_a_frame_per_picture(alike):
    frames = np.full((12, 8, 6), 200, np.uint8)
    if not alike:
        frames += np.arange(12, dtype=np.uint8)[:, None, None]
    with Image.open(io.BytesIO(gif(frames, scale=5))) as film:
        assert film.format == "GIF"
        assert film.n_frames == 12
        assert film.size == (30, 40)
        assert film.info["loop"] == 0
        film.seek(11)
        shown = np.asarray(film.convert("L"))
    assert abs(int(shown[20, 15]) - int(frames[11, 4, 3])) <= 1
