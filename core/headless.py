"""Training without a browser: anew, or on from a file; and what a saved run is written out as."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any

from tqdm import tqdm

from core import sets
from core.arguments import Job, Refusal
from core.console import interrupts, say
from core.params import Config, Message, ParamError


def train(algorithm_class: Any, config: Config, job: Job) -> dict[str, Any]:
    """A run from its beginning; what `train` tells of it. Raises Refusal."""
    from core.training.engine import thread_for_training
    from core.training.run import Run

    target = _target(job)
    with thread_for_training():
        run = Run(algorithm_class, config, device=job.device)
        return _trained(run, job, target)


def resume(file: str, job: Job) -> dict[str, Any]:
    """A run that goes on from a file; what `resume` tells of it. Raises Refusal."""
    from core.saved import data
    from core.training.engine import thread_for_training
    from core.training.run import Run

    target, saved = _target(job), _opened(file)
    with data.lent(saved.uploads), thread_for_training():
        config, device = _config(saved), job.device or _here(saved.device)
        run = Run(saved.algorithm_class, config, device=device, saved=saved.packed)
        return _trained(run, job, target)


def export(file: str, folder: str, kind: str) -> dict[str, Any]:
    """Writes the run into `folder` as `kind`: what was written, and what the script will tell."""
    from core.saved import data, written
    from core.training.engine import thread_for_training

    saved = _opened(file)
    try:
        with data.lent(saved.uploads), thread_for_training():
            return written.into(Path(folder), saved, kind)
    except ParamError as error:
        raise Refusal(error.message.say()) from None


def _opened(file: str) -> Any:
    from core.saved import archive
    from core.saved.file import from_bytes

    try:
        return from_bytes(archive.load(Path(file)))
    except ParamError as error:
        raise Refusal(f"{file[-120:]}: {error.message.say()}") from None


def _config(saved: Any) -> Config:
    try:
        found: Config = saved.config
    except ParamError as error:
        raise Refusal(error.message.say()) from None
    return found


def _here(device: str) -> str:
    """The device it was trained on, where this machine has it."""
    from core.training.device import available

    return device if device in available() else "auto"


def _target(job: Job) -> Path | None:
    """Where the run is to be saved. Refusal, before hours are spent, where there is no such folder."""
    if not job.save:
        return None
    path = Path(job.save)
    if path.is_dir() or not path.parent.is_dir():
        raise Refusal(
            f"save = {job.save[-120:]}: give the name of a file in a folder that is there."
        )
    return path


def _trained(run: Any, job: Job, target: Path | None) -> dict[str, Any]:
    from core.training.session import finite

    run.obey()
    if run.session is None:
        if not isinstance(run.reason, Message):
            raise Refusal("The run was refused.")
        raise Refusal(f"{run.reason.say()}{sets.where(run.reason)}")
    if job.epochs is not None and run.algorithm.epoch is None:
        text = f"epochs = {job.epochs}: {run.algorithm_class.NAME} has none; give steps or seconds."
        raise Refusal(text)
    epoch, amounts = run.algorithm.epoch or 0.0, dict(run.algorithm.amounts)
    seconds = 0.0
    saved: dict[str, Any] = {}
    with interrupts() as pressed:
        if job.length:
            run.halt_epoch = _whole(epoch) + job.epochs if job.epochs else math.inf
            run.play("flat")
            run.obey()
            seconds = _loop(run, job, pressed)
        if target is not None:
            saved = {"saved": _save(run, target)}
        metrics = _final(run)
    if seconds:
        done = run.algorithm.amounts.items()
        metrics |= {f"{name}_per_s": (n - amounts.get(name, 0.0)) / seconds for name, n in done}
    if run.algorithm.epoch is not None:
        metrics["epochs"] = run.algorithm.epoch
        metrics["epochs_per_s"] = (run.algorithm.epoch - epoch) / seconds if seconds else 0.0
    ended = "stopped" if pressed else "finished"
    return {
        "name": run.algorithm_class.NAME,
        "seed": run.config.seed,
        "device": str(run.algorithm.device),
        "status": ended if run.status == "running" else run.status,
        "reason": run.reason.say() if run.reason else None,
        "steps": run.step,
        "seconds": round(seconds, 6),
        "metrics": {name: finite(value) for name, value in metrics.items()},
    } | saved


def _save(run: Any, target: Path) -> str | None:
    """Where the run was saved to. What stands in the way is said: the result is told nevertheless."""
    from core.saved import archive
    from core.saved.file import to_bytes
    from core.training.packed import pack

    if run.status == "failed":
        say(f"learnscope: {target.name} was not written: the run has failed.", sys.stderr)
        return None
    try:
        with run.computing():
            packed = pack(run.session)
        archive.write(target, to_bytes(packed))
    except ParamError as error:
        say(f"learnscope: {error.message.say()}", sys.stderr)
        return None
    return str(target)


def _final(run: Any) -> dict[str, float]:
    """The metrics of the state at `run.step`, after a divergence too; of a failed run none."""
    from core.training.session import floats

    if run.status == "failed":
        return {}
    try:
        with run.computing():
            return floats(run.algorithm.final())
    except Exception as error:  # all test images at once may be too much where some were not
        run.fail(error)
        return {}


def _whole(epoch: float) -> int:
    """The epochs that are done: one that has begun counts as the first of those to come."""
    from core.training.session import ROUNDING

    return math.floor(epoch + ROUNDING)


def _loop(run: Any, job: Job, pressed: Collection[bool]) -> float:
    """Train until the job is done, the run stops by itself or Ctrl-C is pressed; seconds of training."""
    from core.training.session import ROUNDING

    first, begun = run.step, _whole(run.algorithm.epoch or 0.0)
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
            epochs = (run.algorithm.epoch or 0.0) - begun
            done = {"steps": run.step - first, "epochs": epochs, "s": spent}[unit]
            bar.n = min(done, total)
            bar.update(0)
            if done >= total - (2 * ROUNDING if unit == "epochs" else 0) or pressed:
                break
            began = time.perf_counter()
            most = total - done if unit == "steps" else -1
            run.advance(min(0.1, total - spent) if unit == "s" else 0.1, most)
            spent += time.perf_counter() - began
    return spent
