"""How memfit names what it makes, so that a later memfit knows what a dead one left.

The owner's pid alone would not do: it is used again. With the instant it started it is unique
until the next boot.
"""

import os
import re

from memfit.limits import files
from memfit.limits.mounts import HERE, Roots

_NAME = re.compile(r"memfit-(\d+)-(\d+)-.+")
_ODD = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 60


def owned_name(name: str, roots: Roots = HERE) -> str:
    """Return `memfit-<pid>-<start time in clock ticks>-<name>` for the calling process.

    Characters that a file, a cgroup or a systemd unit may not have become dashes.
    """
    pid = os.getpid()
    return f"memfit-{pid}-{_started(pid, roots) or 0}-{_ODD.sub('-', name)[:_LONGEST] or 'run'}"


def is_abandoned(name: str, roots: Roots = HERE) -> bool:
    """Whether a memfit made something of this name and is no longer alive."""
    match = _NAME.fullmatch(name)
    return match is not None and _started(int(match[1]), roots) != int(match[2])


def _started(pid: int, roots: Roots) -> int | None:
    """Clock ticks since boot; None if the process does not exist. Source: proc_pid_stat(5)."""
    stat = files.read(roots.proc / str(pid) / "stat")
    if stat is None:
        return None
    # The command before may hold spaces and parentheses. Start time is field 22.
    after = stat.rpartition(")")[2].split()
    return int(after[19]) if len(after) > 19 else None
