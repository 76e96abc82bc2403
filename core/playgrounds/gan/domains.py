"""Which kind of data a data set is: points, pictures or signals."""

from __future__ import annotations

import torch

from core.playgrounds.gan.config import IMAGES, SIGNALS, GanConfig
from core.playgrounds.gan.domain import Domain
from core.playgrounds.gan.images import ImageDomain
from core.playgrounds.gan.points import PointDomain
from core.playgrounds.gan.signals import SignalDomain


def domain_for(config: GanConfig, device: torch.device) -> Domain:
    """The domain of `config.dataset`. Raises ParamError where its data can't be had."""
    if config.dataset in IMAGES:
        return ImageDomain(config, device)
    if config.dataset in SIGNALS:
        return SignalDomain(config, device)
    return PointDomain(config, device)
