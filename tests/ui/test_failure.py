"""An error in a page's script on the real server: the visitor reads a sentence, the log has the trace."""

import asyncio
import shutil

from tests.e2e.conftest import ROOT, running
from tests.e2e.visitors import visit


def test_a_page_that_fails_says_so_without_a_trace(tmp_path):
    for folder in ("core", "pages", ".streamlit"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "app.py", tmp_path)
    with (tmp_path / "pages" / "mlp.py").open("a", encoding="utf-8") as page:
        page.write("\nraise ValueError('a secret of the server')\n")
    log = tmp_path / "server.log"
    with running(log, root=tmp_path) as address:
        seen = asyncio.run(visit(address, "mlp"))
    (said,) = seen.wrong
    assert "Reload the page" in said
    assert "secret" not in said
    assert "a secret of the server" in log.read_text(encoding="utf-8")
