"""The envelope: what goes in comes out, golden bytes stay readable, damage is named."""

import json
from pathlib import Path

import numpy as np
import pytest

from core.live.codec import CodecError, decode, encode

GOLDEN = Path(__file__).parent / "golden"
HEADER = {
    "type": "frame",
    "n": 3,
    "metrics": {"test_loss": 0.25, "r2": float("nan")},
    "text": "½ → η",
}
ARRAYS = {
    "map": np.arange(6, dtype=np.uint8).reshape(2, 3),
    "curve.loss.x": np.array([0.0, 1.5]),
    "weights": np.array([[-1.0]], np.float32),
    "confusion": np.array([[5, 0], [1, 4]], np.int32),
    "empty": np.empty((0, 2), np.float32),
}


def test_round_trip():
    header, arrays = decode(encode(HEADER, ARRAYS))
    assert header == {"v": 1, **HEADER, "metrics": {"test_loss": 0.25, "r2": None}}
    assert arrays.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert arrays[name].dtype == array.dtype
        assert np.array_equal(arrays[name], array)


def test_arrays_start_at_multiples_of_eight():
    message = encode(HEADER, ARRAYS)
    length = int.from_bytes(message[:4], "little")
    assert (4 + length) % 8 == 0
    assert all(entry["offset"] % 8 == 0 for entry in json.loads(message[4 : 4 + length])["arrays"])


def test_golden_message_is_written_byte_for_byte_as_version_1():
    assert encode(HEADER, ARRAYS) == (GOLDEN / "frame-v1.bin").read_bytes()


@pytest.mark.parametrize("cut", [0, 3, 10, 60, -5])
def test_damaged_bytes_are_refused(cut):
    with pytest.raises(CodecError):
        decode(encode(HEADER, ARRAYS)[:cut])


def test_a_dtype_outside_the_protocol_is_refused():
    with pytest.raises(CodecError, match="int64"):
        encode({}, {"x": np.arange(3)})
