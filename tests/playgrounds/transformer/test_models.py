"""The fast path is the written-out one, with and without the cache; torch's cells are those written out."""

from dataclasses import replace

import pytest
import torch
from torch import Generator

from core.playgrounds.transformer.edits import Edits, moved, without
from core.playgrounds.transformer.models import build
from core.playgrounds.transformer.sizes import KINDS, Sizes, equal_width, parameters

SMALL = Sizes(symbols=11, context=13, layers=2, width=16, heads=2, mlp=24)
TRANSFORMERS = [
    *(replace(SMALL, positions=one) for one in ("none", "learned", "sinusoidal", "rope", "alibi")),
    *(replace(SMALL, norm_place=one, norm=norm) for one in ("post", "none") for norm in ("layer", "rms")),
    replace(SMALL, norm="rms", tied=True), replace(SMALL, mlp=0, layers=3),
    *(replace(SMALL, causal=False, positions=one) for one in ("learned", "alibi")),
    *(replace(SMALL, activation=one) for one in ("relu", "silu", "tanh")),
]  # fmt: skip
RECURRENT = [
    *(replace(SMALL, kind=one) for one in ("rnn", "gru", "lstm")),
    replace(SMALL, kind="rnn", nonlinearity="relu"), replace(SMALL, kind="lstm", forget_bias=3.0),
]  # fmt: skip


def made(sizes, seed=0):
    model = build(sizes, Generator().manual_seed(seed))
    with torch.no_grad():  # gains and biases count, too
        for param in model.parameters():
            param.add_(0.3 * torch.randn(param.shape, generator=Generator().manual_seed(1)))
    return model.requires_grad_(False).double()


def symbols(rows=3):
    return torch.randint(11, (rows, 13), generator=Generator().manual_seed(2))


@pytest.mark.parametrize("sizes", [*TRANSFORMERS, *RECURRENT], ids=str)
def test_the_fast_path_is_the_written_out_one(sizes):
    model, ids = made(sizes), symbols()
    for row, logits in zip(ids, model(ids), strict=True):
        torch.testing.assert_close(model.trace(row)["logits"], logits, atol=1e-6, rtol=1e-6)


@pytest.mark.parametrize("sizes", [*TRANSFORMERS, *RECURRENT], ids=str)
def test_the_cache_changes_nothing(sizes):
    model, ids = made(sizes), symbols()
    logits, cache = model.step(ids[:, :4])
    found = [logits]
    for part in (ids[:, 4:5], ids[:, 5:9], ids[:, 9:10], ids[:, 10:]):
        logits, cache = model.step(part, cache)
        found.append(logits)
    for logits, end in zip(found, (4, 5, 9, 10, 13), strict=True):
        torch.testing.assert_close(logits, model(ids[:, :end])[:, -1], atol=1e-6, rtol=1e-6)


@pytest.mark.parametrize("sizes", [*TRANSFORMERS, *RECURRENT], ids=str)
def test_parameters_are_counted(sizes):
    model = build(sizes, Generator().manual_seed(0))
    assert sum(param.numel() for param in model.parameters()) == parameters(sizes)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("base", [Sizes(), Sizes(kind="lstm", width=50), Sizes(positions="rope")])
def test_another_kind_is_made_equal(base, kind):
    other = equal_width(base, kind)
    assert other.kind == kind
    assert parameters(other) == pytest.approx(parameters(base), rel=0.08)
    assert other.width % other.grain == 0


def test_attention_by_hand():
    """One head of width 1 without anything else: weights e^0 : e^(ln 3) = 1 : 3."""
    s = Sizes(
        symbols=2, context=2, layers=1, width=1, heads=1, mlp=0, norm_place="none", positions="none"
    )
    model = build(s, Generator().manual_seed(0)).requires_grad_(False)
    for name, value in (("embedding", [[1.0], [2.0]]), ("unembedding", [[1.0], [-1.0]])):
        getattr(model, name).copy_(torch.tensor(value))
    weights = model.weights
    weights["0.qkv"].copy_(torch.tensor([[0.5], [1.0], [10.0]]))
    weights["0.qkv"][1] = torch.log(torch.tensor(3.0))  # k = x ln 3; at the second place q = 1
    weights["0.out"].fill_(1.0)
    told = model.trace(torch.tensor([0, 1]))
    # Scores of the second place: 1 · 1 ln 3 and 1 · 2 ln 3, so that the weights are 1/4 and 3/4.
    torch.testing.assert_close(told["0.weights"][0], torch.tensor([[1.0, 0.0], [0.25, 0.75]]))
    torch.testing.assert_close(told["0.mixed"][0, :, 0], torch.tensor([10.0, 17.5]))
    torch.testing.assert_close(told["logits"][:, 0], torch.tensor([11.0, 19.5]))


def test_a_head_taken_away_is_a_model_without_it():
    model, ids = made(SMALL), symbols()
    edited = model.edited(ids, without(2, 2, [(1, 0)]))
    other = made(SMALL)
    other.weights["1.out"][:, :8] = 0.0
    torch.testing.assert_close(edited, other(ids), atol=1e-6, rtol=1e-6)


def test_a_head_replaced_by_its_own_answers_changes_nothing():
    model, ids = made(SMALL), symbols()
    told = model.trace(ids[0])
    means = torch.stack([told[f"{layer}.mixed"] for layer in range(2)])
    edited = model.edited(ids[:1], without(2, 2, [(0, 0), (0, 1), (1, 0), (1, 1)], means))
    torch.testing.assert_close(edited, model(ids[:1]), atol=1e-6, rtol=1e-6)


def test_a_weight_taken_by_hand_moves_the_others_in_proportion():
    row = moved(torch.tensor([0.2, 0.2, 0.6, 0.0]), 2, 0.2)
    torch.testing.assert_close(row, torch.tensor([0.4, 0.4, 0.2, 0.0]))
    model, ids = made(SMALL), symbols()
    same = model.trace(ids[0])["0.weights"][1, 5]
    torch.testing.assert_close(
        model.edited(ids[:1], Edits(rows={(0, 1, 5): same})), model(ids[:1]), atol=1e-6, rtol=1e-6
    )
    other = model.edited(ids[:1], Edits(rows={(0, 1, 5): moved(same, 0, 1.0)}))
    assert torch.equal(other[0, :5], model.edited(ids[:1], Edits(rows={(0, 1, 5): same}))[0, :5])
    assert not torch.allclose(other[0, 5], model(ids[:1])[0, 5], atol=1e-4)


def test_a_patched_place_has_the_other_prompt_behind_it():
    """The whole stream of the last place before the last layer's end decides what is said there."""
    model, ids = made(SMALL), symbols()
    there = model.trace(ids[1])["1.residual"]
    patched = model.edited(ids[:1], Edits(patches={(2, 12): there[12]}))
    torch.testing.assert_close(patched[0, 12], model(ids[1:2])[0, 12], atol=1e-6, rtol=1e-6)
    torch.testing.assert_close(patched[0, :12], model(ids[:1])[0, :12], atol=1e-6, rtol=1e-6)
