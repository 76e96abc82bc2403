"""What a policy is worth: noise-free episodes beside the training, in environments of their own."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.actorcritic.worlds import World


class Jury:
    """Draws nothing from the training's generators: the starts are the reset seeds 0, 1, …"""

    def __init__(self, name: str) -> None:
        self._name = name
        self._worlds: list[World] = []  # made when they are first needed

    def returns(
        self,
        episodes: int,
        policy: Callable[[np.ndarray], np.ndarray],
        gravity: float = 1.0,
        mass: float = 1.0,
    ) -> np.ndarray:
        """Undiscounted returns [episodes]; all go side by side, so that the policy is asked once a step.

        `policy` maps states [k, n] as the networks see them to actions [k, m] in −1…1.
        """
        while len(self._worlds) < episodes:
            self._worlds.append(World(self._name))
        total = np.zeros(episodes)
        for seed, world in enumerate(self._worlds[:episodes]):
            world.factors = (gravity, mass)
            world.begin(seed)
        going = list(range(episodes))
        while going:
            actions = policy(np.stack([self._worlds[i].seen for i in going]))
            outcomes = [
                self._worlds[i].step(action) for i, action in zip(going, actions, strict=True)
            ]
            total[going] += [outcome.reward for outcome in outcomes]
            going = [i for i, outcome in zip(going, outcomes, strict=True) if not outcome.over]
        return total
