"""A decoder so strong that it needs no code: each pixel also sees those already drawn around it.

Read like a text, line by line, a picture's pixel follows from its neighbours above and to the left. What
they say is added to what the code says, pixel by pixel, in logits: one masked convolution and one hidden
layer (van den Oord, Kalchbrenner & Kavukcuoglu 2016, arXiv:1601.06759, mask A). Where neighbours tell as
much as the code would, the code costs nats and saves none, and the posterior collapses (Bowman et al.
2016, arXiv:1511.06349; Chen et al. 2017, arXiv:1611.02731).

B images of D = side² pixels in 0…1.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from core.nn.flat import blank, fill

REACH = 3  # pixels that are seen upwards, to the left and, in the lines above, to the right
WIDTH = 32  # hidden neurons per pixel
ROWS, COLUMNS = REACH + 1, 2 * REACH + 1  # of the window


class Neighbours(nn.Module):
    """What the pixels before each pixel say of it."""

    def __init__(self, side: int, generator: Generator) -> None:
        super().__init__()
        self.side = side
        seen = torch.ones(ROWS, COLUMNS)
        seen[-1, REACH:] = 0  # the pixel itself and what comes after it
        self.register_buffer("seen", seen)
        self.look = blank(nn.Conv2d, 1, WIDTH, (ROWS, COLUMNS))
        self.say = blank(nn.Conv2d, WIDTH, 1, 1)
        fill(self.look.weight, generator, int(seen.sum()))
        fill(self.say.weight, generator, WIDTH, 0.3)
        for layer in (self.look, self.say):
            nn.init.zeros_(layer.bias)

    @property
    def window(self) -> Tensor:
        """The first layer's weights, [WIDTH, 1, ROWS, COLUMNS]: 0 where a pixel must not look."""
        seen = self.seen
        assert isinstance(seen, Tensor)
        return self.look.weight * seen

    def forward(self, x: Tensor) -> Tensor:
        """Images [B, D] -> what is added to each pixel's logit, [B, D], all pixels at once."""
        a = F.conv2d(_framed(x, self.side), self.window, self.look.bias)
        return self.say(torch.relu(a)).flatten(1)

    def drawn(self, logits: Tensor) -> Tensor:
        """Images [B, D] drawn from the code's logits [B, D] pixel after pixel: each is its mean, given
        the means before it. Pixels a line down and ROWS to the left do not see each other, so that a
        slanted row of them is drawn at once."""
        side, n = self.side, len(logits)
        canvas = _framed(logits.new_zeros(n, side * side), side)[:, 0]  # [B, side + 3, side + 6]
        windows = canvas.unfold(1, ROWS, 1).unfold(2, COLUMNS, 1)  # [B, side, side, ROWS, COLUMNS]
        weight = self.window.flatten(1).T  # [ROWS · COLUMNS, WIDTH]
        code = logits.view(n, side, side)
        for when in range(side + ROWS * (side - 1)):
            first, last = max(0, math.ceil((when - side + 1) / ROWS)), min(side - 1, when // ROWS)
            row = torch.arange(first, last + 1, device=logits.device)
            column = when - ROWS * row
            a = torch.relu(windows[:, row, column].flatten(2) @ weight + self.look.bias)
            context = a @ self.say.weight.flatten() + self.say.bias
            canvas[:, row + REACH, column + REACH] = torch.sigmoid(code[:, row, column] + context)
        return canvas[:, REACH:, REACH:-REACH].reshape(n, -1)


def _framed(x: Tensor, side: int) -> Tensor:
    """Images [B, D] with black around them where windows reach beyond: [B, 1, side + 3, side + 6]."""
    return F.pad(x.view(-1, 1, side, side), (REACH, REACH, REACH, 0))
