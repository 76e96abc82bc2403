"""The same runs without a browser: `python -m core list --json`, `python -m core train NAME …`.

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

import difflib
import math
import sys
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import click
from tqdm import tqdm

from core.console import interrupts, say, say_json, spell_what_is_missing
from core.manual import manual, summary
from core.params import Config, Message, ParamError, reading, unknown

LONGEST = 1e9
EXITS = {"diverged": 3, "failed": 1, "stopped": 130}
HELP = ("-h", "--help")


class Refusal(click.ClickException):
    """Bad arguments: exit code 2 and one line."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        say(f"learnscope: {self.format_message()}", sys.stderr)


@dataclass(frozen=True)
class Job:
    """What `train` was asked for, beside the hyperparameters: exactly one of three lengths."""

    steps: int | None = None
    epochs: int | None = None
    seconds: float | None = None
    device: str = "auto"


@click.group(context_settings={"help_option_names": HELP})
def main() -> None:
    """Learnscope without a browser."""


@main.command("list")
@click.option("--json", "as_json", is_flag=True, help="Everything, as one JSON object.")
def list_algorithms(as_json: bool) -> None:
    """Every algorithm with its hyperparameters and presets."""
    from core.playgrounds import lookup, names

    found = [lookup(name) for name in names()]
    if as_json:
        say_json({"algorithms": [_described(algorithm_class) for algorithm_class in found]})
    else:
        say("\n".join(map(summary, found)))


@main.command(
    context_settings={
        "ignore_unknown_options": True,
        "allow_interspersed_args": False,
        "help_option_names": [],
    },
    options_metavar="NAME [--preset P] [--PARAM VALUE ...] (--steps N | --epochs N | --seconds S)",
)
@click.argument(
    "arguments",
    nargs=-1,
    type=click.UNPROCESSED,
    metavar="[--seed N] [--device auto|cpu|cuda|mps] [--json]",
)
@click.pass_context
def train(context: click.Context, arguments: tuple[str, ...]) -> None:
    """Trains one run and prints what it reached, as JSON in the last line.

    `train NAME --help` tells NAME's hyperparameters and presets, `list` the names.
    """
    from core.playgrounds import names

    if any(word in HELP for word in arguments):
        words = [word for word in arguments if not word.startswith("-")]
        asked = next((word for word in words if word in names()), words[0] if words else "")
        say(manual(_algorithm(asked)) if asked else context.get_help())
        return
    name, flags = _flags(arguments)
    algorithm_class = _algorithm(name)
    flags.pop("json", None)
    job = _job(flags)
    config = _config(algorithm_class, flags)
    result = _train(algorithm_class, config, job)
    say_json(result)
    sys.exit(EXITS.get(result["status"], 0))


def _algorithm(name: str) -> Any:
    from core.playgrounds import lookup, names

    name = reading.name(name, names()) or name
    if name in names():
        return lookup(name)
    close = difflib.get_close_matches(name, names(), n=1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(names())}."
    raise Refusal(f"NAME = {name[:60] or '(missing)'} is no algorithm: {hint}")


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


def _flags(arguments: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The name and `--flag value` or `--flag=value` pairs, in any order; `-` and `_` are the same."""
    name, flags, rest = "", {}, list(arguments)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            if name:
                raise Refusal(f"{word[:60]} is one argument too many: give one NAME and --flags.")
            name = word
            continue
        flag, equals, value = word[2:].partition("=")
        flag = flag.replace("-", "_")
        if flag != "json" and not equals:
            if not rest:
                raise Refusal(f"--{flag[:60]} needs a value.")
            value = rest.pop(0)
        if flag in flags:
            raise Refusal(f"--{flag[:60]} was given twice.")
        flags[flag] = value
    return name, flags


def _job(flags: dict[str, str]) -> Job:
    given = [length for length in ("steps", "epochs", "seconds") if length in flags]
    if len(given) != 1:
        raise Refusal("Give one of --steps N, --epochs N or --seconds S.")
    length = given[0]
    text = flags.pop(length)
    try:
        (value,) = reading.readings(text, whole=length != "seconds")
        if not 0 < value <= LONGEST or (length != "seconds" and value != int(value)):
            raise ValueError(text)
    except (ValueError, OverflowError):
        kind = "a number" if length == "seconds" else "a whole number"
        bounds = f"greater than 0, at most {LONGEST:g}"
        raise Refusal(f"{length} = {text[:60]}: give {kind} {bounds}.") from None
    device = flags.pop("device", "auto").strip().lower()
    if length == "seconds":
        return Job(seconds=value, device=device)
    return Job(**{length: int(value)}, device=device)


def _config(algorithm_class: Any, flags: dict[str, str]) -> Config:
    presets = {preset.name: preset for preset in algorithm_class.PRESETS}
    wanted = flags.pop("preset", None)
    chosen = None if wanted is None else reading.name(wanted, presets)
    if wanted is not None and chosen is None:
        raise Refusal(f"preset = {wanted[:60]} is not known: choose one of {', '.join(presets)}.")
    values: dict[str, Any] = dict(presets[chosen].values) if chosen is not None else {}
    config_class = algorithm_class.Config
    declared = {param.name: param for param in config_class.params()}
    try:
        for name, text in flags.items():
            if name not in declared:
                raise ParamError(unknown(name, declared))
            values[name] = declared[name].parse(text)
        return _built(config_class, values, flags)
    except ParamError as error:
        raise Refusal(error.message.say()) from None


def _built(config_class: type[Config], values: dict[str, Any], typed: Collection[str]) -> Config:
    """The configuration. What contradicts a flag and was not typed itself gives way to it."""
    for _ in range(Config.CONFLICTS):
        try:
            return config_class(**values)
        except ParamError as error:
            name = error.message.param
            if name in typed:
                raise
            say(f"learnscope: {error.message.say()} Used: {error.nearest}.", sys.stderr)
            values = {**values, name: error.nearest}
    return config_class(**values)


def _train(algorithm_class: Any, config: Config, job: Job) -> dict[str, Any]:
    from core.training.engine import thread_for_training

    with thread_for_training():
        return _trained(algorithm_class, config, job)


def _trained(algorithm_class: Any, config: Config, job: Job) -> dict[str, Any]:
    from core.training.run import Run
    from core.training.session import finite

    run = Run(algorithm_class, config, device=job.device)
    run.obey()
    if run.session is None:
        raise Refusal(
            run.reason.say() if isinstance(run.reason, Message) else "The run was refused."
        )
    if job.epochs is not None and run.algorithm.epoch is None:
        text = f"epochs = {job.epochs}: {algorithm_class.NAME} has none; give steps or seconds."
        raise Refusal(text)
    run.halt_epoch = job.epochs or math.inf
    run.play("flat")
    run.obey()
    with interrupts() as pressed:
        seconds = _loop(run, job, pressed)
        metrics = _final(run)
    ended = "stopped" if pressed else "finished"
    if run.algorithm.epoch is not None:
        metrics["epochs"] = run.algorithm.epoch
        metrics["epochs_per_s"] = run.algorithm.epoch / seconds if seconds else 0.0
    return {
        "name": algorithm_class.NAME,
        "seed": config.seed,
        "device": str(run.algorithm.device),
        "status": ended if run.status == "running" else run.status,
        "reason": run.reason.say() if run.reason else None,
        "steps": run.step,
        "seconds": round(seconds, 6),
        "metrics": {name: finite(value) for name, value in metrics.items()},
    }


def _final(run: Any) -> dict[str, float]:
    """The metrics of the state at `run.step`, after a divergence too; of a failed run none."""
    from core.training.session import floats

    if run.status == "failed":
        return {}
    try:
        return floats(run.algorithm.final())
    except Exception as error:  # all test images at once may be too much where some were not
        run.fail(error)
        return {}


def _loop(run: Any, job: Job, pressed: Collection[bool]) -> float:
    """Train until the job is done, the run stops by itself or Ctrl-C is pressed; seconds of training."""
    total, unit = next(
        (amount, unit)
        for amount, unit in ((job.steps, "steps"), (job.epochs, "epochs"), (job.seconds, "s"))
        if amount is not None
    )
    count = {"steps": "{n}/{total}", "epochs": "{n:.1f}/{total}", "s": "{n:.1f}/{total:g}"}[unit]
    form = f"{{l_bar}}{{bar}}| {count} {unit} [{{elapsed}}<{{remaining}}]"
    spent = 0.0
    with tqdm(
        total=total, file=sys.stderr, disable=None, mininterval=0.5, leave=False, bar_format=form
    ) as bar:
        while run.status == "running":
            done = {"steps": run.step, "epochs": run.algorithm.epoch, "s": spent}[unit]
            bar.n = min(done, total)
            bar.update(0)
            if done >= total or pressed:
                break
            began = time.perf_counter()
            most = total - run.step if unit == "steps" else -1
            run.advance(min(0.1, total - spent) if unit == "s" else 0.1, most)
            spent += time.perf_counter() - began
    return spent


if __name__ == "__main__":
    spell_what_is_missing()
    main()
