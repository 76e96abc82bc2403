"""What the controls of a run promise, driven without the engine's thread."""

import math

import numpy as np
import pytest

from core.params import Message, ParamError
from core.playgrounds.contract import ActError
from core.training.run import Run
from tests.training.descent import Descent, DescentConfig


def made(**values):
    run = Run(Descent, DescentConfig(**values), device="cpu")
    run.obey()
    return run


def advanced(run, steps):
    run.advance_by(steps)
    run.obey()
    while run.wants_steps:
        run.advance(1.0, run.allowance(0.0))
    return run


def played(run, steps):
    run.play("flat")
    run.obey()
    run.advance(10.0, steps)
    return run


def test_a_new_run_is_ready_and_evaluated_before_the_first_step():
    run = made()
    assert (run.status, run.step, run.history.latest) == ("ready", 0, {"test_loss": 0.5})


def test_step_pauses_after_exactly_that_many():
    run = advanced(made(), 7)
    assert (run.status, run.step) == ("paused", 7)


def test_epoch_goes_to_the_end_of_the_epoch_and_no_further():
    run = advanced(made(), 3)
    run.advance_epoch()
    run.obey()
    while run.wants_steps:
        run.advance(1.0, run.allowance(0.0))
    assert (run.status, run.step) == ("paused", 10)


def test_an_epoch_ends_where_nothing_is_evaluated_too(monkeypatch):
    run = advanced(made(), 3)
    monkeypatch.setattr(
        type(run.algorithm), "evaluate_now", property(lambda one: one.steps % 4 == 0)
    )
    for end in (10, 20):
        run.advance_epoch()
        run.obey()
        while run.wants_steps:
            run.advance(1.0, run.allowance(0.0))
        assert (run.status, run.step) == ("paused", end)


def test_live_values_reach_the_algorithm_without_reset_and_are_stamped():
    run = advanced(made(), 5)
    build = run.build
    run.configure(run.config.changed(lr=0.5))
    run.obey()
    assert (run.build, run.step, run.algorithm.config.lr) == (build, 5, 0.5)
    (event,) = run.history.events
    assert (event.step, event.name, event.old, event.new) == (5, "lr", "0.1", "0.5")


def test_other_values_rebuild_and_undo_brings_the_old_run_back():
    run = advanced(made(), 5)
    x = run.algorithm.x
    run.configure(run.config.changed(start=2.0))
    run.obey()
    assert (run.status, run.step, float(run.algorithm.x)) == ("ready", 0, 2.0)
    assert run.undo().start == 1.0
    run.obey()
    assert (run.status, run.step, run.algorithm.x) == ("paused", 5, x)
    assert run.config.start == 1.0


def test_a_rebuild_keeps_playing():
    run = played(made(), 5)
    run.configure(run.config.changed(start=3.0))
    run.obey()
    assert run.status == "running"


def test_reset_starts_from_the_same_weights_and_new_seed_from_other_ones():
    run = advanced(made(seed=3), 5)
    run.reset()
    run.obey()
    assert (run.status, run.step, run.config.seed) == ("ready", 0, 3)
    run.new_seed()
    run.obey()
    assert run.config.seed == 4


def test_divergence_names_the_step_and_play_goes_on_from_the_last_good_state():
    run = made()
    run.session.EVERY, run.session.SHARE = 0.0, math.inf
    advanced(advanced(run, 20), 2)
    run.configure(run.config.changed(lr=1e6))
    run.obey()
    played(run, 200)
    assert run.status == "diverged"
    assert "batch_loss" in run.reason.say()
    assert run.step == 20
    assert run.algorithm.x.isfinite()
    assert run.history.latest["test_loss"] == float(run.algorithm.evaluate()["test_loss"])
    run.configure(run.config.changed(lr=0.1))
    run.obey()
    assert run.status == "diverged"
    assert "lr is 0.1 now" in run.reason.say()
    assert "step 20" in run.reason.say()
    run.configure(run.config.changed(lr=0.2, width=3))
    run.obey()
    assert "2 settings" in run.reason.say()
    played(run, 10)
    assert run.status == "running"
    run.history.settle()
    assert run.history.curves["batch_loss"].points()[0][-1] == run.step


def test_divergence_in_the_first_slice_shows_the_untrained_model():
    run = played(made(lr=1e6), 300)
    assert (run.status, run.step, float(run.algorithm.x)) == ("diverged", 0, 1.0)


def test_stop_condition_finishes_exactly_there_and_play_goes_on_regardless():
    run = played(made(stop_epochs=3), 1000)
    assert (run.status, run.step) == ("finished", 30)
    played(run, 50)
    assert (run.status, run.step) == ("running", 80)


def test_an_exception_fails_this_run_with_a_sentence(caplog):
    run = played(made(fail_at=4), 100)
    assert run.status == "failed"
    assert "as ordered" in run.reason.say()
    assert "Traceback" in caplog.text
    run.reset()
    run.obey()
    assert run.status == "ready"


def test_probe_and_act_answer_and_only_act_changes():
    run, said = made(), []
    run.probe("where", {}, lambda *answer: said.append(answer))
    run.act("place", {"x": 4.0}, lambda *answer: said.append(answer))
    run.act("place", {"x": "far"}, lambda *answer: said.append(answer))
    run.probe("nonsense", {}, lambda *answer: said.append(answer))
    run.obey()
    assert [ok for ok, *_ in said] == [True, True, False, False]
    assert float(run.algorithm.x) == 4.0
    assert run.history.events[0].kind == "act"


def test_gears_hand_out_steps():
    run = made()
    run.play("crawl")
    run.obey()
    assert run.allowance(100.0) == 1
    run.advance(1.0, 1)
    assert run.allowance(100.5) == 0
    assert run.allowance(101.1) == 1
    run.set_gear("flat")
    run.obey()
    assert run.allowance(0.0) == -1
    with pytest.raises(ActError, match="crawl, slow, smooth, flat"):
        run.set_gear("warp")


def test_a_device_this_machine_lacks_is_refused_in_words():
    run = Run(Descent, DescentConfig(), device="abacus")
    run.obey()
    assert run.status == "failed"
    assert "auto" in run.reason.say()


def test_slow_motion_is_exactly_one_step_told_and_stamped():
    run, other = played(made(), 9), played(made(), 10)
    told = []
    run.trace(lambda ok, value, arrays: told.append((ok, value, arrays)))
    run.obey()
    ((ok, value, arrays),) = told
    assert ok
    assert value == {"step": 10, "stages": [{"name": "step", "layer": None, "arrays": ["loss"]}]}
    assert arrays["0.loss"].dtype == np.float32
    assert (run.status, run.step, run.algorithm.x) == ("paused", 10, other.algorithm.x)
    assert [(event.step, event.name) for event in run.history.events] == [(10, "trace")]
    assert run.history.latest["test_loss"] == other.history.latest["test_loss"]


def test_a_run_that_failed_has_no_slow_motion():
    run = advanced(made(fail_at=1), 1)
    said = []
    run.trace(lambda ok, answer, _: said.append((ok, answer.say())))
    run.obey()
    assert said == [(False, "This run cannot take a step.")]


def test_a_run_that_could_not_be_built_goes_on_saying_why():
    class Refused(Descent):
        def __init__(self, config, device):
            raise ParamError(Message("start", "There is nothing to start from."))

    run = Run(Refused, DescentConfig(), device="cpu")
    for command in (run.play, run.pause, run.advance_epoch, run.reset, run.undo):
        command()
    run.set_gear("slow")
    run.advance_by(1)
    run.obey()
    assert (run.status, run.reason.say()) == ("failed", "There is nothing to start from.")


def test_a_flood_of_resets_builds_once_and_play_after_it_plays():
    run = advanced(made(), 5)
    build, left = run.build, run.session
    for _ in range(1000):
        run.play("flat")
        run.reset()
    run.play()
    run.obey()
    assert (run.build, run.status, run.step, run.pace.gear) == (build + 1, "running", 0, "flat")
    assert run.previous is left


def test_of_settings_that_came_meanwhile_the_last_counts():
    run = advanced(made(), 5)
    for lr in (0.2, 0.3, 0.4):
        run.configure(run.config.changed(lr=lr))
    run.obey()
    assert [(event.old, event.new) for event in run.history.events] == [("0.1", "0.4")]


def test_when_its_time_is_over_a_turn_leaves_the_rest_for_the_next_one():
    run, said = made(), []
    for number in range(3):
        run.probe("where", {}, lambda *_, number=number: said.append(number))
    for turn in range(3):
        assert run.has_orders
        run.obey(until=0.0)
        assert said == list(range(turn + 1))
    assert not run.has_orders


class Clumsy(Descent):
    def probe(self, *_):
        raise ZeroDivisionError("no answer to that")

    act = trace = probe


def asked(run, ask):
    said = []
    ask(run, lambda ok, answer, _: said.append((ok, answer.say())))
    run.obey()
    return said


@pytest.mark.parametrize(
    ("ask", "status"),
    [
        (lambda run, reply: run.probe("where", {}, reply), "ready"),
        (lambda run, reply: run.act("place", {}, reply), "failed"),
        (lambda run, reply: run.trace(reply), "failed"),
    ],
)
def test_a_question_that_breaks_is_answered_and_only_one_that_changes_something_ends_the_run(
    ask, status
):
    run = Run(Clumsy, DescentConfig(), device="cpu")
    run.obey()
    ((ok, text),) = asked(run, ask)
    assert not ok
    assert "no answer to that" in text
    assert run.status == status


def test_a_run_that_could_not_be_built_answers_questions_with_a_sentence():
    run = Run(Descent, DescentConfig(), device="abacus")
    run.obey()
    for ask in (run.probe, run.act):
        said = asked(run, lambda _, reply, ask=ask: ask("where", {}, reply))
        assert said == [(False, run.reason.say())]
    assert "auto" in run.reason.say()
