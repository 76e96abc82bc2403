"""The actor as plain PyTorch, and what it earns: on the pendulum by its equations, elsewhere in Gymnasium."""

from __future__ import annotations

import numpy as np
from torch import Tensor

from core.playgrounds.ddpg import script_pendulum
from core.playgrounds.ddpg.algorithm import Ddpg
from core.playgrounds.ddpg.env_specs import BipedalWalker, EnvSpec, LunarLander, Mujoco, Pendulum
from core.playgrounds.script import Script, weights

ACTOR = '''
class Actor(nn.Module):
    """From states [k, {n}] to actions [k, {m}] in -1..1."""

    def __init__(self, sizes):
        super().__init__()
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.weights = nn.ParameterList([nn.Parameter(torch.zeros(n, m)) for n, m in pairs])
        self.biases = nn.ParameterList([nn.Parameter(torch.zeros(m)) for _, m in pairs])

    def forward(self, x):
        for weight, bias in zip(self.weights[:-1], self.biases[:-1]):
            x = torch.relu(x @ weight + bias)
        return torch.tanh(x @ self.weights[-1] + self.biases[-1])


def build():
    return Actor({sizes})
'''
BODY = '''

def metrics(model, data):
    """Episodes without noise in Gymnasium's {world}, side by side, with reset seeds 0, 1, ..."""
    import gymnasium

    worlds = [gymnasium.make("{world}", disable_env_checker=True).unwrapped for _ in range({episodes})]
    states = np.stack([world.reset(seed=seed)[0] for seed, world in enumerate(worlds)])
{physics}    centre, span = data["centre"].numpy(), data["span"].numpy()
    middle, reach = data["middle"].numpy(), data["reach"].numpy()
    total, going = np.zeros(len(worlds)), list(range(len(worlds)))
    for step in range({limit}):
        seen = ((states[going] - centre) / span).astype(np.float32)
        actions = middle + reach * model(torch.from_numpy(seen)).numpy()
        left = []
        for i, action in zip(going, actions):
            states[i], reward, ended, cut, _ = worlds[i].step(action)
            total[i] += reward
            if not (ended or cut):
                left.append(i)
        going = left
        if not going:
            break
    return {{"eval_return_mean": total.mean(), "eval_return_std": total.std()}}
'''
# How a world is told its gravity and mass after a reset, `{gravity}` and `{mass}` being the factors.
PHYSICS: dict[type[EnvSpec], str] = {
    LunarLander: "world.gravity = -10.0 * {gravity}\n        world.world.gravity = (0.0, world.gravity)",
    BipedalWalker: "world.world.gravity = (0.0, -10.0 * {gravity})",
    Mujoco: "world.model.opt.gravity[2] = -9.81 * {gravity}",
    Pendulum: "world.power = 0.0015 / {mass}",  # the mountain car, which is one of its kind
}


def script(algorithm: Ddpg) -> Script:
    """The actor that acts, not the target that follows it."""
    net, world = algorithm.learner.actor.net, algorithm.world
    found: dict[str, Tensor] = {}
    for k, (kernel, bias) in enumerate(zip(net.kernels, net.biases, strict=True)):
        found |= {f"weights.{k}": kernel, f"biases.{k}": bias}
    made = script_pendulum.judged if world.name == "Pendulum-v1" else _judged
    body, data = made(algorithm)
    actor = ACTOR.format(sizes=list(net.sizes), n=world.n, m=world.m)
    return Script(actor + body, weights(found), data, ("eval_return_mean", "eval_return_std"))


def _judged(algorithm: Ddpg) -> tuple[str, dict[str, np.ndarray]]:
    """`metrics(model, data)` as it is written, and its data."""
    world, c, physics = algorithm.world, algorithm.config, ""
    for kind, line in PHYSICS.items():
        if isinstance(world.spec, kind) and (c.gravity, c.mass) != (1.0, 1.0):
            told = line.format(gravity=float(c.gravity), mass=float(c.mass))
            physics = f"    for world in worlds:\n        {told}\n"
    body = BODY.format(
        world=world.name, episodes=world.spec.FINAL_EPISODES, limit=world.limit, physics=physics
    )
    low, high = np.asarray(world.action_low), np.asarray(world.action_high)
    data = {"centre": world.centre, "span": world.span,
            "middle": (high + low) / 2, "reach": (high - low) / 2}  # fmt: skip
    return body, data
