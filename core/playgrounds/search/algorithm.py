"""A search for good hyperparameters: many small networks with values drawn for each, of which one is chosen.

A step is an epoch of every trial that trains, `parallel` of each search. Values come from a sampler: random
search (Bergstra & Bengio 2012, JMLR 13), a grid, or TPE (Bergstra et al. 2011), see samplers.py. Trials that
lag behind are pruned: by the median of the others at the same age, or by successive halving, see pruning.py.

The trial with the lowest objective on *validation* points is chosen, and the *test* points, which had no part
in that, say what it is worth. Choosing by the test would be overfitting to it.

Metrics: of the chosen trial `valid_loss`, `valid_accuracy`, `test_loss`, `test_accuracy`; the lowest test
loss of any trial, which flatters: `test_loss_least`; `best` and `best_beside`, the best objective of either
kind of search (mean over repeats); `trials` done, of which `pruned` and `diverged`; `epochs` of all together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import torch

from core import params
from core.i18n import N_
from core.params import Message
from core.playgrounds.contract import Algorithm, Arrays, Scalars, Stage, State, as_array
from core.playgrounds.search import metrics, views
from core.playgrounds.search.config import SearchConfig
from core.playgrounds.search.cost import cost
from core.playgrounds.search.presets import PRESETS
from core.playgrounds.search.studies import Studies


class Search(Algorithm):
    """The searches, and their trials."""

    NAME = "search"
    LABEL = N_("Search")
    UNIT = N_("epoch of all trials that train")
    AUTOGRAD = False
    Config: ClassVar[type[params.Config]] = SearchConfig
    PRESETS = PRESETS
    COST = staticmethod(cost)
    VIEWS, STATIC, METRICS = views.VIEWS, views.STATIC, metrics.METRICS

    config: SearchConfig

    def __init__(self, config: SearchConfig, device: torch.device | str = "cpu") -> None:
        self.config, self.device = config, torch.device(device)
        self.studies = Studies(config, self.device)

    # ---- learning ---------------------------------------------------------------------------
    def step(self) -> Scalars:
        """An epoch of every trial that trains; the mean of their minibatches' losses."""
        return {"batch_loss": self.studies.step()}

    def configure(self, config: params.Config) -> None:
        assert isinstance(config, SearchConfig)
        self.config = config

    # ---- how well ---------------------------------------------------------------------------
    def evaluate(self) -> Scalars:
        """Of what validation and test have said of the trials that are done."""
        return dict(metrics.measured(self.studies))

    @property
    def evaluate_now(self) -> bool:
        return True

    def diverged(self, scalars: Mapping[str, np.ndarray]) -> tuple[int, Message] | None:
        """Never of one trial: it ends, and the others go on."""
        return None

    def finished(self, measured: Mapping[str, float]) -> Message | None:
        if not self.studies.done:
            return None
        count = len(self.studies.trials)
        return Message("trials", N_("All {count} trials are done."), {"count": count})

    # ---- to look at ---------------------------------------------------------------------------
    def describe(self) -> dict[str, Any]:
        return views.describe(self)

    def static_views(self) -> Arrays:
        return views.points(self)

    def trace(self) -> list[Stage]:
        """One step, told of the first trial that trains: its weights before and after."""
        trials = [trial for study in self.studies.all for trial in study.running]
        if not trials:
            self.step()
            return []
        before = as_array(trials[0].theta)
        loss = self.step()["batch_loss"]
        arrays = {"before": before, "after": as_array(trials[0].theta), "loss": as_array(loss)}
        return [Stage("update", None, arrays)]

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> State:
        return State.of({"studies": self.studies.state(), "live": self._live()})

    def load_state(self, state: State) -> None:
        kept = state.tree()
        self._take_live(kept["live"])
        self.studies.load_state(kept["studies"])
