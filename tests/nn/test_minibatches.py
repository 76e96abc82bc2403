"""Minibatches: an epoch is every point once, and where one is in it is told exactly."""

from __future__ import annotations

import pytest
import torch
from torch import Generator

from core.nn.dense import DenseNet
from core.nn.minibatches import Minibatches


def make(points: int = 10, size: int = 4) -> Minibatches:
    """Point i is (i, −i), its target 10 i."""
    x = torch.arange(points)[:, None] * torch.tensor([1.0, -1.0])
    net = DenseNet((2, 3, 1))
    return Minibatches(x, x[:, :1] * 10, size, net.workspace, Generator().manual_seed(0))


def test_where_it_is_in_its_epoch():
    batches = make()
    assert batches.done
    seen = []
    for _ in range(2):
        batches.begin_epoch()
        assert not batches.done
        for _ in range(3):
            batches.draw()
            seen.append((len(batches.last.x), batches.row, batches.epoch, batches.done))
    rows = [(4, 4, 0.4, False), (4, 8, 0.8, False), (2, 10, 1.0, True)]
    assert seen == [
        (n, row, pytest.approx(epoch + k), done) for k in (0, 1) for n, row, epoch, done in rows
    ]


def test_a_minibatch_has_its_rows_with_ones_their_targets_and_room_for_them():
    batches = make()
    for _ in range(2):
        batches.begin_epoch()
        drawn = []
        while not batches.done:
            x, x_transposed, t, work = batches.draw()
            assert batches.last.x is x
            rows = batches.last_rows.tolist()
            assert x.tolist() == [[i, -i, 1] for i in rows]
            assert torch.equal(x_transposed, x.t())
            assert t.tolist() == [[10 * i] for i in rows]
            assert work.a[0].shape == (len(rows), 3)
            drawn += rows
        assert sorted(drawn) == list(range(10))
        assert drawn != sorted(drawn)


def test_the_rest_of_an_epoch_is_cut_anew_and_the_next_one_is_whole():
    batches = make()
    batches.begin_epoch()
    rows = batches.draw().x[:, 0].tolist()
    batches.resize(5)
    assert batches.row == 4
    while not batches.done:
        rows += batches.draw().x[:, 0].tolist()
        assert batches.epoch == pytest.approx(len(rows) / 10)
        assert batches.last_rows.tolist() == rows[-len(batches.last.x) :]
    assert sorted(rows) == list(range(10))
    batches.begin_epoch()
    assert [len(batches.draw().x) for _ in range(2)] == [5, 5]
    assert batches.done


def test_goes_on_from_its_state_and_with_other_targets():
    batches, other = make(), make()
    for _ in range(2):
        batches.begin_epoch()
        batches.draw()
    other.load_state(batches.state())
    other.retarget(torch.arange(10)[:, None] * 7.0)
    assert (other.row, other.begun, other.epoch) == (4, 2, 1.4)
    for again in range(2):
        while not batches.done:
            ours, theirs = batches.draw(), other.draw()
            assert torch.equal(ours.x, theirs.x)
            assert torch.equal(theirs.t, theirs.x[:, :1] * 7)
        assert other.done
        if not again:
            batches.begin_epoch()
            other.begin_epoch()


def test_several_at_once_are_equally_long_and_the_same():
    one, many = make(points=17), make(points=17)
    for batches in (one, many):
        batches.begin_epoch()
    lengths = []
    while not many.done:
        run = many.run(3)
        lengths.append([len(batch.x) for batch in run])
        assert all(torch.equal(batch.x, one.draw().x) for batch in run)
        assert (many.row, many.epoch) == (one.row, one.epoch)
    assert lengths == [[4, 4, 4], [4], [1]]


# ---- other points in the middle of an epoch ---------------------------------------------------
def drawn_rows(batches: Minibatches, until: int = 10**9) -> list[float]:
    """The first coordinate of every point that is drawn until the epoch is done."""
    found: list[float] = []
    while not batches.done and len(found) < until:
        found += batches.draw().x[:, 0].tolist()
    return found


def exchange(batches: Minibatches, points: list[float], former: list[float]) -> None:
    """The points of these first coordinates, known by them."""
    x = torch.tensor(points)[:, None] * torch.tensor([1.0, -1.0])
    source = torch.tensor(
        [former.index(p) if p in former else -1 for p in points], dtype=torch.int64
    )
    batches.exchange(x, x[:, :1] * 10, source)


def test_an_epoch_goes_on_with_other_points_as_one_pass_over_them():
    for drawn in (4, 8):
        batches, former = make(), [float(i) for i in range(10)]
        batches.begin_epoch()
        first = drawn_rows(batches, drawn)
        epoch = batches.epoch
        now = [2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 77.0, 78.0, 79.0]
        exchange(batches, now, former)
        assert batches.epoch == pytest.approx(epoch)
        rest = drawn_rows(batches)
        assert sorted({*first, *rest} - {0.0, 1.0}) == sorted(now)
        assert not set(first) & set(rest)
        assert batches.epoch == pytest.approx(1)
        batches.begin_epoch()
        assert sorted(drawn_rows(batches)) == sorted(now)
        assert batches.epoch == 2


def test_between_two_epochs_new_points_wait_for_the_next():
    batches = make()
    exchange(batches, [1.0, 50.0], [float(i) for i in range(10)])
    assert batches.done
    assert batches.epoch == 0
    batches.begin_epoch()
    assert sorted(drawn_rows(batches)) == [1, 50]


def test_no_point_at_all_is_an_epoch_of_nothing():
    batches = make()
    batches.begin_epoch()
    batches.draw()
    exchange(batches, [], [float(i) for i in range(10)])
    assert batches.done
    for epoch in (2, 3):
        batches.begin_epoch()
        assert batches.done
        assert batches.epoch == epoch
    exchange(batches, [5.0], [])
    batches.begin_epoch()
    assert drawn_rows(batches) == [5]


def test_the_state_brings_back_an_epoch_with_other_points():
    def changed() -> Minibatches:
        batches = make()
        batches.begin_epoch()
        batches.draw()
        exchange(batches, [3.0, 4.0, 5.0, 66.0, 67.0, 68.0], [float(i) for i in range(10)])
        return batches

    batches = changed()
    kept, epoch = batches.state(), batches.epoch
    expected = [drawn_rows(batches), batches.epoch]
    other = make()
    x = torch.tensor([3.0, 4.0, 5.0, 66.0, 67.0, 68.0])[:, None] * torch.tensor([1.0, -1.0])
    other.hold(x, x[:, :1] * 10)
    other.load_state(kept)
    assert other.epoch == epoch
    assert [drawn_rows(other), other.epoch] == expected
