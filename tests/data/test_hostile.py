"""Files that were made to do harm: a sentence, little memory, and nothing of what stands in them."""

import gzip
import json
import stat
import subprocess
import sys
import zipfile
from io import BytesIO

import numpy as np
import pytest

from core.data import files, idx
from core.params import ParamError
from tests.data.archives import encoded, photo, zipped
from tests.data.idxfiles import encoded as idx_encoded

SECRET = b"hunter2 is the password of the server"
GROWTH = 80  # MB that an importer may take for what it then refuses

# Each is told to a process of its own, which says what it answered and by how many MB it had to grow.
BOMBS = """
import gzip, io, json, pathlib, resource, struct, sys, zipfile, zlib
import numpy as np
from core.data import files, idx
from core.params import ParamError
import core.data.image_upload, core.data.table, pandas, PIL.Image
PIL.Image.preinit()

def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

def png(side):
    # Black, in a file of a thousandth of its pixels; made row by row.
    packer, rows = zlib.compressobj(9), []
    for _ in range(side):
        rows.append(packer.compress(bytes(side + 1)))
    rows.append(packer.flush())
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", b"".join(rows)), chunk(b"IEND", b"")
    return b"\\x89PNG\\r\\n\\x1a\\n" + b"".join(parts)

def packed(**entries):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, megabytes in entries.items():
            with archive.open(name, "w", force_zip64=True) as entry:
                for _ in range(megabytes):
                    entry.write(bytes(2**20))
    return made.getvalue()

def lying(data, size):
    at, changed = data.find(b"PK\\1\\2"), bytearray(data)
    changed[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(changed)

def unpacks_to_much(path):
    with gzip.open(path, "wb", 1) as file:
        file.write(struct.pack(">4B3I", 0, 0, 8, 3, 2, 28, 28))
        for _ in range(600):
            file.write(bytes(2**20))
    return path

def gigantic(path):
    path.write_bytes(struct.pack(">4B3I", 0, 0, 8, 3, 2**31, 28, 28) + bytes(100))
    return path

here = pathlib.Path(sys.argv[1])
cases = {
    "png": lambda: files.read([("a.png", PNG)]),
    "png in a zip": lambda: files.read([("a.zip", ZIPPED)]),
    "zip": lambda: files.read([("a.zip", BIG)]),
    "many": lambda: files.read([("a.zip", MANY)]),
    "lie": lambda: files.read([("a.zip", LIE)]),
    "gzip": lambda: idx.read(BOMB, (None, 28, 28)),
    "header": lambda: idx.read(HUGE, (None, 28, 28)),
}
PNG = png(12_000)
made = io.BytesIO()
with zipfile.ZipFile(made, "w") as archive:
    archive.writestr("a.png", PNG)
ZIPPED = made.getvalue()
BIG, MANY = packed(a=400), packed(**{f"a{i}.png": 25 for i in range(12)})
LIE = lying(packed(**{"a.png": 400}), 100)
BOMB, HUGE = unpacks_to_much(here / "bomb.gz"), gigantic(here / "huge")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
said = {}
for name, case in cases.items():
    try:
        case()
        said[name] = "taken"
    except ParamError as error:
        said[name] = str(error)
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
print(json.dumps({"said": said, "grown": grown}))
"""


def test_bombs_and_lies_are_refused_with_a_sentence_and_little_memory(tmp_path):
    asked = [sys.executable, "-c", BOMBS, str(tmp_path)]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=150)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    said = told["said"]
    assert "pixels" in said["png"]
    assert "pixels" in said["png in a zip"]
    assert "unpacks to 400 MB" in said["zip"]
    assert "unpacks to 300 MB" in said["many"]
    assert "is a damaged archive" in said["lie"]
    assert "goes on after the 2 entries" in said["gzip"]
    assert "sizes in its header that can't be right" in said["header"]
    assert told["grown"] < GROWTH


def refused(read):
    with pytest.raises(ParamError) as caught:
        read()
    return str(caught.value)


def png_with(text):
    """A picture whose data are `text`."""
    good = bytearray(encoded(np.zeros((8, 8), np.uint8)))
    at = good.find(b"IDAT") + 4
    good[at : at + len(text)] = text
    return bytes(good)


UPLOADS = {
    "text": SECRET,
    "text in lines": SECRET.replace(b" ", b"\n"),
    "cells": SECRET.replace(b" ", b","),
    "utf-16": SECRET.decode().encode("utf-16"),
    "a control character": SECRET + b"\0",
    "called a zip": b"PK\x03\x04" + SECRET,
    "called a picture": b"\x89PNG\r\n\x1a\n" + SECRET,
    "called a JPEG": b"\xff\xd8\xff\xe0" + SECRET,
    "called a GIF": b"GIF89a" + SECRET,
    "called an SVG": b"<svg>" + SECRET,
    "called a PDF": b"%PDF" + SECRET,
    "a broken picture": png_with(SECRET),
    "in a zip": zipped({"notes.txt": SECRET}),
    "pictures in a zip": zipped({f"{i}.png": png_with(SECRET) for i in range(120)}),
    "a comment": zipped({"a.png": photo(0)}) + SECRET,
}


@pytest.mark.parametrize("kind", UPLOADS)
@pytest.mark.parametrize("name", ["mine.csv", "mine.zip", "mine.png"])
def test_what_is_refused_is_not_quoted(kind, name):
    said = refused(lambda: files.read([(name, UPLOADS[kind])]))
    assert not [word for word in SECRET.decode().split() if len(word) > 3 and word in said]
    assert SECRET[:4].hex(" ") not in said


@pytest.mark.parametrize("wrap", [bytes, gzip.compress])
@pytest.mark.parametrize(
    "data", [SECRET, b"\0\0\x08\x03" + SECRET, idx_encoded(np.zeros((2, 28, 28))) + SECRET]
)
def test_nor_is_a_data_set_of_the_server(tmp_path, data, wrap):
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(wrap(data))
    said = refused(lambda: idx.read(path, (None, 28, 28)))
    for at in range(0, len(SECRET) - 4, 4):
        part = SECRET[at : at + 4]
        assert part.decode() not in said
        assert part.hex(" ") not in said
        assert str(int.from_bytes(part, "big")) not in said, "as a number of the header"


def test_a_symbolic_link_in_an_archive_is_its_own_few_bytes(tmp_path):
    target = tmp_path / "target.png"
    target.write_bytes(photo(1))
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        link = zipfile.ZipInfo("link.png")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, str(target))
        for number in range(30):
            archive.writestr(f"{number}.png", photo(number))
    found = files.read([("mine.zip", made.getvalue())])
    assert len(found.x) == 30
    assert [one.file for one in found.left_out] == ["link.png"]
    assert str(tmp_path) not in " ".join(one.say() for one in files.report(found))


def test_names_in_an_archive_lead_nowhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = ("../{}.png", "/{}.png", "..\\{}.png", "C:\\{}.png", "a/../../{}.png", "./{}.png")
    entries = {name.format(n): photo(n) for n in range(30) for name in names[n % 6 : n % 6 + 1]}
    assert len(files.read([("mine.zip", zipped(entries))]).x) == 30
    assert list(tmp_path.iterdir()) == []
    assert list(tmp_path.parent.glob("*.png")) == []
