"""What is shown of a prompt is what the model computes, and what is changed by hand changes nothing else."""

import math

import numpy as np
import pytest
import torch

from core.playgrounds import lookup
from core.playgrounds.contract import ActError

SMALL = {"width": 16, "heads": 2, "mlp_width": 32, "batch_size": 8}


@pytest.fixture(scope="module")
def made():
    algorithm = lookup("transformer")
    model = algorithm(algorithm.Config(**SMALL), torch.device("cpu"))
    for _ in range(5):
        model.step()
    return model


def view(made, name, **options):
    return made.views({name: options})


def test_a_token_apart_adds_up(made):
    found = {k.removeprefix("apart."): v for k, v in view(made, "apart", layer=1, head=1).items()}
    t, d = found["where"][0], len(found["q"])
    scores = found["keys"] @ found["q"] / math.sqrt(d)
    np.testing.assert_allclose(scores, found["scores"], atol=1e-5)
    e = np.where(found["seen"] > 0, np.exp(scores), 0)
    np.testing.assert_allclose(e / e.sum(), found["weights"], atol=1e-5)
    np.testing.assert_allclose(found["weights"] @ found["values"], found["mixed"], atol=1e-5)
    np.testing.assert_allclose(found["x"] + found["projected"], found["middle"], atol=1e-5)
    np.testing.assert_allclose(found["middle"] + found["written"], found["out"], atol=1e-5)
    p = np.exp(found["logits"]) / np.exp(found["logits"]).sum()
    np.testing.assert_allclose(p, found["chances"], atol=1e-5)
    assert t == len(found["ids"]) - 1


def test_chances_are_those_that_the_model_gives(made):
    found = view(made, "attention", prompt="12+34=")
    ids = torch.from_numpy(found["attention.ids"]).long()
    p = next(iter(made.learners.values())).model(ids[None])[0].softmax(-1)
    expected = [p[i, ids[i + 1]].item() for i in range(len(ids) - 1)]
    np.testing.assert_allclose(found["attention.chances"][1:], expected, atol=1e-5)
    assert math.isnan(found["attention.chances"][0])


def test_a_weight_by_hand_leaves_a_row_that_sums_to_one_and_changes_what_follows(made):
    before, after = (
        view(made, "apart", prompt="12+34=", layer=0, head=0, **more)
        for more in ({}, {"hand": [0, 0, 5, 2, 0.9]})
    )
    row = after["apart.weights"]
    assert row[2] == pytest.approx(0.9)
    assert row.sum() == pytest.approx(1)
    assert not np.allclose(before["apart.logits"], after["apart.logits"])
    hidden = view(made, "apart", prompt="12+34=", layer=0, head=0, hand=[0, 0, 2, 5, 0.9])
    np.testing.assert_array_equal(hidden["apart.logits"], before["apart.logits"])


def test_without_all_heads_of_a_layer_their_answers_are_nothing(made):
    found = view(made, "apart", layer=0, off=[[0, 0], [0, 1]])
    assert not found["apart.mixed"].any()
    assert view(made, "apart", layer=0)["apart.mixed"].any()


def test_at_temperature_nothing_the_likeliest_is_taken_and_the_same_is_drawn_again(made):
    found = view(made, "samples", temperature=0)
    taken = found["samples.ids"][found["samples.start"][0] :]
    np.testing.assert_array_equal(taken, found["samples.others"][:, 0])
    one, other = (view(made, "samples", again=3)["samples.ids"] for _ in range(2))
    np.testing.assert_array_equal(one, other)


def test_a_prompt_of_another_vocabulary_counts_as_left_out_and_no_text_is_refused(made):
    usual = view(made, "attention")["attention.ids"]
    np.testing.assert_array_equal(view(made, "attention", prompt="Käse")["attention.ids"], usual)
    with pytest.raises(ActError) as refused:
        view(made, "attention", prompt="1" * 257)
    assert refused.value.message.say() == "prompt: give a text of at most 256 characters."


def test_all_heads_are_tried_one_after_another(made):
    count = made.config.layers * made.config.heads
    for _ in range(count):
        found = view(made, "heads")
    assert found["heads.left"][0] == 0
    assert np.isfinite(found["heads.without"]).all()
    np.testing.assert_allclose(found["heads.profile"].sum(-1) <= 8, True)
