"""What is shown of a prompt is what the model computes, and what is changed by hand changes nothing else."""

import math

import numpy as np
import pytest
import torch

from core.data.sequences.truth import after
from core.playgrounds import lookup
from core.playgrounds.contract import ActError
from core.playgrounds.transformer.ablation import head_table
from core.playgrounds.transformer.evaluation import POINTS, Past
from core.playgrounds.transformer.pairs import pair

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


def test_all_heads_are_tried_one_after_another_and_then_all_layers(made):
    layers, heads = made.config.layers, made.config.heads
    for by in ("zero", "mean"):
        for _ in range(1 + layers * heads + layers):
            found = view(made, "heads", by=by)
        assert found["heads.left"][0] == 0
        assert np.isfinite(found["heads.without"]).all()
        assert np.isfinite(found["heads.layers"]).all()
        np.testing.assert_allclose(found["heads.profile"].sum(-1) <= 8, True)
        model = next(iter(made.learners.values())).model
        rows = made.look().at({}).sample()
        table = head_table(model, rows, by_mean=by == "mean")
        np.testing.assert_allclose(found["heads.without"][..., 0], table.loss, rtol=1e-4)
        np.testing.assert_allclose(found["heads.layers"][:, 1, 0], table.layers[:, 0], rtol=1e-4)
        np.testing.assert_allclose(found["heads.whole"][..., 0], table.whole.loss, rtol=1e-4)
        now = view(made, "heads", by=by, off=[[1, 1]])["heads.now"]
        np.testing.assert_allclose(now[:, 0], [table.whole.loss, table.loss[1, 1]], rtol=1e-4)


def test_a_mean_keeps_what_a_head_always_says(made):
    """In the place of the answers of a layer stands their mean, which is the same for every row."""
    options = {"layer": 0, "off": [[0, 0], [0, 1]], "by": "mean"}
    one, other = (view(made, "apart", prompt=p, **options)["apart.mixed"] for p in ("12+3", "98+7"))
    assert one.any()
    np.testing.assert_array_equal(one, other)
    with pytest.raises(ActError):
        view(made, "apart", by="median")


def test_beside_what_is_written_freely_stands_what_is_said_of_the_truth(made):
    found = view(made, "samples", prompt="12+34=", forced=1, temperature=0)
    assert made.task.decode(found["forced.true"]) == "640"
    ids = torch.tensor([[1, 2, 10, 3, 4, 11, 6, 4]])
    p = next(iter(made.learners.values())).model(ids)[0, 5:].softmax(-1)
    np.testing.assert_array_equal(found["forced.best"], p.argmax(-1))
    expected = p.gather(1, torch.tensor([[6], [4], [0]]))[:, 0].detach()
    np.testing.assert_allclose(found["forced.chances"], expected, atol=1e-5)
    # Up to where the two part, the same is said.
    free = found["samples.ids"][6:]
    assert free[0] == found["forced.best"][0]
    assert len(view(made, "samples", prompt="12+3", forced=1)["forced.true"]) == 0
    assert "forced.true" not in view(made, "samples", prompt="12+34=")


def test_scores_of_a_head_over_time_are_those_of_the_measurements(made):
    for _ in range(100):
        if made.evaluate_now:
            break
        made.step()
    found = view(made, "heads", layer=1, head=0)
    when, past = found["heads.when"], found["heads.past"]
    assert list(when) == [0, 5]
    np.testing.assert_allclose(past[-1], found["heads.scores"][1, 0])
    kept = Past()
    for update in range(1000):
        kept.add(update, torch.full((1, 1, 3), float(update)))
    when, past = kept.of(0, 0)
    assert len(when) <= POINTS
    assert (when[0], when[-1]) == (0, 999)
    np.testing.assert_array_equal(past[:, 0], when)


def whole(made, **options):
    for _ in range(50):
        found = view(made, "patch", **options)
        if found["patch.left"][0] == 0:
            return found
    raise AssertionError("never done")


def test_what_is_carried_over_from_another_prompt(made):
    found = whole(made, **{"from": "12+35=", "into": "12+34="})
    assert found["patch.difference"].shape == (3, 6)
    answer, against = found["patch.answers"]
    assert answer != against
    # All of the last place behind the last layer: what the other prompt says.
    chosen = whole(made, **{"from": "12+35=", "into": "12+34=", "layer": 2, "position": 5})
    np.testing.assert_allclose(chosen["patch.chances"][1], chosen["patch.chances"][2], atol=1e-5)
    before, there = chosen["patch.ends"]
    effect = [chosen[f"patch.{name}"][2, 5] for name in ("difference", "chance")]
    np.testing.assert_allclose(before + np.array(effect), there, atol=1e-4)
    # Where the prompts are equal nothing of the embedding changes anything.
    np.testing.assert_allclose(found["patch.difference"][0, [0, 1, 2, 3, 5]], 0, atol=1e-4)
    assert abs(found["patch.difference"][0, 4]) > 1e-4
    followed = whole(made, **{"from": "12+35=", "into": "12+34=", "answer": 7})
    assert followed["patch.answers"][0] == 7


def test_prompts_of_different_lengths_give_no_map_and_unknown_ones_count_as_left_out(made):
    found = view(made, "patch", **{"from": "12+35", "into": "12+34="})
    assert found.keys() == {"patch.from", "patch.into"}
    usual = whole(made)
    assert (usual["patch.from"] != usual["patch.into"]).sum() == 1
    strange = whole(made, **{"from": "Käse", "into": "Käse"})
    np.testing.assert_array_equal(strange["patch.into"], usual["patch.into"])
    with pytest.raises(ActError):
        view(made, "patch", **{"from": "1" * 257})


def test_every_task_has_two_prompts_by_which_another_symbol_follows():
    algorithm = lookup("transformer")
    for preset in algorithm.PRESETS:
        task = algorithm.Config(**preset.values).task()
        into, source = pair(task)
        assert len(into) == len(source)
        assert (into != source).sum() == 1
        one, other = (after(task, ids, 40) for ids in (into, source))
        if task.answers and task.continues:
            assert one[0] != other[0]
            row = torch.cat((task.validation.inputs[0], task.validation.targets[0, -1:]))
            assert torch.equal(torch.cat((into, one)), row[: len(into) + len(one)])
        elif task.continues:
            text = task.decode(task.ids)
            assert task.decode(torch.cat((into, one))) in text
