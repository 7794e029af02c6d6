"""What to do with a program when a traced process becomes it: most go on, some must be let go."""

import os
from collections.abc import Sequence
from typing import Final

from memfit.record import procfs
from memfit.record.lifecycle import reexec, sanitizer
from memfit.record.lifecycle.contract import Executed

# Programs that trace others themselves: a process has only one tracer.
_TRACERS: Final = frozenset(
    {
        "strace", "ltrace", "gdb", "gdb-multiarch", "gdbserver", "lldb", "lldb-server", "rr", "dlv",
        "proot", "valgrind.bin",
    }
)  # fmt: skip
_ATTACHING: Final = ("-p", "--pid", "--attach", "attach")

_NODE: Final = frozenset({"node", "nodejs"})


def is_node(path: str) -> bool:
    """Whether a program reads NODE_OPTIONS."""
    return os.path.basename(path) in _NODE


def executed(task: int, path: str, command: tuple[str, ...], at: float | None = None) -> Executed:
    """Tell of an exec, with what else is to be read while the task is held."""
    options = procfs.variable(task, "NODE_OPTIONS") if is_node(path) else None
    return Executed(task, command, path, options, at)


def reason_to_release(task: int, path: str) -> str | None:
    """Say why a task that stands at its exec stop must not be traced; None for nearly all.

    A set-user-ID program is made ready to start once more as soon as it is let go.
    """
    name = os.path.basename(path)
    if name in _TRACERS:
        return f"{name} traces processes itself"
    if sanitizer.looks_for_leaks(task):
        return f"{name} holds LeakSanitizer, which traces its own process"
    if reexec.loses_privilege(task):
        if reexec.prepare(task):
            return f"{name} is set-user-ID and keeps its privilege only untraced"
        return f"{name} is set-user-ID and was started without its privilege"
    return None


def reason_to_release_all(path: str, command: Sequence[str]) -> str | None:
    """Say why every other process must be let go, too: a debugger attaches to one of them.

    It can only attach to what nobody traces, and which process it means is its affair.
    """
    name = os.path.basename(path)
    attaching = name in _TRACERS and any(word.startswith(_ATTACHING) for word in command[1:])
    return f"{name} attaches to a running process" if attaching else None
