"""The encoder–decoder: its fast path is the written-out one, and both are torch's; what is seen of it."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Generator, nn

from core.data.sequences.task import Batch
from core.params import ParamError
from core.playgrounds.transformer.ablation import head_table
from core.playgrounds.transformer.algorithm import Transformer
from core.playgrounds.transformer.config import TransformerConfig
from core.playgrounds.transformer.edits import Edits, without
from core.playgrounds.transformer.models import build
from core.playgrounds.transformer.patching import carried, streams
from core.playgrounds.transformer.reach import gradient_by_distance
from core.playgrounds.transformer.sampling import go_on
from core.playgrounds.transformer.sizes import Sizes, equal_width, parameters

DIVIDER = 3
SMALL = Sizes(
    kind="encdec", symbols=11, context=13, layers=2, width=16, heads=2, mlp=24, divider=DIVIDER
)
EVERY = [
    *(replace(SMALL, positions=one) for one in ("none", "learned", "sinusoidal", "rope", "alibi")),
    *(replace(SMALL, norm_place=one, norm="rms") for one in ("post", "none")),
    replace(SMALL, mlp=0, tied=True), replace(SMALL, causal=False, positions="alibi"),
]  # fmt: skip


def made(sizes, seed=0):
    model = build(sizes, Generator().manual_seed(seed))
    with torch.no_grad():  # gains and biases count, too
        for param in model.parameters():
            param.add_(0.3 * torch.randn(param.shape, generator=Generator().manual_seed(1)))
    return model.requires_grad_(False).double()


def symbols(rows=6, at=None):
    """Rows that are divided somewhere, or all `at` one place; the last one is not divided."""
    ids = torch.randint(11, (rows, 13), generator=Generator().manual_seed(2))
    if at is not None:
        ids[ids == DIVIDER] = 4
        ids[:, at] = DIVIDER
    return ids


@pytest.mark.parametrize("sizes", EVERY, ids=str)
def test_the_fast_path_is_the_written_out_one(sizes):
    model = made(sizes)
    assert sum(param.numel() for param in model.parameters()) == parameters(sizes)
    for ids in (symbols(), symbols(at=5)):
        logits = model(ids)
        torch.testing.assert_close(model.trace(ids)["logits"], logits, atol=1e-6, rtol=1e-6)
        for row, found in zip(
            ids, logits, strict=True
        ):  # alone as among rows that are divided elsewhere
            torch.testing.assert_close(model.trace(row)["logits"], found, atol=1e-6, rtol=1e-6)
            torch.testing.assert_close(model(row[None])[0], found, atol=1e-6, rtol=1e-6)


@pytest.mark.parametrize("sizes", EVERY, ids=str)
def test_the_cache_changes_nothing(sizes):
    model = made(sizes)
    for ids, starts in (
        (symbols(at=5), (4, 5, 6, 9, 10)),
        (symbols(), (4, 5, 9)),
        (symbols(at=2), (4, 5)),
    ):
        logits, cache = model.step(ids[:, :4])
        found = {4: logits}
        for start, end in zip(starts, (*starts[1:], 13), strict=True):
            found[end], cache = model.step(ids[:, start:end], cache)
        for end, logits in found.items():
            torch.testing.assert_close(logits, model(ids[:, :end])[:, -1], atol=1e-6, rtol=1e-6)


@pytest.mark.filterwarnings("ignore:enable_nested_tensor")
@pytest.mark.parametrize("norm_place", ["pre", "post"])
def test_it_is_torchs_transformer(norm_place):
    """nn.Transformer with our numbers: its own attention, masks and layers."""
    s = replace(SMALL, norm_place=norm_place, positions="none")
    model, ids = made(s), symbols(at=6)
    theirs = nn.Transformer(
        16, 2, 2, 2, 24, dropout=0.0, activation="gelu", batch_first=True,
        norm_first=norm_place == "pre", dtype=torch.float64,
    )  # fmt: skip
    w = model.weights

    def take(norms, part):
        for norm, name in norms.items():
            norm.weight.copy_(w[f"{part}.{name}_gain"])
            norm.bias.copy_(w[f"{part}.{name}_shift"])

    def attend(attention, part):
        attention.in_proj_weight.copy_(w[f"{part}.qkv"])
        attention.in_proj_bias.copy_(w[f"{part}.qkv_bias"])
        attention.out_proj.weight.copy_(w[f"{part}.out"])
        attention.out_proj.bias.copy_(w[f"{part}.out_bias"])

    def think(layer, part):
        for linear, name in ((layer.linear1, "up"), (layer.linear2, "down")):
            linear.weight.copy_(w[f"{part}.{name}"])
            linear.bias.copy_(w[f"{part}.{name}_bias"])

    with torch.no_grad():
        for i, layer in enumerate(theirs.encoder.layers):
            attend(layer.self_attn, i)
            think(layer, i)
            take({layer.norm1: "norm1", layer.norm2: "norm2"}, i)
        for i, layer in enumerate(theirs.decoder.layers):
            own, across = 2 + 2 * i, 3 + 2 * i
            attend(layer.self_attn, own)
            attend(layer.multihead_attn, across)
            think(layer, across)
            take({layer.norm1: "norm1"}, own)
            take({layer.norm2: "norm1", layer.norm3: "norm2"}, across)
        if norm_place == "pre":
            for norm, name in ((theirs.encoder.norm, "encoded"), (theirs.decoder.norm, "norm")):
                norm.weight.copy_(w[f"{name}_gain"])
                norm.bias.copy_(w[f"{name}_shift"])
        else:
            theirs.encoder.norm = theirs.decoder.norm = None
        x = w["embedding"][ids]
        hidden = nn.Transformer.generate_square_subsequent_mask(7, dtype=torch.float64)
        out = theirs.eval()(x[:, :6], x[:, 6:], tgt_mask=hidden) @ w["unembedding"].T
    torch.testing.assert_close(model(ids)[:, 6:], out, atol=1e-6, rtol=1e-6)
    assert not model(ids)[:, :6].any(), "nothing is said in the source"


def test_what_is_written_later_and_what_another_row_has_change_nothing():
    model, ids = made(SMALL), symbols(at=5)
    other = ids.clone()
    other[:, 9:] = 1
    torch.testing.assert_close(model(other)[:, :9], model(ids)[:, :9])
    other = ids.clone()
    other[0, 4] = 9  # the end of the source reaches all that is written
    assert (model(other)[0, 5:] - model(ids)[0, 5:]).abs().amax(1).gt(1e-6).all()


def test_each_attention_looks_where_it_may():
    model, ids = made(SMALL), symbols(at=5)[0]
    told, seen = model.trace(ids), model.sees(ids)
    for part, kind in enumerate(SMALL.parts):
        weights = told[f"{part}.weights"]
        assert not weights[:, ~seen[part]].any()
        rows = seen[part].any(1)
        torch.testing.assert_close(
            weights[:, rows].sum(-1), torch.ones(2, int(rows.sum())).double()
        )
        assert int(seen[part].sum()) == {"encoder": 25, "decoder": 36, "cross": 40}[kind]


def test_it_is_taken_apart_as_a_gpt_is():
    model, ids = made(SMALL), symbols(at=5)
    other = made(SMALL)
    other.weights["3.out"][:, :8] = 0.0
    edited = model.edited(ids, without(6, 2, [(3, 0)]))
    torch.testing.assert_close(edited, other(ids), atol=1e-6, rtol=1e-6)
    rows = Batch(ids[:, :-1], ids[:, 1:], torch.ones(6, 12))
    assert head_table(model, rows).loss.shape == (6, 2)
    found = go_on(model, ids[0, :6], 7, temperature=0)
    seen = torch.cat((ids[0, :6], found.ids[:-1]))
    torch.testing.assert_close(model(seen[None])[0, 5:], found.logits, atol=1e-5, rtol=1e-5)
    trainable = build(SMALL, Generator().manual_seed(0))
    assert (gradient_by_distance(trainable, rows) > 0).all()


def test_it_is_made_equal():
    for one in (Sizes(), Sizes(kind="lstm", width=50)):
        assert parameters(equal_width(one, "encdec")) == pytest.approx(parameters(one), rel=0.08)
    assert parameters(equal_width(SMALL, "gru")) == pytest.approx(parameters(SMALL), rel=0.08)


@pytest.mark.parametrize(("values", "field"), [
    ({"dataset": "shakespeare", "model": "encdec"}, "model"),
    ({"dataset": "induction", "model": "encdec"}, "model"),
    ({"dataset": "parity", "answer": "running", "contest": ("encdec", "gru")}, "contest"),
])  # fmt: skip
def test_a_task_of_one_sequence_is_refused_and_repaired(values, field):
    with pytest.raises(
        ParamError, match=f"{field} = Encoder–decoder: it reads one sequence and writes"
    ):
        TransformerConfig(**values)
    config, messages = TransformerConfig.repaired(values)
    assert len(messages) == 1
    assert "encdec" not in (*config.kinds, config.model)


@pytest.mark.parametrize(
    "dataset", ["addition", "copy", "sort", "delay", "brackets", "parity", "modular"]
)
def test_every_task_with_an_answer_can_be_learned(dataset):
    algorithm = Transformer(
        TransformerConfig(
            dataset=dataset, model="encdec", layers=1, width=16, heads=2, batch_size=8
        )
    )
    assert math.isfinite(float(algorithm.step()["train_loss"]))
    assert "prefix_score" not in algorithm.evaluate()


def test_reversing_is_learned_and_its_cross_attention_is_the_other_diagonal():
    algorithm = Transformer(TransformerConfig(
        dataset="reverse", length=5, alphabet=6, model="encdec", layers=1, width=32, heads=1, mlp_width=64,
        batch_size=64, lr=0.01,
    ))  # fmt: skip
    for _ in range(150):
        algorithm.step()
    assert float(algorithm.final()["exact_accuracy"]) > 0.95
    weights = algorithm.views({"attention": {}})["attention.weights"][2, 0, 5:, :5]
    assert weights.argmax(1).tolist() == [4, 3, 2, 1, 0]


@pytest.fixture(scope="module")
def translating():
    algorithm = Transformer(
        TransformerConfig(
            dataset="translation", model="encdec", layers=1, width=32, heads=2, batch_size=16
        )
    )
    for _ in range(3):
        algorithm.step()
    return algorithm


def test_a_sentence_of_ones_own_is_shown_with_what_is_made_of_it(translating):
    task = translating.task
    found = translating.views({"attention": {"prompt": "the black cat sleeps"}})
    assert task.decode(found["attention.ids"][:5]) == "the black cat sleeps ="
    assert found["attention.source"] == 4
    assert len(found["attention.ids"]) > 5
    np.testing.assert_array_equal(found["attention.following"][:-1], found["attention.ids"][1:])
    assert np.isnan(found["attention.chances"][:5]).all()
    assert (found["attention.chances"][5:] > 0).all()
    cross = found["attention.weights"][2].astype(float) / 255
    assert not cross[:, :4].any()
    assert not cross[:, :, 4:].any()
    np.testing.assert_allclose(cross[:, 4:].sum(-1), 1, atol=0.02)
    usual = translating.views({"attention": {}})["attention.ids"]
    strange = translating.views({"attention": {"prompt": "the elephant"}})["attention.ids"]
    np.testing.assert_array_equal(strange, usual)


def test_what_fills_a_row_up_is_not_shown(translating):
    found = translating.views({"samples": {"temperature": 0}})
    for ids, answer in zip(found["rows.ids"], found["rows.answer"], strict=True):
        there = ids[ids >= 0]
        assert translating.task.symbols[there[-1]] == "."
        assert (there == there[-1]).sum() == 1
        assert answer[: len(there)][-1] == 1
    written = found["samples.ids"][found["samples.start"][0] :]
    assert translating.task.symbols[written[-1]] == "." or len(found["samples.ids"]) == 23


def test_a_weight_across_is_set_by_hand_and_one_out_of_sight_is_not(translating):
    asked = {"prompt": "the black cat sleeps = le", "layer": 2, "head": 0, "position": 4}
    before, after, hidden = (
        translating.views({"apart": asked | more})
        for more in ({}, {"hand": [2, 0, 4, 1, 0.75]}, {"hand": [2, 0, 4, 5, 0.75]})
    )
    assert after["apart.weights"][1] == pytest.approx(0.75)
    assert after["apart.weights"].sum() == pytest.approx(1)
    assert not np.allclose(before["apart.logits"], after["apart.logits"])
    np.testing.assert_array_equal(hidden["apart.logits"], before["apart.logits"])


def test_a_token_is_taken_apart_where_it_looks(translating):
    for layer, (place, speaks, thinks) in enumerate(
        [(3, False, True), (4, True, False), (4, True, True)]
    ):
        nearest = 9 if layer == 0 else 0  # a token of the other side
        asked = {
            "prompt": "the black cat sleeps = le",
            "layer": layer,
            "head": 1,
            "position": nearest,
        }
        found = translating.views({"apart": asked})
        assert found["apart.where"].tolist() == [place, layer, 1]
        assert ("apart.logits" in found, "apart.units" in found) == (speaks, thinks)
        e = np.where(found["apart.seen"] > 0, np.exp(found["apart.scores"]), 0)
        np.testing.assert_allclose(e / e.sum(), found["apart.weights"], atol=1e-5)
        mixed = found["apart.weights"] @ found["apart.values"]
        np.testing.assert_allclose(mixed, found["apart.mixed"], atol=1e-5)
        total = found["apart.x"] + found["apart.projected"]
        np.testing.assert_allclose(total, found["apart.middle"], atol=1e-5)


def test_the_lens_says_nothing_of_the_source(translating):
    found = translating.views({"lens": {"prompt": "the black cat sleeps = le"}})
    assert found["lens.best"].shape[0] == 4
    assert (found["lens.best"][:, :4] == -1).all()
    assert (found["lens.best"][:, 4:] >= 0).all()


@pytest.mark.parametrize("sizes", EVERY, ids=str)
def test_patching_a_place_is_what_the_written_out_model_makes_of_it(sizes):
    model, ids = made(sizes), symbols(rows=2, at=5)
    L = len(sizes.parts)
    told = model.trace(ids)
    here, there = streams(told, L).unbind(1)
    for layer in range(L + 1):
        found = carried(model, ids[0], here, there, layer, torch.arange(13))
        for place in range(13):
            edits = Edits(patches={(layer, place): there[layer, place]})
            expected = model.trace(ids[0], edits)["logits"][-1]
            torch.testing.assert_close(found[place], expected, atol=1e-6, rtol=1e-6)
        if layer > sizes.layers:  # nobody reads the source there any more
            torch.testing.assert_close(found[:5], told["logits"][0, -1].expand(5, -1))


def test_a_place_of_a_sentence_is_carried_over_to_another(translating):
    given = {"from": "the black cat sleeps", "into": "the black dog sleeps"}
    found = {"patch.left": [1]}
    while found["patch.left"][0]:
        found = translating.views({"patch": given})
    changes = found["patch.difference"]
    assert changes.shape == (4, 5)
    np.testing.assert_allclose(changes[:2, [0, 1, 3, 4]][0], 0, atol=1e-5)  # the same words
    assert abs(changes[0, 2]) > 0
    np.testing.assert_allclose(changes[2:, :4], 0, atol=1e-6)
    before, there = found["patch.ends"][:, 0]
    assert before + changes[3, 4] == pytest.approx(there, abs=1e-4)
    parted = {"from": "the cat sleeps = le", "into": "the black cat sleeps"}
    assert translating.views({"patch": parted}).keys() == {"patch.from", "patch.into"}
