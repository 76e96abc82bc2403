"""Training rate without a browser, side by side with stable-baselines3's DDPG on Pendulum-v1.

    pip install -r benchmarks/requirements.txt
    python -m benchmarks.ddpg_headless [--seconds 5]

Equal networks, batch and update ratio (one update per step), one torch thread each, in turns, so that noise
of the machine hits both alike. Ours also evaluates every 500 steps and keeps its curves.
"""

from __future__ import annotations

import argparse
import statistics
import time
import warnings

from core.playgrounds import lookup
from core.training.engine import thread_for_training
from core.training.run import Run

SETTINGS = [((64, 64), 64, 2.0), ((400, 300), 256, 1.0)]  # hidden layers, batch, bar
WARM_UP = 300  # steps, on both sides before the clock starts


def ours(hidden: tuple[int, ...], batch: int, seconds: float) -> float:
    """Environment steps per second of a run without viewers."""
    ddpg = lookup("ddpg")
    config = ddpg.Config(hidden=hidden, batch_size=batch, warm_up=100)
    run = Run(ddpg, config, device="cpu")
    run.play("flat")
    run.obey()
    run.advance(60.0, WARM_UP)
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        run.advance(0.1)
    return (run.step - WARM_UP) / (time.perf_counter() - began)


def theirs(hidden: tuple[int, ...], batch: int, seconds: float) -> float:
    """The same of stable-baselines3, its own progress bar and logger off."""
    import numpy as np
    from stable_baselines3 import DDPG
    from stable_baselines3.common.noise import NormalActionNoise

    noise = NormalActionNoise(np.zeros(1), 0.3 * np.ones(1))
    model = DDPG(
        "MlpPolicy",
        "Pendulum-v1",
        action_noise=noise,
        policy_kwargs={"net_arch": list(hidden)},
        batch_size=batch,
        gamma=0.98,
        buffer_size=100_000,
        learning_starts=100,
        train_freq=1,
        gradient_steps=1,
        device="cpu",
        seed=0,
    )
    model.learn(WARM_UP)
    chunk = 500 if hidden == (64, 64) else 100  # as few calls as a turn of seconds allows
    steps, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        model.learn(chunk, reset_num_timesteps=False)
        steps += chunk
    return steps / (time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5.0, help="for each turn")
    parser.add_argument("--turns", type=int, default=3)
    wanted = parser.parse_args()
    warnings.simplefilter("ignore")
    for hidden, batch, bar in SETTINGS:
        with thread_for_training():
            turns = [
                (ours(hidden, batch, wanted.seconds), theirs(hidden, batch, wanted.seconds))
                for _ in range(wanted.turns)
            ]
        mine, other = (statistics.median(column) for column in zip(*turns, strict=True))
        name = "–".join(map(str, hidden))
        print(
            f"networks {name}, batch {batch}: learnscope {mine:.0f} steps/s, stable-baselines3 "
            f"{other:.0f}: {mine / other:.2f} × (bar {bar:g} ×)"
        )


if __name__ == "__main__":
    main()
