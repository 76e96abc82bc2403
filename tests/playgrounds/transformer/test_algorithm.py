"""What training and measuring promise: a contest on the same data, sentences for what cannot be."""

import math

import pytest
import torch

from core.data import own_text
from core.nn import optimisers
from core.params import ParamError
from core.playgrounds.transformer.algorithm import Transformer
from core.playgrounds.transformer.config import TransformerConfig
from core.playgrounds.transformer.evaluation import counted, tallied, weighted_loss
from core.playgrounds.transformer.mistakes import carries_only
from core.playgrounds.transformer.optimizer import OPTIMIZERS
from core.playgrounds.transformer.presets import PRESETS
from core.playgrounds.transformer.sizes import parameters


def made(**values):
    return Transformer(TransformerConfig(**values))


@pytest.mark.parametrize(("values", "said"), [
    ({"width": 20, "heads": 8}, "heads = 8: a width of 20 cannot be shared among so many; 5 would do"),
    ({"width": 20, "heads": 4, "positions": "rope"}, "odd width, but rotary .* turn pairs; 2 would do"),
    ({"width": 21, "heads": 1, "positions": "rope"}, "need an even width"),
    ({"dataset": "modular", "modulus": 9, "operation": "divide"}, "dividing needs a prime"),
    ({"dataset": "modular", "modulus": 5, "share": 0.9}, "leaves no pairs to test with"),
    ({"dataset": "shakespeare", "characters": 100}, "with a context of 64 it takes 130 characters"),
])  # fmt: skip
def test_what_cannot_be_is_refused_and_repaired(values, said):
    with pytest.raises(ParamError, match=said):
        TransformerConfig(**values)
    config, messages = TransformerConfig.repaired(values)
    assert len(messages) == 1
    assert made(**{**config.to_json(), "contest": ()}).step()


def test_your_own_text_has_to_be_there():
    with pytest.raises(ParamError, match="upload one"):
        made(dataset="own")


@pytest.mark.parametrize("name", ["sgd", "adam", "adamw"])
def test_optimisers_are_those_that_are_written_out(name):
    """Ours on one vector: the same updates as core/nn/optimisers.py, whatever their betas."""
    theirs = {"sgd": optimisers.SGD, "adam": optimisers.Adam, "adamw": optimisers.AdamW}[name]
    one, other = torch.randn(50, generator=torch.Generator().manual_seed(0)).repeat(2, 1)
    decay = torch.cat((torch.zeros(20), torch.full((30,), 0.1)))
    mine, written = OPTIMIZERS[name](one), theirs(other)
    for attribute in ("beta1", "beta2"):
        if hasattr(mine, attribute):
            setattr(written, attribute, getattr(mine, attribute))
    for step in range(20):
        g = torch.randn(50, generator=torch.Generator().manual_seed(step))
        mine.update(one, g, 0.01, decay)
        written.update(other, g, 0.01, decay)
    torch.testing.assert_close(one, other, atol=1e-6, rtol=1e-5)


def test_everybody_in_a_contest_has_the_same_data_and_as_many_parameters():
    contest = made(dataset="copy", contest=("transformer", "rnn", "gru", "lstm"), batch_size=8)
    counts = [parameters(one.sizes) for one in contest.learners.values()]
    assert max(counts) < 1.03 * min(counts)
    told = contest.step()
    assert {f"train_loss.{kind}" for kind in contest.members} <= told.keys()
    alone = made(dataset="copy", batch_size=8)
    assert float(alone.step()["train_loss"]) == float(told["train_loss.transformer"])
    assert all(value > 0 for value in (one.seconds for one in contest.learners.values()))


def test_who_explodes_leaves_a_contest_and_the_others_go_on():
    contest = made(dataset="copy", contest=("transformer", "gru"), batch_size=8)
    with torch.no_grad():
        contest.learners["gru"].net.theta[0:1000] = math.nan
    contest.step()
    assert set(contest.left) == {"gru"}
    told = contest.step()
    assert math.isnan(told["train_loss.gru"])
    assert math.isfinite(float(told["train_loss.transformer"]))
    assert "gru" not in str(contest.evaluate()["val_loss.transformer"])
    fresh = made(dataset="copy", contest=("transformer", "gru"), batch_size=8)
    fresh.load_state(contest.state())
    assert fresh.left == contest.left


def test_measurements_are_of_the_weights_at_which_they_began():
    algorithm = made(dataset="sort", batch_size=4)
    algorithm.step()
    learner = algorithm.learners["transformer"]
    kept = []
    while not algorithm.evaluate_now:
        kept.append(learner.net.theta.clone())
        algorithm.step()
    begun = learner.evaluation.twin
    assert any(torch.equal(begun.theta, one) for one in kept), "of some update before"
    assert not torch.equal(begun.theta, learner.net.theta)
    sums = tallied(begun, learner.evaluation.rows)
    assert float(algorithm.evaluate()["val_loss"]) == pytest.approx(sums[0] / sums[1], rel=1e-5)
    assert float(algorithm.evaluate()["exact_accuracy"]) == pytest.approx(sums[3] / 1000)


@pytest.mark.parametrize("values", [{}, {"dataset": "induction"}, {"dataset": "modular"},
                                    {"dataset": "parity", "answer": "running"}])  # fmt: skip
def test_the_loss_is_the_mean_over_the_places_that_count(values):
    task = made(**values).task
    rows = task.batch(torch.Generator().manual_seed(1), 16)
    logits = torch.randn(*rows.inputs.shape, len(task), generator=torch.Generator().manual_seed(2))
    chosen = rows.weights > 0
    wanted = torch.nn.functional.cross_entropy(logits[chosen], rows.targets[chosen])
    torch.testing.assert_close(weighted_loss(logits, rows, counted(task)), wanted)


@pytest.mark.parametrize(("kind", "more"), [
    ("lstm", {}), ("rnn", {"layers": 3}), ("transformer", {"heads": 8, "positions": "rope"}),
])  # fmt: skip
def test_the_width_of_equal_parameters_is_the_nearest_that_can_be_set(kind, more):
    algorithm = made(model=kind, **more)
    count = 60_000
    told, _ = algorithm.probe("equal", {"parameters": count})
    config = algorithm.config.changed(width=told["width"])
    assert parameters(config.sizes(12, 8)) == told["parameters"]
    for width in range(16, 129):
        other, problems = TransformerConfig.repaired({**config.to_json(), "width": width})
        if not problems:
            off = abs(parameters(other.sizes(12, 8)) - count)
            assert off >= abs(told["parameters"] - count)


def test_a_wrong_sum_is_one_of_carries_where_digits_are_off_by_one():
    said = torch.tensor([[1, 2, 0], [1, 3, 0], [0, 2, 1], [1, 5, 0], [11, 2, 0], [9, 9, 0]])
    right = torch.tensor([[1, 2, 0]] * 5 + [[0, 0, 1]])
    assert carries_only(said, right).tolist() == [False, True, True, False, False, True]
    assert made(batch_size=8).views({"mistakes": {}})["mistakes"].tolist()[0] == 32
    assert made(dataset="copy", batch_size=8).views({"mistakes": {}}) == {}


def test_without_a_mask_the_honest_loss_is_told():
    algorithm = made(dataset="shakespeare", causal="off", batch_size=4)
    assert float(algorithm.evaluate()["blind_loss"]) == pytest.approx(
        math.log(len(algorithm.task)), abs=0.3
    )


def test_a_large_model_says_how_long_a_step_takes():
    large = {"layers": 4, "width": 128, "mlp_width": 512, "context": 128, "batch_size": 512}
    config = TransformerConfig(dataset="shakespeare", **large)
    assert Transformer.cost(config).flops > 1e11
    small = made()
    assert small.notes() == []
    small.config = config
    assert "takes about" in small.notes()[0].say()


def test_what_is_rare_in_a_text_of_ones_own_is_named():
    text = "".join(chr(0x4E00 + i % 300) + "abcab" for i in range(600))
    upload, _ = own_text.taken("mine.txt", text.encode())
    algorithm = made(dataset="own", upload=upload, context=16)
    (note,) = algorithm.notes()
    assert note.say().startswith("176 rare characters are read as one symbol, □: ")
    assert note.say().endswith("…")
    assert len(algorithm.describe()["grouped"]) == 176


def test_presets_of_the_issue_are_there():
    wanted = {
        "shakespeare", "nanogpt", "addition", "copy", "reverse", "sort", "brackets", "parity-scratchpad",
        "induction", "grokking", "contest-delay", "contest-parity", "shakespeare-lstm", "encoder-decoder",
        "translation",
    }  # fmt: skip
    failing = {
        "no-mask", "no-positions", "one-layer", "fixed-repeat", "parity", "memorise", "lr-too-high",
        "overfit", "forget-bias-0",
    }  # fmt: skip
    assert wanted <= {one.name for one in PRESETS if not one.failure}
    assert failing == {one.name for one in PRESETS if one.failure}


def test_copying_is_learned():
    algorithm = made(
        dataset="copy", length=4, alphabet=4, layers=1, batch_size=64, width=32, lr=0.01
    )
    for _ in range(150):
        algorithm.step()
    assert float(algorithm.final()["exact_accuracy"]) > 0.8
