"""Files handed in on the pages: stored and learned from, or told what is wrong with them."""

import pytest

from core.data import album_file, stored, uploads
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
    assert stored.table(engine.run.config.upload)[0] == "tide.csv"
    assert app.query_params["gan.upload"] == engine.run.config.upload


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"1\n", "No column of numbers"),
        (b"a\n1\nx\n", "No column of numbers"),
        (b"a\n1\n2\n", "at least 64"),
        (b"a\n" + b"1\n" * 99, "are the same"),
        (b"\0\1\2", "control character"),
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
    assert album_file.unpacked(uploads.read(engine.run.config.upload)).classes == (
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
    assert len(album_file.unpacked(uploads.read(engine.run.config.upload)).x) == 50
    (told,) = app.info
    assert "png is no image" in told.value
    assert "zip is a damaged archive" in told.value


TIDE = b"t,level,wind\n" + b"".join(b"%d,%d,%d\n" % (i, i % 7, i % 5) for i in range(500))


def used(app):
    """What the page says of the file in use."""
    said = [one.value for one in [*app.sidebar.markdown, *app.sidebar.info]]
    return " ".join(said).replace("\\", "")


def buttons(app):
    return {one.label: one for one in app.sidebar.button}


def test_the_file_in_use_is_shown_with_its_name_and_how_it_was_read(open_real, engine, folder):
    app = hand_in(open_real({}, "gan"), "tide.csv", TIDE)
    again = open_real(dict(app.query_params), "gan")  # as after a reload
    for page in (app, again):
        assert "In use: tide.csv" in used(page)
        assert "Column level: 500 numbers, the first is 0." in used(page)
        assert "Separator: comma. Decimal sign: point. Header: yes." in used(page)
        assert any(
            'alt="level: 500 numbers from 0 to 6"' in one.proto.body
            for one in page.sidebar.get("html")
        )
    assert engine.run.config.dataset == "csv"


def test_the_other_columns_are_offered_and_the_choice_stands_in_the_address(
    open_real, engine, folder
):
    app = hand_in(open_real({}, "gan"), "tide.csv", TIDE)
    column = next(one for one in app.sidebar.selectbox if one.label == "Column")
    assert column.options == ["t (counts rows or time)", "level", "wind"]
    assert column.value == 2
    column.set_value(3).run()
    assert app.query_params["gan.column"] == "3"
    assert engine.run.config.column == "3"
    assert "Column wind" in used(app)
    again = open_real(dict(app.query_params), "gan")
    column = next(one for one in again.sidebar.selectbox if one.label == "Column")
    column.set_value(2).run()
    assert "gan.column" not in again.query_params


def test_the_file_in_use_can_be_dropped(open_real, engine, folder):
    app = hand_in(open_real({}, "gan"), "tide.csv", TIDE)
    buttons(app)["Stop using this file"].click().run()
    assert not app.exception
    assert "gan.upload" not in app.query_params
    assert engine.run.config.dataset == "two-gaussians"
    assert "Stop using this file" not in buttons(app)


def test_a_file_that_is_taken_back_is_used_no_longer(open_real, engine, folder):
    app = hand_in(open_real({}, "gan"), "tide.csv", TIDE)
    app.sidebar.get("file_uploader")[0].set_value(None)
    app.run()
    assert not app.exception
    assert "gan.upload" not in app.query_params
    assert engine.run.config.dataset == "two-gaussians"


def test_an_album_is_shown_with_its_name_after_a_reload(open_real, engine, folder):
    app = hand_in_images(open_real({}, "vae"), [("my.zip", zipped(two_classes()))])
    again = open_real(dict(app.query_params), "vae")
    assert "In use: my.zip" in used(again)
    assert "Images: 50. Classes: dark, noise." in used(again)
    buttons(again)["Stop using this file"].click().run()
    assert engine.run.config.dataset == "digits"


@pytest.mark.parametrize(
    ("page", "query", "said"),
    [
        ("gan", {"gan.dataset": "csv", "gan.upload": "0" * 16}, "this file isn't here any more"),
        ("gan", {"gan.dataset": "csv", "gan.upload": "nonsense"}, "this file isn't here any more"),
        ("gan", {"gan.dataset": "csv"}, "There is no file yet"),
        ("vae", {"vae.dataset": "upload", "vae.upload": "0" * 16}, "isn't here any more"),
        ("vae", {"vae.dataset": "upload", "vae.conditional": "on"}, "There is no file yet"),
    ],
)
def test_a_link_whose_file_is_not_there_shows_the_usual_data_and_says_so(
    open_real, engine, folder, page, query, said
):
    app = open_real(query, page)
    assert not app.exception
    assert engine.run.config.dataset == {"gan": "two-gaussians", "vae": "digits"}[page]
    told = [one.value.replace("\\", "") for one in app.main.info]
    assert any(said in one and "Used instead: " in one for one in told)
    assert app.query_params[f"{page}.dataset"] == query[f"{page}.dataset"], "the link stays"


def test_a_column_that_the_file_lacks_is_said(open_real, engine, folder):
    app = hand_in(open_real({}, "gan"), "tide.csv", TIDE)
    again = open_real(dict(app.query_params) | {"gan.column": "9"}, "gan")
    assert engine.run.config.dataset == "two-gaussians"
    assert any("no numbers in column 9" in one.value for one in again.main.info)


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
