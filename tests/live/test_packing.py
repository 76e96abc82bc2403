"""Packed frames: exact ones lose nothing, others as much as their grain says; golden ones stay readable."""

import json
import struct
import zlib
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from core.live.codec import CodecError, encode, head
from core.live.packing import EXACT, GRAINS, Frame, Grain, Packer, Unpacker

GOLDEN = Path(__file__).parent / "golden" / "frames-v2.bin"
SHADES = frozenset({"thumbs", "surface"})
FINE = Grain(3, 13)
FIRST = {
    "map": np.arange(6, dtype=np.uint8).reshape(2, 3),
    "thumbs": np.array([0, 100, 250], np.uint8),
    "weights": np.array([[1.0, -2.5]], np.float32),
    "visits": np.array([0, 1, -7], np.int32),
    "here": np.array([0.1]),
    "nothing": np.empty((0, 2), np.float32),
}
THEN = FIRST | {
    "map": FIRST["map"] + np.uint8(250),
    "thumbs": np.array([1, 104, 255], np.uint8),
    "weights": np.array([[1.0001, -2.6]], np.float32),
}
AT_REST = THEN | {"weights": np.array([[np.nan, np.inf]], np.float32)}


def frame(views, number=1, exact=True, **curves):
    header = {"type": "frame", "n": number, "build": 1, "status": "running", "step": 7 * number}
    return Frame(header | {"text": "½ → η"}, curves, views, SHADES, exact)


def golden():
    """The frames of the golden file, and with which grain each was packed."""
    curve = {
        "curve.loss.x": np.array([1.0, 2.0]),
        "curve.loss.y": np.array([0.5, 0.25], np.float32),
    }
    return [
        (frame(FIRST, 1, **curve), EXACT),
        (frame(THEN, 2, False), FINE),
        (frame(AT_REST, 3), FINE),
    ]


def messages(data):
    """What stands in a file of messages, each behind its length."""
    while data:
        (length,) = struct.unpack_from("<I", data)
        yield data[4 : 4 + length]
        data = data[4 + length :]


def same(found, wanted):
    assert found.keys() == wanted.keys()
    for name, array in wanted.items():
        assert found[name].dtype == array.dtype
        assert found[name].shape == array.shape
        assert found[name].tobytes() == array.tobytes(), name


def moving(seed=0, frames=30):
    """What a run might show: everything drifts, one array comes and goes, another changes its size."""
    rng = np.random.default_rng(seed)
    picture, weights = (
        rng.integers(0, 256, (20, 20)),
        rng.normal(size=50) * 10.0 ** rng.integers(-9, 9),
    )
    for k in range(frames):
        picture = np.clip(picture + rng.integers(-9, 10, picture.shape), 0, 255)
        weights = weights + 0.01 * rng.normal(size=50) * np.abs(weights)
        views = {"surface": picture.astype(np.uint8), "weights": weights.astype(np.float32)}
        views["classes"] = (picture // 50).astype(np.uint8)
        views["path"] = rng.integers(0, 9, (k % 5, 2)).astype(np.float32)
        if k % 3:
            views["visits"] = rng.integers(-(2**31), 2**31, 4).astype(np.int32)
        yield views


def test_exact_frames_arrive_bit_for_bit():
    packer, unpacker = Packer(), Unpacker()
    for number, views in enumerate(moving()):
        sent = frame(views, number)
        header, arrays = unpacker.unpack(packer.pack(sent, GRAINS[-1]))
        assert header == sent.header
        same(arrays, views)


@pytest.mark.parametrize("grain", GRAINS, ids=str)
def test_other_frames_are_off_by_no_more_than_their_grain(grain):
    packer, unpacker = Packer(), Unpacker()
    for views in moving():
        _, arrays = unpacker.unpack(packer.pack(frame(views, exact=False), grain))
        off = np.abs(arrays["surface"].astype(int) - views["surface"])
        assert off.max() <= grain.step // 2
        off = np.abs(arrays["weights"] - views["weights"])
        assert (off <= np.abs(views["weights"]) * 2.0 ** (grain.drop - 24)).all()
        for name in views.keys() - {"surface", "weights"}:
            assert np.array_equal(arrays[name], views[name]), name  # small whole numbers among them


def test_grains_may_change_from_frame_to_frame_and_an_exact_one_makes_good_what_was_lost():
    packer, unpacker = Packer(), Unpacker()
    for k, views in enumerate(moving(frames=3 * len(GRAINS))):
        sent = frame(views, exact=k % 3 == 0)
        _, arrays = unpacker.unpack(packer.pack(sent, GRAINS[k % len(GRAINS)]))
        if sent.exact:
            same(arrays, views)


def test_numbers_that_are_not_finite_stay_what_they_are():
    packer, unpacker = Packer(), Unpacker()
    worst = [np.nan, np.inf, -np.inf, -0.0, 3.4e38, 1e-45]
    for values in ([0.1] * 6, worst, [0.2] * 6, worst):
        views = {"weights": np.array(values, np.float32)}
        _, arrays = unpacker.unpack(packer.pack(frame(views, exact=False), GRAINS[-1]))
        if values is worst:
            same(arrays, views)


def test_what_does_not_change_costs_nothing_and_what_little_changes_costs_little():
    packer = Packer()
    rng = np.random.default_rng(1)
    views = {"map": rng.integers(0, 256, 10_000).astype(np.uint8)}
    views["weights"] = rng.normal(size=2_000).astype(np.float32)
    sizes = [len(packer.pack(frame(views, number))) for number in range(3)]
    assert sizes[0] > 10_000
    assert sizes[2] < 400
    nearly = {name: array.copy() for name, array in views.items()}
    nearly["map"][:100] += 1
    assert len(packer.pack(frame(nearly, 4))) < 600


def test_coarser_frames_are_smaller():
    sizes = []
    for grain in (EXACT, *GRAINS):
        packer = Packer()
        sizes.append(sum(len(packer.pack(frame(v, exact=False), grain)) for v in moving()))
    assert all(finer > coarser for finer, coarser in pairwise(sizes))


def test_the_beginning_is_read_without_unpacking():
    found = head(Packer().pack(frame(FIRST, 3)))
    assert found.pop("size") > 0
    wanted = {"v": 2, "type": "frame", "n": 3, "build": 1, "status": "running", "step": 21}
    assert found == wanted


def test_a_type_outside_the_protocol_is_refused_where_the_frame_is_made():
    with pytest.raises(CodecError, match="float16"):
        frame({"typed": np.zeros(1, np.float16)})


def test_plain_envelopes_are_read_in_between():
    packer, unpacker = Packer(), Unpacker()
    unpacker.unpack(packer.pack(frame(FIRST)))
    assert unpacker.unpack(encode({"type": "notice"}, {}))[0] == {"v": 1, "type": "notice"}
    same(unpacker.unpack(packer.pack(frame(THEN)))[1], THEN)


def test_damage_and_a_frame_left_out_are_refused():
    packer = Packer()
    first, second = (packer.pack(frame(views)) for views in (FIRST, THEN))
    for wrong in (second, first[:-30], first[:10], b""):
        with pytest.raises(CodecError):
            Unpacker().unpack(wrong)


def test_golden_frames_are_written_as_version_2_and_read():
    """What is inflated is held to the byte; how zlib deflates may differ from release to release."""
    packer, unpacker = Packer(), Unpacker()
    written, expected = zlib.decompressobj(-15), zlib.decompressobj(-15)
    found = list(messages(GOLDEN.read_bytes()))
    for message, (sent, grain) in zip(found, golden(), strict=True):
        packed = packer.pack(sent, grain)
        assert head(packed) == head(message)
        bodies = [
            stream.decompress(data[4 + struct.unpack_from("<I", data)[0] :])
            for stream, data in ((written, packed), (expected, message))
        ]
        assert bodies[0] == bodies[1]
        (length,) = struct.unpack_from("<I", bodies[0])
        assert json.loads(bodies[0][4 : 4 + length])["grain"] == list(
            EXACT if sent.exact else grain
        )
        _, arrays = unpacker.unpack(message)
        if sent.exact:
            same(arrays, sent.curves | sent.views)
