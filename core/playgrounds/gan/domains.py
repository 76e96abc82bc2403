"""What a GAN is made of: the game's objectives, the kinds of data it is played on, its diagnosis."""

from __future__ import annotations

from importlib import import_module

import torch

from core.i18n import N_
from core.params import Message, ParamError
from core.playgrounds.gan.config import IMAGES, SIGNALS, GanConfig
from core.playgrounds.gan.domain import Domain


def domain_for(config: GanConfig, device: torch.device) -> Domain:
    """The domain of `config.dataset`, imported when it is first wanted. Raises ParamError."""
    module, name = "points", "Points"
    if config.dataset in IMAGES:
        module, name = "images", "Images"
    elif config.dataset in SIGNALS:
        module, name = "signals", "Signals"
    try:
        found = import_module(f"{__name__}.{module}")
    except ModuleNotFoundError:
        text = N_("{name} = {value}: this version has no such data yet.")
        raise ParamError(Message("dataset", text, {"value": config.dataset})) from None
    return getattr(found, name)(config, device)
