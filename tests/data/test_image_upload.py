"""A visitor's images: what is taken of zips and folders, what is left out, and what is refused."""

import struct
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data import archive, image_upload, images, uploads
from core.data.image_upload import FEWEST, collected, packed, unpacked
from core.params import ParamError
from tests.data.archives import encoded, photo, two_classes, zipped

MANY = {f"{i}.png": photo(i) for i in range(FEWEST)}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LEARNSCOPE_UPLOADS", str(tmp_path / "uploads"))
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    assert {path.name for path in tmp_path.iterdir()} <= {"uploads"}, "something was written"


def refused(*files):
    with pytest.raises(ParamError) as caught:
        collected(files)
    assert caught.value.message.param == "upload"
    return caught.value.message.say()


def test_a_zip_and_its_files_one_by_one_are_the_same_upload():
    one, other = collected([("my.zip", zipped(MANY))]), collected(list(MANY.items()))
    assert np.array_equal(one.x, other.x)
    assert (one.classes, set(one.y)) == ((), {0})
    assert one.report().say() == f"Images: {FEWEST}. Classes: –."


def test_folders_are_classes():
    found = collected([("my.zip", zipped(two_classes()))])
    assert found.classes == ("dark", "noise")
    means = [found.x[found.y == label].mean() for label in (0, 1)]
    assert means[0] < 60 < means[1]
    assert found.y.tolist() == [0] * 25 + [1] * 25
    assert "Classes: dark, noise." in found.report().say()


def test_too_many_folders_are_no_classes():
    found = collected([(f"{name}/{i}.png", data) for i, (name, data) in enumerate(MANY.items())])
    assert found.classes == ()


def test_what_is_no_image_is_left_out_and_what_cannot_be_used_is_named():
    junk = {
        "__MACOSX/._1.png": b"", "a/.hidden.png": b"", "notes.txt": b"words", "inner.zip": zipped(MANY),
        "a/": b"",
    }  # fmt: skip
    bad = {"late.png": b"words", "dot.png": encoded(np.zeros((1, 1), np.uint8))}
    found = collected([("my.zip", zipped(MANY | junk | bad))])
    assert len(found.x) == FEWEST
    assert (found.others, found.damaged) == (4, 2)
    assert "The first: late.png is no image" in found.report().say()


@pytest.mark.parametrize(
    "start", ["../../", "/etc/", "C:\\windows\\", "..\\..\\", "a/../../b/", "\\\\host\\share\\"]
)
def test_paths_in_an_archive_lead_nowhere(start, folder):
    found = collected([("my.zip", zipped({start + name: data for name, data in MANY.items()}))])
    assert len(found.x) == FEWEST
    assert not list(folder.rglob("*"))


def test_too_few_images_are_counted():
    assert refused(("1.png", MANY["1.png"])) == f"Images found: 1. At least {FEWEST} are needed."
    assert refused(("my.zip", zipped({}))).startswith("Images found: 0.")
    assert refused(("a/b.txt", b"")).startswith("Images found: 0.")
    assert refused(("notes.png", b"words")).startswith("notes.png is no image")
    assert refused(("notes.zip", b"words")).startswith("notes.zip is a damaged archive")
    said = refused(("1.png", MANY["1.png"]), ("notes.png", b"words"))
    assert said.startswith("Images found: 1.")
    assert "notes.png is no image" in said


def test_images_that_are_all_the_same_teach_nothing():
    assert "All images are the same" in refused(*((f"{i}.png", photo(0)) for i in range(FEWEST)))


def directory(data, change):
    """The archive with each entry of its directory changed."""
    data, at = bytearray(data), -1
    while (at := data.find(archive.IN_DIRECTORY, at + 1)) >= 0:
        change(data, at)
    return bytes(data)


def test_an_archive_that_unpacks_to_too_much_is_refused_unopened(monkeypatch):
    monkeypatch.setattr(archive, "_read", lambda *_: pytest.fail("it was unpacked"))
    bomb = zipped({f"{i}.png": bytes(2**25) for i in range(9)})
    assert len(bomb) < 2**20
    assert (
        refused(("bomb.zip", bomb)) == "The archive unpacks to 288 MB: at most 250 MB are allowed."
    )


def test_one_entry_may_not_be_too_large():
    said = refused(("bomb.zip", zipped({"1.png": bytes(2**25)})))
    assert said.startswith("1.png unpacks to 32 MB: at most 30 MB")


def test_a_directory_that_lies_about_sizes_is_damaged(monkeypatch):
    small = directory(
        zipped({"1.png": bytes(2**27)}),
        lambda data, at: data.__setitem__(slice(at + 24, at + 28), struct.pack("<I", 100)),
    )
    asked = []
    read = zipfile.ZipExtFile.read
    monkeypatch.setattr(
        zipfile.ZipExtFile, "read", lambda self, n=-1: asked.append(n) or read(self, n)
    )
    assert "bomb.zip is a damaged archive" in refused(("bomb.zip", small))
    assert asked == [101]


def test_too_many_entries_are_refused_before_the_directory_is_read(monkeypatch):
    monkeypatch.setattr(archive, "ENTRIES", 20)
    data = zipped(MANY)
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("it was read"))
    assert refused(("my.zip", data)).startswith(f"There are {FEWEST} files: at most 20")


def test_too_many_images_and_pixels_are_refused(monkeypatch):
    monkeypatch.setattr(image_upload, "MOST", 20)
    assert "At most 20 images" in refused(*MANY.items())
    monkeypatch.setattr(image_upload, "MOST", 8000)
    monkeypatch.setattr(image_upload, "PIXELS", 5000)
    assert "0 million pixels" in refused(*MANY.items())


def test_after_many_that_cannot_be_used_it_gives_up(monkeypatch):
    monkeypatch.setattr(image_upload, "DAMAGED", 3)
    files = [(f"{i}.png", b"words") for i in range(9)]
    assert "More than 3 images can't be used. The first: 0.png is no image" in refused(*files)


def test_too_many_bytes_are_refused(monkeypatch):
    monkeypatch.setattr(archive, "LARGEST", 2**20)
    assert "2.0 MB: at most 1 MB" in refused(*((f"{i}.png", bytes(2**20)) for i in range(2)))


def test_encrypted_damaged_and_unusual_archives_are_named():
    good = zipped(MANY)
    locked = directory(good, lambda data, at: data.__setitem__(at + 8, data[at + 8] | 1))
    assert refused(("my.zip", locked)).startswith("0.png is encrypted")
    assert "unusual way" in refused(("my.zip", zipped(MANY, zipfile.ZIP_BZIP2)))
    assert "unusual way" in refused(("my.zip", zipped(MANY, zipfile.ZIP_LZMA)))
    for data in (good[:-10], good[: len(good) // 2], good[:60] + bytes(200) + good[260:]):
        assert "my.zip is a damaged archive" in refused(("my.zip", data))


GOOD = zipped(MANY)
LATER = zipped({f"{i}.png": photo(200 + i) for i in range(9)})


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (b"PK\x03\x04 and no more", "bad.zip is a damaged archive"),
        (GOOD[: len(GOOD) // 2], "bad.zip is a damaged archive"),
        (zipped({f"{i}.png": bytes(2**25) for i in range(9)}), "bad.zip: The archive unpacks to"),
        (zipped({"big.png": bytes(2**25)}), "big.png unpacks to 32 MB"),
        (zipped({f"{i}.png": b"words" for i in range(101)}), "More than 100 images"),
        (zipped({"a.png": MANY["1.png"]}, zipfile.ZIP_BZIP2), "a.png is packed in an unusual way"),
    ],
    ids=["start", "half", "bomb", "entry", "words", "bzip2"],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_bad_archive_is_named_and_keeps_no_good_one_out(bad, said, first):
    files = [("bad.zip", bad), ("my.zip", GOOD), ("late.zip", LATER)]
    found = collected(files if first else files[::-1])
    assert len(found.x) == FEWEST + 9
    assert said in found.report().say()
    assert found.damaged == 1


def test_an_archive_too_many_is_named_and_the_others_count(monkeypatch):
    monkeypatch.setattr(image_upload, "MOST", FEWEST)
    found = collected([("my.zip", GOOD), ("late.zip", LATER)])
    assert len(found.x) == FEWEST
    assert "late.zip: At most 30 images" in found.report().say()


def test_of_an_archive_the_bad_entries_are_named_and_the_good_ones_count():
    data = bytearray(zipped(MANY | {"last.png": photo(99)}))
    data[60] ^= 255  # in the first entry
    found = collected([("my.zip", bytes(data))])
    assert len(found.x) == FEWEST
    assert "my.zip is a damaged archive" in found.report().say()


@given(st.integers(0, 3000), st.binary(max_size=40))
def test_whatever_an_archive_holds_gives_images_or_a_sentence(at, noise):
    data = bytearray(zipped({"a.png": b"x" * 500, "b.png": MANY["1.png"]}))
    at %= len(data)
    data[at : at + len(noise)] = noise
    with pytest.raises(ParamError) as caught:
        collected([("my.zip", bytes(data))])
    assert caught.value.message.say()


# ---- kept, and learned from ---------------------------------------------------------------------
def test_what_is_packed_comes_out_again():
    found = collected([("my.zip", zipped(two_classes()))])
    again = unpacked(packed(found))
    assert np.array_equal(again.x, found.x)
    assert np.array_equal(again.y, found.y)
    assert again.classes == found.classes
    assert packed(found).startswith(b"learnscope album {"), "what was stored earlier stays readable"


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"",
        lambda data: b"level\n1\n2\n",
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: data[:-1] + b"\x09",
        lambda data: data.replace(b'"images": 50', b'"images": -1'),
        lambda data: data.replace(b'"images": 50', b'"images": []'),
        lambda data: data.replace(b'"dark", "noise"', b'5, "noise"'),
        lambda data: data.replace(b'{"images"', b'["images"'),
        lambda data: data.replace(b'{"images"', b"[" * 100_000),
    ],
)
def test_other_uploads_are_no_images(change):
    data = packed(collected([("my.zip", zipped(two_classes()))]))
    with pytest.raises(ParamError, match="This upload holds no images"):
        unpacked(change(data))


def test_an_upload_is_a_data_set_split_the_same_way_every_time():
    found = collected([("my.zip", zipped(two_classes()))])
    upload = uploads.store(packed(found))
    one, other = images.load("upload", upload), images.load("upload", upload)
    assert np.array_equal(one.x_test, other.x_test)
    assert (len(one.x), len(one.x_test)) == (40, 10)
    assert one.about.classes == ("dark", "noise")
    every = np.concatenate((one.x, one.x_test)).reshape(50, -1)
    assert len(np.unique(every, axis=0)) == 50
    with pytest.raises(ParamError, match="There is no file yet"):
        images.load("upload")
