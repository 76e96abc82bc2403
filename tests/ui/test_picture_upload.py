"""A picture handed in on /picture, or on the command line: learned from, or told what is wrong with it."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from core.data import coloured
from tests.data.archives import encoded
from tests.test_cli import call, trained

PIXELS = np.random.default_rng(1).integers(0, 255, (50, 70, 3), np.uint8)
GOOD = encoded(Image.fromarray(PIXELS))


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    monkeypatch.setenv("LEARNSCOPE_UPLOADS", str(tmp_path / "uploads"))


def hand_in(app, name, data):
    app.sidebar.get("file_uploader")[0].set_value((name, data, "image/png"))
    return app.run()


def test_a_picture_becomes_the_data_is_named_and_can_be_dropped(open_real, engine):
    app = hand_in(open_real({}, "picture"), "mine.png", GOOD)
    assert not app.exception
    assert not app.error
    config = engine.run.config
    assert config.dataset == "upload"
    np.testing.assert_array_equal(coloured.stored(config.upload).pixels, PIXELS[:, 10:60])
    assert app.query_params["picture.upload"] == config.upload
    assert any("mine.png" in one.value.replace("\\", "") for one in app.markdown)
    assert any("70×50" in one.value for one in app.caption)
    (drop,) = [one for one in app.button if one.label == "Stop using this file"]
    drop.click()
    app.run()
    assert not app.exception
    assert engine.run.config.dataset == "china"


def test_a_bad_file_gets_a_sentence_and_changes_nothing(open_real, engine):
    app = hand_in(open_real({}, "picture"), "notes.png", b"these are words, not pixels")
    assert not app.exception
    (error,) = app.error
    assert "notes.png is no image" in error.value.replace("\\", "")
    assert engine.run.config.dataset == "china"


def test_a_link_whose_picture_is_gone_shows_the_usual_one_and_says_so(open_real, engine):
    app = open_real({"picture.dataset": "upload", "picture.upload": "0" * 16}, "picture")
    assert not app.exception
    assert engine.run.config.dataset == "china"
    assert any("isn't here any more" in one.value for one in app.info)


def test_the_command_line_learns_from_a_file(tmp_path):
    path, wrong = tmp_path / "mine.png", tmp_path / "words.png"
    path.write_bytes(GOOD)
    wrong.write_text("these are words")
    found = trained("picture", "--upload", str(path), "--side", "32", "--steps", "3")
    assert found["metrics"].keys() >= {"train_psnr", "plain_psnr", "train_loss"}
    for bad, said in ((wrong, "no image"), (tmp_path, "one picture")):
        done = call("train", "picture", "--upload", str(bad), "--steps", "3")
        assert done.exit_code == 2
        assert said in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
