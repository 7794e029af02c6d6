"""Choose how processes are watched: the best way that is allowed here."""

import os
import time
from collections.abc import Callable
from typing import Final

from memfit.classes import dataclass
from memfit.errors import MemfitError
from memfit.record import watcher
from memfit.record.lifecycle.compiled import CompiledPtrace
from memfit.record.lifecycle.contract import Aborting, Exited, Lifecycle
from memfit.record.lifecycle.polling import Polling
from memfit.record.lifecycle.ptrace import Ptrace

NAMES: Final = ("ptrace", "taskstats", "polling")


@dataclass(frozen=True, slots=True)
class Way:
    """One way to watch processes, as `memfit doctor` lists it.

    Attributes:
        name: Its name.
        gives: What it gives, one sentence.
        unusable: Why it cannot work here, or None.
        repair: The command that repairs it; empty if it works.
    """

    name: str
    gives: str
    unusable: str | None
    repair: str


def ways() -> list[Way]:
    """Try every way for an instant."""
    traced, counted = _try_ptrace(), _try_taskstats()
    return [
        Way(
            "ptrace",
            "every process from fork to exit, exact peaks, exit codes; no privileges needed",
            traced and f"the kernel refuses to trace a child: {traced}",
            "docker run --cap-add SYS_PTRACE, or sysctl kernel.yama.ptrace_scope=1"
            if traced
            else "",
        ),
        Way(
            "taskstats",
            "exact peaks and exit codes of every process; short ones by name only",
            counted and f"the kernel refuses exit records: {counted}",
            "sudo memfit run …, or docker run --cap-add NET_ADMIN" if counted else "",
        ),
        Way("polling", "processes that live at a tick; their peaks are lower bounds", None, ""),
    ]


def attach(
    root: int,
    forced: str | None,
    unreaped: Callable[[int, int], None],
    aborting: Callable[[Aborting], None],
    inside: Callable[[], list[int] | None],
) -> tuple[Lifecycle, str]:
    """Watch a root process in the best way, or in the one that is asked for.

    Returns:
        The way, and one sentence: why not a better one, and what it misses; empty if nothing.

    Raises:
        MemfitError: If the way that is asked for is not allowed here.
    """
    refused: list[str] = []
    for name in (forced,) if forced else NAMES:
        way: Lifecycle
        if name == "ptrace":
            way = _best_ptrace(unreaped, aborting)
        elif name == "taskstats":
            from memfit.record.lifecycle.taskstats import Taskstats  # rarely; it delays the command

            way = Taskstats(unreaped, inside)
        else:
            way = Polling(unreaped, inside)
        try:
            way.attach(root)
        except OSError as error:
            refused.append(f"{name} is refused ({error.strerror})")
            continue
        return way, "; ".join(refused + ([way.misses] if way.misses else []))
    raise MemfitError(
        f"processes cannot be watched by {forced} here: {refused[0]}",
        "leave --watch out to take the best way that works; `memfit doctor` lists them",
    )


def _best_ptrace(
    unreaped: Callable[[int, int], None], aborting: Callable[[Aborting], None]
) -> Lifecycle:
    library = watcher.load()
    if library is None:
        return Ptrace(unreaped, aborting)
    return CompiledPtrace(unreaped, aborting, library)


def _try_ptrace() -> str | None:
    """Trace a child that only waits; returns what the kernel says, or None if it works."""
    reader, writer = os.pipe2(os.O_CLOEXEC)
    child = os.fork()
    if child == 0:
        os.close(writer)
        os.read(reader, 1)
        os._exit(0)
    way = Ptrace(lambda _pid, _status: None, lambda _event: None)
    try:
        way.attach(child)
    except OSError as error:
        os.close(writer)
        os.waitpid(child, 0)
        return error.strerror
    finally:
        os.close(reader)
    os.close(writer)  # the child reads the end and exits
    while not any(isinstance(event, Exited) for event in way.events()):
        time.sleep(0.0005)
    return None


def _try_taskstats() -> str | None:
    from memfit.record.lifecycle import taskstats

    try:
        taskstats.listen().close()
    except OSError as error:
        return error.strerror
    return None
