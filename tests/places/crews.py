"""Runs in worker processes, for tests: how they are waited for, and compared."""

import json
import time

import numpy as np

from core.live.packing import Unpacker
from core.playgrounds import lookup
from core.training.engine import Engine

ME = "m" * 32


def until(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def fresh(place, run):
    """The run with what its worker says of it now."""
    found = place.recall(run.id, run.owner)
    assert found is run
    return run


def after(place, algorithm, config, steps):
    """The packed state of a new run after so many steps."""
    run = place.create(ME, algorithm, config, "cpu")
    run.advance_by(steps)
    until(lambda: place.recall(run.id, ME).step == steps)
    packed, _ = run.copy(60.0)
    place.stop(run.id)
    return packed


def trains_as_a_thread(place, name):
    """The same bits as an engine of this process."""
    algorithm = lookup(name)
    engine = Engine()
    try:
        here = after(engine, algorithm, algorithm.Config(seed=3), 40)
    finally:
        engine.close()
    same(here, after(place, algorithm, algorithm.Config(seed=3), 40))


def same(one, other):
    assert one.arrays.keys() == other.arrays.keys()
    for name, array in one.arrays.items():
        assert np.array_equal(array, other.arrays[name], equal_nan=array.dtype.kind == "f"), name
    assert one.facts["state"] == other.facts["state"]


def reads_on(socket):
    while True:
        socket.receive_bytes()


def sees(socket, wanted):
    """The header of the first frame that is as wanted."""
    socket.send_text(json.dumps({"type": "watch", "panels": {"curves": {}}, "visible": True}))
    unpacker = vars(socket).setdefault("unpacker", Unpacker())
    while True:
        header, _ = unpacker.unpack(socket.receive_bytes())
        if header["type"] == "frame":
            socket.send_text(json.dumps({"type": "ack", "n": header["n"]}))
            if wanted(header):
                return header
