"""Finding a browser, getting one, and saying what to do where there is none."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.e2e import chromium


@pytest.fixture
def bare_machine(monkeypatch, tmp_path):
    """No browser anywhere; commands are recorded instead of run, and fail."""
    commands: list[list[str]] = []

    def run(command, **_):
        commands.append(command)
        return subprocess.CompletedProcess(command, 1, "", "no network")

    monkeypatch.setattr(chromium.shutil, "which", lambda name: None)
    monkeypatch.setattr(chromium, "MAC", tmp_path / "none")
    monkeypatch.setattr(chromium.subprocess, "run", run)
    return commands


def test_the_machines_own_browser_comes_first(monkeypatch, tmp_path):
    (tmp_path / "chromium").touch()
    own = {"chromium": str(tmp_path / "chromium")}
    monkeypatch.setattr(chromium.shutil, "which", own.get)
    assert chromium.ensure(tmp_path / "playwright") == tmp_path / "chromium"


def test_playwrights_browser_is_used_where_it_lies(bare_machine, tmp_path):
    (tmp_path / "playwright").touch()
    assert chromium.ensure(tmp_path / "playwright") == tmp_path / "playwright"
    assert bare_machine == []


def test_without_a_browser_one_is_installed(bare_machine, monkeypatch, tmp_path):
    def install(command, **_):
        Path(tmp_path / "playwright").touch()
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(chromium.subprocess, "run", install)
    assert chromium.ensure(tmp_path / "playwright") == tmp_path / "playwright"


def test_debian_as_root_tries_its_own_packages_first(bare_machine, monkeypatch):
    monkeypatch.setattr(chromium.shutil, "which", lambda name: name == "apt-get" or None)
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 0)
    assert [command[0] for command in chromium.installers()][:2] == ["apt-get", "apt-get"]


def test_otherwise_the_message_says_what_to_do(bare_machine, tmp_path):
    with pytest.raises(RuntimeError, match="playwright install") as failure:
        chromium.ensure(tmp_path / "playwright")
    assert "no network" in str(failure.value)
    assert "apt-get install chromium" in str(failure.value)
