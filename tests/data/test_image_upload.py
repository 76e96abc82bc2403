"""A visitor's images: what is taken of zips and folders, what is left out, and what is refused."""

import io
import struct
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.data import archive, image_upload, images, stored, uploads
from core.data.album_file import packed, unpacked
from core.data.image_upload import FEWEST, MOST, ImageUpload, collected
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


def said(found):
    return " ".join(one.say() for one in found.report())


def test_a_zip_and_its_files_one_by_one_are_the_same_upload():
    one, other = collected([("my.zip", zipped(MANY))]), collected(list(MANY.items()))
    assert np.array_equal(one.x, other.x)
    assert (one.classes, set(one.y)) == ((), {0})
    assert said(one) == f"Images: {FEWEST}. Classes: –."


def test_folders_are_classes():
    found = collected([("my.zip", zipped(two_classes()))])
    assert found.classes == ("dark", "noise")
    means = [found.x[found.y == label].mean() for label in (0, 1)]
    assert means[0] < 60 < means[1]
    assert found.y.tolist() == [0] * 25 + [1] * 25
    assert "Classes: dark, noise." in said(found)


@pytest.mark.parametrize("classes", [12, 100, 101])
def test_up_to_a_hundred_classes(classes):
    found = collected([(f"class {i % classes:03}/{i}.png", photo(i)) for i in range(3 * classes)])
    assert len(found.classes) == (classes if classes <= 100 else 0)
    assert len(found.x) == 3 * classes
    assert ("101 folders: at most 100 can be classes" in said(found)) == (classes > 100)
    assert len(unpacked(packed(found)).classes) == len(found.classes)
    assert ("Classes: 100, the first of them class 000, class 001" in said(found)) == (
        classes == 100
    )


def test_class_names_are_whole():
    names = [f"Papilio machaon britannicus {kind}" for kind in ("female", "male")]
    found = collected([(f"{names[i % 2]}/{i}.png", photo(i)) for i in range(FEWEST)])
    assert list(found.classes) == names


@pytest.mark.parametrize(
    ("paths", "classes"),
    [
        (["set/cat/{}.png", "set/dog/{}.png"], ("cat", "dog")),
        (["a/b/c/cat/{}.png", "a/b/c/dog/{}.png"], ("cat", "dog")),
        (["set/train/cat/{}.png", "set/test/dog/{}.png"], ("cat", "dog")),
        (["Train/cat/{}.png", "val/cat/{}.png", "val/dog/{}.png"], ("cat", "dog")),
        (["cat/black/{}.png", "cat/white/{}.png", "dog/{}.png"], ("cat", "dog")),
        (["cat\\{}.png", "dog\\{}.png"], ("cat", "dog")),
        (["only/{}.png"], ()),
        (["{}.png"], ()),
        (["train/{}.png", "test/{}.png"], ()),
    ],
)
def test_the_first_level_with_several_folders_has_the_classes(paths, classes):
    found = collected([(paths[i % len(paths)].format(i), photo(i)) for i in range(60)])
    assert found.classes == classes
    assert len(found.x) == 60


@pytest.mark.parametrize("stray", ["set/stray.png", "stray.png"])
def test_a_picture_beside_the_class_folders_is_left_out_and_named(stray):
    system = ["__MACOSX/set/a/._1.png", "set/.DS_Store", "set/a/Thumbs.db", "set/b/desktop.ini"]
    files = {f"set/{'ab'[i % 2]}/{i}.png": photo(i) for i in range(FEWEST)}
    found = collected(
        [("my.zip", zipped(dict.fromkeys(system, b"x") | {stray: photo(99)} | files))]
    )
    assert found.classes == ("a", "b")
    assert len(found.x) == FEWEST
    assert [one.file for one in found.left_out] == [stray, *system]
    assert f"{stray} lies beside the class folders." in said(found)
    assert f"4 of them belong to the system, such as {system[0]}." in said(found)
    assert found.left_out[-2].reason.say() == "set/a/Thumbs.db belongs to the system."
    assert [one.file for one in unpacked(packed(found)).left_out] == [stray, *system]


def test_loose_pictures_are_the_set_where_few_lie_in_folders():
    found = collected([("a/1.png", photo(1)), ("b/2.png", photo(2)), *MANY.items()])
    assert (len(found.x), found.classes, found.left_out) == (FEWEST + 2, (), ())


@pytest.mark.parametrize("ending", [".jfif", ".dat", "", ".JPG", ".txt"])
def test_what_a_file_is_its_content_says(ending):
    files = {
        f"{i}{ending}": encoded(Image.open(io.BytesIO(photo(i))), "JPEG") for i in range(FEWEST)
    }
    found = collected([("my.zip", zipped(files))])
    assert (len(found.x), found.left_out) == (FEWEST, ())


def test_one_grey_scale_for_all_pictures_of_an_album():
    shades = {
        f"{i}.png": encoded(np.full((9, 9), 4095 - 100 * i, np.uint16)) for i in range(FEWEST)
    }
    found = collected([("my.zip", zipped(shades))])
    assert found.x.max() == 255
    assert (np.diff(found.x[:, 0, 0, 0].astype(int)) < 0).all()


def test_white_shapes_on_nothing_are_seen():
    def icon(i):
        made = Image.new("RGBA", (20, 20), (255, 255, 255, 0))
        made.paste((255, 255, 255, 255), (i % 8, 4, i % 8 + 8, 14))
        return encoded(made)

    found = collected([("my.zip", zipped({f"{i}.png": icon(i) for i in range(36)}))])
    assert len(found.x) == 36
    assert (np.ptp(found.x, axis=(1, 2, 3)) == 255).all()


def test_heic_and_avif_are_named():
    phone = {"a.heic": b"\0\0\0\x18ftypheic\0\0\0\0", "b.avif": b"\0\0\0\x18ftypavif\0\0\0\0"}
    found = collected([("my.zip", zipped(MANY | phone))])
    assert "a.heic is HEIC, which can't be read here: save it as PNG or JPEG." in said(found)
    assert "b.avif is AVIF" in said(found)


def test_what_is_no_image_is_left_out_and_what_cannot_be_used_is_named():
    junk = {
        "__MACOSX/._1.png": b"", "a/.hidden.png": b"", "notes.txt": b"words", "inner.zip": zipped(MANY),
        "a/": b"",
    }  # fmt: skip
    bad = {"late.png": b"words", "dot.png": encoded(np.zeros((1, 1), np.uint8))}
    found = collected([("my.zip", zipped(MANY | junk | bad))])
    assert len(found.x) == FEWEST
    reasons = [one.reason.say() for one in found.left_out]
    assert reasons[0] == "notes.txt is no image."
    assert reasons[1] == "inner.zip is an archive inside an archive: unpack it first."
    assert reasons[2].startswith("late.png is no image in one of these formats")
    assert reasons[3].startswith("dot.png has 1×1 pixels")
    assert len(reasons) == 6
    assert "Files left out: 6." in said(found)


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
    assert refused(("a/b.txt", b"")).startswith("a/b.txt is no image")
    assert refused(("notes.png", b"words")).startswith("notes.png is no image")
    assert refused(("notes.zip", b"words")).startswith("notes.zip is a damaged archive")
    told = refused(("1.png", MANY["1.png"]), ("notes.png", b"words"))
    assert told.startswith("Images found: 1.")
    assert "notes.png is no image" in told


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
    told = refused(("bomb.zip", zipped({"1.png": bytes(2**25)})))
    assert told.startswith("1.png unpacks to 32 MB: at most 30 MB")


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
    ("bad", "message"),
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
def test_a_bad_archive_is_named_and_keeps_no_good_one_out(bad, message, first):
    files = [("bad.zip", bad), ("my.zip", GOOD), ("late.zip", LATER)]
    found = collected(files if first else files[::-1])
    assert len(found.x) == FEWEST + 9
    assert message in said(found)
    assert len(found.left_out) == 1


def test_an_archive_too_many_is_named_and_the_others_count(monkeypatch):
    monkeypatch.setattr(image_upload, "MOST", FEWEST)
    found = collected([("my.zip", GOOD), ("late.zip", LATER)])
    assert len(found.x) == FEWEST
    assert "late.zip: At most 30 images" in said(found)


def test_of_an_archive_the_bad_entries_are_named_and_the_good_ones_count():
    data = bytearray(zipped(MANY | {"last.png": photo(99)}))
    data[60] ^= 255  # in the first entry
    found = collected([("my.zip", bytes(data))])
    assert len(found.x) == FEWEST
    assert "my.zip is a damaged archive" in said(found)


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
    assert again.name == "my.zip"
    assert packed(found).startswith(b"learnscope album {"), "what was stored earlier stays readable"


def painted(shade, number=0):
    """Noise of one colour, another for each number."""
    noise = np.random.default_rng(number).random((20, 20, 1))
    return (noise * np.array(shade)).astype(np.uint8)


def coloured(each=20):
    """{name: bytes} of red and green pictures in folders of their own."""
    red = {f"mine/red/{i}.png": encoded(painted((250, 20, 30), i)) for i in range(each)}
    return red | {f"mine/green/{i}.png": encoded(painted((20, 250, 30), i)) for i in range(each)}


def test_colours_are_kept_and_come_out_again():
    found = collected([("my.zip", zipped(coloured()))])
    assert found.x.shape == (40, 3, 32, 32)
    means = [found.x[found.y == k].mean((0, 2, 3)) for k in range(2)]
    assert found.classes == ("green", "red")
    assert [int(mean.argmax()) for mean in means] == [1, 0]
    again = unpacked(packed(found))
    assert np.array_equal(again.x, found.x)
    assert np.array_equal(again.y, found.y)


def test_one_picture_in_colours_makes_the_album_one():
    entries = two_classes() | {"mine/dark/red.png": encoded(painted((250, 20, 30)))}
    found = collected([("my.zip", zipped(entries))])
    assert found.x.shape[1] == 3
    plain = [
        k for k, one in enumerate(found.x) if (one[0] == one[1]).all() and (one[1] == one[2]).all()
    ]
    assert len(plain) == 50


@pytest.mark.parametrize(
    ("format", "mode"), [("PNG", "RGB"), ("JPEG", "RGB"), ("PNG", "RGBA"), ("GIF", "P")]
)
def test_grey_pictures_of_three_channels_are_grey(format, mode):
    grey = {name: Image.open(io.BytesIO(data)) for name, data in two_classes().items()}
    found = collected([(name, encoded(one.convert(mode), format)) for name, one in grey.items()])
    assert found.x.shape[1] == 1


def test_grey_albums_are_kept_as_they_ever_were_and_old_files_still_load():
    found = collected([("my.zip", zipped(two_classes()))])
    data = packed(found)
    assert b"channels" not in data, "so a link to what was stored earlier names the same file"
    header = b'learnscope album {"images": 30, "classes": ["a", "b"]}\n'
    old = unpacked(header + bytes(range(256)) * 4 * 30 + bytes([0, 1] * 15))
    assert old.x.shape == (30, 1, 32, 32)
    assert old.classes == ("a", "b")


def test_the_largest_album_in_colours_can_be_kept():
    x = np.random.default_rng(0).integers(0, 256, (MOST, 3, 32, 32)).astype(np.uint8)
    upload = uploads.store(packed(ImageUpload(x, np.zeros(MOST, np.uint8), ())))
    assert np.array_equal(stored.images(upload).x, x)


def test_a_page_of_grey_pictures_takes_the_colours_away():
    found = collected([("my.zip", zipped(coloured()))])
    grey = images.load("upload", uploads.store(packed(found)))
    assert grey.x.shape == (30, 32, 32)
    wanted = np.rint(np.einsum("c,nchw->nhw", (0.299, 0.587, 0.114), found.x))
    every = np.concatenate((grey.x_test, grey.x)).astype(int)
    order = np.random.default_rng(0).permutation(40)
    assert abs(every[:10] - wanted[order[:10]]).max() <= 1


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
        lambda data: data.replace(b'"left_out": []', b'"left_out": [5]'),
        lambda data: data.replace(b'"left_out": []', b'"left_out": 55'),
        lambda data: data.replace(b'"name": "my.zip"', b'"name": ["zip"]'),
        lambda data: data.replace(b'"name"', b'"channels": 3, "name"'),
        lambda data: data.replace(b'"name"', b'"channels": -1, "name"'),
        lambda data: data.replace(b'"name"', b'"channels": "1", "name"'),
        lambda data: data.replace(b'"name"', b'"folders": "1", "name"'),
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
