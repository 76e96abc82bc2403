"""The t-SNE beside the training: as scikit-learn lays it out, bounded, cancelled, and no part of the run."""

import gc
import time

import numpy as np
import pytest
import torch

from core.playgrounds.cnn import tsne
from core.playgrounds.cnn.algorithm import Cnn
from core.playgrounds.cnn.config import CnnConfig
from core.playgrounds.cnn.embedding import features, sample
from core.playgrounds.contract import ActError
from tests.playgrounds.test_contract import same

SMALL = {"layers": "conv 4, pool, dense 12"}


def built(steps=60, **values):
    made = Cnn(CnnConfig(**(SMALL | values)))
    for _ in range(steps):
        made.step()
    return made


def look(made, who=7, job=1, **options):
    return made.views({"tsne": {"who": who, "job": job, **options}})


def state(seen):
    return int(seen["tsne.about"][1])


def ended(made, **options):
    deadline, told = time.monotonic() + 60, [0]
    while time.monotonic() < deadline:
        seen = look(made, round=len(told), **options)
        told.append(int(seen["tsne.about"][2]))
        if state(seen) in tsne.OVER:
            assert told == sorted(told)
            return seen, told
        time.sleep(0.02)
    raise AssertionError("it is never done")


def test_it_is_scikit_learns_own_of_the_features_at_that_step():
    made = built()
    rows = sample(made.look())
    with torch.no_grad():
        x, said = features(made.look(), rows)
    look(made, perplexity=20)
    for _ in range(40):  # it goes on, and the t-SNE is of before
        made.step()
    seen, told = ended(made, perplexity=20)
    from sklearn.manifold import TSNE

    expected = TSNE(perplexity=20, random_state=0, init="pca", n_jobs=1).fit_transform(
        x.astype(np.float32)
    )
    assert state(seen) == tsne.DONE
    assert seen["tsne.about"].tolist() == [1, tsne.DONE, 1000, 1000, 60]
    assert seen["tsne.values"][0] == 20
    assert np.array_equal(seen["tsne.points"], expected)
    assert np.array_equal(seen["tsne.said"], said.numpy())
    assert np.array_equal(seen["tsne.rows"], rows.numpy())
    assert set(told) <= {*range(0, 1001, 50)}


def test_training_does_not_know_of_it():
    watched, unwatched = built(5), built(5)
    for turn in range(20):
        look(watched, job=1 + turn // 10)
        watched.step(), unwatched.step()
    assert same(watched.state(), unwatched.state())


def test_it_ends_when_cancelled_when_another_is_asked_for_and_with_the_run():
    made = built(5)
    look(made)
    first = made.tsnes[7]
    assert first.state == tsne.WORKING
    child = first._child
    assert state(look(made, cancel=1)) == tsne.CANCELLED
    assert child.wait(10) != 0
    assert state(look(made)) == tsne.CANCELLED, "it is not begun again"
    look(made, job=2)
    second = made.tsnes[7]._child
    look(made, job=3)
    assert second.wait(10) != 0
    third = made.tsnes[7]._child
    assert third.poll() is None
    made.tsnes.clear()  # as when the run goes
    gc.collect()
    assert third.wait(10) != 0
    assert tsne.living() == 0


def test_few_work_at_once_and_few_are_kept():
    made = built(5)
    for who in range(1, tsne.HELD + 2):
        look(made, who=who)
    assert list(made.tsnes) == list(range(2, tsne.HELD + 2))
    assert tsne.living() <= tsne.MOST
    waiting = [job for job in made.tsnes.values() if job.state == tsne.WAITING]
    assert waiting
    for job in list(made.tsnes.values()):
        if job not in waiting:
            job.cancel()
    deadline = time.monotonic() + 10
    while waiting[0].state == tsne.WAITING and time.monotonic() < deadline:
        waiting[0].look()
    assert waiting[0].state == tsne.WORKING
    for job in made.tsnes.values():
        job.cancel()


def test_what_cannot_be_laid_out_is_said(monkeypatch):
    made = built(5)
    with torch.no_grad():
        made.net.theta.zero_()
    seen, _ = ended(made)
    assert state(seen) == tsne.SAME
    assert seen["tsne.points"].shape == (0, 2)
    monkeypatch.setattr(tsne.sys, "executable", "/nowhere")
    assert state(ended(made, job=2)[0]) == tsne.FAILED
    monkeypatch.undo()
    monkeypatch.setattr(tsne, "LIMIT", 0)
    assert state(ended(made, job=3)[0]) == tsne.LATE


@pytest.mark.parametrize(
    "wrong", [{"perplexity": -1}, {"who": "me"}, {"job": 2.5}, {"cancel": 7}, {"perplexity": 1e9}]
)
def test_senseless_options_are_refused(wrong):
    with pytest.raises(ActError):
        look(built(0), **wrong)


def test_a_perplexity_of_more_images_than_there_are_counts_as_none():
    made = built(0)
    look(made, perplexity=9999)
    assert made.tsnes[7].perplexity == tsne_usual(made)
    made.tsnes[7].cancel()


def tsne_usual(made):
    from core.playgrounds.cnn.tsne_view import PART, USUAL

    return min(USUAL, len(sample(made.look())) / PART)
