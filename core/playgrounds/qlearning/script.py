"""The table Q and the world's own tables, and what the policy earns on average: worked out, not tried."""

from __future__ import annotations

import numpy as np
import torch

from core.playgrounds.qlearning.algorithm import QLearning
from core.playgrounds.qlearning.planning import GONE, HORIZON, greedy
from core.playgrounds.script import Script, weights

BODY = '''
class Table(nn.Module):
    """What an action is worth in a state: Q [S, A]."""

    def __init__(self):
        super().__init__()
        self.q = nn.Parameter(torch.zeros({states}, {actions}, dtype=torch.float64))
{planned}
    def forward(self):
        """The policy [S, A]: how likely each action is in each state."""
        {policy}


def build():
    return Table()


def metrics(model, data):
    """The expected undiscounted return: the share of episodes in each state, followed step by step."""
    share = model()[:, :, None] * data["probabilities"]  # [S, A, K]: of action and outcome
    reward = (share * data["rewards"]).sum((1, 2))  # [S]
    goes_on = (share > 0) & ~data["terminals"]
    origin, to, weight = goes_on.nonzero()[:, 0], data["successors"][goes_on], share[goes_on]
    here = torch.bincount(data["starts"], minlength=len(reward)).double() / len(data["starts"])
    total = 0.0
    for _ in range({limit}):
        total += (here @ reward).item()
        here = torch.zeros_like(here).index_add_(0, to, here[origin] * weight)
        if here.sum() < {gone}:  # practically every episode has ended
            break
    # How far the table is from the optimal one, over the states that one can come to act in.
    distance = (model.q - data["optimal"])[data["active"]].abs().max().item()
    return {{"eval_return_mean": total, "q_distance": distance}}
'''
GREEDY = "best = self.q == self.q.max(1, keepdim=True).values  # any of the best equally often\n" \
         "        return best / best.sum(1, keepdim=True, dtype=torch.float64)"  # fmt: skip
PLANNED = (
    "        self.policy = nn.Parameter(torch.zeros_like(self.q))  # planned, not greedy for Q\n"
)


def script(algorithm: QLearning) -> Script:
    """The table that is shown (of two the mean); the policy beside it where it is not greedy for it."""
    agent, world = algorithm.agent, algorithm.agent.mdp
    q = agent.values
    policy = algorithm.policy(q)
    own = not np.array_equal(policy, greedy(q))
    states, actions = world.size
    body = BODY.format(
        states=states, actions=actions, planned=PLANNED if own else "",
        policy="return self.policy" if own else GREEDY, limit=world.limit or HORIZON, gone=GONE,
    )  # fmt: skip
    found = {"q": torch.from_numpy(q.copy())}
    if own:
        found["policy"] = torch.from_numpy(policy.copy())
    data = {
        "successors": world.successors, "probabilities": world.probabilities,
        "rewards": world.rewards, "terminals": world.terminals, "starts": world.starts,
        "optimal": algorithm.best.q, "active": world.active,
    }  # fmt: skip
    return Script(body, weights(found), data, ("eval_return_mean", "q_distance"))
