"""Augmentation: other images that show the same thing, made of a whole minibatch in one go.

What is turned, sheared, zoomed or moved is one affine map per image (bilinear, Jaderberg et al. 2015,
arXiv:1506.02025, section 3.2). Random crops after padding: He et al. 2015, arXiv:1512.03385, section 4.2.
Cutout: DeVries & Taylor 2017, arXiv:1708.04552. Mixup: Zhang et al. 2017, arXiv:1710.09412.
B images of C channels, H × W pixels; K classes. What comes in from outside a picture is 0: black, or the mean
of what is normalised; `outside` names another shade. A part that is off draws no numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Generator, Tensor
from torch.nn import functional as F

MOST_ZOOM = 0.9  # a picture shrunk by all of its side is none


@dataclass(frozen=True)
class Augmentation:
    """How strong each part is; 0 is off."""

    rotation: float = 0.0  # degrees, uniform in ±
    shift: float = 0.0  # share of the side, uniform in ±, along both axes
    shear: float = 0.0  # degrees, uniform in ±
    zoom: float = 0.0  # share, uniform in ±: 0.1 is 0.9 to 1.1 times as large
    flip: float = 0.0  # probability of left and right changing places
    crop: int = 0  # pixels of padding around the picture before as much is cut off again
    cutout: int = 0  # pixels, the side of the square that is blanked
    mixup: float = 0.0  # α of the Beta distribution of the share that stays

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if not 0 <= value < float("inf"):
                raise ValueError(f"{name} = {value} is no strength")
        if self.zoom > MOST_ZOOM or self.flip > 1 or self.shear >= 90:
            raise ValueError("zoom, flip or shear is too strong")

    @property
    def any(self) -> bool:
        """Whether any part is on."""
        return any(vars(self).values())

    def images(self, x: Tensor, generator: Generator, outside: Tensor | None = None) -> Tensor:
        """Every picture of x [B, C, H, W], float, in another version; x itself where nothing is on.

        `outside` [C]: the shade of what comes in from outside, and of what is cut out.
        """
        if outside is not None and self != Augmentation(mixup=self.mixup):
            shade = outside.to(x)[:, None, None]
            return self.images(x - shade, generator) + shade
        if self.rotation or self.shift or self.shear or self.zoom:
            x = _sampled(x, self._maps(x, generator))
        if self.crop:
            x = self._cropped(x, generator)
        elif self.flip:
            x = torch.where(self._flips(x, generator)[:, None, None, None], x.flip(3), x)
        if self.cutout:
            x = x.masked_fill(self._holes(x, generator)[:, None], 0)
        return x

    def mix(self, x: Tensor, t: Tensor, generator: Generator) -> tuple[Tensor, Tensor]:
        """Pairs of a minibatch blended, images x [B, C, H, W] and class probabilities t [B, K] alike."""
        if not self.mixup:
            return x, t
        others = torch.randperm(len(x), generator=generator, device=generator.device).to(x.device)
        return _blended(x, x[others], t, t[others], self._shares(len(x), generator))

    def _maps(self, x: Tensor, generator: Generator) -> Tensor:
        """[B, 2, 3]: where each place of the new picture lies in the old one, sides from −1 to 1."""
        height, width = x.shape[2:]
        u = _uniform((5, len(x)), generator, x).mul_(2).sub_(1)
        angle, slant = (u[:2].T * torch.tensor([self.rotation, self.shear]).to(u)).deg2rad().T
        size = 1 / (1 + self.zoom * u[2])
        cos, sin, tan = size * angle.cos(), size * angle.sin(), slant.tan()
        right, down = 2 * self.shift * u[3], 2 * self.shift * u[4]
        rows = [cos, (cos * tan - sin) * (height / width), right]
        rows += [sin * (width / height), sin * tan + cos, down]
        return torch.stack(rows, 1).view(-1, 2, 3)

    def _cropped(self, x: Tensor, generator: Generator) -> Tensor:
        """A window of the old size out of the padded picture, and flipped where that is on."""
        (batch, channels, height, width), pad = x.shape, self.crop
        top, left = _whole(2 * pad + 1, (2, batch), generator, x)
        rows = top[:, None] + torch.arange(height, device=x.device)
        columns = left[:, None] + torch.arange(width, device=x.device)
        if self.flip:
            columns = torch.where(self._flips(x, generator)[:, None], columns.flip(1), columns)
        places = (rows[:, :, None] * (width + 2 * pad) + columns[:, None, :]).view(batch, 1, -1)
        padded = F.pad(x, (pad, pad, pad, pad)).flatten(2)
        return padded.gather(2, places.expand(-1, channels, -1)).view(x.shape)

    def _flips(self, x: Tensor, generator: Generator) -> Tensor:
        return _uniform((len(x),), generator, x) < self.flip  # [B]

    def _holes(self, x: Tensor, generator: Generator) -> Tensor:
        """[B, H, W]: what is cut out. The middle lies in the picture, so the square may leave it."""
        inside = []
        for side in x.shape[2:]:
            start = _whole(side, (len(x), 1), generator, x) - self.cutout // 2
            place = torch.arange(side, device=x.device)
            inside.append((place >= start) & (place < start + self.cutout))
        return inside[0][:, :, None] & inside[1][:, None, :]

    def _shares(self, count: int, generator: Generator) -> np.ndarray:
        """The share of itself that each of a minibatch keeps, [count], Beta(α, α).

        torch's own Beta takes no generator, so NumPy draws, from a seed of ours.
        """
        seed = torch.randint(2**62, (), generator=generator, device=generator.device)
        return np.random.default_rng(int(seed)).beta(self.mixup, self.mixup, count)


def strip(
    x: Tensor,
    augmentation: Augmentation,
    generator: Generator,
    count: int = 12,
    partners: Tensor | None = None,
) -> Tensor:
    """[count, C, H, W]: one picture x [C, H, W] in so many versions.

    With mixup, each is blended with one of the `partners` [P, C, H, W], where there are any.
    """
    versions = augmentation.images(x.repeat(count, 1, 1, 1), generator)
    if not augmentation.mixup or partners is None or not len(partners):
        return versions
    others = partners[_whole(len(partners), (count,), generator, x)].to(x)
    t = x.new_zeros(count, 1)
    shares = augmentation._shares(count, generator)
    return _blended(versions, augmentation.images(others, generator), t, t, shares)[0]


def _sampled(x: Tensor, maps: Tensor) -> Tensor:
    """x [B, C, H, W] where the maps [B, 2, 3] say, in between its pixels."""
    kind = torch.promote_types(x.dtype, torch.float32)  # half precision can't tell the places apart
    grid = F.affine_grid(maps.to(kind), list(x.shape), align_corners=False)
    return F.grid_sample(x.to(kind), grid, align_corners=False).to(x.dtype)


def _blended(
    x: Tensor, x_other: Tensor, t: Tensor, t_other: Tensor, shares: np.ndarray
) -> tuple[Tensor, Tensor]:
    kept = torch.from_numpy(shares).to(x)
    return (
        torch.lerp(x_other, x, kept[:, None, None, None]),
        torch.lerp(t_other, t, kept[:, None].to(t)),
    )


def _uniform(shape: tuple[int, ...], generator: Generator, like: Tensor) -> Tensor:
    """Numbers in 0…1, drawn where the generator is, for use where `like` is."""
    return torch.rand(shape, generator=generator, device=generator.device).to(like.device)


def _whole(end: int, shape: tuple[int, ...], generator: Generator, like: Tensor) -> Tensor:
    """Whole numbers in 0…end − 1, likewise."""
    return torch.randint(end, shape, generator=generator, device=generator.device).to(like.device)
