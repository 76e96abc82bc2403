"""A source first, then the target beside a twin from scratch; several networks on the same minibatches."""

import numpy as np
import pytest
import torch

from core.data import labelled
from core.params import ParamError
from core.playgrounds.cnn import classes, evaluation
from core.playgrounds.cnn.algorithm import Cnn
from core.playgrounds.cnn.config import CnnConfig
from core.playgrounds.contract import State
from core.training.session import Session

SMALL = "conv 6 bn, dropout 0.2, pool, conv 8 bn, dense 12"
TRANSFER = {"transfer": "classes", "images": 60, "source_epochs": 1, "layers": SMALL, "lr": 0.01}


def built(steps=0, **values):
    made = Cnn(CnnConfig(**values))
    for _ in range(steps):
        made.step()
    return made


def switched(**values):
    """At the first step of the target."""
    made = built(**(TRANSFER | values))
    while made.copies.before:
        made.step()
    return made


@pytest.mark.parametrize("freeze", [0, 1, 4, 5])
@pytest.mark.parametrize("optimizer", ["momentum", "adamw"])
def test_what_is_frozen_stands_still_and_all_else_moves(freeze, optimizer):
    made = switched(freeze=freeze, optimizer=optimizer, weight_decay=0.01)
    before = {name: value.clone() for name, value in made.module.state_dict().items()}
    for _ in range(5):
        made.step()
    after = made.module.state_dict()
    for name, value in before.items():  # γ, β and running means are among them
        still = int(name.split(".")[1]) < freeze + (
            freeze == 5
        )  # the fifth is behind the flattening
        assert torch.equal(value, after[name]) == still, name


def test_what_is_frozen_is_told_by_name_as_the_setting_moves():
    made = built(**TRANSFER, freeze=1)

    def told():
        seen = made.describe()
        assert seen["transfers"]
        return [one["name"] for one in seen["layers"] if one["frozen"]]

    assert told() == ["conv 6 bn"], "before the source is learned, too"
    for freeze, names in [(0, []), (3, ["conv 6 bn"]), (5, ["conv 6 bn", "conv 8 bn", "dense 12"])]:
        made.configure(made.config.changed(freeze=freeze))
        assert told() == names
    alone = built(layers=SMALL, freeze=2)
    assert not any(one["frozen"] for one in alone.describe()["layers"])
    assert not alone.describe()["transfers"]


def test_layers_that_are_frozen_while_it_runs_keep_nothing_of_their_velocity():
    made = switched(optimizer="momentum")
    for _ in range(5):
        made.step()
    made.configure(made.config.changed(freeze=4))
    before = made.net.theta.clone()
    made.step()
    still = made.copies.learners[0].net.theta == before
    first = sum(layer.parameters for layer in made.layers[:4])
    assert still[:first].all()
    assert not still[first:].all()
    made.configure(made.config.changed(freeze=0))
    made.step()
    assert not (made.net.theta == before)[:first].all()


def test_the_source_gives_the_body_and_the_head_begins_at_nothing():
    made = switched()
    source = made.copies.source
    body = made.net.theta.numel() - made.layers[-1].parameters
    assert torch.equal(made.net.theta[:body], source.learners[0].net.theta[:body])
    assert not made.net.theta[body:].any()
    for mine, theirs in zip(
        made.module.buffers(), source.learners[0].module.buffers(), strict=True
    ):
        assert torch.equal(mine, theirs)
    fresh = built(**TRANSFER)
    assert torch.equal(made.copies.scratch.net.theta, fresh.copies.scratch.net.theta)
    assert torch.equal(fresh.copies.scratch.net.theta[:body], fresh.net.theta[:body])


def test_the_twin_from_scratch_learns_as_a_run_without_a_source_does():
    """On the same images: classes 5–9 as they are left over."""
    made = switched(layers="conv 6, dense 12")  # no dropout, so that nothing is drawn apart
    alone = built(layers="conv 6, dense 12", images=60, lr=0.01)
    twin = made.copies.scratch
    assert set(made.pictures.classes) == set("56789")
    rows = made.feed.rows(20)
    x, t = made.feed.minibatch(rows, made.config, made._rng)
    before = twin.net.theta.clone()
    for one in made.copies.every:
        one.learn(x, t, 0.01, 0.0, made._trace)
    assert not torch.equal(twin.net.theta, before)
    assert alone.copies.scratch is None


def test_classes_are_parted_and_labelled_anew():
    found = labelled.load("digits")
    some = labelled.only(found, (3, 7))
    assert some.classes == ("3", "7")
    np.testing.assert_array_equal(some.x, found.x[(found.y == 3) | (found.y == 7)])
    assert set(np.unique(some.y)) == set(np.unique(some.y_test)) == {0, 1}
    made = built(transfer="classes", source_classes="0, 2, 8-9")
    assert made.pictures.classes == ("1", "3", "4", "5", "6", "7")
    assert made.copies.source.pictures.classes == ("0", "2", "8", "9")


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"transfer": "mnist"}, "1 × 28 × 28, the target's 1 × 8 × 8"),
        ({"transfer": "digits"}, "the same set"),
        ({"transfer": "classes", "source_classes": "0-8"}, "at most 8"),
        ({"transfer": "classes", "source_classes": "4, 12"}, "0–9"),
        ({"transfer": "classes", "dataset": "shapes"}, "3 classes"),
        ({"transfer": "classes", "freeze": 9}, "4 layers"),
        ({"source_classes": "five"}, "five names no classes"),
        ({"source_classes": "7"}, "two at least"),
        ({"source_classes": "9-2"}, "two at least"),
    ],
)
def test_what_cannot_be_carried_over_is_refused_and_put_right(values, says):
    with pytest.raises(ParamError) as caught:
        CnnConfig(**values)
    assert says in caught.value.message.say()
    assert CnnConfig.repaired(values)[1]


def test_numbers_of_classes_are_read_as_people_write_them():
    assert classes.parsed("0-2,5 , 7 - 8") == (0, 1, 2, 5, 7, 8)
    assert classes.why_not("0-4") is None


def test_the_turn_is_stamped_once_and_metrics_come_in_their_time():
    made = built(**TRANSFER)
    session = Session(made, made.config, "cpu")
    while made.copies.before:
        session.train(0.0, 1, stops=False, halt_epoch=np.inf)
    turn = session.step
    session.train(5.0, 30, stops=False, halt_epoch=np.inf)
    stamps = [(one.step, one.kind, one.name) for one in session.history.events]
    assert stamps == [(turn, "moment", "target")]
    session.history.settle()
    curves = session.history.curves
    assert turn <= curves["source_accuracy"].points()[0][-1] <= turn + 6, "measured in slices"
    assert curves["test_accuracy"].points()[0][0] > curves["source_accuracy"].points()[0][-1]
    assert {"source_accuracy", "test_accuracy", "scratch_test_accuracy"} <= curves.keys()
    assert made.epoch == pytest.approx(1 + made.feed.epoch)
    assert made.final().keys() >= {"scratch_test_loss", "test_accuracy"}


def test_what_a_large_network_has_learned_of_the_source_is_measured_in_slices(monkeypatch):
    """So that a step takes no longer at the switch than before."""
    made = built(**TRANSFER | {"layers": "conv 128, conv 128, pool, dense 64", "batch_size": 32})
    source, measured, most = made.copies.source, [], 0
    size = evaluation.slice_of(source.evaluation.layers, 32)
    assert size < source.evaluation.total / 4, "it would be too much at once"
    tallied = evaluation.tallied

    def counted(nets, pictures, rows, name, sums):
        measured.append(len(rows))
        return tallied(nets, pictures, rows, name, sums)

    monkeypatch.setattr(evaluation, "tallied", counted)
    turn = 0
    while not made.evaluation.metrics:
        measured.clear()
        made.step()
        most = max(most, sum(measured))
        turn = turn or (made.update if source.done else 0)
        if turn and source.evaluation.busy:
            kept = source.evaluation.twins.shown.state()["theta"].clone()
        if source.done and made.evaluate_now and not made.evaluation.metrics:
            assert made.evaluate() == source.metrics
            told = made.evaluate()
    assert most <= size
    assert made.update > turn + 4
    p, net = source.pictures, source.learners[0].net
    assert torch.equal(net.theta, kept), "of the weights at the switch"
    x, y = p.normalised(p.pixels(p.test, test=True)), p.labels(p.test, test=True)
    with torch.no_grad():
        assert told["source_accuracy"] == pytest.approx(
            (net(x).argmax(1) == y).float().mean().item()
        )


@pytest.mark.parametrize("after", [5, 13, 25])  # the source, its last measurement, the target
def test_state_is_restored_bit_for_bit_with_both(after):
    values = TRANSFER | {"ensemble": 3, "freeze": 1, "patience": 2}
    made = built(after, **values)
    state = State.from_bytes(made.state().to_bytes())
    rows = [made.step() for _ in range(25)]
    other = built(**values)
    other.load_state(state)
    again = [other.step() for _ in range(25)]
    assert [float(row["loss"]) for row in rows] == [float(row["loss"]) for row in again]
    for mine, theirs in zip(made.copies.nets.every, other.copies.nets.every, strict=True):
        assert torch.equal(mine.theta, theirs.theta)
    assert made.evaluate() == other.evaluate()


def test_the_network_shown_is_the_same_whatever_stands_beside_it():
    alone, three = built(12, dropout=0.3), built(12, dropout=0.3, ensemble=3)
    assert torch.equal(alone.net.theta, three.net.theta)
    thetas = [one.net.theta for one in three.copies.learners]
    assert not torch.equal(thetas[1], thetas[2])


def test_an_ensemble_answers_with_the_mean_of_its_probabilities():
    made = built(60, images=100, ensemble=3)
    made.evaluation.at_once(made.copies.nets, 0)
    p = made.pictures
    x, y = p.normalised(p.pixels(p.test, test=True)), p.labels(p.test, test=True)
    with torch.no_grad():
        every = torch.stack([one.net(x).softmax(1) for one in made.copies.learners])
    each = [(one.argmax(1) == y).float().mean().item() for one in every]
    seen = made.views({"ensemble": {}})
    np.testing.assert_allclose(seen["ensemble.each"], each, atol=1e-6)
    together = (every.mean(0).argmax(1) == y).float().mean().item()
    assert seen["ensemble.together"][0] == pytest.approx(together, abs=1e-6)
    loss = -every.mean(0).gather(1, y[:, None]).log().mean().item()
    assert made.evaluate()["ensemble_loss"] == pytest.approx(loss, abs=1e-5)
    assert made.evaluate()["members_accuracy"] == pytest.approx(sum(each) / 3, abs=1e-6)


def test_early_stopping_brings_back_every_network_of_one_step():
    made = built(patience=2, images=100, lr=0.01, schedule="constant", ensemble=2)
    for _ in range(300):
        made.step()
        if made.stopping.stopped:
            break
    kept = made.stopping.kept
    assert len(kept) == 2
    for net, one in zip(made.copies.nets.every, kept, strict=True):
        assert torch.equal(net.theta, one["theta"])
