"""What is seen of a network as pictures: feature maps, kernels, mistakes, and one image augmented.

C channels, h × w pixels, K classes, L columns of maps, n bytes of all of them, E mistakes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Generator

from core.nn.augment import strip
from core.playgrounds.cnn import options as asked
from core.playgrounds.cnn.architecture import Layer
from core.playgrounds.cnn.look import Look, coded, shades
from core.playgrounds.cnn.network import Convolution, last
from core.playgrounds.contract import Array, Arrays, Options, View

CHANNELS, ROW = 8, 64  # maps of a layer, and numbers of a row, that are shown
FILTERS, ERRORS, STRIP = 32, 12, 12
STRIP_SEED = 2**42


def columns(layers: Sequence[Layer]) -> list[dict[str, Any]]:
    """The layers whose numbers are shown: how many maps of how many, their size, and where they begin.

    A row of numbers counts as one map, a pixel wide. The output layer is shown as probabilities.
    """
    found, offset = [], 0
    for index, layer in enumerate(layers[:-1]):
        if layer.block is None or layer.block.kind == "dropout":
            continue
        of, h, w = (
            (layer.shape[0], *layer.shape[1:]) if len(layer.shape) == 3 else (1, layer.shape[0], 1)
        )
        shown, h = min(of, CHANNELS), min(h, ROW) if w == 1 and of == 1 else h
        found.append(
            {
                "layer": index, "name": layer.name, "kind": layer.block.kind, "shown": shown, "of": of,
                "size": [h, w], "numbers": layer.shape[0], "offset": offset,
            }
        )  # fmt: skip
        offset += shown * h * w
    return found


def maps(look: Look, options: Options) -> Arrays:
    _, parts = look.walk(options)
    bytes_, scales = [], []
    for column in columns(look.layers):
        values = last(parts[column["layer"]])[0]
        h, _ = column["size"]
        some = values[: column["shown"]] if values.dim() == 3 else values[:h]
        code, scale = coded(some)
        bytes_.append(code.ravel())
        scales.append(scale)
    row = look.row(options)
    label = -1 if options.get("drawn") else int(look.pictures.y_test[row])
    return {
        "maps.input": shades(look.pixels(options)[0]),
        "maps.values": np.concatenate([np.zeros(0, np.uint8), *bytes_]),
        "maps.scale": np.array(scales, np.float32),
        "maps.probabilities": last(parts[-1])[0].softmax(0).cpu().numpy().copy(),
        "maps.label": np.array([label], np.int32),
    }


def filters(look: Look, _: Options) -> Arrays:
    first = next((one for one in look.module.stages if isinstance(one, Convolution)), None)
    if first is None:
        return {}
    code, scale = coded(first.conv.weight[:FILTERS].detach())
    return {"filters": code, "filters.scale": np.array([scale], np.float32)}


def errors(look: Look, _: Options) -> Arrays:
    p = look.evaluation.probabilities  # [M, K]
    truth = look.pictures.y_test[: len(p)].cpu()
    confidence, said = p.max(1)
    wrong = torch.nonzero(said != truth).flatten()
    rows = wrong[confidence[wrong].sort(descending=True, stable=True).indices][:ERRORS]
    return {
        "errors.images": shades(look.pictures.pixels(rows, test=True)),
        "errors.rows": rows.numpy().astype(np.int32),
        "errors.measured": np.array([len(p)], np.int32),
        "errors.true": truth[rows].numpy().astype(np.int32),
        "errors.said": said[rows].numpy().astype(np.int32),
        "errors.confidence": confidence[rows].numpy().astype(np.float32),
    }


def augmented(look: Look, options: Options) -> Arrays:
    rows = look.pictures.train
    row = look.row(options) % len(rows)
    x = look.pictures.pixels(rows[row : row + 1])[0]
    partners = look.pictures.pixels(rows[: 2 * STRIP])
    generator = Generator().manual_seed(STRIP_SEED)
    made = strip(x, look.of.config.augmentation, generator, STRIP, partners)
    return {"augmented.original": shades(x), "augmented": shades(made)}


IMAGE_VIEWS = {
    "maps": View(
        maps,
        {
            "maps.input": Array("u1", "C h w"),
            "maps.values": Array("u1", "n", coding="0 = −scale … 255 = +scale, columns one after another"),
            "maps.scale": Array("f4", "L", coding="the largest number of each column"),
            "maps.probabilities": Array("f4", "K"),
            "maps.label": Array("i4", "1", coding="the true class, −1 where the image was drawn"),
        },
        asked.CHOSEN,
    ),
    "filters": View(
        filters,
        {
            "filters": Array(
                "u1", "F C k k", coding="0 = −scale … 255 = +scale", only="a network with a convolution"
            ),
            "filters.scale": Array("f4", "1", only="a network with a convolution"),
        },
    ),
    "errors": View(
        errors,
        {
            "errors.images": Array("u1", "E C h w", coding="test images, the surest mistake first"),
            "errors.rows": Array("i4", "E", coding="which test images they are"),
            "errors.measured": Array("i4", "1", coding="of how many test images"),
            "errors.true": Array("i4", "E"),
            "errors.said": Array("i4", "E"),
            "errors.confidence": Array("f4", "E", coding="probability of the class that was said"),
        },
        rest=0.2,
    ),
    "augmented": View(
        augmented,
        {
            "augmented.original": Array("u1", "C h w"),
            "augmented": Array("u1", "12 C h w", coding="the same image as training might get it"),
        },
        {"image": "which training image"},
        rest=0.2,
    ),
}  # fmt: skip
