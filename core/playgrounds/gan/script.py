"""The generator as plain PyTorch, and how good what it makes is: for each kind of data its own script."""

from __future__ import annotations

from core.playgrounds.gan import script_images, script_points, script_signals
from core.playgrounds.gan.algorithm import Gan
from core.playgrounds.gan.images import ImageDomain
from core.playgrounds.gan.points import PointDomain
from core.playgrounds.gan.signals import SignalDomain
from core.playgrounds.script import Script


def script(algorithm: Gan) -> Script:
    """Of the generator that is shown: the averaged one, where there is an average."""
    domain = algorithm.domain
    if isinstance(domain, PointDomain):
        return script_points.script(algorithm, domain)
    if isinstance(domain, ImageDomain):
        return script_images.script(algorithm, domain)
    assert isinstance(domain, SignalDomain)
    return script_signals.script(algorithm, domain)
