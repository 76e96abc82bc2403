"""What becomes of commands that wait: a later one takes the place of what it makes pointless."""

import pytest

from core.playgrounds.contract import ActError
from core.training.inbox import LONGEST, Inbox


def left(*kinds):
    """What is carried out, by number, of commands of these kinds."""
    inbox, done = Inbox(), []
    for number, kind in enumerate(kinds):
        inbox.put(kind, lambda number=number: done.append(number))
    while inbox:
        inbox.take()()
    return done


@pytest.mark.parametrize(
    ("kinds", "carried_out"),
    [
        (["reset"] * 1000, [999]),
        (["configure"] * 5, [4]),
        (["reset", "play"] * 500, [998, 999]),
        (["play", "step", "pause", "reset"], [3]),
        (["device", "reset"], [1]),
        (["reset", "play", "step"], [0, 1, 2]),
        (["play", "pause", "play"], [0, 1, 2]),
        (["reset", "question", "reset"], [0, 1, 2]),
        (["configure", "play", "configure"], [0, 1, 2]),
        (["configure", "reset"], [0, 1]),
        (["undo", "undo"], [0, 1]),
        (["gear", "play"] * 500, [998, 999]),
        (["gear", "question", "gear", "reset", "gear"], [1, 3, 4]),
        (["reset", "gear", "reset"], [1, 2]),
    ],
)
def test_a_command_takes_the_place_of_those_that_it_makes_pointless(kinds, carried_out):
    assert left(*kinds) == carried_out


def test_what_can_be_said_without_end_is_refused_in_words_once_too_much_waits():
    inbox = Inbox()
    for _ in range(LONGEST // 2):
        inbox.put("play", lambda: None)
        inbox.put("pause", lambda: None)
    with pytest.raises(ActError, match="Too many commands"):
        inbox.put("play", lambda: None)
    inbox.put("configure", lambda: None)  # a page's settings always arrive
