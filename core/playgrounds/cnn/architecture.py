"""What a network is layer by layer, worked out from its text alone: shapes, parameters, reach and work.

C channels, h × w pixels; a row of n numbers has the shape (n,). A convolution or a pooling of k × k pixels,
stride s and padding p makes ⌊(h + 2p − k) / s⌋ + 1 rows of h; Dumoulin & Visin 2016 (arXiv:1603.07285). The
receptive field, by Araujo et al. 2019 (doi:10.23915/distill.00021): a layer adds (k − 1) times the distance,
in pixels of the image, between two neighbours of what it reads.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from core.i18n import N_
from core.params.messages import Message, ParamError
from core.playgrounds.cnn.blocks import FLATTEN, Block

Shape = tuple[int, ...]  # (C, h, w) or (n,)
MOST = 4_000_000  # parameters
KEPT = 30_000_000  # numbers of one image that the way back needs


@dataclass(frozen=True)
class Layer:
    """One block of the network, the flattening in front of dense layers, or the output, whose block is None.

    `shape` is what comes out; `parameters`, `products` (multiply-adds of one image), `field`: the side of
    the square of pixels that one number of it has seen, at most the image's own.
    """

    name: str
    block: Block | None
    shape: Shape
    parameters: int
    products: int
    field: int

    @property
    def flattens(self) -> bool:
        return self.block is not None and self.block.kind == FLATTEN.kind

    @property
    def size(self) -> int:
        """How many numbers it makes: to read maps as a row makes none."""
        return 0 if self.flattens else math.prod(self.shape)


def layers(blocks: Sequence[Block], image: Shape, classes: int) -> list[Layer]:
    """The layers of a network for images of shape (C, h, w). Raises ParamError that names a layer."""
    found: list[Layer] = []
    shape, field, jump = image, 1, 1
    side = max(image[1:])
    for block in blocks:
        if block.kind == "dense" and len(shape) == 3:
            found.append(_flattened(shape, min(field, side)))
            shape = found[-1].shape
        read = shape
        shape, parameters, products = _through(block, shape)
        if block.kind in ("conv", "pool", "avgpool"):
            field, jump = field + (block.kernel - 1) * jump, jump * block.stride
        elif block.kind == "res":
            field, jump = field + 2 * jump + 2 * jump * block.stride, jump * block.stride
        elif block.kind in ("gap", "dense"):
            field = side
        reach = side if len(read) == 1 else min(field, side)
        found.append(Layer(block.text, block, shape, parameters, products, reach))
    if len(shape) == 3:
        found.append(_flattened(shape, min(field, side)))
    n = math.prod(shape)
    found.append(Layer(f"dense {classes}", None, (classes,), (n + 1) * classes, n * classes, side))
    parameters = sum(one.parameters for one in found)
    kept = sum(one.size for one in found)
    if parameters > MOST:
        text = N_("{name}: the network would have {count} parameters, most of them in {layer}: at most "
                  "{most} are allowed.")  # fmt: skip
        largest = max(found, key=lambda one: one.parameters)
        values = {"count": f"{parameters:,}", "layer": largest.name, "most": f"{MOST:,}"}
        raise ParamError(Message("layers", text, values))
    if kept > KEPT:
        text = N_(
            "{name}: the maps of one image would hold {count} numbers: at most {most} are allowed."
        )
        values = {"count": f"{kept:,}", "most": f"{KEPT:,}"}
        raise ParamError(Message("layers", text, values))
    return found


def written(layers: Sequence[Layer], blocks: int) -> int:
    """How many layers the first so many blocks are: to read maps as a row is a layer, but no block."""
    ends = [i for i, one in enumerate(layers[:-1], 1) if not one.flattens]
    return ends[blocks - 1] if blocks else 0


def _flattened(shape: Shape, field: int) -> Layer:
    """Maps as one row of numbers: map after map, row after row."""
    return Layer(FLATTEN.text, FLATTEN, (math.prod(shape),), 0, 0, field)


def _through(block: Block, shape: Shape) -> tuple[Shape, int, int]:
    """What a block makes of a shape, with its parameters and multiply-adds."""
    if block.kind == "dropout":
        return shape, 0, 0
    if block.kind == "dense":
        n, m = math.prod(shape), block.size
        return (m,), n * m + (2 * m if block.normalised else m), n * m
    if len(shape) == 1:
        text = N_("{name}: {layer} (character {at}) needs maps, but the layer in front of it gives a row of "
                  "{n} numbers.")  # fmt: skip
        raise _impossible(block, text, n=shape[0])
    channels, h, w = shape
    if block.kind == "gap":
        return (channels,), 0, 0
    if block.kind == "res":
        return _residual(block, shape)
    k, s, p = block.kernel, block.stride, block.padding
    rows, columns = (((n + 2 * p - k) // s + 1) if n + 2 * p >= k else 0 for n in (h, w))
    if rows < 1 or columns < 1:
        text = N_("{name}: {layer} (character {at}) needs maps of at least {k} × {k} pixels, but here they "
                  "are {h} × {w}.")  # fmt: skip
        raise _impossible(block, text, k=k - 2 * p, h=h, w=w)
    if block.kind != "conv":
        return (channels, rows, columns), 0, 0
    weights = block.size * channels * k**2
    more = 2 * block.size if block.normalised else block.size
    return (block.size, rows, columns), weights + more, weights * rows * columns


def _residual(block: Block, shape: Shape) -> tuple[Shape, int, int]:
    """Two convolutions of 3 × 3, and one of 1 × 1 on the shortcut where the shape changes; all normalised."""
    n, m, s = shape[0], block.size, block.stride
    h, w = ((side - 1) // s + 1 for side in shape[1:])
    weights = 9 * (n * m + m * m)
    parameters = weights + 4 * m
    if n != m or s > 1:
        weights += n * m
        parameters += n * m + 2 * m
    return (m, h, w), parameters, weights * h * w


def _impossible(block: Block, text: str, **values: object) -> ParamError:
    return ParamError(Message("layers", text, {"layer": block.text, "at": block.at} | values))


def possible(blocks: Sequence[Block], image: Shape, classes: int) -> str:
    """As much of a network from its beginning on as images of this shape can go through, as text."""
    for count in range(len(blocks), -1, -1):
        try:
            layers(blocks[:count], image, classes)
        except ParamError:
            continue
        return ", ".join(block.text for block in blocks[:count])
    return ""
