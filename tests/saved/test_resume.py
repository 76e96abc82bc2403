"""`train … --save` and `resume` on the command line: what goes on from a file equals what never stopped."""

from __future__ import annotations

import csv
import json
import struct
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from core.__main__ import main
from core.data import files, uploads
from core.saved import tensorboard
from core.saved.file import from_bytes, to_bytes
from core.saved.tables import curves
from tests.data.archives import two_classes, zipped
from tests.saved.runs import packed, trained

SMALL = {  # so that all playgrounds together take a few seconds
    "cnn": ("--dataset", "digits", "--images", "200", "--layers", "conv 4 s2, dense 8"),
    "ddpg": (),
    "vae": ("--dataset", "digits"),
    "transformer": ("--layers", 1, "--width", 16, "--mlp-width", 16, "--heads", 1),
}
EVERY = ("backprop", "cnn", "ddpg", "gan", "mlp", "optimizers", "picture", "qlearning", "regression",
         "regularization", "transformer", "vae")  # fmt: skip


def call(*arguments):
    done = CliRunner().invoke(main, [str(one) for one in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def told(*arguments):
    done = call(*arguments, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def lasting(result):
    """What of a result does not depend on the clock."""
    metrics = {n: v for n, v in result["metrics"].items() if not n.endswith("_per_s")}
    return {"metrics": metrics, "steps": result["steps"], "seed": result["seed"]}


def points(packed):
    """The points of the curves. One that was told of a step twice, out of order, keeps more or fewer of them
    however often it was looked at, without any file, too."""
    return {
        name: list(zip(steps.tolist(), map(str, values), strict=True))
        for name, (steps, values) in curves(packed).items()
        if (np.diff(steps) > 0).all()
    }


@pytest.mark.parametrize("name", EVERY)
def test_thirty_and_thirty_steps_are_sixty(name, tmp_path):
    how = SMALL.get(name, ())
    whole, half, again = (tmp_path / f"{one}.zip" for one in ("whole", "half", "again"))
    expected = told("train", name, *how, "--steps", 60, "--save", whole)
    first = told("train", name, *how, "--steps", 30, "--save", half)
    assert first["saved"] == str(half)
    found = told("resume", half, "--steps", 30, "--save", again)
    assert lasting(found) == lasting(expected)
    one, other = (from_bytes(path.read_bytes()).packed for path in (whole, again))
    assert one.facts == other.facts
    assert one.arrays.keys() == other.arrays.keys()
    assert points(one) == points(other)
    for key in one.state.arrays:
        assert np.array_equal(one.state.arrays[key], other.state.arrays[key], equal_nan=True), key
    assert lasting(told("resume", again)) == lasting(expected)


def test_the_same_run_is_the_same_file(tmp_path):
    for file in ("one", "other"):
        told("train", "mlp", "--steps", 40, "--save", tmp_path / file)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "other"]


def test_an_epoch_that_had_begun_is_the_first_to_be_ended(tmp_path):
    file = tmp_path / "run.zip"
    told("train", "mlp", "--steps", 30, "--save", file)  # 1.2 epochs of 25 steps
    found = told("resume", file, "--epochs", 2)
    assert found["steps"] == 75
    assert found["metrics"]["epochs"] == pytest.approx(3)


def test_the_data_handed_in_travel_with_it(tmp_path, monkeypatch):
    monkeypatch.setenv("LEARNSCOPE_UPLOADS", str(tmp_path / "uploads"))
    images = tmp_path / "images.zip"
    images.write_bytes(zipped(two_classes(20)))
    file = tmp_path / "run.zip"
    how = ("--upload", images, "--steps", 4)
    expected = told("train", "vae", *how, "--save", file)
    images.unlink()
    assert lasting(told("resume", file)) == lasting(expected)
    assert not (tmp_path / "uploads").exists()


def test_data_that_are_anothers_stay_where_they_are(tmp_path, monkeypatch):
    monkeypatch.setenv("LEARNSCOPE_UPLOADS", str(tmp_path / "uploads"))
    upload = files.packed(found := list(two_classes(20).items()), files.read(found))
    upload = uploads.store(upload)
    uploads.claim(upload, "me")
    run = packed(trained("vae", 2, dataset="upload", upload=upload))
    for viewer, there in (("me", [upload]), ("you", [])):
        saved = from_bytes(to_bytes(run, lambda one, viewer=viewer: uploads.claimed(one, viewer)))
        assert list(saved.uploads) == there
    (tmp_path / "uploads" / upload).unlink()
    (tmp_path / "run.zip").write_bytes(to_bytes(run, lambda upload: False))
    done = call("resume", tmp_path / "run.zip")
    assert done.exit_code == 2
    assert "isn't here any more" in done.stderr


def test_curves_and_events_are_tables(tmp_path):
    file = tmp_path / "run.zip"
    told("train", "mlp", "--steps", 60, "--save", file)
    told("export", file, tmp_path / "tables", "--to", "csv")
    with (tmp_path / "tables" / "history.csv").open() as opened:
        rows = list(csv.DictReader(opened))
    assert [int(row["step"]) for row in rows] == list(range(61))
    assert rows[50]["test_loss"]
    assert rows[51]["batch_loss"]
    assert not rows[51]["test_loss"]
    assert (tmp_path / "tables" / "events.csv").read_text().startswith("step,kind,name,old,new")


def test_tensorboard_gets_every_point_of_every_curve(tmp_path):
    file = tmp_path / "run.zip"
    told("train", "mlp", "--steps", 300, "--save", file)
    (path,) = told("export", file, tmp_path / "board", "--to", "tensorboard")["files"]
    content, records = Path(path).read_bytes(), []
    assert Path(path).name.startswith("events.out.tfevents.")
    while (
        content
    ):  # its length, two checksums, and what TensorBoard's reader makes of them was tried by hand
        (length,) = struct.unpack_from("<Q", content)
        records.append(content[12 : 12 + length])
        content = content[16 + length :]
    assert records[0].endswith(b"brain.Event:2")
    found = curves(from_bytes(file.read_bytes()).packed)
    assert len(records) == 1 + sum(len(steps) for steps, _ in found.values())
    last = records[-1]
    name, (_, values) = list(found.items())[-1]
    assert name.encode() in last
    assert last.endswith(struct.pack("<f", values[-1]))


def test_checksums_are_those_of_the_standard():
    assert tensorboard._checksum(b"123456789") == masked(0xE3069283)  # RFC 3720's polynomial
    assert tensorboard._checksum(bytes(32)) == masked(0x8A9136AA)  # RFC 3720, B.4


def masked(crc):
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def test_what_cannot_be_done_is_said_in_one_line(tmp_path):
    file = tmp_path / "run.zip"
    told("train", "mlp", "--steps", 3, "--save", file)
    folder, other = tmp_path / "no" / "run.zip", tmp_path / "other.zip"
    other.write_bytes(b"nonsense")
    for words, said in (
        (("train", "mlp", "--steps", 3, "--save", folder), "folder that is there"),
        (("train", "mlp", "--steps", 3, "--save", tmp_path), "folder that is there"),
        (("resume", tmp_path / "none.zip"), "No such file"),
        (("resume", tmp_path), "can't be read"),
        (("resume", other), "no saved run"),
        (("resume", file, "--lr", "2"), "--lr is not known here"),
        (("resume", file, "--step", "2"), "did you mean --steps"),
        (("resume", file, "--steps", "0"), "steps = 0"),
        (("resume", file, "--steps", "1", "--epochs", "1"), "Give one of"),
        (("resume", file, "--device", "tpu"), "this machine has"),
        (("export", other, tmp_path / "out", "--to", "csv"), "no saved run"),
        (("export", file, file, "--to", "csv"), "can't be written"),
        (("export", file, tmp_path / "out", "--to", "pickle"), "pickle"),
    ):
        done = call(*words)
        assert done.exit_code == 2, words
        assert said in done.stderr, done.stderr
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()
