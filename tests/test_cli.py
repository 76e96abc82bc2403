"""The command line keeps the measuring contract: one JSON object, plain exit codes, never a traceback."""

import gzip
import json
import shutil
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.__main__ import main
from core.data import download, official
from core.playgrounds import lookup, names
from tests.data.archives import two_classes, zipped
from tests.data.cifarfiles import put
from tests.data.idxfiles import write
from tests.data.servers import serving


def call(*arguments):
    done = CliRunner().invoke(main, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def run(*arguments):
    """Exit code, standard output, standard error."""
    done = call(*arguments)
    return done.exit_code, done.stdout, done.stderr


def trained(*arguments):
    done = call("train", *arguments, "--device", "CPU", "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_list_tells_everything_about_every_algorithm():
    found = json.loads(call("list", "--json").stdout)["algorithms"]
    assert [entry["name"] for entry in found] == names()
    for entry in found:
        for param in entry["hyperparameters"]:
            assert {"name", "type", "default", "live"} <= param.keys()
            bounds = {"longest"} if param["type"] in ("code", "names", "text") else {"low", "high"}
            assert param.get("options") or bounds <= param.keys()
        assert all(preset["why"] for preset in entry["presets"])


def test_list_for_people_is_a_table_of_a_hundred_columns():
    said = call("list").stdout
    heading, *rows = said.splitlines()
    assert max(map(len, said.splitlines())) <= 100
    starts = {heading.index(word) for word in ("WHAT IT IS", "A STEP", "SETTINGS", "PRESETS")}
    assert [row.split()[0] for row in rows if row[:1].strip() and row[0] != "`"] == names()
    assert all(row[start - 1 : start] in ("", " ") for row in rows[:-1] for start in starts)
    for name in names():
        assert all(preset.name in said for preset in lookup(name).PRESETS)


@pytest.mark.parametrize("arguments", [("--help",), ("train", "--help")])
def test_help_has_an_example_for_every_playground(arguments):
    said = call(*arguments).stdout
    for name in names():
        assert f"python -m core train {name} --preset" in said


@pytest.mark.parametrize("name", names())
def test_the_examples_work(name):
    (line,) = (
        line
        for line in call("train", name, "--help").stdout.splitlines()
        if "-m core" in line and "Usage" not in line
    )
    words = line.split()
    done = call(*words[words.index("train") : -3], "--steps", "5", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["name"] == name


# ---- files of one's own -------------------------------------------------------------------------
@pytest.fixture
def table(tmp_path):
    path = tmp_path / "tide.csv"
    rows = "".join(f"{i};{str(20 + i % 7 / 2).replace('.', ',')};{i % 5}\n" for i in range(400))
    path.write_text("Zeit;Wert;Wind\n" + rows)
    return str(path)


@pytest.fixture
def pictures(tmp_path):
    for name, data in two_classes().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (tmp_path / "mine" / "notes.txt").write_text("words")
    (tmp_path / "mine" / "link.png").symlink_to(path)
    return str(tmp_path / "mine")


def test_read_tells_what_is_made_of_a_table(table):
    told = json.loads(call("read", table, "--json").stdout)
    assert told.items() >= {
        "kind": "table", "column": "Wert", "values": 400, "first": 20.0,
        "columns": ["Zeit", "Wert", "Wind"], "header": True, "separator": ";", "decimal": ",",
        "left_out": [],
    }.items()  # fmt: skip
    assert json.loads(call("read", table, "--column", "wind", "--json").stdout)["first"] == 0
    assert "Column Wert: 400 numbers, the first is 20." in call("read", table).stdout


def test_read_tells_what_is_made_of_images(pictures, tmp_path):
    told = json.loads(call("read", pictures, "--json").stdout)
    assert told.items() >= {"kind": "images", "images": 50, "classes": ["dark", "noise"]}.items()
    assert told["brightest"] == 255
    assert [one["file"] for one in told["left_out"]] == ["mine/notes.txt"]
    assert "no image" in told["left_out"][0]["reason"]
    path = tmp_path / "mine.zip"
    path.write_bytes(zipped(two_classes()))
    assert json.loads(call("read", str(path), "--json").stdout)["images"] == 50
    each = [str(one) for one in sorted(Path(pictures).rglob("*.png")) if not one.is_symlink()]
    assert json.loads(call("read", *each, "--json").stdout)["images"] == 50


def test_what_cannot_be_read_gets_one_sentence_and_exit_code_2(tmp_path):
    words = tmp_path / "words.csv"
    words.write_text("root:x:0:0:secret\n")
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04secret")
    empty = tmp_path / "empty"
    empty.mkdir()
    for path in (words, broken, empty, tmp_path / "missing.csv"):
        for command in (
            ("read", str(path), "--json"),
            ("train", "vae", "--upload", str(path), "--steps", "1"),
        ):
            done = call(*command)
            assert done.exit_code == 2
            assert done.stdout == ""
            assert len(done.stderr.strip().splitlines()) == 1
            assert "secret" not in done.stderr


def test_data_tells_which_sets_are_here_and_what_is_made_of_them(monkeypatch, tmp_path):
    monkeypatch.setenv("LEARNSCOPE_DATA", str(tmp_path))
    write(tmp_path / "MNIST" / "raw")
    put(tmp_path / "cifar-10-sample", "bin", ("data_batch_1",))
    code, out, _ = run("data")
    assert code == 0
    assert f"mnist: here, in {tmp_path}" in out
    assert f"fashion-mnist: not here, looked at {tmp_path / 'fashion-mnist'}" in out
    code, out, _ = run("data", "mnist", "--json")
    found = json.loads(out)
    assert (found["train"], found["test"], found["pixels"]) == (60, 60, "1×28×28")
    code, out, _ = run("data", "cifar-10")
    assert "16 images to train on, the last 4 held out" in out
    for words in (
        ["data", "fashion-mnist"],
        ["train", "vae", "--dataset", "fashion-mnist", "--steps", "1"],
    ):
        code, _, err = run(*words)
        assert code == 2
        assert f"Looked at: {tmp_path / 'fashion-mnist'}" in err
    code, _, err = run("data", "emnist")
    assert (code, "there are mnist, fashion-mnist, cifar-10" in err) == (2, True)
    assert run("data", "--download")[0] == 2


def test_data_fetches_what_is_asked_for(monkeypatch, tmp_path):
    monkeypatch.setenv("LEARNSCOPE_DATA", str(tmp_path / "sets"))
    monkeypatch.setattr(download, "_downloads", {})
    write(tmp_path / "made")
    files = {
        f"{one.name}.gz": gzip.compress(one.read_bytes()) for one in (tmp_path / "made").iterdir()
    }
    with serving(files) as server:
        monkeypatch.setitem(official.FILES, "mnist", server.table())
        code, out, _ = run("data", "mnist", "--download")
        assert (code, "60 images to train on" in out) == (0, True)
        shutil.rmtree(tmp_path / "sets")
        server.status = 404
        code, _, err = run("data", "mnist", "--download")
    assert code == 2
    assert "(404). By hand: put http://127.0.0.1" in err
    assert f"into {tmp_path / 'sets' / 'mnist'}." in err


def test_train_learns_from_a_file(table, pictures, monkeypatch, tmp_path):
    monkeypatch.setenv("LEARNSCOPE_UPLOADS", str(tmp_path / "uploads"))
    result = trained("gan", "--upload", table, "--width", "4", "--steps", "3")
    assert (result["status"], result["steps"]) == ("finished", 3)
    other = trained("gan", "--upload", table, "--column", "Wind", "--width", "4", "--steps", "3")
    assert result["metrics"] != other["metrics"]
    assert (
        trained("vae", f"--upload={pictures}", "--conditional", "on", "--steps", "3")["steps"] == 3
    )
    line = trained("regression", "--upload", table, "--steps", "300", "--x-column", "Wind")
    assert line["metrics"]["closed_form_gap"] < 1e-4
    both = trained("regression", "--dataset", "two-classes", "--steps", "9")
    assert {"test_loss.cross_entropy", "train_loss.mse"} <= both["metrics"].keys()
    assert not (tmp_path / "uploads").exists(), "what is lent to a run is not kept"
    wrong = call("train", "vae", "--upload", table, "--steps", "3")
    assert wrong.exit_code == 2
    assert "images can be learned here" in wrong.stderr
    assert call("train", "optimizers", "--upload", table, "--steps", "3").exit_code == 2
    assert trained("mlp", "--upload", table, "--target", "Wind", "--steps", "3")["steps"] == 3
    missing = call("train", "mlp", "--upload", table, "--target", "Sun", "--steps", "3")
    assert missing.exit_code == 2
    assert "There is no column Sun: the table has" in missing.stderr


@pytest.mark.parametrize(
    ("length", "steps"), [(("--steps", "30"), 30), (("--epochs", "2"), 50), (("--epochs=3",), 75)]
)
def test_trains_exactly_as_long_as_asked(length, steps):
    result = trained("mlp", "--preset", "tf-playground", *length, "--seed", "3")
    assert (result["name"], result["seed"], result["status"]) == ("mlp", 3, "finished")
    assert result["steps"] == steps
    assert result["metrics"]["epochs"] == steps / 25
    assert {"train_loss", "test_loss", "test_accuracy", "epochs_per_s"} <= result["metrics"].keys()


def test_seconds_count_training():
    result = trained("mlp", "--seconds", "0.3")
    assert 0.2 < result["seconds"] < 2
    assert result["steps"] > 100


def test_same_seed_same_metrics_another_seed_others():
    runs = [trained("mlp", "--steps", "40", "--seed", seed)["metrics"] for seed in "112"]
    losses = [run["test_loss"] for run in runs]
    assert losses[0] == losses[1] != losses[2]


def test_hyphens_underscores_signs_and_exponents():
    assert trained("mlp", "--batch-size", "5", "--steps=3")["steps"] == 3
    assert trained("--lr=1E-3", "mlp", "--batch_size=5", "--steps", "3")["steps"] == 3


def test_names_in_any_case_lists_and_commas_are_understood():
    typed = ("--hidden", "8;8", "--lr", "0,03", "--optimizer", "Adam", "--activation", "ReLU")
    plain = ("--hidden", "8,8", "--lr", "0.03", "--optimizer", "adam", "--activation", "relu")
    runs = [
        trained("MLP", "--preset", "TF_Playground", *typed, "--steps", "1e1"),
        trained("mlp", "--preset", "tf-playground", *plain, "--steps", "10"),
    ]
    losses = [run["metrics"]["test_loss"] for run in runs]
    assert losses[0] == losses[1]


def test_diverged_exits_3_and_still_says_what_it_has():
    done = call(
        *("train", "mlp", "--dataset", "plane", "--loss", "mse", "--activation", "linear"),
        *("--lr", "10", "--epochs", "50", "--json"),
    )
    assert done.exit_code == 3
    result = json.loads(done.stdout.splitlines()[-1])
    assert result["status"] == "diverged"
    assert "step" in result["reason"]
    assert result["metrics"].keys() >= {"train_loss", "test_r2"}


def test_after_a_divergence_the_metrics_are_those_of_the_state_at_steps():
    config = {"dataset": "plane", "loss": "mse", "hidden": (), "lr": 0.17}
    done = call("train", "mlp", "--preset", "lr-too-high", "--steps", "60", "--device", "cpu")
    result = json.loads(done.stdout.splitlines()[-1])
    assert (done.exit_code, result["steps"]) == (
        3,
        0,
    )  # with an evaluation at step 25, on the way up
    mlp = lookup("mlp")
    untrained = mlp(mlp.Config(**config), torch.device("cpu")).evaluate()
    assert result["metrics"].items() >= {k: float(v) for k, v in untrained.items()}.items()


def test_what_was_not_typed_gives_way_to_what_was():
    done = call("train", "mlp", "--dataset", "plane", "--steps", "3")
    assert done.exit_code == 0
    assert "mse" in done.stderr
    assert "test_r2" in json.loads(done.stdout)["metrics"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing", "--steps", "1"), "mlp"),
        (("--steps", "1"), "NAME"),
        (("mlp",), "--steps"),
        (("mlp", "--steps", "1", "--epochs", "1"), "--epochs"),
        (("mlp", "--steps", "0"), "greater than 0"),
        (("mlp", "--steps", "1.5"), "whole"),
        (("mlp", "--steps", "nan"), "whole"),
        (("mlp", "--steps", "1", "--lr", "-1e-3"), "1e-05–10"),
        (("mlp", "--steps", "1", "--lr", "nan"), "lr = nan"),
        (("mlp", "--steps", "1", "--l", "0.1"), "l"),
        (("mlp", "--steps", "1", "--learning-rate", "0.1"), "lr"),
        (("mlp", "--steps", "1", "--lr"), "needs a value"),
        (("mlp", "--steps", "1", "--lr", "1", "--lr", "2"), "twice"),
        (("mlp", "--steps", "1", "--dataset", "cirle"), "circle"),
        (("mlp", "--steps", "1", "--preset", "nope"), "tf-playground"),
        (("mlp", "--steps", "1", "--batch-size", "400"), "400"),
        (("mlp", "--steps=1", "--dataset", "plane", "--loss=cross_entropy"), "cross_entropy"),
        (("mlp", "--steps", "1", "--hidden", "4,99"), "hidden"),
        (("mlp", "--steps", "1", "--hidden", "8;y"), "hidden = 8,y"),
        (("mlp", "--steps", "1", "--lr", "1,000"), "lr = 1,000 can mean 1 or 1000"),
        (("mlp", "--steps", "1.000"), "whole"),
        (("mlp", "--steps", "1", "--device", "abacus"), "auto"),
        (("mlp", "mlp", "--steps", "1"), "too many"),
    ],
)
def test_bad_arguments_get_one_line_and_exit_code_2(arguments, said):
    done = call("train", *arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


def test_a_run_that_would_need_too_much_memory_is_refused_in_one_line(monkeypatch):
    monkeypatch.setenv("LEARNSCOPE_RUN_MEMORY", "300")
    done = call(
        *("train", "vae", "--dataset", "shapes", "--network", "convolutional", "--steps", "1"),
        *("--model", "iwae", "--samples", "50"),
    )
    assert done.exit_code == 2
    assert "300 MB" in done.stderr
    assert "lower Samples k" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


# ---- help ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", names())
def test_help_tells_everything_that_is_declared(name):
    told = call("train", name, "--help")
    assert told.exit_code == 0
    algorithm_class, said = lookup(name), " ".join(told.stdout.split())
    for param in algorithm_class.Config.params():
        at = said.index(f"--{param.name} ")
        entry, _, facts = said[at:].partition(f"[{param.bounds()}")
        assert entry.startswith(f"--{param.name} {param.format(param.default)[:20]}".strip())
        assert entry.endswith(f"{param.help} ")
        facts, _, _ = facts.partition("]")
        assert facts.endswith("; live") == param.live
        assert param.unit in facts
        assert f"{param.group}: " in said[:at]
    for preset in algorithm_class.PRESETS:
        assert f"--preset {preset.name} {preset.why}" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("mlp", "-h"),
        ("--help", "mlp"),
        ("-h", "mlp"),
        ("mlp", "--lr", "--help"),
        ("--lr", "1", "mlp", "-h"),
    ],
)
def test_help_wherever_it_is_asked_for(arguments):
    assert call("train", *arguments).stdout == call("train", "mlp", "--help").stdout


@pytest.mark.parametrize("arguments", [("--help",), ("-h",), ("--json", "-h")])
def test_help_without_a_name_tells_how_to_go_on(arguments):
    told = call("train", *arguments)
    assert told.exit_code == 0
    assert "NAME --help" in told.stdout


def test_help_for_a_name_that_is_none():
    told = call("train", "mpl", "--help")
    assert told.exit_code == 2
    assert "mlp" in told.stderr


FLAGS = [f"--{param.name}" for param in lookup("mlp").Config.params()]
WORDS = st.one_of(
    st.sampled_from([*FLAGS, "--steps", "--epochs", "--json", "--preset", "--device", "mlp", "--"]),
    st.sampled_from(
        ["1", "-1", "0", "1e308", "-inf", "nan", "", ",", "4,2", "relu", "x1,x2", "ring"]
    ),
    st.text(max_size=12),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(["mlp", "--steps", "1", "--lr", "\ud800"])
@example(["mlp", "--points", "9" * 400, "--steps", "1"])
@given(st.lists(WORDS, max_size=7))
def test_no_arguments_whatever_end_in_a_traceback(arguments):
    # a first length keeps accidental valid commands short; a second one is refused
    done = call("train", "--steps=2", *arguments)
    assert done.exit_code in (0, 2, 3)
