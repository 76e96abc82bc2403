"""Deep deterministic policy gradient (DDPG): a critic says what an action is worth, an actor climbs it.

Every step of the environment: the actor chooses, noise is added so that it tries other things, the world
answers, the transition goes into the replay memory, and from a minibatch drawn there

    critic   Q(s, a) → y = r + γ · Q′(s′, μ′(s′))     where the world ended: y = r; replay.py: of n steps
    actor    μ(s) goes up the slope ∂Q/∂a
    targets  Q′ and μ′ follow slowly

Lillicrap et al. 2015 (arXiv:1509.02971), algorithm 1; with the switches, TD3 of Fujimoto et al. 2018
(arXiv:1802.09477). The mathematics stands in core/playgrounds/ddpg/learner.py. An episode that the time limit
cuts off has not ended: y still counts on what would have come (Pardo et al. 2018, arXiv:1712.00378).

A step is one step of the environment. n numbers in a state, m in an action, each −1…1 inside the networks.

Its numbers are in metrics.py: losses of every update, an episode's own when it is over, what changes slowly
every 25 steps. An evaluation takes a few episodes, at the end 100 in classic control and 20 elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, ClassVar

import numpy as np
import torch

from core import params
from core.i18n import N_
from core.nn.dense import streams
from core.params import Message
from core.playgrounds.contract import Algorithm, Scalars, Stage, State, Trace, weights_left_bounds
from core.playgrounds.ddpg import questions, views
from core.playgrounds.ddpg.alarms import Alarms, beyond_rewards
from core.playgrounds.ddpg.config import DdpgConfig
from core.playgrounds.ddpg.cost import cost
from core.playgrounds.ddpg.environment import Environment
from core.playgrounds.ddpg.episode_stats import EpisodeStats
from core.playgrounds.ddpg.evaluator import Evaluator
from core.playgrounds.ddpg.learner import Learner
from core.playgrounds.ddpg.metrics import METRICS
from core.playgrounds.ddpg.noise import Noise, scale_at
from core.playgrounds.ddpg.presets import PRESETS
from core.playgrounds.ddpg.replay import Replay
from core.playgrounds.ddpg.rollouts import Rollouts

RETURNS = ("eval_return_mean", "eval_return_std", "eval_return_low", "eval_return_high")
SEEDS = 2**31  # episodes of the training are reset with seeds below this


class Ddpg(Algorithm):
    """An agent, its world and its memory."""

    NAME = "ddpg"
    LABEL = N_("DDPG")
    UNIT = N_("environment step")
    AUTOGRAD = False
    Config: ClassVar[type[params.Config]] = DdpgConfig
    PRESETS = PRESETS
    COST = staticmethod(cost)
    VIEWS, METRICS = views.VIEWS, METRICS
    PROBES, ACTS = questions.PROBES, questions.ACTS
    NOTICE_EVERY = 25  # steps between two looks at what changes slowly

    config: DdpgConfig

    def __init__(self, config: DdpgConfig, device: torch.device | str = "cpu") -> None:
        self.config, self.device = config, torch.device(device)
        seeds = np.random.SeedSequence(config.seed).generate_state(4, np.uint64)
        self._for_worlds, self._for_batches, for_noise, self._for_targets = (
            np.random.Generator(np.random.PCG64(int(seed))) for seed in seeds
        )
        self.world = Environment(config.env, config.gravity, config.mass)
        n, m = self.world.n, self.world.m
        self.axes = self.world.spec.axes(self.world.low, self.world.high)
        (for_weights,) = streams(config.seed, 1)
        self.learner = Learner(n, m, config.hidden, self.device, for_weights)
        self.learner.resize(config.batch_size)
        self.rules = config.rules()
        self.replay = Replay(config.capacity, n, m)
        self.noise = Noise(m, for_noise)
        self.steps, self.episode, self.largest = 0, 0, 0.0
        self.alarms = Alarms()
        self._news: list[tuple[int, Scalars]] = []
        self._trace = Trace()
        self._evaluator = Evaluator(config.env)
        self.rollouts = Rollouts()
        self._keep()
        self._begin()

    # ---- learning ---------------------------------------------------------------------------
    def step(self) -> Scalars:
        """Act, see what comes of it, remember it, and learn from what is remembered."""
        c, world = self.config, self.world
        before = world.seen
        action = self._act()  # [m]
        outcome = world.step(action)
        reward = outcome.reward * c.reward_scale
        self.replay.add(before, action, reward, not outcome.terminated, world.seen)
        self.steps += 1
        self.largest = max(self.largest, abs(outcome.reward))
        self.episode_stats.add(outcome.reward, c.gamma)
        if self._trace.on:
            self._trace.tell(
                "world", reward=outcome.reward, next=world.state,
                terminated=outcome.terminated, truncated=outcome.truncated,
            )  # fmt: skip
        if self.steps > c.warm_up:
            for _ in range(c.updates):
                self._learn()
        if self.steps % self.NOTICE_EVERY == 0:
            self._notice()
        if outcome.over:
            self._end_episode(outcome.truncated)
        return {"reward": outcome.reward, "episodes": float(self.episode)}

    def _act(self) -> np.ndarray:
        """The actor's choice with noise, cut off at the bounds, float32 [m]; in the warm-up, anything."""
        c, world = self.config, self.world
        choice = self.learner.policy(world.seen[None])[0]  # [m]
        noise = self.noise.draw(c.noise_kind, self.noise_scale, c.noise_memory)
        if self.steps < c.warm_up:
            noise = self.noise.anything() - choice
        action = (choice + noise).clip(-1.0, 1.0).astype(np.float32)
        self.noise.remember(noise)
        if world.time == 0:
            self.episode_stats.promised = self._worth(action)
        if self._trace.on:
            self._trace.tell("observe", state=world.state)
            self._trace.tell("act", policy=choice, noise=noise, action=action)
        return action

    def _learn(self) -> None:
        """An update from a minibatch of the memory."""
        n, minibatch = self.config.n_step, self.learner.minibatch
        which = self.replay.draw(self._for_batches, minibatch)
        if self._trace.on:
            seen, action, reward, _, _ = self.replay.parts(minibatch[:4])
            state = self.world.unscaled(seen)
            self._trace.tell("sample", state=state, action=action, reward=reward)
        if n > 1:
            ahead = self.replay.look_ahead(which, minibatch, n, self.config.gamma)
            self._trace.tell("ahead", ahead=ahead[:4], returns=self.replay.parts(minibatch[:4])[2])
        said: Scalars = {**self.learner.learn(self.rules, self._for_targets, self._trace)}
        for name in said.keys() & {"mean_q", "actor_objective"}:
            said[name] = said[name] / self.config.reward_scale
        self._news.append((self.steps, said))

    def _begin(self) -> None:
        """A new episode: where it starts is drawn from the run's own generator."""
        self.world.begin(int(self._for_worlds.integers(SEEDS)))
        self.noise.restart()
        self.episode_stats = EpisodeStats()

    def _end_episode(self, truncated: bool) -> None:
        """Tell what came of it, keep a checkpoint where physics cannot be copied, and begin the next."""
        self.episode += 1
        choice = self.learner.policy(self.world.seen[None])[0]
        rest = self._worth(choice) if truncated else 0.0
        said = self.episode_stats.close(rest)
        self._news.append((self.steps, said))
        self.alarms.add(said)
        self._keep()
        self._begin()

    def _worth(self, action: np.ndarray) -> float:
        """What the critic says of `action` [m] in the state now, in the world's own rewards."""
        return float(self.value(self.world.seen[None], action[None])[0])

    def value(self, states: np.ndarray, actions: np.ndarray, which: int = 0) -> np.ndarray:
        """What critic `which` says of states [k, n] and actions [k, m], in the world's own rewards, [k]."""
        return self.learner.value(states, actions, which) / np.float32(self.config.reward_scale)

    def _notice(self) -> None:
        said: Scalars = {
            "target_lag": self.learner.critics[0].lag(),
            "noise_scale": self.noise_scale,
            "replay_size": float(self.replay.size),
        }
        self._news.append((self.steps, said))

    @property
    def noise_scale(self) -> float:
        """What the schedule has made of the noise by now."""
        c = self.config
        if c.noise_kind == "none":
            return 0.0
        return scale_at(c.noise_schedule, c.noise, c.noise_final, c.noise_steps, self.steps)

    def configure(self, config: params.Config) -> None:
        assert isinstance(config, DdpgConfig)
        before, self.config, self.rules = self.config, config, config.rules()
        if config.batch_size != before.batch_size:
            self.learner.resize(config.batch_size)
        if (config.gravity, config.mass) != (before.gravity, before.mass):
            self.world.physics(config.gravity, config.mass)

    # ---- how well ---------------------------------------------------------------------------
    def evaluate(self) -> Scalars:
        return self._judge(self.world.spec.EPISODES)

    def final(self) -> Scalars:
        """The metrics of 100 episodes in classic control, of 20 elsewhere."""
        found = self._judge(self.world.spec.FINAL_EPISODES)
        return found | {"episodes": float(self.episode)}

    def _judge(self, episodes: int) -> Scalars:
        """The metrics of noise-free episodes with reset seeds 0, 1, …"""
        c = self.config
        found = self._evaluator.returns(episodes, self.learner.policy, c.gravity, c.mass)
        numbers = (found.mean(), found.std(), found.min(), found.max())
        return dict(zip(RETURNS, map(float, numbers), strict=True))

    @property
    def evaluate_now(self) -> bool:
        return self.steps % self.world.spec.EVALUATE_EVERY == 0

    def news(self) -> list[tuple[int, Scalars]]:
        told, self._news = self._news, []
        return told

    def notes(self) -> list[Message]:
        return self.alarms.notes()

    def diverged(self, scalars: Mapping[str, np.ndarray]) -> tuple[int, Message] | None:
        """A loss or a value that is no number, or a mean Q beyond all that rewards could add up to."""
        found = super().diverged(scalars)
        if found is not None:
            return found
        taken = len(scalars["reward"])
        scale = 1 / self.config.reward_scale
        first = beyond_rewards(self._news, self.largest, self.rules.gamma, scale)
        if first is not None:
            return max(first[0] - self.steps + taken - 1, 0), first[1]
        return weights_left_bounds(self.learner.finite(), taken)

    def finished(self, metrics: Mapping[str, float]) -> Message | None:
        stop = self.config.stop_steps
        if stop and self.steps >= stop:
            return Message("stop_steps", N_("{steps} steps are done."), {"steps": stop})
        return None

    # ---- to look at ---------------------------------------------------------------------------
    def describe(self) -> dict[str, Any]:
        return views.describe(self)

    def trace(self) -> list[Stage]:
        """One step, told while it happens."""
        return self._trace.of(self.step)

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> State:
        """Now where the physics can be copied, else as it was when the last episode ended."""
        return self._now() if self.world.spec.EXACT else self._kept

    @property
    def state_lag(self) -> int:
        return 0 if self.world.spec.EXACT else self.steps - int(self._kept.facts["steps"])

    def _keep(self) -> None:
        if not self.world.spec.EXACT:
            self._kept = self._now()

    def _now(self) -> State:
        kept = {
            "steps": self.steps,
            "episode": self.episode,
            "largest": self.largest,
            "learner": self.learner.state(),
            "replay": self.replay.state(),
            "rng": [rng.bit_generator.state for rng in self._rngs],
            "noise": self.noise.state(),
            "live": self._live(),
        }
        if self.world.spec.EXACT:
            kept |= {"world": self.world.keep(), "episode_stats": asdict(self.episode_stats)}
        return State.of(kept)

    @property
    def _rngs(self) -> tuple[np.random.Generator, ...]:
        return self._for_worlds, self._for_batches, self._for_targets

    def load_state(self, state: State) -> None:
        """Takes over the live values of that time too."""
        kept = state.tree()
        self._take_live(kept["live"])
        self.steps, self.episode, self.largest = kept["steps"], kept["episode"], kept["largest"]
        self.learner.load_state(kept["learner"])
        self.replay.load_state(kept["replay"])
        for rng, before in zip(self._rngs, kept["rng"], strict=True):
            rng.bit_generator.state = before
        self.noise.load_state(kept["noise"])
        self._news = []
        if self.world.spec.EXACT:
            self.world.go_back(kept["world"])
            self.episode_stats = EpisodeStats(**kept["episode_stats"])
        else:
            self._keep()
            self._begin()
