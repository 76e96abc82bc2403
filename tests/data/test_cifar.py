"""CIFAR-10 in all its forms is the same set; what is damaged, or would execute something, gets a sentence."""

from __future__ import annotations

import gzip
import os
import pickle
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data import cifar, labelled, official, pickled
from core.params import ParamError
from tests.data.cifarfiles import EVERY, TRAIN, batch, binary, contents, put, python, python2

FORMS = ("bin", "py", "py2", "tar of bin", "tar of py", "tar of py2")
PLACES = (
    "cifar-10-batches-bin",
    "cifar-10-batches-py",
    "CIFAR10/cifar-10-batches-py",
    "cifar-10",
    "",
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LEARNSCOPE_DATA", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_the_same_set(folder, form):
    put(folder / "cifar-10", form)
    found = cifar.load()
    wanted = [batch(k) for k in range(6)]
    assert np.array_equal(found.x.reshape(100, -1), np.concatenate([x for x, _ in wanted[:5]]))
    assert np.array_equal(found.y, np.concatenate([y for _, y in wanted[:5]]))
    assert np.array_equal(found.x_test.reshape(20, -1), wanted[5][0])
    assert found.x.shape == (100, 3, 32, 32)
    assert found.official
    assert cifar.load() is found, "read once per process"
    for array in (found.x, found.y, found.x_test, found.y_test):
        assert array.dtype == np.uint8
        assert not array.flags.writeable


@pytest.mark.parametrize("place", PLACES)
def test_it_is_found_under_the_names_that_people_have(folder, place):
    put(folder / place, "py" if "py" in place else "bin")
    assert len(cifar.load().x) == 100


def test_a_pickle_of_numpy_2_and_of_every_protocol_is_read():
    x, y = batch(0)
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert np.array_equal(pickled.read(python(x, y, protocol))["data"], x)
    assert b"_core" in python(x, y), "so this is what NumPy 2 calls itself"
    assert b"numpy.core" in python2(x, y)
    order = np.asfortranarray(x)
    assert np.array_equal(pickled.read(pickle.dumps({"data": order}, 2))["data"], x)


def test_one_batch_alone_is_parted_and_says_so(folder):
    put(folder / "cifar-10-sample", "bin", TRAIN[:1], n=50)
    found = labelled.load("cifar-10")
    assert (found.x.shape, found.x_test.shape) == ((40, 3, 32, 32), (10, 3, 32, 32))
    assert "last fifth" in found.note
    assert "40 images to train on, the last 10 held out" in found.told.say()
    put(folder / "cifar-10-sample", "bin", EVERY, n=50)
    whole = labelled.load("cifar-10")
    assert (len(whole.x), len(whole.x_test), whole.note) == (250, 50, ""), "files came: read again"


def test_of_two_forms_the_fuller_is_taken(folder):
    put(folder, "bin", TRAIN[:1])
    put(folder, "tar of py")
    assert len(cifar.load().x) == 100


def test_without_files_what_belongs_where_is_said(folder):
    with pytest.raises(
        official.AbsentError, match=r"cifar-10-binary\.tar\.gz belongs into cifar-10/"
    ) as caught:
        cifar.load()
    assert str(folder) not in str(caught.value)
    put(folder / "cifar-10", "bin", ("test_batch",))
    with pytest.raises(official.AbsentError):
        cifar.load()
    assert not cifar.present()


X, Y = batch(0)
BAD_LABEL = Y.copy()
BAD_LABEL[6] = 10


class Executes:
    def __init__(self, *called):
        self.called = called

    def __reduce__(self):
        return self.called


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("data_batch_1.bin", b"", "is empty"),
        ("data_batch_1.bin", binary(X, Y)[:-1], "61459 bytes, which is no multiple of 3073"),
        ("data_batch_1.bin", binary(X, BAD_LABEL), "label 7 is 10, but the classes are 0–9"),
        ("data_batch_1.bin", gzip.compress(binary(X, Y))[:-30], "cut short: it ends too early"),
        ("data_batch_1", python(X, Y)[:-100], "is cut short or damaged"),
        ("data_batch_1", python(X, Y.astype(int) - 1), "label 1 is -1"),
        ("data_batch_1", python(X, Y.astype(int) + 250), "label 1 is 250"),
        ("data_batch_1", python(X, Y[:-1]), "19 labels, but 20 images"),
        ("data_batch_1", python(X[:, :-1], Y), "no images of 3072 bytes"),
        ("data_batch_1", pickle.dumps([1]), "was refused"),
        ("data_batch_1", pickle.dumps({"labels": [1]}), "no images of 3072 bytes"),
        ("data_batch_1", pickle.dumps({"data": X, "labels": ["a"] * 20}), "no list of numbers"),
        ("data_batch_1", pickle.dumps({"data": X.astype(float), "labels": []}), "was refused"),
        ("data_batch_1", pickle.dumps({"data": X.astype(object), "labels": []}), "was refused"),
        ("data_batch_1", b"\x89PNG", "is cut short or damaged"),
        ("cifar-10-binary.tar.gz", b"no archive", "can't be unpacked|cut short"),
    ],
)  # fmt: skip
def test_every_damage_has_a_sentence_that_names_the_file(folder, name, data, said):
    (folder / "cifar-10").mkdir()
    (folder / "cifar-10" / name).write_bytes(data)
    with pytest.raises(ParamError, match=said) as caught:
        cifar.load()
    assert f"cifar-10/{name}" in str(caught.value)
    assert str(folder) not in str(caught.value)
    assert caught.value.message.param == "dataset"


@pytest.mark.parametrize("form", ["bin", "py"])
def test_an_archive_that_is_cut_anywhere_has_a_sentence(folder, form):
    put(folder / "cifar-10", f"tar of {form}")
    (path,) = (folder / "cifar-10").iterdir()
    whole = path.read_bytes()
    for share in (0.01, 0.3, 0.6, 0.99):
        path.write_bytes(whole[: int(share * len(whole))])
        os.utime(path, (share, share))
        with pytest.raises(ParamError, match=r"cut short|damaged|holds no training images"):
            cifar.load()


@pytest.mark.parametrize(
    "called", [(os.system, ("touch {0}",)), (open, ("{0}", "w")), (eval, ("1",)), (print, ())]
)
def test_a_pickle_that_tries_to_execute_is_refused(folder, called):
    mark = folder / "executed"
    function, args = called[0], tuple(one.format(mark) for one in called[1])
    (folder / "cifar-10").mkdir()
    data = pickle.dumps({"data": Executes(function, args), "labels": [0]}, 2)
    (folder / "cifar-10" / "data_batch_1").write_bytes(data)
    with pytest.raises(ParamError, match="was refused: it holds something else than numbers"):
        cifar.load()
    assert not mark.exists()


@pytest.mark.parametrize(
    "data",
    [
        b"\x80\x02cnumpy\nndarray\n}(U\x01ak\x01ub.",  # a state for a function
        b"\x80\x02cnumpy.core.multiarray\n_reconstruct\nN}U\x08__code__K\x01s\x86b.",
        b"\x80\x02cnumpy\nload\nU\x01x\x85R.",
        b"\x80\x04\x8c\x05numpy\x8c\x0fndarray.tofile\x93.",
        b"\x80\x02c_codecs\nencode\nX\x01\x00\x00\x00aX\x03\x00\x00\x00zip\x86R.",
        b"\x80\x02U\x01aQ.",  # a persistent id
        b"\x80\x02\x82\x01.",  # an extension
    ],
)
def test_nothing_but_what_arrays_need_is_named_or_changed(data):
    with pytest.raises(ValueError):  # noqa: PT011 - whichever of the two reasons
        pickled.read(data)
    x, y = batch(1)
    assert np.array_equal(pickled.read(python2(x, y))["data"], x), "and nothing of it stays"


@given(at=st.integers(0, 3000), noise=st.binary(min_size=1, max_size=9))
@settings(max_examples=150, deadline=None)
def test_whatever_a_pickle_holds_gives_a_dictionary_or_a_refusal(at, noise):
    data = bytearray(python2(X[:1], Y[:1]))
    at %= len(data)
    data[at : at + len(noise)] = noise
    with suppress(ValueError):
        assert isinstance(pickled.read(bytes(data)), dict)


def test_the_real_sample_where_it_is_here(monkeypatch):
    real = Path("/work/shared/data/cifar-10-sample")
    if not (real / "data_batch_1.bin").is_file():
        pytest.skip("the real images are not here")
    monkeypatch.setenv("LEARNSCOPE_DATA", str(real.parent))
    found = labelled.load("cifar-10")
    assert (len(found.x), len(found.x_test)) == (8000, 2000)
    assert np.bincount(found.y, minlength=10).min() > 700
    assert "8,000 images to train on, the last 2,000 held out" in found.told.say()


def test_contents_are_of_every_name():
    assert set(contents("bin")) > {f"{name}.bin" for name in EVERY}


def test_what_is_here_in_part_gives_way_to_the_whole_archive(folder):
    home = folder / "cifar-10"
    assert not cifar.in_part(), "nothing is no part"
    put(home, "bin", (*TRAIN[:4], "test_batch"))
    assert cifar.in_part()
    assert cifar.load().batches == 4
    put(home, "tar of bin")
    assert not cifar.in_part()
    assert (cifar.load().batches, cifar.load().official) == (5, True)


def test_a_whole_set_in_files_is_no_part(folder):
    put(folder / "cifar-10", "py")
    assert not cifar.in_part()
