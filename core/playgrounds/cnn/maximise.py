"""What maximises a unit: an image that grows out of noise by gradient ascent, a few steps at every look.

Erhan, Bengio, Courville & Vincent 2009 (Visualizing Higher-Layer Features of a Deep Network, section 3.1). A
little blur and decay after each step keep the image from being noise that only this network sees (Yosinski et
al. 2015, arXiv:1506.06579, section 3), and so does a small shift before each (Mordvintsev, Olah & Tyka 2015,
DeepDream): the image has a border, and is seen through a window that moves. Nothing here touches the
training: the weights are read, and what is random comes from a generator of its own. C channels, h × w
pixels.
"""

from __future__ import annotations

import time

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from core.playgrounds.cnn.network import Network, last
from core.playgrounds.cnn.pictures import Pictures

STEPS = 160  # until it counts as done; where the network learns on, so does the image
RATE = 0.03  # of a pixel's range, in the mean of the squares
DECAY = 0.005  # of the way to the mean colour
BLUR = 0.01  # of the way to the blurred image, times a side's pixels: what is left is as wide in all of them
SHIFT = 16  # so many pixels of a side have one pixel of border; there is one at least
AT_ONCE, PATIENCE = 12, 0.008  # steps of a look at most, and seconds after which none is begun
REST = 10  # times as long as a look took, no other one takes a step
HELD = 4  # units whose images are kept, of several viewers
SEED = 2**43


class Maximiser:
    """The image `x` [1, C, h, w] in 0…1 of one unit: map or number `channel` of a layer."""

    def __init__(self, pictures: Pictures, layer: int, channel: int, again: int) -> None:
        self.pictures, self.layer, self.channel = pictures, layer, channel
        self._generator = Generator().manual_seed(SEED + again)
        channels, side, _ = pictures.image
        self._border, self._blur = max(1, side // SHIFT), BLUR * side
        self._mean = pictures.mean[:, None, None]  # [C, 1, 1]
        wide = side + 2 * self._border
        noise = torch.randn((1, channels, wide, wide), generator=self._generator)
        self._canvas = (self._mean + 0.05 * noise.to(pictures.device)).clamp(0, 1)
        self.steps, self.update = 0, -1
        self.first = self.value = float("nan")
        self._next = 0.0

    @property
    def x(self) -> Tensor:
        return self._seen(self._border, self._border)

    def _seen(self, top: int, left: int) -> Tensor:
        """The canvas through a window, [1, C, h, w]."""
        _, tall, wide = self.pictures.image
        return self._canvas[:, :, top : top + tall, left : left + wide]

    def look(self, net: Network, update: int) -> None:
        """Some steps, if there is something to be gained by them."""
        begun, stands = time.perf_counter(), update == self.update
        if begun < self._next:
            return
        for _ in range(AT_ONCE):
            if (stands and self.steps >= STEPS) or not self.step(net):
                break
            if time.perf_counter() - begun > PATIENCE:
                break
        now = time.perf_counter()
        self.update, self._next = update, now + REST * max(0.0, now - begun - 2 * PATIENCE)

    def step(self, net: Network) -> bool:
        """One step up; whether it led anywhere."""
        room = 2 * self._border
        top, left = torch.randint(0, room + 1, (2,), generator=self._generator).tolist()
        x = self.pictures.normalised(self._seen(top, left))
        value, slope = ascent(net, x, self.layer, self.channel)
        size = slope.square().mean().sqrt()
        if not bool(size.isfinite()) or not float(size):
            self.steps = max(self.steps, STEPS)  # a unit that nothing moves
            return False
        grown = self._canvas + F.pad(RATE * slope / size, (left, room - left, top, room - top))
        grown = grown + self._blur * (blurred(grown) - grown) + DECAY * (self._mean - grown)
        self._canvas = grown.clamp(0, 1)
        self.steps += 1
        if self.steps == 1:
            self.first = value
        self.value = value
        return True


def ascent(net: Network, x: Tensor, layer: int, channel: int) -> tuple[float, Tensor]:
    """What the unit answers to a normalised image x [1, C, h, w], and the gradient of that with respect to x.

    Of a map the mean counts; in front of the activation, which is flat where it is off.
    """
    with torch.enable_grad():
        x = x.detach().requires_grad_()
        made = x
        for stage in list(net.stages)[: layer + 1]:
            parts = stage.parts(made)  # type: ignore[operator]
            made = last(parts)
        value = parts.get("z", made)[0, channel].mean()
        (slope,) = torch.autograd.grad(value, x)
    return float(value.detach()), slope


def blurred(x: Tensor) -> Tensor:
    """Weights ¼, ½, ¼ each way; at the edge the image goes on as it ends."""
    channels = x.shape[1]
    line = torch.tensor([0.25, 0.5, 0.25], device=x.device)
    kernel = (line[:, None] * line).expand(channels, 1, 3, 3)
    return F.conv2d(F.pad(x, (1,) * 4, mode="replicate"), kernel, groups=channels)


class Maximisers(dict[tuple[int, int, int], Maximiser]):
    """Those that were looked at last, by layer, channel and which start."""

    def of(self, pictures: Pictures, layer: int, channel: int, again: int) -> Maximiser:
        key = layer, channel, again
        found = self.pop(key, None) or Maximiser(pictures, layer, channel, again)
        self[key] = found
        while len(self) > HELD:
            del self[next(iter(self))]
        return found
