"""A server's first second: every visitor gets a run, and nothing is imported beside somebody's script."""

import asyncio
import subprocess
import sys

import pytest

from core.playgrounds import names
from tests.e2e.conftest import ROOT, running
from tests.e2e.visitors import crowd

EACH = 3
FAMILIES = "core numpy pandas PIL plotly _plotly_utils pyarrow scipy sklearn torch gymnasium"
# Every page in a fresh interpreter, home included, until its run is built; prints what was imported late.
PAGES = f"""
import gc, sys, time
from streamlit.testing.v1 import AppTest
from core.playgrounds import names
from core.training.engine import engine
from core.ui.warm import warm_up

warm_up(engine())
assert not engine()._runs, "runs left behind"
assert len(gc.get_objects()) < gc.get_freeze_count() / 20, "much is left to be looked through"
before = set(sys.modules)
for page in ("home", *names()):
    app = AppTest.from_file("core/ui/shell.py", default_timeout=60)
    app.run()
    if page != "home":
        app.switch_page(f"../../pages/{{page}}.py")
        app.run()
    assert not app.exception, app.exception
for run in engine()._runs.values():
    while run.session is None and run.reason is None:
        time.sleep(0.01)
late = [name for name in set(sys.modules) - before if name.partition(".")[0] in {FAMILIES.split()}]
print(len(engine()._runs), *sorted(late))
"""


def test_pages_find_everything_imported():
    done = subprocess.run(
        [sys.executable, "-c", PAGES], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.stdout.split() == [str(len(names()))], done.stdout + done.stderr[-2000:]


@pytest.mark.breadth(1)
@pytest.mark.parametrize("number", range(2))
def test_a_class_in_the_first_second_gets_its_runs(tmp_path, number):
    with running(tmp_path / "server.log") as address:
        visits = asyncio.run(crowd(address, names(), EACH))
    assert [one.wrong for one in visits] == [[]] * (EACH * len(names()))
    assert len({one.run for one in visits} - {""}) == len(visits)
