"""The PSNR of both networks over the steps. See core/figures/curves.py.

Blue is the network that is shown, orange the one without features. Solid are pixels that are learned from,
unless some are held out: then those are solid, and what is learned from is dashed.
"""

from __future__ import annotations

from typing import Any

from core.figures import palette
from core.figures.curves import Translate, figure

MAIN, PLAIN = palette.BLUE, palette.ORANGE


def psnr_variants(_: Translate) -> list[dict[str, Any]]:
    """Every one with the number that it requires; the first whose number a run has is shown."""
    main, plain = _("the network"), _("without features")
    main_train, plain_train = _("network, learned"), _("without, learned")
    main_test, plain_test = _("network, held out"), _("without, held out")
    alone = [("train_psnr", main, MAIN, 2.4)]
    both = [*alone, ("plain_psnr", plain, PLAIN, 2.4)]
    tested = [("train_psnr", main_train, MAIN, 1.4), ("test_psnr", main_test, MAIN, 2.4)]
    everything = [
        *tested,
        ("plain_psnr", plain_train, PLAIN, 1.4),
        ("plain_test_psnr", plain_test, PLAIN, 2.4),
    ]
    dashed = ("train_psnr", "plain_psnr")
    return [
        _variant(_, "plain_test_psnr", everything, dashed),
        _variant(_, "test_psnr", tested, dashed),
        _variant(_, "plain_psnr", both),
        _variant(_, "train_psnr", alone),
    ]


def _variant(
    _: Translate,
    requires: str,
    traces: list[tuple[str, str, str, float]],
    dashed: tuple[str, ...] = (),
) -> dict[str, Any]:
    made = figure(_, _("PSNR (dB)"), traces, ".2f", {}, log=False, dashed=dashed)
    return {"requires": requires, "title": _("PSNR"), **made}
