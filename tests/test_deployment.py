"""README's proxies and the Dockerfile: nothing that they name is missing, and what can be run here is run."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, healthy, tail
from tests.e2e.places import example, free_port, reachable

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
STEPS = [
    tuple(line.split(None, 1)) for line in DOCKERFILE.splitlines() if line and line[0] not in "# "
]
COPIED = [shlex.split(rest)[:-1] for step, rest in STEPS if step == "COPY"]
UPSTREAM = "127.0.0.1:8501"


def all_of(step: str) -> list[str]:
    return [rest for name, rest in STEPS if name == step]


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A folder with what the Dockerfile copies, and nothing else."""
    for source in (one for sources in COPIED for one in sources):
        origin = ROOT / source
        if origin.is_dir():
            shutil.copytree(origin, tmp_path / source, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(origin, tmp_path / source)
    return tmp_path


def test_what_the_image_holds_is_enough_to_start_and_to_be_found_healthy(image, monkeypatch):
    port = str(free_port())
    command = [one.replace("8501", port) for one in json.loads(all_of("CMD")[0])]
    check = [
        one.replace("8501", port) for one in json.loads(all_of("HEALTHCHECK")[0].split("CMD ")[1])
    ]
    assert (command[0], check[0]) == ("python", "python")
    monkeypatch.setenv("LEARNSCOPE_UPLOADS", str(image / "uploads"))
    log = image / "server.log"
    with log.open("wb") as output:
        run = [sys.executable, *command[1:]]
        server = subprocess.Popen(run, cwd=image, stdout=output, stderr=output)
    try:
        assert subprocess.run([sys.executable, *check[1:]], capture_output=True).returncode != 0
        for _ in range(600):
            if healthy(f"http://127.0.0.1:{port}") or server.poll() is not None:
                break
            try:
                server.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
        assert subprocess.run([sys.executable, *check[1:]]).returncode == 0, tail(log)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/mlp") as page:
            assert b"learnscope/assets" in page.read()
        server.send_signal(signal.SIGTERM)
        assert server.wait(5) in (0, -signal.SIGTERM)
    finally:
        server.kill()
        server.wait()


def test_the_image_is_not_roots_and_its_ignored_files_are_none_that_it_needs():
    names = [name for name, _ in STEPS]
    (user,) = all_of("USER")
    assert user != "root"
    assert names.index("USER") < names.index("CMD")
    assert any(re.search(rf"useradd\b.*\b{user}\b", rest) for rest in all_of("RUN"))
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert all(f"!{one}" in kept for sources in COPIED for one in sources)


def test_the_image_installs_what_is_pinned():
    (install,) = [rest for rest in all_of("RUN") if "pip install" in rest]
    (pattern, file) = re.findall(r"grep '([^']+)' (\S+)\)", install)[0]
    found = [line for line in (ROOT / file).read_text().splitlines() if re.match(pattern, line)]
    assert len(found) == 1
    assert f"pip install -r {file}" in install
    assert [file] in COPIED
    assert not re.search(r"https?://(?!127\.0\.0\.1)", DOCKERFILE)


def test_the_settings_that_readme_names_exist():
    from streamlit import config

    section = (ROOT / "README.md").read_text(encoding="utf-8").partition("What to set:")[2]
    table = section.partition("\n## ")[0]
    flags = re.findall(r"--([\w.]+)=", table)
    assert len(flags) >= 4
    assert set(flags) <= set(config.get_config_options())
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "core").rglob("*.py"))
    own = re.findall(r"LEARNSCOPE_\w+", table + DOCKERFILE)
    assert len(set(own)) >= 5
    assert [name for name in own if f'"{name}"' not in code] == []


def test_caddys_example(tmp_path):
    """Run where there is a caddy; else only its braces, directives and upstream are looked at."""
    text = example("caddy")
    assert UPSTREAM in text
    assert UPSTREAM in example("nginx")
    depth = 0
    for line in text.splitlines():
        words = line.split()
        depth += line.count("{") - line.count("}")
        assert depth >= 0
        if depth == 1 and words[-1] != "{":
            assert words[0] in {"reverse_proxy", "encode", "tls", "log"}, line
    assert depth == 0
    caddy = shutil.which("caddy")
    if caddy is None:
        return
    port = free_port()
    file = tmp_path / "Caddyfile"
    file.write_text(
        "{\n admin off\n}\n" + text.replace("learn.example", f"http://127.0.0.1:{port}")
    )
    running = subprocess.Popen([caddy, "run", "--config", file, "--adapter", "caddyfile"])
    try:
        reachable(port)
    finally:
        running.terminate()
        running.wait(10)
