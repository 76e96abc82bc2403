"""What is written out is what torch computed; explanations find what was planted; measuring in slices."""

import numpy as np
import pytest
import torch

from core.playgrounds.cnn.algorithm import Cnn
from core.playgrounds.cnn.apart import NUMBERS
from core.playgrounds.cnn.architecture import layers
from core.playgrounds.cnn.attribution import gradcam, gradient, occlusion
from core.playgrounds.cnn.blocks import parsed
from core.playgrounds.cnn.config import CnnConfig
from core.playgrounds.cnn.network import Network, last

NETWORK = "conv 5 bn, conv 6 k5 s2 p1, res 7, pool 2 s1, avgpool, gap, dense 9 bn, dense 8"


def built(steps=5, **values):
    made = Cnn(CnnConfig(**values))
    for _ in range(steps):
        made.step()
    return made


@pytest.mark.parametrize("layer", range(9))
def test_the_sum_written_out_is_the_number_of_the_layer(layer):
    made = built(layers=NETWORK)
    shape = made.layers[layer].shape
    look = made.look()
    dice = np.random.default_rng(layer)
    for _ in range(6):
        channel, y, x = (int(dice.integers(n)) for n in (*shape, 1, 1)[:3])
        asked = {"image": 3, "layer": layer, "channel": channel, "y": y, "x": x}
        seen = made.views({"apart": asked})
        n = dict(zip(NUMBERS, seen["apart.numbers"], strict=True))
        with torch.no_grad():
            out = last(look.walk({"image": 3})[1][layer])[0]
        true = float(out[channel, y, x] if out.dim() == 3 else out[channel])
        assert n["out"] == pytest.approx(true, abs=1e-5)
        if "apart.kernel" in seen:
            products = (seen["apart.patch"] * seen["apart.kernel"]).sum((1, 2))
            np.testing.assert_allclose(products, seen["apart.sums"], atol=1e-5)
            total = products.sum() + n["rest"] + (0 if np.isnan(n["bias"]) else n["bias"])
            assert n["sum"] == pytest.approx(total, abs=1e-4)
        if "apart.terms" in seen:
            total = (seen["apart.terms"][:, 1] * seen["apart.terms"][:, 2]).sum() + n["rest"]
            total += 0 if np.isnan(n["bias"]) else n["bias"]
            assert n["sum"] == pytest.approx(total, abs=1e-4)
        if not np.isnan(n["gamma"]):
            z = n["gamma"] * (n["sum"] - n["mean"]) / n["deviation"] + n["beta"]
            assert n["z"] == pytest.approx(z, abs=1e-3)
        elif "apart.kernel" in seen or "apart.terms" in seen:
            assert n["z"] == pytest.approx(n["sum"], abs=1e-4)
        kind = made.layers[layer].block.kind if made.layers[layer].block else "output"
        if kind == "pool":
            assert n["out"] == pytest.approx(seen["apart.patch"].max(), abs=1e-6)
        elif kind in ("avgpool", "gap"):
            assert n["out"] == pytest.approx(seen["apart.patch"].mean(), abs=1e-5)
        elif kind == "res":
            assert n["z"] == pytest.approx(n["sum"] + n["rest"], abs=1e-4)
        elif kind == "output":
            p = torch.from_numpy(seen["apart.logits"]).softmax(0)
            np.testing.assert_allclose(
                p, made.views({"maps": {"image": 3}})["maps.probabilities"], atol=1e-6
            )


@pytest.mark.parametrize("network", ["conv 5 p0, dense 9", "conv 5 p0, dropout 0.5"])
def test_a_number_of_the_flattened_row_is_that_of_the_map_it_is_said_to_come_from(network):
    made = built(layers=network)
    layer = next(k for k, one in enumerate(made.layers) if one.flattens)
    assert (made.layers[layer].shape, made.layers[layer].parameters) == ((5 * 6 * 6,), 0)
    with torch.no_grad():
        parts = made.look().walk({"image": 3})[1]
    maps, row = last(parts[layer - 1])[0], last(parts[layer])[0]
    assert torch.equal(row, maps.flatten())
    for channel in (0, 35, 36, 95, 179):
        seen = made.views({"apart": {"image": 3, "layer": layer, "channel": channel}})
        top, left, tall, wide = seen["apart.window"]
        (origin,) = seen["apart.channels"]
        assert (tall, wide) == (1, 1)
        assert (origin * 6 + top) * 6 + left == channel
        assert seen["apart.patch"].item() == seen["apart.numbers"][8] == maps[origin, top, left]


def planted():
    """A network that answers class 1 where the lower right of a 16 × 16 image is bright."""
    found = layers(parsed("conv 2 k3, gap"), (1, 16, 16), 2)
    net = Network(found, 1, 16, "relu", torch.Generator().manual_seed(0))
    with torch.no_grad():
        net.stages[0].conv.weight.fill_(1.0)
        net.stages[2].weight.copy_(torch.tensor([[-4.0, -4.0], [4.0, 4.0]]))
    x = torch.zeros(1, 1, 16, 16)
    x[0, 0, 10:14, 9:13] = 1.0
    return net, x


def inside(map_):
    """The share of what is positive that lies in or beside the planted patch."""
    positive = map_.clamp(min=0)
    return float(positive[8:16, 7:15].sum() / positive.sum())


def test_grad_cam_occlusion_and_gradient_find_a_planted_patch():
    net, x = planted()
    with torch.no_grad():
        assert inside(occlusion(net, x, 1, 100)) > 0.9
    assert inside(gradcam(net, x, 1)) > 0.9
    slope = gradient(net, x, 1)[0, 0]
    assert slope[11, 11] > 0
    assert all(one.grad is None for one in net.parameters())


def test_fgsm_raises_the_loss_and_changes_no_pixel_by_more():
    made = built(150)
    before = made.views({"attribution": {"image": 1, "method": "fgsm", "strength": 0.0}})
    after = made.views({"attribution": {"image": 1, "method": "fgsm", "strength": 0.1}})
    truth = int(made.pictures.y_test[1])
    assert after["attribution.after"][truth] < before["attribution.before"][truth]
    moved = after["attribution.image"].astype(int) - before["attribution.image"].astype(int)
    assert 0 < np.abs(moved).max() <= round(0.1 * 255) + 1


def test_measuring_in_slices_is_measuring_at_once():
    made = built(0)
    made.evaluation.at_once(made.copies.nets, 0)
    whole = dict(made.evaluation.metrics), made.evaluation.probabilities.clone()
    made.evaluation.slice = 77
    made.evaluation.begin(made.copies.nets, 0, of_epoch=False)
    made.net.theta.add_(1.0)  # training goes on meanwhile
    while not made.evaluation.go_on():
        pass
    assert made.evaluation.metrics == pytest.approx(whole[0], abs=1e-6)
    torch.testing.assert_close(made.evaluation.probabilities, whole[1])


def test_test_images_are_never_learned_from_and_validation_images_neither():
    made = built(0)
    p = made.pictures
    assert not set(p.train.tolist()) & set(p.validation.tolist())
    assert len(p.train) + len(p.validation) == 1437
    rows = torch.cat([made.feed.rows(64) for _ in range(100)])
    assert set(rows.tolist()) <= set(p.train.tolist())


def test_early_stopping_ends_with_the_weights_of_the_best_epoch():
    made = built(0, patience=2, images=200, lr=0.01, schedule="constant")
    for _ in range(400):
        made.step()
        if made.evaluate_now and made.finished({}):
            break
    assert made.stopping.stopped
    assert made.evaluation.metrics["validation_loss"] == pytest.approx(made.stopping.best, rel=1e-5)
    assert made.evaluate()["best_step"] == made.stopping.step
    assert "Stopped early" in made.notes()[0].say()


def test_shuffled_labels_leave_the_test_labels_true():
    true, shuffled = built(0), built(0, labels="shuffled")
    assert torch.equal(true.pictures.y_test, shuffled.pictures.y_test)
    assert not torch.equal(true.pictures.y, shuffled.pictures.y)
    assert torch.equal(true.pictures.y.sort().values, shuffled.pictures.y.sort().values)


def test_digits_are_learned():
    made = built(260, shift=0.1, rotation=8.0, schedule_epochs=12)
    assert made.final()["test_accuracy"] >= 0.95


def test_a_drawn_picture_goes_the_same_way_as_a_test_image():
    made = built(20)
    pixels = (
        (made.pictures.pixels(torch.tensor([4]), test=True)[0, 0] * 255).round().to(torch.uint8)
    )
    drawn = made.views({"maps": {"drawn": bytes(pixels.flatten().tolist()).hex()}})
    chosen = made.views({"maps": {"image": 4}})
    np.testing.assert_allclose(drawn["maps.probabilities"], chosen["maps.probabilities"], atol=1e-6)
    assert drawn["maps.label"][0] == -1


@pytest.mark.parametrize(
    "network", ["conv 8, pool, dense 16, dropout 0.2", "conv 8, pool 4", "gap"]
)
def test_the_embedding_is_of_what_the_output_layer_reads(network):
    made = built(30, layers=network)
    seen = made.views({"embedding": {}})
    rows = torch.from_numpy(seen["embedding.rows"]).long()
    assert len(rows.unique()) == len(rows) == 300
    x = made.pictures.normalised(made.pictures.pixels(rows, test=True))
    with torch.no_grad():
        walked = made.module.walk(x)
    features = last(walked[-2]).flatten(1).double().numpy()
    centred = features - features.mean(0)
    spread = np.linalg.svd(centred, compute_uv=False)[:2] ** 2
    found = (seen["embedding.points"].astype(float) ** 2).sum(0)
    np.testing.assert_allclose(found, np.pad(spread, (0, 2 - len(spread))), rtol=1e-3, atol=1e-4)
    share = seen["embedding.share"].sum()
    assert share == pytest.approx(spread.sum() / (centred**2).sum(), rel=1e-4)
    assert (seen["embedding.said"] == last(walked[-1]).argmax(1).numpy()).all()
