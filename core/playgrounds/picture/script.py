"""The painting network as plain PyTorch, and how near its picture is."""

from __future__ import annotations

from torch import Tensor

from core.playgrounds.picture import views
from core.playgrounds.picture.algorithm import Picture
from core.playgrounds.script import MODULES, Script, sequential, weights

BODY = '''
class Model(nn.Module):
    """From places [P, 2], x to the right and y downwards in 0..1, to red, green and blue."""

    def __init__(self):
        super().__init__()
{waves}        self.layers = {layers}

    def forward(self, places):
        return self.layers({inputs})


def build():
    return Model()


def psnr(said, true):
    return (-10 * torch.log10(((said - true) ** 2).mean().clamp_min(1e-10))).item()  # dB


def metrics(model, data):
    side = len(data["picture"])
    middles = (torch.arange(side) + 0.5) / side
    down, across = torch.meshgrid(middles, middles, indexing="ij")
    places = torch.stack((across, down), -1).view(-1, 2)
    true, learned = data["picture"].view(-1, 3).float() / 255, data["learned"]
    said = torch.cat([model(some) for some in places.split(4096)]).clamp(0, 1)  # [P, 3]
    # To look at it: from PIL import Image; Image.fromarray((said * 255).byte().view(side, side, 3).numpy())
    found = {{"{shown}": psnr(said[learned], true[learned])}}
    if not learned.all():
        found["{test}"] = psnr(said[~learned], true[~learned])
    return found
'''
WAVES = '        self.register_buffer("waves", torch.zeros(2, {count}))  # cycles per picture\n'
ENCODED = """torch.cat((
            (2 * np.pi * places @ self.waves).cos(), (2 * np.pi * places @ self.waves).sin()
        ), 1)"""


def script(algorithm: Picture) -> Script:
    """The first of the networks."""
    painter, c = algorithm.painters[0], algorithm.config
    net, lines = painter.net, list[str]()
    found: dict[str, Tensor] = {}
    for k, (kernel, bias) in enumerate(zip(net.kernels, net.biases, strict=True)):
        place = f"layers.{len(lines)}"
        found |= {f"{place}.weight": kernel.t(), f"{place}.bias": bias}
        lines.append(f"nn.Linear({len(kernel)}, {len(bias)})")
        if k < len(net.activations):
            lines.append(MODULES[net.activations[k].name])
    if painter.b is not None:
        found["waves"] = painter.b
    shown, test, _ = views.MEASURED[0]
    body = BODY.format(
        waves="" if painter.b is None else WAVES.format(count=painter.b.shape[1]),
        inputs="2 * places - 1" if painter.b is None else ENCODED,
        layers=sequential(lines).replace("\n", "\n    "),
        shown=shown,
        test=test,
    )
    data = {"picture": algorithm.original, "learned": views.learned(c).reshape(-1)}
    names = (shown, test) if len(algorithm.test) else (shown,)
    return Script(body, weights(found), data, names)
