"""Files handed in on the pages: stored and learned from, or told what is wrong with them."""

import pytest

from core.data import image_upload, uploads
from tests.data.archives import two_classes, zipped


@pytest.fixture
def folder(monkeypatch, tmp_path):
    monkeypatch.setenv("LEARNSCOPE_UPLOADS", str(tmp_path / "uploads"))
    return tmp_path / "uploads"


def hand_in(app, name, data):
    app.sidebar.get("file_uploader")[0].set_value((name, data, "text/csv"))
    return app.run()


def test_a_good_column_becomes_the_data(open_real, engine, folder):
    data = b"level\n" + b"\n".join(str(i % 7).encode() for i in range(500))
    app = hand_in(open_real({}, "gan"), "tide.csv", data)
    assert not app.exception
    assert not app.error
    assert engine.run.config.dataset == "csv"
    assert uploads.read(engine.run.config.upload) == data
    assert app.query_params["gan.upload"] == engine.run.config.upload


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"1\n", "one row"),
        (b"a\n1\nx\n", "Row 3"),
        (b"a\n1\n\n2\n", "Row 3"),
        (b"\0\1\2", "zero byte"),
    ],
)
def test_a_bad_file_gets_a_sentence_with_its_name_and_changes_nothing(
    open_real, engine, folder, data, said
):
    app = hand_in(open_real({}, "gan"), "tide.csv", data)
    assert not app.exception
    (error,) = app.error
    assert "tide" in error.value
    assert said in error.value
    assert engine.run.config.dataset != "csv"
    assert not folder.exists() or not any(folder.iterdir())


def test_without_a_file_the_page_says_so(open_real, engine, folder):
    app = open_real({"gan.dataset": "csv"}, "gan")
    assert any("There is no file yet" in one.value for one in app.caption)


def hand_in_images(app, files, field=0):
    app.sidebar.get("file_uploader")[field].set_value([(*file, "image/png") for file in files])
    return app.run()


@pytest.mark.parametrize(
    ("field", "files"),
    [(0, [("my.zip", zipped(two_classes()))]), (1, list(two_classes().items()))],
    ids=["zip", "folder"],
)
def test_good_images_become_the_data(open_real, engine, folder, field, files):
    app = hand_in_images(open_real({}, "vae"), files, field)
    assert not app.exception
    assert not app.error
    assert engine.run.config.dataset == "upload"
    assert image_upload.unpacked(uploads.read(engine.run.config.upload)).classes == (
        "dark",
        "noise",
    )
    assert app.query_params["vae.upload"] == engine.run.config.upload
    assert any("50" in one.value and "noise" in one.value for one in app.info)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([("notes.png", b"words")], "notes"),
        ([("my.zip", b"PK\x03\x04 and no more")], "damaged archive"),
        ([("one.png", two_classes()["mine/dark/1.png"])], "At least"),
    ],
)
def test_bad_images_get_a_sentence_and_change_nothing(open_real, engine, folder, files, said):
    app = hand_in_images(open_real({}, "vae"), files)
    assert not app.exception
    (error,) = app.error
    assert said in error.value
    assert engine.run.config.dataset == "digits"
    assert not folder.exists()


def test_good_images_count_beside_a_bad_upload_which_is_named(open_real, engine, folder):
    bad = [("broken.zip", b"PK\x03\x04 and no more"), ("notes.png", b"words")]
    app = hand_in_images(open_real({}, "vae"), bad)
    assert "notes" in app.error[0].value  # the first of them
    assert engine.run.config.dataset == "digits"
    app = hand_in_images(app, [*bad, ("my.zip", zipped(two_classes()))])  # all chosen so far
    assert not app.exception
    assert not app.error
    assert len(image_upload.unpacked(uploads.read(engine.run.config.upload)).x) == 50
    (told,) = app.info
    assert "png is no image" in told.value
    assert "zip is a damaged archive" in told.value


def test_a_good_column_after_a_bad_one_becomes_the_data(open_real, engine, folder):
    app = hand_in(open_real({}, "gan"), "tide.csv", b"a\n1\nx\n")
    assert app.error
    app = hand_in(app, "ebb.csv", b"level\n" + b"1\n2\n3\n" * 200)
    assert not app.exception
    assert not app.error
    assert engine.run.config.dataset == "csv"


def test_without_images_the_page_says_so(open_real, engine, folder):
    app = open_real({"vae.dataset": "upload"}, "vae")
    assert any("There is no file yet" in one.value for one in app.caption)
