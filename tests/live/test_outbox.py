"""What waits for a browser that reads slowly, or not at all."""

import asyncio

import numpy as np
import pytest

from core.live.codec import encode
from core.live.link import Link
from core.live.outbox import MOST_WAITING, Outbox
from core.live.packing import GRAINS, Frame, Unpacker

HEADER = {"type": "frame", "n": 1, "build": 1, "status": "running", "step": 1}


def frame(value, size=10, exact=True):
    return Frame(HEADER, {}, {"map": np.full(size, value, np.float32)}, exact=exact)


def of(*messages, link=None):
    """What an outbox gives out after these were put in."""

    async def read():
        outbox = Outbox(link or Link())
        for message in messages:
            outbox.put(message)
        return [await asyncio.wait_for(outbox.get(), 10) for _ in messages]

    return asyncio.run(read())


def test_messages_leave_in_their_order_and_frames_packed():
    notice = encode({"type": "notice"}, {})
    unpacker = Unpacker()
    found = [unpacker.unpack(message) for message in of(frame(1), notice, frame(2))]
    assert [header["type"] for header, _ in found] == ["frame", "notice", "frame"]
    assert [arrays["map"][0] for _, arrays in (found[0], found[2])] == [1.0, 2.0]


def test_frames_are_as_fine_as_their_link_says_unless_they_are_exact():
    link = Link()
    link.spent(10**9, 10.0)
    assert link.grain == GRAINS[1]
    unpacker = Unpacker()
    (rough, exact) = (
        unpacker.unpack(m) for m in of(frame(0.1, exact=False), frame(0.1), link=link)
    )
    assert rough[1]["map"][0] != np.float32(0.1)
    assert rough[1]["map"][0] == pytest.approx(0.1, rel=1e-3)
    assert exact[1]["map"][0] == np.float32(0.1)


def test_an_outbox_that_nobody_empties_overflows_and_holds_nothing_more():
    async def fill():
        outbox = Outbox(Link())
        size = 1_000_000
        fitting = MOST_WAITING // size
        for _ in range(fitting):
            outbox.put(bytes(size))
        assert not outbox.overflow.is_set()
        outbox.put(bytes(size))
        assert outbox.overflow.is_set()
        outbox.put(bytes(size))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(outbox.get(), 0.05)

    asyncio.run(fill())


def test_one_large_message_alone_is_sent():
    message = bytes(MOST_WAITING + 1)
    assert of(message) == [message]
