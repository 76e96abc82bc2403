"""What an actor earns on the pendulum, whose equations stand in the script."""

from __future__ import annotations

import numpy as np

from core.playgrounds.ddpg.algorithm import Ddpg

BODY = '''def metrics(model, data):
    """Episodes without noise, side by side: Gymnasium's Pendulum-v1, gravity and mass times a factor."""
    angle, speed = data["angle"].numpy(), data["speed"].numpy()  # [k], as its reset seeds 0, 1, ... begin
    total = np.zeros(len(angle))
    for _ in range({limit}):
        states = np.stack((np.cos(angle), np.sin(angle), speed), axis=1).astype(np.float32)
        states = ((states - data["centre"].numpy()) / data["span"].numpy()).astype(np.float32)
        action = data["middle"].numpy() + data["reach"].numpy() * model(torch.from_numpy(states)).numpy()
        torque = action[:, 0].clip(-2.0, 2.0)
        off = (angle + np.pi) % (2 * np.pi) - np.pi  # from upright
        total -= off**2 + 0.1 * speed**2 + 0.001 * torque**2
        pull = 3 * 10.0 * {gravity} / 2.0 * np.sin(angle)
        speed = (speed + (pull + 3.0 / {mass} * torque) * 0.05).clip(-8, 8)
        angle = angle + speed * 0.05
    return {{"eval_return_mean": total.mean(), "eval_return_std": total.std()}}
'''


def judged(algorithm: Ddpg) -> tuple[str, dict[str, np.ndarray]]:
    """`metrics(model, data)` as it is written, and its data."""
    world, c = algorithm.world, algorithm.config
    body = BODY.format(limit=world.limit, gravity=float(c.gravity), mass=float(c.mass))
    angle, speed = _starts(world.spec.FINAL_EPISODES)
    low, high = np.asarray(world.action_low), np.asarray(world.action_high)
    data = {"angle": angle, "speed": speed, "centre": world.centre, "span": world.span,
            "middle": (high + low) / 2, "reach": (high - low) / 2}  # fmt: skip
    return body, data


def _starts(episodes: int) -> tuple[np.ndarray, np.ndarray]:
    """Angles and speeds with which the reset seeds 0, 1, … begin, in a world of its own."""
    from core.playgrounds.ddpg.environment import Environment

    env = Environment("Pendulum-v1").env
    found = []
    for seed in range(episodes):
        env.reset(seed=seed)
        found.append(env.state)
    angle, speed = np.array(found).T
    return angle.copy(), speed.copy()
