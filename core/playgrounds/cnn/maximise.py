"""What maximises a unit: an image that grows out of noise by gradient ascent, a few steps at every look.

Erhan, Bengio, Courville & Vincent 2009 (Visualizing Higher-Layer Features of a Deep Network, section 3.1). A
little blur and decay after each step and a small shift before it keep the image from being noise that only
this network sees (Yosinski et al. 2015, arXiv:1506.06579, section 3). Nothing here touches the training: the
weights are read, and what is random comes from a generator of its own. C channels, h × w pixels.
"""

from __future__ import annotations

import time

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from core.playgrounds.cnn.network import Network
from core.playgrounds.cnn.pictures import Pictures

STEPS = 160  # until it counts as done; where the network learns on, so does the image
RATE, DECAY, BLUR = (
    0.03,
    0.005,
    0.08,
)  # of a pixel's range; of the way to the mean colour, to the blurred image
SHIFT = 16  # one pixel up or down for so many of the side, and one at least
AT_ONCE, PATIENCE = 12, 0.008  # steps of a look at most, and seconds after which none is begun
REST = 10  # times as long as a look took, no other one takes a step
HELD = 4  # units whose images are kept, of several viewers
SEED = 2**43


class Maximiser:
    """The image `x` [1, C, h, w] in 0…1 of one unit: map or number `channel` of a layer."""

    def __init__(self, pictures: Pictures, layer: int, channel: int, again: int) -> None:
        self.pictures, self.layer, self.channel = pictures, layer, channel
        self._generator = Generator().manual_seed(SEED + again)
        device = pictures.device
        self._mean = pictures.mean[:, None, None].expand(pictures.image)[None]
        noise = torch.randn((1, *pictures.image), generator=self._generator).to(device)
        self.x = (self._mean + 0.05 * noise).clamp(0, 1)
        self.steps, self.update = 0, -1
        self.first = self.value = float("nan")
        self._next = 0.0

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
        most = max(1, self.x.shape[-1] // SHIFT)
        down, right = torch.randint(-most, most + 1, (2,), generator=self._generator).tolist()
        moved = self.x.roll((down, right), (2, 3))
        value, slope = ascent(net, self.pictures.normalised(moved), self.layer, self.channel)
        size = slope.square().mean().sqrt()
        if not bool(size.isfinite()) or not float(size):
            self.steps = max(self.steps, STEPS)  # a unit that nothing moves
            return False
        moved = moved + RATE * slope / size
        x = moved.roll((-down, -right), (2, 3))
        x = x + BLUR * (blurred(x) - x) + DECAY * (self._mean - x)
        self.x = x.clamp(0, 1)
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
            made = list(parts.values())[-1]
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
