"""Taking apart: heads, patches, the lens, gradients by distance, spectra; against models built by hand."""

import math
from dataclasses import replace

import pytest
import torch
from torch import Generator

from core.data.sequences.characters import SHIPPED, Text
from core.data.sequences.induction import Induction
from core.data.sequences.modular import Modular
from core.data.sequences.task import Batch
from core.playgrounds.transformer import scores
from core.playgrounds.transformer.ablation import head_table, mean_answers, score
from core.playgrounds.transformer.attention import written_out
from core.playgrounds.transformer.clock import spectrum, table
from core.playgrounds.transformer.edits import NOTHING, Edits, without
from core.playgrounds.transformer.lens import logit_lens, plane, residual_norms
from core.playgrounds.transformer.models import build
from core.playgrounds.transformer.patching import carried, difference, streams
from core.playgrounds.transformer.reach import gradient_by_distance
from core.playgrounds.transformer.references import references
from core.playgrounds.transformer.sampling import go_on, probabilities
from core.playgrounds.transformer.sizes import Sizes

SIZES = Sizes(symbols=32, context=20, layers=2, width=16, heads=2, mlp=24)


@pytest.fixture
def model():
    return build(SIZES, Generator().manual_seed(0))


@pytest.fixture
def rows():
    return Batch(*(part[:12] for part in Induction(20, False, 0).validation))


def test_scores_of_heads_built_by_hand():
    """Heads that look one back, at the same symbol, and at what followed it, each with all their weight."""
    ids = torch.tensor([[3, 1, 2, 3, 1, 2]])
    back = torch.diag(torch.ones(5), -1)[None, None]
    same, after = torch.zeros(1, 1, 6, 6), torch.zeros(1, 1, 6, 6)
    for row in (3, 4, 5):
        same[0, 0, row, row - 3] = after[0, 0, row, row - 2] = 1.0
    assert scores.previous_token(back).item() == 1.0
    assert scores.same_token(same, ids).item() == scores.prefix_matching(after, ids).item() == 1.0
    assert scores.prefix_matching(same, ids).item() == scores.same_token(after, ids).item() == 0.0
    torch.testing.assert_close(scores.offsets(back, 3)[0, 0], torch.tensor([0.0, 1.0, 0.0]))


def test_the_row_that_tells_the_heads_repeats_itself():
    ids = scores.repeated(32, 20, 4, 0)
    assert torch.equal(ids[:, :-6], ids[:, 6:])
    assert not torch.equal(ids[:, :10], ids[:, 10:])
    assert torch.equal(ids, scores.repeated(32, 20, 4, 0))


def test_a_head_that_hands_over_nothing_does_not_matter(model, rows):
    with torch.no_grad():
        model.weights["1.out"][:, :8] = 0.0
    found = head_table(model, rows)
    assert found.loss[1, 0] == pytest.approx(found.whole.loss, abs=1e-5)
    assert found.loss[0, 1] != pytest.approx(found.whole.loss, abs=1e-5)
    assert found.layers.shape == (2, 3)
    assert score(model, rows, without(2, 2, [(0, 1)])).loss == pytest.approx(
        float(found.loss[0, 1]), abs=1e-5
    )
    assert mean_answers(model, rows.inputs).shape == (2, 2, 20, 8)
    assert head_table(model, rows, by_mean=True).loss[1, 0] == pytest.approx(
        found.whole.loss, abs=1e-5
    )


def test_patching_a_place_is_what_the_written_out_model_makes_of_it(model, rows):
    one, other = rows.inputs[0], rows.inputs[1]
    here, there = (streams(model.trace(ids), 2) for ids in (one, other))
    places = torch.arange(20)
    for layer in range(3):
        found = carried(model, one, here, there, layer, places)
        for place in (0, 7, 19):
            edits = Edits(patches={(layer, place): there[layer, place]})
            expected = written_out(model.weights, SIZES, one[None], edits)[0][0, -1]
            torch.testing.assert_close(found[place], expected, atol=1e-5, rtol=1e-4)
            torch.testing.assert_close(
                model.edited(one[None], edits)[0, -1], expected, atol=1e-5, rtol=1e-4
            )
    # Behind the last layer only the last place says anything, and it says what the other prompt does.
    torch.testing.assert_close(found[19], model(other[None])[0, -1], atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(found[0], model(one[None])[0, -1], atol=1e-5, rtol=1e-4)
    assert float(difference(found[19], 3, 4)) == pytest.approx(float(found[19, 3] - found[19, 4]))


def test_a_head_taken_away_on_the_fast_path_is_one_taken_away_in_the_written_out_model(model, rows):
    for means in (None, mean_answers(model, rows.inputs)):
        edits = without(2, 2, [(0, 1), (1, 0)], means)
        expected = written_out(model.weights, SIZES, rows.inputs, edits)[0]
        torch.testing.assert_close(model.edited(rows.inputs, edits), expected, atol=1e-5, rtol=1e-4)


def test_the_lens_behind_the_last_layer_is_the_answer(model, rows):
    told = model.trace(rows.inputs[0])
    torch.testing.assert_close(logit_lens(model, told)[-1], told["logits"])
    assert residual_norms(told, 2).shape == (3, 20)


def test_the_plane_of_vectors_that_lie_in_one():
    where = torch.randn(30, 2, generator=Generator().manual_seed(0))
    found, shares = plane(where @ torch.eye(2, 9) + 4)
    assert float(shares.sum()) == pytest.approx(1.0)
    centred = where - where.mean(0)
    torch.testing.assert_close(found @ found.T, centred @ centred.T, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("kind", ["transformer", "rnn", "lstm"])
def test_gradients_by_distance_are_autograds(kind, rows):
    model = build(Sizes(**{**vars(SIZES), "kind": kind}), Generator().manual_seed(0))
    found = gradient_by_distance(model, rows)
    for distance in (0, 1, 4):
        place, step = 19 - distance, 1e-2
        x = model.embed(rows.inputs[:1]).detach()

        def loss(moved, model=model):
            logits = model.run(moved)[:, -1].detach().double()
            return float(torch.nn.functional.cross_entropy(logits, rows.targets[:1, -1]))

        slope = torch.zeros(16)
        for i in range(16):
            by = torch.zeros_like(x)
            by[0, place, i] = step
            slope[i] = (loss(x + by) - loss(x - by)) / (2 * step)
        one = gradient_by_distance(model, Batch(*(part[:1] for part in rows)))
        assert float(one[distance]) == pytest.approx(float(slope.norm()), rel=0.02, abs=1e-5)
    assert found.shape == (20,)
    assert all(param.requires_grad and param.grad is None for param in model.parameters())


def test_an_rnn_forgets_and_a_forget_bias_helps():
    """As NUMBERS.md has it: with a bias the gradient reaches farther back."""
    rows = Batch(*(part[:4] for part in Induction(64, False, 0).validation))
    far = {}
    for bias in (0.0, 1.0, 3.0):
        sizes = Sizes(kind="lstm", symbols=32, layers=1, forget_bias=bias)
        far[bias] = float(gradient_by_distance(build(sizes, Generator().manual_seed(0)), rows)[60])
    assert far[0.0] < 1e-3 * far[1.0]
    assert far[1.0] < 1e-1 * far[3.0]


def test_numbers_on_one_circle_have_one_frequency():
    angle = 2 * math.pi * 5 * torch.arange(23) / 23
    directions = torch.randn(2, 16, generator=Generator().manual_seed(0))
    found = spectrum(torch.stack((angle.cos(), angle.sin()), 1) @ directions, 23)
    assert found.frequency == 5
    assert float(found.power[4]) == pytest.approx(1.0, abs=1e-5)
    assert found.power.shape == (11,)
    turned = found.circle[torch.arange(23) * pow(5, -1, 23) % 23]  # in the order of their angles
    assert (
        torch.cross(
            torch.nn.functional.pad(turned, (0, 1)),
            torch.nn.functional.pad(turned.roll(-1, 0), (0, 1)),
            dim=1,
        )[:, 2]
        .sign()
        .unique()
        .numel()
        == 1
    )  # it goes round in one direction


def test_the_table_of_all_pairs():
    task = Modular(7, "divide", 0.5, 0)
    model = build(
        Sizes(symbols=9, context=4, layers=1, width=16, heads=2), Generator().manual_seed(0)
    )
    right, said = table(model, task)
    assert (right[:, 0] == -1).all()
    assert torch.equal(right[:, 1:] == 1, said[:, 1:] == task.answer(task.pairs).view(7, 6))


def test_reference_losses_fall_with_what_is_counted():
    found = references(Text(SHIPPED.read_text(encoding="utf-8"), 32))
    assert found["uniform"] == pytest.approx(math.log(61))
    assert 2.2 < found["bigram"] < 2.7 < found["unigram"] < 3.5 < found["uniform"]


def test_what_is_drawn_from():
    logits = torch.tensor([2.0, 1.0, 0.0, -1.0])
    torch.testing.assert_close(probabilities(logits), logits.softmax(0))
    assert probabilities(logits, temperature=0).tolist() == [1, 0, 0, 0]
    assert (probabilities(logits, top_k=2) > 0).tolist() == [True, True, False, False]
    assert (probabilities(logits, top_p=0.9) > 0).tolist() == [True, True, True, False]
    assert (probabilities(logits, top_p=0.0) > 0).tolist() == [True, False, False, False]
    assert float(probabilities(logits, 0.5, 3, 0.9).sum()) == pytest.approx(1.0)


VARIANTS = [
    {}, {"positions": "none"}, {"positions": "sinusoidal"}, {"positions": "rope"}, {"positions": "alibi"},
    {"norm_place": "post"}, {"norm_place": "none"}, {"norm": "rms"}, {"tied": True}, {"mlp": 0},
    {"activation": "relu"}, {"activation": "silu"}, {"activation": "tanh"},
    {"kind": "rnn"}, {"kind": "rnn", "nonlinearity": "relu"}, {"kind": "gru"}, {"kind": "lstm"},
]  # fmt: skip


@pytest.mark.parametrize("changed", VARIANTS, ids=str)
def test_going_on_symbol_by_symbol_is_reading_all_at_once(changed):
    model = build(replace(SIZES, **changed), Generator().manual_seed(0)).requires_grad_(False)
    prompt = torch.tensor([1, 2, 3])
    tried = [NOTHING]
    if model.sizes.kind == "transformer":
        means = torch.randn(2, 2, 20, 8, generator=Generator().manual_seed(1))
        row = torch.zeros(20)
        row[:7] = torch.tensor([0.1, 0.2, 0.3, 0.1, 0.1, 0.1, 0.1])
        tried += [without(2, 2, [(0, 1)]), without(2, 2, [(0, 1), (1, 0)], means)]
        tried += [Edits(rows={(1, 0, 6): row})]
    for edits in tried:
        found = go_on(model, prompt, 17, temperature=0, edits=edits)
        seen = torch.cat((prompt, found.ids[:-1]))
        expected = model.edited(seen[None], edits)[0, 2:]
        torch.testing.assert_close(expected, found.logits, atol=1e-5, rtol=1e-4)


def test_without_a_mask_all_is_read_again():
    model = build(replace(SIZES, causal=False), Generator().manual_seed(0)).requires_grad_(False)
    prompt = torch.tensor([1, 2, 3])
    row = {(1, 0, 1): torch.tensor([0.2, 0.3, 0.5])}
    for edits in (NOTHING, Edits(rows=row)):
        found = go_on(model, prompt, 6, temperature=0, edits=edits)
        for place in range(6):
            seen = torch.cat((prompt, found.ids[:place]))
            expected = model.edited(seen[None], edits)[0, -1]
            torch.testing.assert_close(found.logits[place], expected, atol=1e-5, rtol=1e-4)


def test_symbols_are_drawn_as_often_as_they_are_likely(model):
    logits = model(torch.tensor([[1, 2, 3]]))[0, -1].detach()
    drawn = [int(go_on(model, torch.tensor([1, 2, 3]), 1, seed).ids[0]) for seed in range(1500)]
    shares = torch.tensor(drawn).bincount(minlength=32) / len(drawn)
    assert float((shares - logits.softmax(0)).abs().max()) < 0.03


@pytest.mark.parametrize("kind", ["transformer", "gru"])
def test_going_on_past_the_context_and_to_an_end(kind):
    model = build(replace(SIZES, kind=kind), Generator().manual_seed(0)).requires_grad_(False)
    prompt = torch.tensor([1, 2, 3])
    found = go_on(model, prompt, 17, temperature=0)
    assert len(go_on(model, prompt, 60).ids) == 60  # past the context
    end = int(found.ids[4])
    assert (
        go_on(model, prompt, 17, temperature=0, end=end).ids.tolist().index(end)
        == len(go_on(model, prompt, 17, temperature=0, end=end).ids) - 1
    )
