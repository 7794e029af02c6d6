"""A cgroup with all its sub-groups: who is inside, killing them, removing it."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from memfit.limits import files

_PAUSE = 0.005
_MOMENT = 0.001
_QUIET = 2


def subgroups(directory: Path) -> Iterator[Path]:
    """Yield all cgroups below one, parents before children."""
    try:
        # The kernel keeps a directory's link count at two plus its sub-groups, so the usual
        # case, none, costs one stat. (Some disks' file systems always say one: then look.)
        if directory.stat().st_nlink == 2:
            return
        below = [Path(entry) for entry in os.scandir(directory) if entry.is_dir()]
    except OSError:
        return
    for child in below:
        yield child
        yield from subgroups(child)


def pids(directory: Path) -> list[int]:
    """Return the pids of all processes in a cgroup and its sub-groups.

    The file is opened anew each time: v1 makes the list once per open descriptor, and keeps
    serving the old one for as long as it is read every second.
    """
    found = {
        int(pid)
        for group in (directory, *subgroups(directory))
        for pid in files.words(group / "cgroup.procs")
    }
    # The kernel names a process outside of this pid namespace 0.
    return sorted(found - {0})


def kill(directory: Path) -> None:
    """Send SIGKILL to everything inside, also to what is forked meanwhile.

    It does not wait until they are gone: a process that memfit traces stops on its way out until
    memfit looks after it.
    """
    try:
        files.write(directory / "cgroup.kill", "1")
    except OSError:
        pass  # v1, or Linux before 5.14
    else:
        return
    before: set[int] = set()
    quiet = 0
    # What has got the signal cannot fork, so this ends. A fork that was under way shows a moment
    # later, hence the second look. All get the signal each time: a pid may be in use again.
    while quiet < _QUIET:
        now = set(pids(directory))
        for pid in now:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        quiet = quiet + 1 if now <= before else 0
        before = now
        time.sleep(_MOMENT if quiet else 0)


def remove(directory: Path, patience: float = 0.0) -> bool:
    """Remove a cgroup and its sub-groups.

    Args:
        directory: The cgroup.
        patience: Seconds to wait for processes that are on their way out.

    Returns:
        False if processes are inside, or it is not ours to remove.
    """
    deadline = time.monotonic() + patience
    while not _try_to_remove(directory):
        if time.monotonic() >= deadline:
            return False
        time.sleep(_PAUSE)
    return True


def _try_to_remove(directory: Path) -> bool:
    # All or nothing is not possible, but a populated cgroup keeps all that is in it.
    if pids(directory):
        return False
    for group in (*reversed(list(subgroups(directory))), directory):
        try:
            files.remove(group)
        except FileNotFoundError:
            pass
        except OSError:
            return False
    return True
