"""The same runs without a browser: `python -m core list --json`, `python -m core train NAME …`,
what is made of one's own files: `python -m core read FILE… --json`, and of the well-known data sets, which
`python -m core data NAME --download` fetches. What `train … --save FILE.zip` has written goes on with
`python -m core resume FILE.zip`, and `python -m core export FILE.zip --to script DIR` makes a script of it.

Standard output carries the result and nothing else; progress (on a terminal) and errors go to
standard error. Exit codes: 0 trained, or told what was asked; 2 bad arguments (one line that says what
is allowed); 3 diverged; 1 failed; 130 stopped by Ctrl-C: once training has begun, the result is printed
with the status `stopped`; pressed again, the process ends at once.
"""

from __future__ import annotations

import os
import signal

if __name__ == "__main__" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    # Before there is a result nothing is lost, and no traceback needs to say what was imported just now.
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))

import sys
from typing import Any

import click

from core import arguments, handed_in, headless, sets
from core.arguments import Refusal
from core.console import say, say_json, spell_what_is_missing
from core.manual import examples, manual, overview
from core.params import ParamError

EXITS = {"diverged": 3, "failed": 1, "stopped": 130}
HELP = ("-h", "--help")


class Commands(click.Group):
    """The commands; their help ends with an example for every playground."""

    def format_epilog(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write(f"\n{_examples()}\n")


@click.group(cls=Commands, context_settings={"help_option_names": HELP})
def main() -> None:
    """Learnscope without a browser."""


@main.command("list")
@click.option("--json", "as_json", is_flag=True, help="Everything, as one JSON object.")
def list_algorithms(as_json: bool) -> None:
    """Every algorithm with its presets; with --json its hyperparameters too."""
    from core.playgrounds import lookup, names

    found = [lookup(name) for name in names()]
    if as_json:
        say_json({"algorithms": [_described(algorithm_class) for algorithm_class in found]})
    else:
        say(overview(found))


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--column", default="", help="Of a table: the column's place, from 1, or its name.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def read(files: tuple[str, ...], column: str, as_json: bool) -> None:
    """What is made of your own files: a table, or images, zips and folders of them."""
    try:
        told, sentences = handed_in.told(files, column)
    except ParamError as error:
        raise Refusal(error.message.say()) from None
    if as_json:
        say_json(told)
    else:
        say("\n".join(sentences))


@main.command()
@click.argument("name", required=False, default="")
@click.option(
    "--download", is_flag=True, help="Fetch what is missing of it, from its official address."
)
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def data(name: str, download: bool, as_json: bool) -> None:
    """Which data sets are here, and where; with a NAME, what is made of that one."""
    if download and not name:
        raise Refusal(f"Which one? --download needs a name: {', '.join(sets.names())}.")
    if download:
        sets.fetch(name)
    found = [sets.read(name)] if name else sets.overview()
    if as_json:
        say_json(found[0] if name else {"sets": found})
    else:
        say("\n".join(map(sets.sentence, found)))


@main.command(
    context_settings={
        "ignore_unknown_options": True,
        "allow_interspersed_args": False,
        "help_option_names": [],
    },
    options_metavar="NAME [--preset P] [--PARAM VALUE ...] (--steps N | --epochs N | --seconds S)",
)
@click.argument(
    "words",
    nargs=-1,
    type=click.UNPROCESSED,
    metavar="[--seed N] [--device auto|cpu|cuda|mps] [--upload FILE] [--save FILE.zip] [--json]",
)
@click.pass_context
def train(context: click.Context, words: tuple[str, ...]) -> None:
    """Trains one run and prints what it reached, as JSON in the last line.

    `train NAME --help` tells NAME's hyperparameters and presets, `list` the names.
    """
    from core.playgrounds import names

    if any(word in HELP for word in words):
        bare = [word for word in words if not word.startswith("-")]
        asked = next((word for word in bare if word in names()), bare[0] if bare else "")
        if asked:
            say(manual(arguments.algorithm(asked)))
        else:
            say(f"{context.get_help()}\n\n{_examples()}")
        return
    name, flags = arguments.flags(words)
    algorithm_class = arguments.algorithm(name)
    flags.pop("json", None)
    job = arguments.job(flags)
    with handed_in.files(algorithm_class, flags):
        config = arguments.config(algorithm_class, flags)
        result = headless.train(algorithm_class, config, job)
    say_json(result)
    sys.exit(EXITS.get(result["status"], 0))


@main.command(context_settings={"ignore_unknown_options": True, "help_option_names": []},
              options_metavar="FILE.zip [--steps N | --epochs N | --seconds S]")  # fmt: skip
@click.argument(
    "words",
    nargs=-1,
    type=click.UNPROCESSED,
    metavar="[--device auto|cpu|cuda|mps] [--save FILE.zip] [--json]",
)
@click.pass_context
def resume(context: click.Context, words: tuple[str, ...]) -> None:
    """Goes on with a saved run, bit for bit; without a length it only tells the metrics.

    The file is what `train … --save FILE.zip` has written, or “Save” on a page.
    """
    if not words or any(word in HELP for word in words):
        say(context.get_help())
        return
    file, flags = arguments.flags(words)
    flags.pop("json", None)
    job = arguments.job(flags, anew=False)
    arguments.none_left(flags)
    result = headless.resume(file, job)
    say_json(result)
    sys.exit(EXITS.get(result["status"], 0))


@main.command()
@click.argument("file", metavar="FILE.zip")
@click.argument("folder", metavar="DIR")
@click.option(
    "--to",
    "kind",
    required=True,
    type=click.Choice(("script", "tensorboard", "csv")),
    help="A PyTorch script with its weights and data; TensorBoard's event file; tables of the curves.",
)
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def export(file: str, folder: str, kind: str, as_json: bool) -> None:
    """Writes what a saved run is into a folder, for other programs."""
    result = headless.export(file, folder, kind)
    if as_json:
        say_json(result)
    else:
        say("\n".join(result["files"]))


def _examples() -> str:
    from core.playgrounds import lookup, names

    return examples([lookup(name) for name in names()])


def _described(algorithm_class: Any) -> dict[str, Any]:
    return {
        "name": algorithm_class.NAME,
        "label": algorithm_class.LABEL,
        "unit": algorithm_class.UNIT,
        "hyperparameters": [param.to_json() for param in algorithm_class.Config.params()],
        "presets": [
            {
                "name": preset.name,
                "label": preset.label,
                "why": preset.why,
                "failure": preset.failure,
                "values": algorithm_class.Config(**preset.values).to_json(),
            }
            for preset in algorithm_class.PRESETS
        ],
    }


if __name__ == "__main__":
    spell_what_is_missing()
    main()
