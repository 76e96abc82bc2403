"""The numbers of a run: what they are called, how they are written, and which data they are of."""

from __future__ import annotations

from core.i18n import N_
from core.playgrounds.contract import Metric

EVALUATED = "episodes without noise, with reset seeds 0, 1, …"
METRICS = {
    "eval_return_mean": Metric(
        N_("return, noise-free"),
        N_("Sum of rewards of an episode without noise, mean and standard deviation over several of them"),
        "spread", better="higher", evaluated_on=EVALUATED, beside="eval_return_std", headline=True,
    ),
    "eval_return_std": Metric(
        N_("its spread"), N_("Standard deviation over episodes without noise"), "weight",
        evaluated_on=EVALUATED,
    ),
    "eval_return_low": Metric(
        N_("least return"), N_("The worst of the episodes without noise"), "weight", better="higher",
        evaluated_on=EVALUATED,
    ),
    "eval_return_high": Metric(
        N_("best return"), N_("The best of the episodes without noise"), "weight", better="higher",
        evaluated_on=EVALUATED,
    ),
    "episodes": Metric(N_("episodes"), N_("Episodes that have ended"), "count", evaluated_on="train"),
    "reward": Metric(N_("reward"), N_("Of the step just taken"), "weight", evaluated_on="train"),
    "critic_loss": Metric(
        N_("critic's loss"), N_("Mean of (Q(s, a) − y)² over the minibatch, of scaled rewards"),
        better="lower", evaluated_on="minibatch",
    ),
    "actor_objective": Metric(
        N_("actor's objective"), N_("Mean Q(s, π(s)) over the minibatch"), "weight", better="higher",
        evaluated_on="minibatch",
    ),
    "mean_q": Metric(
        N_("mean Q"),
        N_("What the critic expects on average over the minibatch: a sum of discounted rewards"),
        "weight", evaluated_on="minibatch",
    ),
    "episode_return": Metric(
        N_("last episode"), N_("Sum of rewards of the last training episode, noise and all"), "weight",
        better="higher", evaluated_on="train",
    ),
    "episode_length": Metric(
        N_("episode length"), N_("Steps of the last training episode"), "count", evaluated_on="train"
    ),
    "promised_return": Metric(
        N_("promised"), N_("What the critic said of the episode's first step"), "weight",
        evaluated_on="train",
    ),
    "realised_return": Metric(
        N_("came true"),
        N_("What came of it, discounted; where time was up, the critic's word stands for the rest"),
        "weight", evaluated_on="train",
    ),
    "target_lag": Metric(
        N_("target lag"), N_("How far the target critic's weights are behind, relative to their length")
    ),
    "noise_scale": Metric(N_("noise scale"), N_("What the schedule has made of the noise by now"), "weight"),
    "replay_size": Metric(
        N_("transitions"), N_("How many the replay memory holds"), "count", evaluated_on="train"
    ),
}  # fmt: skip
