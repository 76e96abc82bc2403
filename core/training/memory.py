"""Whether a run fits into memory: asked before it is built, and answered where an allocation failed.

Nothing here knows an algorithm: which control helps is found by lowering each in turn and asking
`Algorithm.cost` again.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch

from core.i18n import N_
from core.params import Config, Integer, Message, Param, ParamError, Sizes
from core.playgrounds.contract import Algorithm
from core.training.environment import number

SETTING = "LEARNSCOPE_RUN_MEMORY"  # megabytes for one run; default a quarter of the machine's
BUDGET = "LEARNSCOPE_MEMORY"  # megabytes for all runs together; default so much of the machine's:
BUDGET_SHARE = 0.7
MB = 1e6
UNKNOWN = 8e9  # bytes that a machine is taken to have which does not say
SHARES = 64  # a control is lowered in so many steps
FAILED = ("not enough memory", "can't allocate memory", "out of memory", "bad_alloc")


def check(
    algorithm: type[Algorithm],
    config: Config,
    device: torch.device,
    before: Config | None = None,
    room: float = math.inf,
) -> None:
    """Raises ParamError about the control that helps most, where a run would need too much memory.

    `before` is how the same run is configured by now: what that needs is its own already. `room` is what
    other runs leave to this one, which may grow yet.
    """
    need = algorithm.cost(config).memory
    held = algorithm.cost(before).memory if before is not None else 0.0
    total, left = machine(device)
    limit = min(allowed(total), left + held, room)
    if need <= max(limit, held):
        return
    values: dict[str, Any] = {"need": size(need), "limit": size(limit)}
    found = helping(algorithm, config, limit)
    if found is None:
        text = N_("This run would need about {need} of memory, and {limit} are there for it.")
        raise ParamError(Message("memory", text, values))
    param, lowered, enough = found
    values |= {"label": Message(param.name, param.label), "value": param.format(lowered)}
    text = N_("This run would need about {need} of memory, and {limit} are there for it: lower {label} and "
              "others with it.")  # fmt: skip
    if enough:
        text = N_("This run would need about {need} of memory, and {limit} are there for it: lower {label}, "
                  "to {value} for example.")  # fmt: skip
    raise ParamError(Message(param.name, text, values))


def exhausted(algorithm: type[Algorithm], config: Config, step: int) -> Message:
    """The sentence for a run that an allocation has failed in."""
    values: dict[str, Any] = {"step": step, "need": size(algorithm.cost(config).memory)}
    found = helping(algorithm, config, 0.0)
    text = N_(
        "Stopped at step {step}: there is not enough memory, of which this run needs about {need}."
    )
    if found is not None:
        values["label"] = Message(found[0].name, found[0].label)
        text = N_("Stopped at step {step}: there is not enough memory, of which this run needs about {need}. "
                  "Lower {label}.")  # fmt: skip
    return Message("memory", text, values)


def is_exhausted(error: BaseException) -> bool:
    """Whether an allocation has failed, whoever asked for it: Python, numpy, torch or a GPU's driver."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and any(words in str(error) for words in FAILED)


# ---- which control helps --------------------------------------------------------------------------
def helping(
    algorithm: type[Algorithm], config: Config, limit: float
) -> tuple[Param, Any, bool] | None:
    """The control to lower, the value to lower it to, and whether that alone is enough; None if none is.

    Where several are enough, it is the one that has to give way least; else the one that saves most.
    """

    def need(name: str, value: Any) -> float:
        try:
            return algorithm.cost(config.changed(**{name: value})).memory
        except ParamError:  # it contradicts another value
            return math.inf

    now = algorithm.cost(config).memory
    best: tuple[float, Param, Any, bool] | None = None
    for param in config.params():
        lower = _lowered(param, getattr(config, param.name))
        if lower is None or not (least := need(param.name, lower(0))) < 0.99 * now:
            continue
        share = _largest(lambda share, n=param.name, f=lower: need(n, f(share)) <= limit)  # type: ignore[misc]
        enough = share is not None
        score = share / SHARES if share is not None else -least
        if best is None or (enough, score) > (best[3], best[0]):
            best = score, param, lower(share or 0), enough
    return best and best[1:]


def _lowered(param: Param, value: Any) -> Callable[[int], Any] | None:
    """share in 0…SHARES → that much of the way from the lowest value to `value`; None: can't be lowered."""
    low = param.low
    if low is None or param.name == "seed" or not value or value == low:
        return None

    def between(one: float, share: int) -> float:
        return low + (one - low) * share / SHARES if share else low

    if isinstance(param, Sizes):
        return lambda share: tuple(int(between(one, share)) for one in value)
    kind = int if isinstance(param, Integer) else float
    return lambda share: kind(between(value, share))


def _largest(fits: Callable[[int], bool]) -> int | None:
    """The largest share below SHARES that fits, None where not even 0 does."""
    if not fits(0):
        return None
    low, high = 0, SHARES
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


# ---- what there is ------------------------------------------------------------------------------
def allowed(total: float) -> float:
    """Bytes that one run may need on a machine of `total`."""
    return number(SETTING, total / 4 / MB, least=1) * MB


def budget() -> float:
    """Bytes that all runs together may need."""
    total, _ = machine(torch.device("cpu"))
    return number(BUDGET, BUDGET_SHARE * total / MB, least=1) * MB


def unpromised(promised: float) -> float:
    """Bytes that are left once what was promised and not taken yet is taken."""
    return machine(torch.device("cpu"))[1] - max(promised, 0.0)


def resident() -> float:
    """Bytes of the machine's memory that this process takes; 0 where that can't be seen."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return 0.0
    return float(pages * os.sysconf("SC_PAGE_SIZE"))


def machine(device: torch.device) -> tuple[float, float]:
    """Bytes that there are, and bytes that are left, where a run on `device` keeps its numbers."""
    if device.type == "cuda":
        free, everything = torch.cuda.mem_get_info(device)
        return everything, free
    told = _meminfo()
    total = told.get("MemTotal") or _pages()
    left = told.get("MemAvailable", total)
    for limit, used in _groups():
        total, left = min(total, limit), min(left, limit - used)
    return total, left


def size(count: float) -> str:
    """Bytes as a person reads them."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{max(count, 0) / MB:.0f} MB"


def _meminfo() -> dict[str, float]:
    """What Linux says, in bytes; nothing elsewhere."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
        return {line.split(":")[0]: 1024.0 * int(line.split()[1]) for line in lines}
    except (OSError, ValueError, IndexError):
        return {}


def _pages() -> float:
    """What other systems than Linux say."""
    try:
        return float(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    except (AttributeError, ValueError, OSError):
        return UNKNOWN


def _groups() -> Iterator[tuple[float, float]]:
    """(limit, used) of the control groups (v2) that this process is in: a container's memory, say."""
    try:
        path = Path("/proc/self/cgroup").read_text().rpartition("0::/")[2].strip()
    except OSError:
        return
    here = Path("/sys/fs/cgroup") / path
    for folder in (here, *here.parents):
        try:
            limit = float((folder / "memory.max").read_text())  # "max" is no number
            used = float((folder / "memory.current").read_text())
            stat = dict(line.split() for line in (folder / "memory.stat").read_text().splitlines())
        except (OSError, ValueError):
            continue
        yield limit, used - float(stat.get("inactive_file", 0))
