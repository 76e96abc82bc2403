"""/healthz and /metrics of an engine with runs: what they tell, and that they name nobody."""

import time

import pytest
from prometheus_client.parser import text_string_to_metric_families as families
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

import core.training.engine as module
from core.operation import route
from core.operation.access import OwnFigures, networks
from core.training.admission import Limits
from core.training.engine import Engine
from core.training.lane import Lane
from core.training.tally import BOUNDS, Histogram
from tests.training.descent import Descent, DescentConfig
from tests.training.test_engine import Watcher

ME = "m" * 32


@pytest.fixture
def engine(monkeypatch):
    made = Engine(limits=Limits(viewers=2, line=1))
    monkeypatch.setattr(module, "engine", lambda: made)
    route._metrics.cache_clear()
    yield made
    made.close()
    route._metrics.cache_clear()


@pytest.fixture
def client(engine):
    middleware = [Middleware(OwnFigures, allowed=networks(""), base="/lab")]
    app = Starlette(routes=route.routes("/lab"), middleware=middleware)
    return TestClient(app, "http://127.0.0.1", client=("127.0.0.1", 1))


def read(client):
    """{(sample, labels): value}"""
    answer = client.get("/lab/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    return {
        (one.name, *sorted(one.labels.values())): one.value
        for family in families(answer.text)
        for one in family.samples
    }


def until(condition):
    end = time.monotonic() + 20.0
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_figures_follow_what_happens_and_name_nobody(engine, client):
    run = engine.create(ME, Descent, DescentConfig())
    run.watchers.append(Watcher())
    run.advance_by(30)
    until(lambda: run.step == 30 and not run.wants_steps)
    run.pause()
    until(lambda: not run.has_orders)
    found = read(client)
    assert found["learnscope_runs", "descent", "paused"] == 1
    assert found["learnscope_steps_total", "light"] == 30
    assert found["learnscope_slice_seconds_count", "light"] >= 1
    controls = [found["learnscope_control_seconds_count", lane] for lane in ("light", "builds")]
    assert sum(controls) >= 2  # the steps, and the pause
    assert found["learnscope_control_seconds_bucket", "+Inf", "light"] == controls[0]
    assert found["learnscope_viewers",] == 1
    assert found["learnscope_store", "off"] == 1
    assert found["process_resident_memory_bytes",] > 1e6
    assert found["learnscope_handles_open",] > 3
    text = client.get("/lab/metrics").text + client.get("/lab/healthz").text
    assert run.id not in text
    assert ME not in text


def test_a_server_is_ready_until_not_even_the_line_has_room(engine, client):
    answer = client.get("/lab/healthz/ready")
    assert answer.status_code == 200
    facts = answer.json()
    assert (facts["live"], facts["ready"], facts["why"]) == (True, True, [])
    assert (facts["runs"], facts["viewers"], facts["waiting"]) == (0, 0, 0)
    assert (facts["store"], len(facts["version"])) == ("off", 12)
    engine.admission.waiting = 2
    full = client.get("/lab/healthz/ready")
    assert (full.status_code, full.json()["why"]) == (503, ["full"])
    assert client.get("/lab/healthz").status_code == 200


def test_a_thread_that_died_is_told(engine, client, monkeypatch):
    monkeypatch.setattr(Lane, "dead", property(lambda lane: lane.name == "heavy"))
    answer = client.get("/lab/healthz")
    assert answer.status_code == 503
    assert answer.json()["why"] == ["the thread for heavy has died"]


def test_strangers_get_no_figures_and_are_told_which_setting(engine, client):
    for path in ("/lab/metrics", "/lab/_stcore/metrics", "/lab/metrics/"):
        answer = client.get(path, headers={"x-forwarded-for": "10.0.0.7"})
        assert answer.status_code == 403
        assert "LEARNSCOPE_METRICS" in answer.text
    assert client.get("/lab/healthz", headers={"x-forwarded-for": "10.0.0.7"}).status_code == 200


def test_what_took_a_bound_exactly_is_within_it():
    found = Histogram()
    for seconds in (0.0, BOUNDS[0], BOUNDS[0] + 1e-9, BOUNDS[-1], 99.0):
        found.add(seconds)
    assert (found.counts[0], found.counts[1], found.counts[-2], found.counts[-1]) == (2, 1, 1, 1)
