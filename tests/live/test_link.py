"""How much one connection gets: frames under way, and the fineness and rate that its bytes allow."""

from core.live.link import BUDGET, FEWEST, GRAINS, MOST, SLOWEST, Link

INTERVAL = 1 / 28


def converse(link, seconds, trip, size=1000, rate=1e9):
    """Frames over a line of so many bytes a second, acknowledged after a round trip; how many were drawn,
    and how long the last of them took."""
    now, due, free, drawn, took = 0.0, 0.0, 0.0, 0, 0.0
    under_way = []
    while now < seconds:
        while under_way and under_way[0][0] <= now:
            at, number, made = under_way.pop(0)
            link.acknowledged(number, at)
            drawn, took = drawn + 1, at - made
        if now >= due and not link.full:
            free = max(free, now) + size / rate
            under_way.append((free + trip, link.sent(now), now))
            link.spent(size, now)
            due = now + INTERVAL * link.stretch
        now += 0.001
    return drawn / seconds, took


def test_two_frames_are_under_way_to_a_browser_that_says_nothing():
    link = Link()
    sent = 0
    while not link.full and sent < 9:
        link.sent(0.1 * sent)
        sent += 1
    assert sent == FEWEST


def test_a_long_way_has_as_many_under_way_as_fill_it():
    rate, took = converse(Link(), 20, trip=0.25)
    assert rate > 24  # two would be 8 a second
    assert took < 0.3


def test_what_a_thin_line_cannot_carry_does_not_queue():
    for trip in (0.01, 0.15):
        rate, took = converse(Link(), 20, trip, size=10_000, rate=125_000)
        assert rate > 8
        assert took < trip + 0.25  # and not the seconds that all frames together would wait


def test_a_browser_that_draws_slowly_is_sent_no_more_than_it_draws():
    link = Link()
    _, took = converse(link, 20, trip=0.0, size=1, rate=10)
    assert took <= 0.3
    assert link.newest < 20 * 10 + MOST


def test_many_bytes_make_pictures_coarser_first_and_rarer_then():
    link = Link()
    now, seen = 0.0, []
    while now < 10:
        now += INTERVAL * link.stretch
        link.spent(int(1.2 * BUDGET * INTERVAL), now)
        seen.append((GRAINS.index(link.grain), link.stretch))
    assert seen[0] == (0, 1.0)
    assert seen == sorted(seen)
    assert all(grain == len(GRAINS) - 1 for grain, stretch in seen if stretch > 1)
    assert 1 < link.stretch <= SLOWEST
    while now < 30:
        now += INTERVAL
        link.spent(100, now)
    assert (link.grain, link.stretch) == (GRAINS[0], 1.0)


def test_an_acknowledgement_of_what_has_been_acknowledged_changes_nothing():
    link = Link()
    for number in range(1, 4):
        assert link.sent(number) == number
    link.acknowledged(3, 3.1)
    link.acknowledged(2, 9.0)
    assert link.newest == 3
    assert not link.full
