"""All test images after an epoch: what everything at once gives, without a word in how training goes."""

import pytest
import torch

from core.params import ParamError
from core.playgrounds.cnn.algorithm import Cnn
from core.playgrounds.cnn.config import CnnConfig
from core.playgrounds.cnn.evaluation import everything
from tests.playgrounds.test_contract import same

VALUES = {"dataset": "mnist", "images": 600, "layers": "conv 4 s2, dense 16", "batch_size": 64}


def built(**values):
    try:
        return Cnn(CnnConfig(**(VALUES | values)))
    except ParamError as error:
        pytest.skip(error.message.say())


def test_after_an_epoch_all_test_images_are_measured_with_the_weights_of_its_end():
    made = built()
    made.evaluation.slice = 500
    kept = {}
    while "test_accuracy_all" not in made.evaluate():
        made.step()
        kept[made.update] = made.net.state()
        assert made.update < 400
    found = made.evaluate()
    assert made.evaluate_now, "it is told at once"
    assert found["test_all_step"] % 9 == 0, "540 images are nine minibatches"
    made.net.load_state(kept[int(found["test_all_step"])])
    true = everything(made.copies.nets, made.pictures, 500)
    assert found["test_accuracy_all"] == true["test_accuracy"]
    assert found["test_loss_all"] == pytest.approx(true["test_loss"], rel=1e-5)
    assert len(made.evaluation.probabilities) == 2000, "what else is measured is as it was"
    assert "test_accuracy_all" not in made.final(), "in the end test_accuracy is of all"


def test_training_and_early_stopping_do_not_know_of_it():
    with_all, without = built(), built()
    without.evaluation.whole = None
    for _ in range(60):
        one, other = with_all.step(), without.step()
        assert {name: float(value) for name, value in one.items()} == {
            name: float(value) for name, value in other.items()
        }
    assert torch.equal(with_all.net.theta, without.net.theta)


def test_it_goes_on_bit_for_bit_in_the_middle_of_it():
    made = built()
    while not (made.evaluation.whole.busy and made.evaluation.whole.state()["done"]):
        made.step()
    state = made.state()
    first = [made.step() for _ in range(40)], made.evaluate()
    made.load_state(state)
    assert same([made.step() for _ in range(40)], first[0])
    assert same(made.evaluate(), first[1])


def test_where_all_are_measured_anyway_there_is_nothing_more():
    made = Cnn(CnnConfig())
    assert made.evaluation.whole is None
    assert "test_accuracy_all" not in made.describe()["metrics"]
