"""Whatever is handed in as a saved run: it is opened, or refused with a sentence."""

from __future__ import annotations

import io
import json
import struct
import zipfile

import pytest
import torch
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.params import ParamError
from core.saved import archive
from core.saved.archive import CONFIG, HISTORY, STATE
from core.saved.file import from_bytes, to_bytes
from core.training.packed import Packed, unpack
from core.training.run import Run
from tests.saved.runs import packed, small, trained, unzipped, zipped


def with_parts(**parts: bytes) -> bytes:
    found = unzipped(small())
    names = {"config": CONFIG, "state": STATE, "history": HISTORY}
    return zipped((found | {names[name]: content for name, content in parts.items()}).items())


def config(**values) -> bytes:
    return json.dumps(json.loads(unzipped(small())[CONFIG]) | values).encode()


def facts(**values) -> bytes:
    was = Packed.from_bytes(unzipped(small())[STATE])
    return Packed(was.arrays, {**was.facts, **values}).to_bytes()


def both(**values) -> bytes:
    """The file with settings changed in both places that tell them."""
    was = json.loads(unzipped(small())[CONFIG])["config"]
    return with_parts(config=config(config=was | values), state=facts(config=was | values))


def info(name: str, mode: int = 0o100644) -> zipfile.ZipInfo:
    found = zipfile.ZipInfo(name)
    found.external_attr = mode << 16
    return found


def refused(data: bytes, said: str) -> None:
    with pytest.raises(ParamError, match=said):
        from_bytes(data)


def patched(data: bytes, name: bytes, place: int, form: str, value: int) -> bytes:
    """The zip with a number of an entry changed, in the directory, `place` bytes after its beginning."""
    at = data.rindex(name) - 46
    assert data[at : at + 4] == b"PK\1\2"
    changed = bytearray(data)
    struct.pack_into(form, changed, at + place, value)
    return bytes(changed)


def test_what_is_no_zip_of_ours_is_refused_with_a_sentence():
    data, parts = small(), list(unzipped(small()).items())
    refused(b"", "no saved run")
    refused(b"nonsense", "no saved run")
    for end in (1, 21, 22, 300, len(data) // 2):
        refused(data[:-end], "cut short")
    refused(data + b"x y", "behind its end")
    for name in (
        "../config.json",
        "/etc/passwd",
        "C:\\x",
        "data/../x",
        "inner.zip",
        "a/",
        "data/12",
        "x y",
    ):
        refused(zipped([*parts, (name, b"x")]), "which no saved run has|other parts")
    refused(zipped([*parts, (info("data/" + "a" * 16, 0o120777), b"/etc/passwd")]), "is a link")
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = zipped([*parts, parts[0]])
    refused(twice, "a part twice")
    refused(zipped(parts[:1]), "state.safetensors is missing")
    refused(zipped(parts[1:]), "config.json is missing")
    refused(zipped(parts, zipfile.ZIP_LZMA), "compressed in a way")
    refused(zipped([(f"data/{i:016x}", b"") for i in range(50)]), "other parts")
    refused(patched(data, b"config.json", 8, "<H", 1), "encrypted")


def test_what_declares_or_holds_too_much_is_not_read():
    data = small()
    refused(patched(data, b"config.json", 24, "<I", 2**32 - 2), "at most 1 MB")
    refused(patched(data, b"state.safetensors", 24, "<I", 2**31), "at most 256 MB")
    refused(patched(data, b"config.json", 24, "<I", 20), "damaged|can't be read")
    refused(with_parts(config=b" " * (2 * archive.MB)), "at most 1 MB")  # a bomb: 2 kB as it comes
    bomb = zipped([(CONFIG, b"{}"), (STATE, b""), *((f"data/{i:016x}", b"\0" * 26 * archive.MB)
                                                    for i in range(5))])  # fmt: skip
    assert len(bomb) < archive.MB
    refused(bomb, "Could not|can't be read|kind")  # allowed in size: refused by its settings
    header = (4 * 2**30).to_bytes(8, "little") + unzipped(data)[STATE][8:]
    refused(with_parts(state=header), "no saved run")
    refused(with_parts(state=b"\xff" * 8), "no saved run")


def test_settings_that_are_none_are_refused_with_a_sentence():
    refused(with_parts(config=b"\xff"), "can't be read")
    refused(with_parts(config=b"[" * 100_000), "can't be read")
    refused(with_parts(config=b'{"format": NaN}'), "NaN is no number")
    refused(with_parts(config=config(format="other")), "another kind")
    refused(with_parts(config=config(version=2)), "version 2; this Learnscope reads version 1")
    refused(with_parts(config=config(version="1")), "no version")
    refused(with_parts(config=config(name="mpl")), "did you mean mlp")
    refused(with_parts(config=config(name=["mlp"])), "no algorithm")
    refused(with_parts(config=config(name="gan")), "different runs")
    refused(with_parts(config=config(config={"lr": 5})), "different runs")
    refused(both(wings=3), "not known here: wings")
    refused(both(lr=-1), "lr")
    refused(both(hidden="no"), "hidden")
    refused(both(lr=[1], seed={}), "can't be read|lr")
    for wrong in (float("nan"), float("inf"), None, "much", {"a": [1]}, 10**30):
        refused(both(lr=wrong), r"\w{3}")
    refused(with_parts(state=facts(version=9)), "later version")
    for changed in (
        {"step": -1}, {"step": "3"}, {"step": 2**60}, {"widths": 3}, {"widths": {"loss": 1}},
        {"events": [{}]}, {"events": [{"step": 1, "kind": "set", "name": ["x"], "old": "", "new": ""}]},
        {"events": "x"}, {"latest": {"loss": "much"}}, {"latest": {"<b>": 1.0}}, {"device": 3},
        {"state": 3}, {"config": 3}, {"algorithm": 3},
    ):  # fmt: skip
        refused(with_parts(state=facts(**changed)), "no saved run|different runs")


def test_data_that_are_not_the_runs_own_are_refused():
    parts = list(unzipped(small()).items())
    refused(zipped([*parts, ("data/" + "0" * 16, b"x")]), "data in the file are damaged")
    refused(zipped([*parts, ("data/2d711642b726b044", b"x")]), "doesn't use")


def test_a_well_known_set_that_is_another_here_is_refused(monkeypatch):
    from core.saved import data

    monkeypatch.setattr(data, "_hash", lambda name: "0" * 64)
    run = packed(trained("mlp", 3))
    values = {"dataset": "mnist"}
    assert data.sets(values) == {"mnist": "0" * 64}
    with pytest.raises(ParamError, match="data set mnist here is another"):
        data.check({"mnist": "1" * 64}, values, {})
    assert b'"sets": {}' in unzipped(to_bytes(run))[CONFIG]


def opened(data: bytes) -> None:
    """A sentence, or a run that takes a step; one that fails in it says why."""
    try:
        saved = from_bytes(data)
    except ParamError as refusal:
        said = refusal.message.say()
    else:
        said = ""
    if said:
        assert len(said) < 500
        return
    run = Run(saved.algorithm_class, saved.config, device="cpu", saved=saved.packed)
    run.obey()
    if run.session is not None:
        run.play("flat")
        run.obey()
        run.advance(5.0, 2)
    assert run.status == "running" or run.reason.say()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 2**20), st.integers(0, 255)), min_size=1, max_size=4))
@example([(0, 0)])
def test_changed_bytes_give_a_sentence_or_a_run(changes):
    data = bytearray(small())
    for place, value in changes:
        data[place % len(data)] = value
    opened(bytes(data))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from((CONFIG, STATE)),
    st.integers(0, 2**20),
    st.integers(0, 40),
    st.binary(max_size=40)
    | st.sampled_from((b"NaN", b"-1", b"1e999", b"null", b"[]", b"{}", b'"')),
)
def test_changed_parts_give_a_sentence_or_a_run(name, place, cut, put):
    parts = unzipped(small())
    was = parts[name]
    place %= len(was)
    opened(zipped((parts | {name: was[:place] + put + was[place + cut :]}).items()))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_changed_states_give_a_sentence_or_a_run(data):
    """The arrays and facts of a state, of other shapes and kinds than its model has."""
    was = packed(trained("mlp", 5, hidden=(3,), points=60))
    arrays = dict(was.arrays)
    name = data.draw(st.sampled_from(sorted(arrays)))
    other = data.draw(st.sampled_from(sorted(arrays)))
    how = data.draw(st.sampled_from(("swap", "drop", "half", "nan")))
    if how == "swap":
        arrays[name] = arrays[other]
    elif how == "drop":
        del arrays[name]
    elif how == "half":
        arrays[name] = arrays[name][: len(arrays[name]) // 2]
    else:
        arrays[name] = arrays[name] * float("nan")
    opened(zipped((unzipped(small()) | {
        CONFIG: unzipped(to_bytes(was))[CONFIG], STATE: Packed(arrays, was.facts).to_bytes(),
    }).items()))  # fmt: skip


def test_a_sound_file_is_opened():
    saved = from_bytes(small())
    with torch.inference_mode():
        session = unpack(saved.packed, saved.algorithm_class, torch.device("cpu"))
    assert (session.step, session.config) == (30, saved.config)
    assert io.BytesIO(small()).read(2) == b"PK"
