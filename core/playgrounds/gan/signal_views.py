"""What can be seen of a GAN of signals: a few of them, their mean spectrum, and two histograms.

Signals of 32 samples; frequencies in cycles per window.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.data import signals
from core.i18n import N_
from core.playgrounds.contract import Array, Arrays, Metric, Options, View
from core.playgrounds.gan.look import Look
from core.playgrounds.gan.signals import BINS, LENGTH, SignalDomain

SHOWN, BEHIND = 8, 250  # signals drawn, and signals behind spectrum and histograms
FEW = 3  # signals in the data flow and in slow motion


class SignalLook(Look):
    """One frame of a GAN of signals: its views are all of the same ones."""

    domain: SignalDomain

    @cached_property
    def fake(self) -> Tensor:
        """Generated signals from fixed noise, [250, T]."""
        return self.pair.sample(BEHIND, self.domain.fixed(1)).cpu().nan_to_num()

    def describe(self) -> dict[str, Any]:
        return {
            "metrics": list(SIGNAL_METRICS),
            "length": LENGTH,
            "range": [-1, 1],
            "unit": CYCLES,
        }

    def static(self) -> Arrays:
        d = self.domain
        arrays = {
            "waves.real": _array(d.reference[:SHOWN]),
            "spectrum.x": np.arange(LENGTH // 2 + 1, dtype=np.float32),
            "spectrum.real": _array(d.spectrum),
        }
        for name, share in d.shares.items():
            centres = (torch.arange(BINS) + 0.5) * (d.ranges[name] / BINS)
            arrays |= {f"{name}.x": _array(centres), f"{name}.real": _array(share)}
        return arrays

    def thumbs(self, x: Tensor) -> np.ndarray:
        return _array(x[:FEW])

    def traced(self, x: Tensor) -> np.ndarray:
        return _array(x[:FEW])


def waves(look: Look, options: Options) -> Arrays:
    return {"waves.fake": _array(look.fake[:SHOWN])} if isinstance(look, SignalLook) else {}


def spectrum(look: Look, options: Options) -> Arrays:
    if not isinstance(look, SignalLook):
        return {}
    return {"spectrum.fake": _array(signals.power(look.fake))}


def histograms(look: Look, options: Options) -> Arrays:
    if not isinstance(look, SignalLook):
        return {}
    shares = look.domain.histograms(look.fake)
    return {f"{name}.fake": _array(share) for name, share in shares.items()}


def _array(x: Tensor) -> np.ndarray:
    return x.detach().cpu().float().numpy().copy()


CYCLES = N_("cycles per window")
SHARES = "shares of the signals, which sum to 1"
SIGNAL_STATIC = {
    "waves.real": Array("f4", "8 32", only="signals"),
    "spectrum.x": Array("f4", "17", unit=CYCLES, only="signals"),
    "spectrum.real": Array("f4", "17", coding="mean power", only="signals"),
    "amplitude.x": Array("f4", "24", coding="middles of the bins", only="signals"),
    "amplitude.real": Array("f4", "24", coding=SHARES, only="signals"),
    "frequency.x": Array("f4", "24", unit=CYCLES, coding="middles of the bins", only="signals"),
    "frequency.real": Array("f4", "24", coding=SHARES, only="signals"),
}

SIGNAL_VIEWS = {
    "waves": View(waves, {"waves.fake": Array("f4", "8 32", coding="from fixed noise", only="signals")}),
    "spectrum": View(spectrum, {"spectrum.fake": Array("f4", "17", coding="mean power", only="signals")}),
    "histograms": View(
        histograms,
        {
            "amplitude.fake": Array("f4", "24", coding=SHARES, only="signals"),
            "frequency.fake": Array("f4", "24", coding=SHARES, only="signals"),
        },
    ),
}  # fmt: skip

SIGNAL_METRICS = {
    "spectrum_distance": Metric(
        N_("spectrum"), N_("Share of the mean power that is at the wrong frequencies: 0 is perfect"),
        "percent", better="lower", evaluated_on="generated",
    ),
    "frequency_js": Metric(
        N_("frequencies"),
        N_(
            "Jensen–Shannon divergence between real and generated frequencies, in nats: 0 is"
            " perfect; a generator that knows one tune only shows here"
        ),
        better="lower", evaluated_on="generated",
    ),
    "amplitude_js": Metric(
        N_("amplitudes"),
        N_("Jensen–Shannon divergence between real and generated amplitudes, in nats: 0 is perfect"),
        better="lower", evaluated_on="generated",
    ),
    "sliced_wasserstein": Metric(  # of points too
        N_("Wasserstein"),
        N_("How far the samples would have to be moved, on average over many directions: 0 is perfect"),
        better="lower", evaluated_on="generated",
    ),
}  # fmt: skip
