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
