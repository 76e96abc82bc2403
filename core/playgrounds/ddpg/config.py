"""The hyperparameters of DDPG and TD3. Live are all but the world and what is built for it."""

from __future__ import annotations

from dataclasses import dataclass

from core import params
from core.i18n import N_
from core.params import choice, integer, number, sizes, unused
from core.playgrounds.ddpg.env_specs import spec_of
from core.playgrounds.ddpg.learner import Rules
from core.playgrounds.ddpg.noise import KINDS, SCHEDULES
from core.playgrounds.ddpg.registry import continuous, needs_mujoco, why_not

WORLD, NETWORKS, LEARNING = N_("World"), N_("Networks"), N_("Learning")
EXPLORATION, TD3, STOP = N_("Exploration"), N_("TD3's changes"), N_("Stop")
LAYERS, NEURONS = 3, 512
SWITCH = {"off": N_("Off"), "on": N_("On")}


@dataclass(frozen=True)
class DdpgConfig(params.Config):
    """The default: DDPG that swings the pendulum up within seconds."""

    # fmt: off
    env: str = choice(
        "Pendulum-v1", continuous(), N_("World"),
        N_("The world to act in, from Gymnasium; the first four are tested."), WORLD, why_not=why_not,
    )
    gravity: float = number(
        1.0, 0.0, 3.0, N_("Gravity"), N_("Times the world's own, where it has any."), WORLD, live=True,
        step=0.05, unit="×",
    )
    mass: float = number(
        1.0, 0.2, 3.0, N_("Mass"), N_("Of the pendulum or the car, times its own."), WORLD, live=True,
        step=0.05, unit="×",
    )
    reward_scale: float = number(
        0.2, 0.001, 100.0, N_("Reward scale"),
        N_("Rewards are multiplied by this before anything is learned from them."), WORLD, live=True,
        scale="log",
    )

    hidden: tuple[int, ...] = sizes(
        (64, 64), LAYERS, 1, NEURONS, N_("Hidden layers"),
        N_("Neurons per hidden layer, in actor and critic."), NETWORKS,
    )
    capacity: int = integer(
        100_000, 100, 1_000_000, N_("Replay memory"), N_("How many transitions are remembered."), NETWORKS,
        scale="log", unit=N_("steps"),
    )

    lr: float = number(
        0.001, 1e-6, 1.0, N_("Learning rate, critic"), N_("How long the critic's steps are."), LEARNING,
        live=True, scale="log",
    )
    actor_lr: float = number(
        0.0005, 1e-6, 1.0, N_("Learning rate, actor"), N_("How long the actor's steps are."), LEARNING,
        live=True, scale="log",
    )
    gamma: float = number(
        0.98, 0.0, 0.9999, N_("Discount γ"), N_("What a reward is worth one step later."), LEARNING,
        live=True, step=0.005,
    )
    n_step: int = integer(
        1, 1, 10, N_("n-step return"),
        N_("So many rewards that really came are counted before Q′ has its say on what follows."),
        LEARNING, live=True, unit=N_("steps"),
    )
    target: str = choice(
        "on", SWITCH, N_("Target networks"),
        N_("Slow copies say what the future is worth. Off: the networks chase their own answers."),
        LEARNING, live=True,
    )
    tau: float = number(
        0.01, 1e-5, 1.0, N_("Soft update τ"), N_("How far the targets move towards the networks each time."),
        LEARNING, live=True, scale="log",
    )
    batch_size: int = integer(
        64, 1, 1024, N_("Batch size"), N_("Remembered transitions per update."), LEARNING, live=True,
        scale="log",
    )
    updates: int = integer(
        1, 0, 8, N_("Updates per step"), N_("0: the agent acts and learns nothing."), LEARNING, live=True,
    )
    warm_up: int = integer(
        50, 0, 100_000, N_("Warm-up"), N_("So many steps at random before anything is learned."),
        LEARNING, live=True, unit=N_("steps"),
    )
    weight_decay: float = number(
        0.0, 0.0, 0.1, N_("Weight decay"), N_("L2: pulls the critic's weights towards zero."), LEARNING,
        live=True, step=0.001,
    )

    noise_kind: str = choice(
        "gaussian", KINDS, N_("Noise"),
        N_("What is added to the actor's choice so that it tries other things."), EXPLORATION, live=True,
    )
    noise: float = number(
        0.3, 0.0, 2.0, N_("Noise scale"), N_("Its standard deviation; 1 is half of the action's range."),
        EXPLORATION, live=True, step=0.05,
    )
    noise_memory: float = number(
        10.0, 1.0, 1000.0, N_("Noise memory"),
        N_("Ornstein–Uhlenbeck only: after so many steps a third of a push is left."), EXPLORATION,
        live=True, scale="log", unit=N_("steps"),
    )
    noise_schedule: str = choice(
        "constant", SCHEDULES, N_("Noise schedule"), N_("Whether the noise fades."), EXPLORATION, live=True,
    )
    noise_final: float = number(
        0.1, 0.0, 1.0, N_("Noise at the end"), N_("The share of it that the schedule leaves."), EXPLORATION,
        live=True, step=0.05,
    )
    noise_steps: int = integer(
        10_000, 100, 10_000_000, N_("Schedule length"), N_("The steps over which the noise fades."),
        EXPLORATION, live=True, scale="log", unit=N_("steps"),
    )

    twin: str = choice(
        "off", SWITCH, N_("Twin critics"),
        N_("Two critics, and the target believes the smaller one: against over-estimation."), TD3, live=True,
    )
    policy_delay: int = integer(
        1, 1, 10, N_("Policy delay"), N_("Critic updates per update of the actor and the targets."), TD3,
        live=True,
    )
    smoothing: float = number(
        0.0, 0.0, 1.0, N_("Target smoothing"),
        N_("Deviation of the noise on the target's action; 0: none, TD3 has 0.2."), TD3, live=True, step=0.05,
    )
    smoothing_clip: float = number(
        0.5, 0.0, 1.0, N_("Smoothing clip"), N_("That noise is at most so large."), TD3, live=True, step=0.05,
    )

    stop_steps: int = integer(
        0, 0, 10_000_000, N_("Stop after"), N_("The run ends after this many steps; 0: never."), STOP,
        live=True, unit=N_("steps"),
    )
    # fmt: on

    def idle(self) -> dict[str, str]:
        """As core.params has it."""
        world = spec_of(self.env, needs_mujoco(self.env))
        noisy = self.noise_kind != "none" and self.noise > 0
        of_noise = ("noise_kind", "noise_memory", "noise_schedule", "noise_final", "noise_steps")
        return unused(
            (world.GRAVITY, N_("The gravity of this world cannot be changed."), "gravity"),
            (world.MASS, N_("The masses of this world cannot be changed."), "mass"),
            (self.target == "on", N_("Without target networks there is nothing to update softly."), "tau"),
            (self.noise_kind != "none", N_("There is no noise."), "noise", *of_noise[1:]),
            (noisy, N_("There is no noise."), *of_noise[1:]),
            (self.noise_kind == "ou", N_("Only Ornstein–Uhlenbeck noise remembers."), "noise_memory"),
            (self.noise_schedule != "constant", N_("The noise is constant."), "noise_final", "noise_steps"),
            (self.smoothing > 0, N_("The target's action has no noise."), "smoothing_clip"),
        )  # fmt: skip

    def rules(self) -> Rules:
        """What the learner needs to know of it."""
        return Rules(
            lr=self.lr,
            actor_lr=self.actor_lr,
            gamma=self.gamma,
            tau=self.tau if self.target == "on" else 1.0,
            weight_decay=self.weight_decay,
            twin=self.twin == "on",
            delay=self.policy_delay,
            smoothing=self.smoothing,
            smoothing_clip=self.smoothing_clip,
            n_step=self.n_step,
        )
