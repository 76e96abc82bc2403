"""Mixed precision and channels-last: the arithmetic that a CUDA card does, tried on the processor."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import torch

from core.params import ParamError
from core.playgrounds.cnn import precision
from core.playgrounds.cnn.algorithm import Cnn
from core.playgrounds.cnn.config import CnnConfig
from core.playgrounds.cnn.network import Conv

SMALL = {
    "layers": "conv 8 bn, pool, res 16, gap, dense 16", "batch_size": 32, "images": 400,
    "schedule": "constant", "lr": 0.005,
}  # fmt: skip
WAYS = [
    {"precision": "bfloat16"},
    {"precision": "float16"},
    {"channels_last": "on"},
    {"precision": "bfloat16", "channels_last": "on"},
]


@pytest.fixture
def everywhere(monkeypatch):
    monkeypatch.setattr(precision, "ALLOWED", {"cuda", "cpu"})


def learned(steps: int, **values) -> tuple[Cnn, list[float]]:
    cnn = Cnn(CnnConfig(**SMALL | values))
    return cnn, [float(cnn.step()["loss"]) for _ in range(steps)]


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_it_learns_as_in_32_bits_but_for_rounding(way):
    (usual, expected), (cnn, losses) = learned(30), learned(30, **way)
    mixed = "precision" in way
    assert losses == pytest.approx(expected, rel=0.03 if mixed else 1e-3)
    assert losses[-1] < 0.8 * losses[0]
    assert (losses[0] != expected[0]) == mixed  # 16 bits round
    assert cnn.net.theta.dtype == cnn.net.grad.dtype == torch.float32
    torch.testing.assert_close(cnn.net.grad, usual.net.grad, rtol=0.1, atol=0.05)


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_the_same_seed_is_the_same_run_and_a_state_goes_on_bit_for_bit(way):
    first, losses = learned(6, **way, dropout=0.3)
    _, again = learned(6, **way, dropout=0.3)
    assert losses == again
    other = Cnn(CnnConfig(**SMALL | way | {"dropout": 0.3}))
    other.load_state(first.state())
    assert [float(first.step()["loss"]) for _ in range(4)] == [
        float(other.step()["loss"]) for _ in range(4)
    ]
    assert torch.equal(first.net.theta, other.net.theta)
    assert first.copies.learners[0].mixed.state() == other.copies.learners[0].mixed.state()


@pytest.mark.usefixtures("everywhere")
def test_maps_have_their_channels_last():
    seen = []
    for way in ("off", "on"):
        cnn, _ = learned(1, channels_last=way)
        convolutions = [one for one in cnn.module.modules() if isinstance(one, Conv)]
        inner = next(
            one for one in convolutions if one.weight.shape[1] > 1
        )  # of one it is the same
        out = inner(torch.randn(2, inner.weight.shape[1], 8, 8))
        seen.append(out.is_contiguous(memory_format=torch.channels_last))
    assert seen == [False, True]


@pytest.mark.usefixtures("everywhere")
def test_a_gradient_beyond_float16_leaves_the_step_out_and_halves_the_scale():
    cnn, _ = learned(1, precision="float16")
    mixed = cnn.copies.learners[0].mixed
    mixed.scale, mixed.since = 2.0**24, 7
    before = cnn.net.theta.clone()
    for halved in (23, 22):  # times a loss of two and more: no float16
        cnn.step()
        assert (mixed.scale, mixed.since) == (2.0**halved, 0)
        assert torch.equal(cnn.net.theta, before)
    grad = torch.ones(3) * mixed.scale
    mixed.since = precision.GROWTH - 1
    scale = mixed.scale
    assert mixed.unscaled(grad)
    assert grad.tolist() == [1, 1, 1]
    assert (mixed.scale, mixed.since) == (2 * scale, 0)


@pytest.mark.parametrize(
    ("values", "allowed"),
    [
        ({"precision": "float16"}, "only float32 is allowed"),
        ({"channels_last": "on"}, "only 'off'"),
    ],
    ids=str,
)
def test_on_the_processor_a_sentence_says_what_is_allowed(values, allowed):
    with pytest.raises(ParamError) as refused:
        Cnn(CnnConfig(**values))
    assert refused.value.message.param in values
    assert allowed in refused.value.message.say()
    assert "cpu" in refused.value.message.say()


def test_the_command_line_says_so_too():
    asked = ["--precision", "bfloat16", "--steps", "1", "--device", "cpu", "--json"]
    command = ["-m", "core", "train", "cnn", *asked]
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert "only float32 is allowed" in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout or not json.loads(done.stdout.splitlines()[-1])
