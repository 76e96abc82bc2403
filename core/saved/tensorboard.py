"""Curves as TensorBoard reads them."""

from __future__ import annotations

import time
from pathlib import Path

from core.i18n import N_
from core.saved import tables
from core.saved.archive import refusal
from core.saved.file import Saved


def write(folder: Path, saved: Saved) -> list[str]:
    """An event file with a scalar for every curve. ParamError where `tensorboard` isn't installed."""
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError:
        raise refusal(
            N_("TensorBoard's files need its package: pip install tensorboard.")
        ) from None
    before = set(folder.glob("events.out.tfevents.*"))
    try:
        writer = SummaryWriter(str(folder))
        now = time.time()
        for name, (steps, values) in tables.curves(saved.packed).items():
            for step, value in sorted(zip(steps.tolist(), values.tolist(), strict=True)):
                writer.add_scalar(name, value, step, walltime=now)
        writer.close()
    except OSError as error:
        text = N_("{file} can't be written ({error}).")
        why = error.strerror or type(error).__name__
        raise refusal(text, file=str(folder)[-120:], error=why) from None
    return [str(path) for path in sorted(set(folder.glob("events.out.tfevents.*")) - before)]
