"""Two networks on one clock: the same pixels at the same steps, told of places differently."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from core.playgrounds.contract import ActError
from core.playgrounds.picture.algorithm import Picture, psnr, squared_error
from core.playgrounds.picture.config import PictureConfig
from core.playgrounds.picture.look import spectra
from core.playgrounds.picture.painter import siren
from core.playgrounds.picture.presets import PRESETS


def build(**values) -> Picture:
    return Picture(PictureConfig(**values))


def train(algorithm: Picture, steps: int) -> dict[str, float]:
    for _ in range(steps):
        algorithm.step()
    return {name: float(value) for name, value in algorithm.evaluate().items()}


def test_psnr_by_hand():
    said = torch.tensor([[0.5, 0.5, 0.5], [0.0, 1.0, 0.2]])
    true = torch.tensor([[0.4, 0.6, 0.5], [0.0, 1.0, 0.2]])
    error = squared_error(said, true)
    assert float(error) == pytest.approx(0.02 / 6)
    assert float(psnr(error)) == pytest.approx(-10 * math.log10(0.02 / 6))
    assert float(psnr(torch.tensor(0.01))) == pytest.approx(20)
    assert float(psnr(torch.tensor(0.0))) == pytest.approx(100)


def test_both_networks_learn_the_same_pixels_at_the_same_steps():
    algorithm = build(side="32", batch_size=100, held_out="checkerboard")
    main, plain = algorithm.painters
    for number in range(9):  # into the second epoch, whose order is another
        if number == 4:
            algorithm.configure(algorithm.config.changed(batch_size=60))
        algorithm.step()
        assert torch.equal(main.batches.last.t, plain.batches.last.t)
        assert torch.equal(main.batches.last_rows, plain.batches.last_rows)
    later = zip(main.net.weights[1:], plain.net.weights[1:], strict=True)
    fresh = zip(*([p.net.weights[1:] for p in build().painters]), strict=True)
    assert not all(torch.equal(one, other) for one, other in later)
    assert all(torch.equal(one, other) for one, other in fresh)


def test_a_step_is_what_torch_makes_of_the_same_minibatch():
    algorithm = build(
        side="32", frequencies=8, hidden=(12,), optimizer="sgd", lr=0.1, compare="off"
    )
    (painter,) = algorithm.painters
    w1, w2 = (weight.clone().requires_grad_() for weight in painter.net.weights)
    found = algorithm.step()
    batch = painter.batches.last
    hidden = torch.cat([torch.relu(batch.x @ w1), torch.ones(len(batch.x), 1)], 1)
    error = (hidden @ w2 - batch.t).square()
    assert float(found["batch_loss"]) == pytest.approx(error.mean().item(), rel=1e-5)
    (error.sum(1).mean() / 2).backward()
    assert w1.grad is not None
    moved = w1.detach() - 0.1 * w1.grad
    assert painter.net.weights[0] == pytest.approx(moved, abs=1e-6)


def test_a_small_picture_is_painted_sharply_with_waves_and_blurred_without():
    found = train(build(side="32", lr=0.01), 250)
    assert found["train_psnr"] > 33
    assert 14 < found["plain_psnr"] < 25
    assert "test_psnr" not in found


def test_held_out_pixels_are_never_learned_from_and_tell_when_waves_are_too_fine():
    held = {"side": "32", "held_out": "checkerboard", "compare": "off", "lr": 0.01}
    algorithm = build(**held, scale=60.0)
    row, column = np.divmod(algorithm.test.numpy(), 32)
    assert ((row + column) % 2 == 1).all()
    assert len(algorithm.test) == len(algorithm.train) == 512
    fine, middling = train(algorithm, 250), train(build(**held, scale=2.0), 250)
    assert fine["train_psnr"] > 30
    assert fine["test_psnr"] < 14
    assert middling["test_psnr"] > fine["test_psnr"] + 4


def test_a_network_that_would_be_the_same_is_not_trained_twice():
    assert len(build(features="none").painters) == 1
    both = build(features="none", activation="sine")
    assert [painter.net.activations[0].name for painter in both.painters] == ["sine", "relu"]
    assert "compare" in PictureConfig(features="none").idle()


def test_sines_begin_as_siren_has_them():
    first, second, last = build(features="none", activation="sine").painters[0].net.kernels
    assert 28 / 2 < float(first.abs().max()) <= 30 / 2
    bound = math.sqrt(6 / 64)
    assert 0.9 * bound < float(second.abs().max()) <= bound
    assert float(last.abs().max()) <= bound / 30
    assert siren(64, 3, torch.Generator().manual_seed(0)).shape == (65, 3)


def test_waves_are_counted_where_they_are():
    along = (np.arange(32) + 0.5) / 32
    wave = 0.5 + 0.5 * np.cos(2 * np.pi * 5 * along)[None, :, None]
    original = np.broadcast_to(wave * 255, (32, 32, 3)).astype(np.float32)
    half = np.broadcast_to(0.5 + 0.5 * (wave - 0.5), (32, 32, 3)).astype(np.float32)
    power, learned = spectra(original, [original / 255, half, 1 - original / 255])
    assert power.shape == (4, 16)
    assert power[0].argmax() == 4  # five cycles
    assert power[0, 4] == pytest.approx(0.5**2 / 2, rel=1e-3)  # the mean of a wave's square
    assert learned[:, 4].tolist() == pytest.approx([1, 0.75, -3], abs=1e-3)


def test_between_the_pixels_the_network_says_what_it_is_asked_row_by_row():
    algorithm = build(side="32")
    train(algorithm, 5)
    value, arrays = algorithm.probe("finer", {"factor": 2, "row": 10})
    rows = value["rows"]
    assert value == {"row": 10, "rows": rows, "of": 64, "step": 5}
    assert arrays["finer.main"].shape == arrays["finer.plain"].shape == (rows, 64, 3)
    _, same = algorithm.probe("finer", {"factor": 1})
    whole = algorithm.views({"pictures": {}})["picture.main"]
    apart = same["finer.main"].astype(int) - whole[: len(same["finer.main"])]
    assert np.abs(apart).max() <= 1
    for wrong in ({"factor": 5}, {"factor": 2, "row": 64}, {"row": -1}, {"factor": "x"}):
        with pytest.raises(ActError):
            algorithm.probe("finer", wrong)


def test_an_explosion_is_seen():
    algorithm = build(side="32", optimizer="sgd", lr=1.0, scale=200.0)
    for _ in range(200):
        scalars = {name: np.array([float(value)]) for name, value in algorithm.step().items()}
        found = algorithm.diverged(scalars)
        if found:
            break
    assert found
    assert "loss" in found[1].say()


def test_the_schedule_ends_at_a_hundredth_and_calms_what_is_learned():
    algorithm = build(side="32", optimizer="sgd", lr=0.1, schedule_epochs=3, compare="off")
    (painter,) = algorithm.painters
    moved = []
    for _ in range(6):
        before = painter.net.theta.clone()
        algorithm.step()  # an epoch is one step here
        gradient = torch.linalg.vector_norm(painter.net.grad)
        moved.append(float(torch.linalg.vector_norm(painter.net.theta - before) / gradient))
    cosine = [0.1 * (0.01 + 0.99 * (1 + math.cos(math.pi * min(e / 3, 1))) / 2) for e in range(6)]
    assert moved == pytest.approx(cosine, rel=2e-2)


def test_presets_that_fail_do():
    values = {one.name: one.values for one in PRESETS}
    assert {one.name for one in PRESETS if one.failure} == {
        *("no-features", "scale-too-small", "scale-too-large"),
    }
    small = {"side": "32", "compare": "off"}
    good = train(build(**small), 120)["train_psnr"]
    for name in ("no-features", "scale-too-small"):
        assert train(build(**values[name] | small), 120)["train_psnr"] < good - 3
