"""The run as a file over HTTP: whose it is, that it is the run, and what is said where there is none."""

from __future__ import annotations

import threading
import time

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core.live.cookie import NAME
from core.live.route import routes
from core.live.save import TOKEN
from core.playgrounds import lookup
from core.saved import frames
from core.saved.archive import FRAMES
from core.saved.file import from_bytes
from tests.saved.runs import unzipped
from tests.training.descent import Descent, DescentConfig

ME, YOU = "m" * 32, "y" * 32


@pytest.fixture
def client(engine):
    with TestClient(Starlette(routes=routes("/lab"))) as made:
        yield made


def fetched(client, run_id, owner=ME, **headers):
    known = {"cookie": f"{NAME}={owner}"} if owner else {}
    return client.get(f"/lab/learnscope/save/{run_id}", headers=known | headers)


def test_the_file_is_the_run_and_opens_again(client, engine):
    algorithm = lookup("mlp")
    run = engine.create(ME, algorithm, algorithm.Config(lr=0.3))
    run.advance_by(40)
    while run.step < 40:
        time.sleep(0.01)
    answer = fetched(client, run.id)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="mlp-step-40.zip"'
    assert answer.headers["cache-control"] == "no-store"
    saved = from_bytes(answer.content)
    assert (saved.packed.step, saved.config) == (40, run.config)
    again = engine.create(YOU, algorithm, saved.config, "cpu", saved.packed)
    while again.session is None:
        time.sleep(0.01)
    assert (again.step, again.status) == (40, "paused")
    whole, moments = unzipped(fetched(client, again.id, YOU).content), unzipped(answer.content)
    assert frames.read(moments.pop(FRAMES))[0][-1] == 40
    whole.pop(FRAMES, None)  # it has the moments since it was opened
    assert whole == moments


def test_a_run_is_its_owners_alone(client, engine):
    run = engine.create(ME, lookup("mlp"), lookup("mlp").Config())
    assert fetched(client, run.id, YOU).status_code == 403
    assert fetched(client, run.id, "").status_code == 403
    assert fetched(client, run.id, origin="https://evil.example").status_code == 403
    assert fetched(client, "none").status_code == 404
    assert fetched(client, run.id, "", **{TOKEN: ME}).status_code == 200
    assert fetched(client, run.id, "", **{TOKEN: YOU}).status_code == 403


def test_what_could_not_be_built_is_refused_with_a_sentence(client, engine):
    class Broken(Descent):
        def __init__(self, config, device):
            raise RuntimeError("no")

    run = engine.create(ME, Broken, DescentConfig())
    answer = fetched(client, run.id)
    assert (answer.status_code, answer.headers["content-type"]) == (
        409,
        "text/plain; charset=utf-8",
    )
    assert "could not be built" in answer.text


def test_a_second_file_waits_for_no_step_and_training_goes_on(client, engine):
    """In the middle of a long step the answer comes late; a second request is told so at once."""
    entered, leave = threading.Event(), threading.Event()
    algorithm = lookup("mlp")

    class Long(algorithm):
        def stretch(self, most, deadline):
            entered.set()
            leave.wait(20)
            return super().stretch(most, deadline)

    run = engine.create(ME, Long, algorithm.Config())
    run.advance_by(10)
    assert entered.wait(20)
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(fetched(client, run.id)))
    waiting.start()
    until = time.monotonic() + 20
    while not run.has_orders and time.monotonic() < until:  # the first waits for the step's end
        time.sleep(0.05)
    second = fetched(client, run.id)
    assert second.status_code == 429
    assert second.text == "This run is being saved already."
    leave.set()
    waiting.join(20)
    assert answers[0].status_code == 200
