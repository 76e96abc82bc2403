"""DDPG as a whole: what it remembers of an episode's end, checkpoints, what it says, and that it learns."""

from __future__ import annotations

import copy
import json

import numpy as np
import pytest
import torch
from click.testing import CliRunner

from core.__main__ import main
from core.playgrounds.contract import ActError
from core.playgrounds.ddpg.algorithm import Ddpg
from core.playgrounds.ddpg.environment import Outcome
from core.playgrounds.ddpg.registry import TESTED
from core.training.run import Run
from tests.playgrounds.test_contract import same

SMALL = {"hidden": (16, 16), "batch_size": 16, "warm_up": 10}
EVERYTHING = {"world": {}, "surface": {}, "action": {}, "replay": {"colour": "td"}, "noise": {}}


def build(**values) -> Ddpg:
    return Ddpg(Ddpg.Config(**(SMALL | values)))


def trained(steps: int, **values) -> Ddpg:
    made = build(**values)
    for _ in range(steps):
        made.step()
    return made


def told(made: Ddpg, name: str) -> list[tuple[int, float]]:
    """What the news so far have of one scalar, by step."""
    return [(step, float(said[name])) for step, said in made.news() if name in said]


# ---- learning -------------------------------------------------------------------------------
def test_swings_the_pendulum_up():
    made = Ddpg(Ddpg.Config(batch_size=32, seed=3))
    before = made.evaluate()["eval_return_mean"]
    for _ in range(6000):  # how many it takes depends on how a processor rounds
        made.step()
        if made.evaluate_now and made.evaluate()["eval_return_mean"] > -250:
            break
    assert before < -900
    assert made.evaluate()["eval_return_mean"] > -250


def test_with_n_step_returns_too():
    made = Ddpg(Ddpg.Config(batch_size=32, n_step=3, seed=1))
    for _ in range(5000):
        made.step()
        if made.evaluate_now and made.evaluate()["eval_return_mean"] > -250:
            break
    assert made.evaluate()["eval_return_mean"] > -250


def test_the_critic_learns_the_n_step_target_that_is_told():
    """Worked out from the episode itself: y = Σ γᵏ rₖ + γᵐ Q′(s′, π′(s′))."""
    made = trained(40, n_step=4, gamma=0.9, reward_scale=0.5)
    stages = {stage.name: stage.arrays for stage in made.trace()}
    rewards = made.replay.rows[:41, 5]
    assert {"sample", "ahead", "target_n", "critic"} <= stages.keys()
    for row in range(4):
        state = made.world.scaled(stages["sample"]["state"][row])
        at = int(np.abs(made.replay.rows[:41, 1:4] - state).sum(1).argmin())
        m = min(4, 41 - at)
        total = sum(0.9**k * rewards[at + k] for k in range(m))
        assert stages["ahead"]["ahead"][row] == m
        assert stages["ahead"]["returns"][row] == pytest.approx(total, rel=1e-5)
        q = stages["target_n"]["next_q"][row, 0]
        assert stages["target_n"]["y"][row, 0] == pytest.approx(total + 0.9**m * q, rel=1e-5)


def test_the_warm_up_only_looks():
    made = build()
    before = made.learner.actor.net.theta.clone()
    for _ in range(10):
        made.step()
    assert torch.equal(made.learner.actor.net.theta, before)
    assert not told(made, "critic_loss")
    made.step()
    assert not torch.equal(made.learner.actor.net.theta, before)
    assert [step for step, _ in told(made, "critic_loss")] == [11]


@pytest.mark.parametrize("updates", [0, 1, 3])
def test_so_many_updates_per_step(updates):
    made = trained(30, updates=updates)
    assert made.learner.updates == updates * 20


@pytest.mark.parametrize(("ended", "goes_on"), [("terminated", 0.0), ("truncated", 1.0)])
def test_only_a_world_that_ended_is_worth_nothing_afterwards(ended, goes_on, monkeypatch):
    made = trained(12)
    outcome = Outcome(1.0, ended == "terminated", ended == "truncated")
    monkeypatch.setattr(made.world, "step", lambda action: outcome)
    made.step()
    newest = made.replay.rows[made.replay.numbered(made.replay.size - 1)][None]
    assert made.replay.parts(newest)[3].tolist() == [goes_on]
    assert made.episode == 1
    assert made.world.time == 0


def test_a_pendulums_memory_has_no_ends_though_every_episode_is_cut_off():
    made = trained(450, updates=0)
    assert made.episode == 2
    goes_on = made.replay.parts(
        made.replay.rows[made.replay.numbered(np.arange(made.replay.size))]
    )[3]
    assert goes_on.min() == 1.0


def test_an_episode_is_told_when_it_is_over():
    made = build(updates=0, gamma=0.9, reward_scale=0.5)
    rewards = []
    promised = None
    for _ in range(200):
        state = made.world.seen[None]
        rewards.append(made.step()["reward"])
        if promised is None:
            action = made.replay.parts(made.replay.rows[:1])[1]
            promised = float(made.learner.value(state, action)[0]) / 0.5
    after = made.replay.parts(
        made.replay.rows[made.replay.numbered(np.array([made.replay.size - 1]))]
    )[4]
    rest = float(made.learner.value(after, made.learner.policy(after))[0]) / 0.5
    news = {name: value for step, said in made.news() for name, value in said.items()}
    assert news["episode_return"] == pytest.approx(sum(rewards))
    assert news["episode_length"] == 200
    assert news["promised_return"] == pytest.approx(promised, rel=1e-4)
    discounted = sum(0.9**t * r for t, r in enumerate(rewards)) + 0.9**200 * rest
    assert news["realised_return"] == pytest.approx(discounted)


def test_live_switches_turn_it_into_td3():
    made = trained(15)
    second = made.learner.critics[1].net.theta.clone()
    made.step()
    assert torch.equal(made.learner.critics[1].net.theta, second)
    made.configure(made.config.changed(twin="on", policy_delay=2, smoothing=0.2, batch_size=8))
    for _ in range(4):
        made.step()
    assert not torch.equal(made.learner.critics[1].net.theta, second)


def test_what_the_rewards_do_not_allow_is_called_an_explosion():
    made = trained(20)
    row = {"reward": np.zeros(20, np.float32)}
    assert made.diverged(row) is None
    limit = 3 * made.largest / (1 - 0.98)  # of 3 times the largest value there can be
    made._news.append((18, {"mean_q": torch.tensor(-2 * limit)}))
    found = made.diverged(row)
    assert found is not None
    assert found[0] == 17
    assert "mean Q" in found[1].say()
    made.news()
    made.learner.actor.net.theta[0] = float("nan")
    assert "weight" in made.diverged(row)[1].say()


# ---- checkpoints ----------------------------------------------------------------------------
@pytest.mark.parametrize("env", TESTED)
def test_a_checkpoint_is_restored_bit_for_bit(env):
    made = trained(70, env=env, smoothing=0.2, noise_kind="ou")
    while made.state_lag:
        made.step()
    state = made.state()
    kept = copy.deepcopy(state)
    first = [made.step() for _ in range(150)]
    seen = made.views(EVERYTHING)
    other = build(env=env)
    for where in (made, other):
        where.load_state(state)
        assert same([where.step() for _ in range(150)], first)
        assert same(where.views(EVERYTHING), seen)
    assert same(state, kept)


@pytest.mark.parametrize("env", TESTED[2:])
def test_where_physics_cannot_be_copied_a_checkpoint_is_of_the_last_episodes_end(env):
    made = trained(30, env=env)
    while not made.episode:
        made.step()
    steps = made.steps
    assert made.state_lag == 0
    made.step()
    assert made.state_lag == 1
    assert made.state().facts["steps"] == steps
    assert made.state().facts["replay"]["count"] == steps


def test_pushed_or_forgetful_it_goes_on_bit_for_bit_too():
    made = trained(40)
    made.act("push", {"strength": 1.0})
    made.act("forget_replay", {})
    assert made.replay.size == 0
    state = made.state()
    first = [made.step() for _ in range(30)]
    made.load_state(state)
    assert same([made.step() for _ in range(30)], first)


# ---- to look at -----------------------------------------------------------------------------
def test_the_surface_is_the_critic_at_each_place():
    made = trained(60)
    arrays = made.views({"surface": {"axes": [0, 1], "of": "value"}})
    angle, velocity = -np.pi + 2 * np.pi * 10 / 40, 8 - 16 * 3 / 40  # column 10, row 3 from the top
    state = [float(np.cos(angle)), float(np.sin(angle)), velocity]
    policy = made.probe("q", {"state": state, "action": [0.0]})[0]["policy"]
    value = made.probe("q", {"state": state, "action": policy})[0]["q"]
    assert arrays["surface"][3, 10] == pytest.approx(value, abs=1e-4)
    map_ = made.views({"surface": {"of": "policy"}})["surface"]
    assert map_[3, 10] == pytest.approx(policy[0], abs=1e-4)
    assert arrays["surface.path"].shape == (61, 2)
    assert arrays["surface.here"].tolist() == pytest.approx(arrays["surface.path"][-1].tolist())


def test_the_profile_marks_the_actors_choice():
    made = trained(60, twin="on")
    arrays = made.views({"action": {}})
    x, q = arrays["action.x"], arrays["action.q"]
    assert x[[0, -1]].tolist() == [-2.0, 2.0]
    assert np.interp(arrays["action.chosen"][0], x, q) == pytest.approx(
        float(arrays["action.chosen"][1]), abs=1e-3
    )
    assert arrays["action.q2"].shape == q.shape


def test_the_memory_is_shown_by_reward_age_and_surprise():
    made = trained(300, updates=0)
    views = {c: made.views({"replay": {"colour": c}}) for c in ("reward", "age", "td")}
    assert views["age"]["replay.value"].tolist() == list(range(299, -1, -1))
    assert views["reward"]["replay.value"].max() <= 0
    assert views["td"]["replay.value"].min() >= 0
    assert views["td"]["replay.size"].tolist() == [300, 100_000]


@pytest.mark.parametrize("env", TESTED)
def test_demonstrations_leave_the_training_alone_and_begin_alike(env):
    made = trained(30, env=env)
    before = copy.deepcopy([made.state(), made.views(EVERYTHING)])
    said, arrays = made.probe("show", {"steps": 20, "restart": True, "scale": 0.5})
    assert (said["step"], len(arrays["show.reward"])) == (20, 20)
    assert said["return"] == pytest.approx(float(arrays["show.reward"].sum()), rel=1e-3)
    again, _ = made.probe("show", {"steps": 5})
    assert (again["number"], again["step"]) == (said["number"], 25)
    other, seen = made.probe("play", {"action": [0.0] * made.world.m, "steps": 7, "restart": True})
    assert (other["number"], other["step"]) == (said["number"], 7)
    assert len(seen["show.action"]) == 7
    if made.describe()["drawing"] == "picture":
        assert arrays["show.frames"][:2].tolist() == [0xFF, 0xD8]  # how a JPEG begins
        assert arrays["show.sizes"].sum() == len(arrays["show.frames"])
        assert len(arrays["show.sizes"]) == 10
    assert same([made.state(), made.views(EVERYTHING)], before)


def test_a_demonstration_ends_and_waits_for_a_restart():
    made = build()
    said = {"over": False}
    while not said["over"]:
        said, _ = made.probe("show", {"steps": 40})
    assert said["step"] == 200
    assert not len(made.probe("show", {"steps": 40})[1]["show.reward"])
    assert made.probe("show", {"steps": 3, "restart": True})[0]["step"] == 3


def test_a_push_of_the_demonstration_changes_it():
    ends = []
    for push in (0.0, 1.0):
        made = build()
        made.probe("show", {"steps": 5})
        ends.append(made.probe("show", {"steps": 5, "push": push})[1]["show.body"])
    assert not np.allclose(*ends)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("show", {"steps": 0}),
        ("show", {"steps": 41}),
        ("show", {"push": "hard"}),
        ("show", {"scale": float("nan")}),
        ("play", {}),
        ("play", {"action": [1.0, 2.0]}),
        ("play", {"action": [None]}),
        ("q", {"state": [0.0], "action": [0.0]}),
        ("nothing", {}),
    ],
)
def test_questions_that_make_no_sense_get_a_sentence(name, args):
    with pytest.raises(ActError, match=r"\.$"):
        build().probe(name, args)


@pytest.mark.parametrize(
    ("name", "args"), [("push", {}), ("push", {"strength": 1e9}), ("kick", {})]
)
def test_acts_that_make_no_sense_get_a_sentence(name, args):
    with pytest.raises(ActError, match=r"\.$"):
        build().act(name, args)


def test_slow_motion_names_the_stages_of_the_protocol():
    made = trained(20)
    names = [stage.name for stage in made.trace()]
    assert names == [
        "observe",
        "act",
        "world",
        "sample",
        "target",
        "critic",
        "actor",
        "soft_update",
    ]
    assert [stage.name for stage in build().trace()] == ["observe", "act", "world"]


@pytest.mark.parametrize("env", TESTED)
def test_what_there_is_can_be_said_in_json(env):
    said = json.loads(json.dumps(build(env=env).describe(), allow_nan=False))
    assert len(said["state"]) == build(env=env).world.n
    assert said["references"]["published"] is not None
    assert build(env=env, gravity=0.5).describe()["references"]["published"] is None


# ---- what can go wrong ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--env", "CartPole-v1"], "has discrete actions"),
        (["--env", "Pendulum-v2"], "did you mean Pendulum-v1"),
        (["--env", "CarRacing-v3"], "images"),
        (["--tau", "0"], "tau = 0"),
    ],
)
def test_bad_arguments_get_one_sentence_and_exit_code_2(arguments, said):
    done = CliRunner().invoke(main, ["train", "ddpg", *arguments, "--steps", "10"])
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_world_whose_step_raises_ends_its_own_run_alone():
    broken, other = (Run(Ddpg, Ddpg.Config(**SMALL), device="cpu") for _ in range(2))
    for run in (broken, other):
        run.play("flat")
        run.obey()

    def fall_apart(action):
        raise RuntimeError("the joint came off")

    broken.algorithm.world.env.step = fall_apart
    for run in (broken, other):
        run.advance(5.0, 20)
    assert broken.status == "failed"
    assert "the joint came off" in broken.reason.say()
    assert (other.status, other.step) == ("running", 20)


def test_values_are_told_in_the_worlds_own_rewards():
    made = trained(40, reward_scale=0.5)
    state, action = made.world.seen[None], np.zeros((1, 1), np.float32)
    inside = float(made.learner.value(state, action)[0])
    asked = {"state": made.world.state.tolist(), "action": [0.0]}
    assert made.probe("q", asked)[0]["q"] == pytest.approx(2 * inside, abs=1e-4)
    made.news()
    stages = {stage.name: stage.arrays for stage in made.trace()}
    seen = told(made, "mean_q")[0][1]
    assert seen == pytest.approx(2 * float(stages["critic"]["q"].mean()), abs=1e-4)


def test_a_demonstration_that_fails_says_so_and_the_training_goes_on(monkeypatch):
    made = trained(20)
    made.probe("show", {"steps": 2})

    def fall_apart(action):
        raise RuntimeError("no canvas")

    monkeypatch.setattr(made.rollouts._policy._world.env, "step", fall_apart)
    with pytest.raises(ActError, match="no canvas"):
        made.probe("show", {"steps": 2})
    made.step()
    assert made.probe("show", {"steps": 2})[0]["step"] == 2
