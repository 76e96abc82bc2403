"""A long step is spoken of, ever more rarely, and taken back; the clock is the test's."""

import asyncio
from types import SimpleNamespace

import pytest

from core.live import delay


class Story:
    """A run whose lane is in a step from `begun[i]` to `ended[i]`; what the viewer is told, by the second."""

    def __init__(self, monkeypatch, steps, whose=None, status="running"):
        self.now, self.told = 0.0, []
        self.steps, self.whose = steps, whose or self
        self.status, self.wants_steps, self.has_orders, self.visible = status, True, False, True
        self.lane = self
        monkeypatch.setattr(delay, "time", SimpleNamespace(monotonic=lambda: self.now))
        monkeypatch.setattr(delay, "asyncio", SimpleNamespace(sleep=self.sleep))

    @property
    def occupied(self):
        return next(
            ((self.whose, begun) for begun, end in self.steps if begun <= self.now < end), None
        )

    def notice(self, message):
        self.told.append((self.now, message and message.say()))

    async def sleep(self, seconds):
        self.now += seconds
        if self.now > 40:
            raise EOFError

    def tell(self):
        with pytest.raises(EOFError):
            asyncio.run(delay.tell_of_long_steps(self, self))
        return self.told


def running(seconds):
    return f"This step has been running for {seconds} s."


def test_short_steps_are_no_news(monkeypatch):
    assert Story(monkeypatch, [(0.5, 3.2), (3.2, 5.9)]).tell() == []


def test_a_long_step_is_spoken_of_ever_more_rarely_and_then_no_more(monkeypatch):
    told = Story(monkeypatch, [(0.0, 12.5)]).tell()
    assert told == [
        *((float(s), running(s)) for s in (3, 4, 5, 6, 8, 10, 12)),
        (13.0, "The last step took 13 s."),
        (18.0, None),
    ]


def test_between_two_long_steps_stands_what_the_last_one_took(monkeypatch):
    told = Story(monkeypatch, [(0.0, 4.5), (4.5, 9.0)]).tell()
    assert told[:4] == [
        (3.0, running(3)), (4.0, running(4)), (5.0, "The last step took 5 s."), (8.0, running(3)),
    ]  # fmt: skip


def test_a_run_that_ended_keeps_its_reason(monkeypatch):
    story = Story(monkeypatch, [(0.0, 4.5)], status="diverged")
    assert [text for _, text in story.tell()] == [running(3), running(4), None]


def test_who_waits_for_another_is_told_so(monkeypatch):
    text = "The step of another run comes first: it has been running for 3 s."
    assert Story(monkeypatch, [(0.0, 3.5)], whose=object()).tell()[0] == (3.0, text)
    idle = Story(monkeypatch, [(0.0, 3.5)], whose=object())
    idle.wants_steps = False
    assert idle.tell() == []
