"""What of an image decides: covered bit by bit, by gradients, by Grad-CAM; and how little it takes to fool.

C channels, h × w pixels, K classes. A class's evidence is its output before the softmax.
"""

from __future__ import annotations

import itertools

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from core.i18n import N_
from core.params import Message
from core.playgrounds.arguments import finite, one_of
from core.playgrounds.cnn import options as asked
from core.playgrounds.cnn.look import Look, coded, shades
from core.playgrounds.cnn.network import Network, last
from core.playgrounds.contract import ActError, Array, Arrays, Options, View

METHODS = ("occlusion", "gradcam", "gradient", "fgsm")
WORK, FEWEST = 1e9, 16  # multiply-adds of an occlusion map, and its positions at least
STRONGEST = 0.5  # of FGSM, in units of the whole range of a pixel


def attribution(look: Look, options: Options) -> Arrays:
    method = one_of(options, "method", METHODS, METHODS[0])
    strength = finite({"strength": options.get("strength", 0.0)}, "strength", STRONGEST)
    if strength < 0:
        raise ActError(Message("strength", N_("strength: give no negative number.")))
    x, parts = look.walk(options)
    p = last(parts[-1])[0].softmax(0)  # [K]
    target = asked.place(options, "target", len(p))
    target = int(p.argmax()) if target is None else target
    found: Arrays = {
        "attribution.target": np.array([target], np.int32),
        "attribution.before": p.cpu().numpy().copy(),
    }
    pixels = look.pixels(options)
    shown: Tensor | None
    if method == "fgsm":
        truth = _truth(look, options, p)
        shown = gradient(look.module, x, truth, loss=True)
        pixels = (pixels + strength * shown.sign()).clamp(0, 1)
        after = look.module(look.pictures.normalised(pixels))[0].softmax(0)
        found["attribution.after"] = after.cpu().numpy().copy()
        shown = strength * shown.sign()[0].sum(0)
    elif method == "occlusion":
        products = sum(layer.products for layer in look.layers)
        shown = occlusion(look.module, x, target, int(max(FEWEST, WORK / products)))
    elif method == "gradient":
        shown = gradient(look.module, x, target)[0].sum(0)
    else:
        shown = gradcam(look.module, x, target)
    found["attribution.image"] = shades(pixels[0])
    if shown is not None:
        code, scale = coded(shown)
        found |= {"attribution.map": code, "attribution.scale": np.array([scale], np.float32)}
    return found


def _truth(look: Look, options: Options, p: Tensor) -> int:
    """The class that is moved away from: the true one, or of a drawn picture the one that is said."""
    if options.get("drawn"):
        return int(p.argmax())
    return int(look.pictures.y_test[look.row(options)])


def gradient(net: Network, x: Tensor, target: int, loss: bool = False) -> Tensor:
    """d evidence / d x [1, C, h, w], or with `loss` that of −log p. Simonyan et al. 2013 (1312.6034).

    Goodfellow et al. 2014 (arXiv:1412.6572), section 4, move every pixel by ε along the sign of the latter.
    """
    with torch.enable_grad():
        x = x.detach().requires_grad_()
        logits = net(x)[0]
        wanted = -logits.log_softmax(0)[target] if loss else logits[target]
        (slope,) = torch.autograd.grad(wanted, x)
    return slope


def gradcam(net: Network, x: Tensor, target: int) -> Tensor | None:
    """Grad-CAM [h, w] ≥ 0: the last maps, weighted by their mean gradient; Selvaraju et al. 2016
    (arXiv:1610.02391), equations 1 and 2. None without maps."""
    with torch.enable_grad():
        parts = net.walk(x.detach().requires_grad_())
        maps = [last(one) for one in parts if last(one).dim() == 4]
        if not maps:
            return None
        (slope,) = torch.autograd.grad(last(parts[-1])[0, target], maps[-1])
    weights = slope.mean((2, 3), keepdim=True)
    found = F.relu((weights * maps[-1].detach()).sum(1, keepdim=True))
    side = (x.shape[2], x.shape[3])
    return F.interpolate(found, side, mode="bilinear", align_corners=False)[0, 0]


def occlusion(net: Network, x: Tensor, target: int, most: int) -> Tensor:
    """How much probability [h, w] is lost where a square of mean colour lies; Zeiler & Fergus 2013
    (arXiv:1311.2901), section 4.2. At most about `most` positions; a pixel has the mean of its squares."""
    side = x.shape[2]
    size = max(2, side // 4)
    room = side - size
    count = max(2, min(room + 1, round(most**0.5), 9 if side > 16 else room + 1))
    starts = sorted({round(i * room / (count - 1)) for i in range(count)})
    places = list(itertools.product(starts, starts))
    covered = x.repeat(len(places), 1, 1, 1)
    for row, (y, left) in enumerate(places):
        covered[row, :, y : y + size, left : left + size] = 0
    before = net(x).softmax(1)[0, target]
    lost = before - net(covered).softmax(1)[:, target]
    total, seen = x.new_zeros(2, side, side)
    for row, (y, left) in enumerate(places):
        total[y : y + size, left : left + size] += lost[row]
        seen[y : y + size, left : left + size] += 1
    return total / seen.clamp(min=1)


ATTRIBUTION = {
    "attribution": View(
        attribution,
        {
            "attribution.image": Array("u1", "C h w", coding="as the network gets it: with FGSM, moved"),
            "attribution.map": Array("u1", "h w", coding="0 = −scale … 255 = +scale", only="with maps"),
            "attribution.scale": Array("f4", "1", only="with maps"),
            "attribution.target": Array("i4", "1", coding="the class asked about"),
            "attribution.before": Array("f4", "K", coding="probabilities"),
            "attribution.after": Array("f4", "K", coding="of the moved image", only="FGSM"),
        },
        asked.CHOSEN
        | {
            "method": ", ".join(METHODS),
            "target": "the class, the one that is said where left out",
            "strength": "of FGSM: 0–0.5 of a pixel's range",
        },
        {"method": "fgsm", "strength": 0.1},
        rest=0.2,
    )
}  # fmt: skip
