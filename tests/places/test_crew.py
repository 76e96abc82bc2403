"""How workers are replaced, with workers that are sockets alone."""

import itertools
import json
import socket
import threading

import pytest

from core.places import NotBegunError
from core.places.crew import Crew
from core.places.member import Member
from core.places.settings import Settings
from tests.places.crews import until


class Pretended(Member):
    """Says one word, or none, and no more until it is told to."""

    address = ""

    def __init__(self, name, speaks, lost, heard):
        self.name, self.killed = name, False
        self.far, self._near = socket.socketpair()
        if speaks:
            self.speak()
        super().__init__(lost, heard)

    def speak(self):
        self.far.sendall(json.dumps({"figures": {}}).encode() + b"\n")

    def _life(self):
        return self._near

    @property
    def lives(self):
        return not self.killed

    def terminate(self):
        self.leaving = True
        self.far.close()

    def kill(self):
        self.killed = True
        self.far.close()

    def wait(self, seconds):
        return True


class Hires:
    """Begins `Pretended`s; those in `silent` end before their first word."""

    tries = 3

    def __init__(self):
        self.begun, self.silent, self.closed = [], set(), False
        self._numbers = itertools.count()
        self._lock = threading.Lock()

    def begin(self, slot, first_build, lost, heard):
        with self._lock:
            number = next(self._numbers)
            made = Pretended(str(number), number not in self.silent, lost, heard)
            self.begun.append(made)
        if number in self.silent:
            made.far.close()
        return made

    def may_stand_in(self, gpu):
        return not gpu

    def close(self):
        self.closed = True


@pytest.fixture
def hires():
    return Hires()


@pytest.fixture
def crew(hires):
    made = Crew(Settings(workers=1, gpus=1), hires, lambda slot: None, lambda worker: None)
    yield made
    made.close()
    assert hires.closed
    for worker in hires.begun:
        worker.far.close()
        worker._thread.join(10)


def ends(crew, slot):
    """The worker of that slot ends; who has taken its place."""
    gone = crew.slots[slot].worker
    gone.far.close()
    until(lambda: crew.slots[slot].worker is not gone and crew.slots[slot].up.is_set())
    assert gone.killed
    return crew.slots[slot].worker


def test_the_spare_worker_takes_a_lost_ones_place_and_another_stands_by(crew, hires):
    spare = crew._spare
    assert spare.ready.wait(10)
    assert ends(crew, 0) is spare
    until(lambda: len(hires.begun) == 4 and crew._spare is hires.begun[3])
    assert crew.lost == 1


def test_a_gpus_worker_is_begun_anew_where_the_spare_one_has_none(crew, hires):
    spare = crew._spare
    assert spare.ready.wait(10)
    assert ends(crew, 1) is hires.begun[3]
    assert crew._spare is spare


def test_a_spare_worker_that_is_silent_may_be_lost_with_the_same_machine(crew, hires, monkeypatch):
    spare = crew._spare
    assert spare.ready.wait(10)
    monkeypatch.setattr("core.places.member.FRESH", 0.0)
    assert ends(crew, 0) is hires.begun[3]
    assert crew._spare is spare
    spare.far.close()
    until(lambda: crew._spare is hires.begun[-1] and len(hires.begun) == 5)


def test_a_worker_that_does_not_come_up_is_begun_again(crew, hires):
    hires.silent = {3, 4}
    assert crew._spare.ready.wait(10)
    assert ends(crew, 1) is hires.begun[5]
    assert crew.lost == 1


def test_a_server_whose_workers_do_not_come_up_says_so(hires):
    hires.silent = {0}
    with pytest.raises(NotBegunError, match="could not be started"):
        Crew(Settings(workers=1), hires, lambda slot: None, lambda worker: None)
    assert hires.closed


def test_a_worker_told_to_end_may_write_before_it_is_killed():
    lost = []
    worker = Pretended("0", True, lost.append, lambda worker: None)
    assert worker.ready.wait(10)
    worker.terminate()
    until(lambda: lost == [worker])
    assert worker.ended
    assert not worker.killed
